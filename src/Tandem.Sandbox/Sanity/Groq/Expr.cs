using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>A parsed GROQ expression.</summary>
internal abstract record Expr
{
    private Expr()
    {
    }

    /// <summary><c>@</c>: what the surrounding filter or projection looks at.</summary>
    public sealed record This : Expr;

    /// <summary><c>*</c>: every document that the perspective shows.</summary>
    public sealed record Everything : Expr;

    /// <summary>A literal, or a parameter that has been replaced by its value.</summary>
    public sealed record Constant(Value Value) : Expr;

    /// <summary><c>^</c>, <c>^.^</c> …: what an outer filter or projection looks at.</summary>
    public sealed record Parent(int Levels) : Expr;

    /// <summary><c>before()</c> or <c>after()</c> of a change.</summary>
    public sealed record Change(bool IsAfter) : Expr;

    /// <summary><c>(x)</c>: kept, because it decides names of projected attributes.</summary>
    public sealed record Group(Expr Base) : Expr;

    /// <summary><c>a</c>, <c>x.a</c> or <c>x["a"]</c>.</summary>
    public sealed record Attribute(Expr? Base, string Name) : Expr;

    /// <summary><c>x[1]</c>, <c>x[-1]</c>.</summary>
    public sealed record Element(Expr Base, int Index) : Expr;

    /// <summary><c>x[0..2]</c> or <c>x[0...2]</c>.</summary>
    public sealed record Slice(Expr Base, int From, int To, bool IsInclusive) : Expr;

    /// <summary><c>x[condition]</c>.</summary>
    public sealed record Filter(Expr Base, Expr Condition) : Expr;

    /// <summary><c>x{…}</c>.</summary>
    public sealed record Projection(Expr Base, Expr Shape) : Expr;

    /// <summary><c>x-&gt;</c>.</summary>
    public sealed record Deref(Expr Base) : Expr;

    /// <summary><c>x[]</c>.</summary>
    public sealed record AsArray(Expr Base) : Expr;

    /// <summary>The traversal of each element by an inner expression.</summary>
    public sealed record Map(Expr Base, Expr Inner) : Expr;

    /// <summary>The same, where each element gives an array that is merged into one.</summary>
    public sealed record FlatMap(Expr Base, Expr Inner) : Expr;

    /// <summary><c>a &amp;&amp; b</c>.</summary>
    public sealed record And(Expr Left, Expr Right) : Expr;

    /// <summary><c>a || b</c>.</summary>
    public sealed record Or(Expr Left, Expr Right) : Expr;

    /// <summary><c>!a</c>.</summary>
    public sealed record Not(Expr Base) : Expr;

    /// <summary><c>-a</c>, or <c>+a</c>.</summary>
    public sealed record Signed(Expr Base, bool IsNegative) : Expr;

    /// <summary>Comparison, arithmetic, <c>in</c> and <c>match</c>.</summary>
    public sealed record Operation(string Operator, Expr Left, Expr Right) : Expr;

    /// <summary><c>x in a..b</c>.</summary>
    public sealed record InRange(Expr Base, Expr From, Expr To, bool IsInclusive) : Expr;

    /// <summary><c>a =&gt; b</c>, which only makes sense inside <c>select()</c> and an object.</summary>
    public sealed record Pair(Expr Condition, Expr Value) : Expr;

    /// <summary><c>select(a =&gt; b, c)</c>.</summary>
    public sealed record Select(ImmutableArray<Pair> Alternatives, Expr? Fallback) : Expr;

    /// <summary>An array literal.</summary>
    public sealed record Array(ImmutableArray<ArrayItem> Items) : Expr;

    /// <summary>An object literal or the shape of a projection.</summary>
    public sealed record Object(ImmutableArray<ObjectItem> Items) : Expr;

    /// <summary><c>(a, b)</c>, which only makes sense as a selector.</summary>
    public sealed record Tuple(ImmutableArray<Expr> Members) : Expr;

    /// <summary>A function call; <paramref name="Name"/> carries its namespace.</summary>
    public sealed record Call(string Name, ImmutableArray<Expr> Arguments) : Expr;

    /// <summary><c>x | order(…)</c>.</summary>
    public sealed record Order(Expr Base, ImmutableArray<Ordering> By) : Expr;

    /// <summary><c>x | score(…)</c>.</summary>
    public sealed record Score(Expr Base, ImmutableArray<Expr> Terms) : Expr;

    /// <summary><c>boost(a, 3)</c>, which only makes sense as a term of <c>score()</c>.</summary>
    public sealed record Boost(Expr Term, Expr By) : Expr;
}

/// <summary>One element of an array literal.</summary>
/// <param name="Value">The element.</param>
/// <param name="IsSpread">Whether it is an array whose elements are taken (<c>...x</c>).</param>
internal sealed record ArrayItem(Expr Value, bool IsSpread);

/// <summary>One part of an object literal: <c>"a": x</c>, <c>...x</c> or <c>condition =&gt; {…}</c>.</summary>
/// <param name="Name">The attribute's name, or null for a part whose attributes are merged in.</param>
/// <param name="Condition">Only merged if this is true.</param>
/// <param name="Value">The value.</param>
internal sealed record ObjectItem(string? Name, Expr? Condition, Expr Value);

/// <summary>One term of <c>order()</c>.</summary>
internal sealed record Ordering(Expr By, bool IsDescending);
