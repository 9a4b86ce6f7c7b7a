using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>Which price here is which price there. Links decide; mirrors are evidence only where no link is recorded.</summary>
internal static class PriceMatch
{
    public static ImmutableArray<MatchedSlot> Match(PlanBuilder b)
    {
        var situation = b.Situation;
        var record = Hear(b);
        var taken = record.Slots.SelectMany(PriceIds).ToHashSet(StringComparer.Ordinal);
        var free = situation.Stripe.Prices.Where(price => !taken.Contains(price.Id) && !IsHeard(b, price)).ToList();
        var slots = new List<MatchedSlot>();

        foreach (var known in record.Slots)
        {
            slots.Add(Fill(situation, known, Claim(situation, free, known.Slot)));
        }

        foreach (var heard in situation.Stripe.Prices.Where(price => IsHeard(b, price)))
        {
            slots.Add(Fill(situation, new SlotRecord { Slot = FreeSlot(record, heard.Id), PriceId = heard.Id }, []));
        }

        foreach (var (document, claimed) in Claims(situation, record, free))
        {
            slots.Add(Fill(situation, new SlotRecord { Slot = document.Id }, claimed));
        }

        foreach (var price in free)
        {
            if (Import(b, price) is { } slot)
            {
                slots.Add(Fill(situation, slot, [price]));
            }
        }

        return [.. slots];
    }

    private static IEnumerable<string> PriceIds(SlotRecord slot) => slot.PriceId is { } id ? slot.Lineage.Append(id) : slot.Lineage;

    // A predecessor that is active again was reactivated by a person, unless a write of ours may have done it: from now on it stands for itself.
    private static bool IsHeard(PlanBuilder b, PriceView price) =>
        Flags.IsActive(price) && b.Next.Slots.Any(slot => slot.Lineage.Contains(price.Id, StringComparer.Ordinal)) && !IsCurrent(b, price.Id)
        && !b.Situation.Intents.Any(intent => intent.Changes.OfType<Change.Update>().Any(update =>
            update.Id == price.Id && update.Fields.Any(written => written is { Field: FieldNames.Active, To: FieldValue.Flag { Value: true } })));

    private static bool IsCurrent(PlanBuilder b, string priceId) => b.Next.Slots.Any(slot => slot.PriceId == priceId);

    // What stands for itself is no predecessor any more (a pass that was cut off may have recorded the new slot, and not that), and neither is what was deleted.
    private static ProductRecord Hear(PlanBuilder b)
    {
        var own = b.Situation.Stripe.Prices.Where(price => IsHeard(b, price) || IsCurrent(b, price.Id)).Select(price => price.Id).Concat(b.Situation.Stripe.Gone).ToImmutableHashSet(StringComparer.Ordinal);
        return b.Next with { Slots = [.. b.Next.Slots.Select(slot => slot with { Lineage = slot.Lineage.RemoveAll(own.Contains) })] };
    }

    private static string FreeSlot(ProductRecord record, string priceId)
    {
        var slot = ProductKey.SlotForStripe(priceId);
        while (record.Slot(slot) is not null)
        {
            slot += "-again";
        }

        return slot;
    }

    private static PriceView? Document(Situation situation, string slot) =>
        situation.Sanity.Prices.FirstOrDefault(document => document.Id == slot);

    private static bool BelongsHere(Situation situation, PriceView document) => document.ProductId == situation.Key.DocumentId;

    // What mirrors say goes first; what they leave over meets by what it is, but only once: later, two prices that are alike are two prices.
    private static IEnumerable<(PriceView Document, ImmutableArray<PriceView> Claimed)> Claims(Situation situation, ProductRecord record, List<PriceView> free)
    {
        var claims = situation.Sanity.Prices.Where(document => record.Slot(document.Id) is null && BelongsHere(situation, document))
            .Select(document => (Document: document, Claimed: Claim(situation, free, document.Id))).ToList();
        if (situation.Record.Link != LinkState.Unlinked)
        {
            return claims;
        }

        var pairs = PriceMeeting.Of(situation.Policy, [.. claims.Where(claim => claim.Claimed.IsEmpty).Select(claim => claim.Document)], free.Where(price => price.Mirror is null));
        free.RemoveAll(pairs.ContainsValue);
        return claims.Select(claim => pairs.TryGetValue(claim.Document.Id, out var price) ? (claim.Document, [price]) : claim);
    }

