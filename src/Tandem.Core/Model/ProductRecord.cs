using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>What both sides of a field showed when they were last in step.</summary>
/// <remarks>Each side is later compared with itself, so that what a vendor trims, caps or flattens is never taken for an edit.</remarks>
public readonly record struct AgreedValue(FieldValue? Sanity, FieldValue? Stripe)
{
    /// <summary>What a side showed.</summary>
    public FieldValue? On(Side side) => side == Side.Sanity ? Sanity : Stripe;
}

/// <summary>How far the link between a document and its Stripe product has come.</summary>
public enum LinkState
{
    /// <summary>No Stripe product belongs to this document, or no document to this Stripe product yet.</summary>
    Unlinked,

    /// <summary>The Stripe id is decided and committed, but the product or document may not exist yet.</summary>
    Pending,

    /// <summary>Both exist and belong together.</summary>
    Live,

    /// <summary>The document is gone and we archived the product, or the Stripe product was deleted.</summary>
    Tombstone,
}

/// <summary>What one product's record remembers between passes: links, agreed values, price lineage. The base of the next merge.</summary>
public sealed record ProductRecord
{
    /// <summary>Whose record this is.</summary>
    public required ProductKey Key { get; init; }

    /// <summary>The linked Stripe product, if any is decided.</summary>
    public string? StripeId { get; init; }

    /// <summary>How far the link has come.</summary>
    public LinkState Link { get; init; }

    /// <summary>How many Stripe products this document has had before: part of the custom id, so that a successor never collides.</summary>
    public int Generation { get; init; }

    /// <summary>Counts the writes that were begun for this product, so that no two logical writes share an idempotency key.</summary>
    public long Sequence { get; init; }

    /// <summary>The product's agreed fields by name.</summary>
    public ImmutableSortedDictionary<string, AgreedValue> Agreed { get; init; } = NoneAgreed;

    /// <summary>One record for each price document or embedded price that belongs or belonged to this product.</summary>
    public ImmutableArray<SlotRecord> Slots { get; init; } = [];

    /// <summary>Which side lost the product, when the link is a tombstone.</summary>
    /// <remarks>
    /// What our own archiving changed in Stripe is agreed as (unset in Sanity, as shown in Stripe): it is never carried back,
    /// and a document that returns shows values that differ from unset, so that republishing restores them.
    /// </remarks>
    public TombstoneCause? Lost { get; init; }

    /// <summary>
    /// Values that the published document is known to have shown, newest first, at most <see cref="KnownLimit"/> a field: a draft's field
    /// counts as edited only if it shows none of them.
    /// </summary>
    public ImmutableSortedDictionary<string, ImmutableArray<FieldValue?>> Published { get; init; } = NoneKnown;

    /// <summary>The Sanity value that a Stripe change last replaced, by field: a publish that brings it back is a conflict, not an edit.</summary>
    public ImmutableSortedDictionary<string, FieldValue?> Overwritten { get; init; } = NoneOverwritten;

    /// <summary>The Sanity revision of the product document when this record was written.</summary>
    public string? Revision { get; init; }

    /// <summary>Which mapping the agreed values were taken under; under another one each changed field is first contact again.</summary>
    public string Mapping { get; init; } = "";

    /// <summary>Whether it comes from a backup, and no pass has looked at the product since: what was done after the backup was taken is not remembered.</summary>
    public bool IsRestored { get; init; }

    /// <summary>How many published values a field remembers.</summary>
    public const int KnownLimit = 20;

    /// <summary>Nothing is agreed.</summary>
    public static ImmutableSortedDictionary<string, AgreedValue> NoneAgreed { get; } = ImmutableSortedDictionary.Create<string, AgreedValue>(StringComparer.Ordinal);

    /// <summary>No published values are known.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<FieldValue?>> NoneKnown { get; } = ImmutableSortedDictionary.Create<string, ImmutableArray<FieldValue?>>(StringComparer.Ordinal);

    /// <summary>Nothing was overwritten.</summary>
    public static ImmutableSortedDictionary<string, FieldValue?> NoneOverwritten { get; } = ImmutableSortedDictionary.Create<string, FieldValue?>(StringComparer.Ordinal);

    /// <summary>The slot of that name, if this product has it.</summary>
    public SlotRecord? Slot(string slot) => Slots.FirstOrDefault(candidate => candidate.Slot == slot);

    /// <summary>The slot whose current or former Stripe price has that id.</summary>
    public SlotRecord? SlotOfPrice(string priceId) =>
        Slots.FirstOrDefault(slot => slot.PriceId == priceId) ?? Slots.FirstOrDefault(slot => slot.Lineage.Contains(priceId, StringComparer.Ordinal));
}

/// <summary>One price of a product: the document (or embedded price) on one side, the current Stripe price and its predecessors on the other.</summary>
public sealed record SlotRecord
{
    /// <summary>The price document's id, or an embedded price's key.</summary>
    public required string Slot { get; init; }

    /// <summary>The Stripe price that the slot shows now; null before its first one was recorded.</summary>
    public string? PriceId { get; init; }

    /// <summary>How often the slot's Stripe price was replaced: part of the operation id, so that A→B→A→B never replays an old write.</summary>
    public int Generation { get; init; }

    /// <summary>Whether the document is gone: its Stripe price was archived by us and stays so until the document returns.</summary>
    public bool IsGone { get; init; }

    /// <summary>The price's agreed fields by name.</summary>
    public ImmutableSortedDictionary<string, AgreedValue> Agreed { get; init; } = ProductRecord.NoneAgreed;

    /// <summary>
    /// Former Stripe prices of this slot, oldest first; each was archived when it came in here. One that is active again was reactivated
    /// by a person, and is heard.
    /// </summary>
    public ImmutableArray<string> Lineage { get; init; } = [];

    /// <summary>As in <see cref="ProductRecord.Published"/>.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<FieldValue?>> Published { get; init; } = ProductRecord.NoneKnown;

    /// <summary>As in <see cref="ProductRecord.Overwritten"/>.</summary>
    public ImmutableSortedDictionary<string, FieldValue?> Overwritten { get; init; } = ProductRecord.NoneOverwritten;

    /// <summary>The Sanity revision of the price document when this record was written.</summary>
    public string? Revision { get; init; }
}

/// <summary>Why a product's link is a tombstone.</summary>
public enum TombstoneCause
{
    /// <summary>The document was deleted or unpublished; the Stripe product is archived.</summary>
    DocumentGone,

    /// <summary>The Stripe product was deleted; the document stays, inactive.</summary>
    StripeGone,
}

