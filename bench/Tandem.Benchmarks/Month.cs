using System.Globalization;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Engine.Tests;

namespace Tandem.Benchmarks;

/// <summary>What a month in which nobody changes anything costs in reads of Stripe, which allots an account a number of them.</summary>
internal static class Month
{
    private const int Days = 30;

    /// <summary>The least that Stripe allots an account (https://docs.stripe.com/rate-limits#api-read-request-allocations).</summary>
    private const int Allotted = 10_000;

    /// <summary>Counts.</summary>
    public static async Task Measure(Page page)
    {
        page.Part(
            "A quiet month at Stripe",
            $"""
            Engine, adapters and stand-ins in one process on virtual time. Counted are the calls that reached the stand-in of Stripe on one day on which nobody changes anything, with the default pace and the nightly
            compare, times {Days}: quiet days are all alike. Sanity is asked hourly here, which costs no read of Stripe. Each product has two prices, and a record that links all of them. An account may read {Allotted:#,0} times a month at least
            ([Stripe](https://docs.stripe.com/rate-limits#api-read-request-allocations)); pulling in test mode is for trying things out, and has no target.
            """);
        page.Table("products", "way", "event list", "listings", "other reads", "reads a month", "target", "");
        foreach (var products in new[] { 1_000, 10_000 })
        {
            await using var shop = await Stocked(products);
            await One(page, shop, "webhooks", new Pace());
            await One(page, shop, "pulling, live mode", Pace.Pulling(isLive: true));
            await One(page, shop, "pulling, test mode", Pace.Pulling(isLive: false));
        }

        page.Line();
    }

    private static async Task One(Page page, Shop shop, string name, Pace pace)
    {
        // The stand-in of Sanity answers each sweep from all documents; how often it is asked costs no read of Stripe.
        shop.Pace = pace with { SanitySweep = TimeSpan.FromHours(1) };
        await shop.Crash();

        // After some quiet hours Stripe is asked as seldom as it ever is.
        await shop.Pass(pace.StripeIdle * 20 < TimeSpan.FromHours(6) ? pace.StripeIdle * 20 : TimeSpan.FromHours(6));
        var before = shop.Stripe.Calls.Reads;
        await shop.Pass(TimeSpan.FromDays(1));
        var calls = shop.Stripe.Calls.Newest.TakeLast(shop.Stripe.Calls.Reads - before).ToList();
        var events = calls.Count(call => call.Path.StartsWith("/v1/events?", StringComparison.Ordinal));
        var listings = calls.Count(call => call.Path.StartsWith("/v1/products?", StringComparison.Ordinal));
        var products = shop.Dashboard.Products.Length;
        var (reads, isTarget) = (calls.Count * Days, pace.StripeIdle > TimeSpan.FromMinutes(1));
        page.Row(
            Number(products), name, Number(events * Days), Number(listings * Days), Number((calls.Count - events - listings) * Days), Number(reads),
            isTarget ? $"≤ {Number(Allotted)}" : "none set", isTarget ? page.Verdict(reads <= Allotted, $"{Number(reads)} reads of Stripe a month, {Number(products)} products, {name}") : "");
    }

    // What an import would leave, without its hours: objects on both sides, records that link them, and feeds that stand behind all that.
    private static async Task<Shop> Stocked(int products)
    {
        var shop = await new Shop { Delivers = false, Rounds = 10 * products + 5_000 }.Open();
        for (var number = 0; number < products; number++)
        {
            await Stock(shop, $"p{number}");
        }

        shop.Time.Advance(TimeSpan.FromHours(1));
        var now = shop.Time.GetUtcNow();
        await shop.Store.Write(Connection.Default, "feed:stripe", $"{(string)shop.Dashboard.Events[0]["id"]!}@{now.ToUnixTimeSeconds() / 86_400}", CancellationToken.None);
        await shop.Store.Write(Connection.Default, "feed:sanity", $$"""{"At":"{{now:yyyy-MM-ddTHH:mm:ssZ}}","Id":"","IsMidway":false,"Seen":[]}""", CancellationToken.None);
        return shop;
    }

    private static async Task Stock(Shop shop, string id)
    {
        var product = (string)shop.Dashboard.CreateProduct(("name", id))["id"]!;
        var slots = new[] { "eur", "usd" }
            .Select(currency => (Slot: $"{id}-{currency}", Price: (string)shop.Dashboard.CreatePrice(("product", product), ("currency", currency), ("unit_amount", "1200"))["id"]!)).ToList();
        shop.Sanity.Mutate(
        [
            Create($$"""{"_id":"{{id}}","_type":"product","name":"{{id}}","active":true,"stripeProductId":"{{product}}"}"""),
            .. slots.Select(slot => Create($$"""{"_id":"{{slot.Slot}}","_type":"price","product":{"_type":"reference","_ref":"{{id}}"},"unit_amount":1200,"stripePriceId":"{{slot.Price}}"}""")),
        ]);
        var revision = (string)shop.Document(id)!["_rev"]!;
        var key = new ProductKey(Connection.Default, id);
        await shop.Store.Enqueue([new DueWork(new WorkKey(key.Connection, WorkKind.Product, id), DateTimeOffset.UnixEpoch, [], "stock")], CancellationToken.None);
        var lease = await shop.Store.Claim("stock", TimeSpan.FromMinutes(1), null, CancellationToken.None);
        var record = new ProductRecord
        {
            Key = key, StripeId = product, Link = LinkState.Live, Revision = revision, Slots = [.. slots.Select(slot => new SlotRecord { Slot = slot.Slot, PriceId = slot.Price, Revision = revision })],
        };
        await shop.Store.Release(lease!, Recording.Nothing with { Record = record }, new Ending.Done(), CancellationToken.None);
    }

    private static JsonObject Create(string document) => new() { ["create"] = Shop.Json(document) };

    private static string Number(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
