using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tandem.Cards;

/// <summary>What can be said of pictures: <c>uploaded pictures front and back</c>, <c>pictures https://images.example.com/front.png</c>.</summary>
/// <remarks>A picture has a name. Uploaded, it is an asset of the dataset by its content; the same content is at <c>/front.png</c> of the host of pictures.</remarks>
public static partial class FieldWords
{
    private const string Uploaded = "[a-z]+( with [a-z0-9=&]+)?";

    /// <summary>The pictures that cards speak of.</summary>
    public static ImmutableArray<string> PictureNames { get; } = ["front", "back", "left", "right", "top", "bottom", "inside", "outside", "lid"];

    /// <summary>What a picture consists of.</summary>
    public static byte[] PictureContent(string name) => PictureHost.Png((byte)(PictureNames.IndexOf(name) + 1), 9);

    private static ImmutableArray<(Regex, string, Func<Match, Cast, Said>)> PicturePhrases =>
    [
        Phrase("^(?<count>[0-9]+) pictures$", "3 pictures", (match, _) => Addresses([.. Enumerable.Range(1, int.Parse(match.Groups["count"].Value)).Select(number => $"https://pictures.example.com/{number}.png")])),
        Phrase("^pictures? (?<list>https://[^ ]+( and https://[^ ]+)*)$", "picture https://images.example.com/front.png", (match, _) => Addresses([.. match.Groups["list"].Value.Split(" and ")])),
        Phrase($"^uploaded pictures? (?<list>{Uploaded}( and {Uploaded})*)$", "uploaded pictures front and back", (match, _) => Uploads([.. match.Groups["list"].Value.Split(" and ")])),
        Phrase("^no pictures$", "no pictures", (_, _) => new Said { Text = "", Sanity = [("images", null)], Stripe = [("images", "")], InSanity = PicturesInSanity, InStripe = PicturesInStripe }),
    ];

    private static Said Addresses(ImmutableArray<string> addresses) => new()
    {
        Text = "",
        Sanity = [("images", new JsonArray([.. addresses.Select((address, index) => new JsonObject { ["_key"] = $"p{index}", ["_type"] = "image", ["url"] = address })]))],
        Stripe = [.. addresses.Select((address, index) => ($"images[{index}]", address))],
        Expected = string.Join(' ', addresses),
        InSanity = PicturesInSanity,
        InStripe = PicturesInStripe,
    };

    private static Said Uploads(ImmutableArray<string> pictures)
    {
        var assets = pictures.Select(picture => Asset(picture.Split(' ')[0])).ToList();
        var addresses = pictures.Zip(assets, (picture, asset) => (string)asset["url"]! + (picture.Contains(" with ") ? $"?{picture.Split(" with ")[1]}" : "")).ToImmutableArray();
        return Addresses(addresses) with
        {
            Sanity = [("images", new JsonArray([.. assets.Select(asset => new JsonObject { ["_key"] = ((string)asset["_id"]!)[6..18], ["_type"] = "image", ["asset"] = Reference((string)asset["_id"]!) })]))],
            Uploads = [.. assets],
        };
    }

    // As Sanity keeps what an editor uploads: https://www.sanity.io/docs/apis-and-sdks/assets
    private static JsonObject Asset(string name)
    {
        var content = PictureNames.Contains(name) ? PictureContent(name) : throw new FormatException($"There is no picture {name}; there are {string.Join(", ", PictureNames)}.");
#pragma warning disable CA5350 // The vendor's choice: an identity, not a protection.
        var hash = Convert.ToHexStringLower(SHA1.HashData(content));
#pragma warning restore CA5350
        var (size, path) = ($"{content[19]}x{content[23]}", "images/standin1/production/");
        return new JsonObject
        {
            ["_id"] = $"image-{hash}-{size}-png", ["_type"] = "sanity.imageAsset", ["assetId"] = hash, ["sha1hash"] = hash, ["extension"] = "png", ["mimeType"] = "image/png",
            ["path"] = $"{path}{hash}-{size}.png", ["url"] = $"https://cdn.sanity.io/{path}{hash}-{size}.png",
        };
    }

    private static string PicturesInSanity(JsonObject document) => string.Join(' ', document["images"]?.AsArray().Select(picture => Shown(picture!.AsObject())) ?? []);

    private static string PicturesInStripe(JsonObject product) => string.Join(' ', product["images"]!.AsArray().Select(picture => (string?)picture));

    private static string Shown(JsonObject picture) => ((string?)picture["asset"]?["_ref"])?.Split('-') is ["image", var hash, var size, var kind]
        ? $"https://cdn.sanity.io/images/standin1/production/{hash}-{size}.{kind}"
        : (string)picture["url"]!;
}
