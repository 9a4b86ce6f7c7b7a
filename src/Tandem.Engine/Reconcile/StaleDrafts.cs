using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Finds drafts that still show a value that Stripe has just replaced in the published document.</summary>
internal static class StaleDrafts
{
    /// <summary>The updates that let those drafts follow; drafts that show anything else are the editor's.</summary>
    public static ImmutableArray<Change> In(Observation sanity, ImmutableArray<Change.Update> done) =>
    [
        .. from update in done
           let drafts = DraftsOf(sanity, update.Id)
           let follow = (from draft in drafts.Drafts
                         let fields = update.Fields.Where(change => !Equals(change.From, change.To) && Equals(draft.Fields[change.Field], change.From)).ToImmutableArray()
                         where !fields.IsEmpty
                         select new DraftChange(draft.Id, draft.Revision, fields, null)).ToImmutableArray()
           where !follow.IsEmpty
           select update with { Fields = [], Mirror = null, MirrorsPrice = false, AddPrices = [], Revision = drafts.Revision, Drafts = follow, Reason = "an open draft follows the change in Stripe" },
    ];

    /// <summary>The updates that bring a price that was made in its product's document into drafts that do not have it: publishing one would take it out again.</summary>
    public static ImmutableArray<Change> Without(Observation sanity, ImmutableArray<Change.Create> made) =>
    [
        .. from create in made
           let price = sanity.Prices.FirstOrDefault(price => price.Id == create.Id && price.IsEmbedded)
           where price is not null
           let lacking = (sanity.Product?.Drafts ?? []).ExceptBy(price.Drafts.Select(draft => draft.Id), draft => draft.Id).Select(draft => new DraftChange(draft.Id, draft.Revision, [], price.Mirror)).ToImmutableArray()
           where !lacking.IsEmpty
           select new Change.Update
           {
               Side = Side.Sanity, Kind = Kind.Price, Id = price.Id, Slot = price.Id, ProductId = price.ProductId, Revision = price.Revision, Fields = [], Drafts = lacking,
               Reason = "an open draft gets the new price",
           },
    ];

    private static (ImmutableArray<DraftView> Drafts, string? Revision) DraftsOf(Observation sanity, string id)
    {
        if (sanity.Product?.Id == id)
        {
            return (sanity.Product.Drafts, sanity.Product.Revision);
        }

        var price = sanity.Prices.FirstOrDefault(price => price.Id == id);
        return (price?.Drafts ?? [], price?.Revision);
    }
}
