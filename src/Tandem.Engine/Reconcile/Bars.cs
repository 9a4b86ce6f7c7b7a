using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Fields that a vendor refused in this pass: they are left out of the next plan, so that everything else goes on, and are reported.</summary>
internal sealed record Bars(ImmutableDictionary<(string Object, string Field), string> Refused)
{
    public static Bars None { get; } = new(ImmutableDictionary<(string, string), string>.Empty);

    public bool IsEmpty => Refused.IsEmpty;

    /// <summary>Bars what was refused: the named field, or all that the write was about when the vendor names none.</summary>
    public Bars With(Change change, CatalogFault.Refused fault)
    {
        if (change is Change.Update { Side: Side.Stripe, Kind: Kind.Price, Fields: [{ Field: FieldNames.Active, To: FieldValue.Flag { Value: false } }] } archive && !Refused.ContainsKey((archive.Id, FieldNames.Active)))
        {
            // Somebody has just made it the default: the next look shows that. It says nothing of the price that takes its place.
            return new Bars(Refused.SetItem((archive.Id, FieldNames.Active), fault.Message));
        }

        var subject = change.Slot ?? (change.Kind == Kind.Product && change.Side == Side.Stripe ? "" : ((change as Change.Update)?.Id ?? (change as Change.Create)?.Id) ?? "");
        var fields = fault.Field is { } named ? [named] : Fields(change);
        return new Bars(fields.Aggregate(Refused, (bars, field) => bars.SetItem((subject, field), fault.Message)));
    }

    /// <summary>The observation with the barred fields refused.</summary>
    public Observation On(Observation sanity) => IsEmpty
        ? sanity
        : sanity with
        {
            Product = sanity.Product is { } product ? product with { Refused = Add(product.Refused, "", product.Id) } : null,
            Prices = [.. sanity.Prices.Select(price => price with { Refused = Add(price.Refused, price.Id, price.Id) })],
        };

    public override string ToString() => string.Join(" ", Refused.Select(bar => $"{bar.Key.Field}: {bar.Value}"));

    private ImmutableSortedDictionary<string, string> Add(ImmutableSortedDictionary<string, string> refused, string subject, string id) =>
        Refused.Where(bar => bar.Key.Object == subject || bar.Key.Object == id).Aggregate(refused, (all, bar) => all.SetItem(bar.Key.Field, bar.Value));

    private static IEnumerable<string> Fields(Change change) => change switch
    {
        Change.Update update => update.Fields.Select(field => field.Field),
        Change.Create { Kind: Kind.Product } => [FieldNames.Name],
        _ => [FieldNames.UnitAmount],
    };
}
