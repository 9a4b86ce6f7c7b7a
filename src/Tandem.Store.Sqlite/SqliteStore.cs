using Microsoft.Data.Sqlite;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <summary>The durable memory in one SQLite file: for one service on one machine.</summary>
/// <remarks>
/// WAL with <c>synchronous=FULL</c>: what a call has returned survives a kill, and a power cut as far as the disk honours fsync.
/// <see cref="Open"/> serves; <see cref="OpenBeside"/> lets another process add work; <see cref="OpenReadOnly"/> only looks.
/// Readers see everything that is committed and never wait for the writer.
/// </remarks>
public sealed partial class SqliteStore : IStateStore
{
    private readonly TimeProvider _time;
    private readonly ProcessLock? _lock;
    private readonly GroupCommit? _writes;
    private readonly ReadPool? _reads;
    private bool _isClosed;

    private SqliteStore(TimeProvider time, ProcessLock? processLock, GroupCommit? writes, ReadPool? reads)
    {
        _time = time;
        _lock = processLock;
        _writes = writes;
        _reads = reads;
    }

    /// <inheritdoc/>
    public event Action? WorkAdded;

    /// <summary>Opens the database for the service: takes the process lock, makes or migrates the file, and frees the leases of the process before.</summary>
    /// <param name="database">
    /// A path; or <c>file:NAME?mode=memory&amp;cache=shared</c> for a database in memory, which lives as long as one connection to it is open and needs no lock.
    /// </param>
    /// <param name="time">The clock that leases and due moments are compared with.</param>
    /// <exception cref="StoreRefusedException">The database is in use, newer than this program, or cannot keep the promises; the message says what to do.</exception>
    public static SqliteStore Open(string database, TimeProvider time)
    {
        Pragmas.RequireVersion();
        var place = Place.Of(database);
        place.Prepare();
        var processLock = ProcessLock.Take(place);
        SqliteSession? writer = null;
        try
        {
            writer = Connect(place);
            Renewal.Of(writer, time);
            WorkRows.FreeAll(writer);
            return new SqliteStore(time, processLock, new GroupCommit(writer), Readers(place));
        }
        catch
        {
            writer?.Dispose();
            processLock?.Dispose();
            throw;
        }
    }

    /// <summary>A connection to a database in memory that outlives the stores on it, for the simulator: connecting costs more than a short life.</summary>
    internal static SqliteSession Connect(string database)
    {
        Pragmas.RequireVersion();
        return Connect(Place.Of(database));
    }

    /// <summary>Opens the database for a new life of the service on such a connection, whose last store is disposed; it frees the leases of the life before.</summary>
    internal static SqliteStore OpenOn(SqliteSession connection, TimeProvider time)
    {
        WorkRows.FreeAll(connection);
        return new SqliteStore(time, null, new GroupCommit(connection) { IsBorrowed = true }, null);
    }

    /// <summary>
    /// Opens the database beside a service that may be running, to add work (<c>tandem parked replay</c>): no process lock, no migration, no lease is touched.
    /// The service finds the work when it next asks for <see cref="NextDue"/>.
    /// </summary>
    /// <exception cref="StoreRefusedException">There is no database, or it has another schema than this program.</exception>
    public static SqliteStore OpenBeside(string database, TimeProvider time)
    {
        var place = OpenExisting(database);
        var writer = OpenSession(place, SqliteOpenMode.ReadWrite);
        try
        {
            Migrator.RequireLatest(writer, place);
            return new SqliteStore(time, null, new GroupCommit(writer), Readers(place));
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Opens the database to look at it, whether or not a service is running. Every member that writes throws <see cref="InvalidOperationException"/>.</summary>
    /// <exception cref="StoreRefusedException">There is no database, or it has another schema than this program.</exception>
    public static SqliteStore OpenReadOnly(string database, TimeProvider time)
    {
        var place = OpenExisting(database);
        using (var session = OpenReader(place))
        {
            Migrator.RequireLatest(session, place);
        }

        return new SqliteStore(time, null, null, new ReadPool(() => OpenReader(place)));
    }

    /// <inheritdoc/>
    public async Task Probe(CancellationToken cancellation) => await Change(
        session => ValueRows.Write(session, "", "probe", _time.Milliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
        cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        if (_writes is not null)
        {
            await _writes.Close();
        }

        _reads?.Dispose();
        _writes?.Dispose();
        _lock?.Dispose();
    }

    private static Place OpenExisting(string database) => Existing(database, "database", " Start the service once with this database, or give the path that it uses.");

    private static Place OpenBackup(string file) => Existing(file, "backup", "");

    private static Place Existing(string file, string what, string remedy)
    {
        Pragmas.RequireVersion();
        var place = Place.Of(file);
        place.RequireFile(what, remedy);
        return place;
    }

    private static SqliteSession Connect(Place place)
    {
        var session = OpenSession(place, SqliteOpenMode.ReadWriteCreate);
        try
        {
            Migrator.Migrate(session, place);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static SqliteSession OpenSession(Place place, SqliteOpenMode mode)
    {
        try
        {
            var session = SqliteSession.Open(place.Name, mode);
            try
            {
                Pragmas.Apply(session, place);
                return session;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
        catch (SqliteException exception)
        {
            throw new StoreRefusedException($"The database {place.Name} cannot be opened: {exception.Message}", exception);
        }
    }

    // Memory databases are read through the writer: readers of a shared cache would be locked out by its open transaction.
    private static ReadPool? Readers(Place place) => place.IsMemory ? null : new ReadPool(() => OpenReader(place));

    // Opened for writing, because a reader of a WAL database must be able to make its shared index; writes are forbidden right after.
    private static SqliteSession OpenReader(Place place)
    {
        var session = OpenSession(place, SqliteOpenMode.ReadWrite);
        Pragmas.ForbidWrites(session, place);
        return session;
    }

    private Task<T> Change<T>(Func<SqliteSession, T> work, CancellationToken cancellation) =>
        _writes?.Run(work, cancellation) ?? Task.FromException<T>(new InvalidOperationException("This store was opened for looking only."));

    private Task<T> Look<T>(Func<SqliteSession, T> work, CancellationToken cancellation)
    {
        if (_reads is null)
        {
            return Change(work, cancellation);
        }

        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        try
        {
            return Task.FromResult(_reads.Run(work));
        }
        catch (SqliteException exception)
        {
            return Task.FromException<T>(new StoreUnavailableException($"The database could not be read: {exception.Message}", exception));
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }
}
