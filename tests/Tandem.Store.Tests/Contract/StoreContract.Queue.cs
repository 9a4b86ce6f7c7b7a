using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Work_that_was_due_longest_is_claimed_first()
    {
        await Enqueue(Work("third"), TimeSpan.FromSeconds(3));
        await Enqueue(Work("first"), TimeSpan.FromSeconds(1));
        await Enqueue(Work("second"), TimeSpan.FromSeconds(2));
        Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["first", "second", "third"], [(await MustClaim()).Key.Id, (await MustClaim()).Key.Id, (await MustClaim()).Key.Id]);
    }

    [Fact]
    public async Task Delayed_work_is_not_claimed_before_its_moment()
    {
        await Enqueue(Work("mug"), TimeSpan.FromSeconds(2));
        Clock.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.Null(await Claim());

        Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(Now, (await MustClaim()).DueAt);
    }

    [Fact]
    public async Task A_lease_says_what_was_enqueued()
    {
        await Store.Enqueue([new DueWork(Work("mug"), Now, [Document("p1", Kind.Price)], "an operator asked")], default);

        var lease = await MustClaim();

        Assert.Equal(
            (Work("mug"), 0, "an operator asked", Now, Now + Length),
            (lease.Key, lease.Attempts, lease.Reason, lease.DueAt, lease.Until));
        Assert.Equal([Document("p1", Kind.Price)], lease.Mentions);
    }

    [Fact]
    public async Task Leased_work_is_nobody_elses()
    {
        await Hold("mug");

        Assert.Null(await Claim());
    }

    [Fact]
    public async Task Claiming_at_once_never_leases_the_same_work_twice()
    {
        await Store.Enqueue([.. Enumerable.Range(0, 50).Select(i => Due(Work($"p{i}")))], default);

        var leases = await Task.WhenAll(Enumerable.Range(0, 80).Select(_ => Task.Run(Claim)));

        var held = leases.OfType<Lease>().ToList();
        Assert.Equal(50, held.Count);
        Assert.Equal(50, held.Select(lease => lease.Key).Distinct().Count());
        Assert.Equal(50, held.Select(lease => lease.Fence).Distinct().Count());
    }

    [Fact]
    public async Task Different_kinds_of_work_on_one_id_do_not_wait_for_each_other()
    {
        await Enqueue(Work("mug"));
        await Enqueue(Work("mug", WorkKind.Unflag));
        await Enqueue(Work("mug", connection: Other));

        Assert.Equal(3, new[] { (await MustClaim()).Key, (await MustClaim()).Key, (await MustClaim()).Key }.Distinct().Count());
    }

    [Fact]
    public async Task Waiting_work_becomes_due_at_the_earlier_moment()
    {
        await Enqueue(Work("mug"), TimeSpan.FromMinutes(1));
        await Enqueue(Work("mug"), TimeSpan.FromSeconds(5));
        await Enqueue(Work("mug"), TimeSpan.FromMinutes(2));

        Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(Now, (await MustClaim()).DueAt);
    }

    [Fact]
    public async Task An_unflag_becomes_due_at_the_later_moment()
    {
        await Enqueue(Work("mug", WorkKind.Unflag), TimeSpan.FromSeconds(2));
        await Enqueue(Work("mug", WorkKind.Unflag), TimeSpan.FromSeconds(5));
        await Enqueue(Work("mug", WorkKind.Unflag), TimeSpan.FromSeconds(1));

        Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Null(await Claim());
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await Claim());
    }

    [Fact]
    public async Task Mentions_are_merged()
    {
        await Enqueue(Work("mug"), default, Stripe("price_1"), Stripe("price_2"));
        await Enqueue(Work("mug"), default, Stripe("price_2"), Stripe("price_3"));
        await Enqueue(Work("mug"));

        Assert.Equal(
            ["price_1", "price_2", "price_3"],
            (await MustClaim()).Mentions.Select(mention => mention.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Mentions_survive_until_the_work_is_done()
    {
        await Enqueue(Work("mug"), default, Stripe("price_1"));
        await Store.Release(await MustClaim(), Recording.Nothing, new Ending.Retry(Now, "busy", true), default);
        Assert.Equal([Stripe("price_1")], (await MustClaim()).Mentions);
        Clock.Advance(Length);

        var lease = await MustClaim();
        Assert.Equal([Stripe("price_1")], lease.Mentions);
        await Finish(lease);
        await Enqueue(Work("mug"));

        Assert.Empty((await MustClaim()).Mentions);
    }

    [Fact]
    public async Task A_mention_that_arrives_during_a_pass_is_in_the_next_lease()
    {
        var lease = await Hold("mug");
        await Enqueue(Work("mug"), default, Stripe("price_9"));

        await Finish(lease);

        Assert.Contains(Stripe("price_9"), (await MustClaim()).Mentions);
    }

    [Fact]
    public async Task An_expired_lease_is_nobodys()
    {
        var late = await Hold("mug");
        Clock.Advance(Length - TimeSpan.FromMilliseconds(1));
        Assert.Null(await Claim());

        Clock.Advance(TimeSpan.FromMilliseconds(1));

        var next = await MustClaim();
        Assert.Equal(late.Key, next.Key);
        Assert.NotEqual(late.Fence, next.Fence);
    }

    [Fact]
    public async Task A_worker_whose_lease_was_taken_over_stores_nothing()
    {
        var late = await Hold("mug");
        Clock.Advance(Length);
        var next = await MustClaim();

        Assert.Equal(CommitResult.LeaseLost, await Store.Commit(late, Journaled(Entry("late")), default));
        Assert.Equal(CommitResult.LeaseLost, await Finish(late, Journaled(Entry("late"))));

        Assert.Empty(await Texts());
        Assert.Equal(CommitResult.Committed, await Finish(next, Journaled(Entry("in time"))));
        Assert.Equal(["in time"], await Texts());
    }

    [Fact]
    public async Task A_worker_whose_lease_has_expired_stores_nothing_although_nobody_took_it_over()
    {
        var late = await Hold("mug");
        Clock.Advance(Length);

        Assert.Equal(CommitResult.LeaseLost, await Store.Commit(late, Journaled(Entry("late")), default));
        Assert.Equal(CommitResult.LeaseLost, await Finish(late, Journaled(Entry("late"))));

        Assert.Empty(await Texts());
        Assert.Equal(late.Key, (await MustClaim()).Key);
    }

    [Fact]
    public async Task A_lease_ends_once()
    {
        var lease = await Hold("mug");
        await Finish(lease);

        Assert.Equal(CommitResult.LeaseLost, await Finish(lease));
        Assert.Equal(CommitResult.LeaseLost, await Store.Commit(lease, Journaled(Entry("late")), default));
    }

    [Fact]
    public async Task A_fence_is_not_used_again_when_done_work_comes_back()
    {
        var old = await Hold("mug");
        await Finish(old);
        var next = await Hold("mug");

        Assert.NotEqual(old.Fence, next.Fence);
        Assert.Equal(CommitResult.LeaseLost, await Finish(old));
        Assert.Equal(CommitResult.Committed, await Finish(next));
    }

    [Fact]
    public async Task A_lease_survives_what_it_commits()
    {
        var lease = await Hold("mug");

        Assert.Equal(CommitResult.Committed, await Store.Commit(lease, Journaled(Entry("one")), default));
        Assert.Equal(CommitResult.Committed, await Store.Commit(lease, Journaled(Entry("two")), default));

        Assert.Equal(CommitResult.Committed, await Finish(lease, Journaled(Entry("three"))));
        Assert.Equal(["three", "two", "one"], await Texts());
    }

    [Fact]
    public async Task Next_due_is_the_earliest_moment_at_which_something_can_be_claimed()
    {
        Assert.Null(await Store.NextDue(default));

        await Enqueue(Work("mug"), TimeSpan.FromMinutes(5));
        Assert.Equal(Now + TimeSpan.FromMinutes(5), await Store.NextDue(default));

        await Enqueue(Work("cup"), TimeSpan.FromSeconds(1));
        Assert.Equal(Now + TimeSpan.FromSeconds(1), await Store.NextDue(default));

        Clock.Advance(TimeSpan.FromSeconds(1));
        var lease = await MustClaim();
        Assert.Equal(lease.Until, await Store.NextDue(default));

        await Park(lease);
        Assert.Equal(Now + TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1), await Store.NextDue(default));
    }

    [Fact]
    public async Task Next_due_is_past_when_a_lease_has_expired()
    {
        await Hold("mug");
        Clock.Advance(Length + TimeSpan.FromSeconds(1));

        Assert.True(await Store.NextDue(default) <= Now);
    }
}