    // Unrecorded Stripe prices that carry this slot's mirror; or none, and were made for it, or its document names them.
    private static ImmutableArray<PriceView> Claim(Situation situation, List<PriceView> free, string slot)
    {
        var named = Document(situation, slot)?.Mirror;
        var claimed = free.Where(price => price.Mirror == slot
            || (price.Mirror is null && (price.Id == named || ProductKey.SlotForStripe(price.Id) == slot || Past.MadeFor(situation, price) == slot))).ToImmutableArray();
        free.RemoveAll(claimed.Contains);
        return claimed;
    }

    private static MatchedSlot Fill(Situation situation, SlotRecord known, ImmutableArray<PriceView> claimed)
    {
        var document = Document(situation, known.Slot);
        var moved = document?.ProductId is { } product && product != situation.Key.DocumentId ? product : null;
        var recorded = situation.Stripe.Prices.Where(price => PriceIds(known).Contains(price.Id, StringComparer.Ordinal)).ToImmutableArray();
        var current = known.PriceId is { } id
            ? recorded.FirstOrDefault(price => price.Id == id)
            : Best(situation.Policy, claimed, document);

        return new MatchedSlot
        {
            Record = known.PriceId is null && current is not null ? known with { PriceId = current.Id } : known,
            Document = moved is null ? document : null,
            Price = current,
            Others = [.. recorded.Concat(claimed).Where(price => price != current)],
            MovedTo = moved,
        };
    }

    // With the state lost in the middle of a replacement, or two makings on the wire, two prices may claim a slot: the one that shows what the document shows is newer.
    private static PriceView? Best(Policy policy, ImmutableArray<PriceView> claimed, PriceView? document) =>
        claimed
            .OrderByDescending(price => document is not null && SameContent(policy, price, document))
            .ThenByDescending(Flags.IsActive)
            .ThenByDescending(price => document is null ? 0 : policy.RulesOf(Kind.Price).Count(rule => Equals(price.Fields[rule.Field], document.Fields[rule.Field])))
            .ThenByDescending(price => price.Id == document?.Mirror)
            .ThenByDescending(price => price.CreatedAt)
            .ThenBy(price => price.Id, StringComparer.Ordinal)
            .FirstOrDefault();

    private static bool SameContent(Policy policy, PriceView price, PriceView document) =>
        policy.RulesOf(Kind.Price).Where(rule => rule.IsContent).All(rule => Equals(price.Fields[rule.Field], document.Fields[rule.Field]));

    // A Stripe price that no slot claims: a person made it, so it gets a document, unless it is archived or claims a document that is not there.
    private static SlotRecord? Import(PlanBuilder b, PriceView price)
    {
        if (price.Mirror is { } made && Past.MadeFor(b.Situation, price) == made)
        {
            // Our own create, on the wire while the document moved away.
            PricePlan.LetGo(b, price, made, "it was made for a price document that has left this product since");
            return null;
        }

        if (price.Mirror is { } mirror && mirror != ProductKey.SlotForStripe(price.Id))
        {
            b.Notes.Add($"Stripe price {price.Id} says that it mirrors the document {mirror}, which does not belong to this product; it is left alone.");
            return null;
        }

        if (!b.Situation.Policy.ImportsArchivedPrices && !Flags.IsActive(price))
        {
            return null;
        }

        if (price.Refused.Count > 0)
        {
            b.Notes.Add($"Stripe price {price.Id} is not carried: {string.Join(" ", price.Refused.Values)}");
            return null;
        }

        return new SlotRecord { Slot = ProductKey.SlotForStripe(price.Id), PriceId = price.Id };
    }
}
