using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>What one side shows now of one product and its prices.</summary>
public sealed record Observation
{
    /// <summary>The product, or null when this side has none (see <see cref="Gone"/> for whether that is proven).</summary>
    public ProductView? Product { get; init; }

    /// <summary>Every price of the product, active and inactive.</summary>
    public ImmutableArray<PriceView> Prices { get; init; } = [];

    /// <summary>
    /// Ids that were asked for by name and that this side proved not to exist (a 404, or <c>omitted: existence</c>).
    /// An id that is merely missing from a list is never in here.
    /// </summary>
    public ImmutableHashSet<string> Gone { get; init; } = [];

    /// <summary>Tokens of doubtful writes that this side says were executed. One that is not in here may have been, and may still be.</summary>
    public ImmutableHashSet<string> Executed { get; init; } = [];

    /// <summary>Fields that this side cannot take for a product which it does not have yet, with a sentence for the person who can mend that.</summary>
    public ImmutableSortedDictionary<string, string> Refused { get; init; } = ProductView.NoRefusals;

    /// <summary>A side that shows nothing and of which nothing was asked.</summary>
    public static Observation Nothing { get; } = new();
}

/// <summary>What one side shows of a product.</summary>
public sealed record ProductView
{
    /// <summary>The document id or the Stripe product id.</summary>
    public required string Id { get; init; }

    /// <summary>Sanity's <c>_rev</c>, the guard of every write there; null in Stripe, which has no precondition.</summary>
    public string? Revision { get; init; }

    /// <summary>
    /// The mapped fields in canonical form. <c>default_price</c> holds a slot once the engine has translated it; adapters give it
    /// as the side's own id (a price document's id, or a Stripe price id).
    /// </summary>
    public required Fields Fields { get; init; }

    /// <summary>Fields that cannot be carried as they stand, with a sentence for the person who can mend them.</summary>
    public ImmutableSortedDictionary<string, string> Refused { get; init; } = NoRefusals;

    /// <summary>Fields of which something stays behind on this side, with a sentence for its editor.</summary>
    public ImmutableSortedDictionary<string, string> Remarks { get; init; } = NoRefusals;

    /// <summary>The id of the other side's product that this one claims to mirror (<c>stripeProductId</c>, or <c>metadata.sanity_id</c>).</summary>
    public string? Mirror { get; init; }

    /// <summary>When the vendor says it was made; UTC, precise to the second.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How the website addresses it (<c>slug</c>, or <c>metadata.slug</c>), as it stands. It is never carried; a person may have products matched by it.</summary>
    public string? Slug { get; init; }

    /// <summary>Whether its document asks to be left alone, with all that belongs to it; always false in Stripe.</summary>
    public bool IsLeftAlone { get; init; }

    /// <summary>Open drafts and release versions; always empty in Stripe.</summary>
    public ImmutableArray<DraftView> Drafts { get; init; } = [];

    /// <summary>No field is refused.</summary>
    public static ImmutableSortedDictionary<string, string> NoRefusals { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <summary>What one side shows of a price.</summary>
public sealed record PriceView
{
    /// <summary>The document id or the Stripe price id.</summary>
    public required string Id { get; init; }

    /// <summary>Sanity's <c>_rev</c>; null in Stripe.</summary>
    public string? Revision { get; init; }

    /// <summary>The mapped fields in canonical form.</summary>
    public required Fields Fields { get; init; }

    /// <summary>Fields that cannot be carried as they stand, with a sentence for the person who can mend them.</summary>
    public ImmutableSortedDictionary<string, string> Refused { get; init; } = ProductView.NoRefusals;

    /// <summary>The id of the product that this price says it belongs to, in this side's own ids; null when it names none.</summary>
    public string? ProductId { get; init; }

    /// <summary>Whether it is a part of its product's document, whose revision it shares; always false in Stripe.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>The other side's price that this one claims to mirror (<c>stripePriceId</c>, or <c>metadata.sanity_id</c>).</summary>
    public string? Mirror { get; init; }

    /// <summary>Whether its document asks to be left alone; always false in Stripe.</summary>
    public bool IsLeftAlone { get; init; }

    /// <summary>The operation id that made this Stripe price (<c>metadata.sync_op</c>), if we made it.</summary>
    public string? Operation { get; init; }

    /// <summary>When the vendor says it was made; UTC, precise to the second.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Open drafts and release versions; always empty in Stripe.</summary>
    public ImmutableArray<DraftView> Drafts { get; init; } = [];
}

/// <summary>A draft or release version of a document: never sent anywhere, but kept from bringing old values back.</summary>
/// <param name="Id">The whole id, <c>drafts.X</c> or <c>versions.R.X</c>.</param>
/// <param name="Revision">Its <c>_rev</c>.</param>
/// <param name="Fields">Its mapped fields in canonical form.</param>
/// <param name="Mirror">The other side's id that it carries.</param>
public sealed record DraftView(string Id, string Revision, Fields Fields, string? Mirror);
