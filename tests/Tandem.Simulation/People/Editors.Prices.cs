using System.Globalization;
using System.Text.Json.Nodes;
using Tandem.Core;

namespace Tandem.Simulation;

/// <content>What they do with prices.</content>
internal sealed partial class Editors
{
    /// <summary>Makes and publishes a price of some product.</summary>
    public void CreatePrice(Random random)
    {
        if (Pick(random, Documents(Kind.Product)) is { } product)
        {
            CreatePrice(random, product.Id, random.Next(3) == 0);
        }
    }

    /// <summary>Changes what a price costs.</summary>
    public void ChangeAmount(Random random)
    {
        if (Pick(random, Documents(Kind.Price)) is { } price)
        {
            Charge(price, Universe.Unique());
        }
    }

    /// <summary>Types an amount with two noughts too many.</summary>
    public void Slip(Random random)
    {
        if (Pick(random, Documents(Kind.Price)) is { } price)
        {
            Charge(price, Universe.Unique() * 100);
        }
    }

    /// <summary>Sets a price back to an amount that it had before.</summary>
    public void ReturnAmount(Random random)
    {
        if (Pick(random, Documents(Kind.Price)) is { } price
            && Pick(random, Universe.Ledger.Of(price.Id, "unit_amount").Select(edit => edit.Value).OfType<string>()) is { } amount)
        {
            Charge(price, int.Parse(amount, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Charges a price in another way: by tiers, by packages, as the customer likes, or by the unit again.</summary>
    public void ChangeScheme(Random random)
    {
        if (Pick(random, Documents(Kind.Price)) is { } price)
        {
            var amount = Universe.Unique();
            var (set, unset) = random.Next(4) switch
            {
                0 => ($$"""
                    "tiers":[{"_key":"a","up_to":{{random.Next(1, 3) * 10}},"unit_amount":{{amount}} },{"_key":"b","up_to":"inf","unit_amount":5}],
                    "tiers_mode":"volume","recurring":{"interval":"month","interval_count":1}
                    """, "unit_amount,custom_unit_amount,transform_quantity,currency_options"),
                1 => ($$"""
                    "custom_unit_amount":{"enabled":true,"minimum":{{amount}} }
                    """, "unit_amount,tiers,tiers_mode,recurring,transform_quantity"),
                2 => ($$"""
                    "unit_amount":{{amount}},"transform_quantity":{"divide_by":10,"round":"up"}
                    """, "custom_unit_amount,tiers,tiers_mode"),
                _ => ($"\"unit_amount\":{amount}", "custom_unit_amount,tiers,tiers_mode,transform_quantity"),
            };
            unset += IsTiered(price) && !unset.Contains("currency_options", StringComparison.Ordinal) ? ",currency_options" : "";
            Type(price.Id, "unit_amount", new JsonObject { ["set"] = Json("{" + set + "}"), ["unset"] = new JsonArray([.. unset.Split(',').Select(JsonNode (name) => name)]) });
            Publish(price.Id);
        }
    }

    /// <summary>Gives a price an amount in another currency, another one there, or none any more.</summary>
    public void ChangeOtherCurrency(Random random)
    {
        if (Pick(random, Documents(Kind.Price)) is { } price)
        {
            var amount = IsTiered(price)
                ? Json($$"""{"_key":"{{Item.Also}}","currency":"{{Item.Also}}","tiers":[{"_key":"a","up_to":"inf","unit_amount":{{Universe.Unique()}}}]}""")
                : Json($$"""{"_key":"{{Item.Also}}","currency":"{{Item.Also}}","unit_amount":{{Universe.Unique()}}}""");
            Type(price.Id, "also", price["also"] is not null && random.Next(3) == 0 ? Json("""{"unset":["currency_options"]}""") : Set("currency_options", new JsonArray(amount)));
            Publish(price.Id);
        }
    }

    /// <summary>Changes the currency or the interval of a price.</summary>
    public void ChangeTerms(Random random)
    {
        if (Pick(random, Documents(Kind.Price)) is not { } price)
        {
            return;
        }

        if (random.Next(2) == 0)
        {
            SetAndPublish(price.Id, "currency", price["currency"] == "eur" ? "usd" : "eur");
        }
        else if (price["scheme"] == "chosen" || IsTiered(price))
        {
            // Tiers need an interval, a chosen amount takes none.
            SetAndPublish(price.Id, "currency", price["currency"] == "eur" ? "usd" : "eur");
        }
        else if (price["recurring"] is null)
        {
            SetAndPublish(price.Id, "recurring", Json("""{"interval":"month","interval_count":1}"""));
        }
        else
        {
            Type(price.Id, "recurring", new JsonObject { ["unset"] = new JsonArray("recurring") });
            Publish(price.Id);
        }
    }

    /// <summary>Changes what can be updated of a price.</summary>
    public void EditPrice(Random random)
    {
        if (Pick(random, Documents(Kind.Price)) is { } price)
        {
            var field = random.Next(2) == 0 ? "nickname" : "lookup_key";
            SetAndPublish(price.Id, field, NewText(field));
        }
    }

    /// <summary>Makes a price of the product the default, or clears it.</summary>
    public void ChangeDefault(Random random)
    {
        if (Pick(random, Documents(Kind.Product)) is not { } product)
        {
            return;
        }

        if (Pick(random, Documents(Kind.Price).Where(price => price.Product == product.Id)) is { } price && random.Next(4) > 0)
        {
            SetAndPublish(product.Id, "default_price", Reference(price.Id));
        }
        else
        {
            Type(product.Id, "default_price", new JsonObject { ["unset"] = new JsonArray("default_price") });
            Publish(product.Id);
        }
    }

    /// <summary>Deletes a price document.</summary>
    public void DeletePrice(Random random)
    {
        if (Pick(random, Documents(Kind.Price)) is not { } price)
        {
            return;
        }

        if (Layout.IsEmbedded)
        {
            if (Seen(price.Product!) is { } document && EmbeddedLayout.Removal(price.Id, document) is { } removal && Act($"takes {price.Id} out", () => Editor.Edit(price.Product!, removal)))
            {
                _typed.Add((price.Product!, "default_price"));
                Publish(price.Product!);
            }

            return;
        }

        Detach(price.Id);
        Act($"deletes {price.Id}", () => Editor.Delete(price.Id));
    }

    /// <summary>Moves a price to another product.</summary>
    public void MovePrice(Random random)
    {
        if (!Layout.IsEmbedded && Pick(random, Documents(Kind.Price)) is { } price && Pick(random, Documents(Kind.Product).Where(product => product.Id != price.Product)) is { } product)
        {
            SetAndPublish(price.Id, "product", Reference(product.Id));
        }
    }

    private void CreatePrice(Random random, string product, bool isDefault)
    {
        var id = $"{product}-{++_made}";
        var document = Json($$"""{"unit_amount":{{Universe.Unique()}},"currency":"eur"}""");
        if (random.Next(4) == 0)
        {
            document["nickname"] = NewText("nickname");
        }

        if (random.Next(4) == 0)
        {
            document["lookup_key"] = NewText("lookup_key");
        }

        if (Layout.IsEmbedded)
        {
            Insert(product, $"k{_made}", document, isDefault);
            return;
        }

        (document["_id"], document["_type"], document["product"]) = (id, "price", Reference(product));
        if (Act($"publishes the new price {id}", () => Editor.PublishNew(Layout.Document(document))) && isDefault)
        {
            SetAndPublish(product, "default_price", Reference(id));
        }
    }

    private void Insert(string product, string key, JsonObject price, bool isDefault)
    {
        var steps = EmbeddedLayout.NewEntry(key, price).ToList();
        if (isDefault)
        {
            steps.Add(Set("default_price", key));
            _typed.Add((product, "default_price"));
        }

        if (Act($"adds the price {key} to {product}", () => steps.ForEach(step => Editor.Edit(product, step))))
        {
            Publish(product);
        }
    }

    private void Charge(Item price, int amount) => SetAndPublish(price.Id, "unit_amount", amount, price["scheme"] switch
    {
        "chosen" => "custom_unit_amount.minimum",
        _ when IsTiered(price) => "tiers[0].unit_amount",
        _ => "unit_amount",
    });

    private static bool IsTiered(Item price) => price["scheme"]?.Contains("up to", StringComparison.Ordinal) == true;

    private void Detach(string price)
    {
        foreach (var (id, document) in Universe.Sanity.Documents().Where(pair => (string?)pair.Value["_type"] == "product"))
        {
            var unset = new JsonArray();
            if ((string?)document["default_price"]?["_ref"] == price)
            {
                unset.Add("default_price");
            }

            if (document["prices"]?.AsArray().Any(entry => (string?)entry?["_ref"] == price) == true)
            {
                unset.Add($"prices[_ref==\"{price}\"]");
            }

            if (unset.Count > 0)
            {
                Act($"takes {price} out of {id}", () => Universe.Sanity.Mutate([new JsonObject { ["patch"] = new JsonObject { ["id"] = id, ["unset"] = unset } }]));
            }
        }
    }
}
