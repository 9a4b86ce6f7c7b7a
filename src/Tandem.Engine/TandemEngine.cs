using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Tandem.Engine;

/// <summary>The durable loop: takes due work under a lease, does it, and ends the lease. One pass at a time for each product, no order between products.</summary>
/// <remarks>The simulator builds the same object: everything that waits, draws or reads the clock does so through what is injected here.</remarks>
public sealed partial class TandemEngine : IDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(25);

    // In a storm of hints the queue is looked at so many times a second, not after every hint: more of them become one pass, and the store is left to
    // the webhooks. A rested budget lets a dozen rounds through at once, so that a single change never waits.
    private const double RoundsASecond = 50;

    private readonly EngineOptions _options;
    private readonly IStateStore _store;
    private readonly ImmutableDictionary<string, Connection> _connections;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _log;
    private readonly string _owner;
    private readonly RateBudget _rounds;
    private readonly ArchiveGuard _guard;
    private readonly Workplaces _places;
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<Listening> _listeners = [];

    /// <summary>Makes an engine; <see cref="Run"/> starts it.</summary>
    /// <param name="options">How it paces its work.</param>
    /// <param name="store">The durable memory.</param>
    /// <param name="connections">What it keeps equal.</param>
    /// <param name="time">The clock of every wait.</param>
    /// <param name="random">The jitter of the back-off.</param>
    /// <param name="logs">Where it says what it does.</param>
    public TandemEngine(EngineOptions options, IStateStore store, ImmutableArray<Connection> connections, TimeProvider time, Random random, ILoggerFactory logs)
    {
        (_options, _store, _time, _random) = (options, store, time, random);
        _log = logs.CreateLogger("Tandem.Engine");
        _guard = new ArchiveGuard(store, options, time);
        _owner = $"engine-{random.Next():x8}";
        _rounds = new RateBudget(RoundsASecond, time);
        _connections = Metered(connections).ToImmutableDictionary(connection => connection.Name, StringComparer.Ordinal);
        _places = new Workplaces(options.Workers, _connections.Values);
        Intake = new Intake(store);
        store.WorkAdded += Wake;
    }

    /// <summary>Where verified deliveries go.</summary>
    public Intake Intake { get; }

    /// <summary>How each side is doing, and how much is in hand.</summary>
    public EngineHealth Health => new(
        [
            .. from connection in _connections.Values
               from catalog in new[] { (MeteredCatalog)connection.Sanity, (MeteredCatalog)connection.Stripe }
               select new SideHealth(connection.Name, catalog.Side, catalog.LastContact, catalog.Fault?.Message, catalog.FailingSince) { Calls = catalog.Budget.Taken, CallsASecond = catalog.Budget.PerSecond },
        ],
        _places.Taken)
    {
        Listeners = [.. _listeners.Select(listening => listening.Health)],
    };

    /// <summary>A look at the whole catalogues of a connection, within its budgets; the engine need not run for it.</summary>
    /// <param name="connection">Its name.</param>
    /// <param name="options">What is to be found.</param>
    public Survey Survey(string connection, SurveyOptions options) => new(_connections[connection], _store, options, new Patience(_options, _time, _random));

    /// <summary>The way by which products of a connection come to another one, within the budgets of both.</summary>
    /// <param name="from">The engine that has the connection which they come from; it need not run.</param>
    /// <param name="origin">That connection's name.</param>
    /// <param name="connection">The name of this engine's connection which they go to.</param>
    /// <param name="options">Which are meant, and how those are matched that nothing links.</param>
    /// <param name="overwrites">Whether what was edited or deleted here since the last promotion is overwritten.</param>
    public Promoter Promoter(TandemEngine from, string origin, string connection, SurveyOptions options, bool overwrites)
    {
        ArgumentNullException.ThrowIfNull(from);
        return new Promoter(from._connections[origin], _connections[connection], _store, options, overwrites, new Patience(_options, _time, _random), _time);
    }

    /// <summary>Works until <paramref name="stopping"/> is cancelled, then finishes what is in hand (at most 25 seconds).</summary>
    public async Task Run(CancellationToken stopping)
    {
        using var hard = new CancellationTokenSource();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        List<Task> inHand = [], begins = [];
        try
        {
            begins = await BeginAll(stopping, ended.Token);
            while (!stopping.IsCancellationRequested)
            {
                if (begins.Find(begin => begin.IsFaulted) is { } failed)
                {
                    await failed;
                }

                await _rounds.Take(1, stopping);
                inHand.RemoveAll(task => task.IsCompleted);
                var woken = _wake;
                await Claim(inHand, stopping, hard.Token);
                await Rest(woken, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        finally
        {
            await ended.CancelAsync();
        }

        hard.CancelAfter(Drain);
        await Task.WhenAll(inHand);
    }

    /// <summary>
    /// Listens for what editors ask for in the Studio, and where no webhooks come for documents that change, until <paramref name="stopping"/> is cancelled; ends at once
    /// where there is nothing to listen for.
    /// </summary>
    public Task Listen(CancellationToken stopping)
    {
        _listeners = [.. _connections.Values.SelectMany(Listeners)];
        return Task.WhenAll(_listeners.Select(listening => listening.Run(_connections[listening.Health.Connection].Ready, stopping)));
    }

    /// <summary>What every start does first for each connection, whether or not its sides have proven to be the right ones; for tests that want one step at a time.</summary>
    internal async Task Begin(CancellationToken cancellation)
    {
        foreach (var connection in _connections.Values)
        {
            await Begin(connection, cancellation);
        }
    }

    /// <summary>Does one piece of due work to its end, for tests that want one step at a time; false when nothing is due.</summary>
    internal async Task<bool> Turn(CancellationToken cancellation)
    {
        if (await _store.Claim(_owner, _options.Lease, _places.All, cancellation) is not { } lease)
        {
            return false;
        }

        _places.Take(lease.Key.Connection);
        await Work(lease, cancellation);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _store.WorkAdded -= Wake;

    private void Wake() => _wake.TrySetResult();

    // At most as much as there are workers: work that ends at once must not keep the round going.
    private async Task Claim(List<Task> inHand, CancellationToken stopping, CancellationToken hard)
    {
        for (var i = 0; i < _places.Round && _places.Free is { IsEmpty: false } free; i++)
        {
            if (await _store.Claim(_owner, _options.Lease, free, stopping) is not { } lease)
            {
                return;
            }

            _places.Take(lease.Key.Connection);
            inHand.Add(Work(lease, hard));
        }
    }

    // Until work is added, a worker is free, the next work is due, or another process may have added some. All of them complete the one task
    // that is awaited, so that the loop goes on where it was started: on the simulator's scheduler, or on the pool.
    private async Task Rest(TaskCompletionSource woken, CancellationToken stopping)
    {
        var wait = _options.Poll;
        if (_places.Free is { IsEmpty: false } free && await _store.NextDue(free, stopping) is { } due)
        {
            // Nothing could be claimed just now, so work that seems due is not due yet by the store's clock, which may differ from ours: never spin on it.
            var until = due - _time.GetUtcNow();
            wait = until < Breath ? Breath : until < wait ? until : wait;
        }

        if (!woken.Task.IsCompleted)
        {
            using var alarm = _time.CreateTimer(_ => woken.TrySetResult(), null, wait, Timeout.InfiniteTimeSpan);
            using var stop = stopping.Register(() => woken.TrySetResult());
            await woken.Task;
        }

        if (woken.Task.IsCompleted)
        {
            _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task Work(Lease lease, CancellationToken cancellation)
    {
        var start = _time.GetTimestamp();
        try
        {
            var result = await Dispatch(lease, cancellation);
            if (Decide(lease, result) is { } ending)
            {
                var recording = ending is Ending.Park { Reason: var reason } && result.Ending is null ? StatusAfter.Parking(result.Recording, reason) : result.Recording;
                await _store.Release(lease, recording, ending, cancellation);
                _log.InStep(lease.Key.ToString(), lease.Reason, _time.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The lease expires and the work is taken up again: nothing is lost.
        }
#pragma warning disable CA1031 // A bug in one piece of work must not stop the others; it is logged and the work is tried again, then parked.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            await Survive(lease, bug, cancellation);
        }
        finally
        {
            _guard.Leave(Reconciler.KeyOf(lease));
            _places.Leave(lease.Key.Connection);
            Wake();
        }
    }

    private IEnumerable<Listening> Listeners(Connection connection)
    {
        if (connection.Studio is { } studio)
        {
            yield return Listening("requests from the Studio", studio, (_, cancellation) => _store.Enqueue([Mailbox.Look(connection.Name, _time.GetUtcNow())], cancellation));
        }

        if (connection.Listener is { } listener)
        {
            yield return Listening("changed documents", listener, new DocumentHints(connection, _store, _time).Hear);
        }

        Listening Listening(string what, IListener heard, Func<Heard, CancellationToken, Task> hear) => new(connection.Name, what, heard, hear, _options, _time, _random, _log);
    }

    private Task<PassResult> Dispatch(Lease lease, CancellationToken cancellation)
    {
        var connection = _connections[lease.Key.Connection];
        return lease.Key.Kind switch
        {
            WorkKind.Product => Product(connection, lease, cancellation),
            WorkKind.Route => new Router(connection, _store, _time).Route(lease, cancellation),
            WorkKind.Await => new Router(connection, _store, _time).Await(lease, cancellation),
            WorkKind.Unflag => new Unflagger(connection, _store, _time).Clear(lease, cancellation),
            WorkKind.Sweep when lease.Key.Id == Housekeeping.Row => new Housekeeping(_store, _options, _time).Tidy(cancellation),
            WorkKind.Sweep => new Sweeper(connection, _store, _time, _log).Sweep(lease, cancellation),
            WorkKind.Notice when connection.Studio is null => Task.FromResult(PassResult.Done),
            WorkKind.Notice => new Noticeboard(connection, _store, _log).Tell(lease, cancellation),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Task<PassResult> Product(Connection connection, Lease lease, CancellationToken cancellation) =>
        Pass(connection, lease, new Reconciler(connection, _store, _guard, _options, _time, _log), cancellation);

    private Task<PassResult> Pass(Connection connection, Lease lease, Reconciler reconciler, CancellationToken cancellation) =>
        connection.Studio is null ? reconciler.Pass(lease, cancellation) : new StudioPass(connection, _store, reconciler, _time, _log).Pass(lease, cancellation);

    private async Task Survive(Lease lease, Exception bug, CancellationToken cancellation)
    {
        var name = lease.Key.ToString();
        _log.Failed(bug, name, bug.Message);
        try
        {
            await _store.Release(lease, Recording.Nothing, Retry(lease, $"an internal error: {bug.GetType().Name}", counts: true, null), cancellation);
        }
#pragma warning disable CA1031 // The store itself fails: the lease expires and the work is taken up again.
        catch (Exception again)
#pragma warning restore CA1031
        {
            _log.Failed(again, name, again.Message);
        }
    }
}
