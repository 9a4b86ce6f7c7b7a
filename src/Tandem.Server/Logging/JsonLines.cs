using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tandem.Server;

/// <summary>One JSON object a line: for machines, and for terminals that somebody pipes them into later.</summary>
internal sealed class JsonLines(TimeProvider time) : ILineFormat
{
    /// <inheritdoc/>
    public void Write<TState>(in LogEntry<TState> entry, IBufferWriter<byte> output)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, time.GetUtcNow().UtcDateTime);
            json.WriteString("level"u8, Level(entry.LogLevel));
            json.WriteString("category"u8, entry.Category);
            json.WriteNumber("event"u8, entry.EventId.Id);
            json.WriteString("message"u8, Visible.Text(entry.Formatter(entry.State, entry.Exception)));
            if (entry.Exception is { } exception)
            {
                json.WriteString("exception"u8, Visible.Text(exception.ToString(), LineFeeds.Keep));
            }

            WriteProperties(json, entry.State);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteProperties<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> properties)
        {
            return;
        }

        json.WriteStartObject("properties"u8);
        foreach (var (name, value) in properties)
        {
            if (name == "{OriginalFormat}")
            {
                continue;
            }

            json.WritePropertyName(name);
            switch (value)
            {
                case null:
                    json.WriteNullValue();
                    break;
                case int number:
                    json.WriteNumberValue(number);
                    break;
                case long number:
                    json.WriteNumberValue(number);
                    break;
                case double number when double.IsFinite(number):
                    json.WriteNumberValue(Math.Round(number, 3));
                    break;
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                default:
                    json.WriteStringValue(Visible.Text(value.ToString() ?? ""));
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "information",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
