using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Store.Tests;

/// <summary>Copies of the database, and what becomes of one that is put in its place.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly ProductKey Mug = new("shop", "mug");
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    private string Copy => Path.Combine(_folder.Path, "copy.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_copy_that_is_taken_beside_the_service_holds_what_was_committed_and_only_its_owner_reads_it()
    {
        await using var store = Open();
        await Live(store, 3);
        var facts = SqliteStore.BackUp(_folder.Database, Copy, _clock);
        await store.Write("shop", "later", "yes", default);

        Assert.Equal((Copy, 1, 1, new FileInfo(Copy).Length), (facts.File, facts.Products, facts.Lines, facts.Bytes));
        Assert.Equal(["shop"], facts.Connections);
        Assert.Equal(_clock.GetUtcNow(), facts.TakenAt);
        Assert.Equal(facts, SqliteStore.Examine(Copy) with { Connections = facts.Connections });
        Assert.Equal([Path.GetFileName(Copy)], Directory.GetFiles(_folder.Path, "copy*").Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
        }

        await using var read = SqliteStore.OpenReadOnly(Copy, _clock);
        Assert.Equal(3, (await read.Load(Mug, default))!.Sequence);
        Assert.Null(await read.Read("shop", "later", default));
    }

    [Fact]
    public async Task A_copy_replaces_one_that_is_there_but_never_the_database_and_what_stands_beside_it()
    {
        await using var store = Open();
        SqliteStore.BackUp(_folder.Database, Copy, _clock);
        await Live(store, 3);
        Assert.Equal(1, SqliteStore.BackUp(_folder.Database, Copy, _clock).Products);
        foreach (var end in new[] { "", "-wal", "-shm", ".lock" })
        {
            Assert.Throws<StoreRefusedException>(() => SqliteStore.BackUp(_folder.Database, _folder.Database + end, _clock));
        }

        Assert.Throws<StoreRefusedException>(() => SqliteStore.BackUp(_folder.Database, Path.Combine(_folder.Path, "none", "copy.db"), _clock));
        Assert.Throws<StoreRefusedException>(() => SqliteStore.BackUp(Path.Combine(_folder.Path, "none.db"), Copy, _clock));
    }

    [Fact]
    public async Task What_is_restored_takes_the_place_of_the_database_which_is_kept()
    {
        await using (var store = Open())
        {
            await Live(store, 3);
            SqliteStore.BackUp(_folder.Database, Copy, _clock);
            await store.Write("shop", "later", "yes", default);
            Assert.Throws<StoreRefusedException>(() => SqliteStore.Restore(_folder.Database, Copy, _clock));
        }

        var done = SqliteStore.Restore(_folder.Database, Copy, _clock);

        Assert.Equal(_folder.Database + ".before-20261123T120000Z", done.Former);
        Assert.Equal((_folder.Database, 1), (done.Facts.File, done.Facts.Products));
        await using (var store = Open())
        {
            Assert.Null(await store.Read("shop", "later", default));
        }

        Assert.Equal("yes", await ReadValue(done.Former!, "later"));
        Assert.Equal(_folder.Database + ".before-20261123T120000Z-2", SqliteStore.Restore(_folder.Database, Copy, _clock).Former);
        Assert.True(File.Exists(Copy));
    }

    [Fact]
    public async Task A_backup_moves_to_a_machine_where_there_is_no_database_yet()
    {
        await using (var store = Open())
        {
            await Live(store, 3);
        }

        SqliteStore.BackUp(_folder.Database, Copy, _clock);
        var elsewhere = Path.Combine(_folder.Path, "elsewhere.db");
        Assert.Null(SqliteStore.Restore(elsewhere, Copy, _clock).Former);
        await using var moved = SqliteStore.Open(elsewhere, _clock);
        Assert.NotNull(await moved.Load(Mug, default));
    }

    [Fact]
    public async Task A_database_that_is_damaged_gives_way_and_is_kept_with_its_log()
    {
        await using (var store = Open())
        {
            await Live(store, 3);
        }

        SqliteStore.BackUp(_folder.Database, Copy, _clock);
        await File.WriteAllTextAsync(_folder.Database, new string('x', 9000));
        await File.WriteAllTextAsync(_folder.Database + "-wal", "a log that is not the backup's");
        var former = SqliteStore.Restore(_folder.Database, Copy, _clock).Former!;
        Assert.Equal(9000, new FileInfo(former).Length);
        Assert.False(File.Exists(_folder.Database + "-wal"));
        await using var mended = Open();
        Assert.NotNull(await mended.Load(Mug, default));
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_with_the_file_s_name_and_leaves_everything_as_it_was()
    {
        await using (var store = Open())
        {
            await Live(store, 3);
        }

        SqliteStore.BackUp(_folder.Database, Copy, _clock);
        var bytes = await File.ReadAllBytesAsync(Copy);
        bytes.AsSpan(bytes.Length / 2).Fill(0x5A);
        var (damaged, foreign, newer, none) = (File_("damaged.db"), File_("foreign.db"), File_("newer.db"), File_("none.db"));
        await File.WriteAllBytesAsync(damaged, bytes);
        await File.WriteAllTextAsync(File_("text.db"), "this is no database, however long it may be: " + new string('x', 900));
        Script(foreign, "CREATE TABLE other (x)");
        File.Copy(Copy, newer);
        Script(newer, "PRAGMA user_version = 999");
        var before = await File.ReadAllBytesAsync(_folder.Database);

        foreach (var file in new[] { damaged, foreign, newer, none, File_("text.db"), _folder.Database })
        {
            var refusal = Assert.Throws<StoreRefusedException>(() => SqliteStore.Restore(_folder.Database, file, _clock));
            Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        }

        Assert.Contains("a newer Tandem has used it", Assert.Throws<StoreRefusedException>(() => SqliteStore.Examine(newer)).Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.Database));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.incoming*"));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.before*"));
    }

    [Fact]
    public async Task A_copy_begins_a_life_of_its_own_at_the_first_start_and_only_there()
    {
        await using (var store = Open())
        {
            await Live(store, 3);
            SqliteStore.BackUp(_folder.Database, Copy, _clock);
        }

        await using (var looking = SqliteStore.OpenReadOnly(Copy, _clock))
        {
            Assert.False((await looking.Load(Mug, default))!.IsRestored);
        }

        _clock.Advance(TimeSpan.FromDays(1));
        await using (var copy = SqliteStore.Open(Copy, _clock))
        {
            var record = (await copy.Load(Mug, default))!;
            Assert.Equal((true, _clock.GetUtcNow().ToUnixTimeMilliseconds()), (record.IsRestored, record.Sequence));
            Assert.Equal(["failed", "open"], (await copy.Intents(Mug, default)).Select(intent => $"{intent.State}".ToLowerInvariant()));
            Assert.True((await copy.FindIntent("shop", "late", default))!.IsSeen);
            Assert.Equal("The database is a copy of 2026-11-23 12:00:00 UTC; what has happened since is caught up.", (await copy.Journal("shop", "", 0, 1, default))[0].Text);
            await Keep(copy, record with { IsRestored = false });
        }

        await using var again = SqliteStore.Open(Copy, _clock);
        Assert.False((await again.Load(Mug, default))!.IsRestored);
        await using var original = Open();
        Assert.Equal((false, 3), ((await original.Load(Mug, default))!.IsRestored, (await original.Load(Mug, default))!.Sequence));
    }

    private string File_(string name) => Path.Combine(_folder.Path, name);

    private SqliteStore Open() => SqliteStore.Open(_folder.Database, _clock);

    private async Task Live(SqliteStore store, long sequence)
    {
        await store.Write("shop", "began", "1", default);
        await Keep(
            store,
            new ProductRecord { Key = Mug, StripeId = "prod_1", Link = LinkState.Live, Sequence = sequence },
            Written("t1", Side.Stripe, IntentState.Open),
            Written("t2", Side.Sanity, IntentState.Open),
            Written("late", Side.Stripe, IntentState.Superseded));
    }

    private async Task Keep(SqliteStore store, ProductRecord record, params Intent[] intents)
    {
        await store.Enqueue([new DueWork(new WorkKey("shop", WorkKind.Product, "mug"), _clock.GetUtcNow() - TimeSpan.FromDays(1), [], "a test")], default);
        var lease = await store.Claim("test", TimeSpan.FromMinutes(1), default);
        var entry = new JournalEntry { At = _clock.GetUtcNow(), Connection = "shop", DocumentId = "mug", Type = "note", Text = "kept" };
        Assert.Equal(CommitResult.Committed, await store.Release(lease!, new Recording { Record = record, Intents = [.. intents], Journal = [entry] }, new Ending.Done(), default));
    }

    private Intent Written(string token, Side side, IntentState state) => new()
    {
        Token = token, Key = Mug, Side = side, Operation = token, State = state, At = _clock.GetUtcNow(), Changes = [],
    };

    private static void Script(string file, string script)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The scripts are this test's own.
        command.CommandText = script;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private async Task<string?> ReadValue(string file, string name)
    {
        await using var store = SqliteStore.OpenReadOnly(file, _clock);
        return await store.Read("shop", name, default);
    }
}
