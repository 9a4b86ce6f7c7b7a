namespace Tandem.Sandbox.Sanity;

/// <summary>When two values are equal, and which comes first.</summary>
internal static class Sameness
{
    /// <summary>GROQ's <c>==</c>: scalars of one type; arrays and objects are equal to nothing, not even to themselves.</summary>
    public static bool Equal(Value left, Value right) => (left, right) switch
    {
        (Value.Nothing, Value.Nothing) => true,
        (Value.Flag a, Value.Flag b) => a.Is == b.Is,
        (Value.Number a, Value.Number b) => a.Amount == b.Amount,
        (Value.Text a, Value.Text b) => a.Content == b.Content,
        (Value.Moment a, Value.Moment b) => a.At == b.At,
        _ => false,
    };

    /// <summary>Whether two values hold the same content through and through, whatever the order of attributes.</summary>
    public static bool Deep(Value left, Value right) => (left, right) switch
    {
        (Value.List a, Value.List b) => a.Items.Length == b.Items.Length && a.Items.Zip(b.Items).All(pair => Deep(pair.First, pair.Second)),
        (Value.Map a, Value.Map b) => a.Members.Length == b.Members.Length
            && a.Members.All(member => b.Find(member.Key) is { } other && Deep(member.Value, other)),
        _ => Equal(left, right),
    };

    /// <summary>GROQ's <c>&lt;</c> and its kin: null when the two cannot be compared.</summary>
    public static int? Compare(Value left, Value right) => (left, right) switch
    {
        (Value.Number a, Value.Number b) => a.Amount.CompareTo(b.Amount),
        (Value.Text a, Value.Text b) => string.CompareOrdinal(a.Content, b.Content),
        (Value.Flag a, Value.Flag b) => a.Is.CompareTo(b.Is),
        (Value.Moment a, Value.Moment b) => a.At.CompareTo(b.At),
        _ => null,
    };

    /// <summary>The total order of <c>order()</c>: moments, numbers, strings, booleans, then everything else.</summary>
    public static int Total(Value left, Value right)
    {
        var ranks = Rank(left) - Rank(right);
        return ranks != 0 ? ranks : Compare(left, right) ?? 0;
    }

    private static int Rank(Value value) => value switch
    {
        Value.Moment => 1,
        Value.Number => 2,
        Value.Text => 3,
        Value.Flag => 4,
        _ => 100,
    };
}
