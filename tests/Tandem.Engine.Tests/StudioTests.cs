using System.Text.Json.Nodes;
using Tandem.Core;

namespace Tandem.Engine.Tests;

/// <summary>What editors ask for in the Studio is done once, for that document, and answered.</summary>
public sealed class StudioTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(4);

    private static async Task<Shop> Mug(Policy? policy = null)
    {
        var shop = await new Shop(policy, studio: true).Open();
        shop.PublishMug();
        await shop.Pass(Moment);
        return shop;
    }

    private static Policy Asking(string field) => Policy.Default with
    {
        Rules = [.. Policy.Default.Rules.Select(rule => rule.Field == field ? rule with { Winner = Winner.Ask } : rule)],
    };

    private static string? Outcome(JsonObject answer) => (string?)answer["outcome"];

    private static string Id(Shop shop) => (string)shop.Dashboard.Products.Single()["id"]!;

    [Fact]
    public async Task Sync_from_Stripe_lets_Stripes_values_stand_where_both_sides_changed()
    {
        await using var shop = await Mug();
        shop.Delivers = false;
        shop.Dashboard.EditProduct(Id(shop), ("name", "Cup"), ("description", "Tall"));
        shop.Editor.SetAndPublish("mug", "name", "Bowl");

        var answer = await shop.Plugin.Answered("syncFromStripe", "mug");

        Assert.Equal("done", Outcome(answer));
        Assert.Equal("gPerson", (string?)answer["by"]);
        Assert.Equal("Cup", (string?)shop.Document("mug")!["name"]);
        Assert.Equal("Cup", (string?)shop.Product("Cup")["name"]);
        Assert.Equal("Tall", (string?)shop.Document("mug")!["description"]);
        Assert.Equal("inStep", shop.Plugin.State("mug"));
        Assert.Contains("the other value was \"Bowl\"", await shop.Journal("mug"));
        Assert.Contains("gPerson asked in the Studio", await shop.Journal("mug"));
    }

    [Fact]
    public async Task Sync_to_Stripe_takes_an_edit_in_Stripe_back_and_keeps_it_in_the_journal()
    {
        await using var shop = await Mug();
        shop.Delivers = false;
        shop.Dashboard.EditProduct(Id(shop), ("name", "Cup"));

        Assert.Equal("done", Outcome(await shop.Plugin.Answered("syncToStripe", "mug")));

        Assert.NotNull(shop.Product("Mug"));
        Assert.Equal("Mug", (string?)shop.Document("mug")!["name"]);
        Assert.Contains("the other value was \"Cup\"", await shop.Journal("mug"));
    }

    [Fact]
    public async Task A_request_is_about_its_document_alone_and_about_that_pass_alone()
    {
        await using var shop = await Mug();
        var price = (string)shop.Dashboard.Prices.Single()["id"]!;
        shop.Delivers = false;
        shop.Dashboard.EditPrice(price, ("nickname", "from Stripe"));
        shop.Dashboard.EditProduct(Id(shop), ("name", "Cup"));

        await shop.Plugin.Answered("syncToStripe", "mug");
        Assert.Equal("from Stripe", (string?)shop.Document("mug-eur")!["nickname"]);

        shop.Delivers = true;
        await shop.Pass(Moment);
        shop.Dashboard.EditProduct(Id(shop), ("name", "Cup again"));
        await shop.Pass(Moment);
        Assert.Equal("Cup again", (string?)shop.Document("mug")!["name"]);
    }

    [Fact]
    public async Task A_price_is_synced_by_its_own_document()
    {
        await using var shop = await Mug();
        shop.Delivers = false;
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);

        Assert.Equal("done", Outcome(await shop.Plugin.Answered("syncFromStripe", "mug-eur")));
        Assert.Equal(1200, (int)shop.Document("mug-eur")!["unit_amount"]!);
        Assert.Single(shop.Dashboard.Prices);

        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
        Assert.Equal("done", Outcome(await shop.Plugin.Answered("syncToStripe", "mug-eur")));
        Assert.Equal(1500, (int)shop.Dashboard.Prices.Single(one => (bool)one["active"]!)["unit_amount"]!);
        var lineage = shop.Plugin.Status("mug-eur")!["lineage"]!.AsArray();
        Assert.Equal(["15.00 EUR True", "12.00 EUR False"], lineage.Select(row => $"{row!["amount"]} {(bool)row["active"]!}"));
        Assert.Equal((string?)lineage[0]!["from"], (string?)lineage[1]!["until"]);
    }

    [Fact]
    public async Task Nothing_is_written_where_both_sides_show_the_same()
    {
        await using var shop = await Mug();
        var (stripe, notes) = (shop.Stripe.Calls.Newest.Count(call => call.IsWrite), shop.Plugin.Writes);

        Assert.Equal("nothingToDo", Outcome(await shop.Plugin.Answered("syncToStripe", "mug")));
        Assert.Equal(stripe, shop.Stripe.Calls.Newest.Count(call => call.IsWrite));
        Assert.Equal(notes + 1, shop.Plugin.Writes);
    }

    [Fact]
    public async Task Fields_that_one_side_shows_in_a_form_of_its_own_are_left_as_they_are()
    {
        await using var shop = await Mug();
        shop.Editor.Edit("mug", Shop.Json("""{"set":{"description":[{"_type":"block","_key":"b","style":"normal","children":[{"_type":"span","_key":"s","text":"Round","marks":["strong"]}],"markDefs":[]}]}}"""));
        shop.Editor.Publish("mug");
        await shop.Pass(Moment);

        Assert.Equal("nothingToDo", Outcome(await shop.Plugin.Answered("syncFromStripe", "mug")));
        Assert.IsType<JsonArray>(shop.Document("mug")!["description"]);
    }

    [Fact]
    public async Task A_product_that_was_deleted_in_Stripe_is_made_anew_when_it_is_asked_for()
    {
        await using var shop = await new Shop(studio: true).Open();
        shop.Editor.PublishNew(Shop.Json("""{"_id":"plate","_type":"product","name":"Plate"}"""));
        await shop.Pass(Moment);
        shop.Dashboard.DeleteProduct(Id(shop));
        await shop.Pass(Moment);
        Assert.Equal("off", shop.Plugin.State("plate"));

        Assert.Equal("done", Outcome(await shop.Plugin.Answered("syncToStripe", "plate")));

        Assert.Equal("plate", (string?)shop.Product("Plate")["metadata"]!["sanity_id"]);
        Assert.Equal("inStep", shop.Plugin.State("plate"));
    }

    [Fact]
    public async Task A_product_that_waits_since_first_contact_is_made_when_it_is_asked_for()
    {
        await using var shop = new Shop(studio: true);
        shop.Dashboard.CreateProduct(("name", "Old in Stripe"));
        shop.Editor.PublishNew(Shop.Json("""{"_id":"old","_type":"product","name":"Old"}"""));
        shop.Time.Advance(TimeSpan.FromHours(1));
        await shop.Open();
        await shop.Pass(Moment);
        Assert.Equal("held", shop.Plugin.State("old"));
        Assert.Contains("Sync it to Stripe", (string?)shop.Plugin.Status("old")!["message"]);

        Assert.Equal("done", Outcome(await shop.Plugin.Answered("syncToStripe", "old")));
        Assert.Equal("old", (string?)shop.Product("Old")["metadata"]!["sanity_id"]);
    }

    [Theory]
    [InlineData("sanity", "Sanity's")]
    [InlineData("stripe", "Stripe's")]
    public async Task An_open_conflict_is_shown_and_decided(string keep, string name)
    {
        await using var shop = await Mug(Asking(FieldNames.Name));
        shop.Delivers = false;
        shop.Dashboard.EditProduct(Id(shop), ("name", "Stripe's"));
        shop.Editor.SetAndPublish("mug", "name", "Sanity's");
        shop.Delivers = true;
        await shop.Pass(Moment);

        Assert.Equal("conflict", shop.Plugin.State("mug"));
        var field = shop.Plugin.Field("mug", "name");
        Assert.Equal(["conflict", "Sanity's", "Stripe's", "Mug", "name"], new[] { "state", "sanity", "stripe", "agreed", "path" }.Select(part => (string?)field[part]));

        Assert.Equal("done", Outcome(await shop.Plugin.Answered("resolve", "mug", "name", keep)));
        Assert.Equal(name, (string?)shop.Document("mug")!["name"]);
        Assert.NotNull(shop.Product(name));
        Assert.Equal("inStep", shop.Plugin.State("mug"));
        Assert.Equal("nothingToDo", Outcome(await shop.Plugin.Answered("resolve", "mug", "name", keep)));
    }

    [Fact]
    public async Task A_decision_counts_for_the_values_that_were_shown()
    {
        await using var shop = await Mug(Asking(FieldNames.Name));
        shop.Delivers = false;
        shop.Dashboard.EditProduct(Id(shop), ("name", "Stripe's"));
        shop.Editor.SetAndPublish("mug", "name", "Sanity's");
        shop.Delivers = true;
        await shop.Pass(Moment);
        shop.Delivers = false;
        shop.Dashboard.EditProduct(Id(shop), ("name", "Stripe's newest"));

        Assert.Equal("failed", Outcome(await shop.Plugin.Answered("resolve", "mug", "name", "sanity")));
        Assert.NotNull(shop.Product("Stripe's newest"));
        Assert.Equal("Stripe's newest", (string?)shop.Plugin.Field("mug", "name")["stripe"]);
    }

    [Fact]
    public async Task A_held_price_stays_held_by_a_sync_and_goes_when_it_is_released()
    {
        await using var shop = await Mug();
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 120000);
        await shop.Pass(Moment);
        Assert.Equal("held", shop.Plugin.State("mug-eur"));
        Assert.Equal(["held", "1200.00 EUR", "12.00 EUR"], new[] { "state", "sanity", "stripe" }.Select(part => (string?)shop.Plugin.Field("mug-eur", "unit_amount")[part]));

        Assert.Equal("held", Outcome(await shop.Plugin.Answered("syncToStripe", "mug-eur")));
        Assert.Equal("held", Outcome(await shop.Plugin.Answered("syncFromStripe", "mug-eur")));
        Assert.Equal(120000, (int)shop.Document("mug-eur")!["unit_amount"]!);
        Assert.Single(shop.Dashboard.Prices);

        // Whose words are about another document says nothing of this one.
        Assert.Equal("nothingToDo", Outcome(await shop.Plugin.Answered("release", "mug")));
        Assert.Single(shop.Dashboard.Prices);

        Assert.Equal("done", Outcome(await shop.Plugin.Answered("release", "mug-eur")));
        Assert.Equal(120000, (int)shop.Dashboard.Prices.Single(price => (bool)price["active"]!)["unit_amount"]!);
        Assert.Equal("inStep", shop.Plugin.State("mug-eur"));
        Assert.Equal("nothingToDo", Outcome(await shop.Plugin.Answered("release", "mug-eur")));
    }

    [Fact]
    public async Task A_held_price_shows_again_what_Stripe_shows_when_it_is_refused()
    {
        await using var shop = await Mug();
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 120000);
        await shop.Pass(Moment);

        Assert.Equal("done", Outcome(await shop.Plugin.Answered("refuse", "mug-eur")));

        Assert.Equal(1200, (int)shop.Document("mug-eur")!["unit_amount"]!);
        Assert.Equal("inStep", shop.Plugin.State("mug-eur"));
        Assert.Empty(await shop.Parked());
    }

    [Fact]
    public async Task Archives_that_the_guard_holds_are_released_one_document_at_a_time()
    {
        await using var shop = await new Shop(archiveFloor: 0, studio: true).Open();
        foreach (var id in new[] { "a", "b" })
        {
            shop.Editor.PublishNew(Shop.Json($$"""{"_id":"{{id}}","_type":"product","name":"Product {{id}}"}"""));
        }

        await shop.Pass(Moment);
        shop.Editor.Unpublish("a");
        shop.Editor.Unpublish("b");
        await shop.Pass(Moment);
        Assert.Equal(["held", "held"], new[] { "a", "b" }.Select(shop.Plugin.State));

        Assert.Equal("held", Outcome(await shop.Plugin.Answered("refuse", "a")));
        Assert.Equal("done", Outcome(await shop.Plugin.Answered("release", "a")));
        Assert.False((bool)shop.Product("Product a")["active"]!);
        Assert.True((bool)shop.Product("Product b")["active"]!);
        Assert.Equal(["off", "held"], new[] { "a", "b" }.Select(shop.Plugin.State));
    }
}
