using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>Tells our own writes, as the vendors report them back, from the edits of people. By identity, never by time.</summary>
public static class Echo
{
    /// <summary>
    /// The edits that a write of ours overtook: fields of which the event says that they showed something else, right before our write, than what we had observed.
    /// </summary>
    /// <param name="intent">The write whose token the event carries.</param>
    /// <param name="record">The product's record, which knows the slots of Stripe's price ids.</param>
    /// <param name="subject">The object that the event is about.</param>
    /// <param name="previous">What the changed fields showed before the write, by the event.</param>
    public static ImmutableArray<OvertakenEdit> Overtaken(
        Intent intent, ProductRecord? record, ObjectId subject, IEnumerable<(string Field, FieldValue? Value)> previous)
    {
        var ours = intent.Changes.OfType<Change.Update>().FirstOrDefault(update => update.Side == subject.Side && update.Id == subject.Id);
        if (ours is null)
        {
            return [];
        }

        return
        [
            .. from before in previous
               let change = ours.Fields.FirstOrDefault(change => change.Field == before.Field)
               where change is not null
               let value = before.Field == FieldNames.DefaultPrice ? DefaultPrice.ToSlot(before.Value, record) : before.Value
               where !Equals(change.From, value) && !Equals(change.To, value) && !(before is { Field: FieldNames.DefaultPrice, Value: FieldValue.Text { Value: var id } } && id == ours.DefaultWas)
               select new OvertakenEdit(0, subject, before.Field, value),
        ];
    }
}

/// <summary>The default price is a reference: a slot for us, a price id for Stripe.</summary>
public static class DefaultPrice
{
    /// <summary>The slot that a Stripe price id stands for: a recorded one, or the one that a price born in Stripe will get.</summary>
    public static FieldValue? ToSlot(FieldValue? stripePrice, ProductRecord? record) =>
        stripePrice is FieldValue.Text { Value: var id }
            ? new FieldValue.Text(record?.SlotOfPrice(id)?.Slot ?? ProductKey.SlotForStripe(id))
            : stripePrice;

    /// <summary>The slot that a product's default stands for, also when it is a price that we made and did not record.</summary>
    internal static FieldValue? Shown(FieldValue? stripePrice, Situation seen) =>
        stripePrice is FieldValue.Text { Value: var id } && seen.Record.SlotOfPrice(id) is null && Past.MadeFor(seen, seen.Stripe.Prices.FirstOrDefault(price => price.Id == id)) is { } slot
            ? new FieldValue.Text(slot)
            : ToSlot(stripePrice, seen.Record);

    /// <summary>A slot that was named after a Stripe price before it was known whose price that is, by the name that it has now.</summary>
    public static FieldValue? Renamed(FieldValue? slot, ProductRecord record) =>
        slot is FieldValue.Text { Value: var name } && record.Slot(name) is null && name.StartsWith(ProductKey.StripePricePrefix, StringComparison.Ordinal)
            ? ToSlot(new FieldValue.Text(name[ProductKey.StripePricePrefix.Length..]), record)
            : slot;
}
