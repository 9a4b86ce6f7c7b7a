using System.Collections.Immutable;

namespace Tandem.Core.Tests.Planning;

/// <summary>What a pass finds that was cut off: prices that were made and not recorded, writes that are not known to have arrived.</summary>
public sealed class InterruptedTests
{
    private const string StripeId = "prod_1";
    private static readonly ProductKey Key = new("default", "mug");

    [Fact]
    [Trait("G", "8")]
    public void An_old_price_that_we_archived_is_no_wish_to_switch_its_document_off()
    {
        // The document was made by a write whose answer never came; then the amount was changed, the successor made and the old price archived; and nothing was recorded.
        var made = Made("mug-eur", Side.Sanity, Price(1000), id: "mug-eur", operation: null, IntentState.Open);
        var archived = Intent(Side.Stripe, IntentState.Failed, Off("price_old"));
        var plan = Planner.Plan(Seen(Price(2000), [Old(isActive: false, mirror: "mug-eur"), Successor(2000)], [made, Made("mug-eur", Side.Stripe, Price(2000), null, Operation(2000), IntentState.Failed), archived], agreed: false));

        Assert.DoesNotContain(plan.Changes.OfType<Change.Update>(), update => update.Fields.Any(field => field is { Field: FieldNames.Active, To: FieldValue.Flag { Value: false } }));
        Assert.Equal("price_new", plan.Next.Slot("mug-eur")!.PriceId);
    }

