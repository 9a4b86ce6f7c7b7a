using System.Globalization;
using System.Text;

namespace Tandem.Server;

/// <summary>Makes text harmless for terminals and log readers.</summary>
public static class Visible
{
    /// <summary>
    /// The text without control characters (line feeds and escape sequences among them), without the marks that turn the direction of writing, and
    /// without broken surrogates. Each becomes a visible <c>�</c>, so that nobody can forge a line or hide one.
    /// </summary>
    /// <param name="text">The text, which may come from anybody.</param>
    /// <param name="keepLines">Leaves line feeds alone: for stack traces of ours.</param>
    public static string Text(string text, LineFeeds keepLines = LineFeeds.Hide)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(IsHarmless(rune) || (keepLines == LineFeeds.Keep && rune.Value is '\n' or '\r') ? rune.ToString() : "�");
        }

        return result.ToString();
    }

    private static bool IsHarmless(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        || rune.Value == 0x200D;
}

/// <summary>What becomes of line feeds.</summary>
public enum LineFeeds
{
    /// <summary>Made visible like any other control character.</summary>
    Hide,

    /// <summary>Left as they are.</summary>
    Keep,
}
