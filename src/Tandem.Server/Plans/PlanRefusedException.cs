namespace Tandem.Server;

/// <summary>A plan file must not or cannot be applied. The message says why and what to do; it is meant for the operator, without a stack trace.</summary>
public sealed class PlanRefusedException : Exception
{
    /// <summary>Refuses without a word; only for tools that insist.</summary>
    public PlanRefusedException()
    {
    }

    /// <summary>Refuses with a sentence.</summary>
    public PlanRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses with a sentence and what lies behind it.</summary>
    public PlanRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
