using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Tandem.Core;
using Tandem.Engine;

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
            new MapJson<FieldValue?>(),
            new MapJson<ImmutableArray<FieldValue?>>(),
        },
        TypeInfoResolver = StoreJsonContext.Default.WithAddedModifier(NameChanges),
    };

    /// <summary>Writes a value.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options.Of<T>());

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
}

/// <summary>The types that are kept as JSON; generated code instead of reflection keeps the first pass after a start quick.</summary>
[JsonSerializable(typeof(ProductRecord))]
[JsonSerializable(typeof(Intent))]
[JsonSerializable(typeof(Change.Create))]
[JsonSerializable(typeof(Change.Update))]
[JsonSerializable(typeof(Change.Unflag))]
[JsonSerializable(typeof(Conflict))]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(ImmutableArray<PreviousValue>))]
[JsonSerializable(typeof(ImmutableArray<ObjectId>))]
[JsonSerializable(typeof(FieldValue))]
[JsonSerializable(typeof(Fields))]
internal sealed partial class StoreJsonContext : JsonSerializerContext;

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
