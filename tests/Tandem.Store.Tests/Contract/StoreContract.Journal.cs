using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task The_journal_is_numbered_by_the_store_and_read_newest_first()
    {
        await Record("mug", Journaled(Entry("one") with { Number = 99 }, Entry("two"), Entry("three")));

        var entries = await Store.Journal(null, null, 0, 10, default);

        Assert.Equal(["three", "two", "one"], entries.Select(entry => entry.Text));
        Assert.Equal(entries.Length, entries.Select(entry => entry.Number).Distinct().Count());
        Assert.Equal(entries.Select(entry => entry.Number).OrderDescending(), entries.Select(entry => entry.Number));
        Assert.True(entries[^1].Number > 0);
    }

    [Fact]
    public async Task The_journal_is_filtered_by_connection_product_number_and_limit()
    {
        await Record("mug", Journaled(Entry("m1"), Entry("c1", "cup"), Entry("m2"), Entry("x1", connection: Other), Entry("whole", "")));
        var m1 = (await Store.Journal(Shop, "mug", 0, 10, default))[^1].Number;

        Assert.Equal(["m2", "m1"], await Texts(Shop, "mug"));
        Assert.Equal(["x1", "m2", "m1"], await Texts(null, "mug"));
        Assert.Equal(["whole", "m2", "c1", "m1"], await Texts(Shop));
        Assert.Equal(["m2"], await Texts(Shop, "mug", after: m1));
        Assert.Equal(["whole", "x1"], await Texts(limit: 2));
    }

    [Fact]
    public async Task A_journal_entry_comes_back_as_it_was()
    {
        var entry = Entry("Stripe's \"name\" lost\n— the value is kept") with
        {
            Type = "conflict",
            Side = Side.Stripe,
            Fields = [new FieldChange("name", new FieldValue.Text("Cup"), null), new FieldChange("unit_amount", null, new FieldValue.Number(0.000000000001m))],
            RequestId = "req_1",
            Milliseconds = 12.25,
        };
        await Record("mug", Journaled(entry));

        var read = Assert.Single(await Store.Journal(null, null, 0, 10, default));

        Assert.Equivalent(entry, read with { Number = 0 }, strict: true);
        Assert.Equal(entry.Fields, read.Fields.AsEnumerable());
    }

    [Fact]
    public async Task Open_conflicts_are_replaced_as_a_whole()
    {
        await Record("mug", new Recording { OpenConflicts = [Clash("name"), Clash("description")] });
        await Record("cup", new Recording { OpenConflicts = [Clash("name")] });

        await Record("mug", new Recording { OpenConflicts = [Clash("brand")] });
        Assert.Equal(["cup name", "mug brand"], (await Store.Conflicts(Shop, 10, default)).Select(open => $"{open.Key.DocumentId} {open.Conflict.Field}").Order(StringComparer.Ordinal));

        await Record("mug", new Recording());
        Assert.Equal(2, (await Store.Count(default)).Conflicts);

        await Record("mug", new Recording { OpenConflicts = [] });
        Assert.Equal(Key("cup"), Assert.Single(await Store.Conflicts(null, 10, default)).Key);
    }

    [Fact]
    public async Task What_a_person_decides_of_a_conflict_is_kept_as_long_as_its_values_and_makes_the_product_due()
    {
        await Record("mug", new Recording { OpenConflicts = [Clash("name"), Clash("description")] });
        var open = (await Store.Conflicts(Shop, 10, default))[0];
        Assert.Empty((await Store.Said(Key("mug"), default)).Decided);
        Assert.Null(await Claim());

        Assert.True(await Store.Decide(open, Winner.Stripe, default));
        Assert.Equal(Clash("name") with { Winner = Winner.Stripe }, Assert.Single((await Store.Said(Key("mug"), default)).Decided));
        Assert.Empty((await Store.Said(Key("cup"), default)).Decided);
        Assert.Equal(Clash("name"), (await Store.Conflicts(Shop, 10, default))[0].Conflict);
        var lease = await MustClaim();
        Assert.Equal(Work("mug"), lease.Key);

        await Finish(lease, new Recording { OpenConflicts = [Clash("name")] });
        Assert.Single((await Store.Said(Key("mug"), default)).Decided);
        await Record("mug", new Recording { OpenConflicts = [Clash("name", "Big mug")] });
        Assert.Empty((await Store.Said(Key("mug"), default)).Decided);
        Assert.False(await Store.Decide(open, Winner.Sanity, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.Decide(open, Winner.Ask, default));
    }

    [Fact]
    public async Task A_conflict_that_stays_open_keeps_its_age_and_shows_its_newest_values()
    {
        var since = Now;
        await Record("mug", new Recording { OpenConflicts = [Clash("name")] });
        Clock.Advance(TimeSpan.FromHours(1));

        await Record("mug", new Recording { OpenConflicts = [Clash("description"), Clash("name", "Big mug")] });

        var open = await Store.Conflicts(Shop, 10, default);
        Assert.Equal([("name", since), ("description", Now)], open.Select(conflict => (conflict.Conflict.Field, conflict.Since)));
        Assert.Equal(Clash("name", "Big mug"), open[0].Conflict);
        Assert.Equal("name", Assert.Single(await Store.Conflicts(null, 1, default)).Conflict.Field);
        Assert.Empty(await Store.Conflicts(Other, 10, default));
    }

    [Fact]
    public async Task Conflicts_belong_to_the_product_of_the_record_or_of_the_lease()
    {
        await Enqueue(Work("stripe:product:prod_1", WorkKind.Route));

        await Finish(await MustClaim(), new Recording { Record = Linked("mug"), OpenConflicts = [Clash("name")] });

        Assert.Equal(Key("mug"), Assert.Single(await Store.Conflicts(null, 10, default)).Key);
    }

    [Fact]
    public async Task The_guard_counts_archives_in_a_window()
    {
        await Record("mug", new Recording { Guarded = 3 });
        Clock.Advance(TimeSpan.FromHours(10));
        await Record("cup", new Recording { Guarded = 4 });
        await Record("x", new Recording { Guarded = 50 }, Other);
        Clock.Advance(TimeSpan.FromHours(10));

        Assert.Equal(7, await Store.CountGuarded(Shop, Now.AddHours(-24), default));
        Assert.Equal(7, await Store.CountGuarded(Shop, Now.AddHours(-20), default));
        Assert.Equal(4, await Store.CountGuarded(Shop, Now.AddHours(-19), default));
        Assert.Equal(0, await Store.CountGuarded(Shop, Now, default));
    }

    [Fact]
    public async Task A_small_value_is_read_as_it_was_last_written()
    {
        Assert.Null(await Store.Read(Shop, "cursor", default));

        await Store.Write(Shop, "cursor", "evt_1", default);
        await Store.Write(Shop, "cursor", "evt_2", default);

        Assert.Equal("evt_2", await Store.Read(Shop, "cursor", default));
        Assert.Null(await Store.Read(Other, "cursor", default));
    }

    [Fact]
    public async Task Forgetting_deletes_what_is_old_and_done_with()
    {
        await Record("mug", new Recording
        {
            Journal = [Entry("old")],
            Intents = [Intent("open"), Intent("failed", state: IntentState.Failed), Intent("late", state: IntentState.Superseded), Intent("done", state: IntentState.Done), Intent("refused", state: IntentState.Refused)],
        });
        await Store.Accept(Event("handled"), Verdict.News, default);
        await Finish(await MustClaim());
        await Store.Accept(Event("waiting", "prod_2"), Verdict.News, default);
        Clock.Advance(TimeSpan.FromDays(1));
        var before = Now;
        Assert.Equal(WorkKind.Route, (await MustClaim()).Key.Kind);
        await Record("mug", Journaled(Entry("new")));
        await Store.Accept(Event("young", "prod_3"), new Verdict(true, null, []), default);

        Assert.Equal(4, await Store.Forget(before, 100, default));

        Assert.Equal(["new"], await Texts());
        Assert.Equal(["failed", "late", "open"], (await Store.Intents(Key("mug"), default)).Select(intent => intent.Token).Order(StringComparer.Ordinal));
        Assert.Null(await Store.FindIntent(Shop, "done", default));
        Assert.Null(await Store.FindIntent(Shop, "refused", default));
        Assert.Equal(Acceptance.Stored, await Store.Accept(Event("handled"), Verdict.News, default));
        Assert.Equal(Acceptance.Duplicate, await Store.Accept(Event("waiting", "prod_2"), Verdict.News, default));
        Assert.Equal(Acceptance.Duplicate, await Store.Accept(Event("young", "prod_3"), new Verdict(true, null, []), default));
    }

    [Fact]
    public async Task A_delivery_whose_write_is_awaited_is_not_forgotten()
    {
        await Store.Accept(Event("evt_1") with { Token = "t1" }, Verdict.News with { Awaits = "t1" }, default);
        Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, await Store.Forget(Now, 100, default));
    }

    [Fact]
    public async Task Forgetting_takes_a_bounded_bite_of_each_sort_oldest_first()
    {
        for (var i = 0; i < 5; i++)
        {
            await Record("mug", new Recording { Journal = [Entry($"j{i}")], Intents = [Intent($"t{i}", state: IntentState.Done)] });
            await Store.Accept(Event($"evt_{i}"), new Verdict(true, null, []), default);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(6, await Store.Forget(Now, 2, default));

        Assert.Equal(["j4", "j3", "j2"], await Texts());
        Assert.Null(await Store.FindIntent(Shop, "t1", default));
        Assert.NotNull(await Store.FindIntent(Shop, "t2", default));
        Assert.Equal(3, (await Store.Count(default)).Deliveries);
    }

    [Fact]
    public async Task What_the_journal_tells_of_a_conflict_or_a_held_change_stays_until_it_is_settled()
    {
        await Record("mug", Journaled(Entry("loser") with { Type = "conflict" }) with { OpenConflicts = [Clash("name")] });
        await Record("mug", Journaled(Entry("done")));
        await Record("cap", Journaled(Entry("slip") with { Type = "held", DocumentId = "cap" }) with
        {
            Held = [new HeldChange(Side.Sanity, "cap-eur", "cap-eur", FieldNames.UnitAmount, "a slip", [new FieldChange(FieldNames.UnitAmount, null, new FieldValue.Number(1))])],
        });
        await Record("pan", Journaled(Entry("settled") with { Type = "conflict", DocumentId = "pan" }));
        Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(2, await Store.Forget(Now, 100, default));
        Assert.Equal(["slip", "loser"], await Texts());

        await Record("mug", Recording.Nothing with { OpenConflicts = [] });
        await Record("cap", Recording.Nothing with { Held = [] });
        Assert.Equal(2, await Store.Forget(Now, 100, default));
    }

    [Fact]
    public async Task Journal_numbers_are_not_used_again_after_forgetting()
    {
        await Record("mug", Journaled(Entry("one")));
        var first = (await Store.Journal(null, null, 0, 1, default))[0].Number;
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.Forget(Now, 10, default);

        await Record("mug", Journaled(Entry("two")));

        Assert.Equal(["two"], await Texts(after: first));
    }
}
