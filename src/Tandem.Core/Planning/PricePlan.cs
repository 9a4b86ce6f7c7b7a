using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>Plans one price: merge, replacement in the safe order, archive, return, first contact.</summary>
internal sealed partial class PricePlan(PlanBuilder b, string productId)
{
    private readonly ImmutableArray<FieldRule> _lasting = [.. b.Situation.Policy.RulesOf(Kind.Price).Where(rule => rule.Permanence != Permanence.None)];

    /// <summary>The decision for one slot; its record goes into the plan's next record.</summary>
    public PlannedSlot Plan(MatchedSlot slot) => slot switch
    {
        { MovedTo: { } product } => Leave(slot, product),
        { Document.IsLeftAlone: true } => Keep(slot),
        { Document: null, Price: null } => Cease(slot),
        { Document: null, Record.IsGone: false } when IsDocumentGone(slot) => Archive(slot, "its document was deleted or unpublished"),
        { Document: null, Record.IsGone: true } => Stay(slot),
        { Document: null } when b.Situation.Sanity.Gone.Contains(slot.Record.Slot) || IsNew(slot) => Meet(slot),
        { Document: null } => Keep(slot),
        { Price: null, Record.PriceId: { } id } when b.Situation.Stripe.Gone.Contains(id) => Succeeded(slot) is { } succeeded ? Meet(succeeded) : Vanished(slot),
        { Price: null, Record.PriceId: not null } => Keep(slot),
        _ => Meet(slot),
    };

    private bool IsNew(MatchedSlot slot) => b.Situation.Record.Slot(slot.Record.Slot) is null;

    // A document that was there once and is proven gone; one that we are only about to make is not. What we have made a price for was there.
    private bool IsDocumentGone(MatchedSlot slot) =>
        b.Situation.Sanity.Gone.Contains(slot.Record.Slot) && (slot.Record.Agreed.Count > 0 || Past.HasMadePrice(b, slot.Record.Slot));

    private PlannedSlot Keep(MatchedSlot slot)
    {
        Put(slot.Record);
        return new PlannedSlot(slot.Record.Slot, slot.Record.PriceId, Flags.IsActive(slot.Price), slot.Document is not null);
    }

    private PlannedSlot Meet(MatchedSlot slot)
    {
        slot = slot.Price is null && slot.Document is { } returned && MadeBefore(slot, returned.Fields, slot.Record.Generation) is { } former
            ? slot with { Price = former, Record = slot.Record with { PriceId = former.Id }, Others = slot.Others.Remove(former) }
            : slot;
        var merged = Merged(slot);
        var record = slot.Record with
        {
            IsGone = false,
            Revision = slot.Document?.Revision,
            Agreed = merged.Agreed,
            Published = merged.Published,
            Overwritten = merged.Overwritten,
            Lineage = slot.Former,
        };
        var planned = slot.Price is null || NeedsNewPrice(merged)
            ? Replace(slot, merged, record)
            : Update(slot, merged, record);
        WriteDocument(slot, merged, planned);
        return planned;
    }

    // One that this slot let go when its document moved to another product, from which it is back; or that a pass made which was cut off.
    private PriceView? MadeBefore(MatchedSlot slot, Fields wanted, int generation)
    {
        var operation = Operation(slot, wanted, generation);
        return b.Situation.Stripe.Prices.FirstOrDefault(price =>
            price.Operation == operation && price.Id != slot.Price?.Id && !b.Next.Slots.Any(other => other.Slot != slot.Record.Slot && other.PriceId == price.Id));
    }

    private string Operation(MatchedSlot slot, Fields wanted, int generation) => Derived.Hex(
        "price", b.Situation.Key.Connection, productId, slot.Record.Slot, wanted.Only(field => _lasting.Any(rule => rule.Field == field)).ToString(), $"{generation}");

    private bool NeedsNewPrice(MergedObject merged) => merged.ToStripe.Any(change => b.Situation.Policy.Rule(Kind.Price, change.Field)!.NeedsNewPrice(change.From, change.To));

