using System.Collections.Immutable;

namespace Tandem.Simulation;

/// <summary>The bugs that the rig must notice. They live here only: no build of the product knows them.</summary>
internal static class PlantedBugs
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<Alarm> All { get; } =
    [
        new AckBeforeCommit(),
        new DedupeAfterWork(),
        new NoIntent(),
        new NoLookUp(),
        new FreshKeys(),
        new IgnoredRevision(),
        new AgreedBeforeApplied(),
        new EmptyMeansDeleted(),
        new ArchiveFirst(),
        new EchoWindow(),
        new TrustedPayload(),
        new LeaseWithoutFence(),
        new BlindRetry(),
        new TrimmedMapping(),
    ];
}
