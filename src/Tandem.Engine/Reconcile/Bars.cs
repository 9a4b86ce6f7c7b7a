using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Fields that a vendor refused in this pass: they are left out of the next plan, so that everything else goes on, and are reported.</summary>
internal sealed record Bars(ImmutableDictionary<(string Object, string Field), string> Refused)
{
    public static Bars None { get; } = new(ImmutableDictionary<(string, string), string>.Empty);

    /// <summary>Why one of them is to be tried again; null when all wait for a person.</summary>
    public string? Waits { get; private init; }

    public bool IsEmpty => Refused.IsEmpty;

    /// <summary>Bars what was refused: the named field, or all that the write was about when the vendor names none.</summary>
    public Bars With(Change change, CatalogFault.Refused fault) => With(change, fault.Field, fault.Message);

    /// <summary>Bars a field that has to wait for another try.</summary>
    public Bars With(Change change, CatalogFault.Unavailable fault) => With(change, fault.Field, fault.Message) with { Waits = fault.Message };

    private Bars With(Change change, string? named, string message)
    {
        if (change is Change.Update { Side: Side.Stripe, Kind: Kind.Price, Fields: [{ Field: FieldNames.Active, To: FieldValue.Flag { Value: false } }] } archive && !Refused.ContainsKey((archive.Id, FieldNames.Active)))
        {
            // Somebody has just made it the default: the next look shows that. It says nothing of the price that takes its place.
            return this with { Refused = Refused.SetItem((archive.Id, FieldNames.Active), message) };
        }

        // A product that is not made yet has no document which could be named.
        var isOfProduct = change.Kind == Kind.Product && (change.Side == Side.Stripe || (change is Change.Create && named is not null));
        var subject = change.Slot ?? (isOfProduct ? "" : ((change as Change.Update)?.Id ?? (change as Change.Create)?.Id) ?? "");
        var fields = named is not null ? [named] : Fields(change);
        return this with { Refused = fields.Aggregate(Refused, (bars, field) => bars.SetItem((subject, field), message)) };
    }

    /// <summary>The observation with the barred fields refused.</summary>
    public Observation On(Observation sanity) => IsEmpty
        ? sanity
        : sanity with
        {
            Product = sanity.Product is { } product ? product with { Refused = Add(product.Refused, "", product.Id) } : null,
            Refused = Add(sanity.Refused, "", ""),
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
