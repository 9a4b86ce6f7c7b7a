namespace Tandem.Core.Tests.Planning;

/// <summary>Documents and products that go, and come back.</summary>
[Trait("G", "9")]
public sealed class DeleteTests
{
    private static readonly Situation Archived = Mug.InStep
        .Recorded(record => record with
        {
            Link = LinkState.Tombstone, Lost = TombstoneCause.DocumentGone,
            Agreed = record.Agreed.SetItem(FieldNames.Active, new AgreedValue(null, Mug.Flag(false))).SetItem(FieldNames.DefaultPrice, new AgreedValue(null, null)),
        })
        .RecordedSlot(slot => slot with { Agreed = slot.Agreed.SetItem(FieldNames.Active, new AgreedValue(null, Mug.Flag(false))) })
        .InStripe((FieldNames.Active, false), (FieldNames.DefaultPrice, null)).OnPrice((FieldNames.Active, false));

    private static readonly Situation Deleted = Mug.InStep.ProductGone()
        .Recorded(record => record with { Link = LinkState.Tombstone, Lost = TombstoneCause.StripeGone, Agreed = record.Agreed.SetItem(FieldNames.Active, new AgreedValue(Mug.Flag(false), null)) });

    [Theory]
    [InlineData(LinkState.Live)]
    [InlineData(LinkState.Pending)]
    public void A_document_that_is_gone_archives_its_product_and_its_prices(LinkState link)
    {
        var plan = Mug.InStep.DocumentGone().Recorded(record => record with { Link = link }).Plan();

        Assert.Equal(
            [
                "stripe writes prod_1 active: true → false, default_price: \"mug-eur\" → unset",
                "stripe writes price_1 active: true → false",
            ],
            plan.Writes());
        Assert.Equal("mug-eur", plan.Changes[1].Slot);
        Assert.Equal((1, true), (plan.Archives, plan.RestsOnAbsence));
        Assert.Equal((LinkState.Tombstone, TombstoneCause.DocumentGone, null), (plan.Next.Link, plan.Next.Lost, plan.Next.Revision));
        Assert.Equal(Archived.Record.Agreed, plan.Next.Agreed);
        Assert.Equal(Archived.Record.Slots[0].Agreed, plan.Next.Slots[0].Agreed);
    }

    [Fact]
    public void Only_prices_that_are_ours_and_active_are_archived_with_it()
    {
        var plan = Mug.InStep.DocumentGone().OnPrice((FieldNames.Active, false))
            .RecordedSlot(slot => slot with { Lineage = ["price_0"], Agreed = slot.Agreed.SetItem(FieldNames.Active, new AgreedValue(Mug.Flag(false), Mug.Flag(false))) })
            .With(Mug.StripePrice("price_0")).With(Mug.StripePrice("price_made") with { Mirror = Mug.Slot }).With(Mug.StripePrice("price_theirs")).With(Mug.StripePrice("price_far") with { Mirror = "far" }).Plan();

        Assert.Equal(["price_0", "price_made"], plan.Changes.OfType<Change.Update>().Where(update => update.Kind == Kind.Price).Select(update => update.Id));
        Assert.All(plan.Changes.Where(change => change.Kind == Kind.Price), change => Assert.Equal(Mug.Slot, change.Slot));
    }

    [Fact]
    public void That_the_product_of_a_deleted_document_is_gone_too_must_be_sure_since_a_question_to_a_person_is_over_with_it()
    {
        var plan = Archived.DocumentGone().ProductGone().Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal((true, Archived.Record.Link), (plan.RestsOnAbsence, plan.Next.Link));
    }

    [Fact]
    public void So_it_must_with_a_price()
    {
        var gone = Mug.InStep.PriceDocumentGone().RecordedSlot(slot => slot with { IsGone = true, Agreed = slot.Agreed.SetItem(FieldNames.Active, new AgreedValue(null, Mug.Flag(false))) })
            .Recorded(record => record with { Agreed = record.Agreed.SetItem(FieldNames.DefaultPrice, new AgreedValue(null, null)) }).InSanity((FieldNames.DefaultPrice, null));

        Assert.False(gone.InStripe((FieldNames.DefaultPrice, null)).OnPrice((FieldNames.Active, false)).Plan().RestsOnAbsence);
        var plan = gone.PriceGone().Plan();
        Assert.Empty(plan.Writes());
        Assert.True(plan.RestsOnAbsence);
    }