    // Whether an archived price can become one that shows these fields.
    private bool Fits(PriceView former, Fields wanted) => !_lasting.Any(rule => rule.NeedsNewPrice(former.Fields[rule.Field], wanted[rule.Field]));

    private PlannedSlot Update(MatchedSlot slot, MergedObject merged, SlotRecord record)
    {
        var price = slot.Price!;
        Put(record);
        ArchiveOthers(slot, price.Id);
        WritePrice(slot, price, merged);
        return new PlannedSlot(record.Slot, price.Id, Flags.IsActive(merged.StripeAfter), true);
    }

    // Prices are immutable: a new one comes in (or an identical archived one of this slot comes back), then the old one goes out.
    private PlannedSlot Replace(MatchedSlot slot, MergedObject merged, SlotRecord record)
    {
        if (Obstacle(merged) is { } obstacle)
        {
            b.Refuse(Side.Sanity, record.Slot, obstacle.Field, obstacle.Message);
            Put(slot.Record);
            return new PlannedSlot(record.Slot, slot.Price?.Id, Flags.IsActive(slot.Price), slot.Document is not null);
        }

        var generation = slot.Price is null ? record.Generation : record.Generation + 1;
        var known = MadeBefore(slot, merged.StripeAfter, generation) ?? slot.Others.FirstOrDefault(other => Fits(other, merged.StripeAfter));
        var reason = slot.Price is null ? "the document has no Stripe price yet" : $"a price is immutable: {Differences(merged)}";
        var lineage = record.Lineage.Where(former => former != known?.Id);
        Put(record with
        {
            PriceId = known?.Id,
            Generation = generation,
            Lineage = [.. slot.Price is { } old ? lineage.Append(old.Id) : lineage],
        });

        if (known is null)
        {
            b.InStripe(Step.PricesIn, new Change.Create
            {
                Side = Side.Stripe, Kind = Kind.Price, Slot = record.Slot, Mirror = record.Slot, ProductId = productId, Operation = Operation(slot, merged.StripeAfter, generation), Reason = reason,
                Fields = Foreign(slot.Price, merged.StripeAfter), Owed = merged.Owed, TakesLookupKey = merged.StripeAfter[FieldNames.LookupKey] is { } key && slot.HoldsKey(key),
            });
        }
        else
        {
            WritePrice(slot, known, merged);
        }

        ArchiveOthers(slot, known?.Id);
        if (slot.Price is { } replaced && Flags.IsActive(replaced))
        {
            b.InStripe(Step.PricesOut, Deactivate(replaced, record.Slot, "its successor has taken over; existing subscriptions and payment links keep it"));
        }

        return new PlannedSlot(record.Slot, known?.Id, Flags.IsActive(merged.StripeAfter), true) { IsMade = known is null };
    }

    // What other tools keep in the metadata of a price, its successor keeps too.
    private Fields Foreign(PriceView? old, Fields wanted) => (old?.Fields.Names ?? [])
        .Where(name => FieldNames.KeyOf(name) is not null && !b.Situation.Policy.RulesOf(Kind.Price).Any(rule => rule.Field == name))
        .Aggregate(wanted, (all, name) => all.With(name, old!.Fields[name]));

    private (string Field, string Message)? Obstacle(MergedObject merged)
    {
        if (_lasting.Any(rule => rule.IsContent && merged.IsRefused(rule.Field)))
        {
            // The refusal of the field itself is reported already; without its content no price can be made.
            return (Conflict.Whole, "the price cannot be made in Stripe until the fields above are mended.");
        }

        var wanted = merged.StripeAfter;
        var missing = wanted[FieldNames.Currency] is null ? FieldNames.Currency
            : FieldNames.Ways.All(field => wanted[field] is null) ? FieldNames.UnitAmount
            : null;
        return missing is null ? null : (missing, $"is missing; Stripe needs it. Set {missing} and publish.");
    }

