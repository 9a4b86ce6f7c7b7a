using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Store.Tests;

/// <summary>The contract on a file, as in production.</summary>
public sealed class SqliteFileTests : StoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override Task<IStateStore> Open(TimeProvider time) => Task.FromResult<IStateStore>(SqliteStore.Open(_folder.Database, time));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_leases_of_the_process_before_are_free_after_a_restart()
    {
        var lost = await Hold("mug");
        await Reopen();

        var lease = await MustClaim();

        Assert.Equal(lost.Key, lease.Key);
        Assert.Equal(CommitResult.LeaseLost, await Finish(lost));
        Assert.Equal(CommitResult.Committed, await Finish(lease));
    }

    [Fact]
    public async Task Whether_a_service_holds_the_database_can_be_asked_at_any_time()
    {
        Assert.False(SqliteStore.IsServed(_folder.Database + ".other"));
        Assert.True(SqliteStore.IsServed(_folder.Database));
        await Store.DisposeAsync();
        Assert.False(SqliteStore.IsServed(_folder.Database));

        // Who asks again and again keeps nobody from starting.
        using var asking = new CancellationTokenSource();
        var asked = Task.Run(() =>
        {
            while (!asking.IsCancellationRequested)
            {
                SqliteStore.IsServed(_folder.Database);
            }
        });
        for (var start = 0; start < 50; start++)
        {
            await using var store = SqliteStore.Open(_folder.Database, TimeProvider.System);
            Assert.True(SqliteStore.IsServed(_folder.Database));
        }

        await asking.CancelAsync();
        await asked;
    }
}
