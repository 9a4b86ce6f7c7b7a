using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Sandbox;

namespace Tandem.Engine.Tests;

/// <summary>The awkward sequences: each has broken somebody's hand-made synchronisation.</summary>
public sealed class AwkwardTests
{
    private static async Task<Shop> Mug(Policy? policy = null)
    {
        var shop = await new Shop(policy).Open();
        shop.PublishMug();
        await shop.Pass(TimeSpan.FromSeconds(4));
        return shop;
    }

    private static JsonObject Only(IEnumerable<JsonObject> prices) => prices.Single(price => (bool)price["active"]!);

    [Fact]
    public async Task An_event_that_arrives_before_the_answer_of_its_create_finds_its_product()
    {
        await using var shop = await new Shop().Open();

        // The create is executed but its answer is lost; its events arrive at once.
        shop.Stripe.Faults.Add(new CallFault(CallFaultKind.CutAfterCommit) { Method = "POST", PathPrefix = "/v1/products", Times = 1 });
        shop.PublishMug();
        await shop.Pass(TimeSpan.FromMinutes(5));

        Assert.Single(shop.Dashboard.Products);
        Assert.Single(shop.Dashboard.Prices);
        Assert.Single(shop.Sanity.Documents(), document => (string?)document.Value["_type"] == "product");
        Assert.Empty(await shop.Parked());
    }

    [Theory]
    [InlineData(CallFaultKind.CutBeforeCommit)]
    [InlineData(CallFaultKind.CutAfterCommit)]
    [InlineData(CallFaultKind.ErrorBeforeCommit)]
    [InlineData(CallFaultKind.ErrorAfterCommit)]
    public async Task A_second_edit_of_an_amount_while_the_first_replacement_is_half_done_leaves_one_active_price(CallFaultKind kind)
    {
        await using var shop = await Mug();
        shop.Stripe.Faults.Add(new CallFault(kind) { Method = "POST", PathPrefix = "/v1/prices", Times = 1 });
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
        await shop.Settle();
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1700);

        await shop.Pass(TimeSpan.FromMinutes(5));

