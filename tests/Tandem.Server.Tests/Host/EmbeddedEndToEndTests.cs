using System.Text.Json.Nodes;
using Tandem.Core;

namespace Tandem.Server.Tests.Host;

/// <summary>A shop whose prices are entries of a list in the product's document, over real HTTP.</summary>
public sealed class EmbeddedEndToEndTests
{
    private const string Config = """{ "price": { "embedded": "prices", "fields": { "nickname": "label" } } }""";

    private const string Mug = """
        {
          "_id": "mug", "_type": "product", "name": "Mug", "default_price": "eur",
          "prices": [
            { "_key": "eur", "_type": "offer", "unit_amount": 1200, "currency": "eur", "note": "ours" },
            { "_key": "usd", "_type": "offer", "unit_amount": 1500, "currency": "usd" }
          ]
        }
        """;

    [Fact]
    public async Task Prices_in_the_product_s_document_travel_both_ways()
    {
        await using var worlds = await StandIns.Start();
        using var folder = new Folder();
        await using var server = await RunningServer.Start([.. worlds.Variables, ("TANDEM_CONFIG", folder.Write("shop.json", Config))]);
        worlds.Connect(server.Address, "_type == \"product\"");
        await server.UntilReady();

        // The document's prices are made, and its default is Stripe's.
        worlds.Sanity.Editor.PublishNew(JsonNode.Parse(Mug)!.AsObject());
        await Eventually.Is(() => Entries(worlds).All(entry => Text(entry, "stripePriceId") is not null), () => server.Said.Text);
        var first = Text(Entry(worlds, "eur"), "stripePriceId")!;
        var product = Text(worlds.Stripe.Dashboard.Products.Single(), "id")!;
        Assert.Equal([("eur", 1200L, "mug.eur"), ("usd", 1500L, "mug.usd")], worlds.Stripe.Dashboard.Prices.Select(Shown).Order());
        Assert.Equal(first, Text(worlds.Stripe.Dashboard.Product(product)!, "default_price"));

        // A changed amount makes a successor.
        worlds.Sanity.Editor.SetAndPublish("mug", "prices[_key==\"eur\"].unit_amount", 1300);
        await Eventually.Is(() => Text(Entry(worlds, "eur"), "stripePriceId") is { } now && now != first, () => server.Said.Text);
        var second = Text(Entry(worlds, "eur"), "stripePriceId")!;
        Assert.Equal(1300L, worlds.Stripe.Dashboard.Price(second)!["unit_amount"]!.GetValue<long>());
        await Eventually.Is(() => worlds.Stripe.Dashboard.Price(first)!["active"]!.GetValue<bool>() == false, () => server.Said.Text);
        Assert.Equal(second, Text(worlds.Stripe.Dashboard.Product(product)!, "default_price"));

        // What is made, renamed and archived in Stripe is seen in the document.
        var born = Text(worlds.Stripe.Dashboard.CreatePrice(("product", product), ("currency", "gbp"), ("unit_amount", "900")), "id")!;
        await Eventually.Is(() => Entries(worlds) is { Length: 3 } all && Text(all[2], "stripePriceId") == born, () => server.Said.Text);
        worlds.Stripe.Dashboard.EditPrice(born, ("nickname", "British"), ("active", "false"));
        await Eventually.Is(() => Entries(worlds)[2] is { } entry && Text(entry, "label") == "British" && entry["active"]?.GetValue<bool>() == false, () => server.Said.Text);
        await Eventually.Is(() => worlds.Sanity.Document("mug")!["updatedFromStripe"]?.GetValue<bool>() != true, () => server.Said.Text);

        // An entry that is taken out is archived; what was ours in the others stays.
        var usd = Text(Entry(worlds, "usd"), "stripePriceId")!;
        worlds.Sanity.Editor.Edit("mug", JsonNode.Parse("""{"unset":["prices[_key==\"usd\"]"]}""")!.AsObject());
        worlds.Sanity.Editor.Publish("mug");
        await Eventually.Is(() => worlds.Stripe.Dashboard.Price(usd)!["active"]!.GetValue<bool>() == false, () => server.Said.Text);
        Assert.Equal("ours", Text(Entry(worlds, "eur"), "note"));
        Assert.True(worlds.Stripe.Dashboard.Price(second)!["active"]!.GetValue<bool>());
        Assert.Null(worlds.Sanity.Document("mug")!["stripePriceId"]);
        Assert.DoesNotContain(server.Said.All, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_copy_of_a_document_gets_prices_of_its_own_and_a_product_made_in_Stripe_a_document_with_its_prices()
    {
        await using var worlds = await StandIns.Start();
        using var folder = new Folder();
        await using var server = await RunningServer.Start([.. worlds.Variables, ("TANDEM_CONFIG", folder.Write("shop.json", Config))]);
        worlds.Connect(server.Address, "_type == \"product\"");
        await server.UntilReady();

        var plate = Text(worlds.Stripe.Dashboard.CreateProduct(("name", "Plate")), "id")!;
        var price = Text(worlds.Stripe.Dashboard.CreatePrice(("product", plate), ("currency", "eur"), ("unit_amount", "700")), "id")!;
        worlds.Stripe.Dashboard.EditProduct(plate, ("default_price", price));
        var id = ProductKey.StripeProductPrefix + plate;
        await Eventually.Is(() => worlds.Sanity.Document(id) is { } document && document["prices"] is JsonArray { Count: 1 } && Text(document, "default_price") is not null, () => server.Said.Text);
        Assert.Equal(Text(worlds.Sanity.Document(id)!["prices"]![0]!.AsObject(), "_key"), Text(worlds.Sanity.Document(id)!, "default_price"));

        worlds.Sanity.Editor.Duplicate(id, "saucer");
        worlds.Sanity.Editor.Publish("saucer");
        await Eventually.Is(() => Text(worlds.Sanity.Document("saucer")!["prices"]![0]!.AsObject(), "stripePriceId") is { } other && other != price, () => server.Said.Text);
        var saucer = worlds.Sanity.Document("saucer")!;
        Assert.NotEqual(plate, Text(saucer, "stripeProductId"));
        Assert.Equal(Text(saucer["prices"]![0]!.AsObject(), "stripePriceId"), Text(worlds.Stripe.Dashboard.Product(Text(saucer, "stripeProductId")!)!, "default_price"));
        Assert.Equal(price, Text(worlds.Sanity.Document(id)!["prices"]![0]!.AsObject(), "stripePriceId"));
        Assert.Equal(2, worlds.Stripe.Dashboard.Prices.Length);
    }

    private static JsonObject[] Entries(StandIns worlds) => [.. worlds.Sanity.Document("mug")!["prices"]!.AsArray().Select(entry => entry!.AsObject())];

    private static JsonObject Entry(StandIns worlds, string key) => Entries(worlds).Single(entry => Text(entry, "_key") == key);

    private static (string? Currency, long Amount, string? Slot) Shown(JsonObject price) =>
        (Text(price, "currency"), price["unit_amount"]!.GetValue<long>(), Text(price["metadata"]!.AsObject(), "sanity_id"));

    private static string? Text(JsonObject node, string name) => node[name]?.GetValue<string>();
}
