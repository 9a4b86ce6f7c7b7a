using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Makes products due by what is linked in Sanity, page by page.</summary>
internal static class LinkedWork
{
    private const int Page = 1_000;

    /// <summary>Makes due what is meant among the next page of linked documents; returns after which one to go on, or null at the end.</summary>
    public static async Task<string?> Enqueue(
        IStateStore store, string connection, Kind kind, string after, (DateTimeOffset At, string Reason) due, Func<LinkedObject, bool> isMeant, CancellationToken cancellation)
    {
        var linked = await store.Linked(connection, Side.Sanity, kind, after, Page, cancellation);
        await store.Enqueue([.. linked.Where(isMeant).Select(one => new DueWork(new WorkKey(connection, WorkKind.Product, one.Key.DocumentId), due.At, [], due.Reason))], cancellation);
        return linked.Length < Page ? null : linked[^1].Object.Id;
    }
}
