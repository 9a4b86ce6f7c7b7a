using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What products are matched by, as whole catalogues show it.</summary>
internal static class Candidates
{
    /// <summary>A product by itself: what it names, and whether it is older than a connection, is for others to say.</summary>
    /// <param name="shown">The product.</param>
    /// <param name="rules">By what a person wants products to be matched; nothing else is looked at.</param>
    public static Candidate Of(ProductView shown, ImmutableArray<MatchRule> rules)
    {
        var name = (shown.Fields[FieldNames.Name] as FieldValue.Text)?.Value;
        return new Candidate(
            shown.Id,
            Mirror: null,
            rules.Contains(MatchRule.Name) ? Likeness.OfName(name) : null,
            rules.Contains(MatchRule.Slug) ? Likeness.OfSlug(shown.Slug ?? (shown.Revision is null ? name : null)) : null,
            IsOlder: true)
        {
            IsLeftAlone = shown.IsLeftAlone,
        };
    }

    /// <summary>The lookup key of a price.</summary>
    public static string? KeyOf(PriceView price) => (price.Fields[FieldNames.LookupKey] as FieldValue.Text)?.Value;

    /// <summary>Gives the products that are known the lookup keys of their prices.</summary>
    public static void AddKeys(Dictionary<string, Candidate> products, ImmutableArray<PriceView> prices)
    {
        foreach (var price in prices)
        {
            if (KeyOf(price) is { } key && price.ProductId is { } id && products.TryGetValue(id, out var product) && !product.LookupKeys.Contains(key, StringComparer.Ordinal))
            {
                products[id] = product with { LookupKeys = product.LookupKeys.Add(key) };
            }
        }
    }

    /// <summary>Hands on all published documents of a kind, page by page; gives what stopped it, or null.</summary>
    public static async Task<CatalogFault?> Pages(ICatalog sanity, Patience patience, Kind kind, Func<ViewPage, Task> take, CancellationToken cancellation)
    {
        string? cursor = null;
        do
        {
            var page = await patience.Try(() => sanity.Show(kind, Shelf.Sale, cursor, cancellation), cancellation);
            if (page.Fault is { } fault)
            {
                return fault;
            }

            await take(page.Value!);
            cursor = page.Value!.Cursor;
        }
        while (cursor is not null);

        return null;
    }
}
