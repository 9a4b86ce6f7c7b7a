namespace Tandem.Core.Tests.Planning;

/// <summary>How a price ends: its document goes or moves, or it is deleted in Stripe.</summary>
[Trait("G", "9")]
public sealed class PriceEndTests
{
    // The product has another price as its default, so that nothing is told of that.
    private static readonly Situation Plain = Mug.InStep.InSanity((FieldNames.DefaultPrice, null)).InStripe((FieldNames.DefaultPrice, null))
        .Recorded(record => record with { Agreed = Mug.Agreed(Kind.Product, Mug.Product) });

    private static readonly Situation Off = Plain.PriceDocumentGone().OnPrice((FieldNames.Active, false))
        .RecordedSlot(slot => slot with { IsGone = true, Revision = null, Agreed = slot.Agreed.SetItem(FieldNames.Active, new AgreedValue(null, Mug.Flag(false))) });

    [Theory]
    [InlineData("op_9", true)]
    [InlineData("op_8", false)]
    [InlineData(null, false)]
    public void A_price_that_arrives_late_for_a_document_that_is_gone_is_archived(string? operation, bool isOurs)
    {
        var plan = Off.With(Mug.StripePrice("price_2", (FieldNames.UnitAmount, 2000)) with { Mirror = Mug.Slot, Operation = operation })
            .Writing(IntentState.Superseded, new Change.Create { Side = Side.Stripe, Kind = Kind.Price, Slot = Mug.Slot, Operation = "op_9", Reason = "r", Fields = Mug.Price }).Plan();

        Assert.Equal(isOurs ? ["stripe writes price_2 active: true → false"] : Array.Empty<string>(), plan.Writes());
        Assert.Equal((true, isOurs), (plan.Next.Slot(Mug.Slot)!.IsGone, plan.Next.Slot(Mug.Slot)!.Lineage.Contains("price_2")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_half_made_price_that_went_with_its_document_stands_for_itself_when_a_person_activates_it(bool isDeleted)
    {
        var successor = Mug.StripePrice("price_2", (FieldNames.UnitAmount, 2000)) with { Mirror = Mug.Slot };
        var seen = isDeleted ? Plain.PriceGone().With(successor) : Plain.PriceDocumentGone().With(successor);
        var plan = seen.Plan();
        Assert.Contains("stripe writes price_2 active: true → false", plan.Writes());

        var again = seen.Recorded(_ => plan.Next).OnDocument((FieldNames.Active, false)).Plan();

        Assert.Equal("price_2", again.Next.Slot("stripePrice-price_2")?.PriceId);
        Assert.Contains(again.Changes, change => change is Change.Create { Side: Side.Sanity, Mirror: "price_2" });
        Assert.DoesNotContain("stripe writes price_2 active: true → false", again.Writes());
    }

    [Fact]
    public void A_half_made_price_that_arrives_after_its_predecessor_was_deleted_is_archived()
    {
        var seen = Plain.PriceGone();
        var plan = seen.Recorded(_ => seen.Plan().Next).OnDocument((FieldNames.Active, false)).With(Mug.StripePrice("price_2", (FieldNames.UnitAmount, 2000)) with { Mirror = Mug.Slot }).Plan();

        Assert.Equal(["stripe writes price_2 active: true → false"], plan.Writes());
    }

    [Fact]
    public void A_half_made_price_of_which_neither_document_nor_predecessor_is_left_is_archived()
    {
        var seen = Plain.PriceGone().PriceDocumentGone().With(Mug.StripePrice("price_2", (FieldNames.UnitAmount, 2000)) with { Mirror = Mug.Slot });
        var plan = seen.Plan();

        Assert.Equal(["stripe writes price_2 active: true → false"], plan.Writes());
        Assert.True(plan.RestsOnAbsence);
        Assert.Equal("stripePrice-price_2", seen.Recorded(_ => plan.Next).Plan().Next.Slots.Single(slot => slot.PriceId == "price_2").Slot);
    }

    [Fact]
    public void A_predecessor_that_was_deleted_is_none_any_more()
    {
        var seen = Plain.RecordedSlot(slot => slot with { Lineage = ["price_0", "price_00"] });
        var plan = (seen with { Stripe = seen.Stripe with { Gone = ["price_0"] } }).Plan();

        Assert.Equal(["price_00"], plan.Next.Slot(Mug.Slot)!.Lineage);
        Assert.Empty(plan.Writes());
    }

    [Fact]
    public void The_price_of_a_document_that_is_gone_is_archived()
    {
        var plan = Plain.PriceDocumentGone().Plan();

        Assert.Equal(["stripe writes price_1 active: true → false"], plan.Writes());
        Assert.Equal("its document was deleted or unpublished", plan.Changes[0].Reason);
        Assert.Equal((1, true), (plan.Archives, plan.RestsOnAbsence));
        var slot = plan.Next.Slot(Mug.Slot)!;
        Assert.Equal((true, null, Mug.PriceId), (slot.IsGone, slot.Revision, slot.PriceId));
        Assert.Equal(new AgreedValue(null, Mug.Flag(false)), slot.Agreed[FieldNames.Active]);
    }

    [Fact]
    public void With_it_goes_the_default_that_it_was_and_what_waits_at_its_side()
    {
        var plan = Mug.InStep.PriceDocumentGone().InSanity((FieldNames.DefaultPrice, null)).With(Mug.StripePrice("price_2") with { Mirror = Mug.Slot }).Plan();

        Assert.Equal(["stripe writes prod_1 default_price: \"mug-eur\" → unset", "stripe writes price_2 active: true → false", "stripe writes price_1 active: true → false"], plan.Writes());
        Assert.Equal(1, plan.Archives);
    }

    [Fact]
    public void A_price_that_is_inactive_already_is_only_remembered()
    {
        var seen = Plain.PriceDocumentGone().OnPrice((FieldNames.Active, false)).RecordedSlot(slot => slot with { Agreed = Mug.Agreed(Kind.Price, Mug.Price.Set((FieldNames.Active, false))) });
        var plan = (seen with { Archiving = Archiving.Held }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Refusals);
        Assert.Equal((0, true), (plan.Archives, plan.Next.Slot(Mug.Slot)!.IsGone));
    }

    [Fact]
    public void Too_many_archives_are_held()
    {
        var plan = (Plain.PriceDocumentGone() with { Archiving = Archiving.Held }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal((Side.Stripe, Mug.PriceId, Mug.Slot, FieldNames.Active), plan.Held.Select(held => (held.Side, held.Object, held.Document, held.Field)).Single());
        Assert.False(plan.Next.Slot(Mug.Slot)!.IsGone);
        Assert.Equal(Plain.PriceDocumentGone().Plan().Writes(), (Plain.PriceDocumentGone() with { Archiving = Archiving.Held }).Ruled(Ruling.Released).Plan().Writes());
    }

    [Fact]
    public void An_edit_in_stripe_beats_a_delete()
    {
        var plan = Plain.PriceDocumentGone().OnPrice((FieldNames.Nickname, "Offer")).Plan();

        Assert.Empty(plan.Writes());
        var conflict = Assert.Single(plan.Conflicts);
        Assert.Equal((Kind.Price, Mug.Slot, "*", Mug.Text("Offer"), Winner.Ask), (conflict.Kind, conflict.Object, conflict.Field, conflict.Stripe, conflict.Winner));
        Assert.False(plan.Next.Slot(Mug.Slot)!.IsGone);
        Assert.True(plan.RestsOnAbsence);
    }

    [Fact]
    public void A_document_that_is_merely_not_shown_is_not_gone()
    {
        var plan = (Plain with { Sanity = Plain.Sanity with { Prices = [] } }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(Plain.Record.Slots, plan.Next.Slots);
    }

    [Fact]
    public void A_document_that_was_still_to_be_made_is_not_gone_but_made()
    {
        var plan = Plain.PriceDocumentGone().RecordedSlot(slot => slot with { Agreed = ProductRecord.NoneAgreed }).Plan();

        Assert.Equal([$"sanity makes price mug-eur {Mug.Price} of mug mirror price_1", "sanity writes mug @ r1 adding mug-eur"], plan.Writes());
        Assert.Equal("the product changed in Stripe", plan.Changes[1].Reason);
    }

    [Fact]
    public void An_archived_price_stays_so_without_a_word()
    {
        var plan = Off.Plan();

        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Conflicts);
        Assert.Equal(Off.Record.Slots, plan.Next.Slots);
    }

    [Fact]
    public void An_edit_of_an_archived_price_is_told()
    {
        var plan = Off.OnPrice((FieldNames.Nickname, "Offer")).Plan();

        Assert.Empty(plan.Writes());
        var conflict = Assert.Single(plan.Conflicts);
        Assert.Equal((Mug.Slot, "*", Mug.Text("Offer"), Winner.Ask), (conflict.Object, conflict.Field, conflict.Stripe, conflict.Winner));
    }

    [Fact]
    public void A_document_that_returns_finds_its_price_again()
    {
        var plan = (Off with { Sanity = Plain.Sanity }).Plan();

        Assert.Equal(["stripe writes price_1 active: false → true"], plan.Writes());
        Assert.Equal((false, "r2"), (plan.Next.Slot(Mug.Slot)!.IsGone, plan.Next.Slot(Mug.Slot)!.Revision));
    }

    [Fact]
    public void Where_both_are_gone_the_slot_is_only_remembered()
    {
        var plan = Plain.PriceDocumentGone().PriceGone().Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(Plain.Record.Slots, plan.Next.Slots);
    }

    [Fact]
    public void A_document_that_moves_to_another_product_leaves_its_price_behind()
    {
        var keyed = Mug.Price.Set((FieldNames.LookupKey, "mug"));
        var plan = Mug.InStep.RecordedSlot(slot => slot with { Agreed = Mug.Agreed(Kind.Price, keyed), Lineage = ["price_0", "price_00", "price_000"] })
            .OnPrice((FieldNames.LookupKey, "mug")).OnDocument((FieldNames.LookupKey, "mug")).OnDocument(price => price with { ProductId = "cup" })
            .With(Mug.StripePrice("price_0", (FieldNames.Active, false)) with { Mirror = Mug.Slot })
            .With(Mug.StripePrice("price_00", (FieldNames.Active, false)))
            .With(Mug.StripePrice("price_2") with { Mirror = Mug.Slot }).Plan();

        Assert.Equal(
            [
                "stripe writes prod_1 default_price: \"mug-eur\" → unset",
                "stripe writes price_0 mirror cleared",
                "stripe writes price_2 active: true → false mirror cleared",
                "stripe writes price_1 active: true → false, lookup_key: \"mug\" → unset mirror cleared",
            ],
            plan.Writes());
        Assert.All(plan.Changes.Skip(1), change => Assert.Equal("its document moved to the product cup", change.Reason));
        Assert.Equal(new ReleasedSlot(Mug.Slot, "cup"), Assert.Single(plan.Released));
        Assert.Empty(plan.Next.Slots);
        Assert.Equal(2, plan.Archives);
    }

    [Fact]
    public void The_document_of_a_price_that_was_deleted_stays_and_is_inactive()
    {
        var plan = Plain.PriceGone().OnDocument(price => price with { Drafts = [new DraftView("drafts.mug-eur", "d2", price.Fields, Mug.PriceId)] }).Plan();

        Assert.Equal(["sanity writes mug-eur @ r2 active: true → false [drafts.mug-eur @ d2 active: true → false]"], plan.Writes());
        Assert.Equal(("the price price_1 was deleted in Stripe", Mug.Slot), (plan.Changes[0].Reason, plan.Changes[0].Slot));
        Assert.True(plan.RestsOnAbsence);
        Assert.Equal(new AgreedValue(Mug.Flag(false), null), plan.Next.Slot(Mug.Slot)!.Agreed[FieldNames.Active]);
    }

    [Theory]
    [InlineData("price_2", "op", true)]
    [InlineData(Mug.PriceId, "op", false)]
    [InlineData("price_2", null, false)]
    public void A_price_that_was_deleted_is_a_former_one_when_its_document_shows_the_successor_that_we_made(string shown, string? operation, bool isFormer)
    {
        var fields = Mug.Price.Set((FieldNames.UnitAmount, 1200));
        var successor = Plain.Stripe.Prices[0] with { Id = "price_2", Operation = operation, Fields = fields };
        var plan = Plain.PriceGone().With(successor).OnDocument(price => price with { Mirror = shown, Fields = fields }).Plan();

        Assert.Equal(isFormer ? [] : ["stripe writes price_2 active: true → false", "sanity writes mug-eur @ r2 active: true → false"], plan.Writes());
        var slot = plan.Next.Slot(Mug.Slot)!;
        Assert.Equal(isFormer ? ("price_2", Mug.PriceId, 1) : (Mug.PriceId, "price_2", 0), (slot.PriceId, Assert.Single(slot.Lineage), slot.Generation));
    }

    [Fact]
    public void A_document_that_is_inactive_already_is_not_written()
    {
        var plan = Plain.PriceGone().OnDocument((FieldNames.Active, false)).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(new AgreedValue(Mug.Flag(false), null), plan.Next.Slot(Mug.Slot)!.Agreed[FieldNames.Active]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_deleted_price_is_made_again_only_when_an_editor_activates_its_document(bool isActivated)
    {
        var known = ProductRecord.NoneKnown.SetItem(FieldNames.Nickname, [Mug.Text("Old")]);
        var plan = Plain.PriceGone().RecordedSlot(slot => slot with { Generation = 2, Published = known, Agreed = slot.Agreed.SetItem(FieldNames.Active, new AgreedValue(Mug.Flag(false), null)) })
            .OnDocument((FieldNames.Active, isActivated)).Plan();

        Assert.Equal(isActivated ? [$"stripe makes price mug-eur {Mug.Price} of prod_1 mirror mug-eur", "sanity writes mug-eur @ r2 mirrors its price"] : [], plan.Writes());
        var slot = plan.Next.Slot(Mug.Slot)!;
        Assert.Equal(isActivated ? (3, null) : (2, Mug.PriceId), (slot.Generation, slot.PriceId));
        Assert.Contains(Mug.Text("Old"), slot.Published[FieldNames.Nickname]);
    }

    [Fact]
    public void A_price_that_is_merely_not_shown_is_not_deleted()
    {
        var plan = (Plain with { Stripe = Plain.Stripe with { Prices = [] } }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(Plain.Record.Slots, plan.Next.Slots);
    }

    [Fact]
    public void A_default_whose_document_is_gone_is_cleared_before_it_is_archived() =>
        Assert.Equal(
            ["stripe writes prod_1 default_price: \"mug-eur\" → unset", "stripe writes price_1 active: true → false"],
            Mug.InStep.PriceDocumentGone().Plan().Writes().Where(line => line.StartsWith("stripe", StringComparison.Ordinal)));

    [Fact]
    public void A_deleted_price_is_no_default()
    {
        var plan = Mug.InStep.PriceGone().Recorded(record => record with { Agreed = record.Agreed.SetItem(FieldNames.DefaultPrice, new AgreedValue(Mug.Text(Mug.Slot), null)) }).Plan();

        Assert.DoesNotContain(plan.Changes, change => change.Side == Side.Stripe);
    }

    [Fact]
    public void What_is_found_is_remembered_though_nothing_else_can_be_said()
    {
        var plan = (Plain with { Sanity = Plain.Sanity with { Prices = [] } }).RecordedSlot(slot => slot with { PriceId = null }).Plan();

        Assert.Equal(Mug.PriceId, plan.Next.Slot(Mug.Slot)!.PriceId);
    }

    [Theory]
    [InlineData("op_1", true)]
    [InlineData("op_9", false)]
    public void A_price_that_arrives_late_for_a_document_that_has_left_is_archived_and_lets_go(string operation, bool isOurs)
    {
        var made = new Change.Create { Side = Side.Stripe, Kind = Kind.Price, Slot = "mug-usd", Operation = "op_1", Reason = "r", Fields = Mug.Price };
        var plan = Mug.InStep.With(Mug.StripePrice("price_2", (FieldNames.LookupKey, "usd")) with { Mirror = "mug-usd", Operation = operation }).Writing(IntentState.Superseded, made).Plan();

        Assert.Equal(isOurs ? ["stripe writes price_2 active: true → false, lookup_key: \"usd\" → unset mirror cleared"] : Array.Empty<string>(), plan.Writes());
        Assert.Equal(isOurs, plan.Notes.IsEmpty);
        Assert.Equal([Mug.Slot], plan.Next.Slots.Select(slot => slot.Slot));
    }
}
