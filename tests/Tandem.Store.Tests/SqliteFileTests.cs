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
}
