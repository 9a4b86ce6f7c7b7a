using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Core;
using Tandem.Sandbox;
using Tandem.Sandbox.Sanity;
using Tandem.Sanity;
using Tandem.Store.Sqlite;
using Tandem.Stripe;

namespace Tandem.Engine.Tests;

/// <summary>Both stand-ins and the real engine, adapters and store in one process, on a clock that the test moves.</summary>
public sealed class Shop : IAsyncDisposable
{
    /// <summary>What Sanity's webhooks are signed with.</summary>
    public const string SanitySecret = "shop";

    private const string StripeKey = "sk_test_shop";
    private static int _count;
    private readonly string _database;
    private static string NewDatabase => $"file:shop-{Interlocked.Increment(ref _count)}?mode=memory&cache=shared";
    private readonly SqliteStore _keeper;
    private readonly List<IDisposable> _open = [];
    private readonly PictureNetwork? _pictures;
    private Policy _policy;
    private SanitySchema _schema;
    private readonly WebhookSignature _stripeSignature;
    private readonly WebhookSignature _sanitySignature;
    private readonly Lifeline _lifeline = new();

    private Shop(Shop other, string? database = null)
    {
        _database = database ?? NewDatabase;
        (_policy, _schema, _pictures, HasStudio) = (other._policy, other._schema, other._pictures, other.HasStudio);
        (Options, Sanity, Stripe, Time) = (other.Options, other.Sanity, other.Stripe, other.Time);
        (_stripeSignature, _sanitySignature, StripeSecret) = (other._stripeSignature, other._sanitySignature, other.StripeSecret);
        (Delivered, Receptions, Delivers) = (other.Delivered, other.Receptions, other.Delivers);
        _keeper = SqliteStore.Open(_database, Time);
        Store = _keeper;
        Engine = NewEngine();
    }

    public Shop(Policy? policy = null, int archiveFloor = 10, SanitySchema? schema = null, PictureNetwork? pictures = null, bool studio = false)
    {
        HasStudio = studio;
        _database = NewDatabase;
        (_policy, _schema, _pictures) = (policy ?? Policy.Default, schema ?? SanitySchema.Default, pictures);
        Options = new EngineOptions { ArchiveFloor = archiveFloor };
        Sanity = new SanityWorld(new SanityWorldOptions { MutationsPerSecond = int.MaxValue, CallsPerSecond = int.MaxValue, AssetsPerSecond = int.MaxValue }, Time);
        Stripe = new StripeWorld(new Sandbox.StripeOptions { TestRate = 0 }, Time);
        var endpoint = Stripe.Dashboard.AddEndpoint(new Uri("http://127.0.0.1:1/api/stripe/webhook"));
        StripeSecret = (string)endpoint["secret"]!;
        _stripeSignature = new WebhookSignature(SignatureGrammar.Stripe, [new Secret(StripeSecret)]);
        _sanitySignature = new WebhookSignature(SignatureGrammar.Sanity, [new Secret(SanitySecret)]);
        Sanity.AddHook(new JsonObject
        {
            ["type"] = "document", ["name"] = "tandem", ["url"] = "http://127.0.0.1:1/api/sanity/webhook", ["dataset"] = "production",
            ["rule"] = new JsonObject { ["on"] = new JsonArray("create", "update", "delete"), ["filter"] = "_type == \"product\" || _type == \"price\"" },
            ["apiVersion"] = "v2025-02-19", ["httpMethod"] = "POST", ["secret"] = SanitySecret,
        });
        _keeper = SqliteStore.Open(_database, Time);
        Store = _keeper;
        Engine = NewEngine();
    }

    public ShopClock Time { get; private init; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public EngineOptions Options { get; }

    /// <summary>What Stripe's webhooks are signed with.</summary>
    public string StripeSecret { get; }

    public SanityWorld Sanity { get; }

    public StripeWorld Stripe { get; }

    public SqliteStore Store { get; private set; }

    public TandemEngine Engine { get; private set; }

    public SanityEditor Editor => Sanity.Editor;

    /// <summary>Whether editors use the Studio plugin.</summary>
    public bool HasStudio { get; set; }

    /// <summary>The Studio plugin of that shop.</summary>
    public Plugin Plugin => new(this);

    public StripeDashboard Dashboard => Stripe.Dashboard;

    /// <summary>How often the next engine looks at both sides.</summary>
    public Pace Pace { get; set; } = new();

    /// <summary>Whether webhooks are delivered at all; without them only sweeps find changes.</summary>
    public bool Delivers { get; set; } = true;

    /// <summary>How many turns it may take until nothing is due: more than a catalogue has products.</summary>
    public int Rounds { get; init; } = 5_000;

    /// <summary>Every webhook that was delivered so far, in order.</summary>
    public List<PendingDelivery> Delivered { get; } = [];

    /// <summary>How each of them was taken, and those that arrived again.</summary>
    public List<Taken> Receptions { get; } = [];

    /// <summary>Starts the engine as a service would, and lets everything settle.</summary>
    public async Task<Shop> Open()
    {
        await Engine.Begin(CancellationToken.None);
        await Settle();
        return this;
    }

    /// <summary>Delivers what waits and works until nothing is due, without moving the clock.</summary>
    public async Task Settle()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var delivered = Delivers && await Deliver();
            var worked = await Work();
            if (!delivered && !worked)
            {
                return;
            }
        }

