using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What is on record of a product, for those who ask why it is as it is. Lists of what was are newest first.</summary>
public sealed record ProductHistory
{
    /// <summary>The product.</summary>
    public required ProductKey Key { get; init; }

    /// <summary>What somebody wants back as it was agreed before, and no pass has done yet.</summary>
    public Undo? Undo { get; init; }

    /// <summary>What is remembered of it; null when no pass has come to an end yet.</summary>
    public ProductRecord? Record { get; init; }

    /// <summary>Work that waits for it or is being done, parked work included.</summary>
    public ImmutableArray<WaitingWork> Work { get; init; } = [];

    /// <summary>Its open conflicts.</summary>
    public ImmutableArray<OpenConflict> Conflicts { get; init; } = [];

    /// <summary>What is held of it for a person.</summary>
    public ImmutableArray<WaitingChange> Held { get; init; } = [];

    /// <summary>Writes of which the outcome is not known or not recorded.</summary>
    public ImmutableArray<Intent> OpenWrites { get; init; } = [];

    /// <summary>Deliveries that named one of its objects.</summary>
    public ImmutableArray<Hint> Hints { get; init; } = [];

    /// <summary>Its journal.</summary>
    public ImmutableArray<JournalEntry> Journal { get; init; } = [];

    /// <summary>What editors asked for in the Studio.</summary>
    public ImmutableArray<StudioAsked> Asked { get; init; } = [];
}

/// <summary>A delivery, without its payload.</summary>
/// <param name="Connection">The connection that it arrived at.</param>
/// <param name="Side">Who told it.</param>
/// <param name="Id">Its event id or idempotency key.</param>
/// <param name="Type">What it says happened.</param>
/// <param name="Subject">The object that it named.</param>
/// <param name="Acceptance">How it was taken.</param>
/// <param name="Foreign">Why it belongs to another environment; null when it is ours.</param>
/// <param name="IsWebhook">Whether it came as a webhook; else a feed brought it.</param>
/// <param name="At">When it reached us (UTC).</param>
public sealed record Hint(string Connection, Side Side, string Id, string Type, ObjectId Subject, Acceptance Acceptance, string? Foreign, bool IsWebhook, DateTimeOffset At);

/// <summary>A row of the work queue.</summary>
/// <param name="Key">Which work.</param>
/// <param name="Due">From when on it is due (UTC).</param>
/// <param name="Reason">Why; after a failure, what went wrong.</param>
/// <param name="Attempts">How many tries failed.</param>
/// <param name="IsInHand">Whether somebody is doing it, or was when it was cut off.</param>
/// <param name="Parked">Why and since when it waits for a person; null when it does not.</param>
public sealed record WaitingWork(WorkKey Key, DateTimeOffset Due, string Reason, int Attempts, bool IsInHand, ParkedWork? Parked);

/// <summary>What an editor asked for, and the answer if there is one.</summary>
public sealed record StudioAsked(StudioRequest Request, StudioAnswer? Answer);
