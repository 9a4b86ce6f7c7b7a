namespace Tandem.Core.Tests.Planning;

/// <summary>A person wants back what was agreed before: it takes part as an edit of the document would.</summary>
public sealed class UndoTests
{
    [Fact]
    public void A_field_that_is_as_agreed_goes_back_on_both_sides()
    {
        var plan = Back(Mug.InStep, (Kind.Product, FieldNames.Name, "Mug", "Cup")).Plan();

        Assert.Equal(["stripe writes prod_1 name: \"Mug\" → \"Cup\"", "sanity writes mug @ r1 name: \"Mug\" → \"Cup\""], plan.Writes());
        Assert.All(plan.Changes, change => Assert.Equal("a person took it back to what was agreed before", change.Reason));
        Assert.Equal(new AgreedValue(Mug.Text("Cup"), Mug.Text("Cup")), plan.Next.Agreed[FieldNames.Name]);
        Assert.Empty(plan.Conflicts);
        Assert.Empty(plan.Next.Overwritten);
        Assert.False(plan.UndoWaits);
    }

    [Fact]
    public void An_amount_goes_back_by_its_former_price_where_there_is_one()
    {
        var before = Back(Mug.InStep, (Kind.Price, FieldNames.UnitAmount, 1000, 800))
            .RecordedSlot(slot => slot with { Lineage = ["price_0"] })
            .With(Mug.StripePrice("price_0", (FieldNames.UnitAmount, 800), (FieldNames.Active, false)) with { Mirror = Mug.Slot });

        var plan = before.Plan();

        Assert.Empty(plan.Changes.OfType<Change.Create>());
        Assert.Equal(("price_0", Mug.PriceId), (plan.Next.Slots[0].PriceId, Assert.Single(plan.Next.Slots[0].Lineage)));
        Assert.Contains("sanity writes mug-eur @ r2 unit_amount: 1000 → 800 mirror price_0", plan.Writes());
    }

    [Fact]
    public void An_amount_goes_back_by_a_new_price_where_there_is_none()
    {
        var plan = Back(Mug.InStep, (Kind.Price, FieldNames.UnitAmount, 1000, 800)).Plan();

        Assert.Equal(new FieldValue.Number(800), Assert.Single(plan.Changes.OfType<Change.Create>()).Fields[FieldNames.UnitAmount]);
        Assert.Contains("sanity writes mug-eur @ r2 unit_amount: 1000 → 800 mirrors its price", plan.Writes());
    }

    [Fact]
    public void What_its_document_shows_otherwise_by_now_stays_and_is_told()
    {
        var plan = Back(Mug.InStep, (Kind.Product, FieldNames.Name, "Mug", "Cup")).InSanity((FieldNames.Name, "Bowl")).Plan();

        Assert.Equal(["stripe writes prod_1 name: \"Mug\" → \"Bowl\""], plan.Writes());
        Assert.Equal("mug, name was to be taken back, but its document has been edited since: it stays as it is.", Assert.Single(plan.Notes));
    }

