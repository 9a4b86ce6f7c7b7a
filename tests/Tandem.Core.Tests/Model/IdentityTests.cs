namespace Tandem.Core.Tests;

public sealed class IdentityTests
{
    [Fact]
    public void The_sides_are_across_from_each_other()
    {
        Assert.Equal(Side.Stripe, Side.Sanity.Other());
        Assert.Equal(Side.Sanity, Side.Stripe.Other());
    }

    [Fact]
    public void A_product_that_was_born_in_stripe_keeps_its_id_in_its_documents_id()
    {
        var key = ProductKey.ForStripe("shop", "prod_1");

        Assert.Equal(new ProductKey("shop", "stripeProduct-prod_1"), key);
        Assert.Equal("prod_1", key.BornAs);
        Assert.Equal("shop/stripeProduct-prod_1", key.ToString());
    }

    [Theory]
    [InlineData("mug")]
    [InlineData("my-stripeProduct-prod_1")]
    public void A_product_that_was_born_in_sanity_has_no_such_id(string document) => Assert.Null(new ProductKey("shop", document).BornAs);

    [Fact]
    public void A_price_that_was_born_in_stripe_gets_a_slot_of_its_id() => Assert.Equal("stripePrice-price_1", ProductKey.SlotForStripe("price_1"));

    [Theory]
    [InlineData("sanity:product:mug", Side.Sanity, Kind.Product, "mug")]
    [InlineData("sanity:price:mug-eur", Side.Sanity, Kind.Price, "mug-eur")]
    [InlineData("stripe:product:prod_A", Side.Stripe, Kind.Product, "prod_A")]
    [InlineData("stripe:price:price_1:x", Side.Stripe, Kind.Price, "price_1:x")]
    public void The_text_of_an_object_id_is_read_back(string text, Side side, Kind kind, string id)
    {
        Assert.Equal(new ObjectId(side, kind, id), ObjectId.Parse(text));
        Assert.Equal(text, ObjectId.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("mug")]
    [InlineData("sanity:product")]
    [InlineData("Sanity:product:mug")]
    [InlineData("stripe:coupon:x")]
    public void Another_text_is_no_object_id(string text)
    {
        var error = Assert.Throws<FormatException>(() => ObjectId.Parse(text));

        Assert.Contains($"\"{text}\"", error.Message, StringComparison.Ordinal);
    }
}
