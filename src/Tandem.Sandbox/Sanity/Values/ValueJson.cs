using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Sandbox.Sanity;

/// <summary>Values as JSON and back.</summary>
internal static class ValueJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads one JSON text.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON value.</exception>
    public static Value Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        var value = Read(ref reader);
        if (reader.Read())
        {
            throw new JsonException("More than one value.");
        }

        return value;
    }

    /// <summary>Reads one JSON text.</summary>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static Value Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes JSON without white space, unescaped where JSON allows it, as the Content Lake does.</summary>
    public static byte[] Bytes(Value value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            Write(writer, value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same as <see cref="Bytes"/>, as a string.</summary>
    public static string Text(Value value) => Encoding.UTF8.GetString(Bytes(value));

    /// <summary>A copy for callers outside.</summary>
    public static JsonNode? Node(Value value) => JsonNode.Parse(Bytes(value));

    /// <summary>A document's copy for callers outside.</summary>
    public static JsonObject Node(Value.Map map) => Node((Value)map)!.AsObject();

    /// <summary>What a caller outside gave us.</summary>
    public static Value From(JsonNode? node) => node is null ? Value.Null : Parse(node.ToJsonString());

    /// <summary>A moment as GROQ and the Content Lake print it.</summary>
    public static string Text(DateTimeOffset at)
    {
        var utc = at.ToUniversalTime();
        var format = utc.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        return utc.ToString(format, CultureInfo.InvariantCulture);
    }

    private static Value Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadMap(ref reader),
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.String => Value.Of(reader.GetString()),
        JsonTokenType.Number => Value.Of(reader.GetDouble()),
        JsonTokenType.True => Value.True,
        JsonTokenType.False => Value.False,
        _ => Value.Null,
    };

    private static Value.Map ReadMap(ref Utf8JsonReader reader)
    {
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        var places = new Dictionary<string, int>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            var member = KeyValuePair.Create(name, Read(ref reader));
            if (places.TryGetValue(name, out var place))
            {
                members[place] = member;
                continue;
            }

            places[name] = members.Count;
            members.Add(member);
        }

        return new Value.Map(members.ToImmutable());
    }

    private static Value.List ReadList(ref Utf8JsonReader reader)
    {
        var items = ImmutableArray.CreateBuilder<Value>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader));
        }

        return new Value.List(items.ToImmutable());
    }

    private static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value)
        {
            case Value.Flag flag:
                writer.WriteBooleanValue(flag.Is);
                break;
            case Value.Number number:
                writer.WriteNumberValue(number.Amount);
                break;
            case Value.Text text:
                writer.WriteStringValue(text.Content);
                break;
            case Value.Moment moment:
                writer.WriteStringValue(Text(moment.At));
                break;
            case Value.IdPattern pattern:
                writer.WriteStringValue(pattern.Pattern);
                break;
            case Value.List list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case Value.Map map:
                writer.WriteStartObject();
                foreach (var member in map.Members)
                {
                    writer.WritePropertyName(member.Key);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
