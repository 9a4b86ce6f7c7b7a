using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Tandem.Engine;

/// <summary>Whose work may be taken: that of connections which have begun and have a worker free. Each has workers of its own, so that a storm or an outage of one delays no other.</summary>
/// <param name="each">How many workers a connection has.</param>
/// <param name="connections">The connections that are configured.</param>
internal sealed class Workplaces(int each, IEnumerable<Connection> connections)
{
    private readonly ImmutableArray<string> _all = [.. connections.Select(connection => connection.Name).Order(StringComparer.Ordinal)];
    private readonly ConcurrentDictionary<string, int> _taken = new(StringComparer.Ordinal);
    private ImmutableHashSet<string> _closed = [.. connections.Where(connection => !connection.Ready.IsCompleted).Select(connection => connection.Name)];

    /// <summary>Pieces of work in hand.</summary>
    public int Taken => _taken.Values.Sum();

    /// <summary>Every connection: of others no work is ever taken, since another process may have them, or they may be configured again.</summary>
    public ImmutableArray<string> All => _all;

    /// <summary>The connections whose work may be taken now.</summary>
    public ImmutableArray<string> Free => [.. _all.Where(name => !_closed.Contains(name) && _taken.GetValueOrDefault(name) < each)];

    /// <summary>How many pieces of work a round may take, so that work which ends at once does not keep it going.</summary>
    public int Round => each * _all.Length;

    /// <summary>Lets the work of a connection begin.</summary>
    public void Open(string connection) => ImmutableInterlocked.Update(ref _closed, static (closed, name) => closed.Remove(name), connection);

    /// <summary>A worker takes a piece of work.</summary>
    public void Take(string connection) => _taken.AddOrUpdate(connection, 1, static (_, taken) => taken + 1);

    /// <summary>A worker is free again.</summary>
    public void Leave(string connection) => _taken.AddOrUpdate(connection, 0, static (_, taken) => taken - 1);
}
