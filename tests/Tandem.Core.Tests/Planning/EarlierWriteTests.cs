namespace Tandem.Core.Tests.Planning;

/// <summary>What our own earlier writes mean for what shows now: they are no edits, and what they overtook is.</summary>
[Trait("G", "8")]
public sealed class EarlierWriteTests
{
    private static readonly ObjectId Product = new(Side.Stripe, Kind.Product, Mug.StripeId);

    [Theory]
    [InlineData(IntentState.Open, true)]
    [InlineData(IntentState.Failed, true)]
    [InlineData(IntentState.Confirmed, true)]
    [InlineData(IntentState.Done, false)]
    [InlineData(IntentState.Refused, false)]
    public void A_write_that_took_effect_and_was_not_recorded_is_no_edit(IntentState state, bool isOurs)
    {
        // The document has gone back meanwhile; what Stripe shows was written by us.
        var plan = Mug.InStep.InStripe((FieldNames.Name, "Cup")).Writing(state, Mug.Update(Side.Stripe, Kind.Product, Mug.StripeId, (FieldNames.Brand, "x"), (FieldNames.Name, "Cup"))).Plan();

        Assert.Equal([isOurs ? "stripe writes prod_1 name: \"Cup\" → \"Mug\"" : "sanity writes mug @ r1 name: \"Mug\" → \"Cup\""], plan.Writes());
    }

    [Theory]
    [InlineData("prod_2", FieldNames.Name, "Cup")]
    [InlineData(Mug.StripeId, FieldNames.Description, "Cup")]
    [InlineData(Mug.StripeId, FieldNames.Name, "Pot")]
    public void A_write_of_something_else_says_nothing(string id, string field, string value)
    {
        var plan = Mug.InStep.InStripe((FieldNames.Name, "Cup")).Writing(IntentState.Open, Mug.Update(Side.Stripe, Kind.Product, id, (field, value))).Plan();

        Assert.Equal(["sanity writes mug @ r1 name: \"Mug\" → \"Cup\""], plan.Writes());
    }

    [Theory]
    [InlineData(FieldNames.Name, "Cup", true)]
    [InlineData(FieldNames.Name, "Pot", false)]
    [InlineData(FieldNames.Active, false, false)]
    [InlineData(FieldNames.Brand, null, false)]
    [InlineData(FieldNames.DefaultPrice, "mug-eur", false)]
    public void A_call_to_stripe_of_which_another_field_shows_was_done_whole(string field, object? written, bool isDone)
    {
        // Both fields were written and the answer was lost; the description shows what it showed before. Did somebody put it back?
        var shown = field == FieldNames.Name ? "Cup" : written;
        var seen = Mug.InStep.InSanity((FieldNames.Description, "New"), (field, shown)).InStripe((field, shown));
        var plan = seen.Writing(IntentState.Open, Mug.Update(Side.Stripe, Kind.Product, Mug.StripeId, (FieldNames.Description, "New"), (field, written))).Plan();

        Assert.Equal([isDone ? "sanity writes mug @ r1 description: \"New\" → unset" : "stripe writes prod_1 description: unset → \"New\""], plan.Writes());
    }

    [Fact]
    public void What_another_field_of_a_price_shows_says_nothing_since_it_may_be_its_successors()
    {
        var plan = Mug.InStep.OnDocument((FieldNames.Nickname, "New"), (FieldNames.LookupKey, "mug")).OnPrice((FieldNames.LookupKey, "mug"))
            .Writing(IntentState.Open, Mug.Update(Side.Stripe, Kind.Price, Mug.PriceId, (FieldNames.Nickname, "New"), (FieldNames.LookupKey, "mug"))).Plan();

        Assert.Equal(["stripe writes price_1 nickname: unset → \"New\""], plan.Writes());
    }

    [Fact]
    public void A_write_in_sanity_that_was_not_recorded_is_no_edit_either()
    {
        var seen = Mug.InStep.InSanity((FieldNames.Name, "Cup")).Writing(IntentState.Open, Mug.Update(Side.Sanity, Kind.Product, Mug.Document, (FieldNames.Name, "Cup")));

        Assert.Equal(["sanity writes mug @ r1 name: \"Cup\" → \"Mug\""], seen.Plan().Writes());
        Assert.Equal(["sanity writes mug @ r1 name: \"Cup\" → \"Pot\""], seen.InStripe((FieldNames.Name, "Pot")).Plan().Writes());
    }

