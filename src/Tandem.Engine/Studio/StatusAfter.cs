using System.Collections.Immutable;

namespace Tandem.Engine;

/// <summary>How documents are doing after something went wrong.</summary>
internal static class StatusAfter
{
    /// <summary>A vendor failed: what is tried again by itself is pending; what it refused must be mended.</summary>
    public static ImmutableArray<DocumentStatus> Fault(ImmutableArray<DocumentStatus> statuses, CatalogFault fault) => fault switch
    {
        // The vendor's patience lasts seconds: no news.
        CatalogFault.Throttled => statuses,
        CatalogFault.Refused => All(statuses, StatusState.Error, fault.Message),
        _ => All(statuses, StatusState.Pending, Again(fault.Message)),
    };

    /// <summary>The work was tried too often: somebody has to look.</summary>
    public static Recording Parking(Recording recording, string reason) => recording with
    {
        Statuses = [.. recording.Statuses.Select(status => status.State == StatusState.Pending ? status with { State = StatusState.Error, Message = reason } : status)],
    };

    // Some faults say it themselves.
    private static string Again(string message) => message.Contains("tried again", StringComparison.Ordinal) ? message : $"{message.TrimEnd('.')}. It is tried again by itself.";

    // What waits for a person already, or is left alone, does so all the same.
    private static ImmutableArray<DocumentStatus> All(ImmutableArray<DocumentStatus> statuses, StatusState state, string message) =>
        [.. statuses.Select(status => status.State is StatusState.InStep or StatusState.Pending ? status with { State = state, Message = message } : status)];
}
