using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>A price's amounts in other currencies.</summary>
/// <remarks>
/// Assumed: an update merges by currency, one currency can be replaced but not removed, and an empty value removes all.
/// Shown with <c>expand</c> they include the base currency, as in Stripe's reference.
/// </remarks>
internal static class StripeCurrencyOptions
{
    public static void Create(JsonObject price, JsonObject input)
    {
        if (input["currency_options"] is JsonObject asked)
        {
            price["currency_options"] = Merged(price, null, asked);
        }
    }

    public static void Update(JsonObject price, JsonObject input)
    {
        if (input.Sends("currency_options"))
        {
            price["currency_options"] = input["currency_options"] is JsonObject asked ? Merged(price, price["currency_options"] as JsonObject, asked) : null;
        }
    }

    /// <summary>As <c>expand</c> shows them: in alphabetical order, the base currency among them.</summary>
    public static JsonObject Shown(JsonObject price)
    {
        var own = new JsonObject();
        foreach (var name in new[] { "custom_unit_amount", "tax_behavior", "tiers", "unit_amount", "unit_amount_decimal" })
        {
            own[name] = price[name]?.DeepClone();
        }

        var others = (price["currency_options"] as JsonObject)?.Select(option => KeyValuePair.Create(option.Key, option.Value?.DeepClone())) ?? [];
        return new JsonObject(others.Append(KeyValuePair.Create(price.Text("currency"), (JsonNode?)own)).OrderBy(option => option.Key, StringComparer.Ordinal));
    }

    private static JsonObject Merged(JsonObject price, JsonObject? current, JsonObject asked)
    {
        var merged = current?.Copy() ?? [];
        foreach (var (key, value) in asked)
        {
            var path = $"currency_options[{key}]";
            var currency = StripeCurrencies.Read(key, path);
            if (currency == price.Text("currency"))
            {
                throw StripeErrors.Invalid(
                    "You are specifying an update to a currency option that matches the top-level currency for this price. "
                    + "Please remove this currency option and update the top-level params instead.",
                    path);
            }

            var input = value!.AsObject();
            merged[currency] = Option(price, merged[currency] as JsonObject, input, path);
        }

        return merged;
    }

    private static JsonObject Option(JsonObject price, JsonObject? current, JsonObject input, string path)
    {
        var option = current?.Copy() ?? new JsonObject
        {
            ["custom_unit_amount"] = null,
            ["tax_behavior"] = "unspecified",
            ["tiers"] = null,
            ["unit_amount"] = null,
            ["unit_amount_decimal"] = null,
        };
        if (input.TextOrNull("tax_behavior") is { } behavior)
        {
            option["tax_behavior"] = StripeTaxBehavior.Changed(option, behavior, path + "[tax_behavior]");
        }

        var isTaxOnly = current is not null && input.All(field => field.Key == "tax_behavior");
        if (!isTaxOnly)
        {
            var currency = path[(path.IndexOf('[', StringComparison.Ordinal) + 1)..^1];
            StripeAmounts.Fill(option, input, currency, price.Text("billing_scheme") == "tiered", path);
        }

        return option;
    }
}
