using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Values as texts for people: amounts in the currency's main unit, everything else as one would say it.</summary>
internal static class ValueText
{
    /// <summary>Longer texts are cut: a status shows what differs, it is no copy of the document.</summary>
    public const int Limit = 300;

    private const string More = "…";

    /// <summary>A field's value; null when it is unset.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="beside">What the same object shows beside it: an amount is told with its currency.</param>
    public static string? Of(string field, FieldValue? value, Fields beside)
    {
        var currency = (beside[FieldNames.Currency] as FieldValue.Text)?.Value;
        return value is null ? null : Cut(value switch
        {
            FieldValue.Number number when field == FieldNames.UnitAmount && currency is not null => Amount(number.Value, currency),
            FieldValue.Text text when field == FieldNames.Currency => text.Value.ToUpperInvariant(),
            FieldValue.Group options when field == FieldNames.CurrencyOptions => string.Join(", ", options.Fields.Select(option => Option(option.Key, option.Value))),
            FieldValue.List tiers when field == FieldNames.Tiers => string.Join("; ", tiers.Items.Select(tier => Tier(tier, currency))),
            FieldValue.Group chosen when field == FieldNames.CustomUnitAmount => Chosen(chosen.Fields, currency),
            _ => Plain(value),
        });
    }

    /// <summary>An amount with its currency: <c>19.99 EUR</c>.</summary>
    public static string Amount(decimal minor, string currency) => $"{Money.ToMajor(minor, currency)} {currency.ToUpperInvariant()}";

    private static string Option(string currency, FieldValue option) =>
        (option as FieldValue.Group)?.Fields[FieldNames.UnitAmount] is FieldValue.Number amount ? Amount(amount.Value, currency) : $"{currency.ToUpperInvariant()} {Plain(option)}";

    private static string Tier(FieldValue tier, string? currency)
    {
        var fields = (tier as FieldValue.Group)?.Fields ?? Fields.None;
        var end = fields["up_to"] is { } last ? $"up to {Plain(last)}" : "beyond";
        var each = fields[FieldNames.UnitAmount] is { } unit ? $" {Charged(unit, currency)} each" : "";
        return fields["flat_amount"] is { } flat ? $"{end}:{each} {Charged(flat, currency)} in all" : $"{end}:{each}";
    }

    private static string Chosen(Fields chosen, string? currency)
    {
        var limits = new[] { ("at least", "minimum"), ("at most", "maximum"), ("usually", "preset") }
            .Where(limit => chosen[limit.Item2] is not null).Select(limit => $"{limit.Item1} {Charged(chosen[limit.Item2]!, currency)}");
        return string.Join(", ", limits.Prepend("the customer chooses"));
    }

    private static string Charged(FieldValue value, string? currency) => value is FieldValue.Number number && currency is not null ? Amount(number.Value, currency) : Plain(value);

    private static string Plain(FieldValue value) => value switch
    {
        FieldValue.Text text => text.Value,
        FieldValue.Flag flag => flag.Value ? "yes" : "no",
        FieldValue.Number number => Money.Print(number.Value),
        FieldValue.List list => string.Join(", ", list.Items.Select(Plain)),
        FieldValue.Group group => string.Join(", ", group.Fields.Select(field => $"{field.Key} {Plain(field.Value)}")),
        FieldValue.Unresolved unresolved => $"{unresolved.Reference} (not there)",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // Never through the middle of a character.
    private static string Cut(string text) =>
        text.Length <= Limit ? text : text[..(char.IsHighSurrogate(text[Limit - 2]) ? Limit - 2 : Limit - 1)] + More;
}
