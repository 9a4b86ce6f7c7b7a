using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>A new product is made together with its default price where that loses nothing: one call of Stripe's instead of three.</summary>
/// <remarks>
/// What Stripe takes with a product is less than what it takes for a price of its own: https://docs.stripe.com/api/products/create#create_product-default_price_data.
/// Which changes go together follows from the plan alone, so that a pass that was cut off sends the very same again.
/// </remarks>
internal static class Bundle
{
    private static readonly ImmutableHashSet<string> Taken =
        [FieldNames.Active, FieldNames.Currency, FieldNames.UnitAmount, FieldNames.CustomUnitAmount, FieldNames.CurrencyOptions, FieldNames.TaxBehavior];

    /// <summary>Stripe's changes of a plan in their order, those together that are one call.</summary>
    public static IEnumerable<ImmutableArray<Change>> Of(IEnumerable<Change> changes)
    {
        var all = changes.ToImmutableArray();
        var product = all.OfType<Change.Create>().FirstOrDefault(made => made.Kind == Kind.Product);
        var choice = all.OfType<Change.Update>().FirstOrDefault(update => update is { Kind: Kind.Product, Mirror: null, Fields: [{ Field: FieldNames.DefaultPrice, To: FieldValue.Text }] } && update.Id == product?.Id);
        var price = all.OfType<Change.Create>().FirstOrDefault(made => made.Kind == Kind.Price && made.ProductId == product?.Id && choice?.Fields[0].To == new FieldValue.Text(made.Slot!) && Fits(made));
        if (product is null || choice is null || price is null)
        {
            return all.Select(change => ImmutableArray.Create(change));
        }

        return all.Where(change => change != choice && change != price).Select(change => change == product ? ImmutableArray.Create<Change>(product, price, choice) : [change]);
    }

    private static bool Fits(Change.Create price) => !price.TakesLookupKey && price.Fields.All(field => field.Key switch
    {
        FieldNames.Active => field.Value is FieldValue.Flag { Value: true },
        FieldNames.Recurring => field.Value is FieldValue.Group { Fields: var rhythm } && rhythm.Names.All(name => name is "interval" or "interval_count"),
        var name => Taken.Contains(name) || FieldNames.KeyOf(name) is not null,
    });
}
