using System.Collections.Frozen;
using System.Text;

namespace Tandem.Engine;

/// <summary>What names and slugs are compared by.</summary>
internal static class Likeness
{
    // As the Studio makes slugs of names (https://www.npmjs.com/package/speakingurl): letters of Latin alphabets without their marks, German umlauts as two letters.
    private const string Written =
        "àa áa âa ãa åa āa ăa ąa æae äae çc ćc čc ďd đd ðd èe ée êe ëe ēe ęe ěe ğg ģg ìi íi îi ïi īi ıi ķk ĺl ľl łl ļl ñn ńn ňn ņn òo óo ôo õo øo őo öoe œoe ŕr řr śs šs şs șs ßss ťt ţt țt þth ùu úu ûu ūu ůu űu üue ýy ÿy žz źz żz";

    private static readonly FrozenDictionary<char, string> Letters = Written.Split(' ').ToFrozenDictionary(letter => letter[0], letter => letter[1..]);

    /// <summary>A name without what people write differently by accident: case, spaces at the ends, several spaces for one. Null when nothing is left.</summary>
    public static string? OfName(string? name)
    {
        var words = (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join(' ', words).ToUpperInvariant();
    }

    /// <summary>A slug, or the one that a name would get: letters and digits in lower case, everything else as one dash.</summary>
    public static string? OfSlug(string? text)
    {
        var slug = new StringBuilder();
        foreach (var c in (text ?? "").ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c))
            {
                slug.Append(Letters.GetValueOrDefault(c) ?? c.ToString());
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-') is { Length: > 0 } result ? result : null;
    }
}
