using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Tandem.Sanity;

/// <summary>How the newest messages of a webhook were taken.</summary>
/// <param name="Looked">How many were looked at.</param>
/// <param name="Failed">How many of them were not taken at the last try.</param>
/// <param name="IsFailing">Whether the newest that was tried was not taken.</param>
/// <param name="Code">What was answered to the newest that was not taken; null when nothing was.</param>
/// <param name="At">When that one was made (UTC).</param>
public sealed record HookDeliveries(int Looked, int Failed, bool IsFailing, int? Code, DateTimeOffset? At)
{
    private const int Newest = 50;

    /// <summary>Reads Sanity's list, newest first.</summary>
    internal static HookDeliveries Of(ImmutableArray<JsonElement> messages)
    {
        var tried = messages.Where(message => message.Get("resultCode") is not null || Number(message, "failureCount") > 0)
            .OrderByDescending(message => Moment(message)).Take(Newest).ToList();
        var failed = tried.Where(IsFailed).ToList();
        return new HookDeliveries(
            tried.Count, failed.Count, tried.Count > 0 && IsFailed(tried[0]), failed.Count > 0 ? Number(failed[0], "resultCode") : null, failed.Count > 0 ? Moment(failed[0]) : null);
    }

    private static bool IsFailed(JsonElement message) => Number(message, "resultCode") is not (>= 200 and < 300);

    private static int? Number(JsonElement message, string name) =>
        message.Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    private static DateTimeOffset? Moment(JsonElement message) =>
        DateTimeOffset.TryParse(message.Text("createdAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
