using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Cli.Demo;

/// <summary>Looks into the stand-ins' objects without ever throwing: what is not there, or of another type, is null.</summary>
internal static class JsonReading
{
    /// <summary>A text.</summary>
    public static string? Text(this JsonObject? from, string name) =>
        from?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>A number, exactly.</summary>
    public static decimal? Number(this JsonObject? from, string name) =>
        from?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? decimal.Parse(value.ToJsonString(), System.Globalization.NumberStyles.Float) : null;

    /// <summary>A truth value; false when there is none.</summary>
    public static bool Flag(this JsonObject? from, string name, bool otherwise = false) => from?[name] switch
    {
        JsonValue value when value.GetValueKind() is JsonValueKind.True => true,
        JsonValue value when value.GetValueKind() is JsonValueKind.False => false,
        _ => otherwise,
    };

    /// <summary>What a reference names.</summary>
    public static string? Reference(this JsonObject? from, string name) => (from?[name] as JsonObject).Text("_ref");

    /// <summary>A text deeper inside.</summary>
    public static string? Text(this JsonObject? from, string outer, string inner) => (from?[outer] as JsonObject).Text(inner);
}
