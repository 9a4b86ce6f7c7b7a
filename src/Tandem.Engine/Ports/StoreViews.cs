using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Work that waits for a person.</summary>
public sealed record ParkedWork(WorkKey Key, string Reason, DateTimeOffset Since, int Attempts);

/// <summary>A conflict that no pass has settled.</summary>
public sealed record OpenConflict(ProductKey Key, Conflict Conflict, DateTimeOffset Since);

/// <summary>A change that waits for the word of a person.</summary>
public sealed record WaitingChange(ProductKey Key, HeldChange Change, DateTimeOffset Since);

/// <summary>What persons have said of a product.</summary>
/// <param name="Decided">Open conflicts that were decided, each with the winner that the person named.</param>
/// <param name="Held">Changes that are held, each with what a person said of it, if anything yet.</param>
public sealed record Said(ImmutableArray<Conflict> Decided, ImmutableArray<HeldChange> Held)
{
    /// <summary>What is wanted back as it was agreed before, if somebody asked for it and no pass has done it yet.</summary>
    public Undo? Undo { get; init; }
}

/// <summary>A linked object and where it belongs.</summary>
public sealed record LinkedObject(ObjectId Object, ProductKey Key, string? Revision);

/// <summary>How much of what a store holds.</summary>
/// <param name="Deliveries">Deliveries, foreign ones included.</param>
/// <param name="Work">Work that waits or is being done.</param>
/// <param name="Parked">Work that waits for a person.</param>
/// <param name="Products">Records.</param>
/// <param name="OpenIntents">Writes of which the outcome is not known or not recorded.</param>
/// <param name="Conflicts">Open conflicts.</param>
public sealed record StoreCounts(long Deliveries, long Work, long Parked, long Products, long OpenIntents, long Conflicts);

/// <summary>How much of a connection is in step, and what waits.</summary>
/// <param name="Connection">Its name.</param>
/// <param name="Products">Products that are linked.</param>
/// <param name="InStep">Those of them for which nothing waits: no work, no conflict, nothing held.</param>
/// <param name="Pending">Changes on their way: hints and products that are due or will be, those in hand included.</param>
/// <param name="Retrying">Those of them that failed before and are tried again later.</param>
/// <param name="OldestDue">Since when the oldest of them has been due (UTC); null when none is due yet.</param>
/// <param name="Conflicts">Fields in conflict that a person decides.</param>
/// <param name="Held">Changes that wait for the word of a person.</param>
/// <param name="Parked">Work that waits for a person to mend its cause.</param>
public sealed record ConnectionCounts(string Connection, long Products, long InStep, long Pending, long Retrying, DateTimeOffset? OldestDue, long Conflicts, long Held, long Parked);
