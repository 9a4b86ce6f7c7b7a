using Microsoft.Playwright;
using Tandem.Studio.Harness;

namespace Tandem.Studio;

/// <summary>What an editor does in the Studio, as Stripe shows it.</summary>
public sealed class EditingTests(Shop shop)
{
    [Fact]
    public async Task A_name_that_was_edited_and_published_is_the_name_in_Stripe()
    {
        var stripeId = await shop.InStep("edit-mug", "Plain mug");
        await using var studio = await shop.Open();
        var mug = await studio.Open("product", "edit-mug");
        await mug.Field("name").Shows("Plain mug");

        await mug.Field("name").Set("Blue mug");
        await Shop.See("the draft", () => shop.Sanity.Document("drafts.edit-mug"));
        Assert.Equal("Plain mug", (string?)shop.Stripe.Product(stripeId)!["name"]);
        await mug.Publish();

        await Shop.See("the new name in Stripe", () => shop.Stripe.Product(stripeId) is { } product && (string?)product["name"] == "Blue mug" ? product : null);
        await Assertions.Expect(mug.Title).ToHaveTextAsync("Blue mug");
        Assert.Null(shop.Sanity.Document("drafts.edit-mug"));
        Assert.Equal("gPerson", shop.Sanity.Transactions().Last(transaction => transaction.DocumentIds.Contains("drafts.edit-mug")).Author);
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task A_product_and_its_price_that_are_made_in_the_studio_come_to_be_in_Stripe()
    {
        await using var studio = await shop.Open();
        var product = await studio.Create("product", "edit-kite");
        await product.Field("name").Set("Paper kite");
        await product.Publish();
        var inStripe = await Shop.See("the product in Stripe", () => shop.Stripe.Products.FirstOrDefault(found => (string?)found["name"] == "Paper kite"));

        var price = await studio.Create("price", "edit-kite-price");
        await price.Field("product").Refer("Paper kite");
        await price.Field("currency").Choose("EUR: Euro");
        await price.Field("unit_amount").Set("18.00");
        await price.Publish();

        var made = await Shop.See("the price in Stripe", () => shop.Stripe.PricesOf((string)inStripe["id"]!).FirstOrDefault());
        Assert.Equal((1800, "eur", true), ((int)made["unit_amount"]!, (string)made["currency"]!, (bool)made["active"]!));
        await Shop.See("the Stripe price's id in the document", () => (string?)shop.Sanity.Document("edit-kite-price")?["stripePriceId"] == (string?)made["id"] ? "seen" : null);
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task A_document_that_is_deleted_in_the_studio_is_archived_in_Stripe()
    {
        var stripeId = await shop.InStep("edit-old", "Old hat");
        await using var studio = await shop.Open();
        var old = await studio.Open("product", "edit-old");

        await old.Badge("In step with Stripe");
        await old.Act("Delete");
        await old.Hears("archived");
        await old.Confirm("Go on");
        await old.ConfirmDelete();

        await Shop.See("the archived product in Stripe", () => shop.Stripe.Product(stripeId) is { } product && !(bool)product["active"]! ? product : null);
        Assert.Null(shop.Sanity.Document("edit-old"));
        Assert.Empty(studio.Complaints);
    }
}
