using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What promoting one product would come to, on both sides.</summary>
/// <param name="Preview">For whoever is shown it: the documents that change, and what that does in Stripe.</param>
/// <param name="Promotion">The documents alone; null when it cannot be promoted.</param>
public sealed record PromotionPreview(Preview Preview, Promotion? Promotion)
{
    /// <summary>Whether something is to be remembered that was not yet.</summary>
    public bool IsNews { get; init; }
}