    private void WritePrice(MatchedSlot slot, PriceView price, MergedObject merged)
    {
        var name = slot.Record.Slot;
        var mirror = price.Mirror == name ? null : name;
        var fields = Differences(price.Fields, merged).Where(change => !_lasting.Any(rule => rule.IsContent && rule.Field == change.Field)).ToImmutableArray();
        if (fields.IsEmpty && mirror is null)
        {
            return;
        }

        var step = Flags.IsActive(price) && !Flags.IsActive(merged.StripeAfter) ? Step.PricesOut : Step.PricesIn;
        b.InStripe(step, new Change.Update
        {
            Side = Side.Stripe, Kind = Kind.Price, Id = price.Id, Slot = name, Mirror = mirror, Fields = fields, Owed = merged.Owed,
            Reason = fields.IsEmpty ? "the link back to its document was missing" : merged.IsUndone ? Hold.Undone : "the document changed",
            TakesLookupKey = fields.Any(change => change.Field == FieldNames.LookupKey && change.To is { } key && slot.HoldsKey(key)),
        });
    }

    private void WriteDocument(MatchedSlot slot, MergedObject merged, PlannedSlot planned)
    {
        if (slot.Document is not { } document)
        {
            b.InSanity(new Change.Create
            {
                Side = Side.Sanity, Kind = Kind.Price, Id = slot.Record.Slot, Slot = slot.Record.Slot, Mirror = planned.PriceId,
                ProductId = b.Situation.Key.DocumentId, Fields = merged.SanityAfter, Reason = $"the price {planned.PriceId} was made in Stripe",
            });
            return;
        }

        // The id of a price that is still to be made is put in right before the write (MirrorsPrice), in drafts too.
        var mirror = planned.PriceId is { } id && id != document.Mirror ? id : null;
        var drafts = Drafts.Follow(document.Drafts, merged.ToSanity, merged.Published, planned.IsMade ? "" : planned.PriceId);
        if (merged.ToSanity.Count == 0 && mirror is null && !planned.IsMade && drafts.IsEmpty)
        {
            return;
        }

        b.InSanity(new Change.Update
        {
            Side = Side.Sanity, Kind = Kind.Price, Id = document.Id, Slot = document.Id, Revision = document.Revision, Mirror = mirror, MirrorsPrice = planned.IsMade,
            ProductId = b.Situation.Key.DocumentId, Fields = [.. merged.ToSanity], Drafts = drafts,

            // What goes back is an edit of the document until the record knows the price that shows it.
            Owed = merged.IsUndone ? [.. merged.Owed.Where(field => _lasting.Any(rule => rule.Field == field))] : [],
            Reason = merged.IsUndone ? Hold.Undone : merged.ToSanity.Count > 0 ? "the price changed in Stripe" : "the document learns its Stripe price",
        });
    }

    private void ArchiveOthers(MatchedSlot slot, string? keep)
    {
        foreach (var other in slot.Others.Where(other => other.Id != keep && Flags.IsActive(other)))
        {
            b.InStripe(Step.PricesOut, Deactivate(other, slot.Record.Slot, "it was superseded before it was ever shown"));
        }
    }

    private void Put(SlotRecord record) =>
        b.Next = b.Next with { Slots = [.. b.Next.Slots.Where(slot => slot.Slot != record.Slot), record] };

    private static Change.Update Deactivate(PriceView price, string slot, string reason) => new()
    {
        Side = Side.Stripe, Kind = Kind.Price, Id = price.Id, Slot = slot, Reason = reason,
        Fields = [new FieldChange(FieldNames.Active, new FieldValue.Flag(true), new FieldValue.Flag(false))],
    };

    private static string Differences(MergedObject merged) => string.Join(", ", merged.ToStripe.Select(change => change.ToString()));

    // Against what this very price shows, which is not always the price that was merged.
    private ImmutableArray<FieldChange> Differences(Fields from, MergedObject merged) =>
    [
        .. b.Situation.Policy.RulesOf(Kind.Price)
            .Where(rule => !Equals(from[rule.Field], merged.StripeAfter[rule.Field]))
            .Select(rule => new FieldChange(rule.Field, from[rule.Field], merged.StripeAfter[rule.Field])),
    ];
}
