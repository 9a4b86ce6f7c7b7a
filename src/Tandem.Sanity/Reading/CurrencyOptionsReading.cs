using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Reads what a price costs in other currencies.</summary>
internal static class CurrencyOptionsReading
{
    /// <summary>A group of a group for each currency; unset when there are none.</summary>
    public static Cell Read(JsonElement? held, string? own)
    {
        if (held is not { } list)
        {
            return Cell.Unset;
        }

        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.Object))
        {
            return Cell.Refused("This must be a list of objects with currency and unit_amount.");
        }

        var options = Fields.None;
        foreach (var entry in list.EnumerateArray())
        {
            var cell = FieldReading.CurrencyCode(new Cell(FieldValue.OfText(entry.Text(FieldNames.Currency)), null));
            if (cell.Value is not FieldValue.Text { Value: var currency })
            {
                return Cell.Refused(cell.Refusal ?? "Give each entry a currency, such as eur.");
            }

            if (currency == own || options[currency] is not null)
            {
                return Cell.Refused(currency == own ? $"{currency.ToUpperInvariant()} is the price's own currency: take it out of this list." : $"{currency.ToUpperInvariant()} is in this list twice. Take one out.");
            }

            var option = Option(entry, currency);
            if (option.Refusal is { } refusal)
            {
                return Cell.Refused($"{currency.ToUpperInvariant()}: {refusal}");
            }

            options = options.With(currency, option.Value);
        }

        return options.Count == 0 ? Cell.Unset : Cell.Of(new FieldValue.Group(options));
    }

    private static Cell Option(JsonElement entry, string currency)
    {
        var amount = AmountReading.Read(entry.Get(FieldNames.UnitAmount), entry.Get(FieldNames.UnitAmount + "_decimal"), currency);
        var tiers = TiersReading.Read(entry.Get(FieldNames.Tiers), currency);
        var custom = ChosenAmountReading.Read(entry.Get(FieldNames.CustomUnitAmount), currency);
        var tax = FieldReading.TaxBehavior(entry.Get(FieldNames.TaxBehavior));
        return (amount.Refusal ?? tiers.Refusal ?? custom.Refusal ?? tax.Refusal) is { } refusal
            ? Cell.Refused(refusal)
            : new[] { amount.Value, tiers.Value, custom.Value }.Count(way => way is not null) switch
            {
                0 => Cell.Refused("Give it an amount in the smallest unit of the currency: 19.99 EUR is 1999."),
                1 => Cell.Of(new FieldValue.Group(Fields.Of(
                    (FieldNames.UnitAmount, amount.Value), (FieldNames.Tiers, tiers.Value), (FieldNames.CustomUnitAmount, custom.Value), (FieldNames.TaxBehavior, tax.Value)))),
                _ => Cell.Refused("It has one amount, tiers, or an amount that the customer chooses, and not two of them. Clear the others."),
            };
    }
}