    [Fact]
    public void What_is_archived_already_is_not_written_again()
    {
        var plan = Mug.InStep.DocumentGone().Recorded(record => record with { Agreed = Mug.Agreed(Kind.Product, Mug.Of((FieldNames.Active, false), (FieldNames.Name, "Mug"))) })
            .InStripe((FieldNames.Active, false), (FieldNames.DefaultPrice, null)).OnPrice((FieldNames.Active, false)).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(LinkState.Tombstone, plan.Next.Link);
    }

    [Fact]
    public void A_slot_without_a_price_is_remembered_as_it_was()
    {
        var plan = Mug.InStep.DocumentGone().RecordedSlot(slot => slot with { PriceId = null }).InStripe((FieldNames.DefaultPrice, null))
            .Recorded(record => record with { Agreed = Mug.Agreed(Kind.Product, Mug.Product) }).Plan();

        Assert.Equal(LinkState.Tombstone, plan.Next.Link);
        Assert.Equal(Mug.InStep.Record.Slots[0].Agreed, plan.Next.Slots[0].Agreed);
    }

    [Fact]
    public void An_edit_in_stripe_beats_a_delete()
    {
        var seen = Mug.InStep.DocumentGone().InStripe((FieldNames.Name, "Cup"));
        var plan = seen.Plan();

        Assert.Empty(plan.Writes());
        var conflict = Assert.Single(plan.Conflicts);
        Assert.Equal((Mug.Document, "*", Mug.Text("Cup"), Winner.Ask), (conflict.Object, conflict.Field, conflict.Stripe, conflict.Winner));
        Assert.Equal(LinkState.Live, plan.Next.Link);
        Assert.Equal(0, plan.Archives);
    }

