namespace Tandem.Core;

/// <summary>What our own earlier writes say about the base of the merge: an interrupted write that took effect is no edit.</summary>
internal static class Past
{
    /// <summary>
    /// The agreed value of a field, corrected by writes that were begun but never recorded: where one of them shows, both sides agreed on its value, unless it is
    /// owed to the other side. (A default that moves from a price to its successor stays the same slot: that says nothing.) The newest decides: a price may have been archived by the same pass that had made its document.
    /// </summary>
    public static AgreedValue? Base(PlanBuilder b, MergedObject at, string field, AgreedValue? agreed)
    {
        foreach (var intent in b.Situation.Intents.Reverse().Where(intent => intent.IsUnrecorded))
        {
            var now = intent.Side == Side.Sanity ? at.Sanity[field] : at.Stripe[field];
            foreach (var change in intent.Changes)
            {
                if (change.Owed.Contains(field, StringComparer.Ordinal))
                {
                    continue;
                }

                if (change is Change.Create made && HasMade(b, at, made))
                {
                    // It was born showing this, whatever it shows now. A product may have been made by any of the writes that were to give it its id.
                    var born = Born(b, at).FirstOrDefault(other => Equals(other.Result(field), now)) ?? made;
                    return new AgreedValue(born.Result(field), born.Fields[field]);
                }

                if (change is Change.Update update && at.Is(update.Side, update.Id)
                    && update.Fields.FirstOrDefault(written => written.Field == field) is { } written && !Equals(written.From, written.To)
                    && (Equals(written.Result, now) || intent.State == IntentState.Confirmed || WasDone(at, update)))
                {
                    return new AgreedValue(written.Result, written.To);
                }
            }
        }

        return agreed;
    }

    // A call to Stripe is done whole or not at all: where another field of the product shows what it wrote, this one showed it too, and was edited since. A flag or an unset
    // field may show the same by a person's hand; and what a price shows may have gone ahead to the one that replaces it.
    private static bool WasDone(MergedObject at, Change.Update update) => update is { Side: Side.Stripe, Kind: Kind.Product } && update.Fields.Any(other =>
        !Equals(other.From, other.To) && other is { Result: not (null or FieldValue.Flag), Field: not FieldNames.DefaultPrice } && Equals(other.Result, at.Stripe[other.Field]));

    private static IEnumerable<Change.Create> Born(PlanBuilder b, MergedObject at) =>
        b.Situation.Intents.Where(intent => intent.IsUnrecorded).SelectMany(intent => intent.Changes).OfType<Change.Create>().Where(made => HasMade(b, at, made));

    private static bool HasMade(PlanBuilder b, MergedObject at, Change.Create made) =>
        at.Is(made.Side, made.Id, made.Slot, made.Operation) && (made.Side == Side.Sanity || IsOurs(b, at));

    /// <summary>Whether a product shows what we began to restore for a document that is gone again.</summary>
    public static bool HalfRestored(Situation seen) =>
        seen.Stripe.Product is { } product && product.Fields[FieldNames.Active] is FieldValue.Flag { Value: true }
        && seen.Intents.Any(intent => intent.IsUnrecorded && intent.Changes.OfType<Change.Update>().Any(update =>
            update.Id == product.Id && update.Fields.Any(field => field is { Field: FieldNames.Active, To: FieldValue.Flag { Value: true } })));

    /// <summary>The slot that a write of ours made a Stripe price for, if its record never came.</summary>
    public static string? MadeFor(Situation seen, PriceView? price) => price?.Operation is { } operation
        ? seen.Intents.SelectMany(intent => intent.Changes).OfType<Change.Create>().FirstOrDefault(made => made.Operation == operation)?.Slot
        : null;

    /// <summary>Whether an interrupted pass has begun to make a slot's price in Stripe, as its document wanted.</summary>
    public static bool HasMadePrice(PlanBuilder b, string slot) =>
        b.Situation.Intents.Any(intent => intent.IsUnrecorded && intent.Changes.OfType<Change.Create>().Any(made => made is { Side: Side.Stripe, Kind: Kind.Price } && made.Slot == slot));

    /// <summary>What a write of ours gave to a field of a Stripe price; null when it did not touch it.</summary>
    public static FieldChange? Given(Change change, PriceView price, string field) => change switch
    {
        Change.Create { Operation: { } operation } made when operation == price.Operation => new FieldChange(field, null, made.Fields[field]),
        Change.Update { Side: Side.Stripe } update when update.Id == price.Id => update.Fields.FirstOrDefault(written => written.Field == field),
        _ => null,
    };

    // A product with the id that a failed create was to give it may have been there before, linked by nobody or by a later write.
    private static bool IsOurs(PlanBuilder b, MergedObject at) =>
        at.IsMirrored && !b.Situation.Intents.Any(intent => intent.Changes.OfType<Change.Update>().Any(update => update.Id == at.StripeId && update.Mirror is not null));

    /// <summary>The side whose value of a field came there by a superseded write of ours that arrived late, if one did.</summary>
    public static Side? Late(PlanBuilder b, MergedObject at, string field, AgreedValue? agreed)
    {
        foreach (var intent in b.Situation.Intents.Where(intent => intent is { State: IntentState.Superseded, IsSeen: false }))
        {
            var now = intent.Side == Side.Sanity ? at.Sanity[field] : at.Stripe[field];
            var arrived = intent.Changes.OfType<Change.Update>().Any(update =>
                at.Is(update.Side, update.Id) && update.Fields.Any(written => written.Field == field && Equals(written.Result, now)));
            if (arrived && !Equals(agreed?.On(intent.Side), now))
            {
                b.LateTokens.Add(intent.Token);
                return intent.Side;
            }
        }

        return null;
    }
}
