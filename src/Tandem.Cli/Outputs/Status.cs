using System.Collections.Immutable;
using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>What <c>tandem status</c> found.</summary>
/// <param name="Database">The database that it is about.</param>
/// <param name="IsRunning">Whether a service holds the database.</param>
/// <param name="Now">The moment of looking (UTC).</param>
/// <param name="Connections">Each connection.</param>
internal sealed record Status(string Database, bool IsRunning, DateTimeOffset Now, ImmutableArray<ConnectionStatus> Connections)
{
    /// <summary>Whether changes do not get through.</summary>
    public bool IsStill => !IsRunning || Connections.Any(one => one is { IsGone: false, Pulse: { } pulse } && (pulse.Refusal is not null || pulse.Sanity.IsLost(Now) || pulse.Stripe.IsLost(Now)));

    /// <summary>Whether something waits for a person.</summary>
    public bool NeedsPerson => Connections.Any(one => one is { IsGone: false, Counts: { Conflicts: > 0 } or { Held: > 0 } or { Parked: > 0 } });
}

/// <summary>How a connection is doing.</summary>
/// <param name="Counts">What its rows say.</param>
/// <param name="Pair">What it keeps equal; null while the service was never told.</param>
/// <param name="Pulse">What the service has left; null when it has left nothing yet.</param>
/// <param name="IsGone">Whether it is not configured any more, so that nothing of it needs anybody.</param>
internal sealed record ConnectionStatus(ConnectionCounts Counts, Fingerprint? Pair, Pulse? Pulse, bool IsGone);

/// <summary>Shows what <c>tandem status</c> found.</summary>
internal interface IStatusOutput
{
    /// <summary>Shows all of it.</summary>
    void Show(Status status);
}
