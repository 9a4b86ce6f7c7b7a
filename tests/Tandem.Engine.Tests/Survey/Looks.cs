using System.Text.Json.Nodes;
using Tandem.Core;

namespace Tandem.Engine.Tests;

/// <summary>Looks at a shop's two catalogues, and what tests make in them.</summary>
internal static class Looks
{
    /// <summary>Every preview, by document.</summary>
    public static async Task<Dictionary<string, Preview>> Look(this Shop shop, SurveyOptions? options = null)
    {
        var survey = shop.Engine.Survey(Connection.Default, options ?? new SurveyOptions());
        var start = await survey.Prepare(CancellationToken.None);
        Assert.Null(start.Fault);
        Assert.Empty(start.Value!.Problems);
        var found = new Dictionary<string, Preview>(StringComparer.Ordinal);
        await foreach (var preview in survey.Previews(CancellationToken.None))
        {
            Assert.Null(preview.Fault);
            found.Add(preview.Value!.Key.DocumentId, preview.Value);
        }

        return found;
    }

    /// <summary>Does what a preview showed.</summary>
    public static Task<OrderResult> Do(this Shop shop, Preview preview) =>
        shop.Engine.Do(new ProductOrder(preview.Key, Order.Parse(preview.Order?.ToString())!, preview.Mentions), CancellationToken.None);

    /// <summary>Lets the clock go on where somebody waits for it.</summary>
    public static async Task Waited(this Shop shop)
    {
        await Task.Yield();
        if (shop.Time.IsAwaited)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>A product in Stripe with prices in euros, made by a person.</summary>
    public static string Sells(this Shop shop, string name, params int[] amounts)
    {
        var id = (string)shop.Dashboard.CreateProduct(("name", name))["id"]!;
        foreach (var amount in amounts)
        {
            shop.Dashboard.CreatePrice(("product", id), ("currency", "eur"), ("unit_amount", $"{amount}"));
        }

        return id;
    }

    /// <summary>A product document with prices in euros, published by a person.</summary>
    public static void Publishes(this Shop shop, string id, string name, params int[] amounts)
    {
        shop.Editor.PublishNew(Shop.Json($$"""{"_id":"{{id}}","_type":"product","name":"{{name}}","slug":{"_type":"slug","current":"{{id}}"} }"""));
        foreach (var amount in amounts)
        {
            shop.Editor.PublishNew(Price($"{id}-{amount}", id, amount));
        }
    }

    /// <summary>A price document.</summary>
    public static JsonObject Price(string id, string product, int amount) =>
        Shop.Json($$"""{"_id":"{{id}}","_type":"price","product":{"_type":"reference","_ref":"{{product}}"},"unit_amount":{{amount}},"currency":"eur"}""");

    /// <summary>The changes of a preview in words.</summary>
    public static IEnumerable<string> Words(this Preview preview) => preview.Plan!.Changes.Select(change => ChangeText.Of(change));
}
