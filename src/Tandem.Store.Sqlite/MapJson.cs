using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tandem.Core;

namespace Tandem.Store.Sqlite;

/// <summary>Maps by field name, in ordinal order; a name that comes twice is refused.</summary>
internal sealed class MapJson<T> : JsonConverter<ImmutableSortedDictionary<string, T>>
{
    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in MapJson.Members<T>(ref reader, options))
        {
            map.Add(name, value!);
        }

        return map.ToImmutable();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, T> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, member) in value)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, member, options.Of<T>());
        }

        writer.WriteEndObject();
    }
}

/// <summary>An object's fields: only set ones, in ordinal order.</summary>
internal sealed class FieldsJson : JsonConverter<Fields>
{
    /// <inheritdoc/>
    public override Fields Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Fields.Of(MapJson.Members<FieldValue>(ref reader, options).Select(member => (member.Name, (FieldValue?)(member.Value ?? throw new JsonException("Fields hold no unset values.")))));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Fields value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, member) in value)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, member, options.Of<FieldValue>());
        }

        writer.WriteEndObject();
    }
}

/// <summary>Reads the members of an object, none twice.</summary>
internal static class MapJson
{
    /// <summary>The members in the order in which they are written.</summary>
    public static List<(string Name, T? Value)> Members<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        var members = new List<(string Name, T? Value)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!names.Add(name))
            {
                throw new JsonException($"\"{name}\" comes twice.");
            }

            reader.Read();
            members.Add((name, JsonSerializer.Deserialize(ref reader, options.Of<T>())));
        }

        return members;
    }
}
