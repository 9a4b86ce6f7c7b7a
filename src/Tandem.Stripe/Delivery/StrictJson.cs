using System.Text.Json;
using System.Text.Unicode;

namespace Tandem.Stripe;

/// <summary>Parses JSON that a stranger may have written: bounded depth, no duplicate names, and every text is really text.</summary>
/// <remarks>
/// A plain parse lets invalid UTF-8 and lone surrogates through and throws when such a text is read much later; here every name and text is decoded once.
/// </remarks>
internal static class StrictJson
{
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>The value, or what is wrong with it.</summary>
    public static (JsonElement? Value, string? Wrong) Read(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            return (null, "it is not valid UTF-8");
        }

        try
        {
            using var document = JsonDocument.Parse(body, Options);
            return IsText(document.RootElement) ? (document.RootElement.Clone(), null) : (null, "a text in it is not valid Unicode");
        }
        catch (JsonException)
        {
            return (null, $"it is no JSON, is nested deeper than {MaxDepth} levels or names a property twice");
        }
        catch (InvalidOperationException)
        {
            return (null, "a text in it is not valid Unicode");
        }
    }

    /// <summary>Decodes every name and text; a lone surrogate throws <see cref="InvalidOperationException"/> here and never later.</summary>
    private static bool IsText(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().All(property => property.Name is not null && IsText(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(IsText),
        JsonValueKind.String => element.GetString() is not null,
        _ => true,
    };
}
