using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>One step of a path in a patch, such as <c>prices[_key=="a"].currency</c>.</summary>
/// <remarks>https://www.sanity.io/docs/json-match</remarks>
internal abstract record PathStep
{
    private PathStep()
    {
    }

    /// <summary><c>.name</c></summary>
    public sealed record Attribute(string Name) : PathStep;

    /// <summary><c>[2]</c>, <c>[-1]</c></summary>
    public sealed record Index(int At) : PathStep;

    /// <summary><c>[1:3]</c>: from inclusive, to exclusive.</summary>
    public sealed record Range(int? From, int? To) : PathStep;

    /// <summary><c>[_key=="a"]</c></summary>
    public sealed record Where(ImmutableArray<string> Field, string Operator, Value Literal) : PathStep;

    /// <summary><c>[0, 2]</c>, <c>[a, b]</c></summary>
    public sealed record Union(ImmutableArray<PathStep> Members) : PathStep;

    /// <summary><c>..</c>: the rest of the path at any depth.</summary>
    public sealed record Deep : PathStep;
}
