using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Server.Tests.Host;

/// <summary>A shop with a layout and with rules of its own, over real HTTP.</summary>
public sealed class OwnLayoutTests
{
    private const string Config = """
        {
          "product": { "only": { "channel": "shop" }, "except": { "noStripe": true }, "fields": { "name": "title[en].value", "description": "texts.en" } },
          "price": { "hold": { "factor": 5 }, "fields": { "unit_amount": { "path": "cost.amount", "decimal": "cost.exact" } } }
        }
        """;

    [Fact]
    public async Task One_language_of_several_travels_and_what_is_to_be_left_alone_is()
    {
        await using var worlds = await StandIns.Start();
        using var folder = new Folder();
        await using var server = await RunningServer.Start([.. worlds.Variables, ("TANDEM_CONFIG", folder.Write("shop.json", Config))]);
        worlds.Connect(server.Address);
        await server.UntilReady();

        worlds.Sanity.Editor.PublishNew(Product("hidden", "Hidden", noStripe: true));
        worlds.Sanity.Editor.PublishNew(new JsonObject { ["_id"] = "elsewhere", ["_type"] = "product", ["channel"] = "wholesale" });
        worlds.Sanity.Editor.PublishNew(Product("mug", "Mug", noStripe: false));
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug")!, "stripeProductId") is not null, () => server.Said.Text);
        var id = Text(worlds.Sanity.Document("mug")!, "stripeProductId")!;
        Assert.Equal((id, "Mug", "For tea"), (Text(worlds.Stripe.Dashboard.Products.Single(), "id"), Text(worlds.Stripe.Dashboard.Product(id)!, "name"), Text(worlds.Stripe.Dashboard.Product(id)!, "description")));

        worlds.Stripe.Dashboard.EditProduct(id, ("name", "Big mug"), ("description", ""));
        await Eventually.Is(() => worlds.Sanity.Document("mug")!["title"]!.ToJsonString() == """[{"_key":"de","value":"Becher"},{"_key":"en","value":"Big mug"}]""", () => server.Said.Text);
        Assert.Equal("""{"de":"Tee"}""", worlds.Sanity.Document("mug")!["texts"]!.ToJsonString());

        worlds.Stripe.Dashboard.CreateProduct(("name", "Plate"));
        await Eventually.Is(() => worlds.Sanity.Documents().Values.Any(document => Text(document, "channel") == "shop" && (string?)document["title"]?[0]?["value"] == "Plate"), () => server.Said.Text);

        // Once it is to be carried, it is: nothing of it was lost.
        worlds.Sanity.Editor.SetAndPublish("hidden", "noStripe", false);
        await Eventually.Is(() => worlds.Stripe.Dashboard.Products.Any(product => Text(product, "name") == "Hidden"), () => server.Said.Text);
        Assert.Equal(3, worlds.Stripe.Dashboard.Products.Length);
    }

    [Fact]
    public async Task A_price_that_leaps_waits_until_a_person_lets_it_through_or_takes_it_back()
    {
        await using var worlds = await StandIns.Start();
        using var folder = new Folder();
        await using var server = await RunningServer.Start([.. worlds.Variables, ("TANDEM_CONFIG", folder.Write("shop.json", Config))]);
        worlds.Connect(server.Address);
        await server.UntilReady();

        worlds.Sanity.Editor.PublishNew(Product("mug", "Mug", noStripe: false));
        worlds.Sanity.Editor.PublishNew(new JsonObject
        {
            ["_id"] = "mug-eur", ["_type"] = "price", ["currency"] = "eur", ["cost"] = new JsonObject { ["amount"] = 1000, ["note"] = "net" }, ["product"] = new JsonObject { ["_type"] = "reference", ["_ref"] = "mug" },
        });
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug-eur")!, "stripePriceId") is not null, () => server.Said.Text);

        worlds.Sanity.Editor.SetAndPublish("mug-eur", "cost.amount", 5100);
        await Eventually.Is(() => Held(server) is [{ Change.Reason: "the amount goes from 10.00 to 51.00 EUR, which is more than 5 times as much" }], () => server.Said.Text);
        await Rule(server, Ruling.Released);
        await Eventually.Is(() => worlds.Stripe.Dashboard.Prices.Any(price => (int?)price["unit_amount"] == 5100 && Text(worlds.Sanity.Document("mug-eur")!, "stripePriceId") == Text(price, "id")), () => server.Said.Text);
        await Eventually.Is(() => server.Store.Count(default).GetAwaiter().GetResult().Work == 4, () => server.Said.Text);

        worlds.Sanity.Editor.SetAndPublish("mug-eur", "cost.amount", 0);
        await Eventually.Is(() => Held(server).Length == 1, () => server.Said.Text);
        await Rule(server, Ruling.Refused);
        await Eventually.Is(() => worlds.Sanity.Document("mug-eur")!["cost"]!.ToJsonString() == """{"amount":5100,"note":"net"}""", () => server.Said.Text);
        Assert.Equal(2, worlds.Stripe.Dashboard.Prices.Length);
    }

    private static System.Collections.Immutable.ImmutableArray<WaitingChange> Held(RunningServer server) => server.Store.Held(null, 10, default).GetAwaiter().GetResult();

    private static async Task Rule(RunningServer server, Ruling ruling)
    {
        var (key, change, _) = Held(server).Single();
        Assert.Equal(1, await server.Store.Rule(key, [change], ruling, default));
    }

    private static JsonObject Product(string id, string name, bool noStripe) => new()
    {
        ["_id"] = id, ["_type"] = "product", ["channel"] = "shop", ["noStripe"] = noStripe,
        ["title"] = new JsonArray(new JsonObject { ["_key"] = "de", ["value"] = "Becher" }, new JsonObject { ["_key"] = "en", ["value"] = name }),
        ["texts"] = new JsonObject { ["de"] = "Tee", ["en"] = "For tea" },
    };

    private static string? Text(JsonObject value, string name) => (string?)value[name];
}