    [Theory]
    [InlineData(null, "Cup")]
    [InlineData("Cup", "Cup")]
    [InlineData("Cup", null)]
    public void A_product_may_have_been_made_by_any_of_the_writes_that_were_to_make_it(string? shown, string? inSanity)
    {
        // The first was on the wire; then the document got its description, and the second was sent. Both name the same id.
        static Change.Create Made(string? description) => new() { Side = Side.Stripe, Kind = Kind.Product, Id = Mug.StripeId, Mirror = Mug.Document, Reason = "r", Fields = Mug.Product.Set((FieldNames.Description, description)) };
        var plan = Mug.InStep.Recorded(record => record with { Link = LinkState.Pending, Agreed = ProductRecord.NoneAgreed })
            .Writing(IntentState.Open, Made(null)).Writing(IntentState.Open, Made("Cup"))
            .InStripe((FieldNames.Description, shown)).InSanity((FieldNames.Description, inSanity)).Plan();

        Assert.DoesNotContain(plan.Changes.OfType<Change.Update>(), change => change.Side == Side.Sanity && change.Fields.Any(field => field.Field == FieldNames.Description));
        Assert.Equal(shown != inSanity, plan.Writes().Any(line => line.StartsWith("stripe", StringComparison.Ordinal) && line.Contains("description", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_newest_write_decides()
    {
        var seen = Mug.InStep.InStripe((FieldNames.Name, "Pot")).InSanity((FieldNames.Name, "Cup"))
            .Writing(IntentState.Confirmed, Mug.Update(Side.Stripe, Kind.Product, Mug.StripeId, (FieldNames.Name, "Glass")))
            .Writing(IntentState.Confirmed, Mug.Update(Side.Stripe, Kind.Product, Mug.StripeId, (FieldNames.Name, "Cup")));

        Assert.Empty(seen.Plan().Conflicts);
        Assert.Equal(["sanity writes mug @ r1 name: \"Cup\" → \"Pot\""], seen.Plan().Writes());
    }

    [Theory]
    [InlineData(IntentState.Superseded, false, true)]
    [InlineData(IntentState.Superseded, true, false)]
    [InlineData(IntentState.Refused, false, false)]
    public void A_superseded_write_that_arrives_late_is_undone(IntentState state, bool isSeen, bool isUndone)
    {
        var seen = Mug.InStep.InStripe((FieldNames.Name, "Late")).Writing(
            state, Mug.Update(Side.Stripe, Kind.Price, Mug.PriceId, (FieldNames.Nickname, "x")), Mug.Update(Side.Stripe, Kind.Product, Mug.StripeId, (FieldNames.Brand, "x"), (FieldNames.Name, "Late")));
        var plan = (seen with { Intents = [seen.Intents[0] with { IsSeen = isSeen }] }).Plan();

        Assert.Equal([isUndone ? "stripe writes prod_1 name: \"Late\" → \"Mug\"" : "sanity writes mug @ r1 name: \"Mug\" → \"Late\""], plan.Writes());
        Assert.Equal(isUndone ? ["t1"] : [], plan.LateTokens);
    }

    [Fact]
    public void A_late_write_in_sanity_is_undone_by_what_stripe_shows()
    {
        var plan = Mug.InStep.InSanity((FieldNames.Name, "Late")).Writing(IntentState.Superseded, Mug.Update(Side.Sanity, Kind.Product, Mug.Document, (FieldNames.Name, "Late"))).Plan();

        Assert.Equal(["sanity writes mug @ r1 name: \"Late\" → \"Mug\""], plan.Writes());
    }

    [Theory]
    [InlineData("prod_2", "Late")]
    [InlineData(Mug.StripeId, "Other")]
    public void A_superseded_write_that_does_not_show_has_not_arrived(string id, string value)
    {
        var plan = Mug.InStep.InStripe((FieldNames.Name, "Late")).Writing(IntentState.Superseded, Mug.Update(Side.Stripe, Kind.Product, id, (FieldNames.Name, value))).Plan();

        Assert.Equal(["sanity writes mug @ r1 name: \"Mug\" → \"Late\""], plan.Writes());
        Assert.Empty(plan.LateTokens);
    }

    [Fact]
    public void A_superseded_write_of_what_is_agreed_by_now_is_not_late()
    {
        var plan = Mug.InStep.InSanity((FieldNames.Name, "Cup")).Writing(IntentState.Superseded, Mug.Update(Side.Stripe, Kind.Product, Mug.StripeId, (FieldNames.Name, "Mug"))).Plan();

        Assert.Equal(["stripe writes prod_1 name: \"Mug\" → \"Cup\""], plan.Writes());
        Assert.Empty(plan.LateTokens);
    }

    [Theory]
    [InlineData(Mug.Document, null, false, true)]
    [InlineData(null, null, false, false)]
    [InlineData(Mug.Document, Mug.Document, false, false)]
    [InlineData(Mug.Document, null, true, false)]
    public void A_product_that_we_made_was_born_showing_what_we_gave_it(string? mirror, string? linkedSince, bool isOther, bool isOurs)
    {
        // The making was cut off; somebody has renamed it in Stripe before anything was agreed.
        Change make = new Change.Create { Side = Side.Stripe, Kind = Kind.Product, Id = isOther ? "prod_2" : Mug.StripeId, Reason = "r", Fields = Mug.Product };
        var link = Mug.Update(Side.Stripe, Kind.Product, Mug.StripeId) with { Mirror = linkedSince };
        var plan = Mug.InStep.Recorded(record => record with { Link = LinkState.Pending, Agreed = ProductRecord.NoneAgreed }).InStripe((FieldNames.Name, "Pot"))
            .InStripe(product => product with { Mirror = mirror }).Writing(IntentState.Open, make).Writing(IntentState.Done, link).Plan();

        Assert.Equal(isOurs ? 0 : 1, plan.Conflicts.Length);
    }

    [Theory]
    [InlineData(FieldNames.Active, true, true, IntentState.Failed, true)]
    [InlineData(FieldNames.Active, false, true, IntentState.Failed, false)]
    [InlineData(FieldNames.Name, "Mug", true, IntentState.Failed, false)]
    [InlineData(FieldNames.Active, true, false, IntentState.Failed, false)]
    [InlineData(FieldNames.Active, true, true, IntentState.Done, false)]
    public void Only_what_we_began_to_restore_is_archived_again(string field, object to, bool isThisProduct, IntentState state, bool isArchived)
    {
        var rest = Mug.InStep.DocumentGone().Recorded(record => record with
        {
            Link = LinkState.Tombstone, Lost = TombstoneCause.DocumentGone, Agreed = record.Agreed.SetItem(FieldNames.Active, new AgreedValue(null, Mug.Flag(false))).SetItem(FieldNames.DefaultPrice, new AgreedValue(null, null)),
        }).InStripe((FieldNames.DefaultPrice, null)).OnPrice((FieldNames.Active, false));
        var other = Mug.Update(Side.Stripe, Kind.Product, Mug.StripeId, (FieldNames.Description, null));
        var plan = rest.Writing(IntentState.Done, other)
            .Writing(state, other, Mug.Update(Side.Stripe, Kind.Product, isThisProduct ? Mug.StripeId : "prod_2", (FieldNames.Brand, null), (field, to))).Plan();

        Assert.Equal(isArchived ? ["stripe writes prod_1 active: true → false"] : [], plan.Writes());
        Assert.Equal(isArchived ? [] : ["its document is gone, but Stripe changed active since"], plan.Conflicts.Select(conflict => conflict.Reason));
    }

    [Fact]
    public void An_overtaken_edit_is_what_showed_before_our_write_and_was_not_known()
    {
        var ours = new Change.Update
        {
            Side = Side.Stripe, Kind = Kind.Product, Id = Mug.StripeId, Reason = "r",
            Fields =
            [
                new FieldChange(FieldNames.Name, Mug.Text("Mug"), Mug.Text("Cup")), new FieldChange(FieldNames.Brand, null, Mug.Text("Acme")),
                new FieldChange(FieldNames.Description, Mug.Text("a"), Mug.Text("b")), new FieldChange(FieldNames.DefaultPrice, Mug.Text(Mug.Slot), null),
            ],
        };

        Assert.Equal(
            [new OvertakenEdit(0, Product, FieldNames.Name, Mug.Text("Theirs")), new OvertakenEdit(0, Product, FieldNames.DefaultPrice, Mug.Text("stripePrice-price_9"))],
            Overtaken([ours], Product, (FieldNames.Name, Mug.Text("Theirs")), (FieldNames.Brand, null), (FieldNames.Description, Mug.Text("b")), (FieldNames.Active, Mug.Flag(true)), (FieldNames.DefaultPrice, Mug.Text("price_9"))));
        Assert.Empty(Overtaken([ours], Product, (FieldNames.DefaultPrice, Mug.Text(Mug.PriceId))));
        Assert.Empty(Overtaken([ours], Product with { Id = "prod_2" }, (FieldNames.Name, Mug.Text("Theirs"))));
        Assert.Empty(Overtaken([ours with { Side = Side.Sanity }], Product, (FieldNames.Name, Mug.Text("Theirs"))));
        Assert.Single(Overtaken([ours with { Id = "prod_2" }, ours], Product, (FieldNames.Name, Mug.Text("Theirs"))));
    }

    [Fact]
    public void A_default_price_is_known_by_its_slot()
    {
        Assert.Equal(Mug.Text(Mug.Slot), DefaultPrice.ToSlot(Mug.Text(Mug.PriceId), Mug.InStep.Record));
        Assert.Equal(Mug.Text("stripePrice-price_9"), DefaultPrice.ToSlot(Mug.Text("price_9"), Mug.InStep.Record));
        Assert.Equal(Mug.Text("stripePrice-price_1"), DefaultPrice.ToSlot(Mug.Text(Mug.PriceId), null));
        Assert.Null(DefaultPrice.ToSlot(null, Mug.InStep.Record));
    }

    [Fact]
    public void A_slot_that_was_named_before_it_was_known_is_renamed()
    {
        var own = Mug.InStep.Record with { Slots = [.. Mug.InStep.Record.Slots, new SlotRecord { Slot = "stripePrice-price_1" }] };

        Assert.Equal(Mug.Text(Mug.Slot), DefaultPrice.Renamed(Mug.Text("stripePrice-price_1"), Mug.InStep.Record));
        Assert.Equal(Mug.Text("stripePrice-price_1"), DefaultPrice.Renamed(Mug.Text("stripePrice-price_1"), own));
        Assert.Equal(Mug.Text("stripePrice-price_9"), DefaultPrice.Renamed(Mug.Text("stripePrice-price_9"), Mug.InStep.Record));
        Assert.Equal(Mug.Text("other-slot-of-a-long-name"), DefaultPrice.Renamed(Mug.Text("other-slot-of-a-long-name"), Mug.InStep.Record));
        Assert.Null(DefaultPrice.Renamed(null, Mug.InStep.Record));
    }

    [Theory]
    [InlineData(Winner.Sanity, Direction.Both, "stripe writes prod_1 name: \"Ours\" → \"Cup\"", true)]
    [InlineData(Winner.Stripe, Direction.Both, "stripe writes prod_1 name: \"Ours\" → \"Theirs\"; sanity writes mug @ r1 name: \"Cup\" → \"Theirs\"", true)]
    [InlineData(Winner.Stripe, Direction.ToSanity, "stripe writes prod_1 name: \"Ours\" → \"Theirs\"; sanity writes mug @ r1 name: \"Cup\" → \"Theirs\"", true)]
    [InlineData(Winner.Stripe, Direction.ToStripe, "stripe writes prod_1 name: \"Ours\" → \"Cup\"", true)]
    [InlineData(Winner.Ask, Direction.Both, null, false)]
    public void An_edit_that_our_write_overtook_is_a_conflict(Winner winner, Direction direction, string? writes, bool isSettled)
    {
        var rules = Policy.Default.Rules.Select(rule => rule.Field == FieldNames.Name ? rule with { Winner = winner, Direction = direction } : rule);
        var plan = (Mug.InStep.Recorded(record => record with { Agreed = record.Agreed.SetItem(FieldNames.Name, new AgreedValue(Mug.Text("Ours"), Mug.Text("Ours"))) })
            .InSanity((FieldNames.Name, "Cup")).InStripe((FieldNames.Name, "Ours")) with
        {
            Policy = new Policy { Rules = [.. rules] },
            Overtaken =
            [
                new OvertakenEdit(1, Product, FieldNames.Name, Mug.Text("Ours")), new OvertakenEdit(2, Product, FieldNames.Name, Mug.Text("Theirs")), new OvertakenEdit(3, Product, FieldNames.Name, Mug.Text("Cup")),
                new OvertakenEdit(4, Product with { Id = "prod_2" }, FieldNames.Name, Mug.Text("x")), new OvertakenEdit(5, Product, "other", Mug.Text("x")),
            ],
        }).Plan();

        var conflict = Assert.Single(plan.Conflicts);
        Assert.Equal(("an edit in Stripe was overtaken by our write of the same moment", Mug.Text("Theirs"), winner), (conflict.Reason, conflict.Stripe, conflict.Winner));
        Assert.Equal(writes ?? "", string.Join("; ", plan.Writes()));
        Assert.Equal(isSettled ? [1L, 2L, 3L] : [], plan.Settled.Order());
        Assert.Equal(isSettled, plan.Next.Agreed[FieldNames.Name] != new AgreedValue(Mug.Text("Ours"), Mug.Text("Ours")));
    }

    private static IEnumerable<OvertakenEdit> Overtaken(Change[] ours, ObjectId subject, params (string Field, FieldValue? Value)[] previous) =>
        Echo.Overtaken(Mug.InStep.Writing(IntentState.Open, ours).Intents[0], Mug.InStep.Record, subject, previous);

    [Fact]
    public void A_write_of_a_price_document_that_was_not_recorded_is_no_edit_either() =>
        Assert.Equal(
            ["sanity writes mug-eur @ r2 nickname: \"Offer\" → unset"],
            Mug.InStep.OnDocument((FieldNames.Nickname, "Offer")).Writing(IntentState.Open, Mug.Update(Side.Sanity, Kind.Price, Mug.Slot, (FieldNames.Nickname, "Offer"))).Plan().Writes());

    [Fact]
    public void Late_writes_are_told_in_order()
    {
        var plan = Mug.InStep.InStripe((FieldNames.Name, "Late"), (FieldNames.Brand, "Late"))
            .Writing(IntentState.Superseded, Mug.Update(Side.Stripe, Kind.Product, Mug.StripeId, (FieldNames.Name, "Late")))
            .Writing(IntentState.Superseded, Mug.Update(Side.Stripe, Kind.Product, Mug.StripeId, (FieldNames.Brand, "Late"))).Plan();

        Assert.Equal(["t1", "t2"], plan.LateTokens);
    }

    [Theory]
    [InlineData(Mug.Slot, "op_1", true)]
    [InlineData("mug-usd", "op_1", false)]
    [InlineData(Mug.Slot, "op_9", false)]
    public void A_price_that_we_made_was_born_showing_what_we_gave_it(string slot, string operation, bool isOurs)
    {
        // The making was cut off; somebody has named the price in Stripe before anything was agreed.
        var make = new Change.Create { Side = Side.Stripe, Kind = Kind.Price, Slot = slot, Operation = operation, Reason = "r", Fields = Mug.Price.Set((FieldNames.Nickname, "Ours")) };
        var plan = Mug.InStep.RecordedSlot(recorded => recorded with { Agreed = ProductRecord.NoneAgreed }).OnDocument((FieldNames.Nickname, "Ours"))
            .OnPrice(price => price with { Operation = "op_1", Fields = price.Fields.Set((FieldNames.Nickname, "Theirs")) }).Writing(IntentState.Open, make).Plan();

        Assert.Equal(isOurs ? 0 : 1, plan.Conflicts.Length);
    }

    [Fact]
    public void A_document_that_we_were_only_about_to_make_says_nothing()
    {
        var make = new Change.Create { Side = Side.Sanity, Kind = Kind.Price, Id = Mug.Slot, Slot = Mug.Slot, Reason = "r", Fields = Mug.Price };
        var plan = Mug.InStep.PriceDocumentGone().RecordedSlot(slot => slot with { Agreed = ProductRecord.NoneAgreed }).Writing(IntentState.Open, make).Plan();

        Assert.Contains($"sanity makes price mug-eur {Mug.Price} of mug mirror price_1", plan.Writes());
        Assert.Empty(plan.Conflicts);
    }
}
