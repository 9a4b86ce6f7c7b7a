using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Stripe;
using Tandem.Core;

namespace Tandem.Stripe;

/// <summary>What a price costs: an amount, tiers of amounts, or what the customer chooses; a unit, or a package of them.</summary>
internal static class PriceAmounts
{
    /// <summary>The quantity that a tier ends with.</summary>
    public const string UpTo = "up_to";

    /// <summary>The amount for a whole tier.</summary>
    public const string FlatAmount = "flat_amount";

    /// <summary>The limits of an amount that the customer chooses.</summary>
    public static readonly ImmutableArray<string> Limits = ["maximum", "minimum", "preset"];

    private const string Enabled = "enabled";
    private const string DivideBy = "divide_by";
    private const string Round = "round";

    /// <summary>An amount. A fraction of a minor unit is shown only as <c>…_decimal</c>; the whole amount is null then.</summary>
    public static FieldValue? Amount(JsonElement holder, string name) =>
        (holder.Number(name) ?? holder.Number(name + "_decimal")) is { } amount ? new FieldValue.Number(amount) : null;

    /// <summary>Why a price's amounts cannot be kept exactly; null when they can.</summary>
    public static string? Refuse(JsonElement price)
    {
        if (price.Text("billing_scheme") == "tiered")
        {
            // Stripe shows tiers only to those who ask for them (https://docs.stripe.com/api/prices/object#price_object-tiers).
            return ReadTiers(price) is FieldValue.List { Items.IsEmpty: false } ? null : "Stripe did not show this price's tiers: it is left alone for now.";
        }

        return ReadCustom(price) is null && Amount(price, FieldNames.UnitAmount) is null
            ? "Stripe shows no amount of this price that can be kept exactly: it is left alone. Edit it in Stripe."
            : null;
    }

    /// <summary>The tiers.</summary>
    public static FieldValue? ReadTiers(JsonElement price) => price.Child(FieldNames.Tiers) is { ValueKind: JsonValueKind.Array } tiers
        ? new FieldValue.List([.. tiers.EnumerateArray().Select(FieldValue (tier) => new FieldValue.Group(Fields.Of(
            (UpTo, tier.Number(UpTo) is { } last ? new FieldValue.Number(last) : null),
            (FieldNames.UnitAmount, Amount(tier, FieldNames.UnitAmount)),
            (FlatAmount, Amount(tier, FlatAmount)))))])
        : null;

    /// <summary>What the customer may choose.</summary>
    public static FieldValue? ReadCustom(JsonElement holder) => holder.Child(FieldNames.CustomUnitAmount) is { } custom
        ? new FieldValue.Group(Limits.Aggregate(
            Fields.None.With(Enabled, new FieldValue.Flag(true)),
            (limits, name) => limits.With(name, custom.Number(name) is { } limit ? new FieldValue.Number(limit) : null)))
        : null;

    /// <summary>The packages.</summary>
    public static FieldValue? ReadPackages(JsonElement price) => price.Child(FieldNames.TransformQuantity) is { } packages
        ? new FieldValue.Group(Fields.Of(
            (DivideBy, packages.Number(DivideBy) is { } size ? new FieldValue.Number(size) : null),
            (Round, FieldValue.OfText(packages.Text(Round)))))
        : null;

    /// <summary>Puts the amount into a new price.</summary>
    public static void Write(PriceCreateOptions options, FieldValue value) =>
        Put(value, whole => options.UnitAmount = whole, exact => options.UnitAmountDecimal = exact);

    /// <summary>Puts the tiers into a new price.</summary>
    public static void WriteTiers(PriceCreateOptions options, FieldValue value)
    {
        options.BillingScheme = "tiered";
        options.Tiers = [.. ((FieldValue.List)value).Items.Cast<FieldValue.Group>().Select(Tier)];
    }

    /// <summary>Lets the customer choose.</summary>
    public static void WriteCustom(PriceCreateOptions options, FieldValue value)
    {
        var custom = options.CustomUnitAmount = new PriceCustomUnitAmountOptions { Enabled = true };
        Limit(((FieldValue.Group)value).Fields, least => custom.Minimum = least, most => custom.Maximum = most, preset => custom.Preset = preset);
    }

    /// <summary>Gives the limits of a chosen amount, those that are set.</summary>
    public static void Limit(Fields limits, Action<long> minimum, Action<long> maximum, Action<long> preset)
    {
        foreach (var (name, put) in new[] { ("minimum", minimum), ("maximum", maximum), ("preset", preset) })
        {
            if (limits[name].AsWhole() is { } limit)
            {
                put(limit);
            }
        }
    }

    /// <summary>Puts the packages into a new price.</summary>
    public static void WritePackages(PriceCreateOptions options, FieldValue value)
    {
        var packages = ((FieldValue.Group)value).Fields;
        options.TransformQuantity = new PriceTransformQuantityOptions { DivideBy = packages[DivideBy].AsWhole(), Round = packages[Round].AsText() };
    }

    /// <summary>Gives an amount in whole minor units or, where it has a fraction, exactly.</summary>
    public static void Put(FieldValue? value, Action<long> whole, Action<decimal> exact)
    {
        if (value is not FieldValue.Number number)
        {
            return;
        }

        // The SDK sends a decimal with the zeros that it was written with; the canonical text has none.
        var amount = decimal.Parse(Money.Print(number.Value), CultureInfo.InvariantCulture);
        if (decimal.IsInteger(amount))
        {
            whole((long)amount);
            return;
        }

        exact(amount);
    }

    private static PriceTierOptions Tier(FieldValue.Group group)
    {
        var tier = new PriceTierOptions();
        tier.UpTo = group.Fields[UpTo].AsWhole() is { } last ? last : PriceTierUpTo.Inf;
        Put(group.Fields[FieldNames.UnitAmount], whole => tier.UnitAmount = whole, exact => tier.UnitAmountDecimal = exact);
        Put(group.Fields[FlatAmount], whole => tier.FlatAmount = whole, exact => tier.FlatAmountDecimal = exact);
        return tier;
    }
}
