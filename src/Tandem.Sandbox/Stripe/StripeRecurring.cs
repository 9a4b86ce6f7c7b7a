using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>The recurring part of a price and what goes together with what.</summary>
internal static class StripeRecurring
{
    public static JsonObject? Build(JsonObject input, bool isTiered)
    {
        if (input["recurring"] is not JsonObject asked)
        {
            return isTiered ? throw StripeErrors.Invalid("Prices with `type=one_time` are not supported with tiered billing.", "interval") : null;
        }

        var interval = asked.Text("interval");
        var count = asked["interval_count"]?.GetValue<long>() ?? 1;
        var (most, word) = interval switch
        {
            "day" => (1095, "daily"),
            "week" => (156, "weekly"),
            "month" => (36, "monthly"),
            _ => (3, "yearly"),
        };
        if (count > most)
        {
            throw StripeErrors.Invalid($"The interval_count for {word} prices can't be greater than {most}", "recurring[interval_count]");
        }

        var usage = asked.TextOrNull("usage_type") ?? "licensed";
        if (usage == "metered" && !asked.Sends("meter"))
        {
            throw StripeErrors.Invalid("Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.");
        }

        if (asked.TextOrNull("meter") is { } meter && !meter.StartsWith("mtr_", StringComparison.Ordinal))
        {
            throw StripeErrors.Missing("meter", meter, "recurring[meter]");
        }

        if (usage == "licensed" && asked.Sends("meter"))
        {
            throw StripeErrors.Invalid("You can only set `recurring[meter]` when `recurring[usage_type]=metered`.", "recurring[meter]");
        }

        return new JsonObject
        {
            ["interval"] = interval,
            ["interval_count"] = count,
            ["meter"] = asked["meter"]?.DeepClone(),
            ["trial_period_days"] = asked["trial_period_days"]?.DeepClone(),
            ["usage_type"] = usage,
        };
    }

    // Texts assumed; the rules are documented with the parameters.
    public static void RefuseOddCombinations(JsonObject price, JsonObject input, bool isTiered)
    {
        if (isTiered != input.Sends("tiers_mode"))
        {
            throw StripeErrors.Invalid("You must set `tiers_mode` when, and only when, `billing_scheme=tiered`.", "tiers_mode");
        }

        if (isTiered && input.Sends("transform_quantity"))
        {
            throw StripeErrors.Invalid("You cannot set `transform_quantity` when `billing_scheme=tiered`.", "transform_quantity");
        }

        if (price["custom_unit_amount"] is not null && price["recurring"] is not null)
        {
            throw StripeErrors.Invalid("You cannot set `custom_unit_amount` on a recurring price.", "custom_unit_amount");
        }
    }
}
