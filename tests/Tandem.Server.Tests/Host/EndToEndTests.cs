using System.Text.Json.Nodes;

namespace Tandem.Server.Tests.Host;

/// <summary>The service, its adapters and its store against both stand-ins over real HTTP.</summary>
public sealed class EndToEndTests
{
    [Fact]
    public async Task An_edit_on_either_side_reaches_the_other()
    {
        await using var worlds = await StandIns.Start();
        await using var server = await RunningServer.Start(worlds.Variables);
        worlds.Connect(server.Address);
        await server.UntilReady();

        worlds.Sanity.Editor.PublishNew(new JsonObject { ["_id"] = "mug", ["_type"] = "product", ["name"] = "Mug" });
        await Eventually.Is(() => worlds.Stripe.Dashboard.Products is [var only] && Text(only, "name") == "Mug", () => server.Said.Text);
        var id = Text(worlds.Stripe.Dashboard.Products.Single(), "id")!;
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug")!, "stripeProductId") == id, () => server.Said.Text);

        worlds.Stripe.Dashboard.EditProduct(id, ("name", "Big mug"));
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug")!, "name") == "Big mug", () => server.Said.Text);
        await Eventually.Is(() => worlds.Sanity.Document("mug")!["updatedFromStripe"]?.GetValue<bool>() != true, () => server.Said.Text);
        Assert.DoesNotContain(server.Said.All, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
        Assert.Contains(server.Said.All, line => line.Contains("[WEBHOOK] product.updated", StringComparison.Ordinal));
        Assert.Contains(server.Said.All, line => line.Contains("[SANITY_WEBHOOK] create", StringComparison.Ordinal));
        Assert.Contains(server.Said.All, line => line.Contains("[SANITY_SYNC]", StringComparison.Ordinal));
        Assert.Contains(server.Said.All, line => line.Contains("[STRIPE_SYNC]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_shop_with_types_and_fields_of_its_own_is_kept_equal_by_its_mapping()
    {
        await using var worlds = await StandIns.Start();
        using var folder = new Folder();
        var config = folder.Write("shop.json", """{ "product": { "type": "shopItem", "fields": { "name": "title", "metadata.brand": { "path": "maker", "direction": "toStripe" } } } }""");
        await using var server = await RunningServer.Start([.. worlds.Variables, ("TANDEM_CONFIG", config)]);
        worlds.Connect(server.Address, "_type == \"shopItem\" || _type == \"price\"");
        await server.UntilReady();

        worlds.Sanity.Editor.PublishNew(new JsonObject { ["_id"] = "mug", ["_type"] = "shopItem", ["title"] = "Mug", ["name"] = "internal", ["maker"] = "Kiln" });
        await Eventually.Is(() => worlds.Stripe.Dashboard.Products is [var only] && Text(only, "name") == "Mug" && only["metadata"]?["brand"]?.GetValue<string>() == "Kiln", () => server.Said.Text);
        var id = Text(worlds.Stripe.Dashboard.Products.Single(), "id")!;
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug")!, "stripeProductId") == id, () => server.Said.Text);

        worlds.Stripe.Dashboard.EditProduct(id, ("name", "Big mug"));
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug")!, "title") == "Big mug", () => server.Said.Text);
        Assert.Equal("internal", Text(worlds.Sanity.Document("mug")!, "name"));

        worlds.Stripe.Dashboard.CreateProduct(("name", "Plate"));
        await Eventually.Is(() => worlds.Sanity.Documents().Values.Any(document => Text(document, "_type") == "shopItem" && Text(document, "title") == "Plate"), () => server.Said.Text);
    }

    [Fact]
    public async Task Every_field_that_a_mapping_can_add_travels_both_ways_and_is_cleared()
    {
        await using var worlds = await StandIns.Start();
        using var folder = new Folder();
        string[] names = ["tax_code", "unit_label", "url", "statement_descriptor", "shippable", "package_dimensions", "marketing_features"];
        var config = folder.Write("shop.json", $$"""{ "product": { "fields": { {{string.Join(", ", names.Select(name => $"\"{name}\": {{}}"))}} } } }""");
        await using var server = await RunningServer.Start([.. worlds.Variables, ("TANDEM_CONFIG", config)]);
        worlds.Connect(server.Address);
        await server.UntilReady();

        var mug = JsonNode.Parse(
            """
            {
              "_id": "mug", "_type": "product", "name": "Mug", "tax_code": "txcd_10103000", "unit_label": "piece", "url": "https://shop.test/mug", "statement_descriptor": "MUG SHOP", "shippable": true,
              "package_dimensions": { "height": 4, "length": 5.5, "weight": 12, "width": 4 }, "marketing_features": ["Hand made", "Holds tea"]
            }
            """)!.AsObject();
        worlds.Sanity.Editor.PublishNew(mug.DeepClone().AsObject());
        await Eventually.Is(() => worlds.Stripe.Dashboard.Products is [_], () => server.Said.Text);
        var id = Text(worlds.Stripe.Dashboard.Products.Single(), "id")!;
        var made = worlds.Stripe.Dashboard.Product(id)!;
        Assert.Equal(
            """["txcd_10103000","piece","https://shop.test/mug","MUG SHOP",true,{"height":4.0,"length":5.5,"weight":12.0,"width":4.0},[{"name":"Hand made"},{"name":"Holds tea"}]]""",
            new JsonArray([.. names.Select(name => made[name]?.DeepClone())]).ToJsonString());

        await Eventually.Is(() => Text(worlds.Sanity.Document("mug")!, "stripeProductId") == id, () => server.Said.Text);
        worlds.Stripe.Dashboard.EditProduct(
            id, ("tax_code", "txcd_99999999"), ("unit_label", "cup"), ("url", "https://shop.test/cup"), ("statement_descriptor", "CUP SHOP"), ("shippable", "false"),
            ("package_dimensions[height]", "3"), ("package_dimensions[length]", "3"), ("package_dimensions[weight]", "8.25"), ("package_dimensions[width]", "3"), ("marketing_features[0][name]", "Holds coffee"));
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug")!, "unit_label") == "cup", () => server.Said.Text);
        var edited = worlds.Sanity.Document("mug")!;
        Assert.Equal(
            """["txcd_99999999","cup","https://shop.test/cup","CUP SHOP",false,{"height":3,"length":3,"weight":8.25,"width":3},["Holds coffee"]]""",
            new JsonArray([.. names.Select(name => edited[name]?.DeepClone())]).ToJsonString());

        await Eventually.Is(() => worlds.Sanity.Document("mug")!["updatedFromStripe"]?.GetValue<bool>() != true, () => server.Said.Text);
        worlds.Sanity.Editor.Edit("mug", new JsonObject { ["unset"] = new JsonArray([.. names.Where(name => name != "shippable").Select(JsonNode (name) => name)]) });
        worlds.Sanity.Editor.Publish("mug");
        await Eventually.Is(() => worlds.Stripe.Dashboard.Product(id)!["unit_label"] is null, () => server.Said.Text);
        var cleared = worlds.Stripe.Dashboard.Product(id)!;
        Assert.Equal("[null,null,null,null,false,null,[]]", new JsonArray([.. names.Select(name => cleared[name]?.DeepClone())]).ToJsonString());
    }

    [Fact]
    public async Task Metadata_travel_key_by_key_in_a_list_and_in_fields_of_their_own()
    {
        await using var worlds = await StandIns.Start();
        using var folder = new Folder();
        var config = folder.Write("shop.json", """{ "product": { "fields": { "metadata": "tags", "metadata.size": "size" } }, "price": { "fields": { "metadata.sku": "sku" } } }""");
        await using var server = await RunningServer.Start([.. worlds.Variables, ("TANDEM_CONFIG", config)]);
        worlds.Connect(server.Address);
        await server.UntilReady();

        worlds.Sanity.Editor.PublishNew(JsonNode.Parse("""{"_id":"mug","_type":"product","name":"Mug","size":"M","tags":[{"_key":"1","key":"color","value":"red"},{"_key":"2","key":"made of","value":"clay"}]}""")!.AsObject());
        worlds.Sanity.Editor.PublishNew(JsonNode.Parse("""{"_id":"mug-eur","_type":"price","product":{"_type":"reference","_ref":"mug"},"unit_amount":1200,"currency":"eur","sku":"M-1"}""")!.AsObject());
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug")!, "stripeProductId") is not null && worlds.Stripe.Dashboard.Prices is [_], () => server.Said.Text);
        var id = Text(worlds.Stripe.Dashboard.Products.Single(), "id")!;
        Assert.Equal("""{"color":"red","made of":"clay","sanity_id":"mug","size":"M"}""", Metadata(worlds.Stripe.Dashboard.Product(id)!));
        Assert.Equal("M-1", worlds.Stripe.Dashboard.Prices.Single()["metadata"]!["sku"]!.GetValue<string>());

        worlds.Stripe.Dashboard.EditProduct(id, ("metadata[color]", "blue"), ("metadata[made of]", ""), ("metadata[size]", "L"), ("metadata[origin]", "Porto"));
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug")!, "size") == "L", () => server.Said.Text);
        Assert.Equal(["color=blue", "origin=Porto"], worlds.Sanity.Document("mug")!["tags"]!.AsArray().Select(entry => $"{entry!["key"]}={entry["value"]}"));

        // Two people, a key each.
        worlds.Stripe.Dashboard.EditProduct(id, ("metadata[origin]", "Lisboa"));
        worlds.Sanity.Editor.Edit("mug", JsonNode.Parse("""{"unset":["tags[key==\"color\"]"]}""")!.AsObject());
        worlds.Sanity.Editor.Publish("mug");
        await Eventually.Is(
            () => Metadata(worlds.Stripe.Dashboard.Product(id)!) == """{"origin":"Lisboa","sanity_id":"mug","size":"L"}"""
                && worlds.Sanity.Document("mug")!["tags"]!.AsArray().Select(entry => $"{entry!["key"]}={entry["value"]}").SequenceEqual(["origin=Lisboa"]),
            () => server.Said.Text);
        static string Metadata(JsonObject product) => new JsonObject(product["metadata"]!.AsObject().OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone()))).ToJsonString();
    }

    [Fact]
    public async Task Amounts_in_main_units_travel_both_ways()
    {
        await using var worlds = await StandIns.Start();
        using var folder = new Folder();
        var config = folder.Write("shop.json", """{ "price": { "fields": { "unit_amount": { "path": "cost", "as": "majorUnits" } } } }""");
        await using var server = await RunningServer.Start([.. worlds.Variables, ("TANDEM_CONFIG", config)]);
        worlds.Connect(server.Address);
        await server.UntilReady();

        worlds.Sanity.Editor.PublishNew(JsonNode.Parse("""{"_id":"mug","_type":"product","name":"Mug"}""")!.AsObject());
        worlds.Sanity.Editor.PublishNew(JsonNode.Parse("""{"_id":"mug-eur","_type":"price","product":{"_type":"reference","_ref":"mug"},"cost":19.99,"currency":"eur"}""")!.AsObject());
        await Eventually.Is(() => worlds.Stripe.Dashboard.Prices is [var only] && only["unit_amount"]!.GetValue<long>() == 1999, () => server.Said.Text);
        var product = Text(worlds.Stripe.Dashboard.Products.Single(), "id")!;
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug-eur")!, "stripePriceId") is not null, () => server.Said.Text);

        worlds.Stripe.Dashboard.CreatePrice(("product", product), ("currency", "usd"), ("unit_amount_decimal", "150.5"));
        await Eventually.Is(
            () => worlds.Sanity.Documents().Values.Any(document => Text(document, "_type") == "price" && Text(document, "currency") == "usd" && document["cost"]!.GetValue<decimal>() == 1.505m),
            () => server.Said.Text);
        worlds.Sanity.Editor.SetAndPublish("mug-eur", "cost", 24.5m);
        await Eventually.Is(() => worlds.Stripe.Dashboard.Prices.Any(price => price["active"]!.GetValue<bool>() && price["unit_amount"]?.GetValue<long>() == 2450), () => server.Said.Text);
    }

    [Fact]
    public async Task A_tax_behavior_is_set_on_the_price_that_lacks_it_and_another_one_replaces_the_price()
    {
        await using var worlds = await StandIns.Start();
        using var folder = new Folder();
        var config = folder.Write("shop.json", """{ "price": { "fields": { "tax_behavior": "tax" } } }""");
        await using var server = await RunningServer.Start([.. worlds.Variables, ("TANDEM_CONFIG", config)]);
        worlds.Connect(server.Address);
        await server.UntilReady();

        worlds.Sanity.Editor.PublishNew(new JsonObject { ["_id"] = "mug", ["_type"] = "product", ["name"] = "Mug" });
        worlds.Sanity.Editor.PublishNew(new JsonObject
        {
            ["_id"] = "mug-eur", ["_type"] = "price", ["unit_amount"] = 1200, ["currency"] = "eur", ["product"] = new JsonObject { ["_type"] = "reference", ["_ref"] = "mug" },
        });
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug-eur")!, "stripePriceId") is not null, () => server.Said.Text);
        var first = Text(worlds.Sanity.Document("mug-eur")!, "stripePriceId")!;

        worlds.Sanity.Editor.SetAndPublish("mug-eur", "tax", "exclusive");
        await Eventually.Is(() => Text(worlds.Stripe.Dashboard.Price(first)!, "tax_behavior") == "exclusive", () => server.Said.Text);
        Assert.Single(worlds.Stripe.Dashboard.Prices);

        worlds.Sanity.Editor.SetAndPublish("mug-eur", "tax", "inclusive");
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug-eur")!, "stripePriceId") is { } now && now != first, () => server.Said.Text);
        var second = Text(worlds.Sanity.Document("mug-eur")!, "stripePriceId")!;
        Assert.Equal("inclusive", Text(worlds.Stripe.Dashboard.Price(second)!, "tax_behavior"));
        await Eventually.Is(() => worlds.Stripe.Dashboard.Price(first)!["active"]!.GetValue<bool>() == false, () => server.Said.Text);

        var born = worlds.Stripe.Dashboard.CreatePrice(("product", Text(worlds.Stripe.Dashboard.Products.Single(), "id")!), ("currency", "usd"), ("unit_amount", "900"), ("tax_behavior", "inclusive"));
        await Eventually.Is(() => worlds.Sanity.Documents().Values.Any(document => Text(document, "stripePriceId") == Text(born, "id") && Text(document, "tax") == "inclusive"), () => server.Said.Text);
    }

    [Fact]
    public async Task Webhooks_that_came_while_a_vendor_was_away_are_worked_off_when_it_is_back()
    {
        await using var worlds = await StandIns.Start();
        using var folder = new Folder();
        var first = await RunningServer.Start(folder, null, [.. worlds.Variables, ("SANITY_API_HOST", "http://127.0.0.1:1")]);
        worlds.Sanity.Editor.PublishNew(new JsonObject { ["_id"] = "mug", ["_type"] = "product", ["name"] = "Mug" });
        using var taken = await first.Sanity(Bodies.Projection("mug"), Bodies.SanityHeaders(project: worlds.Sanity.Options.ProjectId));
        Assert.True(taken.IsSuccessStatusCode);
        Assert.False(await first.IsReady());
        await first.Host.Stop();
        await first.Host.DisposeAsync();

        var second = await RunningServer.Start(folder, null, worlds.Variables);
        await Eventually.Is(() => worlds.Stripe.Dashboard.Products is [var only] && Text(only, "name") == "Mug", () => second.Said.Text);
        await second.Host.Stop();
        await second.Host.DisposeAsync();
    }

    private static string? Text(JsonObject node, string name) => node[name]?.GetValue<string>();
}
