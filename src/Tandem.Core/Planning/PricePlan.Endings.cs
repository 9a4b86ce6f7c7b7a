using System.Collections.Immutable;

namespace Tandem.Core;

/// <content>How a price ends: its document is gone, it left for another product, or it was deleted in Stripe.</content>
internal sealed partial class PricePlan
{
    private PlannedSlot Archive(MatchedSlot slot, string why)
    {
        b.RestsOnAbsence = true;
        if (Edits.Withstand(b, Shown(slot), why, "meanwhile", out var settled))
        {
            // What we had brought back, and not recorded, is nobody's wish.
            ArchiveOthers(slot with { Others = [.. slot.Others.Where(other => slot.Record.Lineage.Contains(other.Id, StringComparer.Ordinal))] }, slot.Price!.Id);
            return Keep(slot);
        }

        return GoOut(slot, settled, why);
    }

    private PlannedSlot GoOut(MatchedSlot slot, ImmutableArray<string> settled, string why)
    {
        b.RestsOnAbsence = true;
        if (Flags.IsActive(slot.Price) && b.Situation.Archiving == Archiving.Held && b.Holds(TooMany(slot.Price!, slot.Record.Slot)))
        {
            return Keep(slot);
        }

        Put(slot.Record with { IsGone = true, Revision = null, Lineage = slot.Former, Agreed = slot.Record.Agreed.RemoveRange(settled).SetItem(FieldNames.Active, new AgreedValue(null, new FieldValue.Flag(false))) });
        ArchiveOthers(slot, slot.Price!.Id);
        if (Flags.IsActive(slot.Price))
        {
            b.Archives++;
            b.InStripe(Step.PricesOut, Deactivate(slot.Price, slot.Record.Slot, why));
        }

        return new PlannedSlot(slot.Record.Slot, slot.Price.Id, false, false);
    }

    private static HeldChange TooMany(PriceView price, string slot) =>
        new(Side.Stripe, price.Id, slot, FieldNames.Active, Hold.TooMany, [new FieldChange(FieldNames.Active, new FieldValue.Flag(true), new FieldValue.Flag(false))]);

    // Neither side has it any more: what a person was asked about it is over, so that it must be sure. What was made to take the price's place, and not recorded, goes too.
    private PlannedSlot Cease(MatchedSlot slot)
    {
        b.RestsOnAbsence = true;
        if (!IsDocumentGone(slot) || !slot.Others.Any(Flags.IsActive))
        {
            return Keep(slot);
        }

        ArchiveOthers(slot, keep: null);
        return Keep(slot with { Record = slot.Record with { Lineage = slot.Former } });
    }

    private PlannedSlot Stay(MatchedSlot slot)
    {
        // Our own create, on the wire while the document went.
        var late = slot with { Others = [.. slot.Others.Where(other => Past.MadeFor(b.Situation, other) == slot.Record.Slot)] };
        if (!Edits.Withstand(b, Shown(slot), "its document is gone", "since", out var settled) && Flags.IsActive(slot.Price) && settled.Contains(FieldNames.Active))
        {
            return GoOut(late, settled, "a person let the delete of its document stand");
        }

        ArchiveOthers(late, keep: null);
        return Keep(slot with { Record = slot.Record with { Lineage = late.Former, Agreed = slot.Record.Agreed.RemoveRange(settled) } });
    }

    private PlannedSlot Leave(MatchedSlot slot, string product)
    {
        b.Released.Add(new ReleasedSlot(slot.Record.Slot, product));
        if (slot.Price is not null)
        {
            // The document takes along what it shows; what Stripe has shown since stays behind.
            var shown = Shown(slot);
            b.Conflicts.AddRange(Edits.InStripe(b, shown).Select(edited => new Conflict(
                Kind.Price, shown.Name, edited, shown.Agreed[edited].Sanity, shown.Agreed[edited].Sanity, shown.Stripe[edited], Winner.Sanity,
                $"its document moved to the product {product}, but Stripe changed {edited} meanwhile")));
        }

        foreach (var price in slot.Others.Append(slot.Price).OfType<PriceView>().Where(price => Flags.IsActive(price) || price.Mirror == slot.Record.Slot))
        {
            LetGo(b, price, slot.Record.Slot, $"its document moved to the product {product}");
        }

        // With its id, so that a default price that leaves is known for what it is, and cleared.
        return new PlannedSlot(slot.Record.Slot, slot.Price?.Id, false, false);
    }

    // A former price was deleted: an interrupted pass had replaced it, and its document shows the successor already.
    private static MatchedSlot? Succeeded(MatchedSlot slot) => slot.Others.FirstOrDefault(other => other.Id == slot.Document?.Mirror && other.Operation is not null) is { } successor
        ? slot with
        {
            Price = successor,
            Others = slot.Others.Remove(successor),
            Record = slot.Record with { PriceId = successor.Id, Generation = slot.Record.Generation + 1, Lineage = [.. slot.Record.Lineage, slot.Record.PriceId!] },
        }
        : null;

    // The price was deleted in the Dashboard: the document stays, inactive; only an explicit reactivation makes a new one. What was half made to replace it goes too.
    private PlannedSlot Vanished(MatchedSlot slot)
    {
        b.RestsOnAbsence = true;
        slot = slot with { Record = slot.Record with { Lineage = slot.Former } };
        var document = slot.Document!;
        var tombstone = new AgreedValue(new FieldValue.Flag(false), null);
        var isActive = document.Fields[FieldNames.Active] is not FieldValue.Flag { Value: false };
        if (slot.Record.Agreed.TryGetValue(FieldNames.Active, out var agreed) && agreed == tombstone)
        {
            if (isActive)
            {
                return Meet(slot with { Record = new SlotRecord { Slot = slot.Record.Slot, Generation = slot.Record.Generation + 1, Published = slot.Record.Published } });
            }

            ArchiveOthers(slot, keep: null);
            return Keep(slot);
        }

        ArchiveOthers(slot, keep: null);
        Put(slot.Record with { Agreed = slot.Record.Agreed.SetItem(FieldNames.Active, tombstone) });
        if (isActive)
        {
            ImmutableArray<FieldChange> off = [new(FieldNames.Active, document.Fields[FieldNames.Active], new FieldValue.Flag(false))];
            b.InSanity(new Change.Update
            {
                Side = Side.Sanity, Kind = Kind.Price, Id = document.Id, Slot = document.Id, ProductId = b.Situation.Key.DocumentId, Revision = document.Revision, Fields = off,
                Drafts = Drafts.Follow(document.Drafts, off, slot.Record.Published, null), Reason = $"the price {slot.Record.PriceId} was deleted in Stripe",
            });
        }

        return new PlannedSlot(slot.Record.Slot, slot.Record.PriceId, false, true);
    }

    /// <summary>
    /// Archives the price of a document that has left. Its key goes free with it, so that the price that the document gets at its new product can have it;
    /// and it stands for the document no more, so that somebody who activates it again is heard.
    /// </summary>
    public static void LetGo(PlanBuilder b, PriceView price, string slot, string reason)
    {
        var off = Deactivate(price, slot, reason) with { Mirror = "" };
        b.Archives += Flags.IsActive(price) ? 1 : 0;
        b.InStripe(Step.PricesOut, off with
        {
            Fields =
            [
                .. Flags.IsActive(price) ? off.Fields : [],
                .. price.Fields[FieldNames.LookupKey] is { } key ? [new FieldChange(FieldNames.LookupKey, key, null)] : Array.Empty<FieldChange>(),
            ],
        });
    }
}
