namespace Tandem.Core;

/// <summary>What a slot comes to: which Stripe price it shows in the end, and whether that can be sold.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="PriceId">The Stripe price; null when it is still to be made, or when there is none.</param>
/// <param name="IsSellable">Whether it will exist and be active.</param>
/// <param name="HasDocument">Whether a document will stand for it.</param>
internal sealed record PlannedSlot(string Slot, string? PriceId, bool IsSellable, bool HasDocument)
{
    /// <summary>Whether the plan makes a new Stripe price for it, whose id is known only afterwards.</summary>
    public bool IsMade { get; init; }
}
