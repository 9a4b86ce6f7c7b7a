using Microsoft.Extensions.Logging;
using Tandem.Core;

namespace Tandem.Server;

/// <summary>What the host itself has to say.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "Listening on {Urls} for {Pair}; {Changes}; Studio plugin {Studio}; database {Database}")]
    public static partial void Listening(ILogger log, string urls, Fingerprint pair, string changes, string studio, string database);

    [LoggerMessage(2, LogLevel.Information, "Keeping {Pair} in step")]
    public static partial void Confirmed(ILogger log, Fingerprint pair);

    [LoggerMessage(3, LogLevel.Warning, "{Side} does not let us in yet: {Fault} Webhooks are stored, work waits; asking again in {Wait}")]
    public static partial void NotConfirmed(ILogger log, Side side, string fault, TimeSpan wait);

    [LoggerMessage(4, LogLevel.Critical, "Stopping: {Reason}")]
    public static partial void Refused(ILogger log, string reason);

    [LoggerMessage(5, LogLevel.Error, "The engine stopped; it starts again in {Pause}. Nothing that was acknowledged is lost")]
    public static partial void EngineBroke(ILogger log, Exception fault, TimeSpan pause);

    [LoggerMessage(6, LogLevel.Information, "Stopping: work in hand is finished first, for at most {Patience}")]
    public static partial void Stopping(ILogger log, TimeSpan patience);

    [LoggerMessage(7, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger log);
}
