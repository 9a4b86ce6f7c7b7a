using System.Collections.Immutable;

namespace Tandem.Core.Tests.Planning;

/// <summary>Says of what classes a case is: by what the worlds show against the record, and by what the plan says about it.</summary>
internal static class PerturbedClasses
{
    public static readonly string[] All =
    [
        "agree", "one-sided", "both-same", "conflict", "ask", "delete-edit", "archive-edit", "price added", "price moved", "price gone", "price deleted in Stripe",
        "document gone", "product gone in Stripe", "amount changed", "default changed", "default dangling", "replacement", "half-done replacement", "former heard", "lookup key moved", "lookup key wanted twice",
        "draft open", "draft follows", "mirror wiped", "late echo", "overtaken", "cut off", "no price", "three prices",
    ];

    public static string[] Of(PerturbedSituation perturbed)
    {
        var (seen, plan) = (perturbed.Seen, perturbed.Plan);
        var found = new List<string>();
        found.AddRange(Fields(seen));
        found.AddRange(Prices(seen, plan));
        found.AddRange(Happened(perturbed, seen, plan));
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Happened(PerturbedSituation perturbed, Situation seen, Plan plan)
    {
        var updates = plan.Changes.OfType<Change.Update>().ToList();
        var drafts = seen.Sanity.Prices.SelectMany(price => price.Drafts).Concat(seen.Sanity.Product?.Drafts ?? []);
        return Found(
            ("agree", plan.IsEmpty && plan.Conflicts.IsEmpty && plan.Refusals.IsEmpty && plan.Held.IsEmpty),
            ("conflict", plan.Conflicts.Any(conflict => conflict.Field != "*")),
            ("ask", plan.Conflicts.Any(conflict => conflict is { Field: not "*", Winner: Winner.Ask })),
            ("delete-edit", plan.Conflicts.Any(conflict => conflict.Field == "*")),
            ("document gone", seen.Record.StripeId is not null && seen.Sanity.Product is null),
            ("product gone in Stripe", seen.Record.StripeId is not null && seen.Stripe.Product is null),
            ("draft open", drafts.Any()),
            ("draft follows", updates.Any(update => !update.Drafts.IsEmpty)),
            ("mirror wiped", seen.Sanity.Product is { Mirror: null } || seen.Stripe.Product is { Mirror: null } || seen.Stripe.Prices.Any(price => price.Mirror is null && seen.Record.SlotOfPrice(price.Id) is not null)),
            ("late echo", perturbed.HadLateWrite),
            ("overtaken", !seen.Overtaken.IsEmpty),
            ("cut off", perturbed.WasCutOff),
            ("no price", seen.Record.Slots.IsEmpty),
            ("three prices", seen.Record.Slots.Length >= 3));
    }

    private static IEnumerable<string> Prices(Situation seen, Plan plan)
    {
        var record = seen.Record;
        var slots = record.Slots.Select(slot => slot.Slot).ToHashSet(StringComparer.Ordinal);
        var creates = plan.Changes.OfType<Change.Create>().Where(create => create is { Side: Side.Stripe, Kind: Kind.Price }).ToList();
        var begun = seen.Intents.Where(intent => intent.IsUnrecorded).SelectMany(intent => intent.Changes).ToList();
        return Found(
            ("price added", seen.Sanity.Prices.Any(price => price.ProductId == record.Key.DocumentId && !slots.Contains(price.Id))
                || seen.Stripe.Prices.Any(price => price.Operation is null && price.Mirror is null && record.SlotOfPrice(price.Id) is null)),
            ("price moved", seen.Sanity.Prices.Any(price => price.ProductId != record.Key.DocumentId)),
            ("price gone", record.Slots.Any(slot => slot.Agreed.Count > 0 && seen.Sanity.Gone.Contains(slot.Slot))),
            ("price deleted in Stripe", seen.Stripe.Product is not null && record.Slots.Any(slot => slot.PriceId is { } id && seen.Stripe.Gone.Contains(id))),
            ("amount changed", seen.Sanity.Prices.Any(price => record.Slot(price.Id)?.Agreed is { } agreed && agreed.TryGetValue(FieldNames.UnitAmount, out var amount) && !Equals(amount.Sanity, price.Fields[FieldNames.UnitAmount]))),
            ("replacement", creates.Any(create => record.Slot(create.Slot!)?.PriceId is not null)),
            ("half-done replacement", begun.OfType<Change.Create>().Any(create => create is { Side: Side.Stripe, Kind: Kind.Price } && record.Slot(create.Slot!)?.PriceId is not null)),
            ("former heard", seen.Stripe.Prices.Any(price => IsActive(price) && record.Slots.Any(slot => slot.PriceId != price.Id && slot.Lineage.Contains(price.Id, StringComparer.Ordinal)))),
            ("lookup key wanted twice", seen.Sanity.Prices.Any(price => price.Fields[FieldNames.LookupKey] is { } key
                && (seen.Sanity.Prices.Any(other => other.Id != price.Id && Equals(other.Fields[FieldNames.LookupKey], key))
                    || seen.Stripe.Prices.Any(other => Equals(other.Fields[FieldNames.LookupKey], key) && record.SlotOfPrice(other.Id) is { } holder && holder.Slot != price.Id)))),
            ("lookup key moved", plan.Changes.Any(change => change is Change.Create { TakesLookupKey: true } or Change.Update { TakesLookupKey: true })));
    }

    // Every field of every object that both sides have agreed on, each side against what it showed then.
    private static IEnumerable<string> Fields(Situation seen)
    {
        var objects = new List<(Fields Sanity, Fields Stripe, ImmutableSortedDictionary<string, AgreedValue> Agreed)>();
        if (seen is { Sanity.Product: { } document, Stripe.Product: { } product })
        {
            var named = product.Fields.With(FieldNames.DefaultPrice, DefaultPrice.ToSlot(product.Fields[FieldNames.DefaultPrice], seen.Record));
            objects.Add((document.Fields, named, seen.Record.Agreed));
            if (document.Fields[FieldNames.DefaultPrice] is FieldValue.Unresolved)
            {
                yield return "default dangling";
            }
        }

        objects.AddRange(from slot in seen.Record.Slots
                         from price in seen.Sanity.Prices.Where(price => price.Id == slot.Slot)
                         from shown in seen.Stripe.Prices.Where(shown => shown.Id == slot.PriceId)
                         select (price.Fields, shown.Fields, slot.Agreed));
        foreach (var (sanity, stripe, agreed) in objects)
        {
            var (inSanity, inStripe) = (Edited(sanity, agreed, Side.Sanity), Edited(stripe, agreed, Side.Stripe));
            foreach (var found in Found(
                ("one-sided", inSanity.Except(inStripe).Any() || inStripe.Except(inSanity).Any()),
                ("both-same", inSanity.Intersect(inStripe).Any(field => Equals(SanityWorld.Told(field, sanity[field]), stripe[field]))),
                ("default changed", inSanity.Union(inStripe).Contains(FieldNames.DefaultPrice)),
                ("archive-edit", IsArchived(inSanity, sanity) && inStripe.Any(field => field != FieldNames.Active) || IsArchived(inStripe, stripe) && inSanity.Any(field => field != FieldNames.Active))))
            {
                yield return found;
            }
        }
    }

    private static List<string> Edited(Fields shown, ImmutableSortedDictionary<string, AgreedValue> agreed, Side side) =>
        [.. agreed.Where(was => !Equals(SanityWorld.Told(was.Key, was.Value.On(side)), SanityWorld.Told(was.Key, shown[was.Key]))).Select(was => was.Key)];

    private static bool IsArchived(List<string> edited, Fields shown) => edited.Contains(FieldNames.Active) && shown[FieldNames.Active] is FieldValue.Flag { Value: false };

    private static bool IsActive(PriceView price) => price.Fields[FieldNames.Active] is not FieldValue.Flag { Value: false };

    private static IEnumerable<string> Found(params (string Class, bool Is)[] classes) => classes.Where(one => one.Is).Select(one => one.Class);
}
