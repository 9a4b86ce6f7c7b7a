using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Whether a connection that the database remembers is configured. The service notes it at each start, so that <c>tandem status</c> can tell it.</summary>
public static class Presence
{
    private const string Name = "presence";
    private const string Gone = "not configured";
    private const string Here = "configured";

    /// <summary>Whether the last start found a connection not to be configured any more: its work waits, and nobody need do anything about it.</summary>
    public static async Task<bool> IsGone(IStateStore store, string connection, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await store.Read(connection, Name, cancellation) == Gone;
    }

    /// <summary>Notes it, where it is news.</summary>
    internal static async Task Note(IStateStore store, string connection, bool isGone, CancellationToken cancellation)
    {
        if (await IsGone(store, connection, cancellation) != isGone)
        {
            await store.Write(connection, Name, isGone ? Gone : Here, cancellation);
        }
    }
}
