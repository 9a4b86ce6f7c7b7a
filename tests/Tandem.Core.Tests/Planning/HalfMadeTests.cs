namespace Tandem.Core.Tests.Planning;

/// <summary>A replacement that was cut off: what counts of the price that was made and not recorded.</summary>
[Trait("G", "8")]
public sealed class HalfMadeTests
{
    [Theory]
    [InlineData("Old", "New", true, "Old", 0)]
    [InlineData("Old", "New", false, "Old", 1)]
    [InlineData("Old", "New", false, "New", 0)]
    [InlineData("Old", "New", false, "Mine", 1)]
    [InlineData(null, null, false, "Mine", 1)]
    public void Who_names_a_half_made_price_has_edited_it_and_our_own_value_is_no_edit(string? agreed, string? born, bool isOwed, string? document, int conflicts)
    {
        var plan = Replacing(born, isOwed, ("price_2", "op_1", "Offer")).RecordedSlot(slot => slot with { Agreed = slot.Agreed.SetItem(FieldNames.Nickname, Both(agreed)) })
            .OnDocument((FieldNames.Nickname, document)).Plan();

        Assert.Equal(conflicts, plan.Conflicts.Length);
        Assert.Equal(conflicts == 0, plan.Writes().Any(line => line.Contains($"nickname: \"{document}\" → \"Offer\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Where_nothing_was_agreed_what_it_was_born_with_counts_as_agreed()
    {
        var plan = Replacing(null, false, ("price_2", "op_1", "Offer")).RecordedSlot(slot => slot with { Agreed = slot.Agreed.Remove(FieldNames.Nickname) }).OnDocument((FieldNames.Nickname, "Mine")).Plan();

        Assert.Equal("both sides changed it", Assert.Single(plan.Conflicts).Reason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("op_9")]
    public void A_price_that_we_were_not_making_is_not_heard_for_the_slots_price(string? operation)
    {
        var plan = Replacing(null, false, ("price_2", operation, "Offer")).Plan();

        Assert.DoesNotContain(plan.Changes, change => change is Change.Update { Side: Side.Sanity, Fields.IsEmpty: false });
    }

    [Fact]
    public void Of_two_half_made_prices_the_newest_is_heard()
    {
        var plan = Replacing(null, false, ("price_2", "op_1", "First"), ("price_3", "op_2", "Second")).Plan();

        Assert.Contains(plan.Writes(), line => line.Contains("nickname: unset → \"Second\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("old")]
    public void A_key_that_a_person_gives_to_a_half_made_price_is_an_edit(string? former)
    {
        // It was made without a key: the document has none, or lost the one that the current price still holds.
        var seen = Replacing(null, false, ("price_2", "op_1", "Offer")).OnPrice((FieldNames.LookupKey, former))
            .RecordedSlot(slot => slot with { Agreed = slot.Agreed.SetItem(FieldNames.LookupKey, Both(former)) });
        var plan = (seen with { Stripe = seen.Stripe with { Prices = [.. seen.Stripe.Prices.Select(price => price.Id == "price_2" ? price with { Fields = price.Fields.Set((FieldNames.LookupKey, "mug")) } : price)] } }).Plan();

        Assert.Contains(plan.Changes.OfType<Change.Update>(), change => change.Side == Side.Sanity && change.Fields.Contains(new FieldChange(FieldNames.LookupKey, null, Mug.Text("mug"))));
        Assert.DoesNotContain(plan.Writes(), line => line.StartsWith("stripe writes price_2", StringComparison.Ordinal) && line.Contains("lookup_key", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_archives_a_half_made_price_is_heard_and_we_are_not(bool wasUs)
    {
        var seen = Replacing(null, false, ("price_2", "op_1", "Offer"));
        seen = seen with { Stripe = seen.Stripe with { Prices = [.. seen.Stripe.Prices.Select(price => price.Id == "price_2" ? price with { Fields = price.Fields.Set((FieldNames.Active, false), (FieldNames.Nickname, null)) } : price)] } };
        var plan = (wasUs ? seen.Writing(IntentState.Confirmed, Mug.Update(Side.Stripe, Kind.Price, "price_2", (FieldNames.Active, false))) : seen).Plan();

        Assert.Equal(!wasUs, plan.Changes.OfType<Change.Update>().Any(change => change.Side == Side.Sanity && change.Fields.Any(field => field is { Field: FieldNames.Active, To: FieldValue.Flag { Value: false } })));
        Assert.Equal(wasUs, plan.Changes.OfType<Change.Update>().Any(change => change.Id == "price_2" && change.Fields.Any(field => field is { Field: FieldNames.Active, To: FieldValue.Flag { Value: true } })));
    }

    [Fact]
    public void The_key_that_the_current_price_holds_is_its_own()
    {
        var keyed = Mug.Price.Set((FieldNames.LookupKey, "mug"));
        var plan = Mug.InStep.RecordedSlot(slot => slot with { Agreed = Mug.Agreed(Kind.Price, keyed) }).OnDocument((FieldNames.LookupKey, "mug")).OnPrice((FieldNames.LookupKey, "mug"))
            .With(Mug.StripePrice("price_2", (FieldNames.Active, false), (FieldNames.LookupKey, "cup")) with { Mirror = Mug.Slot, Operation = "op_1" }).Plan();

        Assert.Empty(plan.Writes());
    }

    [Fact]
    public void A_price_that_this_very_replacement_had_made_comes_before_a_former_one_of_the_same_amount()
    {
        var seen = Mug.InStep.RecordedSlot(slot => slot with { Lineage = ["price_0"] }).OnDocument((FieldNames.UnitAmount, 900));
        var operation = seen.Plan().Changes.OfType<Change.Create>().Single().Operation;
        var former = Mug.StripePrice("price_0", (FieldNames.Active, false), (FieldNames.UnitAmount, 900));

        // What Stripe shows of it in its own way cannot be written either.
        var made = Mug.StripePrice("price_2", (FieldNames.UnitAmount, 900), (FieldNames.Recurring, "odd"), (FieldNames.Nickname, "Old")) with { Operation = operation, Mirror = Mug.Slot };
        var plan = seen.With(former).With(made).Plan();

        Assert.Equal("price_2", plan.Next.Slot(Mug.Slot)!.PriceId);
        Assert.Equal("stripe writes price_2 nickname: \"Old\" → unset", plan.Writes()[0]);
    }

    [Fact]
    public void A_document_that_cannot_become_a_price_yet_is_remembered()
    {
        var plan = Mug.InStep.WithDocument(new PriceView { Id = "mug-usd", Revision = "r3", ProductId = Mug.Document, Fields = Mug.Of((FieldNames.Currency, "usd")) }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal([Mug.Slot, "mug-usd"], plan.Next.Slots.Select(slot => slot.Slot));
    }

    [Theory]
    [InlineData("Offer", false)]
    [InlineData("Theirs", true)]
    public void What_we_wrote_last_to_a_half_made_price_is_our_own_value_field_by_field(string shown, bool isEdit)
    {
        // It was made with one nickname and resumed with another; then the document was named anew.
        var plan = (Replacing("First", false, ("price_2", "op_1", shown)).OnDocument((FieldNames.Nickname, "Newest")) with { Policy = StripeWins })
            .Writing(IntentState.Confirmed, Mug.Update(Side.Stripe, Kind.Price, "price_2", (FieldNames.LookupKey, "mug"), (FieldNames.Nickname, "Offer"))).Plan();

        Assert.Equal(isEdit, plan.Changes.Any(change => change is Change.Update { Side: Side.Sanity, Fields.IsEmpty: false }));
        Assert.Equal(!isEdit, plan.Writes().Any(line => line.Contains("nickname: \"Offer\" → \"Newest\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(IntentState.Open, "First", false)]
    [InlineData(IntentState.Failed, "First", false)]
    [InlineData(IntentState.Failed, "Mine", false)]
    [InlineData(IntentState.Failed, "Theirs", true)]
    [InlineData(IntentState.Confirmed, "First", true)]
    public void A_write_to_a_half_made_price_that_may_not_have_arrived_makes_no_edit_of_what_it_showed_before(IntentState state, string shown, bool isEdit)
    {
        var update = Mug.Update(Side.Stripe, Kind.Price, "price_2") with { Fields = [new FieldChange(FieldNames.Nickname, Mug.Text("First"), Mug.Text("Mine"))] };
        var plan = (Replacing("First", false, ("price_2", "op_1", shown)).OnDocument((FieldNames.Nickname, "Mine")) with { Policy = StripeWins }).Writing(state, update).Plan();

        Assert.Equal(isEdit, plan.Changes.Any(change => change is Change.Update { Side: Side.Sanity, Fields.IsEmpty: false }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_price_that_was_made_and_lost_its_document_is_archived_and_one_that_was_only_written_to_gets_its_document(bool wasMade)
    {
        Change begun = wasMade
            ? new Change.Create { Side = Side.Stripe, Kind = Kind.Price, Slot = Mug.Slot, Operation = "op_1", Reason = "r", Fields = Mug.Price }
            : Mug.Update(Side.Stripe, Kind.Price, Mug.PriceId, (FieldNames.Nickname, "Offer"));
        var plan = Mug.InStep.RecordedSlot(slot => slot with { Agreed = ProductRecord.NoneAgreed }).PriceDocumentGone().Writing(IntentState.Confirmed, begun).Plan();

        Assert.Equal(wasMade, plan.Writes().Contains($"stripe writes {Mug.PriceId} active: true → false"));
        Assert.Equal(!wasMade, plan.Changes.Any(change => change is Change.Create { Side: Side.Sanity, Slot: Mug.Slot }));
    }

    [Fact]
    public void A_half_made_price_that_became_the_default_is_known_as_the_slots_while_its_document_is_away()
    {
        var seen = Mug.InStep.InStripe((FieldNames.DefaultPrice, "price_2")).With(Mug.StripePrice("price_2", (FieldNames.UnitAmount, 2000)) with { Mirror = Mug.Slot, Operation = "op_1" })
            .Writing(IntentState.Confirmed, new Change.Create { Side = Side.Stripe, Kind = Kind.Price, Slot = Mug.Slot, Operation = "op_1", Reason = "r", Fields = Mug.Price.Set((FieldNames.UnitAmount, 2000)) });
        var plan = (seen with { Sanity = seen.Sanity with { Prices = [] } }).Plan();

        Assert.Equal(["stripe writes prod_1 default_price: \"mug-eur\" → \"mug-eur\""], plan.Writes());
    }

    // The pass was cut off after the making of prices of 2000: the document shows that amount, and the record knows nothing of them.
    private static Situation Replacing(string? born, bool isOwed, params (string Id, string? Operation, string Nickname)[] made) => made.Select((price, index) => (price, index)).Aggregate(
        Mug.InStep.OnDocument((FieldNames.UnitAmount, 2000)),
        (seen, one) => seen
            .With(Mug.StripePrice(one.price.Id, (FieldNames.UnitAmount, 2000), (FieldNames.Nickname, one.price.Nickname)) with { Mirror = Mug.Slot, Operation = one.price.Operation })
            .Writing(IntentState.Open, new Change.Create
            {
                Side = Side.Stripe, Kind = Kind.Price, Slot = Mug.Slot, Operation = $"op_{one.index + 1}", Reason = "r", Owed = isOwed ? [FieldNames.Nickname] : [], Fields = Mug.Price.Set((FieldNames.UnitAmount, 2000), (FieldNames.Nickname, born)),
            }));

    private static readonly Policy StripeWins = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule with { Winner = Winner.Stripe })] };

    private static AgreedValue Both(string? value) => new(Mug.Value(value), Mug.Value(value));
}
