using System.Collections.Immutable;

namespace Tandem.Core.Tests.Recording;

/// <summary>What is on disk before a plan's first write, and after its last.</summary>
[Trait("G", "8")]
public sealed class RecorderTests
{
    private static readonly ProductRecord Blank = new() { Key = new ProductKey("shop", "mug") };

    private static readonly ProductRecord Live = Blank with
    {
        StripeId = "prod_1", Link = LinkState.Live, Revision = "r1",
        Agreed = Both((FieldNames.Name, Text("Mug")), (FieldNames.Brand, Text("Acme"))),
        Slots = [new SlotRecord { Slot = "mug-eur", PriceId = "price_1", Revision = "r2", Agreed = Both((FieldNames.Nickname, Text("Offer"))) }],
    };

    [Fact]
    public void A_new_link_is_pending_and_nothing_is_agreed_before_it_is_made()
    {
        var next = Live with { Generation = 3, Slots = [Live.Slots[0] with { Overwritten = ProductRecord.NoneOverwritten.SetItem(FieldNames.Nickname, null) }] };
        var pending = Recorder.Pending(Blank with { Lost = TombstoneCause.StripeGone, Agreed = Live.Agreed }, Planned(next));

        Assert.Equal(("prod_1", 3, LinkState.Pending, null), (pending.StripeId, pending.Generation, pending.Link, pending.Lost));
        Assert.Empty(pending.Agreed);
        var slot = Assert.Single(pending.Slots);
        Assert.Equal(("mug-eur", "price_1"), (slot.Slot, slot.PriceId));
        Assert.Empty(slot.Agreed);
        Assert.Empty(slot.Overwritten);
    }

    [Fact]
    public void A_link_that_stands_keeps_its_state_and_what_is_agreed()
    {
        var next = Live with { Agreed = Both((FieldNames.Name, Text("Cup"))), Slots = [Live.Slots[0] with { PriceId = "price_2" }] };
        var pending = Recorder.Pending(Live with { Lost = TombstoneCause.StripeGone }, Planned(next));

        Assert.Equal((LinkState.Live, TombstoneCause.StripeGone), (pending.Link, pending.Lost));
        Assert.Equal(Live.Agreed, pending.Agreed);
        Assert.Equal("price_1", Assert.Single(pending.Slots).PriceId);
    }

    [Fact]
    public void A_link_by_an_id_that_was_known_is_pending_until_it_is_recorded() =>
        Assert.Equal(LinkState.Pending, Recorder.Pending(Live with { Link = LinkState.Unlinked }, Planned(Live)).Link);

