using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>One write to one side, with its reason. A closed set: what is not in here cannot be done.</summary>
public abstract record Change
{
    private Change()
    {
    }

    /// <summary>The side that is written to.</summary>
    public required Side Side { get; init; }

    /// <summary>What sort of object it is.</summary>
    public required Kind Kind { get; init; }

    /// <summary>Why, in a sentence for the journal.</summary>
    public required string Reason { get; init; }

    /// <summary>The slot, when the object is a price.</summary>
    public string? Slot { get; init; }

    /// <summary>The other side's id to write as the mirror; null leaves the mirror alone, an empty text clears it.</summary>
    public string? Mirror { get; init; }

    /// <summary>
    /// Writes the slot's current Stripe price as the mirror of a price document; its id is known only once the price was made,
    /// so the engine puts it into <see cref="Mirror"/> right before the write.
    /// </summary>
    public bool MirrorsPrice { get; init; }

    /// <summary>
    /// Fields whose values came from an edit on this very side, on the price that this one replaces or stands in for: the other side does not show them before a
    /// later write of the same plan. If that write never comes, they are an edit still.
    /// </summary>
    public ImmutableArray<string> Owed { get; init; } = [];

    /// <summary>Makes an object.</summary>
    public sealed record Create : Change
    {
        /// <summary>The id it gets: a document id or a custom Stripe product id; null for a Stripe price, whose id Stripe chooses.</summary>
        public string? Id { get; init; }

        /// <summary>What it is to show.</summary>
        public required Fields Fields { get; init; }

        /// <summary>What its side will show instead, of fields that it keeps in a form of its own.</summary>
        public Fields Shown { get; init; } = Fields.None;

        /// <summary>What its side shows of a field once this is made.</summary>
        public FieldValue? Result(string field) => Shown[field] ?? Fields[field];

        /// <summary>The product that a price belongs to, in the ids of the side that is written to.</summary>
        public string? ProductId { get; init; }

        /// <summary>The operation id that a Stripe price carries in its metadata; it finds the price again after a lost answer.</summary>
        public string? Operation { get; init; }

        /// <summary>Takes <c>lookup_key</c> over from the price that holds it, which must be the same slot's.</summary>
        public bool TakesLookupKey { get; init; }

        /// <summary>Price documents for a new product document's <c>prices[]</c>.</summary>
        public ImmutableArray<string> AddPrices { get; init; } = [];
    }

    /// <summary>Changes fields of an object, and nothing else of it.</summary>
    public sealed record Update : Change
    {
        /// <summary>The object.</summary>
        public required string Id { get; init; }

        /// <summary>The Sanity revision that the plan was made on; the write is refused when it has moved.</summary>
        public string? Revision { get; init; }

        /// <summary>The product document of a price in Sanity: the price may be a part of it.</summary>
        public string? ProductId { get; init; }

        /// <summary>The fields that change. <c>default_price</c> holds a slot.</summary>
        public required ImmutableArray<FieldChange> Fields { get; init; }

        /// <summary>The Stripe price that was the product's default when this was planned: it may be one that no record knows yet.</summary>
        public string? DefaultWas { get; init; }

        /// <summary>Drafts and versions that get the same values, because the editor has not changed those fields there.</summary>
        public ImmutableArray<DraftChange> Drafts { get; init; } = [];

        /// <summary>Price documents to add to the product's <c>prices[]</c>.</summary>
        public ImmutableArray<string> AddPrices { get; init; } = [];

        /// <summary>Takes <c>lookup_key</c> over from the price that holds it, which must be the same slot's.</summary>
        public bool TakesLookupKey { get; init; }
    }

    /// <summary>Clears <c>updatedFromStripe</c> where it is still set, in documents and in their drafts.</summary>
    public sealed record Unflag : Change
    {
        /// <summary>Published document ids.</summary>
        public required ImmutableArray<string> Ids { get; init; }
    }
}

/// <summary>The part of an update that goes into one draft or release version.</summary>
/// <param name="Id">The whole id, <c>drafts.X</c> or <c>versions.R.X</c>.</param>
/// <param name="Revision">The revision that the plan was made on.</param>
/// <param name="Fields">The fields that change in it.</param>
/// <param name="Mirror">The mirror id to write into it; null leaves it alone.</param>
public sealed record DraftChange(string Id, string Revision, ImmutableArray<FieldChange> Fields, string? Mirror);
