using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Sandbox;

namespace Tandem.Engine.Tests;

/// <summary>What the Studio shows of documents: right, said once, and only where somebody wants to see it.</summary>
public sealed class StudioStatusTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(4);

    private static string Id(Shop shop) => (string)shop.Dashboard.Products.Single()["id"]!;

    [Fact]
    public async Task Nothing_of_ours_appears_where_nobody_uses_the_plugin()
    {
        await using var shop = await new Shop().Open();
        shop.PublishMug();
        shop.Plugin.Ask("syncToStripe", "mug");
        await shop.Pass(TimeSpan.FromMinutes(6));

        Assert.Equal(1, shop.Plugin.Documents);
        Assert.Null(shop.Plugin.Status("mug"));
    }

    [Fact]
    public async Task A_document_in_step_says_so_with_its_Stripe_id_and_the_moment()
    {
        await using var shop = await new Shop(studio: true).Open();
        shop.PublishMug();
        await shop.Pass(Moment);

        var status = shop.Plugin.Status("mug")!;
        Assert.Equal("stripeSync.status.mug", (string?)status["_id"]);
        Assert.Equal(["product", "inStep", Id(shop)], new[] { "documentType", "state", "stripeId" }.Select(part => (string?)status[part]));
        Assert.False((bool)status["livemode"]!);
        Assert.NotNull(status["syncedAt"]);
        Assert.Empty(status["fields"]!.AsArray());
        Assert.Equal(["price", "inStep"], new[] { "documentType", "state" }.Select(part => (string?)shop.Plugin.Status("mug-eur")![part]));
    }

    [Fact]
    public async Task A_status_is_written_only_when_something_in_it_changes()
    {
        await using var shop = await new Shop(studio: true).Open();
        shop.PublishMug();
        await shop.Pass(Moment);
        var (writes, synced) = (shop.Plugin.Writes, (string?)shop.Plugin.Status("mug")!["syncedAt"]);

        await shop.Store.Enqueue([new DueWork(new WorkKey(Connection.Default, WorkKind.Product, "mug"), shop.Time.GetUtcNow(), [], "a test")], CancellationToken.None);
        await shop.Pass(TimeSpan.FromHours(25));
        Assert.Equal(writes, shop.Plugin.Writes);

        shop.Editor.SetAndPublish("mug", "name", "Cup");
        await shop.Pass(Moment);
        Assert.Equal(writes + 1, shop.Plugin.Writes);
        Assert.NotEqual(synced, (string?)shop.Plugin.Status("mug")!["syncedAt"]);
    }

    [Fact]
    public async Task Many_statuses_are_one_transaction()
    {
        await using var shop = await new Shop().Open();
        for (var number = 0; number < 60; number++)
        {
            shop.Editor.PublishNew(Shop.Json($$"""{"_id":"p{{number}}","_type":"product","name":"Product {{number}}"}"""));
        }

        await shop.Pass(Moment);
        Assert.Equal(0, shop.Plugin.Writes);

        shop.HasStudio = true;
        await shop.Crash();
        await shop.Pass(TimeSpan.FromMinutes(1));

        Assert.All(Enumerable.Range(0, 60), number => Assert.Equal("inStep", shop.Plugin.State($"p{number}")));
        Assert.InRange(shop.Plugin.Writes, 2, 60);
    }

    [Fact]
    public async Task A_field_that_cannot_be_carried_is_named_with_what_to_do()
    {
        await using var shop = await new Shop(studio: true).Open();
        shop.PublishMug();
        await shop.Pass(Moment);
        shop.Editor.SetAndPublish("mug-eur", "currency", "florins");
        await shop.Pass(Moment);

        Assert.Equal("error", shop.Plugin.State("mug-eur"));
        Assert.Contains("currency", (string?)shop.Plugin.Status("mug-eur")!["message"]);
        Assert.Equal("refused", (string?)shop.Plugin.Field("mug-eur", "currency")["state"]);
        Assert.Equal("inStep", shop.Plugin.State("mug"));

        shop.Editor.SetAndPublish("mug-eur", "currency", "eur");
        await shop.Pass(Moment);
        Assert.Equal("inStep", shop.Plugin.State("mug-eur"));
        Assert.Null(shop.Plugin.Status("mug-eur")!["message"]);
    }

    [Fact]
    public async Task A_price_that_names_no_product_is_told_so()
    {
        await using var shop = await new Shop(studio: true).Open();
        shop.Editor.PublishNew(Shop.Json("""{"_id":"orphan","_type":"price","unit_amount":500,"currency":"eur"}"""));
        await shop.Pass(Moment);
        Assert.Equal("error", shop.Plugin.State("orphan"));

        shop.Editor.PublishNew(Shop.Json("""{"_id":"home","_type":"product","name":"Home"}"""));
        shop.Editor.SetAndPublish("orphan", "product", Shop.Json("""{"_type":"reference","_ref":"home"}"""));
        await shop.Pass(Moment);
        Assert.Equal("inStep", shop.Plugin.State("orphan"));
    }

    [Fact]
    public async Task A_price_whose_product_cannot_be_made_is_not_in_step_and_one_that_is_deleted_then_is_off()
    {
        await using var shop = await new Shop(studio: true).Open();
        shop.PublishMug(name: "", withDefault: false);
        await shop.Pass(Moment);

        var status = shop.Plugin.Status("mug-eur")!;
        Assert.Equal("error", (string?)status["state"]);
        Assert.StartsWith("Its product is not in Stripe. name: ", (string?)status["message"], StringComparison.Ordinal);

        shop.Editor.Delete("mug-eur");
        var mention = new ObjectId(Side.Sanity, Kind.Price, "mug-eur");
        await shop.Store.Enqueue([new DueWork(new WorkKey(Connection.Default, WorkKind.Product, "mug"), shop.Time.GetUtcNow(), [mention], "a test")], CancellationToken.None);
        await shop.Pass(Moment);
        Assert.Equal("off", shop.Plugin.State("mug-eur"));
    }

    [Fact]
    public async Task A_price_that_was_deleted_in_Stripe_is_off()
    {
        await using var shop = await new Shop(studio: true).Open();
        shop.PublishMug(withDefault: false);
        await shop.Pass(Moment);

        shop.Dashboard.DeletePrice((string)shop.Dashboard.Prices.Single()["id"]!);
        await shop.Pass(Moment);

        var status = shop.Plugin.Status("mug-eur")!;
        Assert.Equal(("off", "The price was deleted in Stripe. Switch the document on again to make a new one."), ((string?)status["state"], (string?)status["message"]));
        Assert.Null(status["stripeId"]);
    }

    [Fact]
    public async Task An_outage_is_pending_and_what_is_tried_too_often_is_an_error()
    {
        await using var shop = await new Shop(studio: true).Open();
        shop.PublishMug();
        await shop.Pass(Moment);
        shop.Stripe.Faults.Add(new CallFault(CallFaultKind.ErrorBeforeCommit) { Method = "POST", PathPrefix = "/v1/products/" });
        shop.Editor.SetAndPublish("mug", "name", "Cup");
        await shop.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal("pending", shop.Plugin.State("mug"));
        Assert.Equal(["differs", "Cup", "Mug"], new[] { "state", "sanity", "stripe" }.Select(part => (string?)shop.Plugin.Field("mug", "name")[part]));

        await shop.Pass(TimeSpan.FromHours(8));
        Assert.Equal("error", shop.Plugin.State("mug"));
        Assert.Single(await shop.Parked());
    }

    [Fact]
    public async Task A_document_that_is_unpublished_or_left_alone_is_off()
    {
        var schema = Tandem.Sanity.SanitySchema.Default with { Conditions = [new(Kind.Product, "noStripe", System.Text.Json.JsonElement.Parse("true"), IsException: true)] };
        await using var shop = await new Shop(schema: schema, studio: true).Open();
        shop.PublishMug(withDefault: false);
        await shop.Pass(Moment);
        shop.Editor.SetAndPublish("mug", "noStripe", true);
        await shop.Pass(Moment);
        Assert.Equal("off", shop.Plugin.State("mug"));

        shop.Editor.SetAndPublish("mug", "noStripe", false);
        await shop.Pass(Moment);
        Assert.Equal("inStep", shop.Plugin.State("mug"));

        shop.Editor.Unpublish("mug-eur");
        await shop.Pass(Moment);
        Assert.Equal("off", shop.Plugin.State("mug-eur"));
        Assert.Equal("failed", (string?)(await shop.Plugin.Answered("syncToStripe", "mug-eur"))["outcome"]);
    }

    [Fact]
    public async Task Prices_inside_of_a_document_are_told_with_it_and_their_conflicts_decided_there()
    {
        var asking = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule.Field == FieldNames.Nickname ? rule with { Winner = Winner.Ask } : rule)] };
        await using var shop = await new Shop(asking, schema: Tandem.Sanity.SanitySchema.Default.EmbeddedIn("prices"), studio: true).Open();
        shop.Editor.PublishNew(Shop.Json("""{"_id":"mug","_type":"product","name":"Mug","prices":[{"_key":"k1","unit_amount":1200,"currency":"eur","nickname":"Old"}]}"""));
        await shop.Pass(Moment);
        var price = (string)shop.Dashboard.Prices.Single()["id"]!;
        shop.Delivers = false;
        shop.Dashboard.EditPrice(price, ("nickname", "Stripe's"));
        shop.Editor.Edit("mug", Shop.Json("""{"set":{"prices[_key==\"k1\"].nickname":"Sanity's"}}"""));
        shop.Editor.Publish("mug");
        shop.Delivers = true;
        await shop.Pass(Moment);

        Assert.Equal("conflict", shop.Plugin.State("mug"));
        var field = shop.Plugin.Status("mug")!["fields"]!.AsArray().Single()!;
        Assert.Equal("prices[_key=k1].nickname", (string?)field["path"]);
        Assert.Equal(1, shop.Plugin.Documents);

        Assert.Equal("done", (string?)(await shop.Plugin.Answered("resolve", "mug", (string?)field["field"], "stripe"))["outcome"]);
        Assert.Equal("Stripe's", (string?)shop.Document("mug")!["prices"]![0]!["nickname"]);

        shop.Delivers = false;
        shop.Editor.Edit("mug", Shop.Json("""{"set":{"prices[_key==\"k1\"].nickname":"Mine"}}"""));
        shop.Editor.Publish("mug");
        shop.Dashboard.EditPrice(price, ("nickname", "Yours"));
        Assert.Equal("done", (string?)(await shop.Plugin.Answered("syncToStripe", "mug"))["outcome"]);
        Assert.Equal("Mine", (string?)shop.Dashboard.Price(price)!["nickname"]);
    }

    [Fact]
    public async Task Our_own_documents_are_no_hints_and_no_products()
    {
        await using var shop = await new Shop(studio: true).Open();
        shop.Sanity.AddHook(new JsonObject
        {
            ["type"] = "document", ["name"] = "everything", ["url"] = "http://127.0.0.1:1/api/sanity/webhook", ["dataset"] = "production",
            ["rule"] = new JsonObject { ["on"] = new JsonArray("create", "update", "delete"), ["filter"] = "true", ["projection"] = "{\"nothing\": 1}" },
            ["apiVersion"] = "v2025-02-19", ["httpMethod"] = "POST", ["secret"] = Shop.SanitySecret,
        });
        shop.Sanity.Mutate([new JsonObject { ["create"] = new JsonObject { ["_id"] = "stripeSync.status.fake", ["_type"] = "product", ["name"] = "Fake" } }]);
        shop.PublishMug();
        await shop.Plugin.Answered("syncToStripe", "mug");
        await shop.Pass(TimeSpan.FromHours(25));

        Assert.Single(shop.Dashboard.Products);
        Assert.Empty(await shop.Parked());
        Assert.Null(await shop.Store.Load(new ProductKey(Connection.Default, "stripeSync.status.mug"), CancellationToken.None));
    }

    [Fact]
    public async Task What_the_Studio_was_shown_before_it_was_switched_off_is_made_right_when_it_is_on_again()
    {
        await using var shop = await new Shop(studio: true).Open();
        shop.PublishMug();
        await shop.Pass(Moment);
        shop.HasStudio = false;
        await shop.Crash();
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 999999);
        await shop.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal("inStep", shop.Plugin.State("mug-eur"));

        shop.HasStudio = true;
        await shop.Crash();
        await shop.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("held", shop.Plugin.State("mug-eur"));
    }

    [Fact]
    public async Task What_was_deleted_while_it_was_off_is_written_again_when_it_is_on_again()
    {
        await using var shop = await new Shop(studio: true).Open();
        shop.PublishMug();
        await shop.Pass(Moment);
        shop.HasStudio = false;
        await shop.Crash();
        shop.Sanity.Mutate([new JsonObject { ["delete"] = new JsonObject { ["query"] = "*[_type == \"stripeSync.status\"]" } }]);
        await shop.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(0, shop.Plugin.Documents);

        shop.HasStudio = true;
        await shop.Crash();
        await shop.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(["inStep", "inStep"], new[] { "mug", "mug-eur" }.Select(shop.Plugin.State));
    }
}
