using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Tandem.Core;

namespace Tandem.Store.Sqlite;

/// <summary>The JSON in the database's columns. Strict: an unknown or doubled member, a missing required one or a wrong type is an error, never a guess.</summary>
internal static class StoreJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        // Never shown in a page as it stands; text of people should be readable in the database.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = false,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new FieldValueJson(),
            new FieldsJson(),
            new ObjectIdJson(),
            new MapJson<AgreedValue>(),
            new MapJson<PromotedValue>(),
            new MapJson<FieldValue?>(),
            new MapJson<ImmutableArray<FieldValue?>>(),
        },
        // Not generated code: that sets every init-only member, so that one which an older row lacks would lose its default.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameChanges, RequireAllOfStructs } },
    };

    /// <summary>Writes a value.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options.Of<T>());

    /// <summary>Writes a list; most are empty.</summary>
    public static string WriteList<T>(ImmutableArray<T> list) => list.IsEmpty ? "[]" : Write(list);

    /// <summary>Reads a value that <see cref="Write"/> wrote.</summary>
    public static T Read<T>(string json) => JsonSerializer.Deserialize(json, Options.Of<T>())!;

    /// <summary>How a type is written.</summary>
    public static JsonTypeInfo<T> Of<T>(this JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    // Core knows nothing of JSON, so the names of the closed hierarchy are given here.
    private static void NameChanges(JsonTypeInfo type)
    {
        if (type.Type == typeof(Change))
        {
            type.PolymorphismOptions = new JsonPolymorphismOptions
            {
                TypeDiscriminatorPropertyName = "change",
                DerivedTypes =
                {
                    new JsonDerivedType(typeof(Change.Create), "create"),
                    new JsonDerivedType(typeof(Change.Update), "update"),
                    new JsonDerivedType(typeof(Change.Unflag), "unflag"),
                },
            };
        }
    }

    // A struct (a key, an agreed value) has no required members, and no sensible defaults either.
    private static void RequireAllOfStructs(JsonTypeInfo type)
    {
        if (type is { Kind: JsonTypeInfoKind.Object, Type.IsValueType: true })
        {
            foreach (var member in type.Properties)
            {
                member.IsRequired = member.Set is not null;
            }
        }
    }
}

/// <summary>Object ids in their text form.</summary>
internal sealed class ObjectIdJson : JsonConverter<ObjectId>
{
    /// <inheritdoc/>
    public override ObjectId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return ObjectId.Parse(reader.GetString()!);
        }
        catch (FormatException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ObjectId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
