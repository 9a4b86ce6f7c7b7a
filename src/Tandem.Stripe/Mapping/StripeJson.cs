using System.Text.Json;
using Stripe;
using Tandem.Core;

namespace Tandem.Stripe;

/// <summary>Reads Stripe's JSON without surprises: what is absent, null or of another type is simply not there.</summary>
internal static class StripeJson
{
    /// <summary>The object exactly as Stripe showed it, with what the SDK does not know.</summary>
    /// <exception cref="JsonException">Stripe answered with no object.</exception>
    public static JsonElement Shown(this StripeEntity? entity) =>
        entity?.RawJsonElement ?? throw new JsonException("Stripe answered without an object.");

    /// <summary>A property's value, or null when it is absent or JSON null.</summary>
    public static JsonElement? Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null
            ? child
            : null;

    /// <summary>Whether a property is present, be it with the value null. A dot goes one level down: <c>metadata.brand</c>.</summary>
    public static bool Names(this JsonElement element, string path)
    {
        var at = element;
        foreach (var name in path.Split('.', 2))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out var next))
            {
                return false;
            }

            at = next;
        }

        return true;
    }

    /// <summary>A text.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A yes or no.</summary>
    public static bool? Flag(this JsonElement element, string name) => element.Child(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>An exact number, written as a JSON number or as a decimal string.</summary>
    public static decimal? Number(this JsonElement element, string name) => element.Child(name) switch
    {
        { ValueKind: JsonValueKind.Number } number => Money.Parse(number.GetRawText()).Value,
        { ValueKind: JsonValueKind.String } text => Money.Parse(text.GetString()).Value,
        _ => null,
    };

    /// <summary>A moment in Unix seconds.</summary>
    public static DateTimeOffset? Moment(this JsonElement element, string name) =>
        element.Number(name) is { } seconds and >= 0 and <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;

    /// <summary>The id of a field that Stripe shows as an id or, when it was expanded, as the whole object.</summary>
    public static string? Reference(this JsonElement element, string name) => element.Child(name) switch
    {
        { ValueKind: JsonValueKind.String } id => id.GetString(),
        { ValueKind: JsonValueKind.Object } expanded => expanded.Text("id"),
        _ => null,
    };

    /// <summary>A value of the object's metadata.</summary>
    public static string? Metadata(this JsonElement element, string key) => element.Child("metadata")?.Text(key);

    /// <summary>Whether this is the stub that Stripe shows in place of a deleted object. The SDK reads it as an ordinary, inactive one.</summary>
    public static bool IsDeleted(this JsonElement element) => element.Flag("deleted") == true;
}
