namespace Tandem.Kill;

/// <summary>What came of one kill.</summary>
/// <param name="Point">When it was.</param>
/// <param name="Recovery">From the new start until all was quiet and equal.</param>
/// <param name="Violations">Promises that were broken.</param>
internal sealed record Trial(KillPoint Point, TimeSpan Recovery, IReadOnlyList<string> Violations);
