using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tandem.Server;

/// <summary>Logs that write each entry as a line into an output.</summary>
internal sealed class LineLogs : ILoggerProvider
{
    private static readonly EventId Dropped = new(1, nameof(Dropped));
    private readonly ILineFormat _format;
    private readonly LineOutput _output;

    /// <summary>Makes logs that write to a stream, which they close in the end.</summary>
    public LineLogs(ILineFormat format, Stream stream)
    {
        _format = format;
        _output = new LineOutput(stream, TellDropped);
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLog(categoryName, _format, _output);

    /// <inheritdoc/>
    public void Dispose() => _output.Dispose();

    private ReadOnlyMemory<byte> TellDropped(int lines)
    {
        var line = new ArrayBufferWriter<byte>();
        var entry = new LogEntry<int>(LogLevel.Warning, "Tandem.Server", Dropped, lines, null, static (count, _) => $"{count} log lines were dropped: nobody took them");
        _format.Write(entry, line);
        return line.WrittenMemory;
    }

    private sealed class LineLog(string category, ILineFormat format, LineOutput output) : ILogger
    {
        [ThreadStatic]
        private static ArrayBufferWriter<byte>? _line;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = _line ??= new ArrayBufferWriter<byte>(512);
            line.ResetWrittenCount();
            format.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), line);
            output.Append(line.WrittenSpan);
        }
    }
}
