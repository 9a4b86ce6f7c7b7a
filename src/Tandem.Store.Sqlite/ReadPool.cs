using System.Collections.Concurrent;

namespace Tandem.Store.Sqlite;

/// <summary>Connections that only read. In WAL mode they see everything that is committed and never wait for the writer.</summary>
internal sealed class ReadPool(Func<SqliteSession> open) : IDisposable
{
    /// <summary>How many idle connections are kept; more are made when more threads read at once, and closed after.</summary>
    private const int IdleLimit = 4;

    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private volatile bool _isClosed;

    /// <summary>Reads; several statements in one call see the same state.</summary>
    public T Run<T>(Func<SqliteSession, T> work)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (!_idle.TryTake(out var session))
        {
            session = open();
        }

        try
        {
            session.Run("BEGIN");
            var result = work(session);
            session.Run("COMMIT");
            Return(session);
            return result;
        }
        catch
        {
            // Whatever happened to it, a fresh one is cheap.
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private void Return(SqliteSession session)
    {
        if (_isClosed || _idle.Count >= IdleLimit)
        {
            session.Dispose();
            return;
        }

        _idle.Add(session);
        if (_isClosed)
        {
            Dispose();
        }
    }
}
