using System.Collections.Immutable;

namespace Tandem.Core;

/// <content>How a product ends: its document is gone, or it was deleted in Stripe.</content>
internal sealed partial class ProductPlan
{
    /// <summary>The document is gone: the product is archived first, with its default, then its prices.</summary>
    public void ArchiveInStripe()
    {
        if (!Edits.Withstand(b, Shown(Product), "the document was deleted or unpublished", "meanwhile", out var settled))
        {
            Archive(settled, "its document was deleted or unpublished");
        }
    }

    /// <summary>The document is gone and the product archived; only an edit in Stripe is worth a word. A product that was made active again waits for a person's.</summary>
    public void Rest()
    {
        if (Edits.Withstand(b, Shown(Product), "its document is gone", "since", out var settled))
        {
            return;
        }

        if (settled.Contains(FieldNames.Active) && Flags.IsActive(Product!.Fields))
        {
            Archive(settled, "a person let the delete of its document stand");
            return;
        }

        b.Next = b.Next with { Agreed = b.Next.Agreed.RemoveRange(settled) };
    }

    /// <summary>Neither side has it any more. A question that a person was asked about it is over with that, so that it must be sure.</summary>
    public void Cease() => b.RestsOnAbsence = true;

    /// <summary>The Stripe product was deleted: the document stays, inactive.</summary>
    public void Deactivate()
    {
        if (_now.Archiving == Archiving.Held && b.Holds(HeldChange.Archive(Side.Sanity, Document!, DocumentId)))
        {
            return;
        }

        b.Archives = 1;
        Bury(TombstoneCause.StripeGone);
        if (!IsReactivated)
        {
            return;
        }

        ImmutableArray<FieldChange> off = [new(FieldNames.Active, Document!.Fields[FieldNames.Active], new FieldValue.Flag(false))];
        b.InSanity(new Change.Update
        {
            Side = Side.Sanity, Kind = Kind.Product, Id = DocumentId, Revision = Document.Revision, Fields = off,
            Drafts = Drafts.Follow(Document.Drafts, off, _record.Published, null), Reason = $"the product {_record.StripeId} was deleted in Stripe",
        });
    }

    /// <summary>Makes the link a tombstone. What our archiving changes is agreed as unset in Sanity, so that a return restores it.</summary>
    public void Bury(TombstoneCause cause)
    {
        var off = new FieldValue.Flag(false);
        b.RestsOnAbsence = true;
        b.Next = b.Next with
        {
            Link = LinkState.Tombstone,
            Lost = cause,
            Revision = Document?.Revision,
            Agreed = b.Next.Agreed.SetItem(FieldNames.Active, cause == TombstoneCause.DocumentGone ? new AgreedValue(null, off) : new AgreedValue(off, null)),
        };
    }

    private void Archive(ImmutableArray<string> settled, string why)
    {
        var ours = _record.Slots.Where(slot => slot.PriceId is not null).ToImmutableArray();
        var active = _now.Stripe.Prices.Where(price => Flags.IsActive(price.Fields) && IsOurs(price)).ToImmutableArray();
        if (_now.Archiving == Archiving.Held && b.Holds(HeldChange.Archive(Side.Stripe, Product!, DocumentId)))
        {
            return;
        }

        // One decision of one person, however many prices the product has.
        b.Archives = 1;
        var changes = new[]
        {
            new FieldChange(FieldNames.Active, Product!.Fields[FieldNames.Active], new FieldValue.Flag(false)),
            new FieldChange(FieldNames.DefaultPrice, Shown(Product).Stripe[FieldNames.DefaultPrice], null),
        }.Where(change => !Equals(change.From, change.To)).ToImmutableArray();
        if (!changes.IsEmpty)
        {
            b.InStripe(Step.ProductFirst, new Change.Update { Side = Side.Stripe, Kind = Kind.Product, Id = Product.Id, Fields = changes, Reason = why });
        }

        foreach (var price in active)
        {
            b.InStripe(Step.PricesOut, new Change.Update
            {
                Side = Side.Stripe, Kind = Kind.Price, Id = price.Id, Slot = _record.SlotOfPrice(price.Id)?.Slot ?? price.Mirror, Reason = $"its product: {why}",
                Fields = [new FieldChange(FieldNames.Active, new FieldValue.Flag(true), new FieldValue.Flag(false))],
            });
        }

        b.Next = b.Next with { Agreed = b.Next.Agreed.RemoveRange(settled) };
        Bury(TombstoneCause.DocumentGone);
        b.Next = b.Next with
        {
            Agreed = b.Next.Agreed.SetItem(FieldNames.DefaultPrice, new AgreedValue(null, null)),
            Slots = [.. _record.Slots.Select(slot => ours.Contains(slot)
                ? slot with { Agreed = slot.Agreed.SetItem(FieldNames.Active, new AgreedValue(null, new FieldValue.Flag(false))) }
                : slot)],
        };
    }

    private bool IsOurs(PriceView price) =>
        _record.SlotOfPrice(price.Id) is not null || (price.Mirror is { } slot && _record.Slot(slot) is not null);
}
