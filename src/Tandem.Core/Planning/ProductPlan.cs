using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>What the rows of the planner's table do.</summary>
internal sealed partial class ProductPlan(PlanBuilder b)
{
    private readonly Situation _now = b.Situation;
    private readonly ProductRecord _record = b.Situation.Record;

    private ProductView? Document => _now.Sanity.Product;

    private ProductView? Product => _now.Stripe.Product;

    private string DocumentId => _record.Key.DocumentId;

    /// <summary>Whether the Stripe product that was found claims nobody else's document.</summary>
    public bool IsEvident => Product is { } product && (product.Mirror is null || product.Mirror == DocumentId || _record.Key.BornAs == product.Id);

    /// <summary>Whether the product came into being in Stripe.</summary>
    public bool IsBornInStripe => _record.Key.BornAs is { } id && id == (_record.StripeId ?? id);

    /// <summary>Whether an editor made a document active again whose Stripe product was deleted.</summary>
    public bool IsReactivated => Document?.Fields[FieldNames.Active] is FieldValue.Flag { Value: true };

    /// <summary>The custom id of the Stripe product of a document: derived, so that a lost answer can never make a twin.</summary>
    public static string CustomId(ProductKey key, int generation) => "prod_tdm" + Derived.Hex("product", key.Connection, key.DocumentId, $"{generation}")[..24];

    /// <summary>Makes the Stripe product of a document.</summary>
    public void BeginInStripe()
    {
        if (Waits(Side.Sanity, Document!))
        {
            return;
        }

        if (Document!.Mirror is { } foreign && _record.Link == LinkState.Unlinked)
        {
            b.Notes.Add($"The document named the Stripe product {foreign}, which is not this connection's to follow; it gets its own.");
        }

        Merge(_record.StripeId ?? CustomId(_record.Key, _record.Generation), null);
    }

    /// <summary>Makes the Stripe product of a document whose former one is lost.</summary>
    public void BeginAgain()
    {
        b.RestsOnAbsence = true;
        b.Next = _record with
        {
            Generation = _record.Generation + 1,
            Agreed = ProductRecord.NoneAgreed,
            Slots = [.. _record.Slots.Select(slot => new SlotRecord { Slot = slot.Slot, Generation = slot.Generation, Published = slot.Published })],
        };
        Merge(CustomId(_record.Key, b.Next.Generation), null);
    }

    /// <summary>Makes the document of a Stripe product.</summary>
    public void BeginInSanity()
    {
        if (!IsBornInStripe || Product!.Mirror is { } mirror && mirror != DocumentId)
        {
            b.Notes.Add($"Stripe product {Product!.Id} says that it mirrors the document {Product.Mirror ?? DocumentId}, which does not exist; it is left alone.");
            return;
        }

        if (Waits(Side.Stripe, Product))
        {
            return;
        }

        Merge(Product.Id, Product);
    }

    /// <summary>Merges two that exist.</summary>
    public void Meet() => Merge(Product!.Id, Product);

    /// <summary>The id that was meant for this document's product belongs to something else.</summary>
    public void RefuseStranger() =>
        b.Refuse(Side.Stripe, Product!.Id, "metadata.sanity_id", $"the product mirrors {Product.Mirror}, not {DocumentId}. Correct or clear its metadata in Stripe, then replay the key.");

    /// <summary>Nothing exists yet; price documents that refer to the missing product are named.</summary>
    public void AwaitDocument()
    {
        if (_record.StripeId is null && _now.Stripe.Gone.Count > 0)
        {
            b.Notes.Add($"Stripe does not know {string.Join(", ", _now.Stripe.Gone.Order(StringComparer.Ordinal))}; ids from elsewhere are not followed.");
        }

        foreach (var price in _now.Sanity.Prices.Where(price => price.ProductId == DocumentId))
        {
            b.Refuse(Side.Sanity, price.Id, "product", $"refers to {DocumentId}, which is not published. Publish it, or point the price to another product.");
        }
    }

    // What only one side had when two populated catalogues met.
    private bool Waits(Side side, ProductView view) => _now.Creation == Creation.Waits && _record.Link == LinkState.Unlinked
        && b.Holds(new HeldChange(side, view.Id, DocumentId, Conflict.Whole, Hold.Older, [new FieldChange(FieldNames.Name, null, view.Fields[FieldNames.Name])]));

