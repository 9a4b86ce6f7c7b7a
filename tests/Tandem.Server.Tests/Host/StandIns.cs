using System.Text.Json.Nodes;
using Tandem.Sandbox;
using Tandem.Sandbox.Sanity;
using Tandem.Server.Tests.Settings;

namespace Tandem.Server.Tests.Host;

/// <summary>Both vendors' stand-ins on sockets of this machine, sending real webhooks.</summary>
public sealed class StandIns : IAsyncDisposable
{
    private static readonly SanityWorldOptions Options = new() { CallsPerSecond = int.MaxValue, MutationsPerSecond = int.MaxValue };

    private readonly List<IAsyncDisposable> _open = [];

    public StripeWorld Stripe { get; } = new(new StripeOptions { TestRate = 0 }, TimeProvider.System);

    public SanityWorld Sanity { get; private init; } = new(Options, TimeProvider.System);

    /// <summary>What a service must be told to talk to them.</summary>
    public (string Name, string? Value)[] Variables { get; private set; } = [];

    /// <param name="listenerLifetime">After how long a listener is cut off; half an hour, as Sanity does, when null.</param>
    public static async Task<StandIns> Start(TimeSpan? listenerLifetime = null)
    {
        var worlds = new StandIns { Sanity = new SanityWorld(Options with { ListenerLifetime = listenerLifetime ?? Options.ListenerLifetime }, TimeProvider.System) };
        var stripe = await SandboxHost.Start(worlds.Stripe, new SandboxHostOptions());
        var sanity = await SandboxHost.Start(worlds.Sanity, new SandboxHostOptions { Streams = new SanityStreams(worlds.Sanity, TimeProvider.System).Serve });
        worlds._open.AddRange([stripe, sanity]);
        worlds.Variables =
        [
            ("STRIPE_API_BASE", stripe.Address.GetLeftPart(UriPartial.Authority)), ("SANITY_API_HOST", sanity.Address.GetLeftPart(UriPartial.Authority)),
            ("SANITY_API_TOKEN", SanityWorldOptions.EditorToken), ("NEXT_PUBLIC_SANITY_PROJECT_ID", worlds.Sanity.Options.ProjectId),
        ];
        return worlds;
    }

    /// <summary>Points the webhooks at a service, as the seed's guide says: all six events; no projection.</summary>
    public void Connect(Uri service, string filter = "_type == \"product\" || _type == \"price\"")
    {
        var endpoint = Stripe.Dashboard.AddEndpoint(new Uri(service, "/api/stripe/webhook"));
        Stripe.Dashboard.UseSecret(endpoint["id"]!.GetValue<string>(), Given.StripeSecret);
        Sanity.AddHook(new JsonObject
        {
            ["type"] = "document",
            ["name"] = "seed",
            ["url"] = new Uri(service, "/api/sanity/webhook").ToString(),
            ["dataset"] = "production",
            ["rule"] = new JsonObject { ["on"] = new JsonArray("create", "update", "delete"), ["filter"] = filter },
            ["apiVersion"] = "v2025-02-19",
            ["httpMethod"] = "POST",
            ["secret"] = Given.SanitySecret,
        });
        Send();
    }

    /// <summary>Sends what is announced from now on.</summary>
    public void Send()
    {
        Send(Stripe.Outbox);
        Send(Sanity.Outbox);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open))
        {
            await open.DisposeAsync();
        }
    }

    private void Send(Outbox outbox) => _open.Add(new WebhookSender(outbox, new HttpMessageInvoker(WebhookSender.Handler()), TimeProvider.System));
}
