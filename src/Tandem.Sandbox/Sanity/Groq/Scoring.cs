using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>GROQ's <c>score()</c>: orders objects by how well they fit, and tells it in <c>_score</c>.</summary>
/// <remarks>The weights are those of the official evaluator; what Content Lake gives for a word differs, but not what it gives 0 (https://www.sanity.io/docs/content-lake/search-content-with-groq).</remarks>
internal static class Scoring
{
    private const string Name = "_score";

    /// <summary>The objects among some values, the best first.</summary>
    public static Value.List Scored(ImmutableArray<Value> items, ImmutableArray<Expr> terms, Scope scope) => new(
    [
        .. items.OfType<Value.Map>()
            .Select(item => (Item: item, Score: (item[Name] is Value.Number known ? known.Amount : 0) + terms.Sum(term => Of(term, scope.Nested(item)))))
            .OrderByDescending(static scored => scored.Score)
            .Select(static scored => scored.Item.With(Name, Value.Of(scored.Score))),
    ]);

    private static double Of(Expr term, Scope scope) => term switch
    {
        Expr.Operation { Operator: "match" } match => Matching.Score(Evaluator.Evaluate(match.Left, scope), Evaluator.Evaluate(match.Right, scope)),
        Expr.Boost boost => Of(boost.Term, scope) is > 0 and var score && Evaluator.Evaluate(boost.By, scope) is Value.Number by ? score + by.Amount : 0,
        Expr.Or or => Of(or.Left, scope) + Of(or.Right, scope),
        Expr.And and => Of(and.Left, scope) is not 0 and var left && Of(and.Right, scope) is not 0 and var right ? left + right : 0,
        _ => Evaluator.Evaluate(term, scope).IsTrue ? 1 : 0,
    };
}
