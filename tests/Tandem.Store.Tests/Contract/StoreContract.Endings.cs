using Tandem.Engine;

namespace Tandem.Store.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Done_work_is_gone()
    {
        await Finish(await Hold("mug"));

        Assert.Null(await Claim());
        Assert.Equal(0, (await Store.Count(default)).Work);
        Assert.Null(await Store.NextDue(default));
    }

    [Fact]
    public async Task A_hint_during_a_pass_makes_done_work_due_again_now()
    {
        var lease = await Hold("mug");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Enqueue(Work("mug"), TimeSpan.FromSeconds(30));

        Assert.Equal(CommitResult.Committed, await Finish(lease));

        var next = await MustClaim();
        Assert.True(next.Version > lease.Version);
        Assert.Equal((Now, 0), (next.DueAt, next.Attempts));
    }

    [Fact]
    public async Task A_hint_during_an_unflag_waits_for_its_later_moment()
    {
        await Enqueue(Work("mug", WorkKind.Unflag));
        var lease = await MustClaim();
        await Enqueue(Work("mug", WorkKind.Unflag), TimeSpan.FromSeconds(2));

        await Finish(lease);

        Assert.Null(await Claim());
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(await Claim());
    }

    [Fact]
    public async Task Leased_work_is_not_given_out_again_because_of_a_hint()
    {
        await Hold("mug");

        await Enqueue(Work("mug"));

        Assert.Null(await Claim());
    }

    [Fact]
    public async Task A_retry_waits_and_counts()
    {
        var lease = await Hold("mug");

        await Store.Release(lease, Recording.Nothing, new Ending.Retry(Now + TimeSpan.FromSeconds(10), "Stripe is busy", true), default);

        Assert.Null(await Claim());
        Clock.Advance(TimeSpan.FromSeconds(10));
        var next = await MustClaim();
        Assert.Equal((1, "Stripe is busy", Now), (next.Attempts, next.Reason, next.DueAt));
    }

    [Fact]
    public async Task A_retry_that_does_not_count_keeps_the_attempts()
    {
        await Store.Release(await Hold("mug"), Recording.Nothing, new Ending.Retry(Now, "broken", true), default);

        await Store.Release(await MustClaim(), Recording.Nothing, new Ending.Retry(Now, "throttled", false), default);

        Assert.Equal(1, (await MustClaim()).Attempts);
    }

    [Fact]
    public async Task A_hint_brings_a_waiting_retry_forward_and_keeps_its_attempts()
    {
        await Store.Release(await Hold("mug"), Recording.Nothing, new Ending.Retry(Now + TimeSpan.FromHours(1), "broken", true), default);

        await Enqueue(Work("mug"));

        Assert.Equal(1, (await MustClaim()).Attempts);
    }

    [Fact]
    public async Task A_hint_during_a_pass_keeps_a_retry_from_waiting()
    {
        var lease = await Hold("mug");
        await Enqueue(Work("mug"));

        await Store.Release(lease, Recording.Nothing, new Ending.Retry(Now + TimeSpan.FromHours(1), "broken", true), default);

        Assert.Equal(1, (await MustClaim()).Attempts);
    }

    [Fact]
    public async Task Done_work_forgets_its_attempts()
    {
        await Store.Release(await Hold("mug"), Recording.Nothing, new Ending.Retry(Now, "broken", true), default);
        var lease = await MustClaim();
        await Enqueue(Work("mug"));

        await Finish(lease);

        Assert.Equal(0, (await MustClaim()).Attempts);
    }

    [Fact]
    public async Task Parked_work_rests_and_is_listed_with_its_reason()
    {
        await Store.Release(await Hold("mug"), Recording.Nothing, new Ending.Retry(Now, "broken", true), default);
        await Park(await MustClaim(), "the price has no product");

        Clock.Advance(TimeSpan.FromDays(2));

        Assert.Null(await Claim());
        Assert.Null(await Store.NextDue(default));
        var parked = Assert.Single(await Store.Parked(Shop, 10, default));
        Assert.Equal(new ParkedWork(Work("mug"), "the price has no product", Now - TimeSpan.FromDays(2), 2), parked);
        var counts = await Store.Count(default);
        Assert.Equal((0, 1), (counts.Work, counts.Parked));
    }

    [Fact]
    public async Task Parked_work_is_listed_oldest_first_by_connection_and_up_to_a_limit()
    {
        await Park(await Hold("b"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Park(await Hold("a"));
        await Park(await Hold("x", Other));

        Assert.Equal(["b", "a"], (await Store.Parked(Shop, 10, default)).Select(parked => parked.Key.Id));
        Assert.Equal(3, (await Store.Parked(null, 10, default)).Length);
        Assert.Equal("b", Assert.Single(await Store.Parked(null, 1, default)).Key.Id);
    }

    [Fact]
    public async Task A_hint_unparks_and_forgets_the_attempts()
    {
        await Store.Release(await Hold("mug"), Recording.Nothing, new Ending.Retry(Now, "broken", true), default);
        await Park(await MustClaim());

        await Enqueue(Work("mug"), TimeSpan.FromSeconds(3));

        Assert.Empty(await Store.Parked(null, 10, default));
        Assert.Null(await Claim());
        Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(0, (await MustClaim()).Attempts);
    }

    [Fact]
    public async Task A_hint_during_a_pass_keeps_the_work_from_being_parked()
    {
        var lease = await Hold("mug");
        await Enqueue(Work("mug"));

        Assert.Equal(CommitResult.Committed, await Park(lease));

        Assert.Empty(await Store.Parked(null, 10, default));
        Assert.Equal(0, (await MustClaim()).Attempts);
    }

    [Fact]
    public async Task Work_that_a_pass_makes_due_comes_with_its_commit()
    {
        var lease = await Hold("mug");

        await Store.Commit(lease, new Recording { Due = [Due(Work("mug", WorkKind.Unflag), TimeSpan.FromSeconds(2)), Due(Work("cup"))] }, default);

        Assert.Equal("cup", (await MustClaim()).Key.Id);
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(WorkKind.Unflag, (await MustClaim()).Key.Kind);
    }

    [Fact]
    public async Task Work_that_asks_for_its_own_next_turn_gets_it_when_it_asked_for()
    {
        await Enqueue(Work("stripe", WorkKind.Sweep));
        var lease = await MustClaim();

        await Finish(lease, new Recording { Due = [Due(lease.Key, TimeSpan.FromMinutes(15))] });

        Assert.Null(await Claim());
        Assert.Equal(Now + TimeSpan.FromMinutes(15), await Store.NextDue(default));
    }

    [Fact]
    public async Task Work_that_is_done_by_a_lost_lease_makes_nothing_due()
    {
        var lease = await Hold("mug");
        Clock.Advance(Length);

        await Finish(lease, new Recording { Due = [Due(Work("cup"))] });

        Assert.Equal("mug", (await MustClaim()).Key.Id);
        Assert.Null(await Claim());
    }
}
