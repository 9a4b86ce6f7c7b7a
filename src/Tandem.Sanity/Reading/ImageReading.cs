using System.Text.Json;
using System.Text.RegularExpressions;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Reads pictures as public web addresses.</summary>
internal static partial class ImageReading
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
        foreach (var entry in list.EnumerateArray().Where(IsFilled).Take(Most))
        {
            var picture = Picture(entry, field, context);
            if (picture.Value is not FieldValue.Text { Value: var address })
            {
                return picture;
            }

            addresses.Add(address);
        }

        return Cell.Of(FieldValue.OfTexts(addresses));
    }

    /// <summary>The address of one picture.</summary>
    public static Cell ReadOne(JsonElement? held, SanityField field, ReadingContext context) => held is { } entry && IsFilled(entry) ? Picture(entry, field, context) : Cell.Unset;

    private static Cell Picture(JsonElement entry, SanityField field, ReadingContext context) => Address(entry, field.Rendition, context) switch
    {
        null => Cell.Refused("A picture is neither a public web address nor an uploaded image."),
        { Length: var length } when length > field.Limit => Cell.Refused($"The address of a picture has {length} characters; Stripe takes at most {field.Limit}."),
        var address => Cell.Of(new FieldValue.Text(address)),
    };

    // An entry that the editor has added but not filled yet, or whose upload is under way, is no picture so far.
    private static bool IsFilled(JsonElement entry) => entry.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.Object => entry.Get("asset") is not null || entry.Get("url") is not null,
        JsonValueKind.String => !string.IsNullOrWhiteSpace(entry.GetString()),
        _ => true,
    };

    private static string? Address(JsonElement entry, string rendition, ReadingContext context)
    {
        if (entry.ValueKind == JsonValueKind.String)
        {
            return Public(entry.GetString());
        }

        if (entry.Get("asset") is { } asset)
        {
            return asset.Text("_ref") is { } reference ? Uploaded(reference, rendition, context) : Public(asset.Text("url"));
        }

        return Public(entry.Text("url"));
    }

    private static string? Public(string? text) =>
        text?.Trim() is { } address && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0
            ? address
            : null;

    // https://www.sanity.io/docs/image-urls: the asset's id holds all that its address needs.
    private static string? Uploaded(string reference, string rendition, ReadingContext context) =>
        AssetPattern.Match(reference) is { Success: true } match
            ? $"https://cdn.sanity.io/images/{context.ProjectId}/{context.Dataset}/{match.Groups["hash"].Value}-{match.Groups["size"].Value}.{match.Groups["ext"].Value}{(rendition.Length > 0 ? "?" + rendition : "")}"
            : null;

    [GeneratedRegex("^image-(?<hash>[A-Za-z0-9]+)-(?<size>[0-9]+x[0-9]+)-(?<ext>[a-z0-9]+)\\z", RegexOptions.CultureInvariant)]
    private static partial Regex AssetPattern { get; }
}
