using System.Collections.Immutable;
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
        var options = Fields.None;
        foreach (var (currency, option) in Others(price))
        {
            options = options.With(currency, new FieldValue.Group(Fields.Of(
                (FieldNames.UnitAmount, PriceAmounts.Amount(option, FieldNames.UnitAmount)),
                (FieldNames.Tiers, PriceAmounts.ReadTiers(option)),
                (FieldNames.CustomUnitAmount, PriceAmounts.ReadCustom(option)),
                (FieldNames.TaxBehavior, option.Text(FieldNames.TaxBehavior) is { } behavior and not "unspecified" ? new FieldValue.Text(behavior) : null))));
        }

        return options.Count == 0 ? null : new FieldValue.Group(options);
    }

    /// <summary>Why they cannot be carried; null when they can.</summary>
    public static string? Refuse(JsonElement price) => Hidden(price) is [var hidden, ..]
        ? $"Stripe did not show this price's tiers in {hidden}: its other currencies are left alone for now."
        : Others(price).FirstOrDefault(option => PriceAmounts.Amount(option.Value, FieldNames.UnitAmount) is null && PriceAmounts.ReadTiers(option.Value) is null && PriceAmounts.ReadCustom(option.Value) is null) is { Name: { } odd }
            ? $"Stripe shows no amount in {odd} that can be kept exactly: the price's other currencies are left alone. Edit them in Stripe."
            : null;

    /// <summary>
    /// The currencies of which the answer says that there are tiers, but not which: Stripe shows them only to those who name the currency
    /// (https://docs.stripe.com/api/prices/object#price_object-currency_options-tiers), and only an answer tells which there are.
    /// </summary>
    public static ImmutableArray<string> Hidden(JsonElement price) => price.Text("billing_scheme") == "tiered"
        ? [.. Others(price).Where(option => PriceAmounts.ReadTiers(option.Value) is not FieldValue.List { Items.IsEmpty: false }).Select(option => option.Name)]
        : [];

    /// <summary>What to expand so that tiers in these currencies are shown.</summary>
    public static IEnumerable<string> Expanded(IEnumerable<string> currencies) => currencies.Select(currency => $"{FieldNames.CurrencyOptions}.{currency}.{FieldNames.Tiers}");

    /// <summary>What to expand so that an answer shows the tiers that are written in other currencies.</summary>
    public static IEnumerable<string> Expanded(FieldValue? written) => written is FieldValue.Group { Fields: var options }
        ? Expanded(options.Where(option => ((FieldValue.Group)option.Value).Fields[FieldNames.Tiers] is not null).Select(option => option.Key))
        : [];

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

        if (wanted[FieldNames.Tiers] is FieldValue.List { Items: var tiers })
        {
            option.Tiers = [.. tiers.Cast<FieldValue.Group>().Select(Tier)];
        }

        return option;
    });

    /// <summary>The parameters of a price that is made with its product: the SDK has types of their own for them. Such a price has no tiers.</summary>
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

    private static PriceCurrencyOptionsTierOptions Tier(FieldValue.Group group)
    {
        var tier = new PriceCurrencyOptionsTierOptions();
        tier.UpTo = group.Fields[PriceAmounts.UpTo].AsWhole() is { } last ? last : PriceTierUpTo.Inf;
        PriceAmounts.Put(group.Fields[FieldNames.UnitAmount], whole => tier.UnitAmount = whole, exact => tier.UnitAmountDecimal = exact);
        PriceAmounts.Put(group.Fields[PriceAmounts.FlatAmount], whole => tier.FlatAmount = whole, exact => tier.FlatAmountDecimal = exact);
        return tier;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Others(JsonElement price) => price.Child(FieldNames.CurrencyOptions) is { ValueKind: JsonValueKind.Object } options
        ? options.EnumerateObject().Where(option => option.Value.ValueKind == JsonValueKind.Object && !string.Equals(option.Name, price.Text(FieldNames.Currency), StringComparison.OrdinalIgnoreCase))
            .Select(option => (option.Name.ToLowerInvariant(), option.Value))
        : [];
}
