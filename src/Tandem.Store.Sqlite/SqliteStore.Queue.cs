using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <content>The inbox, the work queue and what a pass commits.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public async Task<Acceptance> Accept(Delivery delivery, Verdict verdict, CancellationToken cancellation)
    {
        var (acceptance, isDue) = await Change(session => DeliveryRows.Accept(session, delivery, verdict, _time.Milliseconds()), cancellation);
        Announce(isDue);
        return acceptance;
    }

    /// <inheritdoc/>
    public async Task Enqueue(ImmutableArray<DueWork> work, CancellationToken cancellation) =>
        Announce(await Change(session => EnqueueAll(session, work), cancellation));

    /// <inheritdoc/>
    public Task<Lease?> Claim(string owner, TimeSpan length, ImmutableArray<string>? only, CancellationToken cancellation) => Change(
        session =>
        {
            var now = _time.Milliseconds();
            return WorkRows.Claim(session, owner, now, now + (long)length.TotalMilliseconds, only);
        },
        cancellation);

    /// <inheritdoc/>
    public Task<Lease?> Claim(string owner, TimeSpan length, string connection, WorkKind kind, CancellationToken cancellation) => Change(
        session =>
        {
            var now = _time.Milliseconds();
            return WorkRows.Claim(session, owner, now, now + (long)length.TotalMilliseconds, [connection], kind);
        },
        cancellation);

    /// <inheritdoc/>
    public Task<Lease?> Take(WorkKey key, string owner, TimeSpan length, string reason, CancellationToken cancellation) => Change(
        session =>
        {
            var now = _time.Milliseconds();
            return WorkRows.Take(session, key, owner, now, now + (long)length.TotalMilliseconds, reason);
        },
        cancellation);

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> NextDue(ImmutableArray<string>? only, CancellationToken cancellation) =>
        await Look(session => WorkRows.NextDue(session, _time.Milliseconds(), only), cancellation) is { } due ? Moment.At(due) : null;

    /// <inheritdoc/>
    public async Task<CommitResult> Commit(Lease lease, Recording recording, CancellationToken cancellation)
    {
        var result = await Change(session => Conclude(session, lease, recording, null), cancellation);
        Announce(result == CommitResult.Committed && MakesDue(recording));
        return result;
    }

    /// <inheritdoc/>
    public async Task<CommitResult> Release(Lease lease, Recording recording, Ending ending, CancellationToken cancellation)
    {
        var isDue = false;
        var result = await Change(
            session => Conclude(
                session,
                lease,
                recording,
                now => isDue = WorkRows.End(session, lease, ending, now)),
            cancellation);
        Announce(result == CommitResult.Committed && (isDue || MakesDue(recording)));
        return result;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ParkedWork>> Parked(string? connection, int limit, CancellationToken cancellation) =>
        Look(session => WorkRows.Parked(session, connection, limit), cancellation);

    // The ending comes before the work that becomes due, so that a key which asks for its own next turn gets it when it asked for.
    private CommitResult Conclude(SqliteSession session, Lease lease, Recording recording, Action<long>? end)
    {
        var now = _time.Milliseconds();
        if (!WorkRows.IsHeld(session, lease, now))
        {
            return CommitResult.LeaseLost;
        }

        if (recording.Record is { } record && !RecordRows.Put(session, record, now))
        {
            return CommitResult.LinkTaken;
        }

        foreach (var intent in recording.Intents)
        {
            IntentRows.Put(session, intent);
        }

        foreach (var entry in recording.Journal)
        {
            JournalRows.Add(session, entry);
        }

        if (recording.OpenConflicts is { } conflicts)
        {
            RecordRows.ReplaceConflicts(session, KeyOf(lease, recording), conflicts, now);
        }

        if (recording.Held is { } held)
        {
            HeldRows.Replace(session, KeyOf(lease, recording), held, now);
        }

        foreach (var number in recording.Settled)
        {
            OvertakenRows.Settle(session, lease.Key.Connection, number);
        }

        if (recording.Undone is { } undone)
        {
            UndoRows.Done(session, undone);
        }

        if (recording.Guarded > 0)
        {
            RecordRows.Guard(session, lease.Key.Connection, recording.Guarded, now);
        }

        end?.Invoke(now);
        Say(session, lease, recording);
        EnqueueAll(session, recording.Due);
        return CommitResult.Committed;
    }

    private static bool MakesDue(Recording recording) => !recording.Due.IsEmpty || !recording.Statuses.IsEmpty || !recording.Answers.IsEmpty;

    private static ProductKey KeyOf(Lease lease, Recording recording) => recording.Record?.Key ?? lease.Key.Kind switch
    {
        WorkKind.Product or WorkKind.Unflag => new ProductKey(lease.Key.Connection, lease.Key.Id),
        _ => throw new ArgumentException($"Conflicts belong to a product, but neither the recording nor the lease ({lease.Key.Kind}) names one.", nameof(recording)),
    };

    private static bool EnqueueAll(SqliteSession session, ImmutableArray<DueWork> work)
    {
        foreach (var item in work)
        {
            WorkRows.Enqueue(session, item);
        }

        return !work.IsEmpty;
    }

    private void Announce(bool isDue)
    {
        if (isDue)
        {
            WorkAdded?.Invoke();
        }
    }
}
