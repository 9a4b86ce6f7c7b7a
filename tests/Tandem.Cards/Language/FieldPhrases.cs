using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tandem.Cards;

/// <summary>What can be said of a field.</summary>
public static partial class FieldWords
{
    private static readonly ImmutableArray<(Regex Pattern, string Example, Func<Match, Cast, Said> Read)> Phrases =
    [
        .. new[]
            {
                ("name", "name", "name"), ("description", "description", "description"), ("brand", "brand", "metadata[brand]"), ("nickname", "nickname", "nickname"), ("lookup key", "lookup_key", "lookup_key"),
                ("tax code", "tax_code", "tax_code"), ("unit label", "unit_label", "unit_label"), ("statement descriptor", "statement_descriptor", "statement_descriptor"),
            }.Select(field => Phrase($"^(?:no {field.Item1}|{field.Item1} \"(?<text>[^\"]*)\")$", $"{field.Item1} \"…\"", (match, _) => Text(field.Item2, field.Item3, match.Groups["text"]))),
        Phrase("^(?<in>in)?active$", "active", (match, _) => Flag("active", !match.Groups["in"].Success)),
        Phrase("^flag (?<set>set|cleared)$", "flag set", (match, _) => Flag("updatedFromStripe", match.Groups["set"].Value == "set") with { Stripe = [], InStripe = null }),
        .. PicturePhrases,
        Phrase($"^price (?<amount>{Amount.Pattern})$", "price 12.00 EUR", (match, _) => new Said { Text = "", Price = Amount.Read(match.Groups["amount"].Value) }),
        Phrase($"^(?<amount>{Amount.Pattern})$", "12.00 EUR", (match, _) => Money(Amount.Read(match.Groups["amount"].Value))),
        Phrase(
            "^every ((?<count>[0-9]+) )?(?<unit>day|week|month|year)s?( after (?<trial>[0-9]+) free days)?( metered by (?<meter>mtr_\\w+))?$", "every month", (match, _) => Rhythm(match)),
        Phrase(
            $"^{TiersPattern} (?<mode>graduated|by volume)$", "tiers 5.00 EUR up to 10 then 4.00 EUR graduated", (match, _) => Tiers(match)),
        Phrase("^(?<currency>[A-Z]{3}) (?<amount>chosen by the customer)$", "EUR chosen by the customer", (match, _) => Chosen(match.Groups["currency"].Value.ToLowerInvariant())),
        Phrase("^in packages of (?<size>[0-9]+)$", "in packages of 10", (match, _) => Packages(int.Parse(match.Groups["size"].Value))),
        Phrase($"^also (?<options>({Amount.Pattern}|{TiersPattern})( and ({Amount.Pattern}|{TiersPattern}))*)$", "also 14.00 USD", (match, _) => Also([.. match.Groups["options"].Value.Split(" and ")])),
        Phrase("^in no other currency$", "in no other currency", (_, _) => Also([])),
        Phrase("^tax (?<behavior>inclusive|exclusive)$", "tax inclusive", (match, _) => Text("tax_behavior", "tax_behavior", match.Groups["behavior"])),
        Phrase("^paid once$", "paid once", (_, _) => new Said { Text = "", Sanity = [("recurring", null)], InSanity = RhythmOf, InStripe = RhythmOf }),
        Phrase($"^(no default price|default price (?<thing>{Slot.Thing}))$", "default price mug-eur", (match, cast) => DefaultPrice(match.Groups["thing"], cast)),
        Phrase("^weak default price (?<id>[a-z-]+)$", "weak default price nowhere", (match, _) => new Said { Text = "", Sanity = [("default_price", Reference(match.Groups["id"].Value, isWeak: true))] }),
        Phrase("^product (?<id>[a-z][a-z0-9-]*)$", "product mug", (match, cast) => new Said
        {
            Text = "", Sanity = [("product", Reference(cast.Id(match.Groups["id"].Value)))], Expected = cast.Id(match.Groups["id"].Value), InSanity = document => (string?)document["product"]?["_ref"],
        }),
        Phrase("^weak product (?<id>[a-z][a-z0-9-]*)$", "weak product mug", (match, cast) => new Said { Text = "", Sanity = [("product", Reference(cast.Id(match.Groups["id"].Value), isWeak: true))] }),
        Phrase($"^(no Stripe id|Stripe id (\"(?<text>[^\"]+)\"|of (?<thing>{Slot.Thing})))$", "Stripe id of mug", (match, cast) => StripeId(match, cast)),
        Phrase("^Sanity id (?<id>[a-z][a-z0-9-]*)$", "Sanity id mug", (match, cast) => Metadata("sanity_id", cast.Id(match.Groups["id"].Value))),
        Phrase("^(no metadata (?<name>[a-z]+)|metadata (?<name>[a-z]+) \"(?<text>[^\"]*)\")$", "metadata warehouse \"…\"", (match, _) => Metadata(match.Groups["name"].Value, match.Groups["text"].Value)),
        Phrase(
            $"^(no field (?<place>{Place.Pattern})|field (?<place>{Place.Pattern}) (?<json>\"[^\"]*\"|-?[0-9.]+|true|false|[\\[{{].*[\\]}}]))$", "field seoTitle \"…\"",
            (match, _) => Raw(new Place(match.Groups["place"].Value), match.Groups["json"])),
        Phrase("^(no key|key (?<key>\\w+))$", "key eur", (match, _) => new Said { Text = "", Sanity = [("_key", match.Groups["key"] is { Success: true } key ? key.Value : null)] }),
    ];

