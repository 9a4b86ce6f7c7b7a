using Microsoft.Extensions.Logging;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>The log lines of a webhook endpoint: prefix, what came, what became of it, request id and time taken.</summary>
/// <param name="log">Where they go.</param>
/// <param name="word"><c>WEBHOOK</c> or <c>SANITY_WEBHOOK</c>, as the seed has them.</param>
/// <param name="connection">Whose endpoint it is; named unless it is the seed's own.</param>
internal sealed partial class WebhookLog(ILogger log, string word, string connection)
{
    private readonly string _prefix = connection == Connection.Default ? $"[{word}]" : $"[{word}] {connection}:";
    private readonly LogQuota _quota = new();

    /// <summary>A delivery was kept.</summary>
    public void Accepted(Delivery delivery, Acceptance acceptance, string requestId, double milliseconds)
    {
        if (acceptance == Acceptance.Foreign)
        {
            Foreign(log, _prefix, delivery.Type, delivery.Id, delivery.Foreign, requestId, milliseconds);
            return;
        }

        Kept(log, _prefix, delivery.Type, delivery.Id, acceptance, requestId, milliseconds);
    }

    /// <summary>Our own fault.</summary>
    public void NotStored(Delivery delivery, Exception fault, string requestId, double milliseconds) =>
        NotStored(log, fault, _prefix, delivery.Type, delivery.Id, requestId, milliseconds);

    /// <summary>A request was refused.</summary>
    public void Refused(int status, string why, string requestId, double milliseconds)
    {
        if (_quota.Take(out var unsaid))
        {
            Refused(log, _prefix, status, why, requestId, milliseconds, unsaid);
        }
    }

    /// <summary>A signature did not hold.</summary>
    public void Rejected(SignatureVerdict verdict, string requestId, double milliseconds)
    {
        if (_quota.Take(out var unsaid))
        {
            Rejected(log, _prefix, verdict, requestId, milliseconds, unsaid);
        }
    }

    [LoggerMessage(100, LogLevel.Information, "{Prefix} {Type} {EventId}: {Acceptance} (request {RequestId}, {Milliseconds:0.0} ms)")]
    private static partial void Kept(ILogger log, string prefix, string type, string eventId, Acceptance acceptance, string requestId, double milliseconds);

    [LoggerMessage(101, LogLevel.Warning, "{Prefix} {Type} {EventId} is kept apart and not applied. {Reason} (request {RequestId}, {Milliseconds:0.0} ms)")]
    private static partial void Foreign(ILogger log, string prefix, string type, string eventId, string? reason, string requestId, double milliseconds);

    [LoggerMessage(102, LogLevel.Warning, "{Prefix} Refused with {Status}: {Reason} (request {RequestId}, {Milliseconds:0.0} ms; {Unsaid} more refusals were not logged)")]
    private static partial void Refused(ILogger log, string prefix, int status, string reason, string requestId, double milliseconds, int unsaid);

    [LoggerMessage(103, LogLevel.Warning, "{Prefix} Refused with 401: signature {Verdict} (request {RequestId}, {Milliseconds:0.0} ms; {Unsaid} more refusals were not logged)")]
    private static partial void Rejected(ILogger log, string prefix, SignatureVerdict verdict, string requestId, double milliseconds, int unsaid);

    [LoggerMessage(104, LogLevel.Error, "{Prefix} {Type} {EventId} could not be stored; the vendor was asked to send it again (request {RequestId}, {Milliseconds:0.0} ms)")]
    private static partial void NotStored(ILogger log, Exception fault, string prefix, string type, string eventId, string requestId, double milliseconds);
}
