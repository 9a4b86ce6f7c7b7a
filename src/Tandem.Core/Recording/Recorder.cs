using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>Turns what was planned into what is remembered, with what the vendors really showed.</summary>
public static class Recorder
{
    /// <summary>
    /// The record that must be on disk before the first write of a plan is sent: links are decided, nothing is agreed yet.
    /// An event that arrives before its create's answer already finds its key.
    /// </summary>
    public static ProductRecord Pending(ProductRecord record, Plan plan)
    {
        var next = plan.Next;
        if (next.StripeId is null || next.Link == LinkState.Tombstone)
        {
            return record;
        }

        var isNew = record.StripeId != next.StripeId;
        var slots = isNew ? next.Slots.Select(slot => Blank(slot, record)) : record.Slots.Concat(next.Slots.Where(slot => record.Slot(slot.Slot) is null).Select(slot => Blank(slot, record)));
        return record with
        {
            StripeId = next.StripeId,
            Generation = next.Generation,
            Link = isNew || record.Link == LinkState.Unlinked ? LinkState.Pending : record.Link,
            Lost = isNew ? null : record.Lost,
            Agreed = isNew ? ProductRecord.NoneAgreed : record.Agreed,
            Slots = [.. slots],
        };
    }

    /// <summary>The record after a plan was applied, with what each side showed right after its writes.</summary>
    public static ProductRecord Record(Plan plan, IEnumerable<AppliedChange> applied) => applied.Aggregate(plan.Next, Show);

    /// <summary>Whether a write whose answer was lost took effect, by what its side shows now.</summary>
    public static bool IsShown(Intent intent, Observation observation) => intent.Changes.All(change => change switch
    {
        Change.Create { Kind: Kind.Product } made => observation.Product?.Id == made.Id,
        Change.Create made => observation.Prices.Any(price => price.Id == made.Id || (made.Operation is not null && price.Operation == made.Operation)),
        Change.Update update => FieldsOf(observation, update.Id) is { } shown && update.Fields.Where(IsPlain).All(field => Equals(shown[field.Field], field.Result)),
        _ => false,
    });

    private static bool IsPlain(FieldChange change) => change.Field != FieldNames.DefaultPrice;

    private static Fields? FieldsOf(Observation observation, string id) =>
        observation.Product?.Id == id ? observation.Product.Fields : observation.Prices.FirstOrDefault(price => price.Id == id)?.Fields;

    // What the plan is to replace is no predecessor before it was archived: until then nobody who sees it on sale has brought it back.
    private static SlotRecord Blank(SlotRecord slot, ProductRecord record) => slot with
    {
        Agreed = ProductRecord.NoneAgreed, Overwritten = ProductRecord.NoneOverwritten,
        Lineage = record.Slot(slot.Slot)?.Lineage ?? [], Generation = record.Slot(slot.Slot)?.Generation ?? 0,
    };

    private static ProductRecord Show(ProductRecord record, AppliedChange applied)
    {
        if (applied.Change.Kind == Kind.Product)
        {
            return applied.Product is not { } view
                ? record
                : record with
                {
                    Agreed = Show(record.Agreed, applied, view.Fields),
                    Revision = applied.Change.Side == Side.Sanity ? view.Revision : record.Revision,
                };
        }

        if (applied.Price is not { } price || applied.Change.Slot is not { } name || record.Slot(name) is not { } slot)
        {
            return record;
        }

        var isCurrent = applied.Change is Change.Create || slot.PriceId == price.Id || applied.Change.Side == Side.Sanity;
        var shown = slot with
        {
            PriceId = applied.Change is Change.Create { Side: Side.Stripe } ? price.Id : slot.PriceId,
            Agreed = isCurrent ? Show(slot.Agreed, applied, price.Fields) : slot.Agreed,
            Revision = applied.Change.Side == Side.Sanity ? price.Revision : slot.Revision,
        };
        return record with
        {
            Slots = record.Slots.Replace(slot, shown),

            // Or every later look would take our own write to the product's document for news.
            Revision = price.IsEmbedded ? price.Revision : record.Revision,
        };
    }

    // Only fields that were written with the agreed value: what else the answer shows may be an edit of this very moment, or an open
    // conflict, and is for the next pass to find.
    private static ImmutableSortedDictionary<string, AgreedValue> Show(
        ImmutableSortedDictionary<string, AgreedValue> agreed, AppliedChange applied, Fields shown)
    {
        var side = applied.Change.Side;
        foreach (var (field, value) in Written(applied.Change, agreed.Keys).Where(written => written.Field != FieldNames.DefaultPrice).ToList())
        {
            if (agreed.TryGetValue(field, out var now) && Equals(now.On(side), value))
            {
                agreed = agreed.SetItem(field, side == Side.Sanity ? now with { Sanity = shown[field] } : now with { Stripe = shown[field] });
            }
        }

        return agreed;
    }

    private static IEnumerable<(string Field, FieldValue? Value)> Written(Change change, IEnumerable<string> fields) => change switch
    {
        Change.Create create => fields.Select(field => (field, create.Fields[field])),
        Change.Update update => update.Fields.Select(written => (written.Field, written.To)),
        _ => [],
    };
}

/// <summary>A change that a vendor confirmed, with what it showed right after.</summary>
/// <param name="Change">The change.</param>
/// <param name="Product">The written product, if it is one.</param>
/// <param name="Price">The written price, if it is one.</param>
public sealed record AppliedChange(Change Change, ProductView? Product, PriceView? Price);