    private void Merge(string stripeId, ProductView? product)
    {
        var merged = Shown(product);
        merged.Merge(b, rule => rule.Field != FieldNames.DefaultPrice);
        if (merged.StripeAfter[FieldNames.Name] is null)
        {
            if (!merged.IsRefused(FieldNames.Name))
            {
                b.Refuse(Side.Sanity, DocumentId, FieldNames.Name, "is missing; Stripe needs one. Set a name and publish.");
            }

            if (product is null)
            {
                b.Next = _record;
                return;
            }
        }

        b.Next = b.Next with { StripeId = stripeId, Link = LinkState.Live, Lost = null, Revision = Document?.Revision };
        var slots = PriceMatch.Match(b);
        b.Next = b.Next with { Slots = [.. b.Next.Slots.Where(slot => !slots.Any(matched => matched.Record.Slot == slot.Slot && matched.MovedTo is not null))] };
        var prices = new PricePlan(b, stripeId);
        var planned = slots.Select(prices.Plan).ToImmutableArray();
        new DefaultPricePlan(b, merged, planned).Plan(product?.Fields[FieldNames.DefaultPrice]);

        WriteProduct(stripeId, product, merged);
        WriteDocument(stripeId, merged, [.. planned.Where(slot => slot.HasDocument && _now.Sanity.Prices.All(document => document.Id != slot.Slot)).Select(slot => slot.Slot)]);
        b.Next = b.Next with
        {
            Agreed = merged.Agreed,
            Published = merged.Published,
            Overwritten = merged.Overwritten,
            Slots = [.. b.Next.Slots.OrderBy(slot => slot.Slot, StringComparer.Ordinal)],
        };
    }

    private MergedObject Shown(ProductView? product) => new()
    {
        Kind = Kind.Product, Name = DocumentId,
        StripeId = product?.Id, IsMirrored = product?.Mirror == DocumentId,
        HasDocument = Document is not null,
        Sanity = Document?.Fields ?? Fields.None,
        Stripe = product is null ? Fields.None : product.Fields.With(FieldNames.DefaultPrice, DefaultPrice.Shown(product.Fields[FieldNames.DefaultPrice], _now)),
        SanityRefused = Document?.Refused ?? _now.Sanity.Refused,
        StripeRefused = product?.Refused ?? ProductView.NoRefusals,
        Remarks = Document is { } changed && changed.Revision != _record.Revision ? changed.Remarks : ProductView.NoRefusals,
        Agreed = b.Next.Agreed,
        Published = _record.Published,
        Overwritten = _record.Overwritten,
        Wish = _now.WishFor(DocumentId, isPart: false),
    };

    private void WriteProduct(string stripeId, ProductView? product, MergedObject merged)
    {
        var mirror = product?.Mirror == DocumentId ? null : DocumentId;
        var moved = merged.ToStripe.Where(change => change.Field == FieldNames.DefaultPrice).ToImmutableArray();
        var fields = merged.ToStripe.Where(change => change.Field != FieldNames.DefaultPrice).ToImmutableArray();
        if (product is null)
        {
            b.InStripe(Step.ProductFirst, new Change.Create
            {
                Side = Side.Stripe, Kind = Kind.Product, Id = stripeId, Mirror = DocumentId, Reason = "the document has no Stripe product yet",
                Fields = merged.StripeAfter.With(FieldNames.DefaultPrice, null),
            });
            (fields, mirror) = ([], null);
        }

        if (fields.IsEmpty && moved.IsEmpty && mirror is null)
        {
            return;
        }

        b.InStripe(Step.ProductThen, new Change.Update
        {
            Side = Side.Stripe, Kind = Kind.Product, Id = stripeId, Mirror = mirror, Fields = [.. fields, .. moved], DefaultWas = (product?.Fields[FieldNames.DefaultPrice] as FieldValue.Text)?.Value,
            Reason = fields.IsEmpty && moved.IsEmpty ? "the link back to its document was missing" : merged.IsUndone ? Hold.Undone : "the document changed",
        });
    }

    private void WriteDocument(string stripeId, MergedObject merged, ImmutableArray<string> added)
    {
        if (Document is not { } document)
        {
            b.InSanity(new Change.Create
            {
                Side = Side.Sanity, Kind = Kind.Product, Id = DocumentId, Mirror = stripeId, Fields = merged.SanityAfter, AddPrices = added, Reason = "the product was made in Stripe",
            });
            return;
        }

        var mirror = document.Mirror == stripeId ? null : stripeId;
        var drafts = Drafts.Follow(document.Drafts, merged.ToSanity, merged.Published, stripeId);
        if (merged.ToSanity.Count == 0 && mirror is null && added.IsEmpty && drafts.IsEmpty)
        {
            return;
        }

        b.InSanity(new Change.Update
        {
            Side = Side.Sanity, Kind = Kind.Product, Id = DocumentId, Revision = document.Revision, Mirror = mirror, Fields = [.. merged.ToSanity], AddPrices = added, Drafts = drafts,
            Reason = merged.IsUndone ? Hold.Undone : merged.ToSanity.Count > 0 || !added.IsEmpty ? "the product changed in Stripe" : "the document learns its Stripe product",
        });
    }
}
