namespace Tandem.Store.Sqlite;

/// <summary>The database could not do its work right now (disk full, busy, broken): nothing of the call was stored, and it may be tried again.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Fails without a word; only for serialisers and tools that insist.</summary>
    public StoreUnavailableException()
    {
    }

    /// <summary>Fails with a sentence for the operator.</summary>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Fails with a sentence for the operator and SQLite's own error.</summary>
    public StoreUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
