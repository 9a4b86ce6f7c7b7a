using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <content>Records, intents, journal and the questions that people and sweeps ask.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public Task<ProductRecord?> Load(ProductKey key, CancellationToken cancellation) =>
        Look(session => RecordRows.Load(session, key), cancellation);

    /// <inheritdoc/>
    public Task<ProductKey?> Find(string connection, ObjectId subject, CancellationToken cancellation) =>
        Look(session => LinkRows.Find(session, connection, subject), cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<Intent>> Intents(ProductKey key, CancellationToken cancellation) =>
        Look(session => IntentRows.Pending(session, key), cancellation);

    /// <inheritdoc/>
    public Task<Intent?> FindIntent(string connection, string token, CancellationToken cancellation) =>
        Look(session => IntentRows.Find(session, connection, token), cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<OvertakenEdit>> Overtaken(ProductKey key, CancellationToken cancellation) =>
        Look(session => OvertakenRows.Of(session, key), cancellation);

    /// <inheritdoc/>
    public Task<string?> Read(string connection, string name, CancellationToken cancellation) =>
        Look(session => ValueRows.Read(session, connection, name), cancellation);

    /// <inheritdoc/>
    public Task Write(string connection, string name, string value, CancellationToken cancellation) =>
        Change(session => ValueRows.Write(session, connection, name, value), cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> Connections(CancellationToken cancellation) => Look(ValueRows.Connections, cancellation);

    /// <inheritdoc/>
    public Task<int> CountLinked(string connection, CancellationToken cancellation) =>
        Look(session => RecordRows.CountLinked(session, connection), cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<LinkedObject>> Linked(string connection, Side side, Kind kind, string after, int limit, CancellationToken cancellation) =>
        Look(session => LinkRows.Live(session, connection, (side, kind), after, limit), cancellation);

    /// <inheritdoc/>
    public Task<int> CountGuarded(string connection, DateTimeOffset since, CancellationToken cancellation) =>
        Look(session => RecordRows.CountGuarded(session, connection, since.ToUnixTimeMilliseconds()), cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<JournalEntry>> Journal(string? connection, string? documentId, long after, int limit, CancellationToken cancellation) =>
        Look(session => JournalRows.Newest(session, (connection, documentId), after, limit), cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<OpenConflict>> Conflicts(string? connection, int limit, CancellationToken cancellation) =>
        Look(session => RecordRows.Conflicts(session, connection, limit), cancellation);

    /// <inheritdoc/>
    public async Task<bool> Decide(OpenConflict open, Winner winner, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentOutOfRangeException.ThrowIfEqual(winner, Winner.Ask);
        var isDecided = await Change(
            session => RecordRows.Decide(session, open, winner)
                && EnqueueAll(session, [new DueWork(new WorkKey(open.Key.Connection, WorkKind.Product, open.Key.DocumentId), _time.GetUtcNow(), [], "a conflict was decided")]),
            cancellation);
        Announce(isDecided);
        return isDecided;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<WaitingChange>> Held(string? connection, int limit, CancellationToken cancellation) =>
        Look(session => HeldRows.Waiting(session, connection, limit), cancellation);

    /// <inheritdoc/>
    public async Task<int> Rule(ProductKey key, ImmutableArray<HeldChange> held, Ruling ruling, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(ruling, Ruling.None);
        var ruled = await Change(
            session =>
            {
                var count = held.Count(change => HeldRows.Rule(session, key, change, ruling));
                EnqueueAll(session, count == 0 ? [] : [new DueWork(new WorkKey(key.Connection, WorkKind.Product, key.DocumentId), _time.GetUtcNow(), [], $"what was held was {Word<Ruling>.Of(ruling)}")]);
                return count;
            },
            cancellation);
        Announce(ruled > 0);
        return ruled;
    }

    /// <inheritdoc/>
    public Task<Said> Said(ProductKey key, CancellationToken cancellation) =>
        Look(session => new Said(RecordRows.Decided(session, key), HeldRows.Of(session, key)) { Undo = UndoRows.Of(session, key) }, cancellation);

    /// <inheritdoc/>
    public Task<StoreCounts> Count(CancellationToken cancellation) => Look(
        session => session.First(
            """
            SELECT (SELECT count(*) FROM delivery),
                   (SELECT count(*) FROM work WHERE parked_since IS NULL),
                   (SELECT count(*) FROM work WHERE parked_since IS NOT NULL),
                   (SELECT count(*) FROM product),
                   (SELECT count(*) FROM intent WHERE state IN ('open', 'failed', 'confirmed')),
                   (SELECT count(*) FROM conflict)
            """,
            row => new StoreCounts(row.Number(0), row.Number(1), row.Number(2), row.Number(3), row.Number(4), row.Number(5)))!,
        cancellation);

    /// <inheritdoc/>
    public Task<int> Forget(DateTimeOffset before, int limit, CancellationToken cancellation)
    {
        var moment = before.ToUnixTimeMilliseconds();
        return Change(
            session => JournalRows.Forget(session, moment, limit) + DeliveryRows.Forget(session, moment, limit) + IntentRows.Forget(session, moment, limit)
                + StudioRequestRows.Forget(session, moment, limit),
            cancellation);
    }
}
