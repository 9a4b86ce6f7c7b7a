using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Tandem.Core;

namespace Tandem.Engine;

/// <content>What persons order is done at once, by the pass of all other work and under the same leases: beside a service that runs, or without one.</content>
public sealed partial class TandemEngine
{
    /// <summary>How many products are worked on at a time: so many that the budgets are what is waited for.</summary>
    private const int OrdersAtOnce = 32;

    private const int FlagsAtOnce = 16;
    private const string Ordered = "a plan is applied";
    private const int OrderAttempts = 6;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);
    private long _flagged;

    /// <summary>Does orders of a connection, several at a time, and hands on what became of each. Flags that they set are cleared when it is time.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="orders">What is ordered; read no faster than it is done.</param>
    /// <param name="cancellation">Gives up. Who only stops reading lets what is in hand come to its end.</param>
    public async IAsyncEnumerable<OrderResult> Apply(string connection, IAsyncEnumerable<ProductOrder> orders, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await FirstContact.Begin(connection, _store, _time, cancellation);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var results = Channel.CreateUnbounded<OrderResult>(new UnboundedChannelOptions { SingleReader = true });
        var work = DoAll();
        var flags = Unflag(connection, work, cancellation);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(cancellation))
            {
                yield return result;
            }
        }
        finally
        {
            await enough.CancelAsync();
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await flags;
        }

        await work;

        async Task DoAll()
        {
            try
            {
                await Parallel.ForEachAsync(
                    orders,
                    new ParallelOptions { MaxDegreeOfParallelism = OrdersAtOnce, CancellationToken = enough.Token },
                    async (order, _) => results.Writer.TryWrite(await Do(order, cancellation)));
            }
            finally
            {
                results.Writer.Complete();
            }
        }
    }

    /// <summary>Does what a person ordered for one product: as it was shown, or not at all.</summary>
    public async Task<OrderResult> Do(ProductOrder ordered, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ordered);
        var (isMade, failed) = (false, 0);
        while (true)
        {
            var lease = await Hold(ordered.Key, cancellation);
            lease = lease with { IsMade = isMade |= lease.IsMade };
            var gate = new OrderGate(ordered.Order);
            var reconciler = new Reconciler(_connections[ordered.Key.Connection], _store, _guard, _options, _time, _log, gate);
            var result = await Attempt(ordered, lease, reconciler, cancellation);
            if (WaitFor(result.Fault, failed) is { } wait)
            {
                // The lease is kept meanwhile, and renewed after it.
                failed += result.Fault is CatalogFault.Throttled ? 0 : 1;
                await Task.Delay(wait, _time, cancellation);
                continue;
            }

            var ending = result.Objection is null ? Decide(lease, result) : new Ending.Back();
            if (ending is not null && await _store.Release(lease, result.Recording, ending, cancellation) == CommitResult.Committed)
            {
                return Told(ordered, result, ending, gate, reconciler.Findings);
            }

            // Somebody else has taken the product over, and what was made for this lease may be theirs.
            isMade = false;
        }
    }

    private async Task<Lease> Hold(ProductKey key, CancellationToken cancellation)
    {
        while (true)
        {
            if (await _store.Take(new WorkKey(key.Connection, WorkKind.Product, key.DocumentId), _owner, _options.Lease, Ordered, cancellation) is { } lease)
            {
                return lease;
            }

            await Task.Delay(Glance, _time, cancellation);
        }
    }

    private async Task<PassResult> Attempt(ProductOrder ordered, Lease lease, Reconciler reconciler, CancellationToken cancellation)
    {
        try
        {
            return await Pass(_connections[ordered.Key.Connection], lease with { Mentions = [.. lease.Mentions.Union(ordered.Mentions)], Reason = Ordered }, reconciler, cancellation);
        }
#pragma warning disable CA1031 // A bug in one product must not stop the others; a store that fails is another matter.
        catch (Exception bug) when (bug is not OperationCanceledException)
#pragma warning restore CA1031
        {
            await _store.Probe(cancellation);
            _log.Failed(bug, lease.Key.ToString(), bug.Message);
            return PassResult.Again($"an internal error: {bug.GetType().Name}");
        }
        finally
        {
            _guard.Leave(ordered.Key);
            if (reconciler.Findings?.Written.Any(applied => Applier.SetsFlag(applied.Change)) == true)
            {
                Interlocked.Exchange(ref _flagged, _time.GetTimestamp());
            }
        }
    }

    // Somebody waits for the order, so that a short outage is waited for.
    private TimeSpan? WaitFor(CatalogFault? fault, int failed) => fault switch
    {
        CatalogFault.Throttled throttled => throttled.RetryAfter ?? MeteredCatalog.DefaultPause,
        CatalogFault.Unavailable or CatalogFault.Unknown when failed < OrderAttempts => Backoff.After(failed, _options, _random),
        _ => null,
    };

    private static OrderResult Told(ProductOrder ordered, PassResult result, Ending ending, OrderGate gate, Findings? findings) => ending switch
    {
        Ending.Back => new OrderResult(ordered, OrderState.Moved, result.Objection),
        Ending.Park park => new OrderResult(ordered, OrderState.Parked, park.Reason),
        Ending.Retry retry => new OrderResult(ordered, OrderState.Later, retry.Reason) { Fault = result.Fault is CatalogFault.Unauthorized or CatalogFault.Unavailable ? result.Fault : null },
        _ when gate.IsInStep => new OrderResult(ordered, OrderState.InStep),
        _ when findings?.Plan.Held.IsEmpty == false => new OrderResult(ordered, OrderState.Held, string.Join(" ", findings.Plan.Held.Select(held => held.Reason).Distinct())),
        _ when findings?.Plan.Conflicts.FirstOrDefault(conflict => conflict.Winner == Winner.Ask) is { } conflict => new OrderResult(ordered, OrderState.Asks, $"{conflict.Field}: {conflict.Reason}"),
        _ => new OrderResult(ordered, OrderState.Done),
    };

    // Until all is done and the last flag has been set for long enough. A service that runs may take some of them.
    private async Task Unflag(string connection, Task work, CancellationToken cancellation)
    {
        List<Task> inHand = [];
        while (true)
        {
            var flagged = Interlocked.Read(ref _flagged);
            var isOver = work.IsCompleted && (flagged == 0 || _time.GetElapsedTime(flagged) > _options.Flag + Glance);
            while (inHand.Count < FlagsAtOnce && await _store.Claim(_owner, _options.Lease, connection, WorkKind.Unflag, cancellation) is { } lease)
            {
                isOver = false;
                _places.Take(connection);
                inHand.Add(Work(lease, cancellation));
            }

            if (isOver && inHand.TrueForAll(task => task.IsCompleted))
            {
                return;
            }

            await Task.Delay(Glance, _time, cancellation);
            inHand.RemoveAll(task => task.IsCompleted);
        }
    }
}
