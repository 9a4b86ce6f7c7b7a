using System.Collections.Immutable;
using System.Text.Json;
using Stripe;
using Tandem.Core;
using PriceField = Tandem.Stripe.StripeField<Stripe.PriceCreateOptions, Stripe.PriceUpdateOptions>;

namespace Tandem.Stripe;

/// <summary>The price's fields, one entry each. Those without an update are fixed for good: a new value needs a new price.</summary>
internal static class PriceFields
{
    /// <summary>The table.</summary>
    public static ImmutableArray<PriceField> All { get; } =
    [
        new()
        {
            Name = FieldNames.Currency,
            Paths = ["currency"],
            Limit = "three-letter code in lower case",
            Read = price => FieldValue.OfText(price.Text("currency")?.ToLowerInvariant()),
            Check = StripeChecks.Currency,
            OnCreate = (options, value) => options.Currency = value.AsText(),
        },
        new()
        {
            Name = FieldNames.UnitAmount,
            Paths = ["unit_amount", "unit_amount_decimal"],
            Limit = "minor units, 0 or more, up to 15 digits and 12 decimals",
            Read = price => PriceAmounts.Amount(price, "unit_amount"),
            Refuses = PriceAmounts.Refuse,
            Check = StripeChecks.Amount,
            OnCreate = PriceAmounts.Write,
        },
        new()
        {
            Name = FieldNames.Tiers,
            Paths = ["tiers"],
            Limit = "list of up_to with unit_amount, flat_amount or both, in ascending order, the last one without up_to; instead of unit_amount; the price must be recurring",
            Read = PriceAmounts.ReadTiers,
            Check = PriceChecks.Tiers,
            OnCreate = PriceAmounts.WriteTiers,
        },
        new()
        {
            Name = FieldNames.TiersMode,
            Paths = ["tiers_mode"],
            Limit = "graduated or volume, with tiers",
            Read = price => FieldValue.OfText(price.Text("tiers_mode")),
            Check = StripeChecks.Choice("graduated", "volume"),
            OnCreate = (options, value) => options.TiersMode = value.AsText(),
        },
        new()
        {
            Name = FieldNames.CustomUnitAmount,
            Paths = ["custom_unit_amount"],
            Limit = "enabled, with minimum, maximum and preset in minor units; instead of unit_amount; not for recurring prices",
            Read = PriceAmounts.ReadCustom,
            Check = PriceChecks.CustomAmount,
            OnCreate = PriceAmounts.WriteCustom,
        },
        new()
        {
            Name = FieldNames.TransformQuantity,
            Paths = ["transform_quantity"],
            Limit = "divide_by, and round up or down; not with tiers",
            Read = PriceAmounts.ReadPackages,
            Check = PriceChecks.Packages,
            OnCreate = PriceAmounts.WritePackages,
        },
        new()
        {
            Name = FieldNames.Recurring,
            Paths = ["recurring"],
            Limit = "interval and interval_count, three years at most, with trial_period_days, or usage_type metered and its meter; unset for a one-time price",
            Read = price => price.Child("recurring") is { } recurring ? ReadRecurring(recurring) : null,
            Refuses = RefuseRecurring,
            Check = StripeChecks.Recurring,
            OnCreate = WriteRecurring,
        },
        new()
        {
            Name = FieldNames.Active,
            Paths = ["active"],
            Limit = "yes or no",
            Read = price => price.Flag("active") is { } active ? new FieldValue.Flag(active) : null,
            Check = StripeChecks.Flag,
            OnCreate = (options, value) => options.Active = value.AsFlag(),
            OnUpdate = (options, value) => options.Active = value.AsFlag(),
        },
        PriceField.OfText(FieldNames.Nickname, 5000, (options, text) => options.Nickname = text, (options, text) => options.Nickname = text),
        PriceField.OfText(FieldNames.LookupKey, 200, (options, text) => options.LookupKey = text, (options, text) => options.LookupKey = text) with
        {
            Limit = "text, up to 200 characters, unique in the account",
        },
        PriceField.OfText(FieldNames.TaxBehavior, 9, (options, text) => options.TaxBehavior = text, (options, text) => options.TaxBehavior = text) with
        {
            Limit = "inclusive or exclusive; once set, another needs a new price",
            Read = price => price.Text("tax_behavior") is { } behavior and not "unspecified" ? FieldValue.OfText(behavior) : null,
            Check = StripeChecks.TaxBehavior,
        },
        new()
        {
            Name = FieldNames.CurrencyOptions,
            Paths = ["currency_options"],
            Limit = "unit_amount (or tiers, or custom_unit_amount, as the price has) and tax_behavior for each other currency",
            Read = PriceCurrencies.Read,
            Refuses = PriceCurrencies.Refuse,
            Check = PriceChecks.CurrencyOptions,
            OnCreate = (options, value) => options.CurrencyOptions = PriceCurrencies.Options(value),
            OnUpdate = (options, value) => options.CurrencyOptions = PriceCurrencies.Options(value),
        },
    ];

    private static FieldValue.Group ReadRecurring(JsonElement recurring) => new(Fields.Of(
        ("interval", FieldValue.OfText(recurring.Text("interval"))),
        ("interval_count", new FieldValue.Number(recurring.Number("interval_count") ?? 1)),
        ("trial_period_days", recurring.Number("trial_period_days") is { } days and > 0 ? new FieldValue.Number(days) : null),
        ("usage_type", IsMetered(recurring) ? new FieldValue.Text("metered") : null),
        ("meter", FieldValue.OfText(recurring.Reference("meter")))));

    private static bool IsMetered(JsonElement recurring) => recurring.Text("usage_type") == "metered";

    // Stripe makes no such prices any more (https://docs.stripe.com/changelog/basil/2025-03-31/deprecate-legacy-usage-based-billing), so that it could not be replaced.
    private static string? RefuseRecurring(JsonElement price) =>
        price.Child("recurring") is { } recurring && IsMetered(recurring) && recurring.Reference("meter") is null
            ? "This price is metered without a meter, as Stripe makes none any more: it is left alone. Edit it in Stripe."
            : null;

    private static void WriteRecurring(PriceCreateOptions options, FieldValue value)
    {
        var fields = ((FieldValue.Group)value).Fields;
        options.Recurring = new PriceRecurringOptions { Interval = fields["interval"].AsText(), IntervalCount = fields["interval_count"].AsWhole() };
        if (fields["trial_period_days"] is { } days)
        {
            options.Recurring.TrialPeriodDays = days.AsWhole();
        }

        if (fields["usage_type"] is { } usage)
        {
            options.Recurring.UsageType = usage.AsText();
            options.Recurring.Meter = fields["meter"].AsText();
        }
    }
}
