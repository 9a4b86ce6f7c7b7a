namespace Tandem.Sandbox;

/// <summary>One HTTP request as a stand-in sees it, free of any web framework.</summary>
/// <param name="Method">The HTTP method in upper case.</param>
/// <param name="Path">The decoded absolute path, without the query.</param>
/// <param name="Query">The raw query string without its question mark; empty when there is none.</param>
/// <param name="Headers">Header values by lower-case name; several values are joined with a comma.</param>
/// <param name="Body">The raw body bytes; empty when there is none.</param>
public sealed record SandboxRequest(
    string Method,
    string Path,
    string Query,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body);

/// <summary>What a stand-in answers.</summary>
/// <param name="Status">The HTTP status; 0 means that the connection is cut without an answer.</param>
/// <param name="Headers">Header values by name.</param>
/// <param name="Body">The raw body bytes.</param>
public sealed record SandboxResponse(int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>How long the answer is held back, measured on the world's clock.</summary>
    public TimeSpan Delay { get; init; }
}

/// <summary>A stand-in of one vendor: a deterministic state machine behind an HTTP shape.</summary>
/// <remarks>
/// A world handles one request at a time, synchronously, and reads time only from the <see cref="TimeProvider"/>
/// that it was made with. The Kestrel host, the in-process handler of tests and the simulator all call the same method.
/// </remarks>
public interface IWorld
{
    /// <summary>Every call that reached this world, oldest first.</summary>
    CallLog Calls { get; }

    /// <summary>Webhook deliveries that are waiting to be sent.</summary>
    Outbox Outbox { get; }

    /// <summary>What goes wrong with this world's calls and deliveries, and the hook of kill rigs.</summary>
    Faults Faults { get; }

    /// <summary>Executes one request.</summary>
    SandboxResponse Handle(SandboxRequest request);
}
