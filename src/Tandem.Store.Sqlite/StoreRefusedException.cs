namespace Tandem.Store.Sqlite;

/// <summary>The database cannot be opened as it is; the message says which file and what to do.</summary>
public sealed class StoreRefusedException : Exception
{
    /// <summary>Refuses without a word; only for serialisers and tools that insist.</summary>
    public StoreRefusedException()
    {
    }

    /// <summary>Refuses with a sentence for the operator.</summary>
    public StoreRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses with a sentence for the operator and what lies behind it.</summary>
    public StoreRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
