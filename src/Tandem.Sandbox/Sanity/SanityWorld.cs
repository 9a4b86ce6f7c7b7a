using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Tandem.Sandbox.Sanity;

/// <summary>A stand-in of Sanity: one project with its Content Lake, webhooks and assets.</summary>
/// <remarks>
/// Written from facts about the vendor alone. Where a fact is not verified it does what is harder for a client, and says so there.
/// One request at a time; time from the given clock; chance from a seed.
/// </remarks>
public sealed partial class SanityWorld : IWorld
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly IdSource _ids;
    private readonly ImmutableDictionary<string, Dataset> _datasets;
    private readonly HookStore _hooks;
    private readonly ReadEndpoints _read;
    private readonly WriteEndpoints _write;
    private readonly AssetEndpoints _assets;
    private readonly StudioEndpoints _studio = new();
    private readonly RateLimit _allCalls;
    private readonly RateLimit _mutations;
    private readonly RateLimit _uploads;
    private readonly List<(string Dataset, Listener Listener)> _listeners = [];

    /// <summary>Makes an empty project.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="time">World time.</param>
    public SanityWorld(SanityWorldOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Options, _time) = (options, time);
        _ids = new IdSource(options.Seed);
        Faults = new Faults(options.Seed);
        _datasets = options.Datasets.ToImmutableDictionary(static name => name, name => new Dataset(name, options.ProjectId));
        _hooks = new HookStore(options.ProjectId, Outbox, Faults, new IdSource(~options.Seed), time);
        _read = new ReadEndpoints(options, Quirks, time);
        _write = new WriteEndpoints(_ids, time);
        _assets = new AssetEndpoints(options, _write);
        (_allCalls, _mutations, _uploads) = (new(options.CallsPerSecond), new(options.MutationsPerSecond), new(options.AssetsPerSecond));
        foreach (var dataset in _datasets.Values)
        {
            dataset.Committed += Announce;
        }
    }

    /// <summary>What it is made of.</summary>
    public SanityWorldOptions Options { get; }

    /// <inheritdoc />
    public CallLog Calls { get; } = new();

    /// <inheritdoc />
    public Outbox Outbox { get; } = new();

    /// <inheritdoc />
    public Faults Faults { get; }

    /// <summary>Misbehaviour that is not an error.</summary>
    public SanityQuirks Quirks { get; } = new();

    /// <summary>A person in the Studio, in the default dataset.</summary>
    public SanityEditor Editor => new(this, Options.Datasets[0]);

    /// <summary>Raised after every transaction, with the world locked: note it and return.</summary>
    public event Action<SanityTransaction>? Committed;

    /// <summary>Every document of a dataset, drafts and versions too, by id.</summary>
    public ImmutableSortedDictionary<string, JsonObject> Documents(string? dataset = null)
    {
        lock (_gate)
        {
            return DatasetOf(dataset).Documents.ToImmutableSortedDictionary(static pair => pair.Key, static pair => ValueJson.Node(pair.Value), StringComparer.Ordinal);
        }
    }

    /// <summary>One document, or null.</summary>
    public JsonObject? Document(string id, string? dataset = null)
    {
        lock (_gate)
        {
            return DatasetOf(dataset).Documents.GetValueOrDefault(id) is { } document ? ValueJson.Node(document) : null;
        }
    }

    /// <summary>Every transaction, oldest first.</summary>
    public ImmutableArray<SanityTransaction> Transactions(string? dataset = null)
    {
        lock (_gate)
        {
            return [.. DatasetOf(dataset).Commits.Select(Told)];
        }
    }

    /// <summary>The result of a GROQ query over the documents as they are stored.</summary>
    /// <exception cref="SanityRefusedException">It is no GROQ, or beyond this stand-in.</exception>
    public JsonNode? Query(string query, JsonObject? parameters = null, string? dataset = null)
    {
        lock (_gate)
        {
            var context = DatasetOf(dataset).Context(DatasetOf(dataset).Documents, _time.GetUtcNow(), SanityUser.Person.Id);
            return Try(() => ValueJson.Node(ReadEndpoints.Evaluated(query, (Value.Map)ValueJson.From(parameters ?? []), context)));
        }
    }

    /// <summary>Writes as a client of the API does, without HTTP; gives the transaction's id.</summary>
    /// <exception cref="SanityRefusedException">The Content Lake refused.</exception>
    public string Mutate(JsonArray mutations, string? dataset = null) => Write(
        "mutate",
        dataset,
        (target, order) => _write.Mutate(Values(mutations), target, order));

    /// <summary>Acts as the Studio does, without HTTP; gives the transaction's id.</summary>
    /// <exception cref="SanityRefusedException">The Content Lake refused.</exception>
    public string Act(JsonArray actions, string? dataset = null) => Write(
        "actions",
        dataset,
        (target, order) => _write.Act(Values(actions), target, order));

    /// <summary>Adds a webhook as the project's administrator does; gives its id.</summary>
    /// <param name="definition">The body of <c>POST /hooks/projects/{id}</c>.</param>
    /// <exception cref="SanityRefusedException">The definition is incomplete, or its GROQ does not parse.</exception>
    public string AddHook(JsonObject definition)
    {
        lock (_gate)
        {
            return Try(() => _hooks.Add((Value.Map)ValueJson.From(definition)).Id);
        }
    }

    /// <summary>Switches a webhook off, which cancels what waits, or on.</summary>
    public void SetHookDisabled(string id, bool isDisabled)
    {
        lock (_gate)
        {
            Try(() => _hooks.Change(id, Value.Map.Empty.With("isDisabledByUser", Value.Of(isDisabled))));
        }
    }

    /// <summary>Opens a listener; dispose of the result to close it.</summary>
    /// <param name="request">What it wants to hear.</param>
    /// <param name="hear">Takes each frame, with the world locked: note it and return.</param>
    /// <param name="dataset">Where.</param>
    /// <param name="isAnonymous">Whether it listens without a token.</param>
    /// <exception cref="SanityRefusedException">The query does not parse.</exception>
    public IDisposable Listen(ListenRequest request, Action<ListenFrame> hear, string? dataset = null, bool isAnonymous = false)
    {
        lock (_gate)
        {
            var target = DatasetOf(dataset);
            var listener = Try(() => new Listener(request, target, !isAnonymous, hear));
            listener.Greet(_ids.Next(16));
            _listeners.Add((target.Name, listener));
            return new Ending(this, listener);
        }
    }

    private static T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (LakeRefusalException refusal)
        {
            throw new SanityRefusedException(refusal.Status, ValueJson.Text(refusal.Body));
        }
    }

    private static ImmutableArray<Value> Values(JsonArray items) => ((Value.List)ValueJson.From(items)).Items;

    private static SanityTransaction Told(Commit commit) =>
        new(commit.Id, commit.At, commit.Author, [.. commit.Changes.Select(static change => change.Id)]);

    private string Write(string verb, string? dataset, Func<Dataset, WriteOrder, Commit> write)
    {
        lock (_gate)
        {
            var target = DatasetOf(dataset);
            var order = new WriteOrder(SanityUser.Person.Id, null, MayWrite: true, AddsKeys: false);
            var id = Try(() => write(target, order)).Id;
            Calls.Add(new Call(_time.GetUtcNow(), "POST", $"/vX/data/{verb}/{target.Name}", 200, id, IsWrite: true, "person"));
            return id;
        }
    }

    private Dataset DatasetOf(string? name) => _datasets.GetValueOrDefault(name ?? Options.Datasets[0])
        ?? throw new ArgumentException($"There is no dataset \"{name}\".", nameof(name));

    private void Announce(Dataset dataset, Commit commit)
    {
        _hooks.Announce(dataset, commit);
        foreach (var (_, listener) in _listeners.Where(pair => pair.Dataset == dataset.Name).ToList())
        {
            listener.Tell(commit);
        }

        Committed?.Invoke(Told(commit));
    }

    private sealed class Ending(SanityWorld world, Listener listener) : IDisposable
    {
        public void Dispose()
        {
            lock (world._gate)
            {
                world._listeners.RemoveAll(pair => ReferenceEquals(pair.Listener, listener));
            }
        }
    }
}
