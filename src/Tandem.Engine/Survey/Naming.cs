using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Finds products by their ids alone, as the live path does, without reading whole catalogues.</summary>
internal sealed class Naming(Connection connection, IStateStore store, Patience patience)
{
    /// <summary>The products of those ids, be they documents' or Stripe's. A fault is the last that comes.</summary>
    public async IAsyncEnumerable<Outcome<Subject>> Find(ImmutableArray<string> ids, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            yield return await Find(id, cancellation);
        }
    }

    private async Task<Outcome<Subject>> Find(string id, CancellationToken cancellation)
    {
        var named = new ObjectId(Side.Stripe, Kind.Product, id);
        if (await store.Find(connection.Name, named, cancellation) is { } owner)
        {
            return new Subject(owner) { Evidence = Evidence.Record };
        }

        var key = new ProductKey(connection.Name, id);
        if (await store.Load(key, cancellation) is { StripeId: not null })
        {
            return new Subject(key) { Evidence = Evidence.Record };
        }

        var located = await patience.Try(() => connection.Sanity.Locate(new ObjectId(Side.Sanity, Kind.Product, id), cancellation), cancellation);
        if (located.Value is { ProductId: { } document, Mirror: var mirror })
        {
            return await Paired(new ProductKey(connection.Name, document), mirror, cancellation);
        }

        if (located.Fault is { } fault and not (CatalogFault.Gone or CatalogFault.Refused))
        {
            return fault;
        }

        var stripe = await Stripe(id, cancellation);
        return stripe switch
        {
            { Fault: { } broken and not CatalogFault.Refused } => broken,
            { Value.Product: { } product } => new Subject(new ProductKey(connection.Name, product.Mirror ?? ProductKey.ForStripe(connection.Name, id).DocumentId))
            {
                Stocked = new Stocked(product, stripe.Value), Mentions = [named], Evidence = product.Mirror is null ? Evidence.None : Evidence.Ids,
            },
            _ => new Subject(key)
            {
                Told = new Preview { Key = key, Name = id, State = PreviewState.Blocked, Notes = [$"There is no published product document {id}, and no product {id} in Stripe."] },
            },
        };
    }

    private async Task<Outcome<Subject>> Paired(ProductKey key, string? mirror, CancellationToken cancellation)
    {
        if (mirror is null || (await store.Find(connection.Name, new ObjectId(Side.Stripe, Kind.Product, mirror), cancellation) is { } owner && owner != key))
        {
            return new Subject(key);
        }

        var stripe = await Stripe(mirror, cancellation);
        return stripe switch
        {
            { Fault: { } broken and not CatalogFault.Refused } => broken,
            { Value.Product: { } product } => new Subject(key) { Stocked = new Stocked(product, stripe.Value), Evidence = Evidence.Ids },
            _ => new Subject(key),
        };
    }

    private Task<Outcome<Observation>> Stripe(string id, CancellationToken cancellation) =>
        patience.Try(() => connection.Stripe.Observe(new Question { ProductId = id }, cancellation), cancellation);
}