    [Fact]
    [Trait("G", "4")]
    public void Who_edits_a_price_that_was_half_made_has_edited_the_price()
    {
        var successor = Successor(2000) with { Fields = Price(2000).With(FieldNames.Nickname, new FieldValue.Text("Offer")) };
        var plan = Planner.Plan(Seen(Price(2000), [Old(isActive: true, mirror: "mug-eur"), successor], [Made("mug-eur", Side.Stripe, Price(2000), null, Operation(2000), IntentState.Failed)], agreed: true));

        var told = Assert.Single(plan.Changes.OfType<Change.Update>(), update => update.Side == Side.Sanity && update.Id == "mug-eur");
        Assert.Contains(told.Fields, field => field.Field == FieldNames.Nickname && Equals(field.To, new FieldValue.Text("Offer")));
        Assert.DoesNotContain(plan.Changes.OfType<Change.Update>(), update => update.Side == Side.Stripe && update.Fields.Any(field => field.Field == FieldNames.Nickname));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("G", "4")]
    public void A_key_that_went_ahead_to_the_next_price_is_nobodys_edit_unless_it_is_owed_to_the_document(bool isOwed)
    {
        // The former price was being brought back, and had been given the key already, when the pass was cut off.
        static Fields Keyed(int amount) => Price(amount).With(FieldNames.LookupKey, new FieldValue.Text("mug"));
        var former = new PriceView { Id = "price_former", Mirror = "mug-eur", ProductId = StripeId, Fields = Keyed(2000) };
        var begun = Intent(Side.Stripe, IntentState.Failed, new Change.Update
        {
            Side = Side.Stripe, Kind = Kind.Price, Id = former.Id, Slot = "mug-eur", Reason = "r", TakesLookupKey = true, Owed = isOwed ? [FieldNames.LookupKey] : [],
            Fields = [new FieldChange(FieldNames.Active, new FieldValue.Flag(false), new FieldValue.Flag(true)), new FieldChange(FieldNames.LookupKey, null, new FieldValue.Text("mug"))],
        });
        var seen = Seen(isOwed ? Price(2000) : Keyed(2000), [Old(isActive: true, mirror: "mug-eur"), former], [begun], agreed: true);
        var slot = seen.Record.Slots[0] with { Lineage = [former.Id], Agreed = Agreed(isOwed ? Price(1000) : Keyed(1000)) };
        var plan = Planner.Plan(seen with { Record = seen.Record with { Slots = [slot] } });

        Assert.DoesNotContain(plan.Changes.OfType<Change.Update>(), update => update.Fields.Any(field => field is { Field: FieldNames.LookupKey, To: null }));
        Assert.Equal(isOwed, plan.Changes.OfType<Change.Update>().Any(update => update.Side == Side.Sanity && update.Fields.Any(field => field.Field == FieldNames.LookupKey)));
        Assert.Empty(plan.Conflicts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("G", "4")]
    public void What_came_from_Stripe_and_was_written_back_there_is_still_an_edit_of_Stripe(bool isOwed)
    {
        // A person had set the key in Stripe; it came back from the successor by a write of ours, before its document knew it.
        var begun = Intent(Side.Stripe, IntentState.Failed, new Change.Update
        {
            Side = Side.Stripe, Kind = Kind.Price, Id = "price_old", Slot = "mug-eur", Reason = "r", Owed = isOwed ? [FieldNames.LookupKey] : [],
            Fields = [new FieldChange(FieldNames.LookupKey, null, new FieldValue.Text("mug"))],
        });
        var price = Old(isActive: true, mirror: "mug-eur");
        var plan = Planner.Plan(Seen(Price(1000), [price with { Fields = price.Fields.With(FieldNames.LookupKey, new FieldValue.Text("mug")) }], [begun], agreed: true));

        // Else the document has cleared what we had carried over from it.
        var key = Assert.Single(plan.Changes.OfType<Change.Update>(), update => update.Fields.Any(field => field.Field == FieldNames.LookupKey));
        Assert.Equal(isOwed ? Side.Sanity : Side.Stripe, key.Side);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("G", "9")]
    public void A_price_whose_document_left_while_it_was_made_is_archived_and_gives_no_document_back(bool wasMadeByUs)
    {
        var made = Made("mug-eur", Side.Stripe, Price(2000), null, Operation(2000), IntentState.Failed);
        var seen = Seen(Price(2000), [Successor(2000)], wasMadeByUs ? [made] : [], agreed: false);
        var plan = Planner.Plan(seen with
        {
            Record = seen.Record with { Slots = [new SlotRecord { Slot = "mug-eur" }] },
            Sanity = seen.Sanity with { Prices = [], Gone = ["mug-eur"] },
        });

        Assert.Equal(wasMadeByUs, plan.Changes.OfType<Change.Update>().Any(update => update.Id == "price_new" && update.Fields.Any(field => field is { Field: FieldNames.Active, To: FieldValue.Flag { Value: false } })));
        Assert.Equal(!wasMadeByUs, plan.Changes.OfType<Change.Create>().Any(create => create.Side == Side.Sanity));
    }

    [Fact]
    [Trait("G", "4")]
    public void A_create_that_failed_says_nothing_about_a_product_that_was_there_before()
    {
        // Nobody has linked it: what it shows is not what we were about to make.
        var failed = Intent(Side.Stripe, IntentState.Failed, new Change.Create
        {
            Side = Side.Stripe, Kind = Kind.Product, Id = StripeId, Mirror = "mug", Reason = "r", Fields = Fields.None.With(FieldNames.Name, new FieldValue.Text("Ours")),
        });
        var plan = Planner.Plan(new Situation
        {
            Record = new ProductRecord { Key = Key, StripeId = StripeId, Link = LinkState.Pending },
            Sanity = new Observation { Product = new ProductView { Id = "mug", Revision = "r1", Mirror = StripeId, Fields = Fields.None.With(FieldNames.Name, new FieldValue.Text("Ours")) } },
            Stripe = new Observation { Product = new ProductView { Id = StripeId, Fields = Fields.None.With(FieldNames.Name, new FieldValue.Text("Theirs")) } },
            Intents = [failed],
            Policy = Policy.Default,
        });

        Assert.Contains(plan.Conflicts, conflict => conflict.Field == FieldNames.Name);
        Assert.DoesNotContain(plan.Changes.OfType<Change.Update>(), update => update.Side == Side.Sanity && update.Fields.Any(field => field.Field == FieldNames.Name));
    }

    [Theory]
    [InlineData(IntentState.Confirmed, Side.Sanity, "Theirs")]
    [InlineData(IntentState.Failed, Side.Stripe, "Ours")]
    [Trait("G", "4")]
    public void Who_edits_what_we_had_confirmed_and_not_recorded_has_edited_it(IntentState state, Side told, string value)
    {
        // The pass was cut off after Stripe's answer. Only a confirmed write tells that Stripe had shown our value, and that somebody has changed it since.
        static FieldValue Text(string text) => new FieldValue.Text(text);
        var written = Intent(Side.Stripe, state, new Change.Update
        {
            Side = Side.Stripe, Kind = Kind.Product, Id = StripeId, Reason = "r", Fields = [new FieldChange(FieldNames.Description, Text("Before"), Text("Ours"))],
        });
        static Fields Shown(string description) => Fields.Of((FieldNames.Name, Text("Mug")), (FieldNames.Description, Text(description)));
        var plan = Planner.Plan(new Situation
        {
            Record = new ProductRecord { Key = Key, StripeId = StripeId, Link = LinkState.Live, Agreed = Agreed(Shown(state == IntentState.Failed ? "Theirs" : "Before")) },
            Sanity = new Observation { Product = new ProductView { Id = "mug", Revision = "r1", Mirror = StripeId, Fields = Shown("Ours") } },
            Stripe = new Observation { Product = new ProductView { Id = StripeId, Mirror = "mug", Fields = Shown("Theirs") } },
            Intents = [written],
            Policy = Policy.Default,
        });

        Assert.Empty(plan.Conflicts);
        var change = Assert.Single(plan.Changes.OfType<Change.Update>(), update => update.Fields.Any(field => field.Field == FieldNames.Description));
        Assert.Equal((told, Text(value)), (change.Side, change.Fields.Single(field => field.Field == FieldNames.Description).To));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("G", "9")]
    public void A_product_that_we_began_to_restore_is_archived_again_when_its_document_is_gone_again(bool wasUs)
    {
        static Fields Shown(bool active) => Fields.Of((FieldNames.Name, new FieldValue.Text("Mug")), (FieldNames.Active, new FieldValue.Flag(active)));
        var begun = Intent(Side.Stripe, IntentState.Failed, new Change.Update
        {
            Side = Side.Stripe, Kind = Kind.Product, Id = StripeId, Reason = "r", Fields = [new FieldChange(FieldNames.Active, new FieldValue.Flag(false), new FieldValue.Flag(true))],
        });
        var plan = Planner.Plan(new Situation
        {
            Record = new ProductRecord
            {
                Key = Key, StripeId = StripeId, Link = LinkState.Tombstone, Lost = TombstoneCause.DocumentGone,
                Agreed = Shown(active: false).Aggregate(ProductRecord.NoneAgreed, (agreed, field) => agreed.SetItem(field.Key, new AgreedValue(null, field.Value))),
            },
            Sanity = new Observation { Gone = ["mug"] },
            Stripe = new Observation { Product = new ProductView { Id = StripeId, Mirror = "mug", Fields = Shown(active: true) } },
            Intents = wasUs ? [begun] : [],
            Policy = Policy.Default,
        });

        // A person who activates it has a say; our own unfinished write has not.
        Assert.Equal(wasUs, plan.Changes.OfType<Change.Update>().Any(update => update.Fields.Any(field => field is { Field: FieldNames.Active, To: FieldValue.Flag { Value: false } })));
        Assert.Equal(!wasUs, plan.Conflicts.Any());
    }

    [Fact]
    [Trait("G", "7")]
    public void A_price_that_comes_back_to_a_product_is_sold_by_the_price_that_it_had_there()
    {
        // It had moved away, and its Stripe price had let go of it.
        var former = Old(isActive: false, mirror: null) with { Operation = Operation(1000) };
        var seen = Seen(Price(1000), [former], [], agreed: true);
        var document = seen.Sanity.Prices[0] with { Mirror = "price_elsewhere" };
        var plan = Planner.Plan(seen with { Record = seen.Record with { Slots = [] }, Sanity = seen.Sanity with { Prices = [document] } });

        Assert.DoesNotContain(plan.Changes, change => change is Change.Create { Side: Side.Stripe });
        Assert.Equal("price_old", plan.Next.Slot("mug-eur")!.PriceId);
    }

    [Fact]
    [Trait("G", "4")]
    public void What_was_edited_on_it_meanwhile_gives_way_to_the_document_and_is_told()
    {
        var former = Old(isActive: false, mirror: null) with { Operation = Operation(1000), Fields = Price(1000).With(FieldNames.Active, new FieldValue.Flag(false)).With(FieldNames.Nickname, new FieldValue.Text("Offer")) };
        var seen = Seen(Price(1000), [former], [], agreed: true);
        var plan = Planner.Plan(seen with { Record = seen.Record with { Slots = [] }, Sanity = seen.Sanity with { Prices = [seen.Sanity.Prices[0] with { Mirror = "price_elsewhere" }] } });

        Assert.Contains(plan.Changes.OfType<Change.Update>(), change => change.Id == "price_old" && change.Fields.Any(field => field is { Field: FieldNames.Nickname, To: null }));
        var conflict = Assert.Single(plan.Conflicts, conflict => conflict.Field == FieldNames.Nickname);
        Assert.Equal((Winner.Sanity, new FieldValue.Text("Offer")), (conflict.Winner, conflict.Stripe));
    }

    [Fact]
    [Trait("G", "7")]
    public void A_price_that_stands_for_itself_by_now_is_not_taken_back()
    {
        // A person has activated it while its document was at another product: it has got a document of its own.
        var former = Old(isActive: true, mirror: "stripePrice-price_old") with { Operation = Operation(1000) };
        var seen = Seen(Price(1000), [former], [], agreed: true);
        var plan = Planner.Plan(seen with
        {
            Record = seen.Record with { Slots = [new SlotRecord { Slot = "stripePrice-price_old", PriceId = "price_old", Agreed = Agreed(Price(1000)) }] },
            Sanity = seen.Sanity with { Prices = [seen.Sanity.Prices[0] with { Mirror = "price_elsewhere" }, seen.Sanity.Prices[0] with { Id = "stripePrice-price_old", Mirror = "price_old" }] },
        });

        Assert.Equal("price_old", plan.Next.Slot("stripePrice-price_old")!.PriceId);
        Assert.Single(plan.Changes.OfType<Change.Create>(), change => change is { Side: Side.Stripe, Slot: "mug-eur" });
    }

    private static Situation Seen(Fields document, ImmutableArray<PriceView> prices, ImmutableArray<Intent> intents, bool agreed)
    {
        var active = new AgreedValue(new FieldValue.Flag(true), new FieldValue.Flag(true));
        var product = Fields.None.With(FieldNames.Active, new FieldValue.Flag(true));
        return new Situation
        {
            Record = new ProductRecord
            {
                Key = Key, StripeId = StripeId, Link = LinkState.Live, Agreed = ProductRecord.NoneAgreed.SetItem(FieldNames.Active, active),
                Slots = [new SlotRecord { Slot = "mug-eur", PriceId = "price_old", Agreed = agreed ? Agreed(Price(1000)) : ProductRecord.NoneAgreed }],
            },
            Sanity = new Observation
            {
                Product = new ProductView { Id = "mug", Revision = "r1", Mirror = StripeId, Fields = product },
                Prices = [new PriceView { Id = "mug-eur", Revision = "r2", Mirror = "price_old", ProductId = "mug", Fields = document }],
            },
            Stripe = new Observation { Product = new ProductView { Id = StripeId, Mirror = "mug", Fields = product }, Prices = prices },
            Intents = intents,
            Policy = Policy.Default,
        };
    }

    private static PriceView Old(bool isActive, string? mirror) =>
        new() { Id = "price_old", Mirror = mirror, ProductId = StripeId, Fields = Price(1000).With(FieldNames.Active, new FieldValue.Flag(isActive)) };

    private static PriceView Successor(int amount) => new() { Id = "price_new", Mirror = "mug-eur", ProductId = StripeId, Operation = Operation(amount), Fields = Price(amount) };

    private static Fields Price(int amount) => Fields.Of(
        (FieldNames.Active, new FieldValue.Flag(true)), (FieldNames.Currency, new FieldValue.Text("eur")), (FieldNames.UnitAmount, new FieldValue.Number(amount)));

    // The name that the planner gives the making of this price.
    private static string Operation(int amount) => Planner.Plan(Seen(Price(amount), amount == 1000 ? [] : [Old(isActive: true, mirror: "mug-eur")], [], agreed: true) is var seen && amount == 1000
            ? seen with { Record = seen.Record with { Slots = [] } }
            : Seen(Price(amount), [Old(isActive: true, mirror: "mug-eur")], [], agreed: true))
        .Changes.OfType<Change.Create>().Single(create => create.Side == Side.Stripe).Operation!;

    private static Intent Made(string slot, Side side, Fields fields, string? id, string? operation, IntentState state) => Intent(side, state, new Change.Create
    {
        Side = side, Kind = Kind.Price, Id = id, Slot = slot, Mirror = side == Side.Sanity ? "price_old" : slot, Operation = operation, Reason = "r", Fields = fields,
    });

    private static Change.Update Off(string price) => new()
    {
        Side = Side.Stripe, Kind = Kind.Price, Id = price, Slot = "mug-eur", Reason = "r", Fields = [new FieldChange(FieldNames.Active, new FieldValue.Flag(true), new FieldValue.Flag(false))],
    };

    private static Intent Intent(Side side, IntentState state, Change change) =>
        new() { Token = $"{change}", Key = Key, Side = side, Operation = $"{change}", At = default, State = state, Changes = [change] };

    private static ImmutableSortedDictionary<string, AgreedValue> Agreed(Fields fields) =>
        fields.Aggregate(ProductRecord.NoneAgreed, (agreed, field) => agreed.SetItem(field.Key, new AgreedValue(field.Value, field.Value)));
}
