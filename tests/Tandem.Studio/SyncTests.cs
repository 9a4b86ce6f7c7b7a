using System.Text.Json.Nodes;
using Tandem.Studio.Harness;
using Tandem.Studio.Pages;

namespace Tandem.Studio;

/// <summary>The buttons of the plugin, from the click to what both sides show.</summary>
public sealed class SyncTests(Shop shop)
{
    [Fact]
    public async Task Sync_to_Stripe_makes_the_product_again_that_was_deleted_there()
    {
        var stripeId = await shop.InStep("sync-lost", "Lost mug");
        shop.Stripe.DeleteProduct(stripeId);
        await Shop.See("the document switched off", () => (bool?)shop.Sanity.Document("sync-lost")?["active"] == false ? "off" : null);
        await using var studio = await shop.Open();
        var mug = await studio.Open("product", "sync-lost");

        await mug.Act("Sync to Stripe");
        await mug.Confirm("Sync to Stripe");
        await mug.Hears("Done");

        var made = await Shop.See("another product in Stripe", () => shop.Stripe.Products.FirstOrDefault(product => (string?)product["metadata"]?["sanity_id"] == "sync-lost"));
        Assert.Equal("Lost mug", (string?)made["name"]);
        Assert.DoesNotContain(shop.Sanity.Documents().Values, document => (string?)document["_type"] == "stripeSync.request");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task Sync_from_Stripe_says_so_when_nothing_differs()
    {
        await shop.InStep("sync-calm", "Calm mug");
        await using var studio = await shop.Open();
        var mug = await studio.Open("product", "sync-calm");
        await mug.Badge("In step with Stripe");

        await mug.Act("Sync from Stripe");
        await mug.Confirm("Sync from Stripe");

        await mug.Hears("Nothing to do");
        Assert.Empty(studio.Complaints);
    }

    [Theory]
    [InlineData("sync-torn", "Keep Stripe", "Bolt")]
    [InlineData("sync-torn-too", "Keep Sanity", "Acme")]
    public async Task A_conflict_is_seen_and_decided(string id, string choice, string brand)
    {
        var stripeId = await shop.InStep(id, "Torn mug");
        await Both(id, stripeId);
        await using var studio = await shop.Open();
        var mug = await studio.Open("product", id);
        await mug.Badge("Stripe: conflict");
        var panel = await mug.Panel();
        await panel.Says("Bolt");
        await panel.Says("Acme");

        await panel.Press(choice);

        await Shop.See("one brand on both sides", () => (string?)shop.Sanity.Document(id)?["brand"] == brand && (string?)shop.Stripe.Product(stripeId)!["metadata"]!["brand"] == brand ? "equal" : null);
        await mug.Badge("In step with Stripe");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task Sync_from_Stripe_lets_Stripes_value_stand_where_both_had_changed_it()
    {
        var stripeId = await shop.InStep("sync-fetch", "Fetched mug");
        await Both("sync-fetch", stripeId);
        await using var studio = await shop.Open();
        var mug = await studio.Open("product", "sync-fetch");
        await mug.Badge("Stripe: conflict");

        await mug.Act("Sync from Stripe");
        await mug.Hears("Acme");
        await mug.Confirm("Sync from Stripe");
        await mug.Hears("Done");
        await mug.Confirm("Close");

        await mug.Field("brand").Shows("Bolt");
        await mug.Badge("In step with Stripe");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task A_new_amount_makes_a_new_price_and_says_so_before()
    {
        var (product, before) = (await shop.InStep("sync-kite", "Kite"), await shop.Priced("sync-kite-eur", "sync-kite", 1200));
        await using var studio = await shop.Open();
        var price = await studio.Open("price", "sync-kite-eur");
        await price.Field("unit_amount").Shows("12.00");

        await price.Field("unit_amount").Set("13.50");
        await price.Badge("new price");
        await price.Publish();

        var after = await Shop.See("the new price", () => shop.Stripe.PricesOf(product).FirstOrDefault(made => (int?)made["unit_amount"] == 1350));
        await Shop.See("the old price archived", () => (bool)shop.Stripe.Price(before)!["active"]! ? null : "archived");
        await Shop.See("the new price's id in the document", () => (string?)shop.Sanity.Document("sync-kite-eur")?["stripePriceId"] == (string?)after["id"] ? "seen" : null);
        var panel = await price.Panel();
        await panel.Says("13.50 EUR");
        await panel.Says("12.00 EUR");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task A_slip_is_held_and_released_by_a_person()
    {
        var product = await shop.InStep("sync-slip", "Slipped kite");
        await shop.Priced("sync-slip-eur", "sync-slip", 1200);
        await using var studio = await shop.Open();
        var price = await studio.Open("price", "sync-slip-eur");

        await price.Field("unit_amount").Set("1200.00");
        await price.Publish();
        await price.Badge("Stripe: held");
        Assert.DoesNotContain(shop.Stripe.PricesOf(product), made => (int?)made["unit_amount"] == 120_000);
        var panel = await price.Panel();
        await panel.Press("Release");

        await Shop.See("the released price", () => shop.Stripe.PricesOf(product).FirstOrDefault(made => (int?)made["unit_amount"] == 120_000));
        await price.Badge("In step with Stripe");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task An_error_is_shown_with_its_reason()
    {
        var foreign = (string)shop.Stripe.CreateProduct(("name", "Somebody else's"), ("active", "false"))["id"]!;
        shop.Stripe.CreatePrice(("product", foreign), ("currency", "eur"), ("unit_amount", "500"), ("lookup_key", "taken"), ("active", "false"));
        await shop.InStep("sync-key", "Keyed kite");
        await shop.Priced("sync-key-eur", "sync-key", 1200);
        await using var studio = await shop.Open();
        var price = await studio.Open("price", "sync-key-eur");

        await price.Group("Checkout");
        await price.Field("lookup_key").Set("taken");
        await price.Publish();

        await price.Badge("Stripe: error");
        var panel = await price.Panel();
        await panel.Says("taken");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task A_duplicate_is_a_product_of_its_own()
    {
        var stripeId = await shop.InStep("sync-origin", "Original mug");
        await using var studio = await shop.Open();
        var mug = await studio.Open("product", "sync-origin");

        await mug.Act("Duplicate");

        var copy = await Shop.See("the copy", () => shop.Sanity.Documents().Values.FirstOrDefault(document =>
            (string?)document["name"] == "Original mug" && ((string)document["_id"]!).StartsWith("drafts.", StringComparison.Ordinal)));
        Assert.Equal((null, null), (copy["stripeProductId"], copy["updatedFromStripe"]));
        await Microsoft.Playwright.Assertions.Expect(studio.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(((string)copy["_id"]!)["drafts.".Length..]));
        var copied = new DocumentPane(studio.Page);
        await copied.Field("name").Set("Copied mug");
        await copied.Publish();
        var made = await Shop.See("the copy in Stripe", () => shop.Stripe.Products.FirstOrDefault(product => (string?)product["name"] == "Copied mug"));
        Assert.NotEqual(stripeId, (string?)made["id"]);
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task A_reader_sees_why_the_buttons_cannot_be_pressed()
    {
        await shop.InStep("sync-read", "Read mug");
        await using var studio = await shop.Open(Sandbox.Sanity.SanityWorldOptions.ReaderToken);
        var mug = await studio.Open("product", "sync-read");
        await mug.Badge("In step with Stripe");

        var sync = (await mug.Actions()).Filter(new Microsoft.Playwright.LocatorFilterOptions { HasText = "Sync to Stripe" });

        await Microsoft.Playwright.Assertions.Expect(sync).ToBeDisabledAsync();
    }

    private Task Both(string id, string stripeId) => shop.Away(() =>
    {
        shop.Stripe.EditProduct(stripeId, ("metadata[brand]", "Bolt"));
        shop.Sanity.Editor.SetAndPublish(id, "brand", JsonValue.Create("Acme"));
        return Task.CompletedTask;
    });
}
