using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tandem.Core;
using Tandem.Sanity;

namespace Tandem.Simulation;

/// <summary>Prices are entries of a list in their product's document. People and checks know each by its slot, as if it were a document.</summary>
internal sealed partial class EmbeddedLayout() : Layout("embedded", SanitySchema.Default.EmbeddedIn("prices"))
{
    /// <inheritdoc/>
    public override IEnumerable<JsonObject> Read(JsonObject held)
    {
        var id = (string)held["_id"]!;
        var product = held.DeepClone().AsObject();
        product.Remove("prices");
        if ((string?)held["default_price"] is { } key)
        {
            product["default_price"] = Reference(SlotOf(id, key));
        }

        yield return product;
        foreach (var entry in Entries(held))
        {
            var price = entry.DeepClone().AsObject();
            price["_id"] = SlotOf(id, (string)entry["_key"]!);
            price["_type"] = "price";
            price["product"] = Reference(id);
            yield return price;
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<JsonObject> Patches(string id, JsonObject usual, JsonObject? current)
    {
        var entry = current is null ? null : Find(current, id);
        return [entry is null ? Chosen(usual, current) : Inside(entry, usual)];
    }

    /// <summary>A new price, as the patches that the Studio would send.</summary>
    public static IEnumerable<JsonObject> NewEntry(string key, JsonObject usual)
    {
        var entry = usual.DeepClone().AsObject();
        entry["_key"] = key;
        return
        [
            new JsonObject { ["setIfMissing"] = new JsonObject { ["prices"] = new JsonArray() } },
            new JsonObject { ["insert"] = new JsonObject { ["after"] = "prices[-1]", ["items"] = new JsonArray(entry) } },
        ];
    }

    /// <summary>A price taken out of its document, and out of the place of the default one.</summary>
    public static JsonObject? Removal(string slot, JsonObject current) => Find(current, slot) is not { } entry
        ? null
        : new JsonObject
        {
            ["unset"] = (string?)current["default_price"] == (string)entry["_key"]! ? new JsonArray("default_price", Place(entry)) : new JsonArray(Place(entry)),
        };

    // An entry that Tandem made for a price of Stripe's has the slot that its key begins with, in the document for which it was made.
    private static string SlotOf(string id, string key) =>
        Made.Match(key) is { Success: true, Groups: var parts } && parts["mark"].Value == Derived.Hex("entry", id)[..8] ? parts["slot"].Value : $"{id}.{key}";

    private static IEnumerable<JsonObject> Entries(JsonObject document) => (document["prices"] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static JsonObject? Find(JsonObject document, string slot)
    {
        var id = ((string)document["_id"]!).Split('.')[^1];
        return Entries(document).FirstOrDefault(entry => SlotOf(id, (string)entry["_key"]!) == slot);
    }

    private static string Place(JsonObject entry) => $"prices[_key==\"{entry["_key"]}\"]";

    private static JsonObject Inside(JsonObject entry, JsonObject usual)
    {
        var patch = new JsonObject();
        if (usual["set"] is JsonObject set)
        {
            patch["set"] = new JsonObject(set.Select(pair => KeyValuePair.Create($"{Place(entry)}.{pair.Key}", pair.Value?.DeepClone())));
        }

        if (usual["unset"] is JsonArray unset)
        {
            patch["unset"] = new JsonArray([.. unset.Select(JsonNode? (field) => $"{Place(entry)}.{field}")]);
        }

        return patch;
    }

    // The default price is named by its key.
    private static JsonObject Chosen(JsonObject usual, JsonObject? current)
    {
        if ((string?)usual["set"]?["default_price"]?["_ref"] is not { } slot || current is null)
        {
            return usual;
        }

        var patch = usual.DeepClone().AsObject();
        patch["set"]!["default_price"] = (string?)Find(current, slot)?["_key"] ?? "nothing";
        return patch;
    }

    private static JsonObject Reference(string id) => new() { ["_type"] = "reference", ["_ref"] = id };

    [GeneratedRegex("^(?<slot>stripePrice-.+)-(?<mark>[0-9a-f]{8})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Made { get; }
}
