namespace Tandem.Sandbox.Sanity;

/// <summary>A query that cannot be parsed, or that uses what this stand-in does not know: never answered wrongly instead.</summary>
internal sealed class GroqSyntaxException(string message, int start, int end) : Exception(message)
{
    /// <summary>Where the fault begins, in UTF-16 units.</summary>
    public int Start { get; } = start;

    /// <summary>Where the fault ends.</summary>
    public int End { get; } = end;
}
