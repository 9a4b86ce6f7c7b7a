using System.Collections.Immutable;
using System.Globalization;
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
            Read = ReadAmount,
            Refuses = RefuseAmount,
            Check = StripeChecks.Amount,
            OnCreate = WriteAmount,
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
    ];

    /// <summary>A fraction of a minor unit is shown only as <c>unit_amount_decimal</c>; <c>unit_amount</c> is null then.</summary>
    private static FieldValue? ReadAmount(JsonElement price) =>
        (price.Number("unit_amount") ?? price.Number("unit_amount_decimal")) is { } amount ? new FieldValue.Number(amount) : null;

    private static string? RefuseAmount(JsonElement price)
    {
        if (price.Text("billing_scheme") == "tiered")
        {
            return "This price has tiers, which this version does not carry: it is left alone. Edit it in Stripe.";
        }

        if (price.Child("custom_unit_amount") is not null)
        {
            return "The customer chooses the amount of this price, which this version does not carry: it is left alone. Edit it in Stripe.";
        }

        if (price.Child("transform_quantity") is not null)
        {
            return "This price is charged by packages (transform_quantity), which this version does not carry: it is left alone. Edit it in Stripe.";
        }

        return ReadAmount(price) is null ? "Stripe shows no amount of this price that can be kept exactly: it is left alone. Edit it in Stripe." : null;
    }

    private static void WriteAmount(PriceCreateOptions options, FieldValue value)
    {
        // The SDK sends a decimal with the zeros that it was written with; the canonical text has none.
        var amount = decimal.Parse(Money.Print(((FieldValue.Number)value).Value), CultureInfo.InvariantCulture);
        if (decimal.IsInteger(amount))
        {
            options.UnitAmount = (long)amount;
            return;
        }

        options.UnitAmountDecimal = amount;
    }

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
        options.Recurring = new PriceRecurringOptions { Interval = fields["interval"].AsText(), IntervalCount = Whole(fields["interval_count"]) };
        if (fields["trial_period_days"] is { } days)
        {
            options.Recurring.TrialPeriodDays = Whole(days);
        }

        if (fields["usage_type"] is { } usage)
        {
            options.Recurring.UsageType = usage.AsText();
            options.Recurring.Meter = fields["meter"].AsText();
        }
    }

    private static long? Whole(FieldValue? value) => value is FieldValue.Number number ? (long)number.Value : null;
}
