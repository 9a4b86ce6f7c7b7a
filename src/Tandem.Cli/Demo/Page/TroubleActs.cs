using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Tandem.Core;
using Tandem.Sandbox;
using Tandem.Server;

namespace Tandem.Cli.Demo;

/// <summary>The trouble that a visitor may make: webhooks that get lost, a service that is killed, two people at the same field.</summary>
/// <param name="stage">Where.</param>
/// <param name="timeline">Told of it.</param>
internal sealed class TroubleActs(Stage stage, Timeline timeline) : IActs, IDisposable
{
    /// <summary>How often the demo's service sweeps: soon enough to be watched, late enough to see that the webhook was missing.</summary>
    public static readonly ImmutableDictionary<Variable, string> Pace = ImmutableDictionary<Variable, string>.Empty
        .Add(EngineVariables.StripeSweep, "10s").Add(EngineVariables.SanitySweep, "10s");

    private readonly SemaphoreSlim _starting = new(1);
    private int _conflicts;

    /// <summary>Whether the service is being started right now.</summary>
    public bool IsStarting => _starting.CurrentCount == 0;

    /// <inheritdoc/>
    public async Task<bool> Do(string verb, IFormCollection form, CancellationToken cancellation)
    {
        switch (verb)
        {
            case "kill":
                timeline.Note(TimelineKind.Act, null, null, "killed the service (SIGKILL: no time to finish anything)");
                stage.Tandem.Kill();
                break;
            case "start":
                await Start(cancellation);
                break;
            case "hold":
                Hold(form.Says("hold"));
                timeline.Note(TimelineKind.Act, null, null, form.Says("hold") ? "held all webhooks back" : "let the webhooks go");
                break;
            case "spoil":
                Spoil(form);
                break;
            case "conflict":
                Conflict();
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>Starts the service if it is not running.</summary>
    public async Task Start(CancellationToken cancellation)
    {
        await _starting.WaitAsync(cancellation);
        try
        {
            if (stage.Tandem.ProcessId is null)
            {
                timeline.Note(TimelineKind.Note, null, null, "the service starts");
                await stage.Start(Pace, cancellation);
                timeline.Note(TimelineKind.Note, null, null, "the service is ready; what waited goes first");
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _starting.Dispose();

    private void Spoil(IFormCollection form)
    {
        var side = Enum.Parse<Side>(form.Need("side"));
        var kind = Enum.Parse<DeliveryFaultKind>(form.Need("kind"));
        stage.StandIns.CourierOf(side).Spoil(kind);
        var what = kind switch
        {
            DeliveryFaultKind.Drop => "get lost; the next sweep, within 10 s, will find what it would have told",
            DeliveryFaultKind.Duplicate => "come twice",
            _ => "come 5 s late",
        };
        timeline.Note(TimelineKind.Act, side, null, $"arranged that {side}’s next webhook will {what}");
    }

    // Both webhooks are held while both sides are edited, so that the service sees the two edits at once.
    private void Conflict()
    {
        var product = ContentProduct.All(stage.StandIns.Sanity)
            .FirstOrDefault(product => product.Document.Draft is null && product.Document.Published.Text("stripeProductId") is { } id && stage.StandIns.Stripe.Dashboard.Product(id) is not null)
            ?? throw new InvalidOperationException("There is no product on both sides without an open draft.");
        var document = product.Document.Published!;
        var name = document.Text("name")!.Split(" · ")[0];
        var wasHeld = stage.StandIns.SanityCourier.IsHeld;
        Hold(true);
        _conflicts++;
        timeline.Note(TimelineKind.Act, null, product.Document.Id, "edited the name on both sides at the same moment");
        stage.StandIns.Sanity.Editor.SetAndPublish(product.Document.Id, "name", $"{name} · editor’s {_conflicts}");
        stage.StandIns.Stripe.Dashboard.EditProduct(document.Text("stripeProductId")!, ("name", $"{name} · finance’s {_conflicts}"));
        Hold(wasHeld);
    }

    private void Hold(bool isHeld)
    {
        stage.StandIns.SanityCourier.IsHeld = isHeld;
        stage.StandIns.StripeCourier.IsHeld = isHeld;
    }
}
