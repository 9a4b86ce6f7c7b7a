using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Tests;

public abstract partial class StoreContract
{
    private static readonly SlotRecord Slot = new()
    {
        Slot = "p1",
        PriceId = "price_2",
        Revision = "r9",
        Lineage = ["price_1"],
    };

    [Fact]
    public async Task A_record_comes_back_as_it_was()
    {
        var record = Linked("mug", "prod_1", Slot) with
        {
            Generation = 2,
            Sequence = 7,
            Mapping = "m1",
            Agreed = ProductRecord.NoneAgreed
                .Add("name", new AgreedValue(new FieldValue.Text("Mug ☕"), new FieldValue.Text("Mug")))
                .Add("unit_amount", new AgreedValue(new FieldValue.Number(1234.5m), null)),
            Published = ProductRecord.NoneKnown.Add("name", [new FieldValue.Text("Cup"), null]),
            Overwritten = ProductRecord.NoneOverwritten.Add("active", new FieldValue.Flag(false)),
            Lost = TombstoneCause.DocumentGone,
        };
        await Record("mug", new Recording { Record = record });

        var loaded = await Store.Load(Key("mug"), default);

        Assert.Equivalent(record, loaded, strict: true);
        Assert.Equal(new FieldValue.Number(1234.5m), loaded!.Agreed["unit_amount"].Sanity);
    }

    [Fact]
    public async Task A_product_without_a_record_has_none()
    {
        await Record("mug", new Recording { Record = Linked("mug") });

        Assert.Null(await Store.Load(Key("cup"), default));
        Assert.Null(await Store.Load(Key("mug", Other), default));
    }

    [Fact]
    public async Task A_record_is_replaced_whole()
    {
        await Record("mug", new Recording { Record = Linked("mug", "prod_1", Slot) });

        await Record("mug", new Recording { Record = Linked("mug", "prod_2") });

        Assert.Equivalent(Linked("mug", "prod_2"), await Store.Load(Key("mug"), default), strict: true);
        Assert.Equal(1, (await Store.Count(default)).Products);
    }

    [Fact]
    public async Task Every_object_that_a_record_names_leads_to_its_product()
    {
        await Record("mug", new Recording { Record = Linked("mug", "prod_1", Slot) });

        foreach (var subject in new[] { Document("mug"), Stripe("prod_1"), Document("p1", Kind.Price), Stripe("price_1"), Stripe("price_2") })
        {
            Assert.Equal(Key("mug"), await Store.Find(Shop, subject, default));
            Assert.Null(await Store.Find(Other, subject, default));
        }

        Assert.Null(await Store.Find(Shop, Document("p1"), default));
        Assert.Null(await Store.Find(Shop, Stripe("PROD_1"), default));
    }

    [Fact]
    public async Task A_link_that_a_record_no_longer_names_is_free()
    {
        await Record("mug", new Recording { Record = Linked("mug", "prod_1", Slot) });
        await Record("mug", new Recording { Record = Linked("mug", "prod_2") });

        Assert.Null(await Store.Find(Shop, Stripe("prod_1"), default));
        Assert.Null(await Store.Find(Shop, Document("p1", Kind.Price), default));
        await Record("cup", new Recording { Record = Linked("cup", "prod_1", Slot) });
        Assert.Equal(Key("cup"), await Store.Find(Shop, Stripe("price_1"), default));
    }

    [Theory]
    [InlineData("prod_1", "p2", "price_5")]
    [InlineData("prod_2", "p1", "price_5")]
    [InlineData("prod_2", "p2", "price_2")]
    [InlineData("prod_2", "p2", "price_1")]
    public async Task An_object_belongs_to_one_product_only(string stripeId, string slot, string priceId)
    {
        await Record("mug", new Recording { Record = Linked("mug", "prod_1", Slot) });
        var lease = await Hold("cup");
        var thief = Linked("cup", stripeId, new SlotRecord { Slot = slot, PriceId = priceId });

        var recording = new Recording
        {
            Record = thief,
            Journal = [Entry("stolen")],
            Intents = [Intent("t1", "cup")],
            Due = [Due(Work("spoon"))],
            OpenConflicts = [Clash("name")],
            Guarded = 3,
        };
        Assert.Equal(CommitResult.LinkTaken, await Store.Commit(lease, recording, default));
        Assert.Equal(CommitResult.LinkTaken, await Finish(lease, recording));

        Assert.Null(await Store.Load(Key("cup"), default));
        Assert.Equal(Key("mug"), await Store.Find(Shop, Stripe("price_2"), default));
        Assert.Empty(await Texts());
        Assert.Null(await Store.FindIntent(Shop, "t1", default));
        Assert.Empty(await Store.Conflicts(null, 10, default));
        Assert.Equal(0, await Store.CountGuarded(Shop, Now, default));
        Assert.Equal(CommitResult.Committed, await Finish(lease));
        Assert.Null(await Claim());
    }

