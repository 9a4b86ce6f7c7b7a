using Microsoft.Extensions.Logging;
using Tandem.Core;

namespace Tandem.Server;

/// <summary>What the host itself has to say.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "Listening on {Urls} for {Connections}; database {Database}")]
    public static partial void Listening(ILogger log, string urls, string connections, string database);

    [LoggerMessage(2, LogLevel.Information, "{Connection} keeps {Pair} in step")]
    public static partial void Confirmed(ILogger log, string connection, Fingerprint pair);

    [LoggerMessage(3, LogLevel.Warning, "{Connection}: {Side} does not let us in yet: {Fault} Its webhooks are stored, its work waits; asking again in {Wait}")]
    public static partial void NotConfirmed(ILogger log, string connection, Side side, string fault, TimeSpan wait);

    [LoggerMessage(4, LogLevel.Critical, "{Connection} must not work: {Reason}")]
    public static partial void Refused(ILogger log, string connection, string reason);

    [LoggerMessage(5, LogLevel.Error, "The engine stopped; it starts again in {Pause}. Nothing that was acknowledged is lost")]
    public static partial void EngineBroke(ILogger log, Exception fault, TimeSpan pause);

    [LoggerMessage(6, LogLevel.Information, "Stopping: work in hand is finished first, for at most {Patience}")]
    public static partial void Stopping(ILogger log, TimeSpan patience);

    [LoggerMessage(7, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(8, LogLevel.Critical, "No connection may work: the service stops")]
    public static partial void NoneLeft(ILogger log);

    [LoggerMessage(9, LogLevel.Warning, "The database remembers the connection {Connection}, which is not configured: its work waits until it is again")]
    public static partial void NotConfigured(ILogger log, string connection);
}