        Assert.Fail("The shop does not come to rest.");
    }

    /// <summary>
    /// Delivers and works until the service's n-th call to a vendor, which never returns: the process dies there. False when there were fewer calls.
    /// Follow it with <see cref="Crash"/>.
    /// </summary>
    public Task<bool> DieAt(int call, CallMoment moment) => DieAt(call, moment, Settle);

    /// <summary>The same for other work than the queue's.</summary>
    public async Task<bool> DieAt(int call, CallMoment moment, Func<Task> working)
    {
        _lifeline.Arm(call, moment);
        var work = working();
        var died = await Task.WhenAny(work, _lifeline.Died) != work;
        _lifeline.Disarm();
        return died;
    }

    // Work that waits for the clock (a vendor asked for patience) sees it move; work that waits for the processor gets time.
    private async Task<bool> Work()
    {
        var turn = Engine.Turn(CancellationToken.None);
        while (true)
        {
            try
            {
                return await turn.WaitAsync(TimeSpan.FromMilliseconds(300));
            }
            catch (TimeoutException) when (!turn.IsCompleted)
            {
                if (Time.IsAwaited)
                {
                    Time.Advance(TimeSpan.FromSeconds(1));
                }
            }
        }
    }

    /// <summary>Holds the next call of a kind back on the wire, as a network would.</summary>
    public HeldCall HoldNext(Func<HttpRequestMessage, bool> which) => _lifeline.Hold(which);

    /// <summary>Works until a call is held back; the pass that sent it goes on waiting.</summary>
    public async Task WorkUntil(Task reached)
    {
        while (!reached.IsCompleted)
        {
            var turn = Engine.Turn(CancellationToken.None);
            await Task.WhenAny(turn, reached);
            if (turn.IsCompletedSuccessfully && !await turn)
            {
                break;
            }
        }

        Assert.True(reached.IsCompleted, "no such call was made");
    }

    /// <summary>How many writes the service made since a count.</summary>
    public int ServiceWritesSince(int writes) => Writes - writes;

    /// <summary>Moves the clock from one due moment to the next, and settles at each.</summary>
    public async Task Pass(TimeSpan time)
    {
        await Settle();
        var end = Time.GetUtcNow() + time;
        while (Time.GetUtcNow() < end)
        {
            var due = new[] { await Store.NextDue(CancellationToken.None), Delivers ? NextDelivery : null }.OfType<DateTimeOffset>().Append(end).Min();
            var step = (due < end ? due : end) - Time.GetUtcNow();
            Time.Advance(step > TimeSpan.Zero ? step : TimeSpan.FromMilliseconds(100));
            await Settle();
        }
    }

    private DateTimeOffset? NextDelivery =>
        Sanity.Outbox.Waiting.Concat(Stripe.Outbox.Waiting).Select(delivery => (DateTimeOffset?)delivery.Due).Min();

    /// <summary>Delivers every webhook that waits; false when there was none.</summary>
    public async Task<bool> Deliver()
    {
        var any = false;
        foreach (var delivery in Sanity.Outbox.Waiting.Concat(Stripe.Outbox.Waiting).Where(delivery => delivery.Due <= Time.GetUtcNow()))
        {
            any = true;
            await Deliver(delivery);
        }

        return any;
    }

    /// <summary>Delivers one webhook as the endpoint would take it.</summary>
    public async Task<Acceptance> Deliver(PendingDelivery delivery)
    {
        _ = Sanity.Outbox.Take(delivery) || Stripe.Outbox.Take(delivery);
        Delivered.Add(delivery);
        var accepted = await Accept(delivery);
        delivery.Ended(200);
        return accepted;
    }

    public async Task<Acceptance> Accept(PendingDelivery delivery)
    {
        var side = delivery.Url.AbsolutePath.Contains("stripe") ? Side.Stripe : Side.Sanity;
        var taken = await Take(side, delivery.Headers(), delivery.Body);
        Assert.True(taken.Status == 200, $"A webhook was answered with {taken.Status}: {delivery.Summary}");
        return taken.Acceptance!.Value;
    }

    /// <summary>Takes a webhook as the endpoint does: signature, envelope, inbox.</summary>
    public async Task<Taken> Take(Side side, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        var (signature, name) = side == Side.Stripe ? (_stripeSignature, "Stripe-Signature") : (_sanitySignature, "sanity-webhook-signature");
        if (signature.Verify(Header(name), body.Span, Time.GetUtcNow()) != SignatureVerdict.Valid)
        {
            return new Taken(401, null);
        }

        var read = side == Side.Stripe
            ? StripeDelivery.Read(Connection.Default, new Identity(Dashboard.Account, "test"), body, Time.GetUtcNow())
            : SanityDelivery.Read(new SanitySource(Connection.Default, "standin1", "production", _schema), Header, body, Time.GetUtcNow());
        var taken = read.Value is { } delivery ? new Taken(200, await Engine.Intake.Accept(delivery, CancellationToken.None)) : new Taken(400, null);
        Receptions.Add(taken);
        return taken;

        string? Header(string wanted) => headers.FirstOrDefault(header => string.Equals(header.Key, wanted, StringComparison.OrdinalIgnoreCase)).Value;
    }

    /// <summary>The process dies and a new one starts on the same database, with another mapping if one is given.</summary>
    public async Task Crash(Policy? policy = null, SanitySchema? schema = null)
    {
        (_policy, _schema) = (policy ?? _policy, schema ?? _schema);
        Engine.Dispose();
        var next = SqliteStore.Open(_database, Time);
        if (Store != _keeper)
        {
            await Store.DisposeAsync();
        }

        Store = next;
        Engine = NewEngine();
        await Engine.Begin(CancellationToken.None);
    }

    /// <summary>The same worlds under an engine that has lost its database.</summary>
    public async Task<Shop> WithoutState()
    {
        Engine.Dispose();
        return await new Shop(this).Open();
    }

    /// <summary>Writes a backup.</summary>
    public void BackUp(string file) => SqliteStore.BackUp(_database, file, Time);

    /// <summary>The same worlds under an engine that starts on a backup.</summary>
    public async Task<Shop> Restored(string backup)
    {
        Engine.Dispose();
        return await new Shop(this, backup) { Delivers = false }.Open();
    }

    public JsonObject Product(string name) => Dashboard.Products.Single(product => (string?)product["name"] == name);

    public JsonObject? Document(string id) => Sanity.Document(id);

    /// <summary>A product with one price in Sanity, published.</summary>
    public void PublishMug(string id = "mug", string name = "Mug", int amount = 1200, bool withDefault = true)
    {
        Editor.PublishNew(Json($$"""{"_id":"{{id}}","_type":"product","name":"{{name}}","description":"Round","active":true}"""));
        Editor.PublishNew(Json($$"""{"_id":"{{id}}-eur","_type":"price","product":{"_type":"reference","_ref":"{{id}}"},"unit_amount":{{amount}},"currency":"eur","active":true}"""));
        if (withDefault)
        {
            Editor.SetAndPublish(id, "default_price", Json($$"""{"_type":"reference","_ref":"{{id}}-eur"}"""));
        }
    }

    public static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    public async Task<string> Journal(string? id = null) =>
        string.Join("\n", (await Store.Journal(Connection.Default, id, 0, 200, CancellationToken.None)).Reverse().Select(entry => $"{entry.Type}: {entry.Text}"));

    /// <summary>What waits for the word of a person.</summary>
    public async Task<ImmutableArray<WaitingChange>> Held() => await Store.Held(null, 100, CancellationToken.None);

    /// <summary>A person rules on all that is held.</summary>
    public async Task Rule(Ruling ruling)
    {
        foreach (var product in (await Held()).GroupBy(held => held.Key))
        {
            await Store.Rule(product.Key, [.. product.Select(held => held.Change)], ruling, CancellationToken.None);
        }
    }

    public async Task<ImmutableArray<ParkedWork>> Parked() => await Store.Parked(null, 100, CancellationToken.None);

    /// <summary>How many writes the service itself made so far, on both sides.</summary>
    public int Writes => Sanity.Calls.Newest.Concat(Stripe.Calls.Newest).Count(call => call.IsWrite && call.Caller != "person");

    public int Reads => Sanity.Calls.Newest.Concat(Stripe.Calls.Newest).Count(call => !call.IsWrite && call.Caller != "person");

    public async ValueTask DisposeAsync()
    {
        Engine.Dispose();
        _open.ForEach(open => open.Dispose());
        if (Store != _keeper)
        {
            await Store.DisposeAsync();
        }

        await _keeper.DisposeAsync();
    }

    private TandemEngine NewEngine()
    {
        var sanity = new SanityCatalog(
            new SanityOptions { Connection = Connection.Default, ProjectId = "standin1", Dataset = "production", Token = new Secret(SanityWorldOptions.EditorToken), ApiHost = "http://standin1.localhost" },
            _schema, Time, _lifeline.Through(new InProcessHandler(Sanity, Time)), _pictures);
        var stripe = StripeCatalog.Create(
            new Tandem.Stripe.StripeOptions { SecretKey = new Secret(StripeKey), ApiBase = new Uri("http://stripe.localhost") }, Time, _lifeline.Through(new InProcessHandler(Stripe, Time)));
        _open.AddRange([sanity, stripe]);
        var connection = new Connection(Connection.Default, sanity, stripe, _policy)
        {
            Pace = Pace with { StripeRate = 1e6, SanityRate = 1e6 }, Studio = HasStudio ? sanity.Studio(isLive: false) : null,
        };
        return new TandemEngine(Options, Store, [connection], Time, new Random(1), NullLoggerFactory.Instance);
    }
}

/// <summary>How a webhook was answered, and what became of it when it was taken.</summary>
public sealed record Taken(int Status, Acceptance? Acceptance);
