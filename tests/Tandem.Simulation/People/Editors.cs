using System.Text.Json.Nodes;
using Tandem.Core;

namespace Tandem.Simulation;

/// <summary>People in Sanity Studio.</summary>
internal sealed partial class Editors(Universe universe) : Crowd(universe)
{
    private static readonly string[] Texts = ["name", "description", "brand"];
    private readonly HashSet<(string Id, string Field)> _typed = [];
    private readonly HashSet<string> _withdrawn = new(StringComparer.Ordinal);
    private int _made;

    private Layout Layout => Universe.Setting.Layout;

    private Sandbox.Sanity.SanityEditor Editor => Universe.Sanity.Editor;

    /// <summary>Makes and publishes a product with up to two prices, one of them perhaps the default.</summary>
    public void CreateProduct(Random random)
    {
        var id = $"p{++_made}";
        var prices = random.Next(3);
        Act($"publishes the new product {id}", () =>
        {
            Editor.PublishNew(Layout.Document(Json($$"""{"_id":"{{id}}","_type":"product","name":"{{NewText("name")}}"}""")));
        });
        for (var number = 0; number < prices; number++)
        {
            CreatePrice(random, id, number == 0 && random.Next(2) == 0);
        }
    }

    /// <summary>Changes a text of a product and publishes.</summary>
    public void EditProduct(Random random) => Edit(random, 1);

    /// <summary>Changes two texts at once.</summary>
    public void EditTwoFields(Random random) => Edit(random, 2);

    /// <summary>Sets a text back to a value that it had before.</summary>
    public void Return(Random random)
    {
        if (Pick(random, Documents(Kind.Product)) is { } product)
        {
            var field = Texts[random.Next(Texts.Length)];
            SetAndPublish(product.Id, field, Returned(random, product.Id, field));
        }
    }

    /// <summary>Empties a text.</summary>
    public void Clear(Random random)
    {
        if (Pick(random, Documents(Kind.Product)) is { } product)
        {
            var field = random.Next(2) == 0 ? "description" : "brand";
            Type(product.Id, field, new JsonObject { ["unset"] = new JsonArray(field) });
            Publish(product.Id);
        }
    }

    /// <summary>Switches a product or price on or off.</summary>
    public void Toggle(Random random)
    {
        if (Pick(random, Universe.Ledger.Documents.Values) is { } item)
        {
            SetAndPublish(item.Id, "active", JsonValue.Create(!item.IsActive));
        }
    }

    /// <summary>Types into a draft and leaves it open.</summary>
    public void LeaveDraft(Random random)
    {
        if (Pick(random, Documents(Kind.Product)) is { } product)
        {
            var field = Texts[random.Next(Texts.Length)];
            Type(product.Id, field, Set(field, NewText(field)));
        }
    }

    /// <summary>Publishes a draft that was left open.</summary>
    public void PublishDraft(Random random)
    {
        if (Pick(random, Drafts()) is { } id)
        {
            Publish(id);
        }
    }

    /// <summary>Throws a draft away.</summary>
    public void DiscardDraft(Random random)
    {
        if (Pick(random, Drafts()) is { } id)
        {
            Act($"discards the draft of {id}", () => Editor.Discard(id));
            _typed.RemoveWhere(typed => typed.Id == id);
        }
    }

    /// <summary>Writes into a content release.</summary>
    public void EditVersion(Random random)
    {
        if (Pick(random, Documents(Kind.Product)) is { } product && Universe.Sanity.Document(product.Id) is { } document)
        {
            document["_id"] = $"versions.r1.{product.Id}";
            document[Layout.Title] = NewText("name");
            document.Remove("_rev");
            Act($"edits the release version of {product.Id}", () => Universe.Sanity.Mutate([new JsonObject { ["createOrReplace"] = document }]));
        }
    }