    [Fact]
    public void What_is_back_already_needs_nothing()
    {
        var plan = Back(Mug.InStep, (Kind.Product, FieldNames.Name, "Mug", "Cup")).InSanity((FieldNames.Name, "Cup")).InStripe((FieldNames.Name, "Cup")).Plan();

        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Notes);
    }

    [Fact]
    public void An_edit_in_Stripe_meanwhile_meets_it_as_a_conflict()
    {
        var plan = Back(Mug.InStep, (Kind.Product, FieldNames.Name, "Mug", "Cup")).InStripe((FieldNames.Name, "Bowl")).Plan();

        var conflict = Assert.Single(plan.Conflicts);
        Assert.Equal((Mug.Text("Cup"), Mug.Text("Bowl"), Winner.Sanity), (conflict.Sanity, conflict.Stripe, conflict.Winner));
        Assert.Contains("sanity writes mug @ r1 name: \"Mug\" → \"Cup\"", plan.Writes());
    }

    [Fact]
    public void A_value_that_Stripe_had_replaced_comes_back_without_a_conflict()
    {
        var plan = Back(Mug.InStep, (Kind.Product, FieldNames.Name, "Mug", "Cup")).Recorded(record => record with { Overwritten = record.Overwritten.SetItem(FieldNames.Name, Mug.Text("Cup")) }).Plan();

        Assert.Empty(plan.Conflicts);
        Assert.Equal(2, plan.Changes.Length);
    }

    [Fact]
    public void An_open_draft_follows_unless_its_editor_has_changed_the_field()
    {
        DraftView[] drafts = [new("drafts.mug", "d1", Mug.Product, Mug.StripeId), new("versions.r.mug", "v1", Mug.Product.Set((FieldNames.Name, "Mine")), Mug.StripeId)];
        var plan = Back(Mug.InStep, (Kind.Product, FieldNames.Name, "Mug", "Cup")).InSanity(product => product with { Drafts = [.. drafts] }).Plan();

        var followed = Assert.Single(plan.Changes.OfType<Change.Update>().Single(update => update.Side == Side.Sanity).Drafts);
        Assert.Equal(("drafts.mug", Mug.Text("Cup")), (followed.Id, followed.Fields[0].To));
    }

    [Fact]
    public void What_looks_like_a_slip_is_held_and_the_undo_waits_with_it()
    {
        var before = Back(Mug.InStep, (Kind.Price, FieldNames.UnitAmount, 1000, 100_000), (Kind.Product, FieldNames.Name, "Mug", "Cup"));
        var plan = before.Plan();

        Assert.True(plan.UndoWaits);
        Assert.Equal(new FieldValue.Number(100_000), Assert.Single(plan.Held).Changes[0].To);
        Assert.DoesNotContain(plan.Writes(), write => write.Contains("mug-eur", StringComparison.Ordinal));
        Assert.Contains("sanity writes mug @ r1 name: \"Mug\" → \"Cup\"", plan.Writes());

        var released = before.Ruled(Ruling.Released).Plan();
        Assert.False(released.UndoWaits);
        Assert.Single(released.Changes.OfType<Change.Create>());

        var refused = before.Ruled(Ruling.Refused).Plan();
        Assert.False(refused.UndoWaits);
        Assert.Empty(refused.Conflicts);
        Assert.DoesNotContain(refused.Writes(), write => write.Contains("mug-eur", StringComparison.Ordinal));
    }

    [Fact]
    public void A_field_that_travels_one_way_and_a_document_that_is_gone_are_told()
    {
        var pictures = Back(Mug.InStep, (Kind.Product, FieldNames.Images, null, "a")).Plan();
        Assert.Empty(pictures.Writes());
        Assert.Contains("does not travel both ways", Assert.Single(pictures.Notes), StringComparison.Ordinal);

        var gone = Back(Mug.InStep, (Kind.Price, FieldNames.UnitAmount, 1000, 800)).PriceDocumentGone().Plan();
        Assert.Contains(gone.Notes, note => note == "mug-eur, unit_amount was to be taken back, but its document is not there.");
    }

    [Fact]
    public void Of_what_asks_to_be_left_alone_nothing_is_taken_back()
    {
        var plan = Back(Mug.InStep, (Kind.Product, FieldNames.Name, "Mug", "Cup")).InSanity(product => product with { IsLeftAlone = true }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal("mug is left alone: nothing of it is taken back.", Assert.Single(plan.Notes));
    }

    [Fact]
    public void A_write_that_was_cut_off_between_the_two_sides_is_finished()
    {
        var first = Back(Mug.InStep, (Kind.Product, FieldNames.Name, "Mug", "Cup"));
        var cut = first.InStripe((FieldNames.Name, "Cup")).Writing(IntentState.Confirmed, first.Plan().Changes[0]);

        Assert.Equal(["sanity writes mug @ r1 name: \"Mug\" → \"Cup\""], cut.Plan().Writes());
        Assert.Empty(cut.Plan().Conflicts);
    }

    [Fact]
    public void An_amount_that_was_written_to_the_document_and_not_recorded_goes_on_to_Stripe()
    {
        var first = Back(Mug.InStep, (Kind.Price, FieldNames.UnitAmount, 1000, 800));
        var plan = first.Plan();
        var cut = first
            .OnDocument(price => price with { Mirror = "price_2", Fields = price.Fields.Set((FieldNames.UnitAmount, 800)) })
            .With(Mug.StripePrice("price_2", (FieldNames.UnitAmount, 800)) with { Mirror = Mug.Slot, Operation = plan.Changes.OfType<Change.Create>().Single().Operation })
            .OnPrice((FieldNames.Active, false)).InStripe((FieldNames.DefaultPrice, "price_2"));

        // The record never came, and every write is still open on disk.
        var next = plan.Changes.Aggregate(cut, (seen, change) => seen.Writing(IntentState.Open, change)).Plan();
        Assert.Equal("price_2", Assert.Single(next.Next.Slots).PriceId);
        Assert.DoesNotContain(next.Changes, change => change is Change.Create || change.Side == Side.Sanity);
    }

    private static Situation Back(Situation seen, params (Kind Kind, string Field, object? From, object? To)[] changes) => seen with
    {
        Undo = new Undo(1, [.. changes.Select(change => new AgreedChange(
            change.Kind, change.Kind == Kind.Product ? Mug.Document : Mug.Slot, change.Field,
            new AgreedValue(Mug.Value(change.From), Mug.Value(change.From)), new AgreedValue(Mug.Value(change.To), Mug.Value(change.To))))]),
    };
}
