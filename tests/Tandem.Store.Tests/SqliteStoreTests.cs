using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Store.Tests;

/// <summary>What only a file can get wrong: locks, modes, schemas, other processes.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_service_on_the_same_file_is_refused_and_told_what_to_do()
    {
        await using var first = Open();

        var refusal = Assert.Throws<StoreRefusedException>(Open);

        Assert.Contains(_folder.Database, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("tandem.db.lock", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("TANDEM_DATABASE", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lock_goes_with_the_service_and_with_a_refused_start()
    {
        await Open().DisposeAsync();
        Execute("PRAGMA user_version = 999");
        Assert.Throws<StoreRefusedException>(Open);
        Execute($"PRAGMA user_version = {Migrator.Latest}");

        await Open().DisposeAsync();
    }

    [Fact]
    public async Task The_file_and_its_companions_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Windows has no file modes; run the tests on Linux or macOS.");
        }

        await File.WriteAllTextAsync(_folder.Database, "", TestContext.Current.CancellationToken);
        await using var store = Open();
        await store.Probe(default);

        foreach (var file in new[] { _folder.Database, _folder.Database + "-wal", _folder.Database + "-shm" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Commits_go_through_a_write_ahead_log_that_is_synced()
    {
        await using var store = Open();

        Assert.Equal("wal", Execute("PRAGMA journal_mode"));
        using var session = SqliteSession.Open(_folder.Database, SqliteOpenMode.ReadWrite);
        Pragmas.Apply(session, Place.Of(_folder.Database));
        Assert.Equal(2, session.Number("PRAGMA synchronous"));
        Assert.Equal(1, session.Number("PRAGMA foreign_keys"));
        Assert.Equal(0, session.Number("PRAGMA trusted_schema"));
    }

    [Fact]
    public async Task A_newer_schema_is_refused_untouched()
    {
        await Open().DisposeAsync();
        Execute($"PRAGMA user_version = {Migrator.Latest + 1}");

        foreach (var open in new Func<SqliteStore>[] { Open, Beside, Look })
        {
            Assert.Contains("newer Tandem", Assert.Throws<StoreRefusedException>(open).Message, StringComparison.Ordinal);
        }

        Assert.Equal(Migrator.Latest + 1, Execute("PRAGMA user_version"));
    }

    [Fact]
    public async Task Another_programs_database_is_refused_untouched()
    {
        Execute("CREATE TABLE theirs (id INTEGER)");

        Assert.Contains("another program", Assert.Throws<StoreRefusedException>(Open).Message, StringComparison.Ordinal);

        Assert.Equal(1L, Execute("SELECT count(*) FROM sqlite_schema"));
        await File.WriteAllTextAsync(_folder.Database + "2", "This is no database, but it is long enough to look like one to a careless reader of files.", TestContext.Current.CancellationToken);
        Assert.Throws<StoreRefusedException>(() => SqliteStore.Open(_folder.Database + "2", _clock));
    }

    [Fact]
    public async Task A_migration_that_did_not_finish_is_done_again()
    {
        using (var session = SqliteSession.Open(_folder.Database, SqliteOpenMode.ReadWriteCreate))
        {
            session.Run("BEGIN IMMEDIATE");
            session.RunScript("CREATE TABLE delivery (half INTEGER)");
        }

        await using var store = Open();

        Assert.Equal(new StoreCounts(0, 0, 0, 0, 0, 0), await store.Count(default));
    }

    [Fact]
    public async Task An_older_database_keeps_its_rows_and_gains_what_is_new()
    {
        using (var session = SqliteSession.Open(_folder.Database, SqliteOpenMode.ReadWriteCreate))
        {
            using var script = new StreamReader(typeof(SqliteStore).Assembly.GetManifestResourceStream(typeof(SqliteStore).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal).First(name => name.EndsWith(".sql", StringComparison.Ordinal)))!);
            session.RunScript(await script.ReadToEndAsync(TestContext.Current.CancellationToken));
            session.RunScript($"PRAGMA application_id = {0x544E_444D}; PRAGMA user_version = 1");
            session.RunScript("INSERT INTO value (connection, name, value) VALUES ('shop', 'cursor', 'evt_1')");
            session.RunScript(
                """
                INSERT INTO work (connection, kind, id, version, due, reason, mentions, attempts, parked_reason, parked_since) VALUES
                  ('shop', 'product', 'leapt', 1, 9, '', '[]', 1, 'Sanity leapt-eur, unit_amount: held: the amount goes from 10.00 to 1000.00 EUR.', 5),
                  ('shop', 'product', 'older', 1, 9, '', '[]', 1, 'Sanity older, *: waits: it is older than the connection.', 5),
                  ('shop', 'product', 'bad', 1, 9, '', '[]', 1, 'Sanity bad, name: is too long.', 5)
                """);
        }

        await using var store = Open();

        Assert.Equal("evt_1", await store.Read("shop", "cursor", default));
        Assert.Empty((await store.Said(new ProductKey("shop", "mug"), default)).Decided);
        Assert.Equal(Migrator.Latest, Execute("PRAGMA user_version"));

        // What only waited for a yes or no is looked at once more, and is listed where such things are.
        Assert.Equal("bad", Assert.Single(await store.Parked(null, 10, default)).Key.Id);
        Assert.Equal(["leapt", "older"], [(await store.Claim("test", TimeSpan.FromMinutes(1), default))!.Key.Id, (await store.Claim("test", TimeSpan.FromMinutes(1), default))!.Key.Id]);
    }

    [Fact]
    public void A_folder_that_is_missing_is_named()
    {
        var path = Path.Combine(_folder.Path, "missing", "tandem.db");

        Assert.Contains(Path.GetDirectoryName(path)!, Assert.Throws<StoreRefusedException>(() => SqliteStore.Open(path, _clock)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Looking_at_a_database_that_is_missing_makes_none()
    {
        Assert.Throws<StoreRefusedException>(Look);
        Assert.Throws<StoreRefusedException>(Beside);

        Assert.False(File.Exists(_folder.Database));
    }

    [Fact]
    public async Task A_looker_sees_what_the_service_commits_and_cannot_write()
    {
        await using var service = Open();
        await using var looker = Look();
        await Enqueue(service, "mug");
        var lease = await service.Claim("service", TimeSpan.FromMinutes(1), default);

        await service.Release(lease!, Recording.Nothing, new Ending.Park("no luck"), default);

        Assert.Equal("no luck", Assert.Single(await looker.Parked(null, 10, default)).Reason);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Enqueue(looker, "cup"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => looker.Probe(default));
    }

    [Fact]
    public async Task A_looker_needs_no_service()
    {
        await using (var service = Open())
        {
            await Enqueue(service, "mug");
        }

        await using var looker = Look();

        Assert.Equal(1, (await looker.Count(default)).Work);
    }

    [Fact]
    public async Task Work_that_is_added_beside_the_service_is_claimed_by_it()
    {
        await using var service = Open();
        await Enqueue(service, "held");
        var held = await service.Claim("service", TimeSpan.FromMinutes(1), default);

        await using (var beside = Beside())
        {
            await Enqueue(beside, "mug");
        }

        Assert.Equal(_clock.GetUtcNow(), await service.NextDue(default));
        Assert.Equal("mug", (await service.Claim("service", TimeSpan.FromMinutes(1), default))!.Key.Id);
        Assert.Equal(CommitResult.Committed, await service.Release(held!, Recording.Nothing, new Ending.Done(), default));
    }

    [Fact]
    public async Task Two_processes_that_write_at_once_wait_for_each_other()
    {
        await using var service = Open();
        await using var beside = Beside();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => Enqueue(i % 2 == 0 ? service : beside, $"p{i}"))));

        Assert.Equal(200, (await service.Count(default)).Work);
    }

    [Fact]
    public async Task A_failing_commit_stores_nothing_and_says_so_to_everyone_in_it()
    {
        await using var service = Open();
        Execute("CREATE TRIGGER full BEFORE INSERT ON delivery WHEN new.id = 'evt_bad' BEGIN SELECT raise(ROLLBACK, 'disk full'); END");
        var calls = Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            try
            {
                await service.Accept(Event(i == 7 ? "evt_bad" : $"evt_{i}"), Verdict.News, default);
                return 1;
            }
            catch (StoreUnavailableException)
            {
                return 0;
            }
        }));

        var stored = (await Task.WhenAll(calls)).Sum();

        Assert.InRange(stored, 0, 19);
        Assert.Equal(stored, (await service.Count(default)).Deliveries);
        Execute("DROP TRIGGER full");
        Assert.Equal(Acceptance.Stored, await service.Accept(Event("evt_bad"), Verdict.News, default));
    }

    private SqliteStore Open() => SqliteStore.Open(_folder.Database, _clock);

    private SqliteStore Beside() => SqliteStore.OpenBeside(_folder.Database, _clock);

    private SqliteStore Look() => SqliteStore.OpenReadOnly(_folder.Database, _clock);

    private Task Enqueue(SqliteStore store, string id) =>
        store.Enqueue([new DueWork(new WorkKey("shop", WorkKind.Product, id), _clock.GetUtcNow(), [], "a test")], default);

    private Delivery Event(string id) => new()
    {
        Connection = "shop",
        Side = Side.Stripe,
        Id = id,
        Type = "product.updated",
        Subject = new ObjectId(Side.Stripe, Kind.Product, "prod_1"),
        ReceivedAt = _clock.GetUtcNow(),
    };

    private object? Execute(string sql)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _folder.Database, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
