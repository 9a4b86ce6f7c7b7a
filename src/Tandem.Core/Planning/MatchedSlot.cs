using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>A slot with what each side shows of it now.</summary>
internal sealed record MatchedSlot
{
    public required SlotRecord Record { get; init; }

    /// <summary>The published price document, if there is one and it belongs here.</summary>
    public PriceView? Document { get; init; }

    /// <summary>The slot's current Stripe price.</summary>
    public PriceView? Price { get; init; }

    /// <summary>Every other Stripe price of the slot: predecessors and superseded ones.</summary>
    public ImmutableArray<PriceView> Others { get; init; } = [];

    /// <summary>The product that the document says it belongs to now, if that is another one.</summary>
    public string? MovedTo { get; init; }

    /// <summary>The Stripe prices that this one replaced or supersedes, oldest first.</summary>
    public ImmutableArray<string> Former => Others.IsEmpty ? Record.Lineage : [.. Record.Lineage.Union(Others.Select(other => other.Id), StringComparer.Ordinal)];

    /// <summary>Whether a price of this slot holds a lookup key, so that it may be taken over.</summary>
    public bool HoldsKey(FieldValue key) => Others.Append(Price).OfType<PriceView>().Any(price => Equals(price.Fields[FieldNames.LookupKey], key));
}
