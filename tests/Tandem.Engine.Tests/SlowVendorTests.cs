using Tandem.Core;
using Tandem.Sandbox;

namespace Tandem.Engine.Tests;

/// <summary>A vendor that is slow, or that fails once, must not cost a promise long after.</summary>
public sealed class SlowVendorTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(4);

    private static async Task<Shop> Mug(int archiveFloor = 10)
    {
        var shop = await new Shop(archiveFloor: archiveFloor).Open();
        shop.PublishMug();
        await shop.Pass(Moment);
        return shop;
    }

    [Fact]
    public async Task The_flag_is_cleared_although_the_write_that_set_it_took_longer_than_the_flag_lasts()
    {
        await using var shop = await Mug();
        var held = shop.HoldNext(request => request.RequestUri!.AbsolutePath.Contains("/data/mutate/", StringComparison.Ordinal));
        shop.Dashboard.EditProduct((string)shop.Product("Mug")["id"]!, ("name", "From Stripe"));
        await shop.Deliver();
        var pass = Task.FromResult(true);
        while (!held.Reached.IsCompleted)
        {
            pass = shop.Engine.Turn(CancellationToken.None);
            await Task.WhenAny(pass, held.Reached);
        }

        await shop.Pass(TimeSpan.FromSeconds(5));
        await held.LetGo();
        await pass;
        Assert.True((bool)shop.Document("mug")!["updatedFromStripe"]!);
        await shop.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal("From Stripe", (string?)shop.Document("mug")!["name"]);
        Assert.False((bool)shop.Document("mug")!["updatedFromStripe"]!);
    }

    [Fact]
    public async Task The_flag_is_cleared_although_the_service_died_while_it_was_set()
    {
        await using var shop = await Mug();
        shop.Dashboard.EditProduct((string)shop.Product("Mug")["id"]!, ("name", "From Stripe"));
        await shop.Settle();
        Assert.True((bool)shop.Document("mug")!["updatedFromStripe"]!);

        await shop.Crash();
        await shop.Pass(TimeSpan.FromSeconds(5));

        Assert.False((bool)shop.Document("mug")!["updatedFromStripe"]!);
    }

    [Fact]
    [Trait("G", "4")]
    public async Task A_person_who_archives_a_product_is_heard_although_a_write_of_the_same_value_failed_long_ago()
    {
        await using var shop = await Mug();
        var id = (string)shop.Product("Mug")["id"]!;
        shop.Stripe.Faults.Add(new CallFault(CallFaultKind.ErrorBeforeCommit) { Method = "POST", PathPrefix = "/v1/products", Times = 1 });
        shop.Editor.SetAndPublish("mug", "active", false);
        await shop.Pass(TimeSpan.FromMinutes(1));
        shop.Editor.SetAndPublish("mug", "active", true);
        await shop.Pass(TimeSpan.FromMinutes(1));
        Assert.True((bool)shop.Dashboard.Product(id)!["active"]!);

        shop.Dashboard.EditProduct(id, ("active", "false"));
        await shop.Pass(TimeSpan.FromMinutes(1));

        Assert.False((bool)shop.Dashboard.Product(id)!["active"]!);
        Assert.False((bool)shop.Document("mug")!["active"]!);
    }

    [Fact]
    [Trait("G", "4")]
    public async Task A_person_who_reactivates_an_old_price_is_heard_although_archiving_it_failed_at_first()
    {
        await using var shop = await Mug();
        var old = (string)shop.Dashboard.Prices.Single()["id"]!;
        shop.Stripe.Faults.Add(new CallFault(CallFaultKind.ErrorBeforeCommit) { Method = "POST", PathPrefix = $"/v1/prices/{old}", Times = 1 });
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
        await shop.Pass(TimeSpan.FromMinutes(1));
        Assert.False((bool)shop.Dashboard.Price(old)!["active"]!);

        shop.Dashboard.UnarchivePrice(old);
        await shop.Pass(TimeSpan.FromMinutes(1));

        Assert.True((bool)shop.Dashboard.Price(old)!["active"]!);
        Assert.Equal(1500, (int)shop.Document("mug-eur")!["unit_amount"]!);
    }

    [Theory]
    [Trait("G", "9")]
    [InlineData(CallFaultKind.RateLimited)]
    [InlineData(CallFaultKind.ErrorBeforeCommit)]
    [InlineData(CallFaultKind.CutBeforeCommit)]
    public async Task What_a_person_released_stays_released_over_a_failure(CallFaultKind kind)
    {
        await using var shop = await Mug(archiveFloor: 0);
        shop.Editor.Edit("mug", Shop.Json("""{"unset":["default_price"]}"""));
        shop.Editor.Publish("mug");
        shop.Sanity.Mutate([Shop.Json("""{"patch":{"id":"mug-eur","set":{"product._weak":true}}}""")]);
        await shop.Pass(Moment);
        shop.Editor.Unpublish("mug");
        await shop.Pass(Moment);
        Assert.Single(await shop.Held());
        shop.Stripe.Faults.Add(new CallFault(kind) { Method = "POST", Skip = 1, Times = 1 });

        await shop.Rule(Ruling.Released);
        await shop.Pass(TimeSpan.FromMinutes(1));

        Assert.Empty((await shop.Store.Said(new ProductKey(Connection.Default, "mug"), CancellationToken.None)).Held);
        Assert.False((bool)shop.Product("Mug")["active"]!);
        Assert.False((bool)shop.Dashboard.Prices.Single()["active"]!);
    }

    [Fact]
    [Trait("G", "9")]
    public async Task Two_workers_do_not_let_more_archives_through_than_the_guard_allows()
    {
        await using var shop = await Mug(archiveFloor: 1);
        foreach (var id in new[] { "a", "b" })
        {
            shop.Editor.PublishNew(Shop.Json($$"""{"_id":"{{id}}","_type":"product","name":"Product {{id}}"}"""));
        }

        await shop.Pass(Moment);
        shop.Editor.Unpublish("a");
        shop.Editor.Unpublish("b");
        var held = shop.HoldNext(request => request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.StartsWith("/v1/products/", StringComparison.Ordinal));
        await shop.Deliver();
        var pass = Task.FromResult(true);
        while (!held.Reached.IsCompleted)
        {
            pass = shop.Engine.Turn(CancellationToken.None);
            await Task.WhenAny(pass, held.Reached);
        }

        await shop.Settle();
        await held.LetGo();
        await pass;
        await shop.Pass(Moment);

        Assert.Single(shop.Dashboard.Products, product => !(bool)product["active"]!);
        Assert.Contains("were to be archived", Assert.Single(await shop.Held()).Change.Reason, StringComparison.Ordinal);
    }
}
