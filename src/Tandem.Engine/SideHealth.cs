using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>When a side of a connection was last reached, and what is wrong with it if anything.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Side">The side.</param>
/// <param name="LastContact">When it last answered a call properly (UTC); null when it never did since the start.</param>
/// <param name="Fault">The newest fault if it came after the last contact, else null.</param>
/// <param name="FailingSince">When it began to fail (UTC), if it does: not the last contact, since a side that nobody asked has not failed.</param>
public sealed record SideHealth(string Connection, Side Side, DateTimeOffset? LastContact, string? Fault, DateTimeOffset? FailingSince = null)
{
    /// <summary>How many calls the engine has made to it since the start, those for the Studio included, and those of connections that share its budget.</summary>
    public long Calls { get; init; }

    /// <summary>How many calls a second it may make.</summary>
    public double CallsASecond { get; init; }
}

/// <summary>How the engine is doing.</summary>
/// <param name="Sides">Each side of each connection.</param>
/// <param name="Running">Pieces of work in hand.</param>
public sealed record EngineHealth(ImmutableArray<SideHealth> Sides, int Running)
{
    /// <summary>Each listener that is kept open.</summary>
    public ImmutableArray<ListenerHealth> Listeners { get; init; } = [];
}

/// <summary>How a listener is doing.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="What">What is listened for.</param>
/// <param name="Since">Since when the connection has stood (UTC); null while there is none.</param>
/// <param name="Fault">What ended the last one, if it did not end in order; null while one stands.</param>
public sealed record ListenerHealth(string Connection, string What, DateTimeOffset? Since, string? Fault);
