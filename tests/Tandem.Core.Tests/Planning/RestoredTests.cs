namespace Tandem.Core.Tests.Planning;

/// <summary>A record from a backup meets what was done after the backup was taken.</summary>
public sealed class RestoredTests
{
    private static readonly Situation Restoring = Mug.InStep.Recorded(record => record with { IsRestored = true });

    [Fact]
    public void What_is_as_it_was_needs_nothing_and_is_no_restored_record_any_more()
    {
        var plan = Restoring.Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(Mug.InStep.Plan().Next.ToString(), plan.Next.ToString());
        Assert.False(plan.Next.IsRestored);
    }

    [Fact]
    public void A_price_that_was_replaced_twice_since_is_known_by_both_sides_naming_each_other()
    {
        var plan = Replaced(Restoring, 2500, "price_3").With(Former("price_2", 2000)).Plan();

        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Conflicts);
        var slot = Assert.Single(plan.Next.Slots);
        Assert.Equal(("price_3", 1, new FieldValue.Number(2500)), (slot.PriceId, plan.Next.Slots.Length, slot.Agreed[FieldNames.UnitAmount].Stripe));
        Assert.Equal(["price_1", "price_2"], slot.Lineage.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_the_mark_the_archiving_of_the_former_price_would_look_like_somebody_s_edit()
    {
        Assert.NotEmpty(Replaced(Mug.InStep, 2500, "price_3").Plan().Writes());
    }

    [Fact]
    public void A_former_price_that_came_back_since_stands_for_its_slot_again()
    {
        var before = Restoring.RecordedSlot(slot => slot with { Lineage = ["price_0"] });
        var plan = before
            .With(Mug.StripePrice("price_0", (FieldNames.UnitAmount, 800)) with { Mirror = Mug.Slot })
            .OnPrice((FieldNames.Active, false))
            .OnDocument(price => price with { Mirror = "price_0", Fields = price.Fields.Set((FieldNames.UnitAmount, 800)) })
            .InStripe((FieldNames.DefaultPrice, "price_0")).Plan();

        Assert.Empty(plan.Writes());
        var slot = Assert.Single(plan.Next.Slots);
        Assert.Equal(("price_0", Mug.PriceId), (slot.PriceId, Assert.Single(slot.Lineage)));
    }

    [Fact]
    public void An_amount_that_was_edited_and_not_carried_any_more_is_an_edit_and_no_conflict()
    {
        var plan = Replaced(Restoring, 2500, "price_3").OnDocument((FieldNames.UnitAmount, 3000)).Plan();

        Assert.Empty(plan.Conflicts);
        var made = Assert.Single(plan.Changes.OfType<Change.Create>());
        Assert.Equal(new FieldValue.Number(3000), made.Fields[FieldNames.UnitAmount]);
    }

    [Theory]
    [InlineData("price_9", Mug.Slot)]
    [InlineData("price_3", "another-slot")]
    [InlineData("price_3", null)]
    public void A_name_that_only_one_side_gives_says_nothing(string named, string? naming)
    {
        var seen = Restoring.OnDocument(price => price with { Mirror = named }).With(Mug.StripePrice("price_3") with { Mirror = naming });

        Assert.Equal(Mug.PriceId, seen.Plan().Next.Slot(Mug.Slot)!.PriceId);
    }

    [Fact]
    public void A_price_that_another_slot_has_is_not_what_a_slot_came_to_show()
    {
        var plan = Replaced(Restoring, 2500, "price_3")
            .Recorded(record => record with { Slots = [.. record.Slots, new SlotRecord { Slot = "mug-usd", PriceId = "price_3" }] }).Plan();

        Assert.Equal("price_3", plan.Next.Slot("mug-usd")!.PriceId);
        Assert.NotEqual("price_3", plan.Next.Slot(Mug.Slot)!.PriceId);
    }

    [Fact]
    public void A_price_whose_document_moved_to_another_product_is_not_what_its_slot_came_to_show()
    {
        var plan = Replaced(Restoring, 2500, "price_3").OnDocument(price => price with { ProductId = "cup" }).Plan();

        Assert.NotEqual("price_3", plan.Next.Slot(Mug.Slot)?.PriceId);
    }

    [Fact]
    public void A_document_that_went_since_and_whose_product_is_archived_is_no_conflict()
    {
        var plan = Restoring.InStripe((FieldNames.Active, false), (FieldNames.DefaultPrice, null), (FieldNames.Name, "Cup")).OnPrice((FieldNames.Active, false)).DocumentGone().Plan();

        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Conflicts);
        Assert.Equal((LinkState.Tombstone, TombstoneCause.DocumentGone), (plan.Next.Link, plan.Next.Lost));
    }

