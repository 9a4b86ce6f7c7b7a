using System.Collections.Immutable;

namespace Tandem.Engine;

/// <content>How the work of each connection begins.</content>
public sealed partial class TandemEngine
{
    // Those that are ready before any work is taken, one after the other; each of the others as soon as it is.
    private async Task<List<Task>> BeginAll(CancellationToken stopping, CancellationToken ended)
    {
        // Asked once: one that gets ready while another one begins belongs to those that begin later, and not to none.
        var isReady = _connections.Values.ToLookup(connection => connection.Ready.IsCompletedSuccessfully);
        foreach (var connection in isReady[true])
        {
            await Begin(connection, stopping);
        }

        return [.. isReady[false].Select(connection => BeginLater(connection, ended))];
    }

    private async Task BeginLater(Connection connection, CancellationToken ended)
    {
        try
        {
            await connection.Ready.WaitAsync(ended);
            await Begin(connection, ended);
        }
        finally
        {
            // Also when it failed: the loop looks.
            Wake();
        }
    }

    // Notes when a connection began, and sees that its sweeps are queued.
    private async Task Begin(Connection connection, CancellationToken cancellation)
    {
        await FirstContact.Begin(connection.Name, _store, _time, cancellation);
        if (connection.Studio is null)
        {
            await Mailbox.Close(connection.Name, _store, cancellation);
        }

        await Comparing.Defer(connection, _store, _time.GetUtcNow(), cancellation);
        await _store.Enqueue([.. Sweeper.Rows(connection, _time.GetUtcNow()), Housekeeping.Look(connection.Name, _time.GetUtcNow())], cancellation);
        _places.Open(connection.Name);
    }

    // Connections whose calls to Sanity are counted in one place share one budget.
    private IEnumerable<Connection> Metered(ImmutableArray<Connection> connections)
    {
        foreach (var together in connections.GroupBy(connection => connection.Pace.SanityPlace ?? $"of its own: {connection.Name}"))
        {
            var rate = together.Min(connection => connection.Pace.SanityRate);
            var sanity = new CallBudget(rate * Pace.SanityReads, rate, _time);
            foreach (var connection in together)
            {
                yield return connection with
                {
                    Sanity = new MeteredCatalog(connection.Sanity, sanity, _time),
                    Stripe = new MeteredCatalog(connection.Stripe, new CallBudget(connection.Pace.StripeRate, connection.Pace.StripeKindRate, _time), _time),
                    Studio = connection.Studio is { } studio ? new MeteredStudio(studio, sanity) : null,
                };
            }
        }
    }
}
