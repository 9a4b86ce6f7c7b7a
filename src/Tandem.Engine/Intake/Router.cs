using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Finds the product that a hint concerns, and makes it due. A hint says only that a key may differ.</summary>
internal sealed class Router(Connection connection, IStateStore store, TimeProvider time)
{
    /// <summary>How long a delivery waits for the result of the write that it tells of; longer than a lease, so that a crash has been mended by then.</summary>
    private static readonly TimeSpan LongestAwait = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan AwaitStep = TimeSpan.FromMilliseconds(250);

    /// <summary>Routes the object of a <see cref="WorkKind.Route"/> row.</summary>
    public async Task<PassResult> Route(Lease lease, CancellationToken cancellation)
    {
        var subject = ObjectId.Parse(lease.Key.Id);
        var found = await KeysOf(subject, lease.Mentions, cancellation);
        if (found.Fault is CatalogFault.Gone)
        {
            return PassResult.Done;
        }

        if (found.Fault is { } fault)
        {
            return Told(subject, fault);
        }

        var due = time.GetUtcNow();
        ImmutableArray<ObjectId> mentions = [subject, .. lease.Mentions];
        return PassResult.Done with
        {
            Recording = Recording.Nothing with
            {
                Due = [.. found.Value!.Ids.Distinct(StringComparer.Ordinal).Select(id =>
                    new DueWork(new WorkKey(connection.Name, WorkKind.Product, id), due, mentions, lease.Reason))],
            },
        };
    }

    /// <summary>The product that a document belongs to, by what is linked, or else by what the document says now.</summary>
    public async Task<Outcome<string>> Home(string documentId, CancellationToken cancellation)
    {
        var subject = new ObjectId(Side.Sanity, Kind.Product, documentId);
        if (await Linked(subject, cancellation) is [var linked, ..])
        {
            return linked;
        }

        var located = await Locate(subject, cancellation);
        return located.Fault is { } fault ? fault : located.Value!.Ids[0];
    }

    /// <summary>Waits for the result of the write that a delivery tells of: recorded means echo, given up means news.</summary>
    public async Task<PassResult> Await(Lease lease, CancellationToken cancellation)
    {
        var parts = lease.Key.Id.Split(' ', 2);
        var intent = await store.FindIntent(connection.Name, parts[0], cancellation);
        var now = time.GetUtcNow();
        if (intent is { State: IntentState.Open } && now - intent.At < LongestAwait)
        {
            return PassResult.Done with { Ending = new Ending.Retry(now + AwaitStep, lease.Reason, Counts: false) };
        }

        if (intent is { State: IntentState.Done })
        {
            return PassResult.Done with { Recording = Recording.Nothing with { Intents = [intent with { IsSeen = true }] } };
        }

        var route = new DueWork(new WorkKey(connection.Name, WorkKind.Route, parts[1]), now, lease.Mentions, lease.Reason);
        return PassResult.Done with { Recording = Recording.Nothing with { Due = [route] } };
    }

    // A document that belongs to no product has no pass that would say so.
    private PassResult Told(ObjectId subject, CatalogFault fault) => PassResult.Failed(fault) with
    {
        Recording = connection.Studio is null || fault is not CatalogFault.Refused || subject.Side != Side.Sanity
            ? Recording.Nothing
            : Recording.Nothing with { Statuses = [new DocumentStatus { DocumentId = subject.Id, Kind = subject.Kind, State = StatusState.Error, Message = fault.Message }] },
    };

    private async Task<Outcome<Keys>> KeysOf(ObjectId subject, ImmutableArray<ObjectId> related, CancellationToken cancellation)
    {
        var ids = await Linked(subject, cancellation);
        foreach (var product in related.Where(other => other.Kind == Kind.Product))
        {
            ids.Add(await KeyOf(product, cancellation) ?? "");
        }

        ids.RemoveAll(id => id.Length == 0);
        if (ids.Count > 0)
        {
            return new Keys(ids);
        }

        if (subject is { Side: Side.Sanity, Kind: Kind.Product })
        {
            return new Keys([subject.Id]);
        }

        return await Locate(subject, cancellation);
    }

    // A delete whose body tells no type names a document that may be a product or a price. A record knows which; one of each may, when the hint came before
    // the price's record: then it was taken for a product's.
    private async Task<List<string>> Linked(ObjectId subject, CancellationToken cancellation)
    {
        ObjectId[] meant = subject is { Side: Side.Sanity, Kind: Kind.Product } ? [subject, subject with { Kind = Kind.Price }] : [subject];
        var ids = new List<string>();
        foreach (var one in meant)
        {
            if (await store.Find(connection.Name, one, cancellation) is { } owner)
            {
                ids.Add(owner.DocumentId);
            }
        }

        return ids;
    }

    private async Task<string?> KeyOf(ObjectId product, CancellationToken cancellation)
    {
        if (product.Side == Side.Sanity)
        {
            return product.Id;
        }

        return (await store.Find(connection.Name, product, cancellation))?.DocumentId;
    }

    private async Task<Outcome<Keys>> Locate(ObjectId subject, CancellationToken cancellation)
    {
        var located = await connection.On(subject.Side).Locate(subject, cancellation);
        if (located.Fault is { } fault)
        {
            return fault;
        }

        var (product, mirror) = located.Value!;
        if (product is null)
        {
            return new CatalogFault.Refused("product", null)
            {
                Side = subject.Side, Message = $"{subject.Side} {subject.Kind} {subject.Id} names no product. Set its product, or delete it.",
            };
        }

        if (subject.Side == Side.Sanity)
        {
            return new Keys([product]);
        }

        var owner = await store.Find(connection.Name, new ObjectId(Side.Stripe, Kind.Product, product), cancellation);
        return new Keys([owner?.DocumentId ?? mirror ?? ProductKey.ForStripe(connection.Name, product).DocumentId]);
    }

    private sealed record Keys(IReadOnlyList<string> Ids);
}
