using System.Net;

namespace Tandem.Sandbox.Sanity;

/// <content>The world behind its HTTP shape.</content>
public sealed partial class SanityWorld
{
    /// <inheritdoc />
    public SandboxResponse Handle(SandboxRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Method == "OPTIONS")
        {
            return Reply.ForOrigin(Reply.Preflight(request), request);
        }

        var answer = Faults.Apply(
            request,
            () =>
            {
                lock (_gate)
                {
                    return Answer(request);
                }
            },
            fault => Reply.Fault(fault, _mutations));
        answer = Answers.Dated(Reply.ForOrigin(answer, request), _time.GetUtcNow());
        Calls.Add(new Call(_time.GetUtcNow(), request.Method, PathOf(request), answer.Status, KeyOf(request), IsWrite(request), AgentOf(request)));
        return answer;
    }

    /// <summary>What a request for a listener asks for; null when the request is for something else.</summary>
    /// <exception cref="LakeRefusalException">The request is not acceptable.</exception>
    internal (ListenRequest Listen, string Dataset, bool IsAnonymous)? ListenRequestOf(SandboxRequest request)
    {
        if (request.Method != "GET" || Route.Parse(request.Path) is not { Segments: ["data", "listen", var name] })
        {
            return null;
        }

        var route = Routed(request);
        var listen = new ListenRequest(route.Query.Find("query") ?? throw Refusals.Boom(400, "Bad Request", "\"query\" is required"))
        {
            Parameters = ValueJson.Node(route.Query.GroqParameters),
            IncludeResult = route.Query.IsTrue("includeResult"),
            IncludePreviousRevision = route.Query.IsTrue("includePreviousRevision"),
            IncludeMutations = route.Query.Find("includeMutations") != "false",
            IncludeAllVersions = route.Query.IsTrue("includeAllVersions"),
            WithEffects = route.Query.Find("effectFormat") == "mendoza",
            EnableResume = route.Query.IsTrue("enableResume"),
            LastEventId = request.Headers.GetValueOrDefault("last-event-id"),
        };
        return (listen, Found(name).Name, route.Caller.Role is null);
    }

    private SandboxResponse Answer(SandboxRequest request)
    {
        try
        {
            if (request.Path.StartsWith("/images/", StringComparison.Ordinal) || request.Path.StartsWith("/files/", StringComparison.Ordinal))
            {
                return _assets.Download(request.Path) ?? throw NoRoute(request);
            }

            if (!_allCalls.TryTake(_time.GetUtcNow()))
            {
                return Reply.TooMany(_allCalls, null);
            }

            return Reply.With(Limited(Routed(request)), [new("x-sanity-shard", "sandbox"), new("xkey", $"project-{Options.ProjectId}")]);
        }
        catch (LakeRefusalException refusal)
        {
            return Reply.Refused(refusal);
        }
    }

    private SandboxResponse Limited(Route route)
    {
        var limit = route.Segments switch
        {
            ["data", "mutate" or "actions", ..] => _mutations,
            ["assets", ..] => _uploads,
            _ => _allCalls,
        };
        if (limit != _allCalls && !limit.TryTake(_time.GetUtcNow()))
        {
            return Reply.TooMany(limit, null);
        }

        SandboxResponse answer;
        try
        {
            answer = Dispatch(route) ?? throw NoRoute(route.Request);
        }
        catch (LakeRefusalException refusal)
        {
            answer = Reply.Refused(refusal);
        }

        return Reply.With(answer, [.. limit.Headers(), new("sanity-inflight-limit", "100"), new("sanity-inflight-current", "0")]);
    }

    private SandboxResponse? Dispatch(Route route) => (route.Request.Method, route.Segments) switch
    {
        ("GET" or "POST", ["data", "query", var dataset]) => _read.Query(route, Found(dataset)),
        ("GET", ["data", "doc", var dataset, var ids]) => ReadEndpoints.Documents(route, Found(dataset), ids),
        ("POST", ["data", "mutate", var dataset]) => _write.Mutate(route, Found(dataset)),
        ("POST", ["data", "actions", var dataset]) => _write.Act(route, Found(dataset)),
        ("GET", ["data", "export", var dataset]) => _read.Export(route, Found(dataset)),
        ("GET", ["data", "history", var dataset, .. var rest]) => HistoryOf(route, Found(dataset), [.. rest]),
        ("GET", ["data", "listen", _]) => Greeting(route.Request),
        ("POST", ["assets", "images", var dataset]) => _assets.Upload(route, Found(dataset), isImage: true),
        ("POST", ["assets", "files", var dataset]) => _assets.Upload(route, Found(dataset), isImage: false),
        (_, ["hooks", ..]) => HookEndpoints.Answer(route, _hooks, Options.ProjectId),
        ("GET", ["data", "references", var dataset, "documents", _, "to"]) => References(Found(dataset)),
        _ => ProjectEndpoints.Answer(route, Options) ?? _studio.Answer(route),
    };

    /// <summary>
    /// A listener without a socket: the frames since the last event, then the end. A client that resumes thereby polls, which is how an
    /// in-process client hears of changes deterministically.
    /// </summary>
    private SandboxResponse Greeting(SandboxRequest request)
    {
        var (listen, dataset, isAnonymous) = ListenRequestOf(request)!.Value;
        var frames = new List<ListenFrame>();
        new Listener(listen, Found(dataset), !isAnonymous, frames.Add).Greet(_ids.Next(16));
        return Reply.Raw([.. frames.SelectMany(static frame => frame.ToBytes().ToArray())], "text/event-stream");
    }

    /// <summary>References from other datasets: this project has none. Those inside the dataset are asked for by query.</summary>
    private static SandboxResponse References(Dataset dataset) =>
        Reply.Json(Value.Map.Empty.With("dataset", Value.Of(dataset.Name)).With("totalCount", Value.Of(0)).With("references", Value.List.Empty));

    private static SandboxResponse? HistoryOf(Route route, Dataset dataset, string[] rest)
    {
        if (route.Caller.Known().User is { MayReadHistory: false })
        {
            // The real sentence is not verified.
            throw Refusals.Boom(403, "Forbidden", "Insufficient permissions; permission \"history\" required");
        }

        return rest switch
        {
            ["transactions"] => Reply.Lines(History.Transactions(dataset, [], route.Query).Items),
            ["transactions", var ids] => Reply.Lines(History.Transactions(dataset, [.. ids.Split(',')], route.Query).Items),
            ["documents", var ids] => Reply.Json(History.Documents(dataset, [.. ids.Split(',')], route.Query)),
            ["events", "documents", var id] => Reply.Json(DocumentEvents.Of(dataset, id, route.Query.Number("limit") ?? int.MaxValue)),
            _ => null,
        };
    }

    private Route Routed(SandboxRequest request)
    {
        CheckProject(request);
        var (version, segments) = Route.Parse(request.Path) ?? throw NoRoute(request);
        return new Route(request, version, segments, new QueryText(request.Query), Caller.Of(request, Options));
    }

    /// <summary>The project is the first label of the host, or a header; a bare address means the one that is here.</summary>
    private void CheckProject(SandboxRequest request)
    {
        var host = request.Headers.GetValueOrDefault("host", string.Empty).Split(':')[0];
        var labels = host.Split('.');
        var named = labels.Length >= 3 && labels[0] != "api" && !IPAddress.TryParse(host, out _) ? labels[0] : null;
        named ??= request.Headers.GetValueOrDefault("x-sanity-project-id");
        if (named is not null && named != Options.ProjectId)
        {
            throw ProjectEndpoints.Missing();
        }
    }

    private Dataset Found(string name) =>
        _datasets.GetValueOrDefault(name) ?? throw Refusals.Boom(404, "Not Found", $"Dataset \"{name}\" not found for project ID \"{Options.ProjectId}\"");

    private static LakeRefusalException NoRoute(SandboxRequest request) => Refusals.Boom(404, "Not Found", $"No such route: {request.Method} {request.Path}");

    private static string PathOf(SandboxRequest request) => request.Query.Length == 0 ? request.Path : $"{request.Path}?{request.Query}";

    private static string AgentOf(SandboxRequest request) => request.Headers.GetValueOrDefault("user-agent", string.Empty);

    private static bool IsWrite(SandboxRequest request) =>
        request.Method is not ("GET" or "HEAD") && Route.Parse(request.Path) is not { Segments: ["data", "query", ..] };

    /// <summary>The transaction id that the caller chose, for the log.</summary>
    private static string? KeyOf(SandboxRequest request)
    {
        if (request.Method != "POST" || Route.Parse(request.Path) is not { Segments: ["data", "mutate" or "actions", ..] })
        {
            return null;
        }

        try
        {
            return (ValueJson.Parse(request.Body.Span) as Value.Map)?["transactionId"].Characters ?? new QueryText(request.Query).Find("transactionId");
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
