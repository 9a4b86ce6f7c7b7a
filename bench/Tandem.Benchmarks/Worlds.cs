using System.Text.Json.Nodes;
using Tandem.Sandbox;
using Tandem.Sandbox.Sanity;

namespace Tandem.Benchmarks;

/// <summary>Both stand-ins on sockets of this machine.</summary>
internal sealed class Worlds : IAsyncDisposable
{
    /// <summary>What Sanity's webhooks are signed with.</summary>
    public const string SanitySecret = "bench-sanity-secret";

    /// <summary>What Stripe's webhooks are signed with.</summary>
    public const string StripeSecret = "whsec_bench_stripe_secret";

    private readonly SandboxHost _sanityHost;
    private readonly SandboxHost _stripeHost;
    private readonly List<IAsyncDisposable> _couriers = [];

    private Worlds(SanityWorld sanity, StripeWorld stripe, SandboxHost sanityHost, SandboxHost stripeHost) =>
        (Sanity, Stripe, _sanityHost, _stripeHost) = (sanity, stripe, sanityHost, stripeHost);

    /// <summary>The content side.</summary>
    public SanityWorld Sanity { get; }

    /// <summary>The charging side.</summary>
    public StripeWorld Stripe { get; }

    /// <summary>Where the content side listens.</summary>
    public Uri SanityAddress => _sanityHost.Address;

    /// <summary>Where the charging side listens.</summary>
    public Uri StripeAddress => _stripeHost.Address;

    /// <summary>Starts both, empty.</summary>
    public static async Task<Worlds> Start()
    {
        var sanity = new SanityWorld(new SanityWorldOptions(), TimeProvider.System);
        var stripe = new StripeWorld(new StripeOptions(), TimeProvider.System);
        return new Worlds(sanity, stripe, await SandboxHost.Start(sanity, new SandboxHostOptions()), await SandboxHost.Start(stripe, new SandboxHostOptions()));
    }

    /// <summary>Holds every answer of both vendors back for so long.</summary>
    public void Delay(TimeSpan time)
    {
        Sanity.Faults.Add(new CallFault(CallFaultKind.Delay) { Delay = time });
        Stripe.Faults.Add(new CallFault(CallFaultKind.Delay) { Delay = time });
    }

    /// <summary>Subscribes a service to both sides' webhooks.</summary>
    public void Subscribe(Uri service)
    {
        var endpoint = Stripe.Dashboard.AddEndpoint(new Uri(service, "/api/stripe/webhook"));
        Stripe.Dashboard.UseSecret((string)endpoint["id"]!, StripeSecret);
        Sanity.AddHook(new JsonObject
        {
            ["type"] = "document", ["name"] = "tandem", ["url"] = new Uri(service, "/api/sanity/webhook").AbsoluteUri, ["dataset"] = "production",
            ["rule"] = new JsonObject { ["on"] = new JsonArray("create", "update", "delete"), ["filter"] = "_type == \"product\" || _type == \"price\"" },
            ["apiVersion"] = "v2025-02-19", ["httpMethod"] = "POST", ["secret"] = SanitySecret,
        });
    }

    /// <summary>Really sends the webhooks.</summary>
    public void Deliver()
    {
        foreach (var outbox in new[] { Sanity.Outbox, Stripe.Outbox })
        {
            _couriers.Add(new WebhookSender(outbox, new HttpMessageInvoker(WebhookSender.Handler()), TimeProvider.System));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var courier in _couriers)
        {
            await courier.DisposeAsync();
        }

        await _sanityHost.DisposeAsync();
        await _stripeHost.DisposeAsync();
    }
}
