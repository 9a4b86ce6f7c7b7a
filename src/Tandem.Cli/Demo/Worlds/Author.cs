using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;

namespace Tandem.Cli.Demo;

/// <summary>A content editor who works on products with their prices: several documents at once, as one does in the Studio.</summary>
/// <param name="world">The content side.</param>
internal sealed class Author(SanityWorld world)
{
    /// <summary>Writes a new product with its prices as drafts; the first price is the default.</summary>
    /// <param name="name">A short name that the ids are made of.</param>
    /// <param name="title">The product's name.</param>
    /// <param name="description">What it is.</param>
    /// <param name="prices">At least one.</param>
    /// <returns>The product's id.</returns>
    public string Draft(string name, string title, string description, params NewPrice[] prices)
    {
        var product = $"product-{name}";
        var ids = prices.Select(price => PriceId(name, price)).ToArray();
        world.Editor.Create(new JsonObject
        {
            ["_id"] = product,
            ["_type"] = "product",
            ["name"] = title,
            ["slug"] = new JsonObject { ["_type"] = "slug", ["current"] = name },
            ["description"] = description,
            ["active"] = true,
        });
        foreach (var (id, price) in ids.Zip(prices))
        {
            world.Editor.Create(Price(id, product, price));
        }

        world.Editor.Edit(product, new JsonObject
        {
            ["set"] = new JsonObject
            {
                ["default_price"] = Later(ids[0], "price"),
                ["prices"] = new JsonArray([.. ids.Select(id => Later(id, "price", id))]),
            },
        });
        return product;
    }

    /// <summary>Writes a new price of a product as a draft, and adds it to the product's list.</summary>
    public string DraftPrice(string product, NewPrice price)
    {
        var id = PriceId(product.Replace("product-", "", StringComparison.Ordinal), price);
        while (world.Document(id) is not null || world.Document($"drafts.{id}") is not null)
        {
            id += "-new";
        }

        world.Editor.Create(Price(id, product, price));
        world.Editor.Edit(product, new JsonObject
        {
            ["setIfMissing"] = new JsonObject { ["prices"] = new JsonArray() },
            ["insert"] = new JsonObject { ["after"] = "prices[-1]", ["items"] = new JsonArray(Later(id, "price", id)) },
        });
        return id;
    }

    /// <summary>Publishes every draft of a product and of its prices, as one.</summary>
    public void Publish(string product)
    {
        if (ContentProduct.Find(world, product) is not { } found)
        {
            return;
        }

        JsonNode?[] actions = [.. found.Prices.Append(found.Document).Where(document => document.Draft is not null).Select(document => Action("publish", document.Id))];
        if (actions.Length > 0)
        {
            world.Act(new JsonArray(actions));
        }
    }

    /// <summary>Takes a product and its prices off the website; the drafts stay.</summary>
    public void Unpublish(string product)
    {
        if (ContentProduct.Find(world, product) is { } found)
        {
            var published = found.Prices.Append(found.Document).Where(document => document.Published is not null).ToList();
            world.Act(new JsonArray([.. published.Select(document => Weakened(document)), .. published.Select(document => Action("unpublish", document.Id))]));
        }
    }

    /// <summary>Deletes a product and its prices, drafts and all.</summary>
    public void Delete(string product)
    {
        if (ContentProduct.Find(world, product) is { } found)
        {
            world.Act(new JsonArray([.. found.Prices.Append(found.Document).Select(Deletion)]));
        }
    }

    private static string PriceId(string name, NewPrice price) => $"price-{name}-{price.Currency}{(price.Interval is { } interval ? "-" + interval : "")}";

    private static JsonObject Price(string id, string product, NewPrice price)
    {
        var document = new JsonObject
        {
            ["_id"] = id,
            ["_type"] = "price",
            ["product"] = Later(product, "product"),
            ["unit_amount"] = price.Amount,
            ["currency"] = price.Currency,
            ["active"] = true,
        };
        if (price.Interval is { } interval)
        {
            document["recurring"] = new JsonObject { ["interval"] = interval, ["interval_count"] = 1 };
        }

        return document;
    }

    // What the Studio writes when the target may not be published yet: weak until it is.
    private static JsonObject Later(string id, string type, string? key = null)
    {
        var reference = new JsonObject
        {
            ["_type"] = "reference",
            ["_ref"] = id,
            ["_weak"] = true,
            ["_strengthenOnPublish"] = new JsonObject { ["type"] = type },
        };
        if (key is not null)
        {
            reference["_key"] = key;
        }

        return reference;
    }

    // A draft may not name strongly what is about to be unpublished; it will again when it is published.
    private static JsonObject Weakened(ContentDocument document)
    {
        var set = new JsonObject();
        foreach (var (field, type) in new[] { ("product", "product"), ("default_price", "price") })
        {
            if (document.Shown.Reference(field) is { } id)
            {
                set[field] = Later(id, type);
            }
        }

        if (document.Shown["prices"] is JsonArray prices)
        {
            set["prices"] = new JsonArray([.. prices.OfType<JsonObject>().Select(entry => Later(entry.Text("_ref")!, "price", entry.Text("_key")))]);
        }

        var edit = Action("edit", document.Id);
        edit["patch"] = new JsonObject { ["set"] = set };
        return edit;
    }

    private static JsonObject Action(string verb, string id) => new()
    {
        ["actionType"] = $"sanity.action.document.{verb}",
        ["draftId"] = $"drafts.{id}",
        ["publishedId"] = id,
    };

    private static JsonObject Deletion(ContentDocument document) => document.Published is null
        ? new JsonObject { ["actionType"] = "sanity.action.document.version.discard", ["versionId"] = $"drafts.{document.Id}" }
        : new JsonObject
        {
            ["actionType"] = "sanity.action.document.delete",
            ["publishedId"] = document.Id,
            ["includeDrafts"] = document.Draft is null ? [] : new JsonArray($"drafts.{document.Id}"),
        };
}
