namespace Tandem.Sandbox.Sanity;

/// <summary>Users, projects and the small questions that the Studio asks when it starts.</summary>
internal static class ProjectEndpoints
{
    /// <summary>Answers a request; null when there is no such route.</summary>
    public static SandboxResponse? Answer(Route route, SanityWorldOptions options) => (route.Request.Method, route.Segments) switch
    {
        ("GET", ["users", "me"]) => Reply.Json(Me(route.Caller)),
        ("GET", ["users", "me", "keyvalue", var keys]) => Reply.Json(Value.Of(keys.Split(',').Select(static key =>
            (Value)Value.Map.Empty.With("key", Value.Of(key)).With("value", Value.Null)))),
        ("PUT", ["users", "me", "keyvalue", ..]) => Reply.Raw(route.Request.Body.ToArray(), "application/json"),
        (_, ["projects", var project, ..]) when project != options.ProjectId => throw Missing(),
        ("GET", ["projects", var project]) => Reply.Json(Project(project, route.Caller.Known())),
        ("GET", ["projects"]) => Reply.Json(new Value.List([Project(options.ProjectId, route.Caller.Known())])),
        ("GET", ["projects", _, "datasets"] or ["datasets"]) => Reply.Json(Datasets(options)),
        ("GET", ["projects", _, "datasets", _, "acl"]) => Reply.Json(Access(route.Caller)),
        ("GET", ["projects", _, "grants"]) => Reply.Json(Value.Map.Empty),
        ("GET", ["projects", _, "user-applications"] or ["features", ..]) => Reply.Json(Value.List.Empty),
        ("GET", ["auth", "providers"]) => Reply.Json(Value.Map.Empty.With("providers", Value.List.Empty)),
        ("GET", ["auth", "id"]) => Reply.Json(Value.Map.Empty.With("id", Value.Of(route.Caller.UserId)).With("expiry", Value.Of("2099-01-01T00:00:00Z"))),
        ("POST", ["auth", "logout"]) => Reply.Json(Value.Map.Empty.With("ok", Value.True)),
        ("GET", ["ping"] or ["data", "ping", _]) => Reply.Json(Value.Map.Empty.With("pong", Value.True)),
        ("GET", ["check", "cors"]) => Reply.Json(Value.Map.Empty.With(
            "result",
            Value.Map.Empty.With("allowed", Value.True).With("withCredentials", Value.True))),
        ("GET", ["journey", ..]) => Reply.Json(Value.Null),
        ("GET", ["help", ..]) => Reply.Json(Value.Map.Empty.With("resources", Value.Map.Empty.With("sectionArray", Value.List.Empty))),
        (_, ["intake", "telemetry-status"]) => Reply.Json(Value.Map.Empty.With("status", Value.Of("denied"))),
        _ => null,
    };

    /// <summary>No such project.</summary>
    public static LakeRefusalException Missing() => Refusals.Boom(404, "Not Found", "Project not found", "SIO-404-PNF");

    private static Value.Map Me(Caller caller) => caller.Role is not { } role
        ? Value.Map.Empty
        : Value.Map.Empty
            .With("id", Value.Of(caller.UserId))
            .With("name", Value.Of($"{role} of the sandbox"))
            .With("email", Value.Of($"{Name(role)}@sandbox.example"))
            .With("role", Value.Of(Name(role)))
            .With("provider", Value.Of("sandbox"))
            .With("roles", new Value.List([Value.Map.Empty.With("name", Value.Of(Name(role))).With("title", Value.Of($"{role}"))]));

    private static Value.Map Project(string id, Caller caller) => Value.Map.Empty
        .With("id", Value.Of(id))
        .With("displayName", Value.Of("Sandbox"))
        .With("studioHost", Value.Null)
        .With("organizationId", Value.Of("oSandbox"))
        .With("isDisabledByUser", Value.False)
        .With("metadata", Value.Map.Empty)
        .With("members", new Value.List([Value.Map.Empty.With("id", Value.Of(caller.UserId)).With("isCurrentUser", Value.True).With("roles", Me(caller)["roles"])]));

    private static Value Datasets(SanityWorldOptions options) => Value.Of(options.Datasets.Select(static name =>
        (Value)Value.Map.Empty.With("name", Value.Of(name)).With("aclMode", Value.Of("public"))));

    private static Value.List Access(Caller caller)
    {
        var names = caller.MayWrite ? ["create", "read", "update", "history", "editHistory", "manage"] : new[] { "read", "history" };
        return new Value.List([Value.Map.Empty
            .With("filter", Value.Of("_id in path(\"**\")"))
            .With("permissions", Value.Of(names.Select(static name => Value.Of(name))))]);
    }

    private static string Name(SanityRole role) => role.ToString().ToLowerInvariant();
}
