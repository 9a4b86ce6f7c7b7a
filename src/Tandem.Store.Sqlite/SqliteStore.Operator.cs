using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <content>What operators ask.</content>
public sealed partial class SqliteStore : IOperatorStore
{
    /// <inheritdoc/>
    public IOperatorStore Operator => this;

    /// <summary>Whether a service holds the database right now: its process lock tells, which the system frees when the process dies.</summary>
    /// <param name="database">A path, as for <see cref="Open"/>.</param>
    public static bool IsServed(string database) => ProcessLock.IsHeld(Place.Of(database));

    /// <summary>Keeps services off a database until the result is disposed of, as a service itself does; null where there is no database to keep them off.</summary>
    /// <param name="database">A path, as for <see cref="Open"/>.</param>
    /// <exception cref="StoreRefusedException">A service holds it.</exception>
    public static IDisposable? Reserve(string database)
    {
        var place = Place.Of(database);
        return place.IsMemory || !File.Exists(place.Name) ? null : ProcessLock.Take(place);
    }

    /// <inheritdoc/>
    Task<ImmutableArray<ConnectionCounts>> IOperatorStore.Overview(string? connection, CancellationToken cancellation) => Look(
        session => OverviewRows.Connections(session).Where(name => connection is null || name == connection)
            .Select(name => OverviewRows.Count(session, name, _time.Milliseconds())).ToImmutableArray(),
        cancellation);

    /// <inheritdoc/>
    Task<ImmutableArray<ProductKey>> IOperatorStore.Resolve(string? connection, string id, CancellationToken cancellation) => Look(
        session => OverviewRows.Connections(session).Where(name => connection is null || name == connection).Select(name => HistoryRows.Resolve(session, name, id)).OfType<ProductKey>().ToImmutableArray(),
        cancellation);

    /// <inheritdoc/>
    Task<ProductHistory> IOperatorStore.History(ProductKey key, int limit, CancellationToken cancellation) => Look(
        session => new ProductHistory
        {
            Key = key,
            Record = RecordRows.Load(session, key),
            Undo = UndoRows.Of(session, key),
            Work = HistoryRows.Work(session, key),
            Conflicts = RecordRows.ConflictsOf(session, key),
            Held = HeldRows.WaitingOf(session, key),
            OpenWrites = IntentRows.Pending(session, key),
            Hints = HistoryRows.Hints(session, key, limit),
            Journal = JournalRows.Newest(session, (key.Connection, key.DocumentId), 0, limit),
            Asked = HistoryRows.Asked(session, key, limit),
        },
        cancellation);

    /// <inheritdoc/>
    Task<ImmutableArray<Hint>> IOperatorStore.Hints(string? connection, string id, int limit, CancellationToken cancellation) =>
        Look(session => HistoryRows.Hints(session, connection, id, limit), cancellation);

    /// <inheritdoc/>
    Task IOperatorStore.Note(ImmutableArray<JournalEntry> entries, CancellationToken cancellation) => Change(
        session =>
        {
            foreach (var entry in entries)
            {
                JournalRows.Add(session, entry);
            }

            return true;
        },
        cancellation);

    /// <inheritdoc/>
    async Task IOperatorStore.AskUndo(ProductKey key, ImmutableArray<AgreedChange> changes, JournalEntry entry, CancellationToken cancellation) => Announce(await Change(
        session =>
        {
            UndoRows.Put(session, key, changes, _time.Milliseconds());
            JournalRows.Add(session, entry);
            return EnqueueAll(session, [new DueWork(new WorkKey(key.Connection, WorkKind.Product, key.DocumentId), _time.GetUtcNow(), [], "a person takes it back to what was agreed before")]);
        },
        cancellation));

    /// <inheritdoc/>
    Task<ImmutableArray<Promoted>> IOperatorStore.Promotions(string connection, string origin, CancellationToken cancellation) =>
        Look(session => PromotedRows.Of(session, connection, origin), cancellation);

    /// <inheritdoc/>
    async Task IOperatorStore.Promote(ProductKey key, string origin, Promoted promoted, ImmutableArray<JournalEntry> entries, CancellationToken cancellation) => Announce(await Change(
        session =>
        {
            PromotedRows.Put(session, key, origin, promoted, _time.Milliseconds());
            foreach (var entry in entries)
            {
                JournalRows.Add(session, entry);
            }

            return EnqueueAll(session, [new DueWork(new WorkKey(key.Connection, WorkKind.Product, key.DocumentId), _time.GetUtcNow(), [], $"promoted from {origin}")]);
        },
        cancellation));

    /// <inheritdoc/>
    Task<bool> IOperatorStore.Discard(ParkedWork parked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parked);
        return Change(session => WorkRows.Discard(session, parked), cancellation);
    }
}
