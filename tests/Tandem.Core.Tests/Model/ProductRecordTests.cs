namespace Tandem.Core.Tests;

public sealed class ProductRecordTests
{
    private static readonly ProductRecord Mug = new()
    {
        Key = new ProductKey("shop", "mug"),
        Slots =
        [
            new SlotRecord { Slot = "mug-eur", PriceId = "price_2", Lineage = ["price_0", "price_1"] },
            new SlotRecord { Slot = "mug-usd", PriceId = "price_1" },
            new SlotRecord { Slot = "mug-gbp" },
        ],
    };

    [Fact]
    public void What_was_agreed_is_known_for_each_side()
    {
        var agreed = new AgreedValue(new FieldValue.Text("long text"), new FieldValue.Text("long"));

        Assert.Equal(new FieldValue.Text("long text"), agreed.On(Side.Sanity));
        Assert.Equal(new FieldValue.Text("long"), agreed.On(Side.Stripe));
    }

    [Fact]
    public void A_slot_is_found_by_its_name()
    {
        Assert.Equal("price_1", Mug.Slot("mug-usd")!.PriceId);
        Assert.Null(Mug.Slot("cup-eur"));
    }

    [Theory]
    [InlineData("price_2", "mug-eur")]
    [InlineData("price_0", "mug-eur")]
    [InlineData("price_9", null)]
    public void A_slot_is_found_by_its_current_and_its_former_prices(string price, string? slot) => Assert.Equal(slot, Mug.SlotOfPrice(price)?.Slot);

    [Fact]
    public void A_price_that_stands_for_itself_is_no_former_one() => Assert.Equal("mug-usd", Mug.SlotOfPrice("price_1")!.Slot);

    [Fact]
    public void A_blank_record_knows_nothing()
    {
        var blank = new ProductRecord { Key = new ProductKey("shop", "mug") };

        Assert.Equal((LinkState.Unlinked, null, 0), (blank.Link, blank.StripeId, blank.Generation));
        Assert.Empty(blank.Agreed);
        Assert.Empty(blank.Slots);
        Assert.Equal("", blank.Mapping);
    }
}
