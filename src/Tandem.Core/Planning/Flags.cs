using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>
/// Says of every document whether it is active: in Sanity an unset flag means yes, in Stripe the flag is always set. So a document without the flag is equal to an
/// active price, clearing the flag is an edit only where it said no, and what our own archiving left behind is always told from what an editor shows.
/// </summary>
internal static class Flags
{
    public static Situation Told(Situation situation) => situation with { Sanity = Told(situation.Sanity) };

    /// <summary>The same for what Sanity alone shows.</summary>
    public static Observation Told(Observation sanity) => sanity with
    {
        Product = sanity.Product is { } product ? product with { Fields = Told(product.Fields), Drafts = Told(product.Drafts) } : null,
        Prices = [.. sanity.Prices.Select(price => price with { Fields = Told(price.Fields), Drafts = Told(price.Drafts) })],
    };

    /// <summary>Whether an object can be sold. An unset flag means yes, as in both vendors.</summary>
    public static bool IsActive(Fields fields) => fields[FieldNames.Active] is not FieldValue.Flag { Value: false };

    /// <summary>Whether there is a price and it can be sold.</summary>
    public static bool IsActive(PriceView? price) => price is not null && IsActive(price.Fields);

    private static ImmutableArray<DraftView> Told(ImmutableArray<DraftView> drafts) => [.. drafts.Select(draft => draft with { Fields = Told(draft.Fields) })];

    /// <summary>The same for the fields of one document.</summary>
    public static Fields Told(Fields fields) => fields[FieldNames.Active] is null ? fields.With(FieldNames.Active, new FieldValue.Flag(true)) : fields;
}
