namespace Tandem.Core.Tests.Planning;

/// <summary>A document and a Stripe product that meet for the first time, whose prices nothing links.</summary>
[Trait("G", "7")]
public sealed class PriceMeetingTests
{
    private static readonly Situation Strangers = Mug.New with { Stripe = Mug.Foreign.Stripe };

    [Fact]
    public void Prices_that_charge_the_same_are_the_same()
    {
        var plan = Strangers.Plan();

        Assert.Equal(
            [
                "stripe writes price_1 mirror mug-eur", "stripe writes prod_1 mirror mug", "sanity writes mug-eur @ r2 mirror price_1", "sanity writes mug @ r1 mirror prod_1",
            ],
            plan.Writes());
        Assert.Equal(Mug.PriceId, plan.Next.Slot(Mug.Slot)!.PriceId);
    }

    [Fact]
    public void Prices_with_the_same_lookup_key_are_the_same_whatever_they_charge()
    {
        var plan = Strangers.OnDocument((FieldNames.LookupKey, "standard"), (FieldNames.UnitAmount, 1100)).OnPrice((FieldNames.LookupKey, "standard"))
            .With(Mug.StripePrice("price_2", (FieldNames.UnitAmount, 1100))).Plan();

        var made = Assert.Single(plan.Changes.OfType<Change.Create>(), made => made.Side == Side.Stripe);
        Assert.Equal((Mug.Slot, true), (made.Slot, made.TakesLookupKey));
        Assert.Contains("stripe writes price_1 active: true → false", plan.Writes());
    }

    [Theory]
    [InlineData(FieldNames.Currency, "usd")]
    [InlineData(FieldNames.UnitAmount, 1001)]
    [InlineData(FieldNames.Active, false)]
    public void Prices_that_are_not_alike_are_not_the_same(string field, object value)
    {
        var plan = Strangers.OnPrice((field, value)).Plan();

        Assert.Single(plan.Changes.OfType<Change.Create>(), made => made is { Side: Side.Stripe, Kind: Kind.Price });
    }

    [Theory]
    [InlineData("standard", "offer", false)]
    [InlineData("standard", null, true)]
    [InlineData(null, "standard", true)]
    public void A_lookup_key_that_only_one_of_them_has_does_not_part_them(string? inSanity, string? inStripe, bool areSame)
    {
        var plan = Strangers.OnDocument((FieldNames.LookupKey, inSanity)).OnPrice((FieldNames.LookupKey, inStripe)).Plan();

        Assert.Equal(areSame, plan.Next.Slot(Mug.Slot)!.PriceId == Mug.PriceId);
    }

    [Theory]
    [InlineData(Side.Sanity)]
    [InlineData(Side.Stripe)]
    public void A_price_of_which_something_cannot_be_carried_is_not_known_well_enough(Side side)
    {
        var refused = ProductView.NoRefusals.SetItem(FieldNames.Nickname, "is too long");
        PriceView Refuse(PriceView price) => price with { Refused = refused };
        var plan = (side == Side.Sanity ? Strangers.OnDocument(Refuse) : Strangers.OnPrice(Refuse)).Plan();

        Assert.NotEqual(Mug.PriceId, plan.Next.Slot(Mug.Slot)?.PriceId);
    }

    [Fact]
    public void A_price_that_was_known_by_its_lookup_key_is_not_taken_again_by_a_document_that_is_like_it()
    {
        var plan = Strangers.OnDocument((FieldNames.LookupKey, "standard"), (FieldNames.UnitAmount, 1100)).OnPrice((FieldNames.LookupKey, "standard"))
            .WithDocument(Strangers.Sanity.Prices[0] with { Id = "a-mug" }).Plan();

        Assert.NotEqual(Mug.PriceId, plan.Next.Slot("a-mug")!.PriceId);
    }

    [Fact]
    public void Of_two_documents_that_are_alike_the_one_whose_id_comes_first_takes_the_only_price()
    {
        var plan = Strangers.WithDocument(Strangers.Sanity.Prices[0] with { Id = "a-mug" }).Plan();

        Assert.Equal(Mug.PriceId, plan.Next.Slot("a-mug")!.PriceId);
        Assert.NotEqual(Mug.PriceId, plan.Next.Slot(Mug.Slot)!.PriceId);
    }

    [Fact]
    public void Two_that_are_alike_are_not_taken_for_one()
    {
        var plan = Strangers.With(Mug.StripePrice("price_2")).WithDocument(Strangers.Sanity.Prices[0] with { Id = "mug-again" }).Plan();

        Assert.Empty(plan.Changes.OfType<Change.Create>());
        Assert.Equal(2, plan.Next.Slots.Select(slot => slot.PriceId).Distinct().Count());
    }

    [Fact]
    public void One_document_that_two_prices_are_like_takes_the_older_and_the_other_gets_a_document()
    {
        var plan = Strangers.OnPrice(price => price with { CreatedAt = DateTimeOffset.UnixEpoch.AddDays(1) })
            .With(Mug.StripePrice("price_2") with { CreatedAt = DateTimeOffset.UnixEpoch }).Plan();

        Assert.Equal("price_2", plan.Next.Slot(Mug.Slot)!.PriceId);
        Assert.Equal("price_1", plan.Next.Slot("stripePrice-price_1")!.PriceId);
    }

    [Fact]
    public void A_lookup_key_that_two_documents_have_says_nothing()
    {
        var plan = Strangers.OnDocument((FieldNames.LookupKey, "standard"), (FieldNames.UnitAmount, 1)).OnPrice((FieldNames.LookupKey, "standard"))
            .WithDocument(Strangers.Sanity.Prices[0] with { Id = "mug-again", Fields = Mug.Price.Set((FieldNames.LookupKey, "standard"), (FieldNames.UnitAmount, 2)) }).Plan();

        Assert.DoesNotContain(plan.Next.Slots, slot => slot.Slot is Mug.Slot or "mug-again" && slot.PriceId == Mug.PriceId);
    }

    [Fact]
    public void Once_they_are_linked_two_prices_that_are_alike_are_two_prices()
    {
        var linked = Mug.InStep.With(Mug.StripePrice("price_2", (FieldNames.UnitAmount, 500)))
            .WithDocument(Mug.InStep.Sanity.Prices[0] with { Id = "mug-new", Mirror = null, Fields = Mug.Price.Set((FieldNames.UnitAmount, 500)) });

        Assert.Single(linked.Plan().Changes.OfType<Change.Create>(), made => made.Side == Side.Stripe);
    }

    [Fact]
    public void A_price_that_names_a_document_of_elsewhere_stands_for_no_other() =>
        Assert.Single(Strangers.OnPrice(price => price with { Mirror = "far" }).Plan().Changes.OfType<Change.Create>(), made => made is { Side: Side.Stripe, Kind: Kind.Price });
}
