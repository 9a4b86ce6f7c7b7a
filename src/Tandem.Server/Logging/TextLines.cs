using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tandem.Server;

/// <summary>One short line an event: for people at a terminal.</summary>
internal sealed class TextLines(TimeProvider time) : ILineFormat
{
    /// <inheritdoc/>
    public void Write<TState>(in LogEntry<TState> entry, IBufferWriter<byte> output)
    {
        var now = time.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        Encoding.UTF8.GetBytes($"{now}{Level(entry.LogLevel)}{Visible.Text(entry.Formatter(entry.State, entry.Exception))}\n", output);
        if (entry.Exception is { } exception)
        {
            Encoding.UTF8.GetBytes($"{Visible.Text(exception.ToString(), LineFeeds.Keep)}\n", output);
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
