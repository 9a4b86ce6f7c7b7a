using System.Collections.Immutable;

namespace Tandem.Core;

/// <content>What a price shows, what is held of its changes, and what half-done replacements say about it.</content>
internal sealed partial class PricePlan
{
    // A change that looks like a slip is left out, so that everything else goes on. What comes back to sale was not sold for that amount just now.
    private MergedObject Merged(MatchedSlot slot)
    {
        var (tried, merged) = (new PlanBuilder(b.Situation) { Next = b.Next }, Shown(slot));
        merged.Merge(tried, _ => true);
        if (slot is not { Price: { } price, Document: not null } || merged.IsReturning || Odd(slot, price, merged) is not { } odd)
        {
            b.Take(tried);
            return merged;
        }

        // What a customer is charged waits as a whole: half of it would make a price that nobody asked for.
        ImmutableArray<string> fields = odd.Field == FieldNames.CurrencyOptions ? [odd.Field] : [.. _lasting.Where(rule => rule.IsContent).Select(rule => rule.Field), FieldNames.CurrencyOptions];
        var document = slot.Document.IsEmbedded ? b.Situation.Key.DocumentId : slot.Record.Slot;
        var held = new HeldChange(Side.Sanity, slot.Record.Slot, document, odd.Field, odd.Reason, Differences(price.Fields, odd.To, fields));
        var ruling = b.RulingOn(held);
        if (ruling == Ruling.Released)
        {
            b.Take(tried);
            return merged;
        }

        if (ruling == Ruling.None)
        {
            b.Held.Add(held);
        }

        merged = Shown(slot);
        (merged.Held, merged.IsTakenBack) = (fields, ruling == Ruling.Refused);
        merged.Merge(b, _ => true);
        return merged;
    }

    private static ImmutableArray<FieldChange> Differences(Fields from, Fields to, ImmutableArray<string> fields) =>
        [.. fields.Where(field => !Equals(from[field], to[field])).Select(field => new FieldChange(field, from[field], to[field]))];

    // Whose value a person asked for does not tell that a slip is meant, or that it is none: that takes a word of its own.
    private (string Field, string Reason, Fields To)? Odd(MatchedSlot slot, PriceView price, MergedObject merged)
    {
        if (merged.Wish is not null)
        {
            var unasked = Shown(slot, isAsked: false);
            unasked.Merge(new PlanBuilder(b.Situation) { Next = b.Next }, _ => true);
            if (Odd(price, unasked) is { } odd)
            {
                return odd;
            }
        }

        return Odd(price, merged);
    }

    private (string Field, string Reason, Fields To)? Odd(PriceView price, MergedObject merged) =>
        PriceGuard.Holds(b.Situation.Policy.Limits, price.Fields, merged.StripeAfter) is { } hold ? (hold.Field, hold.Reason, merged.StripeAfter) : null;

    private MergedObject Shown(MatchedSlot slot, bool isAsked = true)
    {
        var wish = isAsked ? b.Situation.WishFor(slot.Record.Slot, slot.Document?.IsEmbedded == true) : null;
        var stripe = slot.Price?.Fields ?? Fields.None;
        var agreed = slot.Record.Agreed;
        if (slot.Price is not null)
        {
            // Who edits a price while it is replaced, edits the one that comes next, and a key goes ahead to it. What it was given, both had; unless it is owed to Sanity.
            foreach (var field in b.Situation.Policy.RulesOf(Kind.Price).Where(rule => !rule.IsContent).Select(rule => rule.Field))
            {
                if (HalfDone(slot, field).FirstOrDefault(next => IsAhead(slot.Price, next.Price, next.Given, field)) is { Price.Fields: { } shown } next)
                {
                    stripe = stripe.With(field, shown[field]);
                    agreed = next.IsOwed ? agreed : agreed.SetItem(field, new AgreedValue(next.Given, next.Given));
                }
            }
        }

        return new MergedObject
        {
            Kind = Kind.Price,
            Name = slot.Record.Slot,
            StripeId = slot.Price?.Id,
            Operation = slot.Price?.Operation,
            HasDocument = slot.Document is not null,
            IsReturning = slot is { Price: { } price, Document: { } document } && !Flags.IsActive(price) && Flags.IsActive(document) && !slot.Record.Agreed.ContainsKey(FieldNames.Active),
            Sanity = slot.Document?.Fields ?? Fields.None,
            Stripe = stripe,
            SanityRefused = slot.Document?.Refused ?? ProductView.NoRefusals,
            StripeRefused = slot.Price?.Refused ?? ProductView.NoRefusals,
            Agreed = agreed,
            Published = slot.Record.Published,
            Overwritten = slot.Record.Overwritten,
            Wish = wish,
        };
    }

    // A key that we gave goes ahead of its price; anything else that differs from what we gave is somebody's edit.
    private static bool IsAhead(PriceView current, PriceView next, FieldValue? given, string field) => field == FieldNames.LookupKey && given is not null
        ? current.Fields[field] is null && next.Fields[field] is not null
        : (Flags.IsActive(next) || field == FieldNames.Active) && !Equals(next.Fields[field], given);

    // What interrupted passes gave last to each of the prices that were to stand for this slot next, newest first.
    private IEnumerable<(PriceView Price, FieldValue? Given, bool IsOwed)> HalfDone(MatchedSlot slot, string field) =>
        (from intent in b.Situation.Intents.Reverse()
         where intent.IsUnrecorded
         from change in intent.Changes
         from other in slot.Others
         let given = Past.Given(change, other, field)
         where given is not null && (intent.State == IntentState.Confirmed || !HasNotArrived(change, other, given))
         select (Price: other, Given: given.To, IsOwed: change.Owed.Contains(field, StringComparer.Ordinal))).DistinctBy(next => next.Price.Id);

    // A write of unknown outcome whose price shows what it showed before has given nothing yet.
    private static bool HasNotArrived(Change change, PriceView price, FieldChange given) => change is Change.Update && Equals(price.Fields[given.Field], given.From);
}
