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

    public StripeWorld Stripe { get; private init; } = new(new StripeOptions { TestRate = 0 }, TimeProvider.System);

    public SanityWorld Sanity { get; private init; } = new(Options, TimeProvider.System);

    /// <summary>Whose they are.</summary>
    public string Connection { get; private init; } = "default";

    /// <summary>What a service must be told to talk to them.</summary>
    public (string Name, string? Value)[] Variables { get; private set; } = [];

    /// <param name="connection">Whose they are.</param>
    /// <param name="listenerLifetime">After how long a listener is cut off; half an hour, as Sanity does, when null.</param>
    public static async Task<StandIns> Start(string connection = "default", TimeSpan? listenerLifetime = null)
    {
        var worlds = new StandIns
        {
            Connection = connection,
            Stripe = new StripeWorld(connection == "default" ? new StripeOptions { TestRate = 0 } : new StripeOptions { TestRate = 0, Account = $"acct_of_{connection}" }, TimeProvider.System),
            Sanity = new SanityWorld(Options with { ListenerLifetime = listenerLifetime ?? Options.ListenerLifetime }, TimeProvider.System),
        };
        var stripe = await SandboxHost.Start(worlds.Stripe, new SandboxHostOptions());
        var sanity = await SandboxHost.Start(worlds.Sanity, new SandboxHostOptions { Streams = new SanityStreams(worlds.Sanity, TimeProvider.System).Serve });
        worlds._open.AddRange([stripe, sanity]);
        (Variable Variable, string Value)[] values =
        [
            (Server.Variables.StripeApiBase, stripe.Address.GetLeftPart(UriPartial.Authority)), (Server.Variables.SanityApiHost, sanity.Address.GetLeftPart(UriPartial.Authority)),
            (Server.Variables.SanityApiToken, SanityWorldOptions.EditorToken), (Server.Variables.SanityProjectId, worlds.Sanity.Options.ProjectId),
            .. connection == "default" ? [] : ((Variable, string)[])
            [
                (Server.Variables.StripeSecretKey, $"sk_test_{connection}"), (Server.Variables.StripeWebhookSecret, worlds.StripeSecret), (Server.Variables.SanityWebhookSecret, worlds.SanitySecret),
                (Server.Variables.SanityDataset, "production"),
            ],
        ];
        worlds.Variables = [.. values.Select(one => (one.Variable.For(connection).Name, (string?)one.Value))];
        return worlds;
    }

    private string StripeSecret => Connection == "default" ? Given.StripeSecret : $"whsec_{Connection}";

    private string SanitySecret => Connection == "default" ? Given.SanitySecret : $"secret of {Connection}";

    /// <summary>Points the webhooks at a service, as the seed's guide says: all six events; no projection.</summary>
    public void Connect(Uri service, string filter = "_type == \"product\" || _type == \"price\"")
    {
        var under = Connection == "default" ? "/api" : $"/api/{Connection}";
        var endpoint = Stripe.Dashboard.AddEndpoint(new Uri(service, $"{under}/stripe/webhook"));
        Stripe.Dashboard.UseSecret(endpoint["id"]!.GetValue<string>(), StripeSecret);
        Sanity.AddHook(new JsonObject
        {
            ["type"] = "document",
            ["name"] = "seed",
            ["url"] = new Uri(service, $"{under}/sanity/webhook").ToString(),
            ["dataset"] = "production",
            ["rule"] = new JsonObject { ["on"] = new JsonArray("create", "update", "delete"), ["filter"] = filter },
            ["apiVersion"] = "v2025-02-19",
            ["httpMethod"] = "POST",
            ["secret"] = SanitySecret,
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
