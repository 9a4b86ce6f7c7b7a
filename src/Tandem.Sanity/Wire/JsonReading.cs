using System.Text.Json;

namespace Tandem.Sanity;

/// <summary>Looks into JSON without trusting its shape: what is not there, or is something else, is null.</summary>
internal static class JsonReading
{
    /// <summary>The value of that name; null when this is no object, has no such name, or holds a JSON null there.</summary>
    public static JsonElement? Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>The text of that name, if it is one.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The elements of the array of that name; none when it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>The published id that a reference field leads to, if it holds a reference to a sound id.</summary>
    public static string? Reference(this JsonElement element, string name) =>
        element.Get(name) is { } value ? SanityId.PublishedOf(value.Text("_ref")) : null;

    /// <summary>Every id that something in here refers to.</summary>
    public static IEnumerable<string> References(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member is { Name: "_ref", Value.ValueKind: JsonValueKind.String } ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
