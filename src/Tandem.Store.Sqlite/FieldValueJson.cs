using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tandem.Core;

namespace Tandem.Store.Sqlite;

/// <summary>
/// A value as JSON: a text is a string, a flag a boolean, a list an array; the others are objects of one member, by which they are told apart:
/// <c>{"number":"12.5"}</c>, <c>{"group":{…}}</c>, <c>{"unresolved":"id"}</c>.
/// </summary>
/// <remarks>Numbers are strings, since JSON numbers pass through floating point in half of the world's tools.</remarks>
internal sealed class FieldValueJson : JsonConverter<FieldValue>
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const NumberStyles Exact = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <inheritdoc/>
    public override FieldValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => new FieldValue.Text(reader.GetString()!),
        JsonTokenType.True => new FieldValue.Flag(true),
        JsonTokenType.False => new FieldValue.Flag(false),
        JsonTokenType.StartArray => ReadList(ref reader, options),
        JsonTokenType.StartObject => ReadObject(ref reader, options),
        _ => throw new JsonException("Not a field's value."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FieldValue value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case FieldValue.Text text:
                writer.WriteStringValue(Whole(text.Value));
                break;
            case FieldValue.Flag flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case FieldValue.List list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item, options);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteObject(writer, value, options);
                break;
        }
    }

    // The writer would put U+FFFD for half a surrogate pair: a value that then differs from what the side shows looks like an edit for ever.
    private static string Whole(string text)
    {
        try
        {
            Strict.GetByteCount(text);
            return text;
        }
        catch (EncoderFallbackException exception)
        {
            throw new JsonException("A text holds half of a surrogate pair, which cannot be kept.", exception);
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, FieldValue value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        switch (value)
        {
            case FieldValue.Number number:
                writer.WriteString("number", Money.Print(number.Value));
                break;
            case FieldValue.Group group:
                writer.WritePropertyName("group");
                JsonSerializer.Serialize(writer, group.Fields, options.Of<Fields>());
                break;
            case FieldValue.Unresolved unresolved:
                writer.WriteString("unresolved", Whole(unresolved.Reference));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        writer.WriteEndObject();
    }

    private static FieldValue.List ReadList(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        var items = ImmutableArray.CreateBuilder<FieldValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(JsonSerializer.Deserialize(ref reader, options.Of<FieldValue>()) ?? throw new JsonException("A list holds no unset values."));
        }

        return new FieldValue.List(items.DrainToImmutable());
    }

    private static FieldValue ReadObject(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        reader.Read();
        var member = reader.GetString();
        reader.Read();
        FieldValue value = member switch
        {
            "number" => new FieldValue.Number(decimal.Parse(reader.GetString()!, Exact, CultureInfo.InvariantCulture)),
            "group" => new FieldValue.Group(JsonSerializer.Deserialize(ref reader, options.Of<Fields>()) ?? throw new JsonException("A group has fields.")),
            "unresolved" => new FieldValue.Unresolved(reader.GetString()!),
            _ => throw new JsonException($"A value knows no member \"{member}\"."),
        };
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject ? value : throw new JsonException("A value has one member.");
    }
}
