using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Simulation;

/// <summary>Does not look for what an interrupted attempt has already made.</summary>
internal sealed class NoLookUp : Alarm
{
    public override string Name => "no look-up on resume";

    public override ICatalog Around(ICatalog catalog, Universe universe) => catalog.Side == Side.Stripe ? new Blind(catalog) : catalog;

    // A price that we made and no record knows is overlooked, whatever its metadata says.
    private sealed class Blind(ICatalog inner) : CatalogShell(inner)
    {
        public override async Task<Engine.Outcome<Observation>> Observe(Question question, CancellationToken cancellation)
        {
            var outcome = await Inner.Observe(question, cancellation);
            return outcome.Value is { } seen
                ? seen with { Prices = [.. seen.Prices.Where(price => price.Operation is null || question.PriceIds.Contains(price.Id, StringComparer.Ordinal))] }
                : outcome;
        }
    }
}

/// <summary>Takes a new idempotency key for each attempt.</summary>
internal sealed class FreshKeys : Alarm
{
    private int _count;

    public override string Name => "a new idempotency key each try";

    public override bool HidesIntents => true;

    public override ICatalog Around(ICatalog catalog, Universe universe) => catalog.Side == Side.Stripe ? new Fresh(catalog, this) : catalog;

    private sealed class Fresh(ICatalog inner, FreshKeys bug) : CatalogShell(inner)
    {
        public override Task<Engine.Outcome<Written>> Apply(Write write, CancellationToken cancellation) =>
            Inner.Apply(write with { Token = $"{write.Token}_{Interlocked.Increment(ref bug._count)}" }, cancellation);
    }
}

/// <summary>Writes to Sanity without looking whether the document has moved.</summary>
internal sealed class IgnoredRevision : Alarm
{
    public override string Name => "the revision is ignored";

    public override ICatalog Around(ICatalog catalog, Universe universe) => catalog.Side == Side.Sanity ? new Careless(catalog) : catalog;

    private sealed class Careless(ICatalog inner) : CatalogShell(inner)
    {
        public override Task<Engine.Outcome<Written>> Apply(Write write, CancellationToken cancellation) =>
            Inner.Apply(write with { Changes = [.. write.Changes.Select(change => change is Change.Update update ? update with { Revision = null } : change)] }, cancellation);
    }
}

/// <summary>Takes an answer that shows nothing for a delete.</summary>
internal sealed class EmptyMeansDeleted : Alarm
{
    public override string Name => "an empty answer means deleted";

    public override ICatalog Around(ICatalog catalog, Universe universe) => new Rash(catalog);

    private sealed class Rash(ICatalog inner) : CatalogShell(inner)
    {
        public override async Task<Engine.Outcome<Observation>> Observe(Question question, CancellationToken cancellation)
        {
            var outcome = await Inner.Observe(question, cancellation);
            return outcome.Fault is CatalogFault.Unavailable or CatalogFault.Unauthorized
                ? new Observation { Gone = [question.ProductId, .. question.PriceIds] }
                : outcome;
        }
    }
}

/// <summary>Archives the old price before the new one is there.</summary>
internal sealed class ArchiveFirst : Alarm
{
    public override string Name => "archive before create";

    public override ICatalog Around(ICatalog catalog, Universe universe) => catalog.Side == Side.Stripe ? new Hasty(catalog, universe) : catalog;

    private sealed class Hasty(ICatalog inner, Universe universe) : CatalogShell(inner)
    {
        private ImmutableArray<PriceView> _seen = [];

        public override async Task<Engine.Outcome<Observation>> Observe(Question question, CancellationToken cancellation)
        {
            var outcome = await Inner.Observe(question, cancellation);
            _seen = outcome.Value?.Prices ?? _seen;
            return outcome;
        }

        public override async Task<Engine.Outcome<Written>> Apply(Write write, CancellationToken cancellation)
        {
            if (write.Changes is [Change.Create { Kind: Kind.Price, Slot: { } slot }] && _seen.FirstOrDefault(price => price.Mirror == slot && price.Fields[FieldNames.Active] is FieldValue.Flag { Value: true }) is { } old)
            {
                var token = write.Token + "_first";
                universe.Announced.Add(token);
                var off = new Change.Update { Side = Side.Stripe, Kind = Kind.Price, Id = old.Id, Slot = slot, Reason = "first", Fields = [new FieldChange(FieldNames.Active, null, new FieldValue.Flag(false))] };
                await Inner.Apply(write with { Token = token, Changes = [off] }, cancellation);
            }

            return await Inner.Apply(write, cancellation);
        }
    }
}

/// <summary>Believes what a webhook says instead of reading.</summary>
internal sealed class TrustedPayload : Alarm
{
    public override string Name => "the event's payload is trusted";

    public override ICatalog Around(ICatalog catalog, Universe universe) => catalog.Side == Side.Stripe ? new Trusting(catalog, universe) : catalog;

    // What a product showed when its newest delivered event was made, however late that came.
    private sealed class Trusting(ICatalog inner, Universe universe) : CatalogShell(inner)
    {
        public override async Task<Engine.Outcome<Observation>> Observe(Question question, CancellationToken cancellation)
        {
            var outcome = await Inner.Observe(question, cancellation);
            return outcome.Value is { Product: { } product } seen && universe.Postman.NewestPayload(question.ProductId) is { } payload
                ? seen with { Product = product with { Fields = product.Fields.With(FieldNames.Name, payload.TryGetValue("name", out var name) ? new FieldValue.Text(name) : null) } }
                : outcome;
        }
    }
}

/// <summary>Sends a write of unknown outcome again at once, as a new one.</summary>
internal sealed class BlindRetry : Alarm
{
    public override string Name => "a write of unknown outcome is retried blindly";

    public override ICatalog Around(ICatalog catalog, Universe universe) => catalog.Side == Side.Stripe ? new Blind(catalog, universe) : catalog;

    private sealed class Blind(ICatalog inner, Universe universe) : CatalogShell(inner)
    {
        public override async Task<Engine.Outcome<Written>> Apply(Write write, CancellationToken cancellation)
        {
            var outcome = await Inner.Apply(write, cancellation);
            if (outcome.Fault is not CatalogFault.Unknown)
            {
                return outcome;
            }

            var token = write.Token + "_again";
            universe.Announced.Add(token);
            return await Inner.Apply(write with { Token = token }, cancellation);
        }
    }
}

/// <summary>Cuts what seems too long.</summary>
internal sealed class TrimmedMapping : Alarm
{
    private const int Limit = 9;

    public override string Name => "the mapping cuts texts";

    public override ICatalog Around(ICatalog catalog, Universe universe) => catalog.Side == Side.Sanity ? new Cutting(catalog) : catalog;

    private sealed class Cutting(ICatalog inner) : CatalogShell(inner)
    {
        public override async Task<Engine.Outcome<Observation>> Observe(Question question, CancellationToken cancellation)
        {
            var outcome = await Inner.Observe(question, cancellation);
            return outcome.Value is { Product: { } product } seen && product.Fields[FieldNames.Name] is FieldValue.Text { Value.Length: > Limit } name
                ? seen with { Product = product with { Fields = product.Fields.With(FieldNames.Name, new FieldValue.Text(name.Value[..Limit])) } }
                : outcome;
        }
    }
}