    private static (Regex, string, Func<Match, Cast, Said>) Phrase(string pattern, string example, Func<Match, Cast, Said> read) =>
        (new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), example, read);

    private static Said Text(string path, string form, Group text) => new()
    {
        Text = "",
        Sanity = [(path, text.Success ? text.Value : null)],
        Stripe = [(form, text.Value)],
        Expected = text.Success ? text.Value : null,
        InSanity = document => (string?)document[path],
        InStripe = thing => form == path ? (string?)thing[path] : (string?)thing["metadata"]?[path],
    };

    private static Said Flag(string path, bool isOn) => new()
    {
        Text = "",
        Sanity = [(path, isOn)],
        Stripe = [(path, isOn ? "true" : "false")],
        Expected = isOn ? "yes" : "no",
        InSanity = document => (bool?)document[path] ?? path == "active" ? "yes" : "no",
        InStripe = thing => (bool)thing[path]! ? "yes" : "no",
    };

    private static Said Money(Amount amount) => new()
    {
        Text = "",
        Sanity = [("unit_amount", amount.Minor), ("currency", amount.Currency)],
        Stripe = [("unit_amount", $"{amount.Minor}"), ("currency", amount.Currency)],
        Expected = amount.ToString(),
        InSanity = AmountOf,
        InStripe = AmountOf,
    };

    private static string AmountOf(JsonObject price) => $"{price["unit_amount"]} {price["currency"]}";

    private static Said Rhythm(Match match)
    {
        var parts = new List<(string Name, string Text, JsonNode Value)>
        {
            ("interval", match.Groups["unit"].Value, match.Groups["unit"].Value),
            Number("interval_count", match.Groups["count"] is { Success: true } count ? count.Value : "1"),
        };
        if (match.Groups["trial"] is { Success: true } trial)
        {
            parts.Add(Number("trial_period_days", trial.Value));
        }

        if (match.Groups["meter"] is { Success: true } meter)
        {
            parts.AddRange([("usage_type", "metered", "metered"), ("meter", meter.Value, meter.Value)]);
        }

        var rhythm = new JsonObject(parts.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)part.Value)));
        return new Said
        {
            Text = "",
            Sanity = [("recurring", rhythm)],
            Stripe = [.. parts.Select(part => ($"recurring[{part.Name}]", part.Text))],
            Expected = RhythmOf(new JsonObject { ["recurring"] = rhythm.DeepClone() }),
            InSanity = RhythmOf,
            InStripe = RhythmOf,
        };

        static (string, string, JsonNode) Number(string name, string text) => (name, text, int.Parse(text));
    }

    private static string? RhythmOf(JsonObject price) => price["recurring"] is { } rhythm
        ? $"{rhythm["interval_count"] ?? 1} {rhythm["interval"]}, {rhythm["trial_period_days"] ?? 0} free, {rhythm["usage_type"] ?? "licensed"} {rhythm["meter"]}".TrimEnd()
        : null;

    private static Said DefaultPrice(Group thing, Cast cast) => !thing.Success
        ? new Said { Text = "", Sanity = [("default_price", null)], Stripe = [("default_price", "")], InSanity = document => Named(document["default_price"]), InStripe = product => (string?)product["default_price"] }
        : new Said
        {
            Text = "",
            Sanity = [("default_price", cast.Price(thing.Value)?.Mention ?? Reference(thing.Value))],
            Stripe = cast.Stripe(thing.Value) is { } price ? [("default_price", price)] : [],
            Expected = "yes",
            InSanity = document => Named(document["default_price"]) is { } shown && shown == Named(cast.Price(thing.Value)?.Mention) ? "yes" : Named(document["default_price"]),
            InStripe = product => (string?)product["default_price"] is { } shown && shown == cast.Stripe(thing.Value) ? "yes" : $"{product["default_price"]}",
        };

    // A default price is a reference to a document, or the key of an entry.
    private static string? Named(JsonNode? mention) => mention is JsonObject reference ? (string?)reference["_ref"] : (string?)mention;

    private static Said StripeId(Match match, Cast cast)
    {
        var id = match.Groups["text"] is { Success: true } text ? text.Value : match.Groups["thing"] is { Success: true } thing ? cast.Stripe(thing.Value) : null;
        var path = cast.IsPrice(match.Groups["thing"].Value) ? "stripePriceId" : "stripeProductId";
        return new Said { Text = "", Sanity = [(path, id)], Expected = id, InSanity = document => (string?)document[path] };
    }

    private static Said Metadata(string name, string value) => new()
    {
        Text = "", Stripe = [($"metadata[{name}]", value)], Expected = value, InStripe = thing => (string?)thing["metadata"]?[name],
    };

    private static Said Raw(Place place, Group json)
    {
        var value = json.Success ? JsonNode.Parse(json.Value) : null;
        return new Said { Text = "", Sanity = [(place.InPatch, value)], Expected = value?.ToJsonString(), InSanity = document => place.In(document)?.ToJsonString() };
    }

    private static JsonObject Reference(string id, bool isWeak = false) => isWeak
        ? new JsonObject { ["_type"] = "reference", ["_ref"] = id, ["_weak"] = true }
        : new JsonObject { ["_type"] = "reference", ["_ref"] = id };
}