    /// <summary>Changes or clears one of the rarer fields.</summary>
    public void EditExtra(Random random)
    {
        if (random.Next(3) == 0)
        {
            if (Pick(random, Documents(Kind.Price)) is { } price)
            {
                SetAndPublish(price.Id, "tax_behavior", price["tax_behavior"] == "inclusive" ? "exclusive" : "inclusive");
            }

            return;
        }

        if (Pick(random, Documents(Kind.Product)) is not { } product)
        {
            return;
        }

        switch (Pick(random, Universe.Setting.Rarer(Side.Sanity)))
        {
            case "tax_code":
                SetAndPublish(product.Id, "tax_code", product["tax_code"] == "txcd_10103000" ? "txcd_99999999" : "txcd_10103000");
                break;
            case "shippable":
                SetAndPublish(product.Id, "shippable", product["shippable"] != "true");
                break;
            case { } field:
                var value = Extra.All.First(extra => extra.Field == field).Typed(Universe.Unique());
                Type(product.Id, field, product[field] is not null && random.Next(4) == 0 ? new JsonObject { ["unset"] = new JsonArray(field) } : Set(field, value));
                Publish(product.Id);
                break;
        }
    }

    /// <summary>Deletes a product with its prices.</summary>
    public void DeleteProduct(Random random)
    {
        if (Pick(random, Documents(Kind.Product)) is { } product)
        {
            Away(product, "deletes", id => Editor.Delete(id));
        }
    }

    /// <summary>Unpublishes a product with its prices.</summary>
    public void Unpublish(Random random)
    {
        if (Pick(random, Documents(Kind.Product)) is { } product)
        {
            Away(product, "unpublishes", id => Editor.Unpublish(id));
        }
    }

