using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Work that waits for a person.</summary>
public sealed record ParkedWork(WorkKey Key, string Reason, DateTimeOffset Since, int Attempts);

/// <summary>A conflict that no pass has settled.</summary>
public sealed record OpenConflict(ProductKey Key, Conflict Conflict, DateTimeOffset Since);

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
