using Tandem.Studio.Harness;

namespace Tandem.Studio;

/// <summary>What somebody does in Stripe, as an editor sees it who has the document open.</summary>
public sealed class ArrivingTests(Shop shop)
{
    [Fact]
    public async Task An_edit_in_Stripe_appears_in_the_open_form()
    {
        var stripeId = await shop.InStep("arrive-cup", "Tea cup");
        await using var studio = await shop.Open();
        var cup = await studio.Open("product", "arrive-cup");
        await cup.Field("name").Shows("Tea cup");

        shop.Stripe.EditProduct(stripeId, ("name", "Coffee cup"));

        await cup.Field("name").Shows("Coffee cup");
        Assert.Null(shop.Sanity.Document("drafts.arrive-cup"));
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task An_edit_in_Stripe_appears_in_an_open_draft_and_leaves_there_what_was_typed()
    {
        var stripeId = await shop.InStep("arrive-bowl", "Soup bowl");
        await using var studio = await shop.Open();
        var bowl = await studio.Open("product", "arrive-bowl");
        await bowl.Field("description").Set("For cold days.");
        await Shop.See("the draft", () => (string?)shop.Sanity.Document("drafts.arrive-bowl")?["description"]);

        shop.Stripe.EditProduct(stripeId, ("name", "Ramen bowl"));

        await bowl.Field("name").Shows("Ramen bowl");
        await bowl.Field("description").Shows("For cold days.");
        await bowl.Publish();
        var published = await Shop.See("both edits in Stripe", () => shop.Stripe.Product(stripeId) is { } product && product["description"] is not null ? product : null);
        Assert.Equal(("Ramen bowl", "For cold days."), ((string?)published["name"], (string?)published["description"]));
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task Where_both_sides_changed_a_name_the_open_form_keeps_the_editors()
    {
        var stripeId = await shop.InStep("arrive-plate", "Dinner plate");
        await using var studio = await shop.Open();
        var plate = await studio.Open("product", "arrive-plate");

        await shop.Away(async () =>
        {
            shop.Stripe.EditProduct(stripeId, ("name", "Finance's plate"), ("description", "From Stripe."));
            await plate.Field("name").Set("Editor's plate");
            await plate.Publish();
        });

        await plate.Field("description").Shows("From Stripe.");
        await plate.Field("name").Shows("Editor's plate");
        await Shop.See("the editor's name in Stripe", () => (string?)shop.Stripe.Product(stripeId)!["name"] == "Editor's plate" ? "seen" : null);
        Assert.Empty(studio.Complaints);
    }
}
