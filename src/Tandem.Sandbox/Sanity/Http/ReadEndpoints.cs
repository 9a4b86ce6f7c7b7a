using System.Collections.Immutable;
using System.Text;

namespace Tandem.Sandbox.Sanity;

/// <summary>The reading half of <c>/data/…</c>.</summary>
internal sealed class ReadEndpoints(SanityWorldOptions options, SanityQuirks quirks, TimeProvider time)
{
    /// <summary><c>data/query</c>.</summary>
    public SandboxResponse Query(Route route, Dataset dataset)
    {
        var (query, parameters) = QueryOf(route);
        var perspective = route.Perspective;
        if (perspective.NeedsToken)
        {
            route.Caller.Known();
        }

        var now = time.GetUtcNow();
        var stored = quirks.QueryLag > TimeSpan.Zero ? dataset.At(now - quirks.QueryLag) : dataset.Documents;
        var shown = perspective.View(VisibleTo(route.Caller, stored));
        var result = Evaluated(query, parameters, dataset.Context(shown, now, route.Caller.UserId));
        var answer = Value.Map.Empty.With("result", result).With("ms", Value.Of(1)).With("syncTags", Value.List.Empty);
        return Reply.Json(route.Query.Find("returnQuery") == "false" ? answer : answer.With("query", Value.Of(query)));
    }

    /// <summary><c>data/doc</c>: never lags.</summary>
    public static SandboxResponse Documents(Route route, Dataset dataset, string ids)
    {
        var found = new List<Value>();
        var omitted = new List<Value>();
        var wanted = ids.Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct();
        foreach (var id in route.Query.IsTrue("includeAllVersions") ? wanted.SelectMany(id => Versions(dataset, id)).Distinct() : wanted)
        {
            var document = dataset.Documents.GetValueOrDefault(id);
            if (document is not null && (route.Caller.Role is not null || DocumentId.IsRoot(id)))
            {
                found.Add(route.Query.IsTrue("excludeContent") ? SystemPart(document) : document);
                continue;
            }

            omitted.Add(Value.Map.Empty.With("id", Value.Of(id)).With("reason", Value.Of(document is null ? "existence" : "permission")));
        }

        return Reply.Json(Value.Map.Empty.With("documents", Value.Of(found)).With("omitted", Value.Of(omitted)));
    }

    /// <summary><c>data/export</c>: everything that the caller may see, also drafts and assets.</summary>
    public SandboxResponse Export(Route route, Dataset dataset)
    {
        var types = route.Query.Find("types")?.Split(',');
        var documents = VisibleTo(route.Caller, dataset.Documents).Values.Where(document => types?.Contains(document["_type"].Characters) ?? true);
        if (route.Query.Find("nextCursor") is { } cursor)
        {
            var rest = documents.SkipWhile(document => string.CompareOrdinal(document["_id"].Characters, cursor) <= 0).ToList();
            var page = rest.Take(options.ExportPage).ToList();
            var next = rest.Count > page.Count ? page[^1]["_id"].Characters : string.Empty;
            return Cut([.. page, Value.Map.Empty.With("nextCursor", Value.Of(next))]);
        }

        return Cut([.. documents]);
    }

    /// <summary>What a caller may see at all: without a token only published documents without a dot in their id.</summary>
    public static ImmutableSortedDictionary<string, Value.Map> VisibleTo(Caller caller, ImmutableSortedDictionary<string, Value.Map> documents) =>
        caller.Role is null ? documents.RemoveRange(documents.Keys.Where(static id => !DocumentId.IsRoot(id))) : documents;

    /// <summary>Evaluates a query.</summary>
    /// <exception cref="LakeRefusalException">It is no GROQ, or beyond this stand-in.</exception>
    public static Value Evaluated(string query, Value.Map parameters, QueryContext context)
    {
        try
        {
            return Evaluator.Evaluate(Parser.Parse(query, parameters), context);
        }
        catch (GroqSyntaxException fault)
        {
            throw Refusals.Query(query, fault);
        }
    }

    private static (string Query, Value.Map Parameters) QueryOf(Route route)
    {
        if (route.Request.Method == "GET")
        {
            return (route.Query.Find("query") ?? throw Refusals.Boom(400, "Bad Request", "\"query\" is required"), route.Query.GroqParameters);
        }

        var body = route.Body();
        return (
            body["query"].Characters ?? throw Refusals.Boom(400, "Bad Request", "\"query\" is required"),
            body["params"] as Value.Map ?? Value.Map.Empty);
    }

    private static IEnumerable<string> Versions(Dataset dataset, string id) =>
        dataset.VersionsOf(DocumentId.Published(id)) is { Count: > 0 } all ? all : [id];

    private static Value.Map SystemPart(Value.Map document) =>
        new([.. document.Members.Where(static member => member.Key is "_id" or "_type" or "_rev" or "_createdAt" or "_updatedAt")]);

    /// <summary>Status 200 does not promise a whole export: it may break off inside a line, followed by an error.</summary>
    private SandboxResponse Cut(List<Value> lines)
    {
        if (quirks.CutExportAfter is not { } limit || lines.Count <= limit)
        {
            return Reply.Lines(lines);
        }

        var whole = Reply.Lines(lines.Take(limit));
        var torn = ValueJson.Text(lines[limit]);
        byte[] tail = Encoding.UTF8.GetBytes(torn[..(torn.Length / 2)] + "{\"error\":{\"description\":\"stream closed\",\"type\":\"exportError\"}}");
        return whole with { Body = (byte[])[.. whole.Body.Span, .. tail] };
    }
}
