namespace Tandem.Sandbox.Sanity;

/// <summary>What a query can see besides the value it looks at.</summary>
internal sealed record QueryContext
{
    /// <summary>Every document of the perspective; <see cref="Value.False"/> where sub-queries are not allowed (webhooks).</summary>
    public Value Everything => All();

    /// <summary>Gathers <see cref="Everything"/>; only queries that look at all documents pay for it.</summary>
    public required Func<Value> All { get; init; }

    /// <summary>The ids of the documents that refer to one of some, in their order; null where nothing keeps track of them.</summary>
    public Func<IEnumerable<string>, IEnumerable<string>>? ReferrersOf { get; init; }

    /// <summary>Finds the document behind a reference.</summary>
    public required Func<string, Value> Dereference { get; init; }

    /// <summary>The world's time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What <c>sanity::projectId()</c> gives.</summary>
    public required string ProjectId { get; init; }

    /// <summary>What <c>sanity::dataset()</c> gives.</summary>
    public required string Dataset { get; init; }

    /// <summary>What <c>identity()</c> gives.</summary>
    public string Identity { get; init; } = "anonymous";

    /// <summary>What <c>before()</c> gives; null outside of a webhook and on a create.</summary>
    public Value Before { get; init; } = Value.Null;

    /// <summary>What <c>after()</c> gives; null outside of a webhook and on a delete.</summary>
    public Value After { get; init; } = Value.Null;
}

/// <summary>The value that an expression looks at, and the values around it.</summary>
/// <param name="Context">What the whole query sees.</param>
/// <param name="Value">What <c>@</c> is.</param>
/// <param name="Outer">What <c>^</c> looks at.</param>
/// <param name="IsHidden">Whether this step is no step for <c>^</c>: the implied mapping of a traversal.</param>
internal sealed record Scope(QueryContext Context, Value Value, Scope? Outer, bool IsHidden)
{
    /// <summary>The scope inside a filter or a projection.</summary>
    public Scope Nested(Value value) => new(Context, value, IsHidden ? Outer : this, IsHidden: false);

    /// <summary>The scope inside an implied mapping.</summary>
    public Scope Hidden(Value value) => Nested(value) with { IsHidden = true };
}
