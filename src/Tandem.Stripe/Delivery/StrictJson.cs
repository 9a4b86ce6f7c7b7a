using System.Text.Json;
using System.Text.Unicode;

namespace Tandem.Stripe;

/// <summary>Parses JSON that a stranger may have written: bounded depth, no duplicate names, and every text is really text.</summary>
/// <remarks>
/// A plain parse lets invalid UTF-8 and lone surrogates through and throws when such a text is read much later. In valid UTF-8 only an escape can write
/// a lone surrogate, so where there are escapes every name and text is decoded once.
/// </remarks>
internal static class StrictJson
{
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>The document, for the caller to dispose, or what is wrong with it.</summary>
    public static (JsonDocument? Document, string? Wrong) Read(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            return (null, "it is not valid UTF-8");
        }

        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(body, Options);
            if (body.Span.IndexOf("\\u"u8) >= 0)
            {
                Decode(document.RootElement);
            }

            return (document, null);
        }
        catch (JsonException)
        {
            return (null, $"it is no JSON, is nested deeper than {MaxDepth} levels or names a property twice");
        }
        catch (InvalidOperationException)
        {
            document?.Dispose();
            return (null, "a text in it is not valid Unicode");
        }
    }

    /// <summary>Decodes every name and text; a lone surrogate throws <see cref="InvalidOperationException"/> here and never later.</summary>
    private static void Decode(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Decode(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Decode(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }
}
