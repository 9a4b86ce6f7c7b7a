using System.Globalization;
using Tandem.Core;

namespace Tandem.Cli;

/// <summary>Values as people write them: amounts with their currency, rhythms as words, long texts by their beginning and their length.</summary>
internal static class ValueWords
{
    private const int Longest = 60;

    /// <summary>A value of a field.</summary>
    public static string Of(FieldValue? value) => value switch
    {
        null => "unset",
        FieldValue.Text { Value: var text } => Quoted(text),
        FieldValue.Flag { Value: var flag } => flag ? "yes" : "no",
        FieldValue.List { Items: var items } when items.Length > 2 || items.Any(item => item is FieldValue.Group) => $"{items.Length} entries",
        FieldValue.List { Items: var items } => string.Join(", ", items.Select(Of)),
        FieldValue.Group { Fields: var fields } => string.Join(", ", fields.Select(field => $"{field.Key} {Of(field.Value)}")),
        _ => value.ToString()!,
    };

    /// <summary>What a price charges, in short: <c>12.00 EUR monthly</c>.</summary>
    public static string OfPrice(Fields price)
    {
        var currency = (price[FieldNames.Currency] as FieldValue.Text)?.Value ?? "";
        var amount = price switch
        {
            _ when price[FieldNames.UnitAmount] is FieldValue.Number { Value: var minor } => Money.ToMajor(minor, currency),
            _ when price[FieldNames.Tiers] is FieldValue.List { Items: var tiers } => $"{tiers.Length} tiers",
            _ when price[FieldNames.CustomUnitAmount] is not null => "any amount",
            _ => "no amount",
        };
        return string.Join(' ', new[] { amount, currency.ToUpperInvariant(), Rhythm(price[FieldNames.Recurring]) }.Where(part => part.Length > 0));
    }

    private static string Rhythm(FieldValue? recurring)
    {
        if (recurring is not FieldValue.Group { Fields: var rhythm } || rhythm["interval"] is not FieldValue.Text { Value: var interval })
        {
            return "";
        }

        var count = rhythm["interval_count"] is FieldValue.Number { Value: var number } ? number : 1;
        return (interval, count) switch
        {
            ("day", 1) => "daily",
            (_, 1) => $"{interval}ly",
            _ => string.Create(CultureInfo.InvariantCulture, $"every {count} {interval}s"),
        };
    }

    private static string Quoted(string text)
    {
        var line = text.ReplaceLineEndings(" ⏎ ");
        return line.Length <= Longest ? $"\"{line}\"" : string.Create(CultureInfo.InvariantCulture, $"\"{line[..Cut(line)]}…\" ({text.Length} characters)");
    }

    // Never between the two halves of a character.
    private static int Cut(string line) => char.IsHighSurrogate(line[Longest - 1]) ? Longest - 1 : Longest;
}
