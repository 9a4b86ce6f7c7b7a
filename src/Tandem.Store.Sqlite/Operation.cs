using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;

namespace Tandem.Store.Sqlite;

/// <summary>What a waiting writer is told.</summary>
internal enum Turn
{
    /// <summary>Its operation has ended: committed, failed or cancelled.</summary>
    Ended,

    /// <summary>The leader hands over: run the waiting operations, its own first.</summary>
    Lead,
}

/// <summary>Something to be done in a transaction, and the writer who waits for its end.</summary>
internal abstract class Operation(CancellationToken cancellation)
{
    // Asynchronous continuations: the leader must never run another writer's code in the middle of its work.
    private readonly TaskCompletionSource<Turn> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the writer waits for.</summary>
    public Task<Turn> Turn => _turn.Task;

    /// <summary>Whether the writer has lost interest before the work began.</summary>
    public bool IsCancelled => cancellation.IsCancellationRequested;

    /// <summary>Why the operation stored nothing, if so.</summary>
    protected ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Does the work inside the open transaction.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>Takes note that nothing of this operation is stored.</summary>
    public void Fail(Exception exception) =>
        Failure = ExceptionDispatchInfo.Capture(
            exception is SqliteException sqlite
                ? new StoreUnavailableException($"The database could not do its work, nothing was stored (SQLite error {sqlite.SqliteExtendedErrorCode}): {sqlite.Message}", sqlite)
                : exception);

    /// <summary>Takes note that the work was never begun.</summary>
    public void Cancel() => Fail(new OperationCanceledException(cancellation));

    /// <summary>Lets the writer go on.</summary>
    public void End() => _turn.TrySetResult(Sqlite.Turn.Ended);

    /// <summary>Makes the writer the leader.</summary>
    public void Lead() => _turn.TrySetResult(Sqlite.Turn.Lead);
}

/// <summary>An operation with a result.</summary>
internal sealed class Operation<T>(Func<SqliteSession, T> work, CancellationToken cancellation) : Operation(cancellation)
{
    private T? _result;

    /// <summary>What came of it, once it has ended.</summary>
    public T Result
    {
        get
        {
            Failure?.Throw();
            return _result!;
        }
    }

    /// <inheritdoc/>
    public override void Run(SqliteSession session) => _result = work(session);
}
