using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Store.Sqlite;

namespace Tandem.Engine.Tests;

/// <summary>Several connections under one engine: none waits for another one.</summary>
public sealed class ConnectionsTests
{
    private static readonly WorkKey Mug = new("a", WorkKind.Product, "mug");

    private static string NewDatabase => $"file:{Guid.NewGuid():n}?mode=memory&cache=shared";

    [Fact]
    public async Task Work_of_a_connection_waits_until_its_sides_have_told_who_they_are_and_that_of_others_goes_on()
    {
        await using var store = SqliteStore.Open(NewDatabase, TimeProvider.System);
        var ready = new TaskCompletionSource();
        var (late, prompt) = (new AskedSide(Side.Sanity), new AskedSide(Side.Sanity));
        using var engine = Engine(store, Of("a", late, new AskedSide(Side.Stripe)) with { Ready = ready.Task }, Of("b", prompt, new AskedSide(Side.Stripe)));
        using var stopping = new CancellationTokenSource();
        await store.Enqueue([new DueWork(Mug, TimeProvider.System.GetUtcNow().AddHours(-1), [], "it came before")], default);
        var run = engine.Run(stopping.Token);

        await prompt.Asked;
        Assert.Equal(0, late.Feeds);
        Assert.Null(await store.Read("a", "began", default));
        Assert.Equal((Mug, "it came before"), await store.Claim("test", TimeSpan.FromMilliseconds(1), ["a"], default) is { } waiting ? (waiting.Key, waiting.Reason) : default);

        ready.SetResult();
        await late.Asked;
        await stopping.CancelAsync();
        await run;
    }

    [Fact]
    public async Task A_connection_that_gets_ready_while_another_one_begins_begins_too()
    {
        await using var store = SqliteStore.Open(NewDatabase, TimeProvider.System);
        var ready = new TaskCompletionSource();
        var late = new AskedSide(Side.Sanity);
        using var engine = Engine(store, Of("a", late, new AskedSide(Side.Stripe)) with { Ready = ready.Task }, Of("b", new AskedSide(Side.Sanity), new AskedSide(Side.Stripe)));
        using var stopping = new CancellationTokenSource();
        store.WorkAdded += () => ready.TrySetResult();
        var run = engine.Run(stopping.Token);

        await late.Asked;
        await stopping.CancelAsync();
        await run;
    }

    [Fact]
    public async Task A_connection_whose_vendor_does_not_answer_holds_no_worker_of_another_one()
    {
        await using var store = SqliteStore.Open(NewDatabase, TimeProvider.System);
        var answer = new TaskCompletionSource();
        var (hanging, prompt) = (new AskedSide(Side.Sanity) { Hold = answer.Task }, new AskedSide(Side.Sanity));
        using var engine = Engine(store, Of("a", hanging, new AskedSide(Side.Stripe) { Hold = answer.Task }), Of("b", prompt, new AskedSide(Side.Stripe)));
        using var stopping = new CancellationTokenSource();
        var run = engine.Run(stopping.Token);

        await prompt.Asked;

        Assert.InRange(engine.Health.Running, 1, 2);
        answer.SetResult();
        await stopping.CancelAsync();
        await run;
    }

    [Fact]
    public async Task Work_of_a_connection_that_an_engine_does_not_have_is_left_for_one_that_does()
    {
        var time = new FakeTimeProvider();
        await using var store = SqliteStore.Open(NewDatabase, time);
        await store.Enqueue([new DueWork(Mug, time.GetUtcNow().AddHours(-1), [], "a hint")], default);
        using var without = Engine(store, time, Of("b", new AskedSide(Side.Sanity), new AskedSide(Side.Stripe)));
        await without.Begin(CancellationToken.None);
        while (await without.Turn(CancellationToken.None))
        {
        }

        Assert.Empty(await store.Parked(null, 10, default));
        Assert.Equal((Mug, "a hint"), await store.Claim("test", TimeSpan.FromMinutes(1), default) is { } lease ? (lease.Key, lease.Reason) : default);
    }

    private static TandemEngine Engine(SqliteStore store, params Connection[] connections) => Engine(store, TimeProvider.System, connections);

    private static TandemEngine Engine(SqliteStore store, TimeProvider time, params Connection[] connections) =>
        new(new EngineOptions { Workers = 1 }, store, [.. connections], time, new Random(1), NullLoggerFactory.Instance);

    private static Connection Of(string name, ICatalog sanity, ICatalog stripe) => new(name, sanity, stripe, Policy.Default);
}
