using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Work_that_nobody_asked_for_is_made_for_who_takes_it_and_given_back_it_is_gone()
    {
        var lease = await MustTake("mug");

        Assert.Equal((true, "ordered", 0, Now + Length), (lease.IsMade, lease.Reason, lease.Attempts, lease.Until));
        Assert.Null(await Claim());
        Assert.Null(await Take("mug", "another"));
        Assert.Equal(CommitResult.Committed, await Store.Release(lease, Recording.Nothing, new Ending.Back(), default));
        Assert.Equal(0, (await Store.Count(default)).Work);
    }

    [Fact]
    public async Task A_hint_that_comes_while_it_is_taken_stays_when_it_is_given_back()
    {
        var lease = await MustTake("mug");
        await Enqueue(Work("mug"));

        await Store.Release(lease, Recording.Nothing, new Ending.Back(), default);

        Assert.Equal("a test", (await MustClaim()).Reason);
    }

    [Fact]
    public async Task Work_that_was_due_later_is_taken_now_and_given_back_as_it_was()
    {
        await Enqueue(Work("mug"), TimeSpan.FromMinutes(5), Document("p1", Kind.Price));

        var lease = await MustTake("mug");
        await Store.Release(lease, Recording.Nothing, new Ending.Back(), default);

        Assert.Equal((false, "a test"), (lease.IsMade, lease.Reason));
        Assert.Equal([Document("p1", Kind.Price)], lease.Mentions);
        Assert.Equal(Now + TimeSpan.FromMinutes(5), await Store.NextDue(default));
    }

    [Fact]
    public async Task Parked_work_is_taken_and_given_back_it_is_parked_as_before()
    {
        await Store.Release(await Hold("mug"), Recording.Nothing, new Ending.Park("mend it"), default);
        var before = Assert.Single(await Store.Parked(null, 10, default));

        var lease = await MustTake("mug");
        await Store.Release(lease, Recording.Nothing, new Ending.Back(), default);

        Assert.Equal(before, Assert.Single(await Store.Parked(null, 10, default)));
        lease = await MustTake("mug");
        await Store.Release(lease, Recording.Nothing, new Ending.Retry(Now, "again", true), default);
        Assert.Empty(await Store.Parked(null, 10, default));
        Assert.Equal("again", (await MustClaim()).Reason);
    }

    [Fact]
    public async Task What_is_taken_is_due_when_its_lease_expires_and_its_owner_may_renew_it()
    {
        var lease = await MustTake("mug");
        Clock.Advance(TimeSpan.FromMinutes(1));
        var renewed = await MustTake("mug");

        Assert.Equal((false, Now + Length), (renewed.IsMade, renewed.Until));
        Assert.Equal(CommitResult.LeaseLost, await Store.Commit(lease, Recording.Nothing, default));
        Assert.Equal(CommitResult.Committed, await Store.Commit(renewed, Recording.Nothing, default));
        Clock.Advance(Length);
        Assert.Equal(Work("mug"), (await MustClaim()).Key);
        Assert.Null(await Take("mug"));
    }

    [Fact]
    public async Task Work_of_one_kind_and_connection_is_claimed_alone()
    {
        await Enqueue(Work("mug"));
        await Enqueue(Work("mug", WorkKind.Unflag, Other));
        await Enqueue(Work("cup", WorkKind.Unflag));
        await Enqueue(Work("cap", WorkKind.Unflag), TimeSpan.FromSeconds(2));

        Assert.Equal(Work("cup", WorkKind.Unflag), (await Store.Claim("tester", Length, Shop, WorkKind.Unflag, default))!.Key);
        Assert.Null(await Store.Claim("tester", Length, Shop, WorkKind.Unflag, default));
    }

    private Task<Lease?> Take(string id, string owner = "the orderer") => Store.Take(Work(id), owner, Length, "ordered", default);

    private async Task<Lease> MustTake(string id)
    {
        var lease = await Take(id);
        Assert.NotNull(lease);
        return lease;
    }
}
