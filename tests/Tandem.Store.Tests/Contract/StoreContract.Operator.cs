using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task An_overview_counts_what_is_in_step_and_what_waits()
    {
        await Record("mug", new Recording { Record = Linked("mug", "prod_1") });
        await Record("cup", new Recording { Record = Linked("cup", "prod_2"), OpenConflicts = [Clash("name"), Clash("description")] });
        await Record("tea", new Recording { Record = Linked("tea", "prod_3") });
        await Record("pot", new Recording { Record = Linked("pot", "prod_5"), Held = [Leap(50_000)] });
        await Record("gone", new Recording { Record = Linked("gone", "prod_4") with { Link = LinkState.Tombstone } });
        await Park(await Hold("tea"));
        Assert.Equal([new ConnectionCounts(Shop, 4, 1, 0, 0, null, 2, 1, 1)], await Store.Operator.Overview(null, default));

        await Enqueue(Work("stripe:product:prod_1", WorkKind.Route));
        await Enqueue(Work("mug"), TimeSpan.FromMinutes(5));
        await Enqueue(Work("stripe", WorkKind.Sweep));
        var since = Now;
        Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal([new ConnectionCounts(Shop, 4, 0, 2, 0, since, 2, 1, 1)], await Store.Operator.Overview(null, default));
    }

    [Fact]
    public async Task An_overview_tells_what_is_tried_again_and_keeps_connections_apart()
    {
        await Store.Write(Shop, "began", "1", default);
        await Store.Write(Other, "began", "1", default);
        await Store.Probe(default);
        var lease = await Hold("mug");
        await Store.Release(lease, Recording.Nothing, new Ending.Retry(Now + TimeSpan.FromMinutes(1), "Stripe is away", Counts: true), default);

        Assert.Equal(
            [new ConnectionCounts(Other, 0, 0, 0, 0, null, 0, 0, 0), new ConnectionCounts(Shop, 0, 0, 1, 1, null, 0, 0, 0)],
            await Store.Operator.Overview(null, default));
        Assert.Equal(Other, Assert.Single(await Store.Operator.Overview(Other, default)).Connection);
        Assert.Empty(await Store.Operator.Overview("no-such", default));
    }

    [Fact]
    public async Task A_decided_conflict_waits_for_no_person()
    {
        await Record("cup", new Recording { Record = Linked("cup", "prod_2"), OpenConflicts = [Clash("name")] });
        Assert.True(await Store.Decide(Assert.Single(await Store.Conflicts(null, 10, default)), Winner.Sanity, default));
        Assert.Equal([new ConnectionCounts(Shop, 1, 0, 1, 0, Now, 0, 0, 0)], await Store.Operator.Overview(null, default));
    }

    [Theory]
    [InlineData("mug")]
    [InlineData("mug-eur")]
    [InlineData("prod_1")]
    [InlineData("price_now")]
    [InlineData("price_before")]
    public async Task Any_id_leads_to_its_product(string id)
    {
        await Store.Write(Shop, "began", "1", default);
        await Record("mug", new Recording { Record = Linked("mug", "prod_1", new SlotRecord { Slot = "mug-eur", PriceId = "price_now", Lineage = ["price_before"] }) });
        Assert.Equal([Key("mug")], await Store.Operator.Resolve(null, id, default));
        Assert.Empty(await Store.Operator.Resolve(Other, id, default));
        Assert.Empty(await Store.Operator.Resolve(null, id + "x", default));
    }

    [Fact]
    public async Task What_was_only_tried_so_far_is_known_too_and_equal_ids_of_two_connections_are_two()
    {
        await Park(await Hold("mug"));
        await Record("cup", Journaled(Entry("a word", "cup")));
        await Enqueue(Work("cup", connection: Other));
        Assert.Equal([Key("mug")], await Store.Operator.Resolve(null, "mug", default));
        Assert.Equal([Key("cup", Other), Key("cup")], await Store.Operator.Resolve(null, "cup", default));
    }

    [Fact]
    public async Task A_history_tells_what_waits_for_a_product_and_what_happened_to_it()
    {
        var record = Linked("mug", "prod_1", new SlotRecord { Slot = "mug-eur", PriceId = "price_1" });
        await Record("mug", new Recording { Record = record, Intents = [Intent("t1")], Journal = [Entry("first"), Entry("second")], OpenConflicts = [Clash("name")] });
        await Record("cup", new Recording { Record = Linked("cup", "prod_2"), Journal = [Entry("of the cup", "cup")] });
        await Store.Accept(Event("evt_1", "price_1") with { Type = "price.updated" }, Verdict.News, default);
        await Store.Accept(Event("evt_2") with { Body = ReadOnlyMemory<byte>.Empty }, new Verdict(true, null, []), default);
        await Store.Accept(Event("evt_3", "prod_2"), Verdict.News, default);
        await Store.Accept(Event("evt_4") with { Foreign = "It comes from live mode." }, Verdict.News, default);
        await Enqueue(Work("mug"), TimeSpan.FromMinutes(1));

        var history = await Store.Operator.History(Key("mug"), 10, default);

        Assert.Equal("prod_1", history.Record!.StripeId);
        Assert.Equal(["second", "first"], history.Journal.Select(entry => entry.Text));
        Assert.Equal([("evt_2", false, Acceptance.Echo), ("evt_1", true, Acceptance.Stored)], history.Hints.Select(hint => (hint.Id, hint.IsWebhook, hint.Acceptance)));
        Assert.Equal([(WorkKind.Route, "stripe:price:price_1", Now), (WorkKind.Product, "mug", Now + TimeSpan.FromMinutes(1))], history.Work.Select(work => (work.Key.Kind, work.Key.Id, work.Due)));
        Assert.Equal("t1", Assert.Single(history.OpenWrites).Token);
        Assert.Equal("name", Assert.Single(history.Conflicts).Conflict.Field);
        Assert.Equal(["second"], (await Store.Operator.History(Key("mug"), 1, default)).Journal.Select(entry => entry.Text));
        Assert.Equal(["evt_2"], (await Store.Operator.History(Key("mug"), 1, default)).Hints.Select(hint => hint.Id));
    }

    [Fact]
    public async Task A_history_tells_what_is_in_hand_what_is_parked_and_what_editors_asked_for()
    {
        await Enqueue(Work("tea", WorkKind.Unflag));
        await MustClaim();
        await Park(await Hold("tea"), "Stripe refuses the name.");
        var request = new StudioRequest { Nonce = "n1", DocumentId = "tea", Action = StudioAction.SyncToStripe, Author = "gPerson", AskedAt = Now };
        await Store.Studio.Receive(Shop, request, null, new StudioAnswer("n1", StudioAction.SyncToStripe, StudioOutcome.Failed, "Publish it first.", Now, "gPerson"), default);

        var history = await Store.Operator.History(Key("tea"), 10, default);

        Assert.Equal([(WorkKind.Product, false, "Stripe refuses the name."), (WorkKind.Unflag, true, null)], history.Work.OrderBy(work => work.Key.Kind).Select(work => (work.Key.Kind, work.IsInHand, work.Parked?.Reason)));
        Assert.Equal((request, StudioOutcome.Failed), (Assert.Single(history.Asked).Request, history.Asked[0].Answer!.Outcome));
    }

    [Fact]
    public async Task Hints_about_what_belongs_to_no_product_are_found_by_its_id_also_foreign_ones()
    {
        await Store.Accept(Event("evt_1", "price_9"), Verdict.News, default);
        await Store.Accept(Event("evt_2", "price_9") with { Foreign = "It comes from live mode." }, Verdict.News, default);
        await Store.Accept(Event("evt_3", "price_8"), Verdict.News, default);

        Assert.Equal([("evt_2", "It comes from live mode."), ("evt_1", null)], (await Store.Operator.Hints(null, "price_9", 10, default)).Select(hint => (hint.Id, hint.Foreign)));
        Assert.Empty(await Store.Operator.Hints(Other, "price_9", 10, default));
    }

    [Fact]
    public async Task What_an_operator_does_is_in_the_journal()
    {
        await Store.Operator.Note([Entry("ada released it"), Entry("of the cup", "cup")], default);
        Assert.Equal(["ada released it"], await Texts(Shop, "mug"));
    }

    [Fact]
    public async Task Parked_work_is_given_up_only_as_it_was_seen_and_the_next_hint_makes_it_again()
    {
        await Park(await Hold("mug"), "Stripe refuses the name.");
        var seen = Assert.Single(await Store.Parked(null, 10, default));
        await Enqueue(Work("mug"));
        Assert.False(await Store.Operator.Discard(seen, default));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Park(await MustClaim(), "Stripe refuses the name.");
        Assert.False(await Store.Operator.Discard(seen, default));

        Assert.True(await Store.Operator.Discard(Assert.Single(await Store.Parked(null, 10, default)), default));
        Assert.Equal((0, 0), ((await Store.Count(default)).Work, (await Store.Count(default)).Parked));
        await Enqueue(Work("mug"));
        Assert.Equal(0, (await MustClaim()).Attempts);
    }

    [Fact]
    public async Task What_somebody_wants_back_waits_until_a_pass_has_done_that_very_wish()
    {
        AgreedChange back = new(Kind.Product, "mug", "name", new AgreedValue(new FieldValue.Text("B"), new FieldValue.Text("B")), new AgreedValue(new FieldValue.Text("A"), null));
        await Record("mug", new Recording { Record = Linked("mug", "prod_1") });
        Assert.Null((await Store.Said(Key("mug"), default)).Undo);

        await Store.Operator.AskUndo(Key("mug"), [back], Entry("takes it back"), default);
        var first = (await Store.Said(Key("mug"), default)).Undo!;
        Assert.Equal([back], first.Changes);
        Assert.Equal(first.Number, (await Store.Operator.History(Key("mug"), 10, default)).Undo!.Number);
        Assert.Equal(["takes it back"], await Texts());
        Assert.Null((await Store.Said(Key("mug", Other), default)).Undo);

        await Store.Operator.AskUndo(Key("mug"), [back with { Field = "description" }], Entry("takes something else back"), default);
        var lease = await MustClaim();
        Assert.Equal(Work("mug"), lease.Key);
        Assert.Equal(CommitResult.Committed, await Store.Commit(lease, new Recording { Undone = first.Number }, default));
        var second = (await Store.Said(Key("mug"), default)).Undo!;
        Assert.Equal("description", Assert.Single(second.Changes).Field);

        Assert.Equal(CommitResult.Committed, await Finish(lease, new Recording { Undone = second.Number }));
        Assert.Null((await Store.Said(Key("mug"), default)).Undo);
    }

    [Fact]
    public async Task What_was_promoted_is_remembered_for_each_origin_and_makes_the_product_due()
    {
        var promoted = new Promoted
        {
            Source = "mug", Target = "becher", Fields = Promoted.NoFields.Add("name", new PromotedValue(new FieldValue.Text("Mug"), null)),
            Prices = [new PromotedPrice("mug-eur", "becher-eur", Promoted.NoFields.Add("unit_amount", new PromotedValue(new FieldValue.Number(1200), new FieldValue.Number(1200))))],
        };
        Assert.Empty(await Store.Operator.Promotions(Key("becher").Connection, "staging", default));

        await Store.Operator.Promote(Key("becher"), "staging", promoted, [Entry("promoted")], default);
        await Store.Operator.Promote(Key("becher"), "preview", promoted with { Source = "other" }, [], default);
        var lease = await MustClaim();
        Assert.Equal((Work("becher"), "promoted from preview"), (lease.Key, lease.Reason));
        Assert.True(Assert.Single(await Store.Operator.Promotions(Key("becher").Connection, "staging", default)).IsSame(promoted));
        Assert.Equal("other", Assert.Single(await Store.Operator.Promotions(Key("becher").Connection, "preview", default)).Source);
        Assert.Empty(await Store.Operator.Promotions(Other, "staging", default));
        Assert.Equal(["promoted"], await Texts());

        await Store.Operator.Promote(Key("becher"), "staging", promoted with { Prices = [] }, [], default);
        Assert.Empty(Assert.Single(await Store.Operator.Promotions(Key("becher").Connection, "staging", default)).Prices);
    }
}
