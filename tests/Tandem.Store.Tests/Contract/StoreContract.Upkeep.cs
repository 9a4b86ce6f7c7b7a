using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_commit_stores_all_of_a_recording()
    {
        var lease = await Hold("mug");
        var recording = new Recording
        {
            Record = Linked("mug", "prod_1"),
            Intents = [Intent("t1")],
            Journal = [Entry("written")],
            OpenConflicts = [Clash("name")],
            Due = [Due(Work("mug", WorkKind.Unflag), TimeSpan.FromSeconds(2))],
            Guarded = 1,
        };

        Assert.Equal(CommitResult.Committed, await Store.Commit(lease, recording, default));

        Assert.Equal(new StoreCounts(0, 2, 0, 1, 1, 1), await Store.Count(default));
        Assert.Equal(["written"], await Texts());
        Assert.Equal(1, await Store.CountGuarded(Shop, Now, default));
    }

    [Fact]
    public async Task A_recording_that_cannot_be_stored_is_not_stored_in_part()
    {
        await Enqueue(Work("stripe", WorkKind.Sweep));
        var lease = await MustClaim();
        var recording = new Recording { Intents = [Intent("t1")], Journal = [Entry("half")], OpenConflicts = [Clash("name")], Due = [Due(Work("mug"))] };

        await Assert.ThrowsAsync<ArgumentException>(() => Store.Commit(lease, recording, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Finish(lease, recording));

        Assert.Empty(await Texts());
        Assert.Null(await Store.FindIntent(Shop, "t1", default));
        Assert.Null(await Claim());
        Assert.Equal(CommitResult.Committed, await Finish(lease, Journaled(Entry("whole"))));
    }

    [Fact]
    public async Task One_callers_failure_leaves_the_others_alone()
    {
        await Enqueue(Work("stripe", WorkKind.Sweep));
        var lease = await MustClaim();
        var broken = new Recording { Journal = [Entry("half")], OpenConflicts = [Clash("name")] };

        var calls = Enumerable.Range(0, 60).Select(i => Task.Run(async () =>
        {
            if (i % 3 == 0)
            {
                await Assert.ThrowsAsync<ArgumentException>(() => Store.Commit(lease, broken, default));
                return;
            }

            Assert.Equal(Acceptance.Stored, await Store.Accept(Event($"evt_{i}"), Verdict.News, default));
        }));
        await Task.WhenAll(calls);

        Assert.Equal(40, (await Store.Count(default)).Deliveries);
        Assert.Empty(await Texts());
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_stores_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Accept(Event("evt_1"), Verdict.News, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Count(cancelled.Token));

        Assert.Equal(0, (await Store.Count(default)).Deliveries);
    }

    [Fact]
    public async Task A_probe_of_a_healthy_store_passes()
    {
        await Store.Probe(default);

        Assert.Equal(new StoreCounts(0, 0, 0, 0, 0, 0), await Store.Count(default));
    }

    [Fact]
    public async Task A_restart_keeps_everything()
    {
        await Record("mug", new Recording
        {
            Record = Linked("mug", "prod_1", Slot),
            Intents = [Intent("t1")],
            Journal = [Entry("written")],
            OpenConflicts = [Clash("name")],
            Guarded = 2,
        });
        await Store.Write(Shop, "cursor", "evt_9", default);
        await Store.Accept(Event("evt_1"), new Verdict(false, null, [new OvertakenEdit(0, Stripe("prod_1"), "name", null)]), default);
        await Store.Accept(Event("evt_2", "prod_2"), Verdict.News, default);
        await Park(await Hold("cup"));
        var counts = await Store.Count(default);

        await Reopen();

        Assert.Equal(counts, await Store.Count(default));
        Assert.Equivalent(Linked("mug", "prod_1", Slot), await Store.Load(Key("mug"), default), strict: true);
        Assert.Equal(Key("mug"), await Store.Find(Shop, Stripe("price_1"), default));
        Assert.Equal("t1", Assert.Single(await Store.Intents(Key("mug"), default)).Token);
        Assert.Single(await Store.Overtaken(Key("mug"), default));
        Assert.Equal(["written"], await Texts());
        Assert.Equal("name", Assert.Single(await Store.Conflicts(Shop, 10, default)).Conflict.Field);
        Assert.Equal(2, await Store.CountGuarded(Shop, Now, default));
        Assert.Equal("evt_9", await Store.Read(Shop, "cursor", default));
        Assert.Equal("cup", Assert.Single(await Store.Parked(null, 10, default)).Key.Id);
        Assert.Equal(Acceptance.Duplicate, await Store.Accept(Event("evt_1"), Verdict.News, default));
        Assert.Equal(2, new[] { await MustClaim(), await MustClaim() }.Count(lease => lease.Key.Kind == WorkKind.Route));
    }

    [Fact]
    public async Task A_fence_is_not_used_again_after_a_restart()
    {
        var before = await Hold("mug");
        await Finish(before);

        await Reopen();

        Assert.NotEqual(before.Fence, (await Hold("mug")).Fence);
    }

    [Fact]
    public async Task A_closed_store_takes_nothing_more()
    {
        await Store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Store.Accept(Event("evt_1"), Verdict.News, default));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Store.Count(default));
    }

    [Fact]
    public async Task A_store_that_closes_lets_the_calls_that_wait_end()
    {
        var calls = Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            try
            {
                await Store.Accept(Event($"evt_{i}"), Verdict.News, default);
                return 1;
            }
            catch (ObjectDisposedException)
            {
                return 0;
            }
        })).ToList();
        await Task.WhenAny(calls);

        await Reopen();

        Assert.Equal((await Task.WhenAll(calls)).Sum(), (await Store.Count(default)).Deliveries);
    }
}
