using System.Text.RegularExpressions;

namespace Tandem.Sandbox.Sanity;

/// <summary>GROQ's <c>match</c>, which compares words, and <c>path()</c>, which compares ids.</summary>
internal static partial class Matching
{
    private const double Saturation = 1.2;

    /// <summary>Whether every word of the pattern, where <c>*</c> stands for anything, is a word of the text.</summary>
    public static bool Matches(Value text, Value pattern)
    {
        if (pattern is Value.Search search)
        {
            return search.Query.Finds(text);
        }

        var words = Loose(text).SelectMany(Words).ToList();
        var terms = Terms(pattern);
        return words.Count > 0 && terms.Count > 0 && terms.TrueForAll(term => words.Exists(term.IsMatch));
    }

    /// <summary>How well a pattern fits, for <c>score()</c>: 0 where it does not.</summary>
    public static double Score(Value text, Value pattern) => pattern is Value.Search search
        ? search.Query.Score(text)
        : Score([.. Loose(text).SelectMany(Words)], Terms(pattern).Select(static term => (Func<string, bool>)term.IsMatch));

    /// <summary>How well words fit: each term counts by how often it is found, and every time adds less, as the official evaluator has it (BM25, whatever the length).</summary>
    public static double Score(IReadOnlyCollection<string> words, IEnumerable<Func<string, bool>> terms) =>
        terms.Select(term => words.Count(term)).Sum(static times => times * (Saturation + 1) / (times + Saturation));

    /// <summary>The form of a pattern of ids: <c>*</c> is one segment, a final <c>**</c> any rest.</summary>
    public static Regex IdForm(string pattern)
    {
        var parts = pattern.Split('.').Select(static part => part switch
        {
            "*" => "[^.]+",
            "**" => ".*",
            _ => Regex.Escape(part),
        });
        return new Regex($"^{string.Join("\\.", parts)}$", RegexOptions.CultureInvariant);
    }

    /// <summary>The words of a text, as <c>match</c> divides it.</summary>
    public static IEnumerable<string> Words(string text) => Word().Matches(Edges().Replace(text, string.Empty)).Select(static word => word.Value);

    private static List<Regex> Terms(Value pattern) => [.. (Texts(pattern) ?? []).SelectMany(Terms)];

    private static IEnumerable<Regex> Terms(string text) => Term().Matches(Edges().Replace(text, string.Empty)).Select(static term =>
        new Regex($"^{Regex.Escape(term.Value).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));

    /// <summary>The strings of a string or of an array of nothing but strings.</summary>
    private static IEnumerable<string>? Texts(Value value) => value switch
    {
        Value.Text text => [text.Content],
        Value.List list when list.Items.All(static item => item is Value.Text) => list.Items.Select(static item => item.Characters!),
        _ => null,
    };

    private static IEnumerable<string> Loose(Value value) => value switch
    {
        Value.Text text => [text.Content],
        Value.List list => list.Items.OfType<Value.Text>().Select(static text => text.Content),
        _ => [],
    };

    [GeneratedRegex("([^!@#$%^&*(),\\\\/?\";:{}|[\\]+<>\\s-])+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex("([^!@#$%^&(),\\\\/?\";:{}|[\\]+<>\\s-])+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Term();

    [GeneratedRegex("\\b\\.+|\\.+\\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Edges();
}
