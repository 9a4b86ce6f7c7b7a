using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>A GROQ-powered webhook of the project.</summary>
/// <remarks>https://www.sanity.io/docs/webhooks; the shape is that of API v2025-02-19 with its <c>rule</c>.</remarks>
internal sealed class Hook
{
    private readonly Expr? _filter;
    private readonly Expr? _projection;
    private readonly bool _filterHasSubQuery;

    private Hook(string id, Value.Map definition)
    {
        Id = id;
        Definition = definition;
        var rule = definition["rule"] as Value.Map ?? throw Refusals.Boom(400, "Bad Request", "\"rule\" is required");
        Operations = [.. ((rule["on"] as Value.List)?.Items ?? []).Select(static item => item.Characters ?? string.Empty)];
        if (Operations.IsEmpty || Operations.Any(static operation => operation is not ("create" or "update" or "delete")))
        {
            throw Refusals.Boom(400, "Bad Request", "\"rule.on\" must hold create, update or delete");
        }

        _filter = Parsed(rule["filter"].Characters);
        _projection = Parsed(rule["projection"].Characters);
        _filterHasSubQuery = _filter is not null && Parser.HasSubQuery(rule["filter"].Characters!);
        Url = Uri.TryCreate(definition["url"].Characters, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw Refusals.Boom(400, "Bad Request", "\"url\" must be a valid URL");
        if (definition["name"] is not Value.Text { Content.Length: > 0 } || definition["dataset"] is not Value.Text { Content.Length: > 0 })
        {
            throw Refusals.Boom(400, "Bad Request", "\"name\" and \"dataset\" are required");
        }
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>Everything that was configured, the secret included.</summary>
    public Value.Map Definition { get; }

    /// <summary>Which operations it wants.</summary>
    public ImmutableArray<string> Operations { get; }

    /// <summary>Where it goes.</summary>
    public Uri Url { get; }

    /// <summary>The dataset, or <c>*</c> for all.</summary>
    public string Dataset => Definition["dataset"].Characters!;

    /// <summary>The secret that bodies are signed with; null for none.</summary>
    public string? Secret => Definition["secret"].Characters is { Length: > 0 } secret ? secret : null;

    /// <summary>Whether somebody switched it off.</summary>
    public bool IsDisabled => Definition["isDisabledByUser"].IsTrue;

    /// <summary>Headers that it adds.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers => ((Definition["headers"] as Value.Map)?.Members ?? [])
        .Select(static member => KeyValuePair.Create(member.Key, member.Value.Characters ?? string.Empty));

    /// <summary>What the API shows. The secret is not in it: whether the real API echoes it is not verified, so nobody may read it back.</summary>
    public Value.Map Shown => Definition.Without("secret");

    /// <summary>Makes a hook of a definition.</summary>
    /// <exception cref="LakeRefusalException">The definition is incomplete, or its GROQ does not parse.</exception>
    public static Hook Create(string id, string projectId, Value.Map definition)
    {
        var defaults = Value.Map.Empty
            .With("id", Value.Of(id))
            .With("type", Value.Of("document"))
            .With("projectId", Value.Of(projectId))
            .With("apiVersion", Value.Of("v2021-03-25"))
            .With("httpMethod", Value.Of("POST"))
            .With("description", Value.Of(string.Empty))
            .With("includeDrafts", Value.False)
            .With("includeAllVersions", Value.False)
            .With("headers", Value.Map.Empty)
            .With("isDisabled", Value.False)
            .With("isDisabledByUser", Value.False)
            .With("createdByUserId", Value.Null)
            .With("deletedAt", Value.Null);
        return new Hook(id, Evaluator.Merged(defaults, definition).With("id", Value.Of(id)).With("projectId", Value.Of(projectId)));
    }

    /// <summary>The body for a change, or null when the hook does not want it.</summary>
    public Value? Body(Dataset dataset, DocumentChange change, DateTimeOffset now)
    {
        var context = dataset.Context(change, now);
        var operation = Selectors.Operation(context.Before, context.After)!;
        if (IsDisabled || (Dataset != "*" && Dataset != dataset.Name) || !Operations.Contains(operation) || !IsInScope(change.Id))
        {
            return null;
        }

        // Plain attributes are those of the document that is left; on a delete those of the one that was.
        var root = context.After.IsNull ? context.Before : context.After;
        if (_filterHasSubQuery || (_filter is not null && !Evaluator.Holds(_filter, context, root)))
        {
            return null;
        }

        // Without a projection the body is the document after the change. What a delete sends then is not verified: null is the harder case.
        return _projection is null ? context.After : Projected(_projection, context, root);
    }

    private static Expr? Parsed(string? groq)
    {
        try
        {
            return string.IsNullOrWhiteSpace(groq) ? null : Parser.ParseDelta(groq);
        }
        catch (GroqSyntaxException fault)
        {
            throw Refusals.Query(groq!, fault);
        }
    }

    private static Value Projected(Expr projection, QueryContext context, Value root)
    {
        try
        {
            return Evaluator.Evaluate(projection, context, root);
        }
        catch (GroqSyntaxException)
        {
            return Value.False;
        }
    }

    private bool IsInScope(string id)
    {
        if (DocumentId.IsDraft(id))
        {
            return Definition["includeDrafts"].IsTrue || Definition["includeAllVersions"].IsTrue;
        }

        return !DocumentId.IsVersion(id) || Definition["includeAllVersions"].IsTrue;
    }
}
