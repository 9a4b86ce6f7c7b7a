using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>Answers two common forms of query without looking at every document; what it answers is what looking at all of them would give.</summary>
/// <remarks>
/// <c>*[… &amp;&amp; references("a")]</c> can only hold for documents that refer there. <c>*[… &amp;&amp; _id > "a"] | order(_id asc)[0...100]</c> is a page of what is in that order
/// already. Without it a large dataset costs the stand-in more time than the vendor's network would.
/// </remarks>
internal static class Narrowing
{
    /// <summary>The value of a query of one of these forms; null for every other one.</summary>
    public static Value.List? Of(Expr node, Scope scope) => node switch
    {
        Expr.Filter { Base: Expr.Everything } filter when Referrers(filter.Condition, scope) is { } candidates =>
            new Value.List([.. Fitting(candidates, filter.Condition, scope)]),
        Expr.Slice { From: >= 0, To: >= 0, Base: Expr.Order { By: [{ IsDescending: false, By: Expr.Attribute { Base: null, Name: "_id" } }], Base: Expr.Filter { Base: Expr.Everything } filter } } slice
            when (Referrers(filter.Condition, scope) ?? Later(filter.Condition, scope)) is { } candidates =>
            new Value.List([.. Fitting(candidates, filter.Condition, scope).Take(slice.To + (slice.IsInclusive ? 1 : 0)).Skip(slice.From)]),
        _ => null,
    };

    private static IEnumerable<Value> Fitting(IEnumerable<Value> candidates, Expr condition, Scope scope) =>
        candidates.Where(item => Evaluator.Evaluate(condition, scope.Nested(item)).IsTrue);

    private static IEnumerable<Value>? Referrers(Expr condition, Scope scope)
    {
        if (scope.Context.ReferrersOf is not { } referrersOf
            || Conjuncts(condition).OfType<Expr.Call>().FirstOrDefault(static call => call is { Name: "references", Arguments: [Expr.Constant { Value: Value.Text or Value.List }] }) is not { } call)
        {
            return null;
        }

        var targets = ((Expr.Constant)call.Arguments[0]).Value is Value.List list ? list.Items : [((Expr.Constant)call.Arguments[0]).Value];
        return referrersOf(targets.OfType<Value.Text>().Select(static text => text.Content)).Select(scope.Context.Dereference);
    }

    private static IEnumerable<Value>? Later(Expr condition, Scope scope)
    {
        var last = Conjuncts(condition).OfType<Expr.Operation>()
            .Where(static one => one is { Operator: ">", Left: Expr.Attribute { Base: null, Name: "_id" } })
            .Select(static one => (one.Right as Expr.Constant)?.Value.Characters).FirstOrDefault(static id => id is not null);
        return last is not null && scope.Context.Everything is Value.List { Items: var items } ? Beyond(items, last) : null;
    }

    private static IEnumerable<Value> Beyond(ImmutableArray<Value> items, string id)
    {
        var (from, to) = (0, items.Length);
        while (from < to)
        {
            var middle = from + ((to - from) / 2);
            (from, to) = string.CompareOrdinal(((Value.Map)items[middle])["_id"].Characters, id) <= 0 ? (middle + 1, to) : (from, middle);
        }

        for (var index = from; index < items.Length; index++)
        {
            yield return items[index];
        }
    }

    private static IEnumerable<Expr> Conjuncts(Expr condition) => condition switch
    {
        Expr.And and => Conjuncts(and.Left).Concat(Conjuncts(and.Right)),
        Expr.Group group => Conjuncts(group.Base),
        _ => [condition],
    };
}
