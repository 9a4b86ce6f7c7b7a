namespace Tandem.Core;

/// <summary>
/// What a person ordered by applying a plan: that very plan, made on what both sides showed then. It is done as it was shown, or not at all.
/// </summary>
/// <param name="Sanity">A digest of what Sanity showed.</param>
/// <param name="Stripe">A digest of what Stripe showed.</param>
/// <param name="Plan">A digest of what is to be done.</param>
public sealed record Order(string Sanity, string Stripe, string Plan)
{
    private const int Length = 32;

    /// <summary>The order for a plan that was made on a situation.</summary>
    public static Order Of(Situation seen, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(plan);
        seen = Planner.WithoutStrangers(seen);
        return new Order(Digest(seen.Sanity), Digest(seen.Stripe), PlanOf(plan.Next.StripeId, plan.Changes.Select(ChangeLine.Of), plan.Conflicts.Select(ConflictLine.Of)));
    }

    /// <summary>The digest of what is to be done.</summary>
    /// <param name="stripeId">The Stripe product that it is done with.</param>
    /// <param name="changes">The changes in their order.</param>
    /// <param name="conflicts">The conflicts, which say whose value goes.</param>
    public static string PlanOf(string? stripeId, IEnumerable<ChangeLine> changes, IEnumerable<ConflictLine> conflicts) =>
        Derived.Hex(stripeId ?? "", Derived.Hex([.. changes.Select(change => change.Digest())]), Derived.Hex([.. conflicts.Select(conflict => conflict.Digest())]));

    /// <summary>Reads the text form back; null when it is none.</summary>
    public static Order? Parse(string? text) => text?.Split('.') is [var sanity, var stripe, var plan] && IsDigest(sanity) && IsDigest(stripe) && IsDigest(plan)
        ? new Order(sanity, stripe, plan)
        : null;

    /// <summary>The text form.</summary>
    public override string ToString() => $"{Sanity}.{Stripe}.{Plan}";

    // What a person could have changed there since: not the drafts, of which those that the plan touches are in it with their revisions.
    private static string Digest(Observation shown) => Derived.Hex(
    [
        shown.Product is { } product ? Derived.Hex(product.Id, product.Revision ?? "", product.Mirror ?? "", $"{product.IsLeftAlone}", product.Fields.ToString()) : "",
        .. shown.Prices.OrderBy(price => price.Id, StringComparer.Ordinal)
            .Select(price => Derived.Hex(price.Id, price.Revision ?? "", price.ProductId ?? "", price.Mirror ?? "", $"{price.IsLeftAlone}", price.Fields.ToString())),
    ]);

    private static bool IsDigest(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);
}
