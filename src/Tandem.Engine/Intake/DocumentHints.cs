using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Takes in what the listener for documents hears: the same deliveries that a webhook would have brought.</summary>
/// <remarks>
/// An event names a document and no type. One that is known becomes a delivery, with the id that the feed would give it, so that it is stored once whichever way it comes
/// first; for one that is not, and whenever something may have been missed, the feed is read, which tells the type.
/// </remarks>
internal sealed class DocumentHints(Connection connection, IStateStore store, TimeProvider time)
{
    private readonly Intake _intake = new(store);

    /// <summary>Makes due what was heard of.</summary>
    public async Task Hear(Heard heard, CancellationToken cancellation)
    {
        if (heard is { Document: { } id, Revision: { } revision } && await Known(id, cancellation) is { } subject)
        {
            await _intake.Accept(Delivery.OfDocument(connection.Name, subject, revision, time.GetUtcNow()), cancellation);
            return;
        }

        await store.Enqueue([Sweeper.Look(connection.Name, Side.Sanity, time.GetUtcNow(), "the listener heard of something")], cancellation);
    }

    private async Task<ObjectId?> Known(string id, CancellationToken cancellation)
    {
        foreach (var kind in new[] { Kind.Product, Kind.Price })
        {
            var subject = new ObjectId(Side.Sanity, kind, id);
            if (await store.Find(connection.Name, subject, cancellation) is not null)
            {
                return subject;
            }
        }

        return null;
    }
}
