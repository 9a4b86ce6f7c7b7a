using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>What should happen to one product: data, printable and comparable. <c>tandem plan</c> shows the very thing that the live path does.</summary>
public sealed record Plan
{
    /// <summary>The product.</summary>
    public required ProductKey Key { get; init; }

    /// <summary>The writes in order: Stripe's one by one, then Sanity's as one transaction.</summary>
    public ImmutableArray<Change> Changes { get; init; } = [];

    /// <summary>Fields that both sides edited differently, with who won.</summary>
    public ImmutableArray<Conflict> Conflicts { get; init; } = [];

    /// <summary>What cannot be carried until a person mends it; the key is parked with these after the rest was done.</summary>
    public ImmutableArray<Refusal> Refusals { get; init; } = [];

    /// <summary>What waits for the word of a person; everything else goes on.</summary>
    public ImmutableArray<HeldChange> Held { get; init; } = [];

    /// <summary>Remarks for people that need no action.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Price documents that moved to another product, which becomes due.</summary>
    public ImmutableArray<ReleasedSlot> Released { get; init; } = [];

    /// <summary>Overtaken edits that this plan settles.</summary>
    public ImmutableArray<long> Settled { get; init; } = [];

    /// <summary>Superseded writes that were seen to have arrived late, and whose effect this plan undoes.</summary>
    public ImmutableArray<string> LateTokens { get; init; } = [];

    /// <summary>Whether what a person wants back is held for a person's word: it is not over yet.</summary>
    public bool UndoWaits { get; init; }

    /// <summary>How many archives the mass-archive guard is to count for this plan.</summary>
    public int Archives { get; init; }

    /// <summary>Whether something is concluded from an object's being gone: then the denial must be heard twice before the plan is done.</summary>
    public bool RestsOnAbsence { get; init; }

    /// <summary>The record as it is once every change was applied as planned; recording puts in what was really shown.</summary>
    public required ProductRecord Next { get; init; }

    /// <summary>Whether nothing is to be written.</summary>
    public bool IsEmpty => Changes.IsEmpty;
}

/// <summary>A field that both sides edited to different values since they last agreed.</summary>
/// <param name="Kind">The sort of object.</param>
/// <param name="Object">The document id or slot.</param>
/// <param name="Field">The field's canonical name, or <see cref="Whole"/> when an edit met a delete.</param>
/// <param name="Agreed">What both showed last, as Sanity showed it.</param>
/// <param name="Sanity">Sanity's value.</param>
/// <param name="Stripe">Stripe's value.</param>
/// <param name="Winner">Who won by the field's policy; <see cref="Core.Winner.Ask"/> leaves it open.</param>
/// <param name="Reason">Why it is a conflict, in a sentence.</param>
public sealed record Conflict(
    Kind Kind, string Object, string Field, FieldValue? Agreed, FieldValue? Sanity, FieldValue? Stripe, Winner Winner, string Reason)
{
    /// <summary>Stands for a field where the object as a whole is meant.</summary>
    public const string Whole = "*";

    /// <summary>The value that does not stand; null is unset. For an open conflict, Stripe's.</summary>
    public FieldValue? Loser => Winner == Winner.Stripe ? Sanity : Stripe;
}

/// <summary>A price document that belongs to another product now.</summary>
/// <param name="Slot">The document.</param>
/// <param name="Product">The product's document id.</param>
public sealed record ReleasedSlot(string Slot, string Product);

/// <summary>Something that cannot be carried until a person mends it.</summary>
/// <param name="Side">Where it must be mended.</param>
/// <param name="Object">The object's id there.</param>
/// <param name="Field">The field.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record Refusal(Side Side, string Object, string Field, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Side} {Object}, {Field}: {Message}";
}
