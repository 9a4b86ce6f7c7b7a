using System.Collections.Immutable;
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

    /// <inheritdoc/>
    Task<ImmutableArray<ConnectionCounts>> IOperatorStore.Overview(string? connection, CancellationToken cancellation) => Look(
        session => OverviewRows.Connections(session).Where(name => connection is null || name == connection)
            .Select(name => OverviewRows.Count(session, name, _time.Milliseconds())).ToImmutableArray(),
        cancellation);
}
