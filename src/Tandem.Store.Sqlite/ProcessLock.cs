namespace Tandem.Store.Sqlite;

/// <summary>Keeps a second serving process off the database: an exclusive lock on a file beside it, which the system frees when the process dies.</summary>
internal sealed class ProcessLock : IDisposable
{
    private const int Tries = 3;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private readonly FileStream _file;

    private ProcessLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or says who may hold it. A database in memory needs none.</summary>
    public static ProcessLock? Take(Place place)
    {
        if (place.IsMemory)
        {
            return null;
        }

        var path = PathOf(place);
        for (var tried = 1; ; tried++)
        {
            try
            {
                // The file stays when the lock is freed: deleting it could take it from under a process that has just locked it.
                return new ProcessLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (tried < Tries)
            {
                // Who only asks whether a service runs holds it for a moment.
                using var pause = new ManualResetEventSlim();
                pause.Wait(Glance);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new StoreRefusedException(
                    $"Another process holds {path}: one service at a time may use the database {place.Name}. Stop the other one, or give this one a database of its own (TANDEM_DATABASE).",
                    exception);
            }
        }
    }

    /// <summary>Whether a service holds the lock. Asking takes a shared lock for a moment, which never stands in the way of others who ask.</summary>
    public static bool IsHeld(Place place)
    {
        if (place.IsMemory)
        {
            return false;
        }

        try
        {
            using var file = new FileStream(PathOf(place), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string PathOf(Place place) => place.Name + ".lock";
}
