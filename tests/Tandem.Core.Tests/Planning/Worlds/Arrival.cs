namespace Tandem.Core.Tests.Planning;

/// <summary>
/// After fields were edited on one side only, both sides show for each field the last value that a person wrote, and elsewhere what was drawn for the agreed state. The
/// values are compared with what was drawn, never with what a world was told: so a value that is dropped on the way into a world is missed too.
/// </summary>
internal static class Arrival
{
    public static void Holds(PerturbedPair perturbed)
    {
        var pair = perturbed.Pair;
        var wanted = new Dictionary<(string Object, string Field), FieldValue?>(perturbed.Drawn);
        var former = new HashSet<string>(pair.Record.Slots.SelectMany(slot => slot.Lineage), StringComparer.Ordinal);
        foreach (var edit in perturbed.Edits.Where(edit => !former.Contains(edit.Object)))
        {
            var name = edit.Side == Side.Sanity || edit.Object == Pair.Product ? edit.Object : pair.Record.SlotOfPrice(edit.Object)!.Slot;
            wanted[(name, edit.Field)] = edit.Value;
        }

        var plan = Sync(pair);
        foreach (var ((name, field), value) in wanted)
        {
            if (IsDecidedElsewhere(pair, plan, wanted, name, field))
            {
                continue;
            }

            var told = SanityWorld.Told(field, value is FieldValue.Text { Value: var id } && pair.Stripe.Prices.ContainsKey(id) ? DefaultPrice.ToSlot(value, pair.Record) : value);
            var item = name == Pair.Product ? pair.Linked! : pair.Stripe.Prices[pair.Record.Slot(name)!.PriceId!];
            var stripe = field == FieldNames.DefaultPrice ? DefaultPrice.ToSlot(item.Fields[field], pair.Record) : item.Fields[field];
            var sanity = SanityWorld.Told(field, pair.Sanity.Docs[name].Fields[field]);
            Assert.True(Equals(sanity, told) && Equals(stripe, told), $"NOT ARRIVED: {field} of {name} is to be {told}: Sanity {sanity}, Stripe {stripe}");
        }
    }

    /// <summary>A whole pass, and another one for each lookup key that it could not write.</summary>
    public static Plan Sync(Pair pair)
    {
        // A gap that is known: a key that one price of a product lets go is refused to another one that takes it in the same pass, if it is written first.
        var plan = pair.Sync()!;
        for (var retries = 0; retries < 2 && plan.Refusals.Any(refusal => refusal.Field == FieldNames.LookupKey); retries++)
        {
            plan = pair.Sync()!;
        }

        return plan;
    }

    private static bool IsDecidedElsewhere(Pair pair, Plan plan, Dictionary<(string Object, string Field), FieldValue?> wanted, string name, string field) => field switch
    {
        // Two prices cannot have the same key, nor change keys with each other: who comes second is refused while the other one holds it.
        FieldNames.LookupKey => plan.Refusals.Any(refusal => refusal.Object == name && refusal.Field == field)
            && pair.Stripe.Prices.Values.Any(price => Equals(price.Fields[field], wanted[(name, field)]) && price.Id != pair.Record.Slot(name)!.PriceId),

        // An archived price is nobody's default: the document names it, Stripe shows none.
        FieldNames.DefaultPrice => wanted[(name, field)] is FieldValue.Text { Value: var slot } && wanted.GetValueOrDefault((slot, FieldNames.Active)) is FieldValue.Flag { Value: false },
        _ => false,
    };
}
