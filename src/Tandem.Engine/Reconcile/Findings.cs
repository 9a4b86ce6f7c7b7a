using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What a pass has found out about its product, for those who tell people.</summary>
/// <param name="Plan">The last plan.</param>
/// <param name="Observed">What it was made on.</param>
/// <param name="Record">The record as it is to be, or as it was recorded.</param>
internal sealed record Findings(Plan Plan, Observed Observed, ProductRecord Record)
{
    /// <summary>What the vendors confirmed in this pass, also of plans before the last.</summary>
    public ImmutableArray<AppliedChange> Written { get; init; } = [];

    /// <summary>Whether all of the plan was done.</summary>
    public bool IsFinished { get; init; }
}
