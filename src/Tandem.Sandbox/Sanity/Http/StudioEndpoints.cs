namespace Tandem.Sandbox.Sanity;

/// <summary>The small questions that the Studio asks around its work: what is switched on, what is news, what a user chose last time.</summary>
internal sealed class StudioEndpoints
{
    private readonly Dictionary<(string User, string Key), Value> _chosen = [];

    /// <summary>Answers a request; null when there is no such route.</summary>
    public SandboxResponse? Answer(Route route) => (route.Request.Method, route.Segments) switch
    {
        ("GET", ["users", "me", "keyvalue", var keys]) => Reply.Json(Value.Of(keys.Split(',').Select(key => Chosen(route.Caller.Known(), key)))),
        ("PUT", ["users", "me", "keyvalue"]) => Choose(route),
        ("GET", ["ping"] or ["data", "ping", _]) => Reply.Json(Value.Map.Empty.With("pong", Value.True)),
        ("GET", ["check", "cors"]) => Reply.Json(Value.Map.Empty.With(
            "result",
            Value.Map.Empty.With("allowed", Value.True).With("withCredentials", Value.True))),
        ("GET", ["features", ..]) => Reply.Json(Value.List.Empty),
        ("GET", ["journey", ..]) => Reply.Json(Value.Null),
        ("GET", ["help", ..]) => Reply.Json(Value.Map.Empty.With("resources", Value.Map.Empty.With("sectionArray", Value.List.Empty))),
        (_, ["intake", "telemetry-status"]) => Reply.Json(Value.Map.Empty.With("status", Value.Of("denied"))),
        ("GET", ["schedules", _, _]) => Reply.Json(Value.Map.Empty.With("schedules", Value.List.Empty)),

        // The Studio tells its schema by fingerprint; "complete" means that nothing of it is missing here.
        ("POST", ["descriptors", "claim"]) => Reply.Json(Value.Map.Empty.With("synchronization", Value.Map.Empty.With("type", Value.Of("complete")))),
        _ => null,
    };

    private Value.Map Chosen(Caller caller, string key) =>
        Value.Map.Empty.With("key", Value.Of(key)).With("value", _chosen.GetValueOrDefault((caller.UserId, key), Value.Null));

    private SandboxResponse Choose(Route route)
    {
        var caller = route.Caller.Known();
        var pairs = (route.BodyValue() as Value.List)?.Items.OfType<Value.Map>().ToList();
        if (pairs is null || pairs.Exists(static pair => pair["key"] is not Value.Text))
        {
            throw Refusals.Boom(400, "Bad Request", "The body must be a list of keys with values");
        }

        foreach (var pair in pairs)
        {
            _chosen[(caller.UserId, pair["key"].Characters!)] = pair["value"];
        }

        return Reply.Json(Value.Of(pairs.Select(pair => (Value)Chosen(caller, pair["key"].Characters!))));
    }
}