    [Fact]
    public void Too_many_archives_are_held()
    {
        var plan = (Mug.InStep.DocumentGone() with { Archiving = Archiving.Held }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal((Side.Stripe, Mug.StripeId, Mug.Document, FieldNames.Active, false), plan.Held.Select(held => (held.Side, held.Object, held.Document, held.Field, held.CanBeRefused)).Single());
        Assert.Equal(LinkState.Live, plan.Next.Link);
    }

    [Fact]
    public void An_archive_that_a_person_released_goes_ahead_and_one_that_was_refused_waits()
    {
        var held = Mug.InStep.DocumentGone() with { Archiving = Archiving.Held };

        Assert.Equal(Mug.InStep.DocumentGone().Plan().Writes(), held.Ruled(Ruling.Released).Plan().Writes());
        Assert.Equal(1, held.Ruled(Ruling.Released).Plan().Archives);
        Assert.Single(held.Ruled(Ruling.Refused).Plan().Held);
    }

    [Fact]
    public void A_document_that_returns_finds_everything_as_it_was()
    {
        var plan = (Archived with { Sanity = Mug.InStep.Sanity }).Plan();

        Assert.Equal(
            [
                "stripe writes price_1 active: false → true",
                "stripe writes prod_1 active: false → true, default_price: unset → \"mug-eur\"",
            ],
            plan.Writes());
        Assert.Equal((LinkState.Live, null), (plan.Next.Link, plan.Next.Lost));
        Assert.Empty(plan.Conflicts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_archived_product_rests_until_its_document_returns(bool isProven)
    {
        var plan = (isProven ? Archived.DocumentGone() : Archived with { Sanity = Observation.Nothing }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Conflicts);
        Assert.Equal(LinkState.Tombstone, plan.Next.Link);
    }

    [Fact]
    public void An_edit_of_an_archived_product_is_told()
    {
        var plan = Archived.DocumentGone().InStripe((FieldNames.Name, "Cup")).Plan();

        Assert.Empty(plan.Writes());
        var conflict = Assert.Single(plan.Conflicts);
        Assert.Equal((Mug.Document, Mug.Text("Cup"), Winner.Ask), (conflict.Object, conflict.Stripe, conflict.Winner));
    }

    [Fact]
    public void A_document_that_returns_to_a_deleted_product_gets_a_new_one()
    {
        var plan = (Archived with { Sanity = Mug.InStep.Sanity }).ProductGone().Plan();

        IsMadeAgain(plan);
    }

    [Fact]
    public void Where_both_are_gone_only_that_is_remembered()
    {
        var plan = Mug.InStep.DocumentGone().ProductGone().Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal((LinkState.Tombstone, TombstoneCause.DocumentGone, true), (plan.Next.Link, plan.Next.Lost, plan.RestsOnAbsence));
    }

    [Theory]
    [InlineData(LinkState.Live)]
    [InlineData(LinkState.Pending)]
    public void The_document_of_a_product_that_was_deleted_stays_and_is_inactive(LinkState link)
    {
        // A link that is pending is finished instead, unless the product was there before its document.
        var seen = Mug.InStep.ProductGone().InSanity(product => product with { Drafts = [new DraftView("drafts.mug", "d1", product.Fields, Mug.StripeId)] });
        var born = ProductKey.ForStripe("shop", Mug.StripeId);
        if (link == LinkState.Pending)
        {
            seen = seen.Recorded(record => record with { Key = born, Link = link });
        }

        var plan = seen.Plan();

        Assert.Equal([$"sanity writes {seen.Key.DocumentId} @ r1 active: true → false [drafts.mug @ d1 active: true → false]"], plan.Writes());
        Assert.Equal((1, true), (plan.Archives, plan.RestsOnAbsence));
        Assert.Equal((LinkState.Tombstone, TombstoneCause.StripeGone, "r1"), (plan.Next.Link, plan.Next.Lost, plan.Next.Revision));
        Assert.Equal(new AgreedValue(Mug.Flag(false), null), plan.Next.Agreed[FieldNames.Active]);
    }

    [Fact]
    public void An_inactive_document_of_a_deleted_product_is_not_written()
    {
        var plan = Mug.InStep.ProductGone().InSanity((FieldNames.Active, false)).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(TombstoneCause.StripeGone, plan.Next.Lost);
    }

    [Fact]
    public void Switching_documents_off_is_held_like_archives()
    {
        var plan = (Mug.InStep.ProductGone() with { Archiving = Archiving.Held }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal((Side.Sanity, Mug.Document, FieldNames.Active), plan.Held.Select(held => (held.Side, held.Object, held.Field)).Single());
        Assert.Equal(0, plan.Archives);
    }

    [Fact]
    public void The_document_of_a_deleted_product_waits_for_an_editor_to_activate_it()
    {
        var plan = Deleted.InSanity((FieldNames.Active, false)).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(LinkState.Tombstone, plan.Next.Link);
    }

    [Fact]
    public void An_editor_who_activates_it_gets_a_new_product() => IsMadeAgain(Deleted.Plan());

    private static void IsMadeAgain(Plan plan)
    {
        var id = plan.Next.StripeId!;
        Assert.StartsWith("prod_tdm", id, StringComparison.Ordinal);
        Assert.NotEqual(Mug.New.Plan().Next.StripeId, id);
        Assert.Equal(
            [
                $"stripe makes product {id} {Mug.Product} mirror mug",
                $"stripe makes price mug-eur {Mug.Price} of {id} mirror mug-eur",
                $"stripe writes {id} default_price: unset → \"mug-eur\"",
                "sanity writes mug-eur @ r2 mirrors its price",
                $"sanity writes mug @ r1 mirror {id}",
            ],
            plan.Writes());
        Assert.Equal((1, LinkState.Live, null), (plan.Next.Generation, plan.Next.Link, plan.Next.Lost));
        Assert.True(plan.RestsOnAbsence);
        Assert.Empty(plan.Conflicts);
    }

    [Fact]
    public void A_price_is_known_by_its_record_and_not_by_what_it_says() =>
        Assert.Equal(Mug.Slot, Mug.InStep.DocumentGone().OnPrice(price => price with { Mirror = "far" }).Plan().Changes[1].Slot);

    [Fact]
    public void A_product_that_is_made_again_is_made_with_the_same_prices_when_the_pass_is_cut_off()
    {
        var plan = Deleted.Plan();
        var product = new ProductView { Id = plan.Next.StripeId!, Mirror = Mug.Document, Fields = Mug.Product };
        var again = (Deleted.Recorded(record => Recorder.Pending(record, plan)) with { Stripe = new Observation { Product = product } }).Plan();

        Assert.Equal(Operations(plan), Operations(again));
        Assert.Single(Operations(again));
    }

    private static IEnumerable<string?> Operations(Plan plan) => plan.Changes.OfType<Change.Create>().Where(made => made is { Side: Side.Stripe, Kind: Kind.Price }).Select(made => made.Operation);
}
