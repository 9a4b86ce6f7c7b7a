namespace Tandem.Store.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Work_of_other_connections_than_are_meant_is_left_where_it_is()
    {
        await Enqueue(Work("mug"));
        await Enqueue(Work("mug", connection: Other), TimeSpan.FromSeconds(1));
        Clock.Advance(TimeSpan.FromSeconds(2));

        var lease = await Store.Claim("tester", Length, [Other], default);

        Assert.Equal(Work("mug", connection: Other), lease!.Key);
        Assert.Null(await Store.Claim("tester", Length, [Other], default));
        Assert.Null(await Store.Claim("tester", Length, [], default));
        Assert.Equal(Work("mug"), (await MustClaim()).Key);
    }

    [Fact]
    public async Task When_work_is_due_next_is_told_of_the_connections_that_are_meant()
    {
        await Enqueue(Work("mug"), TimeSpan.FromSeconds(1));
        await Enqueue(Work("mug", connection: Other), TimeSpan.FromSeconds(5));
        var start = Now;
        Assert.Equal(start + TimeSpan.FromSeconds(1), await Store.NextDue(null, default));
        Assert.Equal(start + TimeSpan.FromSeconds(1), await Store.NextDue([Shop, Other], default));
        Assert.Equal(start + TimeSpan.FromSeconds(5), await Store.NextDue([Other], default));
        Assert.Null(await Store.NextDue([], default));

        // A lease that may expire is not waited for either.
        Clock.Advance(TimeSpan.FromSeconds(1));
        await MustClaim();
        Assert.Equal(start + TimeSpan.FromSeconds(5), await Store.NextDue([Other], default));
        Assert.Equal(Now + Length, await Store.NextDue([Shop], default));
    }

    [Fact]
    public async Task Every_connection_of_which_something_is_remembered_is_known()
    {
        await Store.Probe(default);
        Assert.Empty(await Store.Connections(default));
        await Store.Write("staging", "began", "now", default);
        await Enqueue(Work("mug"));
        await Enqueue(Work("cup"));

        Assert.Equal([Shop, "staging"], await Store.Connections(default));
    }
}
