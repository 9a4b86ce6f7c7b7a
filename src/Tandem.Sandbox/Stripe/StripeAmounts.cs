using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>The amounts of a price or of one of its currency options.</summary>
/// <remarks>An integral decimal also fills <c>unit_amount</c>; a fraction leaves it null; tiered and customer-chosen amounts leave both null.</remarks>
internal static class StripeAmounts
{
    private static readonly string[] TierAmounts = ["flat_amount", "unit_amount"];

    /// <summary>Fills <c>custom_unit_amount</c>, <c>tiers</c>, <c>unit_amount</c> and <c>unit_amount_decimal</c> of <paramref name="target"/>.</summary>
    public static void Fill(JsonObject target, JsonObject input, string currency, bool isTiered, string path)
    {
        var isCustom = input["custom_unit_amount"] is JsonObject asked && asked.Flag("enabled");
        if (input.Sends("unit_amount") && input.Sends("unit_amount_decimal"))
        {
            throw StripeErrors.Exclusive("unit_amount", "unit_amount_decimal", Param(path, "unit_amount"));
        }

        var amount = Amount(input, "unit_amount", currency, path);
        if (isCustom && (amount is not null || isTiered))
        {
            throw StripeErrors.Exclusive("unit_amount", "custom_unit_amount", Param(path, "custom_unit_amount"));
        }

        if (isTiered && amount is not null)
        {
            throw StripeErrors.Invalid("You cannot set `unit_amount` when `billing_scheme=tiered`; set `tiers` instead.", Param(path, "unit_amount"));
        }

        if (!isTiered && input.Sends("tiers"))
        {
            throw StripeErrors.Invalid("You can only set `tiers` when `billing_scheme=tiered`.", Param(path, "tiers"));
        }

        if (!isTiered && !isCustom && amount is null)
        {
            throw StripeErrors.Invalid("Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.");
        }

        target["custom_unit_amount"] = isCustom ? Custom(input["custom_unit_amount"]!.AsObject(), path) : null;
        target["tiers"] = isTiered ? Tiers(input, currency, path) : null;
        Show(target, "unit_amount", amount);
    }

    private static decimal? Amount(JsonObject input, string name, string currency, string path)
    {
        var amount = input[name] is { } whole ? whole.GetValue<long>()
            : input[name + "_decimal"] is { } exact ? exact.GetValue<decimal>()
            : (decimal?)null;
        return amount is null || amount <= StripeCurrencies.Ceiling(currency)
            ? amount
            : throw StripeErrors.Invalid(
                $"Invalid amount: must be no more than {StripeCurrencies.Ceiling(currency)}.", Param(path, name), "amount_too_large");
    }

    private static void Show(JsonObject target, string name, decimal? amount)
    {
        target[name] = amount is { } exact && decimal.IsInteger(exact) ? (long)exact : null;
        target[name + "_decimal"] = amount is { } any ? StripeReader.Canonical(any) : null;
    }

    // "enabled" is not echoed.
    private static JsonObject Custom(JsonObject input, string path)
    {
        var (least, most, preset) = (input["minimum"]?.GetValue<long>(), input["maximum"]?.GetValue<long>(), input["preset"]?.GetValue<long>());
        if (least > most || preset < least || preset > most)
        {
            throw StripeErrors.Invalid("The custom_unit_amount must satisfy minimum <= preset <= maximum.", Param(path, "custom_unit_amount"));
        }

        return new JsonObject { ["maximum"] = most, ["minimum"] = least, ["preset"] = preset };
    }

    private static JsonArray Tiers(JsonObject input, string currency, string path)
    {
        if (input["tiers"] is not JsonArray { Count: > 0 } asked)
        {
            throw StripeErrors.Invalid("You must specify `tiers` when `billing_scheme=tiered`.", Param(path, "tiers"));
        }

        var tiers = new JsonArray();
        long last = 0;
        for (var index = 0; index < asked.Count; index++)
        {
            var tier = asked[index]!.AsObject();
            var at = Param(path, $"tiers[{index}]");
            long? upTo = tier["up_to"]!.GetValueKind() is System.Text.Json.JsonValueKind.String ? null : tier.Number("up_to");
            if (upTo is null != (index == asked.Count - 1) || upTo <= last)
            {
                throw StripeErrors.Invalid("Tiers must be in ascending order of `up_to`, and only the last one must have `up_to=inf`.", at + "[up_to]");
            }

            last = upTo ?? last;
            tiers.Add(Tier(tier, currency, at, upTo));
        }

        return tiers;
    }

    private static JsonObject Tier(JsonObject input, string currency, string path, long? upTo)
    {
        foreach (var name in TierAmounts.Where(name => input.Sends(name) && input.Sends(name + "_decimal")))
        {
            throw StripeErrors.Exclusive(name, name + "_decimal", Param(path, name));
        }

        var (flat, unit) = (Amount(input, "flat_amount", currency, path), Amount(input, "unit_amount", currency, path));
        if (flat is null && unit is null)
        {
            throw StripeErrors.Invalid("Each tier must have at least one of `flat_amount`, `flat_amount_decimal`, `unit_amount`, `unit_amount_decimal`.", path);
        }

        var tier = new JsonObject { ["flat_amount"] = null, ["flat_amount_decimal"] = null, ["unit_amount"] = null, ["unit_amount_decimal"] = null, ["up_to"] = upTo };
        Show(tier, "flat_amount", flat);
        Show(tier, "unit_amount", unit);
        return tier;
    }

    private static string Param(string path, string name)
    {
        if (path.Length == 0)
        {
            return name;
        }

        var open = name.IndexOf('[', StringComparison.Ordinal);
        return open < 0 ? $"{path}[{name}]" : $"{path}[{name[..open]}]{name[open..]}";
    }
}
