namespace Tandem.Sandbox.Sanity;

/// <summary><c>/hooks/…</c>.</summary>
/// <remarks>https://www.sanity.io/docs/http-reference/webhooks; routes also as the official CLI calls them.</remarks>
internal static class HookEndpoints
{
    /// <summary>Answers a request behind <c>hooks/</c>; null when there is no such route.</summary>
    public static SandboxResponse? Answer(Route route, HookStore hooks, string projectId)
    {
        route.Caller.Administrator();
        return (route.Request.Method, route.Segments) switch
        {
            (_, ["hooks", "projects", var project, ..]) when project != projectId => throw Refusals.Boom(404, "Not Found", "Project not found", "SIO-404-PNF"),
            ("GET", ["hooks", "projects", _]) => Reply.Json(Value.Of(hooks.All.Select(static hook => (Value)hook.Shown))),
            ("POST", ["hooks", "projects", _]) => Reply.Json(hooks.Add(route.Body()).Shown, 201),
            ("GET", ["hooks", "projects", _, "attempts", var attempt]) => Attempt(hooks, attempt),
            ("GET", ["hooks", "projects", _, var id]) => Reply.Json(hooks.Get(id).Shown),
            ("PUT" or "PATCH", ["hooks", "projects", _, var id]) => Reply.Json(hooks.Change(id, route.Body()).Shown),
            ("DELETE", ["hooks", "projects", _, var id]) => Removed(hooks, id),
            ("GET", ["hooks", "projects", _, var id, "attempts"]) => Reply.Json(Value.Of(hooks.Messages(hooks.Get(id).Id).SelectMany(static message => message.Attempts))),
            ("GET", ["hooks", "projects", _, var id, "messages"]) => Messages(hooks, id),
            ("GET", ["hooks", var id, "messages"]) => Messages(hooks, id),
            _ => null,
        };
    }

    private static SandboxResponse Messages(HookStore hooks, string id) =>
        Reply.Json(Value.Of(hooks.Messages(hooks.Get(id).Id).Select(static message => (Value)message.Shown)));

    private static SandboxResponse Attempt(HookStore hooks, string id) => Reply.Json(
        hooks.All.SelectMany(hook => hooks.Messages(hook.Id)).SelectMany(static message => message.Attempts).FirstOrDefault(attempt => attempt["id"].Characters == id)
        ?? throw Refusals.Boom(404, "Not Found", "Attempt not found"));

    private static SandboxResponse Removed(HookStore hooks, string id)
    {
        hooks.Remove(id);
        return Reply.Json(Value.Map.Empty.With("id", Value.Of(id)).With("deleted", Value.True));
    }
}