    [Fact]
    public void A_document_that_went_while_its_product_is_on_sale_and_was_edited_is_asked_about()
    {
        var plan = Restoring.InStripe((FieldNames.Name, "Cup")).DocumentGone().Plan();

        Assert.Equal((Conflict.Whole, Winner.Ask), (Assert.Single(plan.Conflicts).Field, plan.Conflicts[0].Winner));
    }

    [Fact]
    public void A_price_document_that_went_since_and_whose_price_is_archived_is_no_conflict()
    {
        var plan = Restoring.InStripe((FieldNames.DefaultPrice, null)).InSanity((FieldNames.DefaultPrice, null)).OnPrice((FieldNames.Active, false)).PriceDocumentGone().Plan();

        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Conflicts);
        Assert.True(Assert.Single(plan.Next.Slots).IsGone);
    }

    [Fact]
    public void A_product_that_is_another_one_since_is_met_for_the_first_time_with_its_own_generation()
    {
        var key = Restoring.Key;
        var third = Planned(Mug.Blank with { Generation = 2 });
        var under = Restored.Under(Restoring.Record, new ProductView { Id = third, Fields = Fields.None });

        Assert.Equal((LinkState.Unlinked, null, 2, key), (under.Link, under.StripeId, under.Generation, under.Key));
        Assert.Equal(0, Restored.Under(Restoring.Record, new ProductView { Id = "prod_other", Fields = Fields.None }).Generation);
        Assert.Equal((null, 0), (Assert.Single(under.Slots).PriceId, under.Slots[0].Agreed.Count));
    }

    [Fact]
    public void What_the_documents_have_shown_is_known_of_a_product_that_is_another_one_since_and_nothing_else()
    {
        var published = ProductRecord.NoneKnown.SetItem(FieldNames.Nickname, [Mug.Text("Before")]);
        var overwritten = ProductRecord.NoneOverwritten.SetItem(FieldNames.Nickname, Mug.Text("Before"));
        var record = Restoring.RecordedSlot(slot => slot with { Generation = 3, Published = published, Overwritten = overwritten, Lineage = ["price_0"] }).Record;
        var under = Restored.Under(
            record with { Published = published, Overwritten = overwritten, Lost = TombstoneCause.StripeGone, Link = LinkState.Tombstone },
            new ProductView { Id = "prod_other", Fields = Fields.None });

        Assert.Equal((null, 0, 0), (under.Lost, under.Agreed.Count, under.Overwritten.Count));
        Assert.Equal(published, under.Published);
        var slot = Assert.Single(under.Slots);
        Assert.Equal((Mug.Slot, 3, 0, 0), (slot.Slot, slot.Generation, slot.Overwritten.Count, slot.Lineage.Length));
        Assert.Equal(published, slot.Published);
    }

    private static string Planned(ProductRecord record) => (Mug.New with { Record = record }).Plan().Changes.OfType<Change.Create>().First(made => made.Kind == Kind.Product).Id!;

    private static PriceView Former(string id, int amount) => Mug.StripePrice(id, (FieldNames.UnitAmount, amount), (FieldNames.Active, false)) with { Mirror = Mug.Slot };

    // Both sides show a price that the record does not know; its former one is archived.
    private static Situation Replaced(Situation seen, int amount, string id) => seen
        .With(Mug.StripePrice(id, (FieldNames.UnitAmount, amount)) with { Mirror = Mug.Slot })
        .OnPrice((FieldNames.Active, false))
        .OnDocument(price => price with { Mirror = id, Fields = price.Fields.Set((FieldNames.UnitAmount, amount)) })
        .InStripe((FieldNames.DefaultPrice, id));
}
