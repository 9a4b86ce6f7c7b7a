using System.Collections.Immutable;
using System.Globalization;

namespace Tandem.Store.Sqlite;

/// <summary>Brings a database to the schema of this program by numbered scripts, all in one transaction.</summary>
/// <remarks>A kill in the middle leaves the old schema whole; the next start does it again.</remarks>
internal static class Migrator
{
    /// <summary>"TNDM", the mark that tells our databases from other SQLite files.</summary>
    private const long ApplicationId = 0x544E_444D;

    /// <summary>The scripts by number, <c>001-initial.sql</c> first.</summary>
    private static readonly ImmutableArray<(long Number, string Name)> Scripts =
    [
        .. typeof(Migrator).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (long.Parse(name.AsSpan(0, 3), CultureInfo.InvariantCulture), name)),
    ];

    /// <summary>The schema of this program.</summary>
    public static long Latest => Scripts[^1].Number;

    /// <summary>Runs the scripts that are missing.</summary>
    public static void Migrate(SqliteSession session, Place place)
    {
        session.Run("BEGIN IMMEDIATE");
        try
        {
            var version = Version(session);
            RefuseForeign(session, place, version);
            RefuseNewer(place, version);
            foreach (var (number, name) in Scripts.Where(script => script.Number > version))
            {
                session.RunScript(Read(name));
                session.RunScript(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {number}"));
            }

            session.RunScript(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
            session.Run("COMMIT");
        }
        catch
        {
            if (!session.IsIdle)
            {
                session.Run("ROLLBACK");
            }

            throw;
        }
    }

    /// <summary>Refuses a database of another schema, for those that open it beside the service.</summary>
    public static void RequireLatest(SqliteSession session, Place place)
    {
        var version = Version(session);
        RefuseForeign(session, place, version);
        RefuseNewer(place, version);
        if (version < Latest)
        {
            throw new StoreRefusedException($"The database {place.Name} has schema {version}, this program needs {Latest}. Start the service with this program once: it migrates the database.");
        }
    }

    /// <summary>Refuses what is no database of ours, an empty one, and one that a newer program has used; returns its schema.</summary>
    public static long RequireKnown(SqliteSession session, Place place)
    {
        var version = Version(session);
        RefuseForeign(session, place, version);
        RefuseNewer(place, version);
        return version > 0 ? version : throw new StoreRefusedException($"The file {place.Name} is an empty database.");
    }

    private static long Version(SqliteSession session) => session.Number("PRAGMA user_version") ?? 0;

    private static void RefuseNewer(Place place, long version)
    {
        if (version > Latest)
        {
            throw new StoreRefusedException($"The database {place.Name} has schema {version}, but this program knows only {Latest}: a newer Tandem has used it. Run that version or a later one.");
        }
    }

    private static void RefuseForeign(SqliteSession session, Place place, long version)
    {
        var isOurs = session.Number("PRAGMA application_id") == ApplicationId;
        var isEmpty = version == 0 && session.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isOurs && !isEmpty)
        {
            throw new StoreRefusedException($"The file {place.Name} is a database of another program. Give another path.");
        }
    }

    private static string Read(string name)
    {
        using var stream = typeof(Migrator).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
