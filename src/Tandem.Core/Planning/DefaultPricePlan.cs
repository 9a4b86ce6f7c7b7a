using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>Plans the default price: a slot for us, the id of that slot's current price in Stripe. Never an archived one, never a price that is not there yet.</summary>
internal sealed class DefaultPricePlan(PlanBuilder b, MergedObject product, ImmutableArray<PlannedSlot> slots)
{
    /// <summary>Decides the field. <paramref name="shown"/> is what Stripe shows, as a Stripe price id.</summary>
    public void Plan(FieldValue? shown)
    {
        if (b.Situation.Policy.Rule(Kind.Product, FieldNames.DefaultPrice) is not { Direction: not Direction.Off } rule)
        {
            return;
        }

        var stripe = ToSlot(shown);
        var decision = product.Decide(b, rule, stripe);
        var target = Sellable(IsWaiting(decision) ? decision.Sanity : decision.Stripe);
        var sanity = Reachable(decision.Sanity);
        var isKept = !Equals(sanity, decision.Sanity);
        var settles = decision.Settles;
        if (target is null && decision.Stripe is FieldValue.Text && (isKept || decision.Conflict is { Winner: Winner.Ask }))
        {
            // Stripe's choice cannot be sold any more: there is nothing left to ask or to show, and what the document names is the next best for both.
            target = Sellable(sanity);
            settles |= Close();
        }

        var isPhysical = Equals(shown is null ? null : new FieldValue.Text(PriceOf(target) ?? ""), target is null ? null : shown) && (shown is null) == (target is null);
        product.Take(rule, new FieldDecision(sanity, target) { Settles = settles && (!isKept || target is null || Equals(sanity, target)) });
        product.ToStripe.RemoveAll(change => change.Field == rule.Field);
        if (!isPhysical)
        {
            product.ToStripe.Add(new FieldChange(rule.Field, stripe, target));
        }
    }

    private bool Close()
    {
        var open = b.Conflicts.FindIndex(conflict => conflict is { Kind: Kind.Product, Field: FieldNames.DefaultPrice, Winner: Winner.Ask });
        if (open >= 0)
        {
            b.Conflicts[open] = b.Conflicts[open] with { Winner = Winner.Sanity };
        }

        return open >= 0;
    }

    // Sanity names a price that could not be sold until now, so that Stripe was left without a default by us, not by a person.
    private bool IsWaiting(FieldDecision decision) =>
        decision is { Settles: true, Stripe: null, Sanity: FieldValue.Text }
        && product.Agreed.TryGetValue(FieldNames.DefaultPrice, out var agreed) && Equals(agreed, new AgreedValue(decision.Sanity, null));

    private FieldValue? ToSlot(FieldValue? price)
    {
        if (price is not FieldValue.Text { Value: var id })
        {
            return price;
        }

        var slot = slots.FirstOrDefault(planned => planned.PriceId == id)?.Slot
            ?? b.Next.SlotOfPrice(id)?.Slot
            ?? b.Situation.Record.SlotOfPrice(id)?.Slot
            ?? Past.MadeFor(b.Situation, b.Situation.Stripe.Prices.FirstOrDefault(made => made.Id == id));
        return slot is null ? new FieldValue.Unresolved(id) : new FieldValue.Text(slot);
    }

    private FieldValue? Sellable(FieldValue? wanted)
    {
        switch (wanted)
        {
            case FieldValue.Text { Value: var name }:
                if (slots.FirstOrDefault(slot => slot.Slot == name) is { IsSellable: true })
                {
                    return wanted;
                }

                b.Notes.Add($"{name} is the default price, but it is archived or not in Stripe; Stripe shows no default until it can be sold.");
                return null;
            default:
                // Stripe's own default that no slot of ours explains stays as it is.
                return wanted;
        }
    }

    private FieldValue? Reachable(FieldValue? wanted)
    {
        if (wanted is not FieldValue.Text { Value: var name } || Equals(wanted, product.Sanity[FieldNames.DefaultPrice]) || slots.Any(slot => slot.Slot == name && slot.HasDocument))
        {
            return wanted;
        }

        b.Notes.Add($"Stripe's default price has no document ({name}); the document keeps its own.");
        return product.Sanity[FieldNames.DefaultPrice];
    }

    private string? PriceOf(FieldValue? slot) => slot switch
    {
        FieldValue.Text { Value: var name } => slots.FirstOrDefault(planned => planned.Slot == name)?.PriceId,
        FieldValue.Unresolved { Reference: var id } => id,
        _ => null,
    };
}
