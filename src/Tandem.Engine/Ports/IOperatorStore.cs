using System.Collections.Immutable;

namespace Tandem.Engine;

/// <summary>What an operator asks of the memory and does to it, beside a running service or without one: the commands of <c>tandem</c>.</summary>
public interface IOperatorStore
{
    /// <summary>How each connection is doing, by what is on disk; in order of name.</summary>
    /// <param name="connection">The only connection that is meant; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<ConnectionCounts>> Overview(string? connection, CancellationToken cancellation);
}
