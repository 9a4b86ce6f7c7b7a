using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tandem.Cards;

/// <summary>What can be said of the ways in which a price is charged.</summary>
public static partial class FieldWords
{
    private static Said Tiers(Match match)
    {
        var (first, rest) = (Amount.Read(match.Groups["first"].Value), Amount.Read(match.Groups["rest"].Value));
        var (end, mode) = (match.Groups["end"].Value, match.Groups["mode"].Value == "graduated" ? "graduated" : "volume");
        return new Said
        {
            Text = "",
            Sanity =
            [
                ("unit_amount", null), ("currency", first.Currency), ("tiers_mode", mode),
                ("tiers", new JsonArray(
                    new JsonObject { ["_key"] = "a", ["up_to"] = int.Parse(end), ["unit_amount"] = first.Minor }, new JsonObject { ["_key"] = "b", ["up_to"] = "inf", ["unit_amount"] = rest.Minor })),
            ],
            Stripe =
            [
                ("currency", first.Currency), ("billing_scheme", "tiered"), ("tiers_mode", mode),
                ("tiers[0][up_to]", end), ("tiers[0][unit_amount]", $"{first.Minor}"), ("tiers[1][up_to]", "inf"), ("tiers[1][unit_amount]", $"{rest.Minor}"),
            ],
            Expected = $"{first.Minor} to {end}, {rest.Minor} to the end, {mode} {first.Currency}",
            InSanity = TiersOf,
            InStripe = TiersOf,
        };
    }

    private static string? TiersOf(JsonObject price) => price["tiers"] is JsonArray { Count: > 0 } tiers
        ? string.Join(", ", tiers.Select(tier => $"{tier!["unit_amount"]} to {(tier["up_to"] is { } end && $"{end}" != "inf" ? end : "the end")}")) + $", {price["tiers_mode"]} {price["currency"]}"
        : null;

    private static Said Chosen(string currency) => new()
    {
        Text = "",
        Sanity = [("unit_amount", null), ("currency", currency), ("custom_unit_amount", new JsonObject { ["enabled"] = true, ["minimum"] = 100 })],
        Stripe = [("currency", currency), ("custom_unit_amount[enabled]", "true"), ("custom_unit_amount[minimum]", "100")],
        Expected = $"from 100 {currency}",
        InSanity = price => price["custom_unit_amount"] is { } custom ? $"from {custom["minimum"]} {price["currency"]}" : null,
        InStripe = price => price["custom_unit_amount"] is { } custom ? $"from {custom["minimum"]} {price["currency"]}" : null,
    };

    private static Said Packages(int size) => new()
    {
        Text = "",
        Sanity = [("transform_quantity", new JsonObject { ["divide_by"] = size, ["round"] = "up" })],
        Stripe = [("transform_quantity[divide_by]", $"{size}"), ("transform_quantity[round]", "up")],
        Expected = $"{size} up",
        InSanity = PackagesOf,
        InStripe = PackagesOf,
    };

    private static string? PackagesOf(JsonObject price) => price["transform_quantity"] is { } packages ? $"{packages["divide_by"]} {packages["round"]}" : null;

    private static Said Also(ImmutableArray<Amount> amounts) => new()
    {
        Text = "",
        Sanity = [("currency_options", amounts.IsEmpty ? null : new JsonArray([.. amounts.Select(amount => new JsonObject { ["_key"] = amount.Currency, ["currency"] = amount.Currency, ["unit_amount"] = amount.Minor })]))],
        Stripe = [.. amounts.Select(amount => ($"currency_options[{amount.Currency}][unit_amount]", $"{amount.Minor}"))],
        Expected = amounts.IsEmpty ? null : string.Join(' ', amounts.Select(amount => $"{amount.Minor} {amount.Currency}").Order(StringComparer.Ordinal)),
        InSanity = price => price["currency_options"] is JsonArray { Count: > 0 } options
            ? string.Join(' ', options.Select(option => $"{option!["unit_amount"]} {option["currency"]}").Order(StringComparer.Ordinal))
            : null,
        InStripe = price => price["currency_options"] is JsonObject { Count: > 0 } options
            ? string.Join(' ', options.Select(option => $"{option.Value!["unit_amount"]} {option.Key}").Order(StringComparer.Ordinal))
            : null,
    };
}
