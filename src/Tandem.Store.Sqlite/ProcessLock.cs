namespace Tandem.Store.Sqlite;

/// <summary>Keeps a second serving process off the database: an exclusive lock on a file beside it, which the system frees when the process dies.</summary>
internal sealed class ProcessLock : IDisposable
{
    private readonly FileStream _file;

    private ProcessLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or says who may hold it. A database in memory needs none.</summary>
    public static ProcessLock? Take(Place place)
    {
        if (place.IsMemory)
        {
            return null;
        }

        var path = place.Name + ".lock";
        try
        {
            // The file stays when the lock is freed: deleting it could take it from under a process that has just locked it.
            return new ProcessLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreRefusedException(
                $"Another process holds {path}: one service at a time may use the database {place.Name}. Stop the other one, or give this one a database of its own (TANDEM_DATABASE).",
                exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
