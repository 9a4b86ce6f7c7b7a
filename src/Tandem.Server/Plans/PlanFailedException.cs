using Tandem.Engine;

namespace Tandem.Server;

/// <summary>A side could not be read, so that nothing can be said of it or done. The message is for the operator, without a stack trace.</summary>
public sealed class PlanFailedException : Exception
{
    /// <summary>Fails without a word; only for tools that insist.</summary>
    public PlanFailedException()
    {
    }

    /// <summary>Fails with a sentence.</summary>
    public PlanFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Fails with a sentence and what lies behind it.</summary>
    public PlanFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Fails because of what a vendor answered.</summary>
    public static PlanFailedException Of(CatalogFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new PlanFailedException($"{fault.Side}: {Visible.Text(fault.Message)}{(fault.RequestId is { } id ? $" ({Visible.Text(id)})" : "")}");
    }
}
