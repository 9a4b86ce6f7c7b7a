using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What doing a plan comes to, in a word.</summary>
public enum Effect
{
    /// <summary>Nothing is done.</summary>
    None,

    /// <summary>Both are linked, and nothing else changes.</summary>
    Link,

    /// <summary>A product is made in Stripe.</summary>
    MakeInStripe,

    /// <summary>A product is made in Sanity.</summary>
    MakeInSanity,

    /// <summary>Something changes on either side.</summary>
    Change,

    /// <summary>A product is archived or switched off.</summary>
    Archive,
}

/// <summary>What a plan comes to, and what it costs.</summary>
public static class Effort
{
    /// <summary>The effect of a preview.</summary>
    public static Effect EffectOf(Preview preview)
    {
        ArgumentNullException.ThrowIfNull(preview);
        return preview switch
        {
            not { State: PreviewState.Changes, Plan: not null } => Effect.None,
            { Plan.Archives: > 0 } => Effect.Archive,
            _ when Makes(preview.Plan, Side.Stripe) => Effect.MakeInStripe,
            _ when Makes(preview.Plan, Side.Sanity) => Effect.MakeInSanity,
            _ when preview.Plan.Changes.All(change => change is Change.Update { Fields.IsEmpty: true, AddPrices.IsEmpty: true }) => Effect.Link,
            _ => Effect.Change,
        };
    }

    /// <summary>How many calls to Stripe write it.</summary>
    public static int StripeWrites(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Bundle.Of(plan.Changes.Where(change => change.Side == Side.Stripe)).Count();
    }

    /// <summary>How many calls to Sanity write it: all of it is one transaction.</summary>
    public static int SanityWrites(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Changes.Any(change => change.Side == Side.Sanity) ? 1 : 0;
    }

    private static bool Makes(Plan plan, Side side) => plan.Changes.OfType<Change.Create>().Any(made => made.Side == side && made.Kind == Kind.Product);
}
