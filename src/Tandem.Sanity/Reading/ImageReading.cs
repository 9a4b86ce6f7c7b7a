using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Reads pictures as public web addresses.</summary>
internal static class ImageReading
{
    /// <summary>How many pictures Stripe takes; the rest stays behind.</summary>
    public const int Most = 8;

    /// <summary>The addresses of the first <see cref="Most"/> pictures.</summary>
    public static Cell Read(JsonElement? held, SanityField field, ReadingContext context)
    {
        if (held is not { } list)
        {
            return Cell.Unset;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return Cell.Refused("This must be a list of pictures.");
        }

        var addresses = new List<string>();
        var filled = list.EnumerateArray().Where(IsFilled).ToList();
        foreach (var entry in filled.Take(Most))
        {
            var picture = Picture(entry, field, context);
            if (picture.Value is not FieldValue.Text { Value: var address })
            {
                return picture;
            }

            addresses.Add(address);
        }

        return Cell.Of(FieldValue.OfTexts(addresses)) with
        {
            Remark = filled.Count > Most ? $"holds {filled.Count} pictures and Stripe takes {Most}: the first {Most} go, the others stay here." : null,
        };
    }

    /// <summary>The address of one picture.</summary>
    public static Cell ReadOne(JsonElement? held, SanityField field, ReadingContext context) => held is { } entry && IsFilled(entry) ? Picture(entry, field, context) : Cell.Unset;

    private static Cell Picture(JsonElement entry, SanityField field, ReadingContext context) => Address(entry, field.Rendition, context.Server) switch
    {
        null => Cell.Refused("A picture is neither a public web address nor an uploaded image."),
        { Length: var length } when length > field.Limit => Cell.Refused($"The address of a picture has {length} characters; Stripe takes at most {field.Limit}."),
        var address => Cell.Of(new FieldValue.Text(address)),
    };

    /// <summary>Whether an entry is a picture: one that the editor has added but not filled yet, or whose upload is under way, is none so far.</summary>
    public static bool IsFilled(JsonElement entry) => entry.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.Object => entry.Get("asset") is not null || entry.Get("url") is not null,
        JsonValueKind.String => !string.IsNullOrWhiteSpace(entry.GetString()),
        _ => true,
    };

    /// <summary>The address that an entry shows; null when it shows none.</summary>
    public static string? Address(JsonElement entry, string rendition, PictureServer server)
    {
        if (entry.ValueKind == JsonValueKind.String)
        {
            return Public(entry.GetString());
        }

        if (entry.Get("asset") is { } asset)
        {
            return asset.Text("_ref") is { } reference ? server.Address(reference, rendition) : Public(asset.Text("url"));
        }

        return Public(entry.Text("url"));
    }

    private static string? Public(string? text) =>
        text?.Trim() is { } address && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0
            ? address
            : null;
}
