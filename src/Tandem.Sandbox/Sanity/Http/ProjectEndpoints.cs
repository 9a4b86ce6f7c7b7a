namespace Tandem.Sandbox.Sanity;

/// <summary>Users and projects: who there is, and what they may do.</summary>
internal static class ProjectEndpoints
{
    /// <summary>Answers a request; null when there is no such route.</summary>
    public static SandboxResponse? Answer(Route route, SanityWorldOptions options) => (route.Request.Method, route.Segments) switch
    {
        ("GET", ["users", "me"]) => Reply.Json(Me(route.Caller)),
        ("GET", ["users", var ids]) => Users(route, ids.Split(','), options),
        (_, ["projects", var project, ..]) when project != options.ProjectId => throw Missing(),
        ("GET", ["projects", var project]) => Reply.Json(Project(project, route.Caller.Known())),
        ("GET", ["projects"]) => Reply.Json(new Value.List([Project(options.ProjectId, route.Caller.Known())])),
        // Asked for by profile: the dataset beside another one that holds its comments. This project has none.
        ("GET", ["projects", _, "datasets"]) when route.Query.Find("datasetProfile") is not null => Reply.Json(Value.List.Empty),
        ("GET", ["projects", _, "datasets"] or ["datasets"]) => Reply.Json(Datasets(options)),
        ("GET", ["projects", _, "datasets", _, "acl"]) => Reply.Json(Access(route.Caller)),
        ("GET", ["projects", _, "grants"]) => Reply.Json(Value.Map.Empty),
        ("GET", ["projects", _, "roles"]) => Reply.Json(Value.Of(Enum.GetValues<SanityRole>().Select(Role))),
        ("GET", ["projects", _, "user-applications"] or ["access", "requests", "me"]) => Reply.Json(Value.List.Empty),
        ("GET", ["auth", "providers"]) => Reply.Json(Value.Map.Empty.With("providers", Value.List.Empty)),
        ("GET", ["auth", "id"]) => Reply.Json(Value.Map.Empty.With("id", Value.Of(route.Caller.UserId)).With("expiry", Value.Of("2099-01-01T00:00:00Z"))),
        ("POST", ["auth", "logout"]) => Reply.Json(Value.Map.Empty.With("ok", Value.True)),
        _ => null,
    };

    /// <summary>No such project.</summary>
    public static LakeRefusalException Missing() => Refusals.Boom(404, "Not Found", "Project not found", "SIO-404-PNF");

    private static Value.Map Me(Caller caller) => caller.User is not { } user
        ? Value.Map.Empty
        : Value.Map.Empty
            .With("id", Value.Of(user.Id))
            .With("name", Value.Of(user.Name))
            .With("email", Value.Of(Email(user)))
            .With("role", Value.Of(Name(user.Role)))
            .With("provider", Value.Of("sandbox"))
            .With("roles", new Value.List([Role(user.Role)]));

    /// <summary>Profiles by id: one for one id, a list for several. Which answer an unknown id gets is not verified.</summary>
    private static SandboxResponse Users(Route route, string[] ids, SanityWorldOptions options)
    {
        route.Caller.Known();
        var found = options.Tokens.Values.DistinctBy(static user => user.Id).Where(user => ids.Contains(user.Id)).Select(Profile).ToList();
        return ids.Length > 1
            ? Reply.Json(Value.Of(found))
            : Reply.Json(found.FirstOrDefault() ?? throw Refusals.Boom(404, "Not Found", $"User \"{ids[0]}\" not found"));
    }

    private static Value Profile(SanityUser user) => Value.Map.Empty
        .With("id", Value.Of(user.Id))
        .With("displayName", Value.Of(user.Name))
        .With("email", Value.Of(Email(user)))
        .With("imageUrl", Value.Null);

    private static Value Role(SanityRole role) => Value.Map.Empty.With("name", Value.Of(Name(role))).With("title", Value.Of($"{role}"));

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

    private static string Email(SanityUser user) => $"{user.Id.ToLowerInvariant()}@sandbox.example";

    private static string Name(SanityRole role) => role.ToString().ToLowerInvariant();
}
