using System.Text.Json;
using Stripe;
using Tandem.Core;

namespace Tandem.Stripe;

/// <summary>What a price costs in other currencies than its own.</summary>
/// <remarks>An update merges by currency: what it does not name stays, and nothing can be taken out. https://docs.stripe.com/api/prices/update</remarks>
internal static class PriceCurrencies
{
    /// <summary>A group for each other currency. Stripe shows the price's own currency among them.</summary>
    public static FieldValue? Read(JsonElement price)
    {
        var own = price.Text(FieldNames.Currency);
        var options = Fields.None;
        foreach (var (currency, option) in Others(price, own))
        {
            options = options.With(currency, new FieldValue.Group(Fields.Of(
                (FieldNames.UnitAmount, PriceAmounts.Amount(option, FieldNames.UnitAmount)),
                (FieldNames.CustomUnitAmount, PriceAmounts.ReadCustom(option)),
                (FieldNames.TaxBehavior, option.Text(FieldNames.TaxBehavior) is { } behavior and not "unspecified" ? new FieldValue.Text(behavior) : null))));
        }

        return options.Count == 0 ? null : new FieldValue.Group(options);
    }

    /// <summary>Why they cannot be carried; null when they can.</summary>
    public static string? Refuse(JsonElement price)
    {
        var others = Others(price, price.Text(FieldNames.Currency)).ToList();
        return others.Count > 0 && price.Text("billing_scheme") == "tiered"
            ? "This price has tiers in several currencies, which this version does not carry: they are left alone. Edit them in Stripe."
            : others.Find(option => PriceAmounts.Amount(option.Value, FieldNames.UnitAmount) is null && PriceAmounts.ReadCustom(option.Value) is null) is { Name: { } odd }
                ? $"Stripe shows no amount in {odd} that can be kept exactly: the price's other currencies are left alone. Edit them in Stripe."
                : null;
    }

    /// <summary>The parameters.</summary>
    public static Dictionary<string, PriceCurrencyOptionsOptions> Options(FieldValue? value) => value is FieldValue.Group { Fields: var options }
        ? options.ToDictionary(option => option.Key, option => Option(((FieldValue.Group)option.Value).Fields), StringComparer.Ordinal)
        : [];

    /// <summary>The parameters of a price that is made with its product; the SDK has types of their own for them.</summary>
    public static Dictionary<string, ProductDefaultPriceDataCurrencyOptionsOptions> OfDefault(FieldValue value) => Options(value).ToDictionary(
        option => option.Key,
        option =>
        {
            var (from, to) = (option.Value, new ProductDefaultPriceDataCurrencyOptionsOptions());
            var wanted = ((FieldValue.Group)((FieldValue.Group)value).Fields[option.Key]!).Fields;
            PriceAmounts.Put(wanted[FieldNames.UnitAmount], whole => to.UnitAmount = whole, exact => to.UnitAmountDecimal = exact);
            if (from.TaxBehavior is { } behavior)
            {
                to.TaxBehavior = behavior;
            }

            if (wanted[FieldNames.CustomUnitAmount] is FieldValue.Group { Fields: var limits })
            {
                to.CustomUnitAmount = new ProductDefaultPriceDataCurrencyOptionsCustomUnitAmountOptions { Enabled = true };
                PriceAmounts.Limit(limits, least => to.CustomUnitAmount.Minimum = least, most => to.CustomUnitAmount.Maximum = most, preset => to.CustomUnitAmount.Preset = preset);
            }

            return to;
        },
        StringComparer.Ordinal);

    private static PriceCurrencyOptionsOptions Option(Fields wanted)
    {
        var option = new PriceCurrencyOptionsOptions();
        PriceAmounts.Put(wanted[FieldNames.UnitAmount], whole => option.UnitAmount = whole, exact => option.UnitAmountDecimal = exact);
        if (wanted[FieldNames.TaxBehavior] is { } behavior)
        {
            option.TaxBehavior = behavior.AsText();
        }

        if (wanted[FieldNames.CustomUnitAmount] is FieldValue.Group { Fields: var limits })
        {
            option.CustomUnitAmount = new PriceCurrencyOptionsCustomUnitAmountOptions { Enabled = true };
            PriceAmounts.Limit(limits, least => option.CustomUnitAmount.Minimum = least, most => option.CustomUnitAmount.Maximum = most, preset => option.CustomUnitAmount.Preset = preset);
        }

        return option;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Others(JsonElement price, string? own) => price.Child(FieldNames.CurrencyOptions) is { ValueKind: JsonValueKind.Object } options
        ? options.EnumerateObject().Where(option => option.Value.ValueKind == JsonValueKind.Object && !string.Equals(option.Name, own, StringComparison.OrdinalIgnoreCase))
            .Select(option => (option.Name.ToLowerInvariant(), option.Value))
        : [];
}
