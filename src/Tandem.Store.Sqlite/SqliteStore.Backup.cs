using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Tandem.Store.Sqlite;

/// <content>Copies of the database, and back.</content>
public sealed partial class SqliteStore
{
    private static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <summary>Writes a consistent copy of a database into a file, also while a service runs on it. The copy is under its name as a whole, or not at all.</summary>
    /// <param name="database">A path, as for <see cref="Open"/>.</param>
    /// <param name="file">Where the copy goes; what is there is replaced.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreRefusedException">There is no database of ours, or the copy would fall on it.</exception>
    /// <exception cref="StoreUnavailableException">The copy could not be written.</exception>
    public static BackupFacts BackUp(string database, string file, TimeProvider time)
    {
        var (place, target) = (OpenExisting(database), Place.Of(file));
        RefuseSame(place, target);
        target.RequireFolder();
        using var source = OpenSession(place, SqliteOpenMode.ReadWrite);
        Migrator.RequireKnown(source, place);
        var partial = target.Name + ".partial";
        return Written(target, partial, () =>
        {
            Copy(source, partial);
            var facts = Marked(partial, time);
            File.Move(partial, target.Name, overwrite: true);
            return facts with { File = target.Name };
        });
    }

    /// <summary>Checks a database file, every page of it, and says what is in it.</summary>
    /// <param name="file">A backup, or any other database of ours that no service is using.</param>
    /// <exception cref="StoreRefusedException">It is no database of ours, is damaged, or a newer program has used it.</exception>
    public static BackupFacts Examine(string file)
    {
        var place = OpenBackup(file);
        try
        {
            using var session = SqliteSession.Open(place.Name, SqliteOpenMode.ReadWrite);
            return Checked(session, place);
        }
        catch (SqliteException exception)
        {
            throw Unreadable(place, exception);
        }
    }

    /// <summary>Puts a backup in the place of a database, and keeps what was there beside it. The next service that opens it catches up on what has happened since.</summary>
    /// <param name="database">A path, as for <see cref="Open"/>; there need be none yet.</param>
    /// <param name="file">The backup, which stays as it is.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreRefusedException">A service holds the database, or the backup cannot be used.</exception>
    /// <exception cref="StoreUnavailableException">The files could not be written; the database is as it was.</exception>
    public static Restoration Restore(string database, string file, TimeProvider time)
    {
        var (source, place) = (OpenBackup(file), Place.Of(database));
        RefuseSame(place, source);
        place.RequireFolder();
        using var held = ProcessLock.Take(place);
        var incoming = place.Name + ".incoming";
        return Written(place, incoming, () =>
        {
            var facts = Taken(source, incoming, time);
            var former = SetAside(place, time);
            File.Move(incoming, place.Name, overwrite: true);
            return new Restoration(facts with { File = place.Name }, former);
        });
    }

    private static void RefuseSame(Place place, Place file)
    {
        if (Companions.Append(".lock").Append("").Any(end => string.Equals(place.Name + end, file.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new StoreRefusedException($"{file.Name} is the database itself, or belongs to it. Give another file.");
        }
    }

    // The page-by-page check is on the copy, which nobody writes to.
    private static BackupFacts Taken(Place source, string incoming, TimeProvider time)
    {
        try
        {
            using var session = SqliteSession.Open(source.Name, SqliteOpenMode.ReadWrite);
            Checked(session, source);
            Copy(session, incoming);
        }
        catch (SqliteException exception)
        {
            throw Unreadable(source, exception);
        }

        return Marked(incoming, time);
    }

    private static BackupFacts Checked(SqliteSession session, Place place)
    {
        var schema = Migrator.RequireKnown(session, place);
        var damage = session.All("PRAGMA integrity_check(3)", row => row.Text(0));
        if (damage is not ["ok"])
        {
            throw new StoreRefusedException($"The file {place.Name} is damaged: {string.Join("; ", damage)}. Use another backup.");
        }

        return BackupFacts.Of(session, place.Name, schema);
    }

    private static void Copy(SqliteSession source, string file)
    {
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Open(file, options).Dispose();
        source.Run("VACUUM INTO @file", ("@file", file));
    }

    private static BackupFacts Marked(string file, TimeProvider time)
    {
        BackupFacts facts;
        using (var copy = SqliteSession.Open(file, SqliteOpenMode.ReadWrite))
        {
            copy.Run("PRAGMA synchronous = FULL");
            Renewal.Mark(copy, time.Milliseconds());
            facts = Checked(copy, Place.Of(file));
        }

        // SQLite may leave what it has copied to the system.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
        return facts with { Bytes = stream.Length };
    }

    // As a copy, so that there is a database at every moment. A log beside it that is not its own would destroy the one that comes: it goes first.
    private static string? SetAside(Place place, TimeProvider time)
    {
        FoldLog(place);
        var former = string.Create(CultureInfo.InvariantCulture, $"{place.Name}.before-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
        for (var count = 2; File.Exists(former); count++)
        {
            former = string.Create(CultureInfo.InvariantCulture, $"{place.Name}.before-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{count}");
        }

        foreach (var end in Companions.Prepend("").Where(end => File.Exists(place.Name + end)))
        {
            File.Copy(place.Name + end, former + end);
        }

        foreach (var end in Companions)
        {
            File.Delete(place.Name + end);
        }

        return File.Exists(former) ? former : null;
    }

    private static void FoldLog(Place place)
    {
        try
        {
            if (File.Exists(place.Name))
            {
                using var session = SqliteSession.Open(place.Name, SqliteOpenMode.ReadWrite);
                session.Run("PRAGMA wal_checkpoint(TRUNCATE)");
            }
        }
        catch (SqliteException)
        {
            // What is there cannot be read any more, which may be why a backup is wanted: it is kept as it is, with its log.
        }
    }

    private static T Written<T>(Place place, string partial, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"{place.Name} could not be written, and nothing was changed: {exception.Message}", exception);
        }
        finally
        {
            foreach (var end in Companions.Prepend(""))
            {
                File.Delete(partial + end);
            }
        }
    }

    private static StoreRefusedException Unreadable(Place place, SqliteException exception) =>
        new($"The file {place.Name} cannot be read as a database: {exception.Message}", exception);
}
