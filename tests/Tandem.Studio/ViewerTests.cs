using Microsoft.Playwright;
using Tandem.Sandbox.Sanity;
using Tandem.Studio.Harness;

namespace Tandem.Studio;

public sealed class ViewerTests(Shop shop)
{
    [Fact]
    public async Task A_viewer_sees_everything_and_can_change_nothing()
    {
        var stripeId = await shop.InStep("view-jug", "Milk jug");
        await using var studio = await shop.Open(SanityWorldOptions.ReaderToken);

        var jug = await studio.Open("product", "view-jug");

        await jug.Field("name").Shows("Milk jug");
        await jug.Field("name").IsReadOnly();
        await Assertions.Expect(jug.PublishButton).ToBeDisabledAsync();
        shop.Stripe.EditProduct(stripeId, ("name", "Cream jug"));
        await jug.Field("name").Shows("Cream jug");
        Assert.Empty(studio.Complaints);
    }
}
