using System.Globalization;
using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Reads amounts exactly: from the digits that were sent, never through a binary fraction.</summary>
internal static class AmountReading
{
    /// <summary>The amount in minor units.</summary>
    /// <param name="whole">The field for whole minor units: a number, or a text of one.</param>
    /// <param name="exact">Its companion for fractions of a minor unit.</param>
    /// <param name="currency">The price's currency, if it is known.</param>
    public static Cell Read(JsonElement? whole, JsonElement? exact, string? currency)
    {
        var amount = Parse(whole);
        if (amount is { Value: < 0 })
        {
            return Cell.Refused("An amount cannot be negative.");
        }

        if (amount is { Value: { } minor } && decimal.Truncate(minor) != minor)
        {
            return Cell.Refused(NotWhole(minor, currency));
        }

        var companion = Parse(exact);
        if (amount is { Value: { } one } && companion is { Value: { } other } && one != other)
        {
            return Cell.Refused($"unit_amount says {Money.Print(one)} and unit_amount_decimal says {Money.Print(other)}. Clear one of them.");
        }

        return (amount ?? companion) switch
        {
            null => Cell.Unset,
            { Problem: { } problem } => Cell.Refused(problem),
            { Value: < 0 } => Cell.Refused("An amount cannot be negative."),
            { Value: { } value } when currency is not null && Currency.Check(currency, value) is { } problem => Cell.Refused(problem),
            { Value: { } value } => Cell.Of(new FieldValue.Number(value)),
            _ => Cell.Unset,
        };
    }

    /// <summary>The amount in minor units, of a field that holds it in the currency's main unit.</summary>
    public static Cell ReadMajor(JsonElement? held, string? currency)
    {
        var text = held switch
        {
            null => "",
            { ValueKind: JsonValueKind.Number } number => Digits(number.GetRawText()),
            { ValueKind: JsonValueKind.String } written => written.GetString()!.Trim(),
            _ => "?",
        };
        return text.Length == 0 ? Cell.Unset : currency is null ? Cell.Refused("What this amount is in minor units is not known without a currency. Set one.") : Money.ToMinor(text, currency) switch
        {
            { Problem: { } problem } => Cell.Refused(problem),
            { Value: < 0 } => Cell.Refused("An amount cannot be negative."),
            { Value: { } minor } => Currency.Check(currency, minor) is { } problem ? Cell.Refused(problem) : Cell.Of(new FieldValue.Number(minor)),
            _ => Cell.Unset,
        };
    }

    private static Amount? Parse(JsonElement? held) => held switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number => Money.Parse(Digits(number.GetRawText())),
        { ValueKind: JsonValueKind.String } text => string.IsNullOrWhiteSpace(text.GetString()) ? null : Money.Parse(text.GetString()),
        _ => Money.Parse("?"),
    };

    // JSON may write 1000 as 1e3; such a number is as exact as any other, as long as it fits.
    private static string Digits(string raw) =>
        raw.AsSpan().ContainsAny('e', 'E')
            && decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && decimal.IsInteger(value)
            ? Money.Print(value)
            : raw;

    private static string NotWhole(decimal minor, string? currency)
    {
        const string problem = "is not a whole number of minor units";
        var shown = Money.Print(minor);
        if (currency is null || Money.ToMinor(shown, currency) is not { Value: { } meant } || decimal.Truncate(meant) != meant)
        {
            return $"{shown} {problem}. A fraction of a minor unit belongs into unit_amount_decimal, as a text.";
        }

        return $"{shown} {problem}; {shown} {currency.ToUpperInvariant()} is {Money.Print(meant)}.";
    }
}
