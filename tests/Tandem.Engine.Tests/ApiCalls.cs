namespace Tandem.Engine.Tests;

/// <summary>What the service asked of both vendors, in calls.</summary>
public sealed record ApiCost(int StripeReads, int StripeWrites, int SanityReads, int SanityWrites)
{
    public static ApiCost None { get; } = new(0, 0, 0, 0);

    public int Writes => StripeWrites + SanityWrites;

    public static ApiCost operator -(ApiCost later, ApiCost earlier) => new(
        later.StripeReads - earlier.StripeReads,
        later.StripeWrites - earlier.StripeWrites,
        later.SanityReads - earlier.SanityReads,
        later.SanityWrites - earlier.SanityWrites);

    public override string ToString() => $"Stripe {StripeReads} reads {StripeWrites} writes, Sanity {SanityReads} reads {SanityWrites} writes";
}

/// <summary>Changes whose cost in API calls is exact: the stand-ins count, the clock is the test's. Also what <c>bench/run</c> prints.</summary>
public static class ApiCalls
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    public static Task<ApiCost> EditInSanity() => InStep(shop =>
    {
        shop.Editor.SetAndPublish("mug", "name", "Big mug");
        return shop.Pass(Rest);
    });

    public static Task<ApiCost> EditInStripe() => InStep(shop =>
    {
        shop.Dashboard.EditProduct(Id(shop), ("name", "Big mug"));
        return shop.Pass(Rest);
    });

    /// <summary>A write to Stripe comes back as an event.</summary>
    public static Task<ApiCost> EchoFromStripe() => EchoOf(shop => shop.Editor.SetAndPublish("mug", "name", "Big mug"));

    /// <summary>A write to Sanity, and the flag's clearing, come back as webhooks.</summary>
    public static Task<ApiCost> EchoFromSanity() => EchoOf(shop => shop.Dashboard.EditProduct(Id(shop), ("name", "Big mug")));

    public static Task<ApiCost> UnsyncedFieldInSanity() => InStep(shop =>
    {
        shop.Editor.SetAndPublish("mug", "seoTitle", "The best mug");
        return shop.Pass(Rest);
    });

    public static Task<ApiCost> UnsyncedFieldInStripe() => InStep(shop =>
    {
        shop.Dashboard.EditProduct(Id(shop), ("metadata[warehouse]", "north"));
        return shop.Pass(Rest);
    });

    /// <summary>Twenty edits, published one after the other faster than a pass takes.</summary>
    public static Task<ApiCost> BurstInSanity() => InStep(shop =>
    {
        for (var edit = 1; edit <= 20; edit++)
        {
            shop.Editor.SetAndPublish("mug", "name", $"Mug {edit}");
        }

        return shop.Pass(Rest);
    });

    public static Task<ApiCost> BurstInStripe() => InStep(shop =>
    {
        for (var edit = 1; edit <= 20; edit++)
        {
            shop.Dashboard.EditProduct(Id(shop), ("name", $"Mug {edit}"));
        }

        return shop.Pass(Rest);
    });

    public static Task<ApiCost> AmountInSanity() => InStep(shop =>
    {
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
        return shop.Pass(Rest);
    });

    /// <summary>A new product with two prices, one of them its default, published together.</summary>
    public static Task<ApiCost> NewProductInSanity() => InStep(shop =>
    {
        shop.PublishMug("cap", "Cap", 900);
        shop.Editor.PublishNew(Shop.Json("""{"_id":"cap-usd","_type":"price","product":{"_type":"reference","_ref":"cap"},"unit_amount":1000,"currency":"usd","active":true}"""));
        return shop.Pass(Rest);
    });

    private static string Id(Shop shop) => (string)shop.Dashboard.Products.Single()["id"]!;

    // One product in step, all quiet; then the change, and all that follows from it: passes, echoes, the flag's clear.
    private static async Task<ApiCost> InStep(Func<Shop, Task> change)
    {
        await using var shop = await Quiet();
        var before = Cost(shop);
        await change(shop);
        Assert.Empty(await shop.Parked());
        return Cost(shop) - before;
    }

    // The webhook of the change is delivered and worked on; only then come the webhooks of what the service wrote.
    private static async Task<ApiCost> EchoOf(Action<Shop> change)
    {
        await using var shop = await Quiet();
        change(shop);
        await shop.Deliver();
        shop.Delivers = false;
        await shop.Pass(TimeSpan.FromSeconds(4));
        var before = Cost(shop);
        Assert.NotEqual(ApiCost.None, before);

        shop.Delivers = true;
        Assert.True(await shop.Deliver(), "There was no echo.");
        await shop.Pass(Rest);
        return Cost(shop) - before;
    }

    private static async Task<Shop> Quiet()
    {
        var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Pass(Rest);
        return shop;
    }

    private static ApiCost Cost(Shop shop)
    {
        var stripe = shop.Stripe.Calls.Newest.Where(call => call.Caller != "person").ToList();
        var sanity = shop.Sanity.Calls.Newest.Where(call => call.Caller != "person").ToList();
        return new ApiCost(
            stripe.Count(call => !call.IsWrite), stripe.Count(call => call.IsWrite), sanity.Count(call => !call.IsWrite), sanity.Count(call => call.IsWrite));
    }
}
