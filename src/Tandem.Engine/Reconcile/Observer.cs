using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Both sides of a product as they are now.</summary>
internal sealed record Observed(Observation Sanity, Observation Stripe)
{
    /// <summary>The record to plan with, where what both sides show says more than the one that is on disk.</summary>
    public ProductRecord? Record { get; init; }

    /// <summary>The ids that were asked for and denied, on either side.</summary>
    public ImmutableSortedSet<string> Gone => [.. Sanity.Gone, .. Stripe.Gone];
}

/// <summary>Reads both sides of one product now, and finds the counterpart of one that no record links yet.</summary>
internal sealed class Observer(Connection connection, IStateStore store)
{
    /// <summary>Reads both sides. Mentions are objects that a hint named although the record does not know them; doubts are writes to Sanity of unknown outcome.</summary>
    public async Task<Outcome<Observed>> Observe(ProductRecord record, ImmutableArray<ObjectId> mentions, ImmutableArray<string> doubts, CancellationToken cancellation)
    {
        var reading = connection.Sanity.Observe(SanityQuestion(record, mentions) with { Doubts = doubts }, cancellation);
        if (record.StripeId is not { } stripeId)
        {
            var document = await reading;
            return document.Fault is { } fault ? fault : await Find(record, document.Value!, mentions, cancellation);
        }

        if (record.IsRestored)
        {
            return await Recall(record, stripeId, await reading, cancellation);
        }

        var stripe = await connection.Stripe.Observe(StripeQuestion(record, stripeId), cancellation);
        var sanity = await reading;
        return (sanity.Fault ?? stripe.Fault) is { } failed ? failed : new Observed(sanity.Value!, stripe.Value!);
    }

    /// <summary>What to ask of Sanity. A linked product is asked for by what is known of it; only an unlinked one, and one from a backup, is searched for.</summary>
    public static Question SanityQuestion(ProductRecord record, ImmutableArray<ObjectId> mentions) => new()
    {
        ProductId = record.Key.DocumentId,
        PriceIds = [.. record.Slots.Select(slot => slot.Slot)
            .Union(mentions.Where(mention => mention is { Side: Side.Sanity, Kind: Kind.Price }).Select(mention => mention.Id), StringComparer.Ordinal)],
        Membership = record is { Link: LinkState.Live, IsRestored: false } ? Membership.Known : Membership.All,
    };

    /// <summary>What to ask of Stripe.</summary>
    public static Question StripeQuestion(ProductRecord record, string stripeId) => new()
    {
        ProductId = stripeId,
        PriceIds = [.. record.Slots.SelectMany(slot => slot.Lineage.Append(slot.PriceId)).OfType<string>()],
    };

    // The record comes from a backup: a document that names another product since, which names the document, has got that one meanwhile.
    private async Task<Outcome<Observed>> Recall(ProductRecord record, string stripeId, Outcome<Observation> sanity, CancellationToken cancellation)
    {
        if (sanity.Fault is { } blind)
        {
            return blind;
        }

        if (sanity.Value!.Product?.Mirror is { } named && named != stripeId && await store.Find(connection.Name, new ObjectId(Side.Stripe, Kind.Product, named), cancellation) is null)
        {
            var newer = await connection.Stripe.Observe(new Question { ProductId = named }, cancellation);
            if (newer.Fault is { } unknown)
            {
                return unknown;
            }

            if (newer.Value!.Product is { } product && product.Mirror == record.Key.DocumentId)
            {
                return new Observed(sanity.Value, newer.Value) { Record = Restored.Under(record, product) };
            }
        }

        var stripe = await connection.Stripe.Observe(StripeQuestion(record, stripeId), cancellation);
        return stripe.Fault is { } fault ? fault : new Observed(sanity.Value, stripe.Value!);
    }

    // No link is recorded: what the document names, what a hint named and what the key was born as are evidence, in this order.
    private async Task<Outcome<Observed>> Find(ProductRecord record, Observation sanity, ImmutableArray<ObjectId> mentions, CancellationToken cancellation)
    {
        var key = record.Key;
        var candidates = new[] { sanity.Product?.Mirror, key.BornAs }
            .Concat(mentions.Where(mention => mention is { Side: Side.Stripe, Kind: Kind.Product }).Select(mention => mention.Id))
            .OfType<string>().Distinct(StringComparer.Ordinal);
        var stripe = Observation.Nothing;
        foreach (var candidate in candidates)
        {
            var owner = await store.Find(connection.Name, new ObjectId(Side.Stripe, Kind.Product, candidate), cancellation);
            if (owner is not null && owner != key)
            {
                continue;
            }

            var asked = await connection.Stripe.Observe(StripeQuestion(record, candidate), cancellation);
            if (asked.Fault is { } fault)
            {
                return fault;
            }

            stripe = asked.Value!;
            if (stripe.Product is { } product && (product.Mirror is null || product.Mirror == key.DocumentId || candidate == key.BornAs))
            {
                break;
            }
        }

        return new Observed(sanity, stripe);
    }
}
