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
        await Record("gone", new Recording { Record = Linked("gone", "prod_4") with { Link = LinkState.Tombstone } });
        await Park(await Hold("tea"));
        Assert.Equal([new ConnectionCounts(Shop, 3, 1, 0, 0, null, 2, 1)], await Store.Operator.Overview(null, default));

        await Enqueue(Work("stripe:product:prod_1", WorkKind.Route));
        await Enqueue(Work("mug"), TimeSpan.FromMinutes(5));
        await Enqueue(Work("stripe", WorkKind.Sweep));
        var since = Now;
        Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal([new ConnectionCounts(Shop, 3, 0, 2, 0, since, 2, 1)], await Store.Operator.Overview(null, default));
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
            [new ConnectionCounts(Other, 0, 0, 0, 0, null, 0, 0), new ConnectionCounts(Shop, 0, 0, 1, 1, null, 0, 0)],
            await Store.Operator.Overview(null, default));
        Assert.Equal(Other, Assert.Single(await Store.Operator.Overview(Other, default)).Connection);
        Assert.Empty(await Store.Operator.Overview("no-such", default));
    }

    [Fact]
    public async Task A_decided_conflict_waits_for_no_person()
    {
        await Record("cup", new Recording { Record = Linked("cup", "prod_2"), OpenConflicts = [Clash("name")] });
        Assert.True(await Store.Decide(Assert.Single(await Store.Conflicts(null, 10, default)), Winner.Sanity, default));
        Assert.Equal([new ConnectionCounts(Shop, 1, 0, 1, 0, Now, 0, 0)], await Store.Operator.Overview(null, default));
    }
}
