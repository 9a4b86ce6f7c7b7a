namespace Tandem.Core.Tests.Planning;

/// <summary>Which price here is which price there, when no record says so; and prices that people make in Stripe.</summary>
[Trait("G", "7")]
public sealed class PriceMatchTests
{
    private static readonly Situation Lost = Mug.InStep with { Record = Mug.Blank with { StripeId = Mug.StripeId, Link = LinkState.Live } };

    private static readonly Situation NoPrices = Lost with { Stripe = Lost.Stripe with { Prices = [] } };

    [Fact]
    public void Of_two_makings_that_both_arrived_the_one_that_shows_what_the_document_shows_stays()
    {
        // The one that was begun before the document had got its nickname arrived last.
        var plan = NoPrices.OnDocument((FieldNames.Nickname, "Offer"))
            .With(Mug.StripePrice("price_2", (FieldNames.Nickname, "Offer")) with { Mirror = Mug.Slot, Operation = "op_2", CreatedAt = DateTimeOffset.UnixEpoch })
            .With(Mug.StripePrice("price_3") with { Mirror = Mug.Slot, Operation = "op_1", CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(9) }).Plan();

        Assert.Equal("price_2", plan.Next.Slot(Mug.Slot)!.PriceId);
        Assert.Contains("stripe writes price_3 active: true → false", plan.Writes());
    }