    [Fact]
    public async Task Another_connection_may_link_the_same_ids()
    {
        await Record("mug", new Recording { Record = Linked("mug", "prod_1", Slot) });

        await Record("cup", new Recording { Record = Linked("cup", "prod_1", Slot) with { Key = Key("cup", Other) } }, Other);

        Assert.Equal(Key("cup", Other), await Store.Find(Other, Stripe("prod_1"), default));
        Assert.Equal(Key("mug"), await Store.Find(Shop, Stripe("prod_1"), default));
    }

    [Fact]
    public async Task A_price_document_that_left_its_product_can_move_to_another()
    {
        var left = Linked("mug", "prod_1", Slot with { IsGone = true });
        var moved = Linked("cup", "prod_2", new SlotRecord { Slot = "p1", PriceId = "price_8" });
        await Record("mug", new Recording { Record = left });
        Assert.Equal(Key("mug"), await Store.Find(Shop, Document("p1", Kind.Price), default));

        await Record("cup", new Recording { Record = moved });
        await Record("mug", new Recording { Record = left with { Revision = "r2" } });

        Assert.Equal(Key("cup"), await Store.Find(Shop, Document("p1", Kind.Price), default));
        Assert.Equal(Key("mug"), await Store.Find(Shop, Stripe("price_2"), default));
    }

    [Fact]
    public async Task A_price_that_is_current_again_may_still_be_in_the_lineage()
    {
        await Record("mug", new Recording { Record = Linked("mug", "prod_1", Slot with { PriceId = "price_1" }) });

        Assert.Equal(["price_1"], (await Store.Linked(Shop, Side.Stripe, Kind.Price, "", 10, default)).Select(linked => linked.Object.Id));
    }

    [Fact]
    public async Task Linked_lists_what_is_live_or_pending_in_pages()
    {
        await Record("b", new Recording { Record = Linked("b", "prod_b", Slot) });
        await Record("a", new Recording { Record = Linked("a", "prod_a", Slot with { Slot = "p0", PriceId = "price_7", IsGone = true, Lineage = [] }) with { Link = LinkState.Pending } });
        await Record("d", new Recording { Record = Linked("d", "prod_d", Slot with { Slot = "p3", PriceId = "price_9", Lineage = [] }) with { Link = LinkState.Tombstone } });
        await Record("e", new Recording { Record = Linked("e") with { Link = LinkState.Unlinked } });

        async Task<IEnumerable<string>> List(Side side, Kind kind, string after = "", int limit = 10) =>
            (await Store.Linked(Shop, side, kind, after, limit, default)).Select(linked => $"{linked.Object.Id} of {linked.Key.DocumentId} at {linked.Revision}");

        Assert.Equal(["a of a at r1", "b of b at r1"], await List(Side.Sanity, Kind.Product));
        Assert.Equal(["prod_a of a at r1", "prod_b of b at r1"], await List(Side.Stripe, Kind.Product));
        Assert.Equal(["p1 of b at r9"], await List(Side.Sanity, Kind.Price));
        Assert.Equal(["price_2 of b at r9"], await List(Side.Stripe, Kind.Price));
        Assert.Equal(["a of a at r1"], await List(Side.Sanity, Kind.Product, limit: 1));
        Assert.Equal(["b of b at r1"], await List(Side.Sanity, Kind.Product, after: "a"));
        Assert.Equal(2, await Store.CountLinked(Shop, default));
        Assert.Equal(0, await Store.CountLinked(Other, default));
        Assert.Equal(Key("d"), await Store.Find(Shop, Stripe("prod_d"), default));
    }

