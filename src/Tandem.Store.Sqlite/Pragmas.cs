using SQLitePCL;

namespace Tandem.Store.Sqlite;

/// <summary>The settings that the promises rest on. They are read back: a store that cannot keep them refuses to open.</summary>
internal static class Pragmas
{
    /// <summary>SQLite 3.51.3. Versions 3.7.0 to 3.51.2 can corrupt a database in WAL mode (the WAL-reset race).</summary>
    public const int OldestVersion = 3_051_003;

    /// <summary>How long a statement waits for another process's transaction, in milliseconds.</summary>
    private const long BusyTimeout = 5_000;

    /// <summary>SQLite's FULL: a commit returns after fsync, also when the power fails right after it.</summary>
    private const long Full = 2;

    /// <summary>Refuses a native library that is too old.</summary>
    public static void RequireVersion()
    {
        Batteries_V2.Init();
        var version = raw.sqlite3_libversion_number();
        if (version < OldestVersion)
        {
            throw new StoreRefusedException(
                $"SQLite {raw.sqlite3_libversion().utf8_to_string()} is too old: versions before 3.51.3 can corrupt a database in WAL mode. Use the native library that comes with Tandem.");
        }
    }

    /// <summary>Configures a connection and proves that the settings hold.</summary>
    public static void Apply(SqliteSession session, Place place)
    {
        var journal = place.IsMemory ? "memory" : "wal";
        session.Run("PRAGMA busy_timeout = 5000");

        // Counts for a new file only. A delivery takes 1 to 4 kB: in pages of 4 kB, SQLite's own choice, a commit writes nearly twice as many.
        session.Run("PRAGMA page_size = 8192");
        Require(session.First("PRAGMA journal_mode = WAL", Text) == journal, place, $"journal_mode is not {journal}");
        session.Run("PRAGMA synchronous = FULL");
        session.Run("PRAGMA foreign_keys = ON");
        session.Run("PRAGMA trusted_schema = OFF");
        Require(session.Number("PRAGMA synchronous") == Full, place, "synchronous is not FULL");
        Require(session.Number("PRAGMA busy_timeout") == BusyTimeout, place, "busy_timeout is not set");
        Require(session.Number("PRAGMA foreign_keys") == 1, place, "foreign_keys is not ON");
        Require(session.Number("PRAGMA trusted_schema") == 0, place, "trusted_schema is not OFF");
        if (!place.IsMemory)
        {
            // A long reader lets the write-ahead log grow; this gives the disk back afterwards.
            session.Run("PRAGMA journal_size_limit = 67108864");
        }
    }

    /// <summary>Forbids every write on a connection.</summary>
    public static void ForbidWrites(SqliteSession session, Place place)
    {
        session.Run("PRAGMA query_only = ON");
        Require(session.Number("PRAGMA query_only") == 1, place, "query_only is not ON");
    }

    private static string Text(Row row) => row.Text(0);

    private static void Require(bool holds, Place place, string complaint)
    {
        if (!holds)
        {
            throw new StoreRefusedException($"The database {place.Name} cannot keep its promises: {complaint}. Put it on a local disk that SQLite's WAL mode works on.");
        }
    }
}
