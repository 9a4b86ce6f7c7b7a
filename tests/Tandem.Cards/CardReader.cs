using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Tandem.Cards;

/// <summary>Reads a card strictly: a line that is no known sentence is an error that names the nearest one.</summary>
/// <remarks>
/// A card starts with <c># its title</c>, perhaps <c>> a story</c>, then <c>Proves: G3, G4</c> and any number of <c>Row: …</c>
/// and <c>Needs: price documents</c>; the rest is sentences.
/// </remarks>
public static partial class CardReader
{
    private const string Needs = "Needs: price documents";

    /// <summary>Reads the text of a card.</summary>
    /// <exception cref="CardException">It is no card.</exception>
    public static Card Read(string path, string text)
    {
        var (title, story) = ("", "");
        var guarantees = ImmutableArray<int>.Empty;
        var needsPriceDocuments = false;
        var rows = new List<string>();
        var lines = new List<CardLine>();
        foreach (var (index, raw) in text.Split('\n').Index())
        {
            var (number, line) = (index + 1, raw.Trim());
            switch (line)
            {
                case "":
                    break;
                case ['#', ' ', ..] when title.Length == 0:
                    title = line[2..];
                    break;
                case ['>', ' ', ..] when lines.Count == 0:
                    story = $"{story} {line[2..]}".Trim();
                    break;
                case var proves when lines.Count == 0 && proves.StartsWith("Proves: ", StringComparison.Ordinal):
                    guarantees = Guarantees(path, number, proves["Proves: ".Length..]);
                    break;
                case var row when lines.Count == 0 && row.StartsWith("Row: ", StringComparison.Ordinal):
                    rows.Add(row["Row: ".Length..]);
                    break;
                case Needs when lines.Count == 0:
                    needsPriceDocuments = true;
                    break;
                default:
                    lines.Add(Line(path, number, line));
                    break;
            }
        }

        return title.Length == 0 ? throw new CardException(path, 1, "A card starts with \"# \" and its title.")
            : guarantees.IsEmpty ? throw new CardException(path, 2, "A card says what it proves: \"Proves: G4\".")
            : !lines.Exists(line => line.Sentence.Role == Role.Claim) ? throw new CardException(path, 1, "A card without a claim proves nothing.")
            : new Card(path, title, story, guarantees, [.. rows], [.. lines]) { NeedsPriceDocuments = needsPriceDocuments };
    }

    private static ImmutableArray<int> Guarantees(string path, int number, string text) =>
    [
        .. text.Split(", ").Select(name => Guarantee().Match(name) is { Success: true } match
            ? int.Parse(match.Groups[1].Value)
            : throw new CardException(path, number, $"\"{name}\" is no promise; they are G1 to G26, separated by comma and blank.")),
    ];

    private static CardLine Line(string path, int number, string text)
    {
        var found = Sentences.Find(text);
        return found.Problem is { } problem
            ? throw new CardException(path, number, problem)
            : new CardLine(number, text, found.Sentence!, found.Words!);
    }

    [GeneratedRegex("^G([1-9]|1[0-9]|2[0-6])$")]
    private static partial Regex Guarantee();
}
