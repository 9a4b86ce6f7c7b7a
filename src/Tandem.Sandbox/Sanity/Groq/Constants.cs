namespace Tandem.Sandbox.Sanity;

/// <summary>Brackets mean different things for a constant number, a constant string and anything else.</summary>
internal static class Constants
{
    /// <summary>The value of an expression of literals and parameters alone, else null.</summary>
    public static Value? Evaluate(Expr expression) => expression switch
    {
        Expr.Constant constant => constant.Value,
        Expr.Group group => Evaluate(group.Base),
        Expr.Signed signed when Evaluate(signed.Base) is Value.Number number => Value.Of(signed.IsNegative ? -number.Amount : number.Amount),
        Expr.Operation { Operator: "+" or "-" or "*" or "/" or "%" or "**" } operation
            when Evaluate(operation.Left) is { } left && Evaluate(operation.Right) is { } right => Operators.Apply(operation.Operator, left, right),
        _ => null,
    };
}
