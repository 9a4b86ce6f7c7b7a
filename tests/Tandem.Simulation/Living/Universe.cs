using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Sandbox;
using Tandem.Sandbox.Sanity;

namespace Tandem.Simulation;

/// <summary>All of one schedule: both vendors, the post, the service and its disk, the people, and those who check.</summary>
internal sealed class Universe
{
    private readonly Random _seeds;
    private readonly List<string>? _history;
    private readonly HashSet<string> _forgotten = new(StringComparer.Ordinal);

    // Prices whose making was on the wire when the database was lost, so that nobody knows of it any more.
    private readonly HashSet<string> _strays = new(StringComparer.Ordinal);
    private int _unique;
    private int _excused;

    public Universe(int seed, Setting setting, Alarm alarm, Database database, bool keepsHistory)
    {
        (Setting, Alarm, Database) = (setting, alarm, database);
        _history = keepsHistory ? [] : null;
        _seeds = new Random(seed);
        Scheduler = new SimScheduler(NextSeed(), Trace);
        Nature = Scheduler.NewLane();
        Weather = new Weather(new Random(NextSeed()));
        Postman = new Postman(this, new Random(NextSeed()));
        Sanity = new SanityWorld(
            new SanityWorldOptions { Seed = seed, MutationsPerSecond = int.MaxValue, CallsPerSecond = int.MaxValue, AssetsPerSecond = int.MaxValue }, Scheduler.Clock);
        Stripe = new StripeWorld(new Sandbox.StripeOptions { Seed = seed, TestRate = 0 }, Scheduler.Clock);
        Stripe.Invariants.AllowsLosingTheLastPrice = true; // Sellable.cs judges that, knowing what people wished.
        Stripe.Dashboard.AddEndpoint(new Uri("http://127.0.0.1:1/api/stripe/webhook"));
        Sanity.AddHook(new JsonObject
        {
            ["type"] = "document", ["name"] = "tandem", ["url"] = "http://127.0.0.1:1/api/sanity/webhook", ["dataset"] = "production",
            ["rule"] = new JsonObject { ["on"] = new JsonArray("create", "update", "delete"), ["filter"] = "_type == \"product\" || _type == \"price\"" },
            ["apiVersion"] = "v2025-02-19", ["httpMethod"] = "POST", ["secret"] = "sim",
        });
        Ledger = new Ledger(this);
        Sellable = new Sellable(this);
        Sanity.Committed += Ledger.Touch;
    }

    public Setting Setting { get; }

    public Alarm Alarm { get; }

    public Database Database { get; }

    public Trace Trace { get; } = new();

    public SimScheduler Scheduler { get; }

    /// <summary>Where the network and the vendors live; it never dies.</summary>
    public Lane Nature { get; }

    public Weather Weather { get; }

    public Postman Postman { get; }

    public SanityWorld Sanity { get; }

    public StripeWorld Stripe { get; }

    public Ledger Ledger { get; }

    public Sellable Sellable { get; }

    /// <summary>The running service, or null when it is down.</summary>
    public Life? Service { get; private set; }

    /// <summary>How wrong the service's clock is.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>Leases that were given out and not ended.</summary>
    public Dictionary<WorkKey, Lease> Leases { get; } = [];

    /// <summary>Tokens of writes whose intents were committed.</summary>
    public HashSet<string> Announced { get; } = new(StringComparer.Ordinal);

    /// <summary>Deliveries that were stored in the present database.</summary>
    public HashSet<(Side Side, string Id)> Inbox { get; } = [];

    /// <summary>Prices made a second time by creates that were on the wire when the database was lost: to be archived as soon as their events are read.</summary>
    public HashSet<string> Twins { get; } = new(StringComparer.Ordinal);

    /// <summary>Lines of journals that were thrown away with their database.</summary>
    public List<string> OldJournal { get; } = [];

    /// <summary>The first promise that was broken, if any.</summary>
    public ViolationException? Violation { get; private set; }

    /// <summary>Calls that were sent and have not arrived.</summary>
    public int OnWire { get; private set; }

    /// <summary>Whether a database was lost: what its journal and links knew is not asked for afterwards.</summary>
    public bool HasLostDisk { get; private set; }

    /// <summary>Whether work waits for a person.</summary>
    public bool HasParked => Database.Number("SELECT count(*) FROM work WHERE parked_since IS NOT NULL") > 0;

    public int Passes { get; set; }

    /// <summary>How many products the service knew at the end.</summary>
    public long Products { get; set; }

    public int Writes { get; private set; }

    /// <summary>Writes to nothing but drafts: no hint tells of a new draft, so its missing ids are put in when something else brings the product up.</summary>
    public int Repairs { get; private set; }

    public int Reads { get; private set; }

    public int Crashes { get; private set; }

    public IReadOnlyList<string> History => _history ?? [];

    public int NextSeed() => _seeds.Next();

    /// <summary>A number that no other value of this schedule has; five digits, so that it can be an amount too.</summary>
    public int Unique() => 10_000 + ++_unique;

    /// <summary>Adds a line to the history, if one is kept.</summary>
    public void Note(string line) => _history?.Add($"{Scheduler.Clock.GetUtcNow():dd HH:mm:ss.fff} {line}");

