using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>
/// What a record from a backup is worth: what we did after the backup was taken looks like somebody else's edits. Where both sides name each other they tell what was
/// done, and what we have archived because its document went is no edit of Stripe's.
/// </summary>
public static class Restored
{
    /// <summary>How many Stripe products a document may have had since the backup and still be told from how it is named.</summary>
    private const int MostGenerations = 32;

    /// <summary>The record of a product that got another Stripe product since the backup: both meet for the first time.</summary>
    /// <param name="record">The record from the backup.</param>
    /// <param name="product">The Stripe product that the document names, and that names the document.</param>
    public static ProductRecord Under(ProductRecord record, ProductView product)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(product);
        var generations = Enumerable.Range(record.Generation, MostGenerations).Where(generation => ProductPlan.CustomId(record.Key, generation) == product.Id);
        return record with
        {
            StripeId = null,
            Link = LinkState.Unlinked,
            Lost = null,
            Generation = generations.DefaultIfEmpty(record.Generation).First(),
            Agreed = ProductRecord.NoneAgreed,
            Overwritten = ProductRecord.NoneOverwritten,
            Slots = [.. record.Slots.Select(slot => new SlotRecord { Slot = slot.Slot, Generation = slot.Generation, Published = slot.Published })],
        };
    }

    /// <summary>The situation with what both sides tell about the time since the backup.</summary>
    internal static Situation Told(Situation seen)
    {
        if (!seen.Record.IsRestored)
        {
            return seen;
        }

        var record = seen.Record with { IsRestored = false, Slots = [.. seen.Record.Slots.Select(slot => Settled(seen, Replaced(seen, slot)))] };
        return seen with
        {
            Record = IsArchived(seen, record) ? record with { Agreed = As(record.Agreed, seen.Stripe.Product!.Fields.With(FieldNames.DefaultPrice, DefaultPrice.ToSlot(seen.Stripe.Product.Fields[FieldNames.DefaultPrice], record))) } : record,
        };
    }

    // The price that a slot has come to show: its document names it, and it names the document. What makes a price is what both sides agreed on when it was made.
    private static SlotRecord Replaced(Situation seen, SlotRecord slot)
    {
        var document = seen.Sanity.Prices.FirstOrDefault(document => document.Id == slot.Slot && document.ProductId == seen.Key.DocumentId);
        var price = seen.Stripe.Prices.FirstOrDefault(price => price.Id == document?.Mirror && price.Mirror == slot.Slot);
        if (slot.PriceId is not { } former || price is null || price.Id == former || seen.Record.Slots.Any(other => other.PriceId == price.Id))
        {
            return slot;
        }

        return slot with
        {
            PriceId = price.Id,
            Lineage = [.. slot.Lineage.Where(id => id != price.Id), former],
            Agreed = seen.Policy.RulesOf(Kind.Price).Where(rule => rule.IsContent)
                .Aggregate(slot.Agreed, (agreed, rule) => agreed.SetItem(rule.Field, new AgreedValue(price.Fields[rule.Field], price.Fields[rule.Field]))),
        };
    }

    // A price that cannot be sold, of a document that is gone: we have archived it.
    private static SlotRecord Settled(Situation seen, SlotRecord slot)
    {
        var price = seen.Stripe.Prices.FirstOrDefault(price => price.Id == slot.PriceId);
        var isGone = seen.Sanity.Gone.Contains(slot.Slot) && seen.Sanity.Prices.All(document => document.Id != slot.Slot);
        return price is not null && isGone && !Flags.IsActive(price) ? slot with { Agreed = As(slot.Agreed, price.Fields) } : slot;
    }

    private static bool IsArchived(Situation seen, ProductRecord record) =>
        seen.Stripe.Product is { } product && seen.Sanity.Product is null && seen.Sanity.Gone.Contains(record.Key.DocumentId) && !Flags.IsActive(product.Fields);

    private static ImmutableSortedDictionary<string, AgreedValue> As(ImmutableSortedDictionary<string, AgreedValue> agreed, Fields shown) =>
        agreed.Keys.Aggregate(agreed, (all, field) => all.SetItem(field, all[field] with { Stripe = shown[field] }));
}
