using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tandem.Cards;

/// <summary>What can be said of the ways in which a price is charged.</summary>
public static partial class FieldWords
{
    private const string TiersPattern = $"tiers (?<first>{Amount.Pattern}) up to (?<end>[0-9]+) then (?<rest>{Amount.Pattern})";

    private static Said Tiers(Match match)
    {
        var (currency, list, form) = TiersIn(match);
        var mode = match.Groups["mode"].Value == "graduated" ? "graduated" : "volume";
        return new Said
        {
            Text = "",
            Sanity = [("unit_amount", null), ("currency", currency), ("tiers_mode", mode), ("tiers", list)],
            Stripe = [("currency", currency), ("billing_scheme", "tiered"), ("tiers_mode", mode), .. form.Select(part => ($"tiers{part.Name["[tiers]".Length..]}", part.Value))],
            Expected = $"{TierList(list)}, {mode} {currency}",
            InSanity = TiersOf,
            InStripe = TiersOf,
        };
    }

    // Two tiers as a document holds them, and as parts of Stripe's form.
    private static (string Currency, JsonArray List, ImmutableArray<(string Name, string Value)> Form) TiersIn(Match match)
    {
        var (first, rest, end) = (Amount.Read(match.Groups["first"].Value), Amount.Read(match.Groups["rest"].Value), match.Groups["end"].Value);
        return (
            first.Currency,
            [new JsonObject { ["_key"] = "a", ["up_to"] = int.Parse(end), ["unit_amount"] = first.Minor }, new JsonObject { ["_key"] = "b", ["up_to"] = "inf", ["unit_amount"] = rest.Minor }],
            [("[tiers][0][up_to]", end), ("[tiers][0][unit_amount]", $"{first.Minor}"), ("[tiers][1][up_to]", "inf"), ("[tiers][1][unit_amount]", $"{rest.Minor}")]);
    }

    private static string? TiersOf(JsonObject price) => TierList(price["tiers"]) is { } tiers ? $"{tiers}, {price["tiers_mode"]} {price["currency"]}" : null;

    private static string? TierList(JsonNode? tiers) => tiers is JsonArray { Count: > 0 } list
        ? string.Join(", ", list.Select(tier => $"{tier!["unit_amount"]} to {(tier["up_to"] is { } end && $"{end}" != "inf" ? end : "the end")}"))
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

    private static Said Also(ImmutableArray<string> options)
    {
        var meant = options.Select(Option).ToList();
        return new Said
        {
            Text = "",
            Sanity = [("currency_options", meant.Count == 0 ? null : new JsonArray([.. meant.Select(option => option.Sanity)]))],
            Stripe = [.. meant.SelectMany(option => option.Stripe)],
            Expected = OptionsOf(meant.Select(option => (option.Currency, (JsonNode?)option.Sanity))),
            InSanity = price => OptionsOf((price["currency_options"] as JsonArray)?.Select(option => ((string)option!["currency"]!, (JsonNode?)option))),
            InStripe = price => OptionsOf((price["currency_options"] as JsonObject)?.Select(option => (option.Key, option.Value))),
        };
    }

    // What a price costs in one other currency: an amount, or tiers of amounts.
    private static (string Currency, JsonObject Sanity, ImmutableArray<(string, string)> Stripe) Option(string text)
    {
        if (OptionTiers().Match(text) is { Success: true } match)
        {
            var (currency, list, form) = TiersIn(match);
            return (currency, new JsonObject { ["_key"] = currency, ["currency"] = currency, ["tiers"] = list }, [.. form.Select(part => ($"currency_options[{currency}]{part.Name}", part.Value))]);
        }

        var amount = Amount.Read(text);
        return (amount.Currency, new JsonObject { ["_key"] = amount.Currency, ["currency"] = amount.Currency, ["unit_amount"] = amount.Minor }, [($"currency_options[{amount.Currency}][unit_amount]", $"{amount.Minor}")]);
    }

    private static string? OptionsOf(IEnumerable<(string Currency, JsonNode? Option)>? options) =>
        options?.Select(option => $"{TierList(option.Option?["tiers"]) ?? $"{option.Option?["unit_amount"]}"} {option.Currency}").Order(StringComparer.Ordinal).ToList() is { Count: > 0 } shown ? string.Join(", ", shown) : null;

    [GeneratedRegex($"^{TiersPattern}$", RegexOptions.ExplicitCapture)]
    private static partial Regex OptionTiers();
}
