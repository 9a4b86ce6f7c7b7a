namespace Tandem.Sandbox.Sanity;

/// <summary>GROQ's two-sided operators; where the types do not fit, the result is null.</summary>
internal static class Operators
{
    /// <summary>Applies an operator.</summary>
    public static Value Apply(string symbol, Value left, Value right) => symbol switch
    {
        "==" => Value.Of(Sameness.Equal(left, right)),
        "!=" => Value.Of(!Sameness.Equal(left, right)),
        "<" => Compared(left, right, static order => order < 0),
        "<=" => Compared(left, right, static order => order <= 0),
        ">" => Compared(left, right, static order => order > 0),
        ">=" => Compared(left, right, static order => order >= 0),
        "in" => In(left, right),
        "match" => Value.Of(Matching.Matches(left, right)),
        "+" => Sum(left, right),
        "-" => Difference(left, right),
        "*" => Numeric(left, right, static (a, b) => a * b),
        "/" => Numeric(left, right, static (a, b) => a / b),
        "%" => Numeric(left, right, static (a, b) => a % b),
        _ => Numeric(left, right, Math.Pow),
    };

    private static Value Compared(Value left, Value right, Func<int, bool> holds) =>
        Sameness.Compare(left, right) is { } order ? Value.Of(holds(order)) : Value.Null;

    private static Value In(Value left, Value right) => (left, right) switch
    {
        (Value.Text text, Value.IdPattern pattern) => Value.Of(pattern.Fits(text.Content)),
        (_, Value.List list) => Value.Of(list.Items.Any(item => Sameness.Equal(left, item))),
        _ => Value.Null,
    };

    private static Value Sum(Value left, Value right) => (left, right) switch
    {
        (Value.Number a, Value.Number b) => Value.Of(a.Amount + b.Amount),
        (Value.Text a, Value.Text b) => Value.Of(a.Content + b.Content),
        (Value.Moment a, Value.Number b) => new Value.Moment(a.At.AddSeconds(b.Amount)),
        (Value.Number a, Value.Moment b) => new Value.Moment(b.At.AddSeconds(a.Amount)),
        (Value.Map a, Value.Map b) => Evaluator.Merged(a, b),
        (Value.List a, Value.List b) => new Value.List(a.Items.AddRange(b.Items)),
        _ => Value.Null,
    };

    private static Value Difference(Value left, Value right) => (left, right) switch
    {
        (Value.Number a, Value.Number b) => Value.Of(a.Amount - b.Amount),
        (Value.Moment a, Value.Number b) => new Value.Moment(a.At.AddSeconds(-b.Amount)),
        (Value.Moment a, Value.Moment b) => Value.Of((a.At - b.At).TotalSeconds),
        _ => Value.Null,
    };

    private static Value Numeric(Value left, Value right, Func<double, double, double> calculate) =>
        (left, right) is (Value.Number a, Value.Number b) ? Value.Of(calculate(a.Amount, b.Amount)) : Value.Null;
}
