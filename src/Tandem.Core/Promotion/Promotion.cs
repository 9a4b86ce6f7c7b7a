using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>What promoting one product comes to: its documents as an editor would make or change them here. Stripe follows by the plan that everything else goes by.</summary>
public sealed record Promotion
{
    /// <summary>The product where it goes to.</summary>
    public required ProductKey Key { get; init; }

    /// <summary>The writes to Sanity, one transaction.</summary>
    public required ImmutableArray<Change> Changes { get; init; }

    /// <summary>What Sanity shows once they are done.</summary>
    public required Observation After { get; init; }

    /// <summary>What is to be remembered once they are done.</summary>
    public required Promoted Next { get; init; }

    /// <summary>What stays as it is, and why, in sentences.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Whether it is not promoted, because one of its documents asks to be left alone or is not there.</summary>
    public bool IsLeftAlone { get; init; }

    /// <summary>Whether a field was edited on both sides since the last promotion, and stays until a person says whose value is meant.</summary>
    public bool IsContested { get; init; }

    /// <summary>Plans it. Pure: equal situations give equal promotions.</summary>
    public static Promotion Of(PromotionSituation seen) => new PromotionPlanner(seen).Plan();

    /// <summary>A stable digest of all that would be written, and of the revisions that it rests on.</summary>
    public string Digest() => Derived.Hex([.. Changes.Select(change => ChangeLine.Of(change).Digest())]);

    /// <summary>What is to be remembered, by what Sanity showed right after the write: it may keep a value in a form of its own.</summary>
    /// <param name="products">The products that it showed; none where it showed nothing.</param>
    /// <param name="prices">The prices, likewise.</param>
    public Promoted Done(ImmutableArray<ProductView> products, ImmutableArray<PriceView> prices)
    {
        var shown = products.Select(product => (product.Id, product.Fields)).Concat(prices.Select(price => (price.Id, price.Fields))).ToDictionary(view => view.Id, view => Flags.Told(view.Fields), StringComparer.Ordinal);
        return Next with
        {
            Fields = Shown(Next.Target, Next.Fields),
            Prices = [.. Next.Prices.Select(price => price with { Fields = Shown(price.Target, price.Fields) })],
        };

        ImmutableSortedDictionary<string, PromotedValue> Shown(string id, ImmutableSortedDictionary<string, PromotedValue> fields) => shown.TryGetValue(id, out var now)
            ? Written(id).Where(fields.ContainsKey).Aggregate(fields, (all, field) => all.SetItem(field, all[field] with { Target = now[field] }))
            : fields;
    }

    private IEnumerable<string> Written(string id) => Changes.SelectMany(change => change switch
    {
        Change.Create made when made.Id == id => made.Fields.Names,
        Change.Update update when update.Id == id => update.Fields.Select(field => field.Field),
        _ => [],
    });
}