    [Fact]
    public async Task A_record_that_becomes_a_tombstone_is_linked_no_more_and_comes_back()
    {
        await Record("mug", new Recording { Record = Linked("mug", "prod_1", Slot) });

        await Record("mug", new Recording { Record = Linked("mug", "prod_1", Slot) with { Link = LinkState.Tombstone } });
        Assert.Equal(0, await Store.CountLinked(Shop, default));
        Assert.Empty(await Store.Linked(Shop, Side.Stripe, Kind.Price, "", 10, default));

        await Record("mug", new Recording { Record = Linked("mug", "prod_1", Slot) });
        Assert.Equal(1, await Store.CountLinked(Shop, default));
        Assert.Single(await Store.Linked(Shop, Side.Stripe, Kind.Price, "", 10, default));
    }

    [Fact]
    public async Task An_intent_comes_back_as_it_was()
    {
        var changes = ImmutableArray.Create<Change>(
            new Change.Create { Side = Side.Sanity, Kind = Kind.Price, Reason = "made in Stripe", Id = "stripePrice-price_1", Fields = Fields.Of(("currency", new FieldValue.Text("eur"))), ProductId = "mug" },
            new Change.Update
            {
                Side = Side.Sanity,
                Kind = Kind.Product,
                Reason = "Stripe edited name",
                Id = "mug",
                Revision = "r1",
                Fields = [new FieldChange("name", null, new FieldValue.Text("Mug"))],
                Drafts = [new DraftChange("drafts.mug", "r2", [], "prod_1")],
                AddPrices = ["stripePrice-price_1"],
            },
            new Change.Unflag { Side = Side.Sanity, Kind = Kind.Product, Reason = "two seconds are over", Ids = ["mug"] });
        var intent = Intent("t1") with { Side = Side.Sanity, Changes = changes, Attempt = 2 };
        await Record("mug", new Recording { Intents = [intent] });

        Assert.Equivalent(intent, await Store.FindIntent(Shop, "t1", default), strict: true);
        Assert.Equal([typeof(Change.Create), typeof(Change.Update), typeof(Change.Unflag)], (await Store.FindIntent(Shop, "t1", default))!.Changes.Select(change => change.GetType()));
        Assert.Null(await Store.FindIntent(Other, "t1", default));
        Assert.Null(await Store.FindIntent(Shop, "t2", default));
    }

    [Fact]
    public async Task The_intents_of_a_product_are_those_that_still_matter_oldest_first()
    {
        await Record("mug", new Recording
        {
            Intents =
            [
                Intent("superseded", state: IntentState.Superseded),
                Intent("seen", state: IntentState.Superseded) with { IsSeen = true },
                Intent("done", state: IntentState.Done),
                Intent("refused", state: IntentState.Refused),
                Intent("open"),
                Intent("failed", state: IntentState.Failed),
                Intent("confirmed", state: IntentState.Confirmed),
                Intent("another's", "cup"),
            ],
        });

        Assert.Equal(["superseded", "open", "failed", "confirmed"], (await Store.Intents(Key("mug"), default)).Select(intent => intent.Token));
        Assert.Equal(4, (await Store.Count(default)).OpenIntents);
    }

    [Fact]
    public async Task An_intent_is_replaced_by_its_token()
    {
        var lease = await Hold("mug");
        await Store.Commit(lease, new Recording { Intents = [Intent("t1")] }, default);

        await Store.Commit(lease, new Recording { Intents = [Intent("t1", state: IntentState.Done)] }, default);

        Assert.Equal(IntentState.Done, (await Store.FindIntent(Shop, "t1", default))!.State);
        Assert.Empty(await Store.Intents(Key("mug"), default));
    }

    [Fact]
    public async Task An_intent_that_was_seen_before_its_outcome_was_recorded_stays_seen()
    {
        var lease = await Hold("mug");
        await Store.Commit(lease, new Recording { Intents = [Intent("t1")] }, default);
        await Store.Accept(Event("evt_1") with { Token = "t1" }, new Verdict(false, "t1", []), default);

        await Store.Commit(lease, new Recording { Intents = [Intent("t1", state: IntentState.Superseded)] }, default);

        Assert.True((await Store.FindIntent(Shop, "t1", default))!.IsSeen);
        Assert.Empty(await Store.Intents(Key("mug"), default));
    }
}
