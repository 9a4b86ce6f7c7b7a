using System.Globalization;
using System.Text.Json.Nodes;
using Tandem.Core;

namespace Tandem.Simulation;

/// <summary>A product or price as a side shows it, in words that both sides share. Written from the vendors' documents, without the product's own code.</summary>
/// <param name="Side">Which side shows it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id there.</param>
/// <param name="Mirror">The id on the other side that it carries.</param>
/// <param name="Product">The product that a price belongs to, by its id on this side.</param>
/// <param name="Fields">What it shows; unset fields are not in here.</param>
internal sealed record Item(Side Side, Kind Kind, string Id, string? Mirror, string? Product, SortedDictionary<string, string> Fields)
{
    /// <summary>Fields whose values are unique in a schedule, so that each value tells whose edit it is.</summary>
    public static readonly string[] Told = ["name", "description", "brand", "unit_amount", "also", "nickname", "lookup_key", .. Extra.All.Select(extra => extra.Field)];

    /// <summary>The other currency that prices may have an amount in.</summary>
    public const string Also = "gbp";

    /// <summary>Fields that take few values.</summary>
    public static readonly string[] Plain = ["active", "currency", "recurring", "scheme", "tax_behavior", "tax_code", "shippable"];

    /// <summary>What a field shows, or null.</summary>
    public string? this[string field] => Fields.GetValueOrDefault(field);

    /// <summary>Whether it can be sold.</summary>
    public bool IsActive => this["active"] != "no";

    /// <summary>Whether an editor wants it to be left alone.</summary>
    public bool IsLeftAlone => this["noSync"] is not null;

    /// <summary>A published document of Sanity.</summary>
    public static Item? Of(JsonObject document)
    {
        var isProduct = (string?)document["_type"] == "product";
        if (!isProduct && (string?)document["_type"] != "price")
        {
            return null;
        }

        var fields = Texts(document, isProduct ? ["name", "description", "brand", "tax_code"] : ["currency", "nickname", "lookup_key", "tax_behavior"]);
        Rest(fields, document, isProduct, extra => extra.Document);
        Put(fields, "active", document["active"] is JsonValue flag && flag.TryGetValue<bool>(out var active) && !active ? "no" : "yes");
        Charge(fields, document);
        Put(fields, "also", (document["currency_options"] as JsonArray)?.FirstOrDefault(option => (string?)option?["currency"] == Also) is { } other ? Least(other) : null);
        Put(fields, "noSync", document["noSync"] is JsonValue left && left.TryGetValue<bool>(out var isLeft) && isLeft ? "yes" : null);
        Put(fields, "recurring", Rhythm(document["recurring"]));
        Put(fields, "default_price", (string?)document["default_price"]?["_ref"]);
        return new Item(
            Side.Sanity, isProduct ? Kind.Product : Kind.Price, (string)document["_id"]!, (string?)document[isProduct ? "stripeProductId" : "stripePriceId"],
            (string?)document["product"]?["_ref"], fields);
    }

    /// <summary>An object of Stripe.</summary>
    public static Item OfStripe(JsonObject value)
    {
        var isProduct = (string?)value["object"] == "product";
        var fields = Texts(value, isProduct ? ["name", "description", "tax_code"] : ["currency", "nickname", "lookup_key", "tax_behavior"]);
        Rest(fields, value, isProduct, extra => extra.Charged);
        _ = fields.GetValueOrDefault("tax_behavior") == "unspecified" && fields.Remove("tax_behavior");
        Put(fields, "active", (bool)value["active"]! ? "yes" : "no");
        Put(fields, "brand", isProduct ? (string?)value["metadata"]?["brand"] : null);
        Charge(fields, value);
        Put(fields, "also", !isProduct && value["currency_options"]?[Also] is { } other ? Least(other) : null);
        Put(fields, "recurring", isProduct ? null : Rhythm(value["recurring"]));
        Put(fields, "default_price", isProduct ? (string?)value["default_price"] : null);
        return new Item(
            Side.Stripe, isProduct ? Kind.Product : Kind.Price, (string)value["id"]!, (string?)value["metadata"]?["sanity_id"], isProduct ? null : (string?)value["product"], fields);
    }

    /// <summary>The fields in which two objects differ, default prices left out: those are ids of their own side.</summary>
    public IEnumerable<string> Differences(Item? other) =>
        (Kind == Kind.Product ? ["name", "description", "brand", "active", "tax_code", "shippable", .. Extra.All.Select(extra => extra.Field)] : (string[])["unit_amount", "also", "scheme", "currency", "recurring", "nickname", "lookup_key", "tax_behavior", "active"])
        .Where(field => this[field] != other?[field]);

    /// <inheritdoc/>
    public override string ToString() => $"{Side} {Kind} {Id} {{{string.Join(", ", Fields.Select(pair => $"{pair.Key}: {pair.Value}"))}}}{(Mirror is null ? "" : $" mirror {Mirror}")}{(Product is null ? "" : $" of {Product}")}";

    private static SortedDictionary<string, string> Texts(JsonObject value, IEnumerable<string> names)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            Put(fields, name, value[name] is JsonValue text && text.TryGetValue<string>(out var read) ? read.Trim() : null);
        }

        return fields;
    }

    private static void Put(SortedDictionary<string, string> fields, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value) && value != "null")
        {
            fields[name] = value;
        }
    }

    // One amount tells whose edit it is, however the price is charged.
    private static void Charge(SortedDictionary<string, string> fields, JsonObject price)
    {
        var (tiers, custom, packages) = (price["tiers"] as JsonArray, price["custom_unit_amount"], price["transform_quantity"]);
        Put(fields, "unit_amount", Least(price));
        Put(fields, "scheme", tiers is { Count: > 0 } ? $"{price["tiers_mode"]} up to {tiers[0]!["up_to"]}" : custom is not null ? "chosen" : packages is not null ? $"by {packages["divide_by"]} {packages["round"]}" : null);
    }

    private static string? Least(JsonNode price) =>
        (price["tiers"] is JsonArray and [{ } first, ..] ? first["unit_amount"] : price["custom_unit_amount"] is { } custom ? custom["minimum"] : price["unit_amount"])?.ToJsonString();

    private static void Rest(SortedDictionary<string, string> fields, JsonObject value, bool isProduct, Func<Extra, Func<JsonNode, string?>> reading)
    {
        foreach (var extra in isProduct ? Extra.All : [])
        {
            Put(fields, extra.Field, value[extra.Field] is { } held ? reading(extra)(held) : null);
        }

        Put(fields, "shippable", isProduct && value["shippable"] is JsonValue flag ? flag.ToJsonString() : null);
    }

    private static string? Rhythm(JsonNode? recurring) => recurring is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{(string?)recurring["interval"]}/{recurring["interval_count"]?.GetValue<int>() ?? 1}");
}
