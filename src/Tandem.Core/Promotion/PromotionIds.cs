using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>Which document here is to be the one there, where nothing else says it.</summary>
public static class PromotionIds
{
    private const string Prefix = "promoted-";
    private const int Length = 24;

    /// <summary>The id of a product's document here: the same, unless it is derived from the id of a Stripe product that only the other connection has.</summary>
    /// <param name="origin">The connection that it comes from.</param>
    /// <param name="source">Its id there.</param>
    public static string Of(string origin, string source) => IsBornInStripe(source) ? OfItsOwn(origin, source) : source;

    /// <summary>An id of its own, where the one that it has there is another document's here; always the same for the same document.</summary>
    /// <param name="origin">As above.</param>
    /// <param name="source">Likewise.</param>
    public static string OfItsOwn(string origin, string source) => Prefix + Derived.Hex("promoted", origin, source)[..Length];

    /// <summary>Which price here is which there: as it was before, the same id, the same lookup key, the same charge where that is clear; else one is to be made.</summary>
    internal static ImmutableSortedDictionary<string, string> OfPrices(PromotionSituation seen)
    {
        var source = seen.Source.Prices.Where(price => !price.IsLeftAlone).ToList();
        var (found, taken) = (ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        Func<PriceView, string?>[] ways =
        [
            price => seen.Known?.Prices.FirstOrDefault(known => known.Source == price.Id)?.Target,
            price => seen.Target.Prices.FirstOrDefault(other => other.Id == Renamed(seen, price.Id))?.Id,
            price => Alike(price, LookupKey),
            price => Alike(price, Charge),
            price => Renamed(seen, price.Id),
        ];
        foreach (var way in ways)
        {
            foreach (var price in source.Where(price => !found.ContainsKey(price.Id)))
            {
                if (way(price) is { } target && taken.Add(target))
                {
                    found.Add(price.Id, target);
                }
            }
        }

        return found.ToImmutable();

        // One on each side, or nothing is said.
        string? Alike(PriceView price, Func<PriceView, string?> by) => by(price) is { } value
            && source.Count(other => !found.ContainsKey(other.Id) && by(other) == value) == 1
            && seen.Target.Prices.Where(other => !taken.Contains(other.Id) && by(other) == value).ToList() is [var only]
                ? only.Id
                : null;
    }

    private static string? LookupKey(PriceView price) => (price.Fields[FieldNames.LookupKey] as FieldValue.Text)?.Value;

    // What makes a price what it is; without a currency it is none.
    private static string? Charge(PriceView price) =>
        price.Fields[FieldNames.Currency] is null ? null : price.Fields.Only(field => Policy.Default.Rule(Kind.Price, field) is { IsContent: true }).ToString();

    // A part of a document is named after it; and where the product's id is another's here, those of its prices may be, too.
    private static string Renamed(PromotionSituation seen, string id) => seen.Source.Product switch
    {
        { } product when id.StartsWith(product.Id + ".", StringComparison.Ordinal) => seen.Key.DocumentId + id[product.Id.Length..],
        { } product when seen.Key.DocumentId == OfItsOwn(seen.Origin, product.Id) => OfItsOwn(seen.Origin, id),
        _ => Of(seen.Origin, id),
    };

    private static bool IsBornInStripe(string id) => id.StartsWith(ProductKey.StripeProductPrefix, StringComparison.Ordinal) || id.StartsWith(ProductKey.StripePricePrefix, StringComparison.Ordinal);
}
