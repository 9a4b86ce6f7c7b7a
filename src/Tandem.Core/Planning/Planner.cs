namespace Tandem.Core;

/// <summary>Decides what should happen to one product. Pure: equal situations give equal plans.</summary>
/// <remarks>
/// The table below is the whole decision on products (docs/CONFLICTS.md says it in words); fields are decided in <see cref="FieldMerge"/>,
/// prices in <see cref="PricePlan"/>. Absence is always proven: see <see cref="Observation.Gone"/>.
/// </remarks>
public static class Planner
{
    /// <summary>Plans one product.</summary>
    public static Plan Plan(Situation seen)
    {
        seen = Restored.Told(WithoutStrangers(seen with { Record = Remapping.Of(seen) }));
        var situation = Flags.Told(seen with { Policy = seen.Policy.For(FieldsOf(seen)) });
        var b = new PlanBuilder(situation);
        if (situation.Sanity.Product is not { IsLeftAlone: true })
        {
            Decide(situation, new ProductPlan(b));
        }

        b.Notes.AddRange(situation.Undo?.Remarks(situation) ?? []);
        return b.Build();
    }

    // What both sides show, and what they have shown when they were last in step.
    private static IEnumerable<(Kind Kind, string Field)> FieldsOf(Situation seen)
    {
        Observation[] sides = [seen.Sanity, seen.Stripe];
        var products = sides.SelectMany(side => side.Product?.Fields.Names ?? []).Concat(seen.Record.Agreed.Keys);
        var prices = sides.SelectMany(side => side.Prices).SelectMany(price => price.Fields.Names).Concat(seen.Record.Slots.SelectMany(slot => slot.Agreed.Keys));
        return products.Select(field => (Kind.Product, field)).Concat(prices.Select(field => (Kind.Price, field)));
    }

    private static void Decide(Situation situation, ProductPlan product)
    {
        var record = situation.Record;

        switch (record.Link, record.Lost, Shown.In(situation.Sanity, record.Key.DocumentId), Shown.In(situation.Stripe, record.StripeId))
        {
            // Never linked: what only one side has is made on the other; what both have meets for the first time.
            case (LinkState.Unlinked or LinkState.Pending, _, Presence.There, Presence.There) when product.IsEvident:
                product.Meet();
                break;
            case (LinkState.Unlinked, _, Presence.There, _):
                product.BeginInStripe();
                break;
            case (LinkState.Unlinked, _, _, Presence.There):
                product.BeginInSanity();
                break;
            case (LinkState.Unlinked, _, _, _):
                product.AwaitDocument();
                break;

            // The link was committed, but the making of the other side was interrupted: finish it.
            case (LinkState.Pending, _, Presence.There, Presence.There):
                product.RefuseStranger();
                break;
            case (LinkState.Pending, _, Presence.There, _) when !product.IsBornInStripe:
                product.BeginInStripe();
                break;
            case (LinkState.Pending, _, _, Presence.There) when product.IsBornInStripe:
                product.BeginInSanity();
                break;

            // The document was deleted or unpublished: archive, remember, restore when it returns.
            case (LinkState.Live or LinkState.Pending, _, Presence.Gone, Presence.There):
            case (LinkState.Tombstone, TombstoneCause.DocumentGone, Presence.Gone, Presence.There) when Past.HalfRestored(situation):
                product.ArchiveInStripe();
                break;
            case (LinkState.Tombstone, TombstoneCause.DocumentGone, Presence.There, Presence.There):
                product.Meet();
                break;
            case (LinkState.Tombstone, TombstoneCause.DocumentGone, Presence.There, Presence.Gone):
                product.BeginAgain();
                break;
            case (LinkState.Tombstone, TombstoneCause.DocumentGone, _, Presence.There):
                product.Rest();
                break;
            case (LinkState.Tombstone, TombstoneCause.DocumentGone, _, Presence.Gone):
                product.Cease();
                break;
            case (LinkState.Live or LinkState.Pending, _, Presence.Gone, Presence.Gone):
                product.Bury(TombstoneCause.DocumentGone);
                break;

            // The Stripe product was deleted: the document stays, inactive, until a person reactivates it or asks for it.
            case (LinkState.Live or LinkState.Pending, _, Presence.There, Presence.Gone):
                product.Deactivate();
                break;
            case (LinkState.Tombstone, TombstoneCause.StripeGone, Presence.There, _) when product.IsReactivated || situation.WishFor(record.Key.DocumentId, isPart: false)?.Kind == WishKind.ToStripe:
                product.BeginAgain();
                break;

            // Both are there and linked: the three-way merge, field by field and price by price.
            case (LinkState.Live, _, Presence.There, Presence.There):
                product.Meet();
                break;

            // Nothing is proven, or nothing is left to do.
            default:
                break;
        }
    }

    // A document that carries a copied id: what it names belongs to another document, and says nothing about this one.
    internal static Situation WithoutStrangers(Situation seen) =>
        seen is { Record: { Link: LinkState.Unlinked, Key: var key }, Sanity.Product: not null, Stripe.Product: { Mirror: { } mirror } product }
            && mirror != key.DocumentId && key.BornAs != product.Id
            ? seen with { Stripe = Observation.Nothing }
            : seen;
}

/// <summary>Whether an object is there, by evidence.</summary>
internal enum Presence
{
    /// <summary>Seen.</summary>
    There,

    /// <summary>Asked for by name and proven absent.</summary>
    Gone,

    /// <summary>Neither seen nor proven absent.</summary>
    Unknown,
}

/// <summary>Reads presence from an observation.</summary>
internal static class Shown
{
    public static Presence In(Observation observation, string? id) => observation switch
    {
        { Product: not null } => Presence.There,
        _ when id is not null && observation.Gone.Contains(id) => Presence.Gone,
        _ => Presence.Unknown,
    };
}
