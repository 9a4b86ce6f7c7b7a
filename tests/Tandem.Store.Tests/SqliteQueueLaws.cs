using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Store.Tests;

/// <summary>The queue's laws on shared memory.</summary>
public sealed class SqliteQueueLaws : QueueLaws, IDisposable
{
    private readonly ConcurrentDictionary<string, SqliteConnection> _keepers = new(StringComparer.Ordinal);

    public void Dispose()
    {
        foreach (var keeper in _keepers.Values)
        {
            keeper.Dispose();
        }
    }

    protected override IStateStore Open(string database, TimeProvider time)
    {
        var source = $"file:laws-{database}?mode=memory&cache=shared";
        _keepers.GetOrAdd(source, Keep);
        return SqliteStore.Open(source, time);
    }

    private static SqliteConnection Keep(string source)
    {
        SQLitePCL.Batteries_V2.Init();
        var keeper = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Pooling = false }.ConnectionString);
        keeper.Open();
        return keeper;
    }
}