    [Fact]
    public void A_price_that_is_about_to_be_made_has_its_slot_before()
    {
        var added = new SlotRecord { Slot = "mug-usd", Agreed = Both((FieldNames.Nickname, Text("New"))) };
        var pending = Recorder.Pending(Live, Planned(Live with { Slots = [.. Live.Slots, added] }));

        Assert.Equal(["mug-eur", "mug-usd"], pending.Slots.Select(slot => slot.Slot));
        Assert.NotEmpty(pending.Slots[0].Agreed);
        Assert.Empty(pending.Slots[1].Agreed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_to_be_replaced_is_no_predecessor_before_it_was(bool isKnown)
    {
        var known = new SlotRecord { Slot = "mug-usd", PriceId = "price_2", Generation = 4, Lineage = ["price_0"] };
        var replaced = known with { PriceId = null, Generation = 5, Lineage = ["price_0", "price_2"] };
        var record = isKnown ? Live with { Link = LinkState.Unlinked, StripeId = null, Slots = [known] } : Live;
        var pending = Recorder.Pending(record, Planned(Live with { Slots = [replaced] })).Slot("mug-usd")!;

        Assert.Equal(isKnown ? (4, "price_0") : (0, ""), (pending.Generation, string.Join(' ', pending.Lineage)));
    }

    [Fact]
    public void A_plan_that_links_nothing_leaves_the_record_alone()
    {
        Assert.Same(Blank, Recorder.Pending(Blank, Planned(Blank with { Generation = 1 })));
        Assert.Same(Live, Recorder.Pending(Live, Planned(Live with { Link = LinkState.Tombstone, Slots = [] })));
    }

    [Fact]
    public void What_a_vendor_shows_of_a_written_field_is_what_is_agreed_there()
    {
        // Stripe cuts it; Sanity has the long text.
        var record = Recorder.Record(Planned(Live), [Applied(Update(Side.Stripe, Kind.Product, (FieldNames.Name, Text("Mug"))), Product("s9", (FieldNames.Name, Text("Mu"))))]);

        Assert.Equal(new AgreedValue(Text("Mug"), Text("Mu")), record.Agreed[FieldNames.Name]);
        Assert.Equal(new AgreedValue(Text("Acme"), Text("Acme")), record.Agreed[FieldNames.Brand]);
        Assert.Equal("r1", record.Revision);
    }

    [Fact]
    public void A_written_document_is_remembered_by_its_new_revision()
    {
        var record = Recorder.Record(Planned(Live), [Applied(Update(Side.Sanity, Kind.Product, (FieldNames.Name, Text("Mug"))), Product("r9", (FieldNames.Name, Text("MUG"))))]);

        Assert.Equal(new AgreedValue(Text("MUG"), Text("Mug")), record.Agreed[FieldNames.Name]);
        Assert.Equal("r9", record.Revision);
    }

    [Theory]
    [InlineData("Cup", "Mug")]
    [InlineData("Mug", "Mug")]
    public void An_edit_that_the_answer_shows_by_the_way_is_not_agreed(string written, string agreed)
    {
        // A person changed the brand in the very moment; and a value that is not the agreed one is an open conflict's.
        var change = Update(Side.Stripe, Kind.Product, (FieldNames.Name, Text(written)));
        var record = Recorder.Record(Planned(Live), [Applied(change, Product("s", (FieldNames.Name, Text(written)), (FieldNames.Brand, Text("Edited"))))]);

        Assert.Equal(new AgreedValue(Text("Mug"), Text(agreed)), record.Agreed[FieldNames.Name]);
        Assert.Equal(new AgreedValue(Text("Acme"), Text("Acme")), record.Agreed[FieldNames.Brand]);
    }

    [Fact]
    public void A_field_that_is_not_agreed_stays_so()
    {
        var record = Recorder.Record(Planned(Live), [Applied(Update(Side.Stripe, Kind.Product, (FieldNames.Description, null)), Product("s"))]);

        Assert.Equal(Live.Agreed, record.Agreed);
    }

    [Fact]
    public void The_default_price_is_agreed_as_a_slot_whatever_id_the_vendor_shows()
    {
        var next = Live with { Agreed = Both((FieldNames.DefaultPrice, Text("mug-eur"))) };
        var record = Recorder.Record(Planned(next), [Applied(Update(Side.Stripe, Kind.Product, (FieldNames.DefaultPrice, Text("mug-eur"))), Product("s", (FieldNames.DefaultPrice, Text("price_1"))))]);

        Assert.Equal(next.Agreed, record.Agreed);
    }

    [Fact]
    public void A_made_product_agrees_on_everything_that_it_was_made_with()
    {
        var create = new Change.Create { Side = Side.Stripe, Kind = Kind.Product, Id = "prod_1", Reason = "r", Fields = Fields.Of((FieldNames.Name, Text("Mug")), (FieldNames.Brand, Text("Acme"))) };
        var record = Recorder.Record(Planned(Live), [Applied(create, Product("s", (FieldNames.Name, Text("Mu")), (FieldNames.Brand, Text("Ac"))))]);

        Assert.Equal(new AgreedValue(Text("Mug"), Text("Mu")), record.Agreed[FieldNames.Name]);
        Assert.Equal(new AgreedValue(Text("Acme"), Text("Ac")), record.Agreed[FieldNames.Brand]);
    }

    [Fact]
    public void A_write_without_an_answer_in_it_changes_nothing()
    {
        var unflag = new Change.Unflag { Side = Side.Sanity, Kind = Kind.Product, Reason = "r", Ids = ["mug"] };

        Assert.Same(Live, Recorder.Record(Planned(Live), [new AppliedChange(unflag, null, null)]));
        Assert.Equal(Live.Agreed, Recorder.Record(Planned(Live), [new AppliedChange(unflag, Product("r9"), null)]).Agreed);
        Assert.Same(Live, Recorder.Record(Planned(Live), [new AppliedChange(Update(Side.Stripe, Kind.Price) with { Slot = "mug-eur" }, null, null)]));
    }

    [Fact]
    public void A_price_of_no_slot_that_is_known_changes_nothing()
    {
        Assert.Same(Live, Recorder.Record(Planned(Live), [Applied(Update(Side.Stripe, Kind.Price) with { Slot = "other" }, Price("price_1", "s"))]));
        Assert.Same(Live, Recorder.Record(Planned(Live), [Applied(Update(Side.Stripe, Kind.Price), Price("price_1", "s"))]));
    }

    [Fact]
    public void The_id_that_stripe_gives_a_new_price_is_recorded()
    {
        var slot = RecordedSlot(CreatePrice(Side.Stripe), Price("price_9", "s", (FieldNames.Nickname, Text("Off"))));

        Assert.Equal("price_9", slot.PriceId);
        Assert.Equal(new AgreedValue(Text("Offer"), Text("Off")), slot.Agreed[FieldNames.Nickname]);
        Assert.Equal("r2", slot.Revision);
    }

    [Fact]
    public void A_new_price_document_is_recorded_and_the_price_stays()
    {
        var slot = RecordedSlot(CreatePrice(Side.Sanity), Price("mug-eur", "r9", (FieldNames.Nickname, Text("OFFER"))));

        Assert.Equal(("price_1", "r9"), (slot.PriceId, slot.Revision));
        Assert.Equal(new AgreedValue(Text("OFFER"), Text("Offer")), slot.Agreed[FieldNames.Nickname]);
    }

    [Fact]
    public void A_written_price_document_is_recorded()
    {
        var slot = RecordedSlot(Nickname(Side.Sanity), Price("mug-eur", "r9", (FieldNames.Nickname, Text("OFFER"))));

        Assert.Equal(("price_1", "r9"), (slot.PriceId, slot.Revision));
        Assert.Equal(new AgreedValue(Text("OFFER"), Text("Offer")), slot.Agreed[FieldNames.Nickname]);
    }

    [Fact]
    public void A_write_to_a_price_in_its_product_s_document_moves_the_product_s_revision_too()
    {
        var shown = Price("mug-eur", "r9", (FieldNames.Nickname, Text("Offer")));

        Assert.Equal("r9", Recorder.Record(Planned(Live), [Applied(Nickname(Side.Sanity), shown with { IsEmbedded = true })]).Revision);
        Assert.Equal("r1", Recorder.Record(Planned(Live), [Applied(Nickname(Side.Sanity), shown)]).Revision);
    }

    [Theory]
    [InlineData("price_1", "Off")]
    [InlineData("price_0", "Offer")]
    public void Only_the_current_price_of_a_slot_has_a_say_in_what_is_agreed(string written, string agreed)
    {
        var slot = RecordedSlot(Nickname(Side.Stripe), Price(written, "s", (FieldNames.Nickname, Text("Off"))));

        Assert.Equal(("price_1", "r2"), (slot.PriceId, slot.Revision));
        Assert.Equal(new AgreedValue(Text("Offer"), Text(agreed)), slot.Agreed[FieldNames.Nickname]);
    }

    private static SlotRecord RecordedSlot(Change change, PriceView shown) => Recorder.Record(Planned(Live), [Applied(change, shown)]).Slot("mug-eur")!;

    private static Change.Create CreatePrice(Side side) => new()
    {
        Side = side, Kind = Kind.Price, Slot = "mug-eur", Reason = "r", Fields = Fields.Of((FieldNames.Nickname, Text("Offer"))),
    };

    private static Change.Update Nickname(Side side) => Update(side, Kind.Price, (FieldNames.Nickname, Text("Offer"))) with { Slot = "mug-eur" };

    private static Change.Update Update(Side side, Kind kind, params (string Field, FieldValue? To)[] fields) => new()
    {
        Side = side, Kind = kind, Id = "x", Reason = "r", Fields = [.. fields.Select(field => new FieldChange(field.Field, null, field.To))],
    };

    private static AppliedChange Applied(Change change, ProductView shown) => new(change, shown, null);

    private static AppliedChange Applied(Change change, PriceView shown) => new(change, null, shown);

    private static ProductView Product(string revision, params (string, FieldValue?)[] fields) => new() { Id = "x", Revision = revision, Fields = Fields.Of(fields) };

    private static PriceView Price(string id, string revision, params (string, FieldValue?)[] fields) => new() { Id = id, Revision = revision, Fields = Fields.Of(fields) };

    private static Plan Planned(ProductRecord next) => new() { Key = next.Key, Next = next };

    private static FieldValue.Text Text(string text) => new(text);

    private static ImmutableSortedDictionary<string, AgreedValue> Both(params (string Field, FieldValue? Value)[] fields) =>
        fields.Aggregate(ProductRecord.NoneAgreed, (agreed, field) => agreed.SetItem(field.Field, new AgreedValue(field.Value, field.Value)));

    [Fact]
    public void What_was_agreed_with_a_former_product_does_not_count_for_its_successor()
    {
        var pending = Recorder.Pending(Live, Planned(Live with { StripeId = "prod_2" }));

        Assert.Equal(("prod_2", LinkState.Pending), (pending.StripeId, pending.Link));
        Assert.Empty(pending.Agreed);
        Assert.Empty(Assert.Single(pending.Slots).Agreed);
    }
}
