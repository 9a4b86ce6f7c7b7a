using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Core;
using Tandem.Sandbox;
using Tandem.Store.Sqlite;

namespace Tandem.Engine.Tests;

/// <summary>A service that was away and heard of nothing: the feeds tell it what happened, and both sides are listed only where they cannot.</summary>
public sealed class CatchUpTests
{
    private const int Many = 200;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    [Trait("G", "2")]
    public async Task After_two_days_without_a_webhook_all_is_in_step_again_by_the_feeds_alone()
    {
        await using var shop = await Catalogue(Many);
        shop.Delivers = false;
        var changes = LiveOn(shop, TimeSpan.FromDays(2));

        var calls = await Counted(shop, async () =>
        {
            await shop.Crash();
            await shop.Pass(Soon);
        });
        AssertInStep(shop, Many);
        Assert.Equal((0, 1), (calls.StripeListings, calls.SanityListings));
        Assert.InRange(calls.StripeReads, changes, 6 * changes);
        Assert.InRange(calls.SanityReads, changes, 6 * changes);

        // The compare that fell due meanwhile comes when all is done, and finds nothing.
        calls = await Counted(shop, () => shop.Pass(TimeSpan.FromHours(2)));
        Assert.Equal((3, 0), (calls.StripeListings, calls.Writes));
    }

    [Fact]
    public async Task A_restart_where_nothing_happened_asks_each_side_once()
    {
        await using var shop = await Catalogue(3);

        var calls = await Counted(shop, async () =>
        {
            await shop.Crash();
            await shop.Pass(Soon);
        });

        Assert.Equal(new Calls(1, 0, 1, 0, 0), calls);
    }

    [Fact]
    public async Task After_more_than_thirty_days_everything_is_compared()
    {
        await using var shop = await Catalogue(12);
        shop.Delivers = false;
        LiveOn(shop, TimeSpan.FromDays(31));

        var calls = await Counted(shop, async () =>
        {
            await shop.Crash();
            await shop.Pass(Soon);
        });

        AssertInStep(shop, 12);
        Assert.InRange(calls.StripeListings, 2, 2);
    }

