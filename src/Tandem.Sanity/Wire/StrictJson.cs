using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Tandem.Sanity;

/// <summary>Reads JSON that a stranger wrote: what it lets through can be read to the last text without an exception.</summary>
/// <remarks>
/// Lone surrogates and broken UTF-8 pass <see cref="JsonDocument"/> and only throw when a text is taken out; duplicate names make two
/// readers see two documents. Both are refused here, at the door.
/// </remarks>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>The value, or null when the bytes are not one JSON value that can be trusted.</summary>
    public static JsonElement? Parse(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return null;
        }

        try
        {
            ReadEveryText(utf8);
            return JsonElement.Parse(utf8, Options);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>An array of the values in each line, or null when one of them cannot be trusted.</summary>
    public static JsonElement? ParseLines(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return null;
        }

        var lines = Encoding.UTF8.GetString(utf8).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Parse(Encoding.UTF8.GetBytes($"[{string.Join(',', lines)}]"));
    }

    private static void ReadEveryText(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Options.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }
    }
}