    /// <summary>Publishes again what was unpublished.</summary>
    public void Republish(Random random)
    {
        if (Pick(random, _withdrawn.Where(id => Universe.Sanity.Document("drafts." + id) is { } draft && (string?)draft["_type"] == "product").Order(StringComparer.Ordinal)) is { } id)
        {
            Publish(id);
            foreach (var price in _withdrawn.Where(price => price.StartsWith(id + "-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList())
            {
                Publish(price);
            }
        }
    }

    /// <summary>Duplicates a product, Stripe's ids and all, and publishes the copy.</summary>
    public void Duplicate(Random random)
    {
        if (Pick(random, Documents(Kind.Product)) is { } product)
        {
            var copy = $"p{++_made}";
            if (Act($"duplicates {product.Id} as {copy}", () => Editor.Duplicate(product.Id, copy)))
            {
                Publish(copy, (_, _) => true);
            }
        }
    }

    /// <summary>Wipes or falsifies the mirror of a Stripe id.</summary>
    public void SpoilMirror(Random random)
    {
        if (Pick(random, Universe.Ledger.Documents.Values) is not { } item)
        {
            return;
        }

        var field = item.Kind == Kind.Product ? "stripeProductId" : "stripePriceId";
        var other = Pick(random, Documents(item.Kind).Where(other => other.Id != item.Id && other.Mirror is not null));
        if (other is null || random.Next(2) == 0)
        {
            Type(item.Id, field, new JsonObject { ["unset"] = new JsonArray(field) });
            Publish(item.Id);
        }
        else
        {
            SetAndPublish(item.Id, field, other.Mirror!);
        }
    }

    /// <summary>Saves without changing anything.</summary>
    public void Touch(Random random)
    {
        if (Pick(random, Documents(Kind.Product)) is { } product)
        {
            SetAndPublish(product.Id, "name", product["name"] ?? NewText("name"));
        }
    }

    /// <summary>Wants a product to be left alone, or not any more.</summary>
    public void LeaveAlone(Random random)
    {
        if (Layout.LeftAlone is { } field && Pick(random, Documents(Kind.Product)) is { } product)
        {
            SetAndPublish(product.Id, field, !product.IsLeftAlone);
        }
    }

    /// <summary>Changes a field that Tandem does not carry.</summary>
    public void EditForeignField(Random random)
    {
        if (Pick(random, Documents(Kind.Product)) is { } product)
        {
            SetAndPublish(product.Id, "seoTitle", NewText("seo"));
        }
    }

    /// <summary>A document as a clone of another environment leaves it: it names a Stripe object that is not in this account.</summary>
    public void CreateClone()
    {
        var id = $"p{++_made}";
        Act($"has cloned the product {id}", () => Editor.PublishNew(Layout.Document(Json($$"""{"_id":"{{id}}","_type":"product","name":"{{NewText("name")}}","stripeProductId":"prod_Elsewhere{{_made}}"}"""))));
    }

    /// <summary>A document that names an existing Stripe product, as a shop that was wired by hand has it.</summary>
    public void CreateLinked(Item product)
    {
        var id = $"p{++_made}";
        var text = Json($$"""{"_id":"{{id}}","_type":"product","name":"{{NewText("name")}}","stripeProductId":"{{product.Id}}"}""");
        Act($"has the product {id} for {product.Id}", () => Editor.PublishNew(Layout.Document(text)));
    }

    private void Edit(Random random, int count)
    {
        if (Pick(random, Documents(Kind.Product)) is not { } product)
        {
            return;
        }

        foreach (var field in Texts.OrderBy(_ => random.Next()).Take(count))
        {
            Type(product.Id, field, Set(field, NewText(field)));
        }

        Publish(product.Id);
    }

    // References forbid deleting: prices that are documents go first, and nothing may name them.
    private void Away(Item product, string verb, Action<string> away)
    {
        foreach (var price in Documents(Kind.Price).Where(price => !Layout.IsEmbedded && price.Product == product.Id).ToList())
        {
            Detach(price.Id);
            Act($"{verb} {price.Id}", () => away(price.Id));
            _withdrawn.Add(price.Id);
        }

        Act($"{verb} {product.Id}", () => away(product.Id));
        _withdrawn.Add(product.Id);
        _typed.RemoveWhere(typed => typed.Id == product.Id);
    }

    private IEnumerable<string> Drafts() => Universe.Sanity.Documents().Keys
        .Where(id => id.StartsWith("drafts.", StringComparison.Ordinal)).Select(id => id["drafts.".Length..]).Where(id => Universe.Ledger.Documents.ContainsKey(id));

    private void SetAndPublish(string id, string field, JsonNode value, string? path = null)
    {
        Type(id, field, Set(path ?? field, value));
        Publish(id);
    }

    private void Type(string id, string field, JsonObject patch)
    {
        if (Act($"types {patch.ToJsonString()} into {id}", () => Send(id, patch)))
        {
            _typed.Add((id, field));
        }
    }

    private void Send(string id, JsonObject patch)
    {
        var document = DocumentOf(id);
        foreach (var step in Layout.Patches(id, patch, Seen(document)))
        {
            Editor.Edit(document, step);
        }
    }

    // The document in which a product or price lies.
    private string DocumentOf(string id) => Layout.IsEmbedded && Universe.Ledger.Documents.GetValueOrDefault(id) is { Kind: Kind.Price, Product: { } product } ? product : id;

    private JsonObject? Seen(string document) => Universe.Sanity.Document("drafts." + document) ?? Universe.Sanity.Document(document);

    private void Publish(string id, Func<string, string, bool>? meant = null)
    {
        var (typed, published) = (_typed.ToHashSet(), DocumentOf(id));
        var gone = typed.Where(one => DocumentOf(one.Id) == published).ToList();
        Act($"publishes {published}", () => Editor.Publish(published), meant ?? ((item, field) => typed.Contains((item, field))));
        _typed.ExceptWith(gone);
    }

    private static JsonObject Set(string field, JsonNode value) => new() { ["set"] = new JsonObject { [field] = value } };

    private static JsonObject Reference(string id) => Json($$"""{"_type":"reference","_ref":"{{id}}"}""");
}
