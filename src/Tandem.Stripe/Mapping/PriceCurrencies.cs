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
    public static Dictionary<string, PriceCurrencyOptionsOptions> Options(FieldValue? value) => Each(value, wanted =>
    {
        var option = new PriceCurrencyOptionsOptions();
        Put(wanted, whole => option.UnitAmount = whole, exact => option.UnitAmountDecimal = exact, behavior => option.TaxBehavior = behavior);
        if (wanted[FieldNames.CustomUnitAmount] is FieldValue.Group { Fields: var limits })
        {
            var custom = option.CustomUnitAmount = new PriceCurrencyOptionsCustomUnitAmountOptions { Enabled = true };
            PriceAmounts.Limit(limits, least => custom.Minimum = least, most => custom.Maximum = most, preset => custom.Preset = preset);
        }

        return option;
    });

    /// <summary>The parameters of a price that is made with its product: the SDK has types of their own for them.</summary>
    public static Dictionary<string, ProductDefaultPriceDataCurrencyOptionsOptions> OfDefault(FieldValue value) => Each(value, wanted =>
    {
        var option = new ProductDefaultPriceDataCurrencyOptionsOptions();
        Put(wanted, whole => option.UnitAmount = whole, exact => option.UnitAmountDecimal = exact, behavior => option.TaxBehavior = behavior);
        if (wanted[FieldNames.CustomUnitAmount] is FieldValue.Group { Fields: var limits })
        {
            var custom = option.CustomUnitAmount = new ProductDefaultPriceDataCurrencyOptionsCustomUnitAmountOptions { Enabled = true };
            PriceAmounts.Limit(limits, least => custom.Minimum = least, most => custom.Maximum = most, preset => custom.Preset = preset);
        }

        return option;
    });

    private static Dictionary<string, TOption> Each<TOption>(FieldValue? value, Func<Fields, TOption> option) => value is FieldValue.Group { Fields: var options }
        ? options.ToDictionary(entry => entry.Key, entry => option(((FieldValue.Group)entry.Value).Fields), StringComparer.Ordinal)
        : [];

    private static void Put(Fields wanted, Action<long> whole, Action<decimal> exact, Action<string> behavior)
    {
        PriceAmounts.Put(wanted[FieldNames.UnitAmount], whole, exact);
        if (wanted[FieldNames.TaxBehavior] is { } decided)
        {
            behavior(decided.AsText());
        }
    }

    private static IEnumerable<(string Name, JsonElement Value)> Others(JsonElement price, string? own) => price.Child(FieldNames.CurrencyOptions) is { ValueKind: JsonValueKind.Object } options
        ? options.EnumerateObject().Where(option => option.Value.ValueKind == JsonValueKind.Object && !string.Equals(option.Name, own, StringComparison.OrdinalIgnoreCase))
            .Select(option => (option.Name.ToLowerInvariant(), option.Value))
        : [];
}
