namespace Tandem.Sandbox.Sanity;

/// <content>What follows an expression: attributes, brackets, projections, dereferences.</content>
internal sealed partial class Parser
{
    private Expr WithTraversals(Expr origin)
    {
        var steps = new List<Func<Traversal?, Traversal>>();
        while (TraversalStep() is { } step)
        {
            steps.Add(step);
        }

        if (steps.Count == 0)
        {
            return origin;
        }

        Traversal? chain = null;
        for (var index = steps.Count - 1; index >= 0; index--)
        {
            chain = steps[index](chain);
        }

        return origin is Expr.Everything or Expr.Array or Expr.Order or Expr.Score
            ? Traversal.OnArray(static all => all, chain).Build(origin)
            : chain!.Build(origin);
    }

    private Func<Traversal?, Traversal>? TraversalStep()
    {
        var isPipedProjection = Here.Is("|") && _tokens[_at + 1].Is("{");
        if (isPipedProjection)
        {
            _at++;
        }

        return Here switch
        {
            { Kind: TokenKind.Symbol, Content: "." } => AttributeStep(),
            { Kind: TokenKind.Symbol, Content: "->" } => DerefStep(),
            { Kind: TokenKind.Symbol, Content: "[" } => BracketStep(),
            { Kind: TokenKind.Symbol, Content: "{" } => ProjectionStep(),
            _ => null,
        };
    }

    private Func<Traversal?, Traversal> AttributeStep()
    {
        _at++;
        var name = TakeName();
        return next => Traversal.OnAny(origin => new Expr.Attribute(origin, name), next);
    }

    private Func<Traversal?, Traversal> DerefStep()
    {
        _at++;
        if (Here.Kind != TokenKind.Name || IsOperatorName(Here.Content))
        {
            return next => Traversal.OnAny(origin => new Expr.Deref(origin), next);
        }

        var name = TakeName();
        return next => Traversal.OnAny(origin => new Expr.Attribute(new Expr.Deref(origin), name), next);
    }

    private static bool IsOperatorName(string name) => name is "in" or "match" or "asc" or "desc";

    private Func<Traversal?, Traversal> ProjectionStep()
    {
        _at++;
        var shape = ObjectLiteral();
        return next => Traversal.OnProjection(origin => new Expr.Projection(origin, shape), next);
    }

    private Func<Traversal?, Traversal> BracketStep()
    {
        var open = Here;
        _at++;
        if (TryTake("]"))
        {
            return next => Traversal.OnArray(origin => new Expr.AsArray(origin), next);
        }

        var inner = Expression(0);
        if (Here.Is("..") || Here.Is("..."))
        {
            var isInclusive = Here.Is("..");
            _at++;
            var until = Expression(0);
            Take("]");
            var (from, to) = (Bound(inner, open), Bound(until, open));
            return next => Traversal.OnArray(origin => new Expr.Slice(origin, from, to, isInclusive), next);
        }

        Take("]");
        return Constants.Evaluate(inner) switch
        {
            Value.Number number => next => Traversal.OnElement(origin => new Expr.Element(origin, (int)number.Amount), next),
            Value.Text text => next => Traversal.OnAny(origin => new Expr.Attribute(origin, text.Content), next),
            _ => next => Traversal.OnArray(origin => new Expr.Filter(origin, inner), next),
        };
    }

    private static int Bound(Expr expression, Token at) => Constants.Evaluate(expression) is Value.Number number
        ? (int)number.Amount
        : throw new GroqSyntaxException("slicing must use constant numbers", at.Start, at.End);
}
