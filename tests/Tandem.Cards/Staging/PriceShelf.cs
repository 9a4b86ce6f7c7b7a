using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;

namespace Tandem.Cards;

/// <summary>Where the dataset of a card keeps its prices, and how an editor puts one there.</summary>
public abstract class PriceShelf
{
    /// <summary>The shelf of a mapping.</summary>
    /// <param name="list">The list in product documents whose entries are the prices; null when each price is a document.</param>
    public static PriceShelf Of(string? list) => list is null ? new PriceDocuments() : new PriceEntries(list);

    /// <summary>The prices in a document, a draft or a version.</summary>
    public abstract IEnumerable<HeldPrice> In(JsonObject document);

    /// <summary>Publishes a new product with its default price.</summary>
    public abstract void Publish(SanityEditor editor, JsonObject product, Amount price);

    /// <summary>Publishes a new price.</summary>
    /// <param name="editor">Who does it.</param>
    /// <param name="word">How the card names it.</param>
    /// <param name="product">The id of its product, if it has one.</param>
    /// <param name="content">What it holds.</param>
    public abstract void Add(SanityEditor editor, string word, string? product, JsonObject content);

    /// <summary>Takes a price away.</summary>
    public abstract void Remove(SanityEditor editor, HeldPrice price);

    /// <summary>The published id of a document, a draft or a version.</summary>
    protected static string Published(JsonObject document) => (string)document["_id"]! switch
    {
        var id when id.StartsWith("drafts.", StringComparison.Ordinal) => id["drafts.".Length..],
        var id when id.StartsWith("versions.", StringComparison.Ordinal) => id.Split('.', 3)[2],
        var id => id,
    };
}

/// <summary>Each price is a document.</summary>
public sealed class PriceDocuments : PriceShelf
{
    /// <inheritdoc/>
    public override IEnumerable<HeldPrice> In(JsonObject document)
    {
        if ((string?)document["_type"] == "price")
        {
            yield return new HeldPrice(Published(document), Published(document), (string?)document["product"]?["_ref"], document);
        }
    }

    /// <inheritdoc/>
    public override void Publish(SanityEditor editor, JsonObject product, Amount price)
    {
        var id = (string)product["_id"]!;
        var word = $"{id}-{price.Currency}";
        editor.PublishNew(product);
        Add(editor, word, id, new JsonObject { ["active"] = true, ["unit_amount"] = price.Minor, ["currency"] = price.Currency });
        editor.SetAndPublish(id, "default_price", Reference(word));
    }

    /// <inheritdoc/>
    public override void Add(SanityEditor editor, string word, string? product, JsonObject content)
    {
        (content["_id"], content["_type"]) = (word, "price");
        if (product is not null && content["product"] is null)
        {
            content["product"] = Reference(product);
        }

        editor.PublishNew(content);
    }

    /// <inheritdoc/>
    public override void Remove(SanityEditor editor, HeldPrice price) => editor.Delete(price.Document);

    /// <summary>A reference to a document.</summary>
    public static JsonObject Reference(string id) => new() { ["_type"] = "reference", ["_ref"] = id };
}

/// <summary>Prices are entries of a list in their product's document: <c>mug-eur</c> is the entry of <c>mug</c> whose <c>_key</c> is <c>eur</c>.</summary>
public sealed class PriceEntries(string list) : PriceShelf
{
    /// <inheritdoc/>
    public override IEnumerable<HeldPrice> In(JsonObject document)
    {
        if ((string?)document["_type"] != "product" || document[list] is not JsonArray entries)
        {
            yield break;
        }

        var product = Published(document);
        foreach (var (index, entry) in entries.OfType<JsonObject>().Index())
        {
            // A key that another entry has, too, leads to both of them.
            var key = (string?)entry["_key"];
            var isUnique = key is not null && entries.Count(other => (string?)(other as JsonObject)?["_key"] == key) == 1;
            yield return new HeldPrice($"{product}-{key}", product, product, entry)
            {
                Place = isUnique ? $"{list}[_key==\"{key}\"]." : $"{list}[{index}].",
                Slot = $"{product}.{key}",
                Mention = JsonValue.Create(key ?? ""),
            };
        }
    }

    /// <inheritdoc/>
    public override void Publish(SanityEditor editor, JsonObject product, Amount price)
    {
        product[list] = new JsonArray(new JsonObject { ["_key"] = price.Currency, ["unit_amount"] = price.Minor, ["currency"] = price.Currency });
        product["default_price"] = price.Currency;
        editor.PublishNew(product);
    }

    /// <inheritdoc/>
    public override void Add(SanityEditor editor, string word, string? product, JsonObject content)
    {
        if (product is null || !word.StartsWith($"{product}-", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{word} is no price of {product ?? "a product"}: an entry is named by its product and its _key, as {product ?? "mug"}-eur.");
        }

        content.TryAdd("_key", word[(product.Length + 1)..]);
        editor.Edit(product, new JsonObject { ["setIfMissing"] = new JsonObject { [list] = new JsonArray() } });
        editor.Edit(product, new JsonObject { ["insert"] = new JsonObject { ["after"] = $"{list}[-1]", ["items"] = new JsonArray(content) } });
        editor.Publish(product);
    }

    /// <inheritdoc/>
    public override void Remove(SanityEditor editor, HeldPrice price)
    {
        editor.Edit(price.Document, new JsonObject { ["unset"] = new JsonArray(price.Place.TrimEnd('.')) });
        editor.Publish(price.Document);
    }
}