    /// <summary>Notes a broken promise; the run stops at the next chance, also when the service swallows the exception.</summary>
    public ViolationException Violated(string rule, string detail)
    {
        Violation ??= new ViolationException(rule, detail);
        Note($"{rule}: {detail}");
        return Violation;
    }

    public void Start()
    {
        Service = new Life(this);
        Note("the service starts");
    }

    /// <summary>The service is killed; it may be started again on the same disk.</summary>
    public void Crash()
    {
        if (Service is { } service)
        {
            Crashes++;
            service.Die();
            Service = null;
            Leases.Clear();
            Postman.Hang();
            Note("the service is killed");
        }
    }

    /// <summary>The disk is lost with all that was on it.</summary>
    public void LoseDisk()
    {
        OldJournal.AddRange(Kept());
        _forgotten.UnionWith(Announced);
        HasLostDisk = true;
        Ledger.Forget();
        Crash();
        Database.Empty();
        Inbox.Clear();
        Postman.Acknowledged.Clear();
        Note("the database is lost");
    }

    /// <summary>Lines of the present journal that tell of conflicts.</summary>
    public IEnumerable<string> Kept() => Database.Texts("SELECT entry FROM journal WHERE entry LIKE '%\"conflict\"%'");

    /// <summary>A task that only ends when the process does, or by a bug.</summary>
    public async void Watch(Task running)
    {
        try
        {
            await running;
        }
        catch (Exception failed)
        {
            Violated("ENGINE FAILED", failed.ToString());
        }
    }

    public void Sent(Side side)
    {
        OnWire++;
        Trace.Add((int)side);
    }

    /// <summary>A call has reached its vendor, or somebody who answers in the vendor's place.</summary>
    public void Reached() => OnWire--;

    /// <summary>Something reached a vendor and was answered.</summary>
    public void Arrived(Arrival arrival, SandboxResponse response)
    {
        Trace.Add(arrival.Request.Path);
        Trace.Add(response.Status);
        if (!arrival.IsWrite)
        {
            Reads++;
            if (arrival.Side == Side.Stripe && response.Status == 200 && arrival.Request.Path.StartsWith("/v1/prices", StringComparison.Ordinal))
            {
                var query = System.Web.HttpUtility.ParseQueryString(arrival.Request.Query);
                Ledger.Read(query["product"], query["active"], arrival.Request.Path.Split('/').Last());
            }

            Note($"{arrival.Side} read {arrival.Request.Path} {(arrival.Request.Query.Length > 90 ? "" : arrival.Request.Query)} → {response.Status}");
            return;
        }

        // What a vendor refuses has changed nothing.
        Writes += response.Status is 0 or 200 ? 1 : 0;
        Repairs += response.Status == 200 && TouchesDraftsAlone(arrival) ? 1 : 0;
        Note($"{arrival.Side} write {arrival.Request.Path} {System.Text.Encoding.UTF8.GetString(arrival.Request.Body.Span)} → {response.Status}");
        if (!Alarm.HidesIntents && Token(arrival) is var token && (token is null || !Announced.Contains(token)))
        {
            throw Violated("NO INTENT", $"{arrival.Request.Path} was sent with the token {token ?? "none"}, which no committed intent has");
        }

        Observe(() =>
        {
            (Ledger.IsLate, Sellable.IsOrphan) = (arrival.IsLate, arrival.IsOrphan);
            var known = Ledger.Objects;
            Ledger.Look(isPerson: false);
            if (arrival is { Side: Side.Stripe, Token: { } forgotten } && _forgotten.Contains(forgotten))
            {
                _strays.UnionWith(Ledger.Objects.Keys.Except(known.Keys));
            }

            Sellable.Judge();
            foreach (var broken in Stripe.Invariants.Violations.Skip(_excused))
            {
                if (!_strays.Any(id => broken.Detail.Contains(id, StringComparison.Ordinal)) || broken.Rule != "two active prices of one operation")
                {
                    throw new ViolationException("INVARIANT", $"{broken.Rule}: {broken.Detail}");
                }

                _excused++;
                Twins.UnionWith(Ledger.Objects.Keys.Where(id => broken.Detail.Contains(id, StringComparison.Ordinal)));
            }
        });
    }

    public void Accepted(Acceptance acceptance) => Trace.Add((int)acceptance);

    /// <summary>Runs a check; what it finds stops the run.</summary>
    public void Observe(Action check)
    {
        try
        {
            check();
        }
        catch (ViolationException violation)
        {
            throw Violated(violation.Rule, violation.Message);
        }
    }

    private static bool TouchesDraftsAlone(Arrival arrival) => arrival.Side == Side.Sanity
        && JsonNode.Parse(arrival.Request.Body.Span)?["mutations"] is JsonArray { Count: > 0 } mutations
        && mutations.All(mutation => ((string?)mutation?["patch"]?["id"])?.Contains('.', StringComparison.Ordinal) == true);

    private static string? Token(Arrival arrival) => arrival.Side == Side.Stripe
        ? arrival.Token
        : (string?)JsonNode.Parse(arrival.Request.Body.Span)?["transactionId"];
}
