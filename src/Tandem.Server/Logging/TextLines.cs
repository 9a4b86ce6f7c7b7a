using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Tandem.Server;

/// <summary>One short line an event: for people at a terminal.</summary>
internal sealed class TextLines(TimeProvider time) : ConsoleFormatter(FormatName)
{
    /// <summary>Its name among the console's formats.</summary>
    public const string FormatName = "tandem-text";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(time.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.WriteLine(Visible.Text(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(Visible.Text(exception.ToString(), LineFeeds.Keep));
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => " trace   ",
        LogLevel.Debug => " debug   ",
        LogLevel.Information => " ",
        LogLevel.Warning => " warning ",
        LogLevel.Error => " ERROR   ",
        _ => " CRITICAL ",
    };
}
