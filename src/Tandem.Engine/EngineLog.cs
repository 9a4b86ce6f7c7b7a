using Microsoft.Extensions.Logging;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What the engine says. Information: something changed on a side. Warning: a person may have to look. Error: a bug or a lost capability.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(100, LogLevel.Information, "[SANITY_SYNC] {Key} wrote to Stripe: {Change} (request {RequestId}, {Milliseconds:0} ms)")]
    public static partial void WroteStripe(this ILogger log, ProductKey key, string change, string? requestId, double milliseconds);

    [LoggerMessage(101, LogLevel.Information, "[STRIPE_SYNC] {Key} wrote to Sanity: {Change} (request {RequestId}, {Milliseconds:0} ms)")]
    public static partial void WroteSanity(this ILogger log, ProductKey key, string change, string? requestId, double milliseconds);

    [LoggerMessage(102, LogLevel.Debug, "{Key} is in step ({Reason}, {Milliseconds:0} ms)")]
    public static partial void InStep(this ILogger log, string key, string reason, double milliseconds);

    [LoggerMessage(103, LogLevel.Warning, "{Key} is parked: {Reason}")]
    public static partial void Parked(this ILogger log, string key, string reason);

    [LoggerMessage(104, LogLevel.Warning, "{Key} will be tried again at {Due:O}: {Reason}")]
    public static partial void Retries(this ILogger log, string key, DateTimeOffset due, string reason);

    [LoggerMessage(105, LogLevel.Warning, "{Key} conflict in {Field} of {Object}: {Reason}; {Winner} wins")]
    public static partial void Conflicts(this ILogger log, string key, string field, string @object, string reason, string winner);

    [LoggerMessage(106, LogLevel.Debug, "{Key} lost its lease; another worker has it")]
    public static partial void LostLease(this ILogger log, string key);

    [LoggerMessage(107, LogLevel.Error, "{Key} failed by a bug: {Message}")]
    public static partial void Failed(this ILogger log, Exception exception, string key, string message);

    [LoggerMessage(109, LogLevel.Information, "[STUDIO] {Connection} {Action} of {Document}, asked for by {Author}: {Outcome}. {Message}")]
    public static partial void Answered(this ILogger log, string connection, string action, string document, string? author, string outcome, string message);

    [LoggerMessage(110, LogLevel.Warning, "[STUDIO] {Connection} Sanity refuses what was to be said of {Document}: {Reason}")]
    public static partial void NotTold(this ILogger log, string connection, string? document, string reason);

    [LoggerMessage(111, LogLevel.Warning, "{Connection} the listener for {What} ended and comes back in {Wait}: {Reason}")]
    public static partial void ListenerEnded(this ILogger log, string connection, string what, string reason, TimeSpan wait);

    [LoggerMessage(108, LogLevel.Information, "{Connection} {Side} sweep found {Count} changes")]
    public static partial void Swept(this ILogger log, string connection, string side, int count);

    [LoggerMessage(112, LogLevel.Debug, "{Connection} {Side} sweep found nothing new")]
    public static partial void SweptInVain(this ILogger log, string connection, string side);
}
