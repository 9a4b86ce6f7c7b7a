using Tandem.Core;

namespace Tandem.Cli.Demo;

/// <summary>What sort of thing happened.</summary>
internal enum TimelineKind
{
    /// <summary>A visitor did something on the page.</summary>
    Act,

    /// <summary>A webhook was acknowledged.</summary>
    Hint,

    /// <summary>A webhook was acknowledged and is known to tell of nothing new: an echo of our own write, or a duplicate.</summary>
    Echo,

    /// <summary>The service decided.</summary>
    Plan,

    /// <summary>The service wrote to a side.</summary>
    Write,

    /// <summary>Both sides had edited the same.</summary>
    Conflict,

    /// <summary>Something worth knowing.</summary>
    Note,

    /// <summary>Something went wrong.</summary>
    Trouble,
}

/// <summary>A line of the timeline.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Kind">What sort of line.</param>
/// <param name="Side">Where it came from or where it went, if to one side.</param>
/// <param name="Product">The document id of the product that it is about; null when it is about none.</param>
/// <param name="Text">What happened.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record TimelineItem(DateTimeOffset At, TimelineKind Kind, Side? Side, string? Product, string Text, double? Milliseconds = null)
{
    /// <summary>Why, where it is known.</summary>
    public string? Reason { get; init; }
}
