using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>What <c>text::query()</c> reads out of typed words: each of them must be found, and one that ends in <c>*</c> is the beginning of one.</summary>
/// <remarks>
/// Sanity describes phrases in quotes and words to leave out as well, which have no stand-in here and say so; nobody outside knows whether a <c>*</c>
/// elsewhere works (https://www.sanity.io/docs/content-lake/search-content-with-groq). The Studio asks <c>[@, _id] match text::query("wor*")</c>: a
/// document stands for the strings in it. Its id is asked for beside it, and where something refers to, by <c>references()</c>, hence neither
/// is among them, nor anything else whose name begins with <c>_</c>.
/// </remarks>
internal sealed class TextQuery
{
    private readonly ImmutableArray<Term> _terms;

    private TextQuery(ImmutableArray<Term> terms) => _terms = terms;

    /// <summary>Reads typed words.</summary>
    /// <exception cref="GroqSyntaxException">They are more than words.</exception>
    public static TextQuery Parse(string typed) => new([.. typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SelectMany(Terms)]);

    /// <summary>Whether a string, an array of strings or a document has them all; typed nothing finds nothing.</summary>
    public bool Finds(Value value)
    {
        var words = Words(value);
        return _terms.Length > 0 && _terms.All(term => words.Exists(term.Fits));
    }

    /// <summary>How well it fits, for <c>score()</c>: 0 where it finds nothing.</summary>
    public double Score(Value value) => Finds(value) ? Matching.Score(Words(value), _terms.Select(static term => (Func<string, bool>)(word => term.Fits(word)))) : 0;

    private static List<string> Words(Value value) => [.. Searched(value).SelectMany(Matching.Words)];

    private static IEnumerable<Term> Terms(string typed)
    {
        if (typed.Contains('"', StringComparison.Ordinal))
        {
            throw Beyond("a phrase in quotes");
        }

        if (typed.StartsWith('-'))
        {
            throw Beyond("a word to leave out");
        }

        var isBeginning = typed.EndsWith('*');
        var text = isBeginning ? typed[..^1] : typed;
        if (text.Contains('*', StringComparison.Ordinal))
        {
            throw Beyond("a \"*\" that does not end a word");
        }

        var words = text.Length == 0 ? [string.Empty] : Matching.Words(text).ToList();
        return words.Select((word, index) => new Term(word, isBeginning && index == words.Count - 1));
    }

    private static IEnumerable<string> Searched(Value value) => value switch
    {
        Value.List list => list.Items.SelectMany(static item => item is Value.List ? [] : Searched(item)),
        Value.Map document when document.Find("_id") is not null => Strings(document),
        Value.Text text => [text.Content],
        _ => [],
    };

    private static IEnumerable<string> Strings(Value value) => value switch
    {
        Value.Text text => [text.Content],
        Value.List list => list.Items.SelectMany(Strings),
        Value.Map map => map.Members.Where(static member => !member.Key.StartsWith('_')).SelectMany(static member => Strings(member.Value)),
        _ => [],
    };

    private static GroqSyntaxException Beyond(string what) => new($"text::query() with {what} is not supported", 0, 0);

    private readonly record struct Term(string Word, bool IsBeginning)
    {
        public bool Fits(string word) => IsBeginning ? word.StartsWith(Word, StringComparison.OrdinalIgnoreCase) : word.Equals(Word, StringComparison.OrdinalIgnoreCase);
    }
}
