using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>The writing half of <c>/data/…</c>.</summary>
internal sealed class WriteEndpoints(IdSource ids, TimeProvider time)
{
    private const int BodyLimit = 4_000_000;

    /// <summary><c>data/mutate</c>.</summary>
    public SandboxResponse Mutate(Route route, Dataset dataset)
    {
        Check(route);
        var body = route.Body();
        var mutations = (body["mutations"] as Value.List)?.Items ?? throw Refusals.Boom(400, "Bad Request", "\"mutations\" is required");
        var order = Order(route, body) with { AddsKeys = route.Query.IsTrue("autoGenerateArrayKeys") };
        var commit = Mutate(mutations, dataset, order, route.Query.IsTrue("dryRun"));
        var results = commit.Results.Select(result => Result(result, commit, route.Query));
        return Reply.Json(Value.Map.Empty.With("transactionId", Value.Of(commit.Id)).With("results", Value.Of(results)));
    }

    /// <summary>Executes mutations.</summary>
    public Commit Mutate(ImmutableArray<Value> mutations, Dataset dataset, WriteOrder order, bool isDryRun = false)
    {
        var now = time.GetUtcNow();
        var commit = Mutations.Apply(mutations, dataset.Stage(order, now, ids), (query, parameters, documents) => Select(query, parameters, dataset, documents));
        return Done(dataset, commit, isDryRun);
    }

    /// <summary><c>data/actions</c>.</summary>
    public SandboxResponse Act(Route route, Dataset dataset)
    {
        Check(route);
        var body = route.Body();
        var actions = (body["actions"] as Value.List)?.Items ?? throw Refusals.Boom(400, "Bad Request", "\"actions\" is required");
        var commit = Act(actions, dataset, Order(route, body), body["dryRun"].IsTrue);
        return Reply.Json(Value.Map.Empty.With("transactionId", Value.Of(commit.Id)));
    }

    /// <summary>Executes actions, which always add missing array keys.</summary>
    public Commit Act(ImmutableArray<Value> actions, Dataset dataset, WriteOrder order, bool isDryRun = false) =>
        Done(dataset, Actions.Apply(actions, dataset.Stage(order with { AddsKeys = true }, time.GetUtcNow(), ids)), isDryRun);

    private static Commit Done(Dataset dataset, Commit commit, bool isDryRun)
    {
        if (!isDryRun)
        {
            dataset.Accept(commit);
        }

        return commit;
    }

    private static void Check(Route route)
    {
        // Status and shape of the refusal of a large body are not verified; the sentence is.
        if (route.Request.Body.Length > BodyLimit)
        {
            throw Refusals.Boom(413, "Request Entity Too Large", $"Request body exceeds limit of {BodyLimit} bytes");
        }

        route.Caller.Known();
    }

    private static WriteOrder Order(Route route, Value.Map body) =>
        new(route.Caller.UserId, body["transactionId"].Characters ?? route.Query.Find("transactionId"), route.Caller.MayWrite, AddsKeys: false);

    private ImmutableArray<string> Select(string query, Value.Map parameters, Dataset dataset, ImmutableSortedDictionary<string, Value.Map> documents)
    {
        var result = ReadEndpoints.Evaluated(query, parameters, dataset.Context(documents, time.GetUtcNow(), "<mutation>"));
        return [.. ((result as Value.List)?.Items ?? []).OfType<Value.Map>().Select(static document => document["_id"].Characters).OfType<string>()];
    }

    private static Value.Map Result(MutationResult result, Commit commit, QueryText query)
    {
        var withDocuments = query.IsTrue("returnDocuments");
        var shown = Value.Map.Empty;
        shown = withDocuments || query.IsTrue("returnIds") ? shown.With("id", Value.Of(result.Id)) : shown;
        shown = shown.With("operation", Value.Of(result.Operation));
        return withDocuments && commit.Documents.GetValueOrDefault(result.Id) is { } document ? shown.With("document", document) : shown;
    }
}
