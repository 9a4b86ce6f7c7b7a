namespace Tandem.Core;

/// <summary>What a person asked for about one document, once: it goes before the policy in this plan and is forgotten after it.</summary>
/// <param name="Document">The id of the published document; of a product, it stands for the prices that are parts of it too.</param>
/// <param name="Kind">What was asked for.</param>
public sealed record Wish(string Document, WishKind Kind)
{
    /// <summary>The side whose value stands where the two differ.</summary>
    public Side Preferred => Kind == WishKind.ToStripe ? Side.Sanity : Side.Stripe;
}

/// <summary>What a person can ask for about a document.</summary>
public enum WishKind
{
    /// <summary>Look now, and let the document's values stand.</summary>
    ToStripe,

    /// <summary>Look now, and let Stripe's values stand.</summary>
    FromStripe,
}
