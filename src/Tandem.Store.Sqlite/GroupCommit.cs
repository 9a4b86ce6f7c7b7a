namespace Tandem.Store.Sqlite;

/// <summary>The only writer of the database: everything that waits is committed together, so that many writers share one fsync.</summary>
/// <remarks>
/// There is no background thread. A writer that finds nobody leading leads: it runs what waits in one transaction, commits, and goes on while
/// more arrives; after a few rounds it hands over, so that no writer serves the others for ever. A round in which something fails is rolled back and
/// done once more with a savepoint an operation, so work may run twice: it must do nothing but what the transaction undoes.
/// A lone writer does all of it on its own thread before its call returns, which is what the simulator relies on.
/// </remarks>
internal sealed class GroupCommit(SqliteSession session) : IDisposable
{
    /// <summary>How many operations one transaction holds at most: bounds how long the first of them waits.</summary>
    private const int RoundLimit = 256;

    /// <summary>How many transactions a leader runs before it hands over.</summary>
    private const int RoundsALeader = 4;

    private readonly Lock _gate = new();
    private readonly Queue<Operation> _waiting = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isLed;
    private bool _isClosed;

    /// <summary>Whether the connection stays open when this is disposed.</summary>
    public bool IsBorrowed { get; init; }

    /// <summary>Does work in a transaction; when the task ends, it is on disk. An exception in the work rolls back this work alone.</summary>
    public async Task<T> Run<T>(Func<SqliteSession, T> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var operation = new Operation<T>(work, cancellation);
        if (Join(operation) || await operation.Turn == Turn.Lead)
        {
            Lead();
        }

        return operation.Result;
    }

    /// <summary>Lets the waiting operations end and takes no more.</summary>
    public Task Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            if (!_isLed)
            {
                _drained.TrySetResult();
            }
        }

        return _drained.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!IsBorrowed)
        {
            session.Dispose();
        }
    }

    // True when the caller is to lead.
    private bool Join(Operation operation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _waiting.Enqueue(operation);
            var leads = !_isLed;
            _isLed = true;
            return leads;
        }
    }

    private void Lead()
    {
        var round = new List<Operation>();
        for (var i = 0; i < RoundsALeader; i++)
        {
            if (i > 0)
            {
                Gather();
            }

            if (!Take(round))
            {
                return;
            }

            Commit(round);
            round.Clear();
        }

        HandOver();
    }

    // Writers come in bursts, when a round ends: those who are on their way would wait for the whole fsync of a round that they just missed.
    private void Gather()
    {
        var (before, now) = (0, Waiting());
        while (now > before && now < RoundLimit)
        {
            Thread.Yield();
            (before, now) = (now, Waiting());
        }
    }

    private int Waiting()
    {
        lock (_gate)
        {
            return _waiting.Count;
        }
    }

    // False when nothing waits: then nobody leads any more.
    private bool Take(List<Operation> round)
    {
        lock (_gate)
        {
            while (round.Count < RoundLimit && _waiting.TryDequeue(out var operation))
            {
                round.Add(operation);
            }

            if (round.Count == 0)
            {
                StepDown();
            }

            return round.Count > 0;
        }
    }

    private void HandOver()
    {
        Operation? next;
        lock (_gate)
        {
            if (!_waiting.TryPeek(out next))
            {
                StepDown();
            }
        }

        next?.Lead();
    }

    private void StepDown()
    {
        _isLed = false;
        if (_isClosed)
        {
            _drained.TrySetResult();
        }
    }

    private void Commit(List<Operation> round)
    {
        if (!TryTogether(round))
        {
            OneByOne(round);
        }

        foreach (var operation in round)
        {
            operation.End();
        }
    }

    // Savepoints are dear, and nearly every operation succeeds: false, with nothing stored, when one of them did not.
    private bool TryTogether(List<Operation> round)
    {
        try
        {
            session.Run("BEGIN IMMEDIATE");
            foreach (var operation in round)
            {
                if (!operation.IsCancelled)
                {
                    operation.Run(session);
                }
                else
                {
                    operation.Cancel();
                }
            }

            session.Run("COMMIT");
            return true;
        }
#pragma warning disable CA1031 // The operations are run again one by one, and the one that fails then keeps its exception.
        catch (Exception)
#pragma warning restore CA1031
        {
            RollBack();
            return false;
        }
    }

    private void OneByOne(List<Operation> round)
    {
        try
        {
            session.Run("BEGIN IMMEDIATE");
            foreach (var operation in round)
            {
                RunOne(operation);
            }

            session.Run("COMMIT");
        }
        catch (Exception exception)
        {
            RollBack();
            foreach (var operation in round)
            {
                operation.Fail(exception);
            }
        }
    }

    private void RunOne(Operation operation)
    {
        if (operation.IsCancelled)
        {
            operation.Cancel();
            return;
        }

        session.Run("SAVEPOINT operation");
        try
        {
            operation.Run(session);
        }
        catch (Exception exception) when (!session.IsIdle)
        {
            // When SQLite has rolled everything back by itself, the whole round has failed, and the caller says so to all.
            session.Run("ROLLBACK TO operation");
            operation.Fail(exception);
        }

        session.Run("RELEASE operation");
    }

    private void RollBack()
    {
        try
        {
            if (!session.IsIdle)
            {
                session.Run("ROLLBACK");
            }
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // The next BEGIN reports what is wrong; the operations of this round already fail with the first error.
        }
    }
}
