using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Sandbox.Sanity;

/// <summary>Applies text patches in the unidiff form of Google's diff-match-patch, which the Studio sends for every keystroke in a string.</summary>
/// <remarks>
/// Finds a hunk at its place or at the nearest equal text, and leaves out a hunk that fits nowhere, as the library does. It does not guess
/// by similarity as the library would: a stricter stand-in loses an edit where the real one might have mangled a text.
/// </remarks>
internal static partial class DiffMatchPatch
{
    /// <summary>The text after the patch.</summary>
    public static string Apply(string patch, string text)
    {
        var result = text;
        var shift = 0;
        foreach (var hunk in Hunks(patch))
        {
            var expected = Units(text, hunk.At) + shift;
            var place = Nearest(result, hunk.Old, expected);
            if (place < 0)
            {
                continue;
            }

            result = string.Concat(result.AsSpan(0, place), hunk.New, result.AsSpan(place + hunk.Old.Length));
            shift += hunk.New.Length - hunk.Old.Length;
        }

        return result;
    }

    private static List<Hunk> Hunks(string patch)
    {
        var hunks = new List<Hunk>();
        Hunk? hunk = null;
        foreach (var line in patch.Split('\n'))
        {
            var header = Header().Match(line);
            if (header.Success)
            {
                var start = int.Parse(header.Groups["start"].ValueSpan, CultureInfo.InvariantCulture);
                var isEmpty = header.Groups["length"].Value == "0";
                hunk = new Hunk(isEmpty ? start : Math.Max(0, start - 1), string.Empty, string.Empty);
                hunks.Add(hunk);
            }
            else if (line.Length > 0)
            {
                hunk = hunk is null ? throw Refusals.Senseless("Invalid diffMatchPatch") : With(hunk, line);
                hunks[^1] = hunk;
            }
        }

        return hunks;
    }

    private static Hunk With(Hunk hunk, string line)
    {
        var text = Uri.UnescapeDataString(line[1..]);
        return line[0] switch
        {
            ' ' => hunk with { Old = hunk.Old + text, New = hunk.New + text },
            '-' => hunk with { Old = hunk.Old + text },
            '+' => hunk with { New = hunk.New + text },
            _ => throw Refusals.Senseless("Invalid diffMatchPatch"),
        };
    }

    /// <summary>Places on the wire count UTF-8 bytes.</summary>
    private static int Units(string text, int bytes)
    {
        var units = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (bytes <= 0)
            {
                return units;
            }

            bytes -= rune.Utf8SequenceLength;
            units += rune.Utf16SequenceLength;
        }

        return units + Math.Max(0, bytes);
    }

    private static int Nearest(string text, string sought, int expected)
    {
        var start = Math.Clamp(expected, 0, text.Length);
        if (sought.Length == 0)
        {
            return start;
        }

        var behind = text.IndexOf(sought, start, StringComparison.Ordinal);
        var before = text.LastIndexOf(sought, Math.Min(text.Length - 1, Math.Max(0, start + sought.Length - 1)), StringComparison.Ordinal);
        if (behind < 0 || before < 0)
        {
            return Math.Max(behind, before);
        }

        return behind - start <= start - before ? behind : before;
    }

    [GeneratedRegex(@"^@@ -(?<start>\d+),?(?<length>\d*) \+\d+,?\d* @@$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Header();

    private sealed record Hunk(int At, string Old, string New);
}
