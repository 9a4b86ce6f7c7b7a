using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Sandbox;
using Tandem.Sandbox.Sanity;

namespace Tandem.Cli.Demo;

/// <summary>Both stand-ins on sockets of this machine, with webhooks that are signed and really sent.</summary>
internal sealed class StandIns : IAsyncDisposable
{
    /// <summary>The key that the service gets: made up, in test mode.</summary>
    public const string StripeKey = "sk_test_standin";

    private readonly SandboxHost _sanityHost;
    private readonly SandboxHost _stripeHost;

    private StandIns((SanityWorld World, SandboxHost Host) sanity, (StripeWorld World, SandboxHost Host) stripe, TimeProvider clock, Func<Side, DelegatingHandler>? watcher)
    {
        ((Sanity, _sanityHost), (Stripe, _stripeHost)) = (sanity, stripe);
        (SanityCourier, StripeCourier) = (new Courier(Sanity, clock, watcher?.Invoke(Side.Sanity)), new Courier(Stripe, clock, watcher?.Invoke(Side.Stripe)));
    }

    /// <summary>The content side.</summary>
    public SanityWorld Sanity { get; }

    /// <summary>The charging side.</summary>
    public StripeWorld Stripe { get; }

    /// <summary>Brings Sanity's webhooks.</summary>
    public Courier SanityCourier { get; }

    /// <summary>Brings Stripe's webhooks.</summary>
    public Courier StripeCourier { get; }

    /// <summary>Where the content side listens.</summary>
    public Uri SanityAddress => _sanityHost.Address;

    /// <summary>Where the content side listens for a browser, if one is to come.</summary>
    public Uri? SanityBrowserAddress => _sanityHost.SecureAddress;

    /// <summary>Where the charging side listens.</summary>
    public Uri StripeAddress => _stripeHost.Address;

    /// <summary>Starts both, empty.</summary>
    /// <param name="clock">Their clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="watcher">Makes what sees the webhooks of a side and their answers; for rigs.</param>
    /// <param name="browserPort">Where the content side listens for the Studio in a browser; 0 lets the system choose, null is nowhere.</param>
    public static async Task<StandIns> Start(
        TimeProvider clock, CancellationToken cancellation, Func<Side, DelegatingHandler>? watcher = null, int? browserPort = null)
    {
        var sanity = new SanityWorld(new SanityWorldOptions(), clock);
        var stripe = new StripeWorld(new StripeOptions(), clock);

        // Stripe's own client does not name us; everybody here but the person in the Dashboard is the service.
        stripe.Invariants.IsService = call => call.Caller != "person";
        var sanityHost = await SandboxHost.Start(
            sanity, new SandboxHostOptions { Clock = clock, Streams = new SanityStreams(sanity, clock).Serve, SecurePort = browserPort }, cancellation);
        try
        {
            var stripeHost = await SandboxHost.Start(stripe, new SandboxHostOptions { Clock = clock }, cancellation);
            return new StandIns((sanity, sanityHost), (stripe, stripeHost), clock, watcher);
        }
        catch
        {
            await sanityHost.DisposeAsync();
            throw;
        }
    }

    /// <summary>The courier of a side.</summary>
    public Courier CourierOf(Side side) => side == Side.Sanity ? SanityCourier : StripeCourier;

    /// <summary>The calls that a side was made.</summary>
    public CallLog CallsOf(Side side) => side == Side.Sanity ? Sanity.Calls : Stripe.Calls;

    /// <summary>Subscribes a service to both, as a person would in the two dashboards; gives what each will sign with.</summary>
    public (string Sanity, string Stripe) Subscribe(Uri service)
    {
        const string SanitySecret = "standin-webhook-secret";
        Sanity.AddHook(new JsonObject
        {
            ["type"] = "document",
            ["name"] = "Tandem",
            ["url"] = new Uri(service, "/api/sanity/webhook").AbsoluteUri,
            ["dataset"] = Sanity.Options.Datasets[0],
            ["secret"] = SanitySecret,
            ["rule"] = new JsonObject
            {
                ["on"] = new JsonArray("create", "update", "delete"),
                ["filter"] = "_type == \"product\" || _type == \"price\"",
                ["projection"] = """
                    {"op": delta::operation(), "id": coalesce(after()._id, before()._id), "type": coalesce(after()._type, before()._type),
                     "rev": after()._rev, "prevRev": before()._rev, "updatedAt": after()._updatedAt}
                    """,
            },
        });
        var endpoint = Stripe.Dashboard.AddEndpoint(new Uri(service, "/api/stripe/webhook"));
        return (SanitySecret, endpoint.Text("secret")!);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await SanityCourier.DisposeAsync();
        await StripeCourier.DisposeAsync();
        await _sanityHost.DisposeAsync();
        await _stripeHost.DisposeAsync();
    }
}