    [Fact]
    public void A_price_that_somebody_makes_in_stripe_gets_a_document()
    {
        var plan = Mug.InStep.With(Mug.StripePrice("price_2", (FieldNames.UnitAmount, 500))).Plan();

        Assert.Equal(
            [
                "stripe writes price_2 mirror stripePrice-price_2",
                $"sanity makes price stripePrice-price_2 {Mug.Price.Set((FieldNames.UnitAmount, 500))} of mug mirror price_2",
                "sanity writes mug @ r1 adding stripePrice-price_2",
            ],
            plan.Writes());
        Assert.Equal(("stripePrice-price_2", "the price price_2 was made in Stripe"), (plan.Changes[1].Slot, plan.Changes[1].Reason));
        Assert.Equal("price_2", plan.Next.Slot("stripePrice-price_2")!.PriceId);
        Assert.Equal([Mug.Slot, "stripePrice-price_2"], plan.Next.Slots.Select(slot => slot.Slot));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 3)]
    public void An_archived_price_gets_one_only_on_request(bool isAsked, int writes)
    {
        var seen = Mug.InStep.With(Mug.StripePrice("price_2", (FieldNames.Active, false))) with { Policy = Policy.Default with { ImportsArchivedPrices = isAsked } };

        Assert.Equal(writes, seen.Plan().Writes().Length);
    }

    [Fact]
    public void A_price_that_names_a_document_of_elsewhere_is_left_alone_and_told()
    {
        var plan = Mug.InStep.With(Mug.StripePrice("price_2") with { Mirror = "far" }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal("Stripe price price_2 says that it mirrors the document far, which does not belong to this product; it is left alone.", Assert.Single(plan.Notes));
    }

    [Fact]
    public void A_price_that_names_the_document_that_it_is_to_get_is_carried() =>
        Assert.Contains(Mug.InStep.With(Mug.StripePrice("price_2") with { Mirror = "stripePrice-price_2" }).Plan().Changes, change => change is Change.Create { Id: "stripePrice-price_2" });

    [Fact]
    public void A_price_that_we_cannot_carry_is_left_alone_and_told()
    {
        var plan = Mug.InStep.With(Mug.StripePrice("price_2") with { Refused = ProductView.NoRefusals.SetItem("*", "has tiers.").SetItem("x", "is metered.") }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal("Stripe price price_2 is not carried: has tiers. is metered.", Assert.Single(plan.Notes));
    }

    [Fact]
    public void A_price_document_that_somebody_makes_gets_a_price()
    {
        var plan = Mug.InStep.WithDocument(new PriceView { Id = "mug-usd", Revision = "r3", ProductId = Mug.Document, Fields = Mug.Price.Set((FieldNames.Currency, "usd")) }).Plan();

        Assert.Equal([$"stripe makes price mug-usd {Mug.Price.Set((FieldNames.Currency, "usd"))} of prod_1 mirror mug-usd", "sanity writes mug-usd @ r3 mirrors its price"], plan.Writes());
        Assert.Equal("the document has no Stripe price yet", plan.Changes[0].Reason);
    }

    [Fact]
    public void A_price_document_of_another_product_is_not_ours() =>
        Assert.Empty(Mug.InStep.WithDocument(new PriceView { Id = "cup-eur", Revision = "r3", ProductId = "cup", Fields = Mug.Price }).Plan().Writes());

    [Theory]
    [InlineData(Mug.Slot, null)]
    [InlineData(null, "price_2")]
    public void A_price_is_found_by_what_either_side_says_of_the_other(string? says, string? named)
    {
        var plan = NoPrices.InStripe((FieldNames.DefaultPrice, null)).OnDocument(price => price with { Mirror = named }).With(Mug.StripePrice("price_2") with { Mirror = says }).Plan();

        Assert.Equal("price_2", plan.Next.Slot(Mug.Slot)!.PriceId);
        Assert.Single(plan.Next.Slots);
        Assert.DoesNotContain(plan.Changes, change => change is Change.Create);
    }

    [Fact]
    public void A_price_that_was_born_in_stripe_is_found_by_its_documents_id()
    {
        var born = Mug.InStep.Sanity.Prices[0] with { Id = "stripePrice-price_2", Mirror = null };
        var plan = (NoPrices with { Sanity = NoPrices.Sanity with { Prices = [born] } }).InSanity((FieldNames.DefaultPrice, null)).InStripe((FieldNames.DefaultPrice, null)).With(Mug.StripePrice("price_2")).Plan();

        Assert.Equal(["stripe writes price_2 mirror stripePrice-price_2", "sanity writes stripePrice-price_2 @ r2 mirror price_2"], plan.Writes());
    }

    [Fact]
    public void A_price_that_says_it_is_anothers_is_not_taken_because_a_copied_document_names_it()
    {
        var plan = NoPrices.InStripe((FieldNames.DefaultPrice, null)).OnDocument(price => price with { Mirror = "price_2" }).With(Mug.StripePrice("price_2") with { Mirror = "original" }).Plan();

        Assert.Contains(plan.Changes, change => change is Change.Create { Side: Side.Stripe, Kind: Kind.Price });
    }

    [Fact]
    public void A_price_that_was_made_and_not_recorded_is_found()
    {
        var plan = Mug.InStep.RecordedSlot(slot => slot with { PriceId = null }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(Mug.PriceId, plan.Next.Slot(Mug.Slot)!.PriceId);
    }

    public static TheoryData<PriceView, PriceView> Better
    {
        get
        {
            var plain = Mug.StripePrice("price_b") with { Mirror = Mug.Slot };
            var early = plain with { CreatedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
            return new()
            {
                { plain with { Fields = plain.Fields.Set((FieldNames.Active, false)) }, plain with { Id = "price_a", Fields = plain.Fields.Set((FieldNames.UnitAmount, 1)) } },
                { plain with { Fields = plain.Fields.Set((FieldNames.Active, false)) }, plain with { Id = "price_a", Fields = plain.Fields.Set((FieldNames.Currency, "usd")) } },
                { plain, plain with { Id = Mug.PriceId, Fields = plain.Fields.Set((FieldNames.Active, false)) } },
                { early with { Id = Mug.PriceId }, early with { Id = "price_0", CreatedAt = early.CreatedAt!.Value.AddDays(1) } },
                { early with { CreatedAt = early.CreatedAt!.Value.AddDays(1) }, early with { Id = "price_a" } },
                { early with { Id = "price_a" }, early },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Better))]
    public void Of_several_that_claim_a_document_the_likeliest_is_its_price(PriceView better, PriceView other)
    {
        foreach (var seen in new[] { NoPrices.With(better).With(other), NoPrices.With(other).With(better) })
        {
            var plan = seen.InStripe((FieldNames.DefaultPrice, null)).Plan();

            // Found, and not brought back in exchange for another one.
            Assert.Equal((better.Id, 0), (plan.Next.Slot(Mug.Slot)!.PriceId, plan.Next.Slot(Mug.Slot)!.Generation));
            Assert.Equal([other.Id], plan.Next.Slot(Mug.Slot)!.Lineage);
        }
    }

    [Fact]
    public void A_former_price_that_a_person_activates_is_a_price_in_its_own_right()
    {
        var plan = Mug.InStep.RecordedSlot(slot => slot with { Lineage = ["price_0", "price_00"] })
            .With(Mug.StripePrice("price_0", (FieldNames.UnitAmount, 900)) with { Mirror = Mug.Slot }).With(Mug.StripePrice("price_00", (FieldNames.Active, false)) with { Mirror = Mug.Slot }).Plan();

        Assert.Equal(
            [
                "stripe writes price_0 mirror stripePrice-price_0",
                $"sanity makes price stripePrice-price_0 {Mug.Price.Set((FieldNames.UnitAmount, 900))} of mug mirror price_0",
                "sanity writes mug @ r1 adding stripePrice-price_0",
            ],
            plan.Writes());
        Assert.Equal("price_0", plan.Next.Slot("stripePrice-price_0")!.PriceId);
        Assert.Equal(["price_00"], plan.Next.Slot(Mug.Slot)!.Lineage);
    }

    [Fact]
    public void Its_new_document_gets_a_free_name()
    {
        var taken = new SlotRecord { Slot = "stripePrice-price_0", PriceId = "price_9", Lineage = ["price_0"] };
        var plan = Mug.InStep.Recorded(record => record with { Slots = [.. record.Slots, taken, new SlotRecord { Slot = "stripePrice-price_0-again" }] })
            .With(Mug.StripePrice("price_0")).Plan();

        Assert.Equal("price_0", plan.Next.Slot("stripePrice-price_0-again-again")!.PriceId);
    }

    [Fact]
    public void A_former_price_that_a_write_of_ours_may_have_activated_is_not_heard()
    {
        Situation Seen(params (string, object?)[] fields) => Mug.InStep.RecordedSlot(slot => slot with { Lineage = ["price_0"] }).With(Mug.StripePrice("price_0", (FieldNames.UnitAmount, 900)) with { Mirror = Mug.Slot })
            .Writing(IntentState.Failed, Mug.Update(Side.Stripe, Kind.Price, "price_9", (FieldNames.Active, true)), Mug.Update(Side.Stripe, Kind.Price, "price_0", fields));

        Assert.Equal(["stripe writes price_0 active: true → false"], Seen((FieldNames.Nickname, null), (FieldNames.Active, true)).Plan().Writes());
        Assert.Equal(3, Seen((FieldNames.Active, false)).Plan().Writes().Length);
        Assert.Equal(3, Seen((FieldNames.Nickname, null)).Plan().Writes().Length);
    }

    [Fact]
    public void A_price_that_stands_for_itself_is_nobodys_former_one()
    {
        // A pass that was cut off had recorded the new slot, and not that the old one let go.
        var own = new SlotRecord { Slot = "stripePrice-price_0", PriceId = "price_0", Agreed = Mug.Agreed(Kind.Price, Mug.Price) };
        var plan = Mug.InStep.Recorded(record => record with { Slots = [record.Slots[0] with { Lineage = ["price_0"] }, own] })
            .With(Mug.StripePrice("price_0") with { Mirror = own.Slot })
            .WithDocument(Mug.InStep.Sanity.Prices[0] with { Id = own.Slot, Mirror = "price_0" }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Next.Slot(Mug.Slot)!.Lineage);
        Assert.Equal("price_0", plan.Next.Slot(own.Slot)!.PriceId);
    }
}
