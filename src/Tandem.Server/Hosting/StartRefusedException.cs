namespace Tandem.Server;

/// <summary>The service must not run as it is set up. The message says why and what to do; it is meant for the operator, without a stack trace.</summary>
public sealed class StartRefusedException : Exception
{
    /// <summary>Refuses without a word; only for tools that insist.</summary>
    public StartRefusedException()
    {
    }

    /// <summary>Refuses with a sentence.</summary>
    public StartRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses with a sentence and what lies behind it.</summary>
    public StartRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