    [Fact]
    public async Task A_compare_that_a_restart_interrupts_goes_on_where_it_was()
    {
        var time = new ShopClock(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var keeper = SqliteStore.Open($"file:{Guid.NewGuid():n}?mode=memory&cache=shared", time);
        var (sanity, stripe) = (new AskedSide(Side.Sanity) { Pages = 2 }, new AskedSide(Side.Stripe) { Pages = 4, FailsAt = "2" });
        using (var first = Engine())
        {
            await first.Begin(CancellationToken.None);
            await Turns(first, time);
        }

        Assert.Equal(["", "1", "", "1", "2"], Listed());
        stripe.FailsAt = null;
        time.Advance(TimeSpan.FromDays(3));
        using (var second = Engine())
        {
            await second.Begin(CancellationToken.None);
            await Turns(second, time);
        }

        // Sanity's second listing looks for what was deleted; of Stripe only the rest is listed.
        Assert.Equal(["", "1", "", "1", "2", "2", "3"], Listed());
        time.Advance(TimeSpan.FromHours(1));
        using var third = Engine();
        await third.Begin(CancellationToken.None);
        await Turns(third, time);
        Assert.Equal(7, Listed().Length);

        TandemEngine Engine() => new(
            new EngineOptions(), keeper, [new Connection("a", sanity, stripe, Policy.Default)], time, new Random(1), NullLoggerFactory.Instance);

        string[] Listed() => [.. sanity.Listed.Take(2), .. stripe.Listed];
    }

    [Fact]
    public async Task A_listing_whose_place_the_vendor_does_not_know_any_more_begins_anew()
    {
        var time = new ShopClock(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var store = SqliteStore.Open($"file:{Guid.NewGuid():n}?mode=memory&cache=shared", time);
        var stripe = new AskedSide(Side.Stripe) { Pages = 3, FailsAt = "2", ListFault = new CatalogFault.Refused(null, "resource_missing") { Side = Side.Stripe, Message = "No such product." } };
        using var engine = new TandemEngine(
            new EngineOptions(), store, [new Connection("a", new AskedSide(Side.Sanity), stripe, Policy.Default)], time, new Random(1), NullLoggerFactory.Instance);
        await engine.Begin(CancellationToken.None);
        await Turns(engine, time);
        stripe.FailsAt = null;
        time.Advance(TimeSpan.FromSeconds(2));
        await Turns(engine, time);

        Assert.Equal(["", "1", "2", "", "1", "2"], stripe.Listed);
    }

    // What is due, and what is due a moment later.
    private static async Task Turns(TandemEngine engine, ShopClock time)
    {
        for (var moment = 0; moment < 2; moment++)
        {
            while (await Turn(engine, time))
            {
            }

            time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    // A budget may have to be waited for.
    private static async Task<bool> Turn(TandemEngine engine, ShopClock time)
    {
        var turn = engine.Turn(CancellationToken.None);
        while (true)
        {
            try
            {
                return await turn.WaitAsync(TimeSpan.FromMilliseconds(300));
            }
            catch (TimeoutException) when (!turn.IsCompleted)
            {
                if (time.IsAwaited)
                {
                    time.Advance(TimeSpan.FromMilliseconds(100));
                }
            }
        }
    }

    private static async Task<Shop> Catalogue(int products)
    {
        var shop = await new Shop(archiveFloor: 50).Open();
        for (var number = 0; number < products; number++)
        {
            shop.PublishMug($"p{number}", $"Product {number}", 1000 + number);
        }

        await shop.Pass(TimeSpan.FromMinutes(20));
        AssertInStep(shop, products);
        return shop;
    }

    // People on both sides create, edit, archive and delete, over that time; returns in how many products.
    private static int LiveOn(Shop shop, TimeSpan time)
    {
        string Id(int number) => (string)shop.Document($"p{number}")!["stripeProductId"]!;

        shop.Editor.SetAndPublish("p0", "name", "Renamed in Sanity");
        shop.Editor.SetAndPublish("p1-eur", "unit_amount", 4200);
        shop.Editor.SetAndPublish("p2", "active", false);
        Delete(shop, "p3-eur", "p3");
        shop.Time.Advance(time / 2);
        shop.PublishMug("new", "New in Sanity", 500);
        shop.Dashboard.EditProduct(Id(4), ("name", "Renamed in Stripe"));
        shop.Dashboard.ArchiveProduct(Id(5));
        var fresh = (string)shop.Dashboard.CreateProduct(("name", "New in Stripe"))["id"]!;
        shop.Dashboard.CreatePrice(("product", fresh), ("currency", "eur"), ("unit_amount", "700"));
        shop.Dashboard.CreatePrice(("product", Id(6)), ("currency", "usd"), ("unit_amount", "800"));
        var gone = Id(7);
        shop.Dashboard.EditProduct(gone, ("default_price", ""));
        foreach (var price in shop.Dashboard.PricesOf(gone))
        {
            shop.Dashboard.DeletePrice((string)price["id"]!);
        }

        shop.Dashboard.DeleteProduct(gone);
        shop.Time.Advance(time - (time / 2));
        return 10;
    }

    private static void Delete(Shop shop, params string[] ids) =>
        shop.Sanity.Mutate([.. ids.Select(id => new JsonObject { ["delete"] = new JsonObject { ["id"] = id } })]);

    private static void AssertInStep(Shop shop, int products)
    {
        var inStep = 0;
        foreach (var (id, document) in shop.Sanity.Documents().Where(one => (string?)one.Value["_type"] == "product" && !one.Key.StartsWith("drafts.", StringComparison.Ordinal)))
        {
            var linked = (string?)document["stripeProductId"];
            Assert.True(linked is not null, $"{id} has no Stripe product.");
            if (shop.Dashboard.Product(linked) is not { } product)
            {
                Assert.False((bool)document["active"]!);
                continue;
            }

            Assert.Equal(((string?)document["name"], (bool)document["active"]!), ((string?)product["name"], (bool)product["active"]!));
            var amounts = shop.Sanity.Documents().Values.Where(price => (string?)price["_type"] == "price" && (string?)price["product"]?["_ref"] == id).Select(price => (long)price["unit_amount"]!);
            Assert.Equal(amounts.Order(), shop.Dashboard.PricesOf(linked).Where(price => (bool)price["active"]!).Select(price => (long)price["unit_amount"]!).Order());
            inStep++;
        }

        Assert.InRange(inStep, products - 2, products + 2);
        var shown = shop.Sanity.Documents().Values.Select(document => (string?)document["stripeProductId"]).ToHashSet();
        Assert.All(shop.Dashboard.Products.Where(product => (bool)product["active"]!), product => Assert.Contains((string?)product["id"], shown));
    }

    private static async Task<Calls> Counted(Shop shop, Func<Task> work)
    {
        var (stripe, sanity) = (shop.Stripe.Calls.Newest.Length, shop.Sanity.Calls.Newest.Length);
        await work();
        ImmutableArray<Call> asked = [.. shop.Stripe.Calls.Newest.Skip(stripe).Where(call => call.Caller != "person")];
        ImmutableArray<Call> read = [.. shop.Sanity.Calls.Newest.Skip(sanity).Where(call => call.Caller != "person")];
        return new Calls(
            asked.Count(call => !call.IsWrite),
            asked.Count(call => !call.IsWrite && call.Path.StartsWith("/v1/products?", StringComparison.Ordinal)),
            read.Count(call => !call.IsWrite),
            read.Count(call => call.Path.Contains("tag=tandem.list", StringComparison.Ordinal)),
            asked.Concat(read).Count(call => call.IsWrite));
    }

    private sealed record Calls(int StripeReads, int StripeListings, int SanityReads, int SanityListings, int Writes);
}
