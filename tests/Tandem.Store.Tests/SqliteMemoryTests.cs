using Microsoft.Data.Sqlite;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Store.Tests;

/// <summary>The contract on shared memory, as the simulator uses it: a keeper connection holds the database over a restart.</summary>
public sealed class SqliteMemoryTests : StoreContract
{
    private static int _last;

    private readonly string _database = $"file:contract-{Interlocked.Increment(ref _last)}?mode=memory&cache=shared";
    private SqliteConnection? _keeper;

    protected override Task<IStateStore> Open(TimeProvider time)
    {
        if (_keeper is null)
        {
            SQLitePCL.Batteries_V2.Init();
            _keeper = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _database, Pooling = false }.ConnectionString);
            _keeper.Open();
        }

        return Task.FromResult<IStateStore>(SqliteStore.Open(_database, time));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _keeper?.Dispose();
    }

    [Fact]
    public void A_lone_caller_is_served_on_its_own_thread_before_its_call_returns()
    {
        var calls = new Task[]
        {
            Store.Accept(Event("evt_1"), Verdict.News, default),
            Store.Claim("tester", Length, default),
            Store.Count(default),
            Store.Probe(default),
            Store.NextDue(default),
        };

        Assert.All(calls, call => Assert.True(call.IsCompletedSuccessfully));
    }
}
