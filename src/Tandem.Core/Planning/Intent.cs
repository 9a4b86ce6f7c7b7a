using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>How far a write has come.</summary>
public enum IntentState
{
    /// <summary>Written down before the send; the outcome is not known.</summary>
    Open,

    /// <summary>
    /// It was answered by a failure of the vendor's own, and may have been done all the same. What it did shows in the next observation, and nothing of it
    /// arrives later. Its token is spent: a repetition would be answered from the vendor's memory.
    /// </summary>
    Failed,

    /// <summary>
    /// The vendor confirmed it, in a pass that came to no end: both sides were to agree on what it wrote, whatever they show by now. Its token is spent.
    /// </summary>
    Confirmed,

    /// <summary>The vendor confirmed it and the result is recorded.</summary>
    Done,

    /// <summary>Given up for another plan before its outcome was known: if it still arrives, it is our own late write and no edit.</summary>
    Superseded,

    /// <summary>The vendor refused it; it had no effect.</summary>
    Refused,
}

/// <summary>A write that was committed to disk before it was sent: the memory that makes a crash between any two lines harmless.</summary>
public sealed record Intent
{
    /// <summary>The token the vendor echoes in events: Stripe's <c>Idempotency-Key</c> or Sanity's transaction id. Unique in a connection.</summary>
    public required string Token { get; init; }

    /// <summary>The product.</summary>
    public required ProductKey Key { get; init; }

    /// <summary>The side that is written to.</summary>
    public required Side Side { get; init; }

    /// <summary>What is written: one call's changes in Stripe, all of a transaction in Sanity.</summary>
    public required ImmutableArray<Change> Changes { get; init; }

    /// <summary>How far it has come.</summary>
    public IntentState State { get; init; } = IntentState.Open;

    /// <summary>Whether it may have had an effect that no pass has recorded.</summary>
    public bool IsUnrecorded => State is IntentState.Open or IntentState.Failed or IntentState.Confirmed;

    /// <summary>The operation without the attempt: equal writes of one plan share it over retries.</summary>
    public required string Operation { get; init; }

    /// <summary>How many answered failures were seen before: part of the token, since a vendor replays a stored failure for its key.</summary>
    public int Attempt { get; init; }

    /// <summary>The order of a person that it was begun for, in its text form: it was compared with what both sides showed, and is carried to its end. Null for all other work.</summary>
    public string? Order { get; init; }

    /// <summary>Whether the event that this write causes was seen.</summary>
    public bool IsSeen { get; init; }

    /// <summary>When it was written down (UTC).</summary>
    public required DateTimeOffset At { get; init; }
}
