using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Tandem.Core;

namespace Tandem.Cards;

/// <summary>How cards speak of fields: <c>name "Mug", 12.00 EUR, every month, inactive</c>.</summary>
public static partial class FieldWords
{
    private static readonly ImmutableArray<(string Word, string Canonical)> Fields =
    [
        ("name", FieldNames.Name), ("description", FieldNames.Description), ("brand", FieldNames.Brand), ("active", FieldNames.Active), ("pictures", FieldNames.Images),
        ("default price", FieldNames.DefaultPrice), ("nickname", FieldNames.Nickname), ("lookup key", FieldNames.LookupKey), ("amount", FieldNames.UnitAmount),
        ("currency", FieldNames.Currency), ("rhythm", FieldNames.Recurring),
    ];

    /// <summary>The names of fields in cards.</summary>
    public static IEnumerable<string> Names => Fields.Select(known => known.Word);

    /// <summary>The canonical name of a field.</summary>
    public static string Canonical(string word) => Fields.Single(field => field.Word == word).Canonical;

    /// <summary>What is wrong with a list of fields, or null.</summary>
    public static string? Problem(string text) => Split(text).Select(part =>
        Phrases.Count(phrase => phrase.Pattern.IsMatch(part)) == 1
            ? null
            : $"Nothing that can be said of a field reads \"{part}\". The nearest is: {Nearest.To(part, Phrases.Select(phrase => phrase.Example))}").FirstOrDefault(problem => problem is not null);

    /// <summary>Reads a list of fields.</summary>
    public static IReadOnlyList<Said> Read(string text, Cast cast) =>
    [
        .. Split(text).Select(part =>
        {
            var phrase = Phrases.Single(phrase => phrase.Pattern.IsMatch(part));
            return phrase.Read(phrase.Pattern.Match(part), cast) with { Text = part };
        }),
    ];

    private static IEnumerable<string> Split(string text) => Part().Matches(text).Select(part => part.Value.Trim());

    // Commas within quotes and brackets part nothing.
    [GeneratedRegex("""(?:[^,"\[\]{}]|"[^"]*"|(?<open>[\[{])|(?<-open>[\]}])|(?(open),|(?!)))+""")]
    private static partial Regex Part();
}
