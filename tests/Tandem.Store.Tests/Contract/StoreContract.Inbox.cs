using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_new_delivery_is_stored_and_its_routing_is_due_at_once()
    {
        var delivery = Event("evt_1", "prod_CaseMatters") with { Related = [Stripe("prod_2")] };

        Assert.Equal(Acceptance.Stored, await Store.Accept(delivery, Verdict.News, default));

        var lease = await MustClaim();
        Assert.Equal(new WorkKey(Shop, WorkKind.Route, "stripe:product:prod_CaseMatters"), lease.Key);
        Assert.Equal(delivery.Subject, ObjectId.Parse(lease.Key.Id));
        Assert.Equal([Stripe("prod_2")], lease.Mentions);
        Assert.Contains("evt_1", lease.Reason, StringComparison.Ordinal);
        Assert.Equal(1, (await Store.Count(default)).Deliveries);
    }

    [Fact]
    public async Task A_duplicate_is_stored_once_and_makes_nothing_due()
    {
        await Store.Accept(Event("evt_1"), Verdict.News, default);
        await Finish(await MustClaim());

        Assert.Equal(Acceptance.Duplicate, await Store.Accept(Event("evt_1"), Verdict.News, default));

        Assert.Null(await Claim());
        Assert.Equal(1, (await Store.Count(default)).Deliveries);
    }

    [Fact]
    public async Task A_duplicate_of_waiting_work_does_not_raise_its_version()
    {
        await Store.Accept(Event("evt_1"), Verdict.News, default);
        var lease = await MustClaim();

        await Store.Accept(Event("evt_1"), Verdict.News, default);
        await Finish(lease);

        Assert.Null(await Claim());
    }

    [Fact]
    public async Task A_duplicate_after_ten_minutes_makes_the_work_due_again()
    {
        await Store.Accept(Event("evt_1"), Verdict.News, default);
        await Finish(await MustClaim());
        Clock.Advance(TimeSpan.FromMinutes(10));
        await Store.Accept(Event("evt_1"), Verdict.News, default);
        Assert.Null(await Claim());

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Acceptance.Duplicate, await Store.Accept(Event("evt_1"), Verdict.News, default));

        Assert.Equal(Work("stripe:product:prod_1", WorkKind.Route), (await MustClaim()).Key);
    }

    [Fact]
    public async Task A_duplicate_whose_routing_is_parked_makes_it_due_again()
    {
        await Store.Accept(Event("evt_1"), Verdict.News, default);
        await Park(await MustClaim());

        Assert.Equal(Acceptance.Duplicate, await Store.Accept(Event("evt_1"), Verdict.News, default));

        Assert.Equal(Work("stripe:product:prod_1", WorkKind.Route), (await MustClaim()).Key);
    }

    [Fact]
    public async Task A_duplicate_whose_product_is_parked_makes_the_routing_due_again()
    {
        await Record("mug", new Recording { Record = Linked("mug", "prod_1") });
        await Store.Accept(Event("evt_1"), Verdict.News, default);
        await Finish(await MustClaim());
        await Park(await Hold("mug"));

        Assert.Equal(Acceptance.Duplicate, await Store.Accept(Event("evt_1"), Verdict.News, default));

        Assert.Equal(Work("stripe:product:prod_1", WorkKind.Route), (await MustClaim()).Key);
    }

    [Fact]
    public async Task An_echo_is_stored_and_makes_nothing_due()
    {
        var echo = new Verdict(true, null, []);

        Assert.Equal(Acceptance.Echo, await Store.Accept(Event("evt_1"), echo, default));
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Acceptance.Duplicate, await Store.Accept(Event("evt_1"), echo, default));

        Assert.Null(await Claim());
        Assert.Equal(1, (await Store.Count(default)).Deliveries);
    }

    [Fact]
    public async Task A_foreign_delivery_is_stored_apart_and_changes_nothing()
    {
        await Record("mug", new Recording { Intents = [Intent("t1", state: IntentState.Superseded)] });
        var verdict = new Verdict(false, "t1", [new OvertakenEdit(0, Stripe("prod_1"), "name", null)]);

        Assert.Equal(Acceptance.Foreign, await Store.Accept(Event("evt_1") with { Foreign = "live mode", Token = "t1" }, verdict, default));

        Assert.Null(await Claim());
        Assert.Single(await Store.Intents(Key("mug"), default));
        Assert.Empty(await Store.Overtaken(Key("mug"), default));
        Assert.Equal(Acceptance.Duplicate, await Store.Accept(Event("evt_1") with { Foreign = "live mode" }, Verdict.News, default));
        Assert.Equal(Acceptance.Stored, await Store.Accept(Event("evt_1"), Verdict.News, default));
    }

    [Fact]
    public async Task A_delivery_without_a_subject_is_stored_and_left_alone()
    {
        Assert.Equal(Acceptance.Stored, await Store.Accept(Event("evt_1") with { Subject = null }, Verdict.News, default));

        Assert.Null(await Claim());
        Assert.Equal(1, (await Store.Count(default)).Deliveries);
    }

    [Fact]
    public async Task The_same_id_at_another_connection_or_from_the_other_side_is_another_delivery()
    {
        await Store.Accept(Event("one"), Verdict.News, default);

        Assert.Equal(Acceptance.Stored, await Store.Accept(Event("one") with { Connection = Other }, Verdict.News, default));
        Assert.Equal(Acceptance.Stored, await Store.Accept(Event("one") with { Side = Side.Sanity, Subject = Document("mug") }, Verdict.News, default));

        Assert.Equal(3, (await Store.Count(default)).Deliveries);
        Assert.Equal(3, (await Store.Count(default)).Work);
    }

    [Fact]
    public async Task A_burst_of_deliveries_about_one_object_is_one_piece_of_work()
    {
        for (var i = 0; i < 20; i++)
        {
            await Store.Accept(Event($"evt_{i}"), Verdict.News, default);
        }

        await Finish(await MustClaim());

        Assert.Null(await Claim());
        Assert.Equal(20, (await Store.Count(default)).Deliveries);
    }

    [Fact]
    public async Task A_delivery_of_an_unrecorded_write_waits_a_quarter_of_a_second_for_its_result()
    {
        await Store.Accept(Event("evt_1") with { Token = "t1" }, Verdict.News with { Awaits = "t1" }, default);

        Assert.Null(await Claim());
        Clock.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal(Work("t1 stripe:product:prod_1", WorkKind.Await), (await MustClaim()).Key);
        Assert.Null(await Claim());
    }

    [Fact]
    public async Task A_seen_write_is_marked_with_the_delivery()
    {
        await Record("mug", new Recording { Intents = [Intent("t1"), Intent("t2", state: IntentState.Superseded)] });

        await Store.Accept(Event("evt_1") with { Token = "t2" }, new Verdict(false, "t2", []), default);

        Assert.True((await Store.FindIntent(Shop, "t2", default))!.IsSeen);
        Assert.False((await Store.FindIntent(Shop, "t1", default))!.IsSeen);
        Assert.Equal("t1", Assert.Single(await Store.Intents(Key("mug"), default)).Token);
    }

    [Fact]
    public async Task Overtaken_edits_are_kept_with_the_delivery_until_a_pass_settles_them()
    {
        await Record("mug", new Recording { Intents = [Intent("t1", state: IntentState.Done)] });
        var edits = new[] { ("name", new FieldValue.Text("Cup")), ("description", default(FieldValue)) }
            .Select(edit => new OvertakenEdit(0, Stripe("prod_1"), edit.Item1, edit.Item2));
        await Store.Accept(Event("evt_1") with { Token = "t1" }, new Verdict(false, "t1", [.. edits]), default);

        var waiting = await Store.Overtaken(Key("mug"), default);
        Assert.Equal(["name: \"Cup\"", "description: "], waiting.Select(edit => $"{edit.Field}: {edit.Value}"));
        Assert.Equal([Stripe("prod_1"), Stripe("prod_1")], waiting.Select(edit => edit.Object));
        Assert.Empty(await Store.Overtaken(Key("other"), default));

        await Finish(await MustClaim());
        await Record("mug", new Recording { Settled = [waiting[0].Id] });

        Assert.Equal(waiting[1..], await Store.Overtaken(Key("mug"), default));
    }

    [Fact]
    public async Task Overtaken_edits_of_an_unknown_write_belong_to_the_product_that_the_object_is_linked_to()
    {
        await Record("mug", new Recording { Record = Linked("mug", "prod_1") });

        await Store.Accept(Event("evt_1"), new Verdict(false, null, [new OvertakenEdit(0, Stripe("prod_1"), "name", null)]), default);

        Assert.Single(await Store.Overtaken(Key("mug"), default));
    }

    [Fact]
    public async Task A_duplicate_overtakes_nothing_again()
    {
        await Record("mug", new Recording { Record = Linked("mug", "prod_1") });
        var verdict = new Verdict(false, null, [new OvertakenEdit(0, Stripe("prod_1"), "name", null)]);
        await Store.Accept(Event("evt_1"), verdict, default);

        await Store.Accept(Event("evt_1"), verdict, default);

        Assert.Single(await Store.Overtaken(Key("mug"), default));
    }

    [Fact]
    public async Task Added_work_is_announced()
    {
        var announced = 0;
        Store.WorkAdded += () => announced++;

        await Store.Accept(Event("evt_1"), Verdict.News, default);
        await Store.Accept(Event("evt_1"), Verdict.News, default);
        await Store.Accept(Event("evt_2") with { Foreign = "live mode" }, Verdict.News, default);
        Assert.Equal(1, announced);

        await Enqueue(Work("mug"));
        Assert.Equal(2, announced);

        var lease = await MustClaim();
        await Store.Commit(lease, new Recording { Due = [Due(Work("cup"))] }, default);
        Assert.Equal(3, announced);
    }

    [Fact]
    public async Task Many_deliveries_at_once_are_each_stored_once()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(() => Store.Accept(Event($"evt_{i % 200}", $"prod_{i % 7}"), Verdict.News, default))));

        Assert.Equal(200, taken.Count(acceptance => acceptance == Acceptance.Stored));
        Assert.Equal(200, taken.Count(acceptance => acceptance == Acceptance.Duplicate));
        Assert.Equal(200, (await Store.Count(default)).Deliveries);
        Assert.Equal(7, (await Store.Count(default)).Work);
    }
}
