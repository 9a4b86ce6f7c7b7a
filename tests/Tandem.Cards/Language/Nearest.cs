namespace Tandem.Cards;

/// <summary>Finds what somebody probably meant.</summary>
public static class Nearest
{
    /// <summary>The text that shares the most words with a line, in their order; a slot may be any word.</summary>
    public static string To(string line, IEnumerable<string> texts)
    {
        var words = Split(line);
        return texts.MaxBy(text => Likeness(words, Split(text)))!;
    }

    private static string[] Split(string text) => text.Split([' ', ':', ','], StringSplitOptions.RemoveEmptyEntries);

    private static double Likeness(string[] line, string[] text)
    {
        // The longest common subsequence, in which a word counts whole, a misspelt one a little less, and a slot half.
        var best = new double[line.Length + 1, text.Length + 1];
        for (var i = 1; i <= line.Length; i++)
        {
            for (var j = 1; j <= text.Length; j++)
            {
                best[i, j] = Math.Max(best[i - 1, j - 1] + Sameness(line[i - 1], text[j - 1]), Math.Max(best[i - 1, j], best[i, j - 1]));
            }
        }

        return 2 * best[line.Length, text.Length] / (line.Length + text.Length);
    }

    private static double Sameness(string word, string other) =>
        word == other ? 1 : other.StartsWith('{') ? 0.5 : word.Length > 3 && Distance(word, other) <= 2 ? 0.8 : 0;

    private static int Distance(string word, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= word.Length; i++)
        {
            var (diagonal, left) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                left = Math.Min(Math.Min(left, row[j]) + 1, diagonal + (word[i - 1] == other[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], left);
            }
        }

        return row[^1];
    }
}