        var active = Only(shop.Dashboard.Prices);
        Assert.Equal(1700, (long)active["unit_amount"]!);
        Assert.Equal((string?)active["id"], (string?)shop.Product("Mug")["default_price"]);
        Assert.Equal((string?)active["id"], (string?)shop.Document("mug-eur")!["stripePriceId"]);
        Assert.Empty(shop.Stripe.Invariants.Violations);
        Assert.Equal(2, shop.Sanity.Documents().Count);
    }

    [Fact]
    public async Task A_wiped_stripeProductId_is_repaired_and_changes_nothing_else()
    {
        await using var shop = await Mug();
        var id = (string?)shop.Document("mug")!["stripeProductId"];

        shop.Editor.Edit("mug", Shop.Json("""{"unset":["stripeProductId"]}"""));
        shop.Editor.Publish("mug");
        await shop.Pass(TimeSpan.FromSeconds(4));

        Assert.Equal(id, (string?)shop.Document("mug")!["stripeProductId"]);
        Assert.Single(shop.Dashboard.Products);
    }

    [Fact]
    public async Task A_duplicated_document_becomes_a_product_of_its_own()
    {
        await using var shop = await Mug();

        shop.Editor.Duplicate("mug", "mug-copy");
        shop.Editor.SetAndPublish("mug-copy", "name", "Copy");
        await shop.Pass(TimeSpan.FromSeconds(4));

        Assert.Equal(2, shop.Dashboard.Products.Length);
        Assert.Equal("mug-copy", (string?)shop.Product("Copy")["metadata"]!["sanity_id"]);
        Assert.Equal((string?)shop.Product("Copy")["id"], (string?)shop.Document("mug-copy")!["stripeProductId"]);
        Assert.Equal((string?)shop.Product("Mug")["id"], (string?)shop.Document("mug")!["stripeProductId"]);
        Assert.Equal("mug", (string?)shop.Product("Mug")["metadata"]!["sanity_id"]);
    }

    [Fact]
    public async Task A_dangling_default_price_clears_nothing()
    {
        await using var shop = await Mug();
        var before = (string?)shop.Product("Mug")["default_price"];

        shop.Sanity.Mutate([Shop.Json("""{"patch":{"id":"mug","set":{"default_price":{"_type":"reference","_ref":"not-there","_weak":true}}}}""")]);
        await shop.Pass(TimeSpan.FromSeconds(4));

        Assert.Equal(before, (string?)shop.Product("Mug")["default_price"]);
    }

    [Fact]
    public async Task A_price_moved_to_another_product_is_archived_there_and_made_here()
    {
        await using var shop = await Mug();
        shop.PublishMug("cup", "Cup", 800);
        await shop.Pass(TimeSpan.FromSeconds(4));
        shop.Editor.Edit("mug", Shop.Json("""{"unset":["default_price"]}"""));
        shop.Editor.Publish("mug");
        await shop.Pass(TimeSpan.FromSeconds(4));

        shop.Editor.SetAndPublish("mug-eur", "product", Shop.Json("""{"_type":"reference","_ref":"cup"}"""));
        await shop.Pass(TimeSpan.FromMinutes(1));

        Assert.False(shop.Dashboard.PricesOf((string)shop.Product("Mug")["id"]!).Any(price => (bool)price["active"]!), await shop.Journal() + string.Join(";", await shop.Parked()));
        Assert.Equal(2, shop.Dashboard.PricesOf((string)shop.Product("Cup")["id"]!).Count(price => (bool)price["active"]!));
        Assert.Empty(await shop.Parked());
    }

    [Fact]
    public async Task Unpublishing_archives_and_republishing_restores_the_product_with_its_prices()
    {
        await using var shop = await Mug();
        shop.Editor.Edit("mug-eur", Shop.Json("""{"set":{"nickname":"small"}}"""));
        shop.Editor.Publish("mug-eur");
        await shop.Settle();
        var price = (string)Only(shop.Dashboard.Prices)["id"]!;

        // References that may dangle, as shops have them that unpublish whole products.
        shop.Sanity.Mutate([Shop.Json("""{"patch":{"id":"mug-eur","set":{"product._weak":true}}}""")]);
        shop.Sanity.Mutate([Shop.Json("""{"patch":{"id":"mug","unset":["default_price"]}}""")]);
        shop.Editor.Unpublish("mug-eur");
        shop.Editor.Unpublish("mug");
        await shop.Pass(TimeSpan.FromSeconds(4));

        Assert.False((bool)shop.Product("Mug")["active"]!, await shop.Journal() + string.Join(";", await shop.Parked()));
        Assert.Null((string?)shop.Product("Mug")["default_price"]);
        Assert.False((bool)shop.Dashboard.Price(price)!["active"]!);
        Assert.Null(shop.Document("mug"));

        shop.Editor.Publish("mug");
        shop.Editor.Publish("mug-eur");
        shop.Editor.SetAndPublish("mug", "default_price", Shop.Json("""{"_type":"reference","_ref":"mug-eur"}"""));
        await shop.Pass(TimeSpan.FromSeconds(4));

        Assert.True((bool)shop.Product("Mug")["active"]!);
        Assert.True((bool)shop.Dashboard.Price(price)!["active"]!);
        Assert.Equal(price, (string?)shop.Product("Mug")["default_price"]);
        Assert.Single(shop.Dashboard.Prices);
        Assert.True((bool)shop.Document("mug-eur")!["active"]!);
    }

    [Fact]
    public async Task A_draft_forked_before_a_Stripe_change_does_not_bring_the_old_value_back()
    {
        await using var shop = await Mug();
        shop.Editor.Set("mug", "description", "Drafted");

        shop.Dashboard.EditProduct((string)shop.Product("Mug")["id"]!, ("name", "Stripe mug"));
        await shop.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal("Stripe mug", (string?)shop.Document("drafts.mug")!["name"]);
        shop.Editor.Publish("mug");
        await shop.Pass(TimeSpan.FromSeconds(4));

        Assert.Equal("Drafted", (string?)shop.Product("Stripe mug")["description"]);
        Assert.Equal("Stripe mug", (string?)shop.Document("mug")!["name"]);
    }

    [Fact]
    public async Task A_field_that_the_editor_has_changed_in_the_draft_stays_the_editors()
    {
        await using var shop = await Mug();
        shop.Editor.Set("mug", "name", "Drafted mug");

        shop.Dashboard.EditProduct((string)shop.Product("Mug")["id"]!, ("name", "Stripe mug"));
        await shop.Pass(TimeSpan.FromSeconds(4));

        Assert.Equal("Drafted mug", (string?)shop.Document("drafts.mug")!["name"]);
        Assert.Equal("Stripe mug", (string?)shop.Document("mug")!["name"]);
    }

    [Fact]
    public async Task Two_populated_catalogues_that_meet_create_nothing_by_themselves()
    {
        await using var shop = new Shop();
        shop.PublishMug();
        var old = shop.Dashboard.CreateProduct(("name", "Old Stripe thing"));
        shop.Time.Advance(TimeSpan.FromDays(1));
        await shop.Open();
        shop.Editor.SetAndPublish("mug", "description", "Touched");
        shop.Dashboard.EditProduct((string)old["id"]!, ("description", "Touched"));
        await shop.Pass(TimeSpan.FromSeconds(4));

        Assert.Single(shop.Dashboard.Products);
        Assert.Single(shop.Sanity.Documents(), document => (string?)document.Value["_type"] == "product");

        // What is made from now on flows.
        shop.PublishMug("cup", "Cup");
        await shop.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal("cup", (string?)shop.Product("Cup")["metadata"]!["sanity_id"]);
        Assert.Equal(["mug", $"stripeProduct-{(string)old["id"]!}"], (await shop.Held()).Select(held => held.Change.Document).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_dataset_cloned_from_another_environment_does_not_follow_its_foreign_ids()
    {
        await using var shop = new Shop();
        shop.Editor.PublishNew(Shop.Json("""{"_id":"mug","_type":"product","name":"Mug","stripeProductId":"prod_FromProduction"}"""));
        await shop.Open();
        await shop.Pass(TimeSpan.FromSeconds(4));

        var product = Assert.Single(shop.Dashboard.Products);
        Assert.NotEqual("prod_FromProduction", (string?)product["id"]);
        Assert.Equal((string?)product["id"], (string?)shop.Document("mug")!["stripeProductId"]);
        Assert.True((bool?)shop.Document("mug")!["active"] ?? true);
        Assert.Contains("prod_FromProduction", await shop.Journal());
    }

    [Fact]
    public async Task A_product_deleted_in_Stripe_leaves_its_document_inactive_until_an_editor_reactivates_it()
    {
        await using var shop = await Mug();
        var id = (string)shop.Product("Mug")["id"]!;

        shop.Dashboard.DeleteProduct(id);
        await shop.Pass(TimeSpan.FromSeconds(4));
        Assert.False((bool)shop.Document("mug")!["active"]!);
        Assert.Empty(shop.Dashboard.Products);

        shop.Editor.SetAndPublish("mug", "active", true);
        await shop.Pass(TimeSpan.FromSeconds(4));
        Assert.NotEqual(id, (string?)shop.Product("Mug")["id"]);
        Assert.Equal(1200, (long)Only(shop.Dashboard.Prices)["unit_amount"]!);
    }

    [Fact]
    public async Task A_lost_database_links_again_without_writing_a_twin()
    {
        await using var first = await Mug();
        var documents = first.Sanity.Documents();
        var sanity = documents["mug"];

        await using var shop = await first.WithoutState();
        await shop.Pass(TimeSpan.FromMinutes(1));

        Assert.Single(first.Dashboard.Products);
        Assert.Single(first.Dashboard.Prices);
        Assert.Equal((string?)sanity["stripeProductId"], (string?)first.Document("mug")!["stripeProductId"]);

        first.Editor.SetAndPublish("mug", "name", "After");
        await shop.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal("After", (string?)first.Dashboard.Products.Single()["name"]);
    }

    [Fact]
    public async Task Lost_webhooks_heal_by_the_sweep()
    {
        await using var shop = await Mug();
        shop.Delivers = false;

        shop.Editor.SetAndPublish("mug", "name", "Big mug");
        shop.Dashboard.EditProduct((string)shop.Product("Mug")["id"]!, ("description", "Blue"));
        await shop.Pass(TimeSpan.FromMinutes(40));

        Assert.Equal("Blue", (string?)shop.Document("mug")!["description"]);
        Assert.Equal("Big mug", (string?)shop.Product("Big mug")["name"]);
    }

    [Theory]
    [InlineData("/v1/products")]
    [InlineData("/v1/events")]
    public async Task What_is_made_during_the_very_first_sweep_is_found_without_a_webhook(string call)
    {
        await using var shop = new Shop { Delivers = false };
        var isMade = false;
        shop.Stripe.Faults.OnCall = (request, moment) =>
        {
            if (!isMade && moment == CallMoment.AfterExecute && request.Method == "GET" && request.Path.StartsWith(call, StringComparison.Ordinal))
            {
                isMade = true;
                shop.Dashboard.CreateProduct(("name", "Cap"));
            }
        };
        await shop.Open();
        await shop.Pass(TimeSpan.FromMinutes(40));

        Assert.True(isMade);
        Assert.Contains(shop.Sanity.Documents().Values, document => (string?)document["name"] == "Cap");
    }

    [Fact]
    public async Task A_delete_whose_webhook_was_lost_is_found_by_the_sweep()
    {
        await using var shop = await Mug();
        shop.Delivers = false;

        shop.Sanity.Mutate([Shop.Json("""{"patch":{"id":"mug","unset":["default_price"]}}""")]);
        shop.Editor.Delete("mug-eur");
        shop.Editor.Delete("mug");
        await shop.Pass(TimeSpan.FromMinutes(40));

        Assert.False((bool)shop.Product("Mug")["active"]!);
    }

    [Fact]
    public async Task A_price_whose_delete_was_once_taken_for_a_products_is_heard_the_next_time()
    {
        // A webhook of a delete does not say what was deleted: this one comes before anything is known of the price.
        var price = Shop.Json("""{"_id":"mug-usd","_type":"price","product":{"_type":"reference","_ref":"mug"},"currency":"usd","unit_amount":1500}""");
        await using var shop = await Mug();
        shop.Editor.PublishNew(price);
        Assert.True(shop.Sanity.Outbox.Take(shop.Sanity.Outbox.Waiting.Single()));
        shop.Editor.Delete("mug-usd");
        await shop.Pass(TimeSpan.FromSeconds(4));
        shop.Editor.PublishNew(price);
        await shop.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal(2, shop.Dashboard.Prices.Count(made => (bool)made["active"]!));

        shop.Editor.Delete("mug-usd");
        await shop.Pass(TimeSpan.FromSeconds(4));

        Assert.Equal("eur", (string?)shop.Dashboard.Prices.Single(made => (bool)made["active"]!)["currency"]);
    }

    [Fact]
    public async Task Everything_delivered_again_writes_nothing()
    {
        await using var shop = await Mug();
        var all = new List<PendingDelivery>();
        shop.Delivers = false;
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
        shop.Dashboard.EditProduct((string)shop.Product("Mug")["id"]!, ("name", "Big mug"));
        all.AddRange(shop.Sanity.Outbox.Waiting.Concat(shop.Stripe.Outbox.Waiting));
        shop.Delivers = true;
        await shop.Pass(TimeSpan.FromSeconds(4));
        var writes = shop.Writes;

        foreach (var delivery in all)
        {
            await shop.Accept(delivery);
        }

        await shop.Pass(TimeSpan.FromHours(1));
        Assert.Equal(writes, shop.Writes);
    }

    [Fact]
    public async Task A_person_who_reactivates_an_old_price_is_heard()
    {
        await using var shop = await Mug();
        var old = (string)Only(shop.Dashboard.Prices)["id"]!;
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
        await shop.Pass(TimeSpan.FromSeconds(4));

        shop.Dashboard.UnarchivePrice(old);
        await shop.Pass(TimeSpan.FromSeconds(4));

        Assert.True((bool)shop.Dashboard.Price(old)!["active"]!);
        Assert.Contains(shop.Sanity.Documents().Values, document => (string?)document["stripePriceId"] == old && (string?)document["_id"] != "mug-eur");
        Assert.Equal(1500, (int)shop.Document("mug-eur")!["unit_amount"]!);
    }

    [Fact]
    public async Task An_edit_overtaken_by_our_write_is_kept_in_the_journal()
    {
        await using var shop = await Mug();
        var id = (string)shop.Product("Mug")["id"]!;
        shop.Editor.SetAndPublish("mug", "name", "Sanity mug");

        // A person saves in the Dashboard after we have read and before we write.
        var done = false;
        shop.Stripe.Faults.OnCall = (request, moment) =>
        {
            if (!done && moment == CallMoment.BeforeExecute && request.Method == "POST" && request.Path.StartsWith("/v1/products/", StringComparison.Ordinal))
            {
                done = true;
                shop.Dashboard.EditProduct(id, ("name", "Dashboard mug"));
            }
        };
        await shop.Pass(TimeSpan.FromSeconds(4));

        Assert.True(done);
        Assert.Equal("Sanity mug", (string?)shop.Dashboard.Product(id)!["name"]);
        Assert.Contains("Dashboard mug", await shop.Journal("mug"));
    }

    [Theory]
    [InlineData(CallMoment.BeforeExecute)]
    [InlineData(CallMoment.AfterExecute)]
    public async Task A_crash_at_any_call_loses_nothing_and_doubles_nothing(CallMoment moment)
    {
        var crashes = 0;
        for (var call = 1; call <= 24; call++)
        {
            await using var shop = await new Shop().Open();
            shop.PublishMug();
            crashes += await shop.DieAt(call, moment) ? 1 : 0;
            await shop.Crash();
            await shop.Pass(TimeSpan.FromMinutes(10));
            shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
            crashes += await shop.DieAt(call, moment) ? 1 : 0;
            await shop.Crash();
            await shop.Pass(TimeSpan.FromMinutes(10));

            Assert.Equal(1500, (long)Only(shop.Dashboard.Prices)["unit_amount"]!);
            Assert.Equal(2, shop.Dashboard.Prices.Length);
            Assert.Single(shop.Dashboard.Products);
            Assert.Equal((string?)Only(shop.Dashboard.Prices)["id"], (string?)shop.Product("Mug")["default_price"]);
            Assert.Equal((string?)Only(shop.Dashboard.Prices)["id"], (string?)shop.Document("mug-eur")!["stripePriceId"]);
            Assert.Empty(shop.Stripe.Invariants.Violations);
            Assert.Empty(await shop.Parked());
        }

        Assert.True(crashes > 15, $"{crashes} crashes");
    }
}
