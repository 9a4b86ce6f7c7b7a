using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What a pass wants remembered: all of it is committed together, or none.</summary>
public sealed record Recording
{
    /// <summary>
    /// The product's record, replaced whole; its links are indexed from it. A link that another product's record holds makes the commit end in
    /// <see cref="CommitResult.LinkTaken"/>; only the document of a slot that is gone is not held, so that a price can move to another product.
    /// </summary>
    public ProductRecord? Record { get; init; }

    /// <summary>Intents to write down, by token: a known token is replaced, but one whose event was seen stays seen.</summary>
    public ImmutableArray<Intent> Intents { get; init; } = [];

    /// <summary>Journal entries; the store numbers them.</summary>
    public ImmutableArray<JournalEntry> Journal { get; init; } = [];

    /// <summary>Conflicts that are open now for this product: replaces the open ones when not null; a field that was in conflict before keeps its age.</summary>
    public ImmutableArray<Conflict>? OpenConflicts { get; init; }

    /// <summary>Changes that are held for a person now: replaces the held ones when not null; a change that was held before keeps its age, and what a person said of it.</summary>
    public ImmutableArray<HeldChange>? Held { get; init; }

    /// <summary>Work that becomes due with the commit.</summary>
    public ImmutableArray<DueWork> Due { get; init; } = [];

    /// <summary>Overtaken edits that this pass settled.</summary>
    public ImmutableArray<long> Settled { get; init; } = [];

    /// <summary>The undo that this pass has done; one that somebody has asked for since stays.</summary>
    public long? Undone { get; init; }

    /// <summary>How many archives to count for the guard.</summary>
    public int Guarded { get; init; }

    /// <summary>How documents of this product are doing; where that is news, the Studio's documents become due.</summary>
    public ImmutableArray<DocumentStatus> Statuses { get; init; } = [];

    /// <summary>Answers to requests that have none yet; the Studio's documents become due.</summary>
    public ImmutableArray<StudioAnswer> Answers { get; init; } = [];

    /// <summary>Nothing.</summary>
    public static Recording Nothing { get; } = new();
}
