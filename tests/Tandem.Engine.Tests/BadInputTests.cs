using Tandem.Core;
using Tandem.Sandbox;

namespace Tandem.Engine.Tests;

/// <summary>What cannot be carried is named on its object, waits for a person, and stops nothing else.</summary>
public sealed class BadInputTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(4);

    private static async Task AssertOthersGoOn(Shop shop)
    {
        shop.PublishMug("other", "Other", 700);
        await shop.Pass(Moment);
        Assert.Equal("other", (string?)shop.Product("Other")["metadata"]!["sanity_id"]);
    }

    [Fact]
    [Trait("G", "13")]
    public async Task A_document_without_a_name_is_parked_with_its_reason_until_it_has_one()
    {
        await using var shop = await new Shop().Open();

        shop.Editor.PublishNew(Shop.Json("""{"_id":"nameless","_type":"product","description":"Who am I"}"""));
        await shop.Pass(Moment);

        var parked = Assert.Single(await shop.Parked());
        Assert.Equal("nameless", parked.Key.Id);
        Assert.Contains("name", parked.Reason);
        await AssertOthersGoOn(shop);

        shop.Editor.SetAndPublish("nameless", "name", "Named");
        await shop.Pass(Moment);
        Assert.Equal("nameless", (string?)shop.Product("Named")["metadata"]!["sanity_id"]);
        Assert.Empty(await shop.Parked());
    }

    [Theory]
    [Trait("G", "23")]
    [InlineData("\"unit_amount\":1200,\"currency\":\"florins\"", "currency")]
    [InlineData("\"unit_amount\":19.99,\"currency\":\"eur\"", "unit_amount")]
    [InlineData("\"unit_amount\":-5,\"currency\":\"eur\"", "unit_amount")]
    [InlineData("\"currency\":\"eur\"", "unit_amount")]
    [InlineData("\"unit_amount\":1200", "currency")]
    public async Task A_price_that_cannot_be_charged_is_named_and_its_product_goes_on(string fields, string field)
    {
        await using var shop = await new Shop().Open();

        shop.Editor.PublishNew(Shop.Json("""{"_id":"mug","_type":"product","name":"Mug"}"""));
        shop.Editor.PublishNew(Shop.Json($$"""{"_id":"bad","_type":"price","product":{"_type":"reference","_ref":"mug"},{{fields}}}"""));
        await shop.Pass(Moment);

        Assert.Empty(shop.Dashboard.Prices);
        Assert.NotNull(shop.Product("Mug"));
        var parked = Assert.Single(await shop.Parked());
        Assert.Contains("bad", parked.Reason);
        Assert.Contains(field, parked.Reason);
        await AssertOthersGoOn(shop);
    }

    [Fact]
    public async Task A_price_whose_product_is_not_published_is_named_and_heals_when_it_is()
    {
        await using var shop = await new Shop().Open();

        shop.Editor.PublishNew(Shop.Json("""{"_id":"early","_type":"price","product":{"_type":"reference","_ref":"late","_weak":true},"unit_amount":500,"currency":"eur"}"""));
        await shop.Pass(Moment);
        Assert.Contains("late", Assert.Single(await shop.Parked()).Reason);

        shop.Editor.PublishNew(Shop.Json("""{"_id":"late","_type":"product","name":"Late"}"""));
        await shop.Pass(Moment);
        Assert.Equal(500, (long)Assert.Single(shop.Dashboard.Prices)["unit_amount"]!);
        Assert.Empty(await shop.Parked());
    }

    [Fact]
    public async Task A_price_that_names_no_product_is_named()
    {
        await using var shop = await new Shop().Open();

        shop.Editor.PublishNew(Shop.Json("""{"_id":"orphan","_type":"price","unit_amount":500,"currency":"eur"}"""));
        await shop.Pass(Moment);

        Assert.Contains("orphan", Assert.Single(await shop.Parked()).Reason);
        await AssertOthersGoOn(shop);
    }

    [Fact]
    [Trait("G", "24")]
    public async Task A_lookup_key_that_a_foreign_price_holds_is_reported_and_not_stolen()
    {
        await using var shop = await new Shop().Open();
        var foreign = shop.Dashboard.CreateProduct(("name", "Foreign"));
        shop.Dashboard.CreatePrice(("product", (string)foreign["id"]!), ("currency", "eur"), ("unit_amount", "100"), ("lookup_key", "gold"));
        shop.PublishMug();
        await shop.Pass(Moment);

        shop.Editor.SetAndPublish("mug-eur", "lookup_key", "gold");
        shop.Editor.SetAndPublish("mug-eur", "nickname", "still carried");
        await shop.Pass(Moment);

        var mine = shop.Dashboard.PricesOf((string)shop.Product("Mug")["id"]!).Single();
        Assert.Null((string?)mine["lookup_key"]);
        Assert.Equal("still carried", (string?)mine["nickname"]);
        Assert.Contains("lookup_key", Assert.Single(await shop.Parked()).Reason);
        Assert.Contains("already uses that lookup key", Assert.Single(await shop.Parked()).Reason);
    }

    [Fact]
    public async Task A_revoked_Stripe_key_is_told_and_parks_nothing_and_all_goes_on_when_it_is_mended()
    {
        await using var shop = await new Shop().Open();
        shop.Stripe.Keys.Revoke("sk_test_shop");

        shop.PublishMug();
        await shop.Pass(TimeSpan.FromMinutes(2));

        Assert.Empty(shop.Dashboard.Products);
        Assert.Empty(await shop.Parked());
        Assert.NotNull(shop.Engine.Health.Sides.Single(side => side.Side == Side.Stripe).Fault);

        shop.Stripe.Keys.Restore("sk_test_shop");
        await shop.Pass(TimeSpan.FromMinutes(30));
        Assert.Equal("mug", (string?)shop.Product("Mug")["metadata"]!["sanity_id"]);
        Assert.Null(shop.Engine.Health.Sides.Single(side => side.Side == Side.Stripe).Fault);
    }

    [Fact]
    [Trait("G", "9")]
    public async Task A_mass_unpublish_is_held_beyond_the_guard_and_released_by_a_person()
    {
        await using var shop = await new Shop(archiveFloor: 2).Open();
        foreach (var id in new[] { "a", "b", "c", "d" })
        {
            shop.Editor.PublishNew(Shop.Json($$"""{"_id":"{{id}}","_type":"product","name":"Product {{id}}"}"""));
        }

        await shop.Pass(Moment);
        foreach (var id in new[] { "a", "b", "c", "d" })
        {
            shop.Editor.Unpublish(id);
        }

        await shop.Pass(Moment);

        Assert.Equal(2, shop.Dashboard.Products.Count(product => (bool)product["active"]!));
        var held = await shop.Held();
        Assert.Equal(2, held.Length);
        Assert.All(held, one => Assert.Contains("more products and prices were to be archived within a day", one.Change.Reason, StringComparison.Ordinal));
        Assert.Empty(await shop.Parked());
        Assert.Equal(2, (await shop.Journal()).Split('\n').Count(line => line.StartsWith("held: ", StringComparison.Ordinal)));

        await shop.Rule(Ruling.Released);
        await shop.Pass(Moment);
        Assert.DoesNotContain(shop.Dashboard.Products, product => (bool)product["active"]!);
    }

    [Theory]
    [Trait("G", "14")]
    [InlineData(CallFaultKind.RateLimited)]
    [InlineData(CallFaultKind.ErrorBeforeCommit)]
    [InlineData(CallFaultKind.ErrorAfterCommit)]
    [InlineData(CallFaultKind.CutBeforeCommit)]
    [InlineData(CallFaultKind.CutAfterCommit)]
    [InlineData(CallFaultKind.MalformedBody)]
    public async Task A_storm_of_faults_ends_in_step_without_twins(CallFaultKind kind)
    {
        await using var shop = await new Shop().Open();
        shop.Stripe.Faults.Add(new CallFault(kind) { Probability = 0.4, Times = 25 });
        shop.Sanity.Faults.Add(new CallFault(kind) { Probability = 0.4, Times = 25 });

        shop.PublishMug();
        await shop.Pass(TimeSpan.FromHours(2));
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
        await shop.Pass(TimeSpan.FromHours(2));

        Assert.Single(shop.Dashboard.Products);
        Assert.Equal(2, shop.Dashboard.Prices.Length);
        Assert.Equal(1500, (long)shop.Dashboard.Prices.Single(price => (bool)price["active"]!)["unit_amount"]!);
        Assert.Equal(2, shop.Sanity.Documents().Count);
        Assert.Empty(await shop.Parked());
    }

    [Fact]
    [Trait("G", "5")]
    public async Task A_burst_of_edits_becomes_few_writes()
    {
        await using var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Pass(Moment);
        var writes = shop.Writes;

        for (var edit = 0; edit < 20; edit++)
        {
            shop.Editor.SetAndPublish("mug", "description", $"Edit {edit}");
        }

        await shop.Pass(Moment);
        Assert.Equal("Edit 19", (string?)shop.Product("Mug")["description"]);
        Assert.InRange(shop.ServiceWritesSince(writes), 1, 3);
    }

    [Fact]
    [Trait("G", "4")]
    public async Task An_edit_inside_the_flag_window_still_syncs()
    {
        await using var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Pass(Moment);

        shop.Dashboard.EditProduct((string)shop.Product("Mug")["id"]!, ("name", "From Stripe"));
        await shop.Settle();
        Assert.True((bool)shop.Document("mug")!["updatedFromStripe"]!);
        shop.Editor.SetAndPublish("mug", "description", "Inside the window");
        await shop.Pass(Moment);

        Assert.Equal("Inside the window", (string?)shop.Product("From Stripe")["description"]);
        Assert.False((bool)shop.Document("mug")!["updatedFromStripe"]!);
    }

    [Fact]
    public async Task An_ask_policy_parks_only_its_field_and_lists_the_conflict()
    {
        var ask = Policy.Default with
        {
            Rules = [.. Policy.Default.Rules.Select(rule => rule.Field == FieldNames.Name ? rule with { Winner = Winner.Ask } : rule)],
        };
        await using var shop = await new Shop(ask).Open();
        shop.PublishMug();
        await shop.Pass(Moment);
        var id = (string)shop.Product("Mug")["id"]!;

        shop.Delivers = false;
        shop.Dashboard.EditProduct(id, ("name", "Stripe's"), ("description", "Carried"));
        shop.Editor.SetAndPublish("mug", "name", "Sanity's");
        shop.Delivers = true;
        await shop.Pass(Moment);

        Assert.Equal("Stripe's", (string?)shop.Dashboard.Product(id)!["name"]);
        Assert.Equal("Sanity's", (string?)shop.Document("mug")!["name"]);
        Assert.Equal("Carried", (string?)shop.Document("mug")!["description"]);
        var conflict = Assert.Single(await shop.Store.Conflicts(Connection.Default, 10, CancellationToken.None));
        Assert.Equal(FieldNames.Name, conflict.Conflict.Field);
    }
}
