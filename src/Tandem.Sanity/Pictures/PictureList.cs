using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>A document's list of pictures: as it is, and as it becomes when Stripe's list is written into it.</summary>
/// <remarks>
/// An entry that is made for an address from elsewhere has a <c>_key</c> that follows from the address and the asset. So the document itself remembers which picture an address
/// became, and it is fetched once, however often the list changes.
/// </remarks>
internal sealed class PictureList
{
    private readonly ImmutableArray<PictureEntry> _entries;
    private readonly SanityField _field;
    private readonly PictureServer _server;

    /// <summary>The list that a document holds in a field, if it holds one.</summary>
    public PictureList(JsonElement? held, SanityField field, PictureServer server)
    {
        (_field, _server) = (field, server);
        _entries = held is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(entry => PictureEntry.Of(entry, field, server))] : [];
    }

    /// <summary>Whether it holds plain addresses only; such a list is written as it is read.</summary>
    public bool IsOfAddresses => _entries.Any(entry => entry.Address is not null) && _entries.All(entry => entry.Content.ValueKind == JsonValueKind.String);

    /// <summary>What the document shows for an address of Stripe's without anything being fetched; null when the picture is not known here.</summary>
    public string? Shows(string address) =>
        _entries.Any(entry => entry.Address == address)
            ? address
            : _server.Asset(address) is { } asset
                ? _server.Address(asset, _field.Rendition)
                : _entries.FirstOrDefault(entry => entry.Asset is { } made && Keys(address, made).Contains(entry.Key, StringComparer.Ordinal))?.Address;

    /// <summary>What the document shows of an asset.</summary>
    public string? ShowsAsset(string asset) => _server.Address(asset, _field.Rendition);

    /// <summary>The list with Stripe's pictures in Stripe's order, each entry as an editor left it, and what it then shows.</summary>
    /// <param name="pictures">Each address in Stripe, and what the document shows for it.</param>
    public (JsonArray Entries, FieldValue? Shown) With(IEnumerable<(string Address, string Shown)> pictures)
    {
        var left = _entries.ToList();
        var keys = _entries.Select(entry => entry.Key).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var entries = new JsonArray();
        var shown = new List<string>();
        foreach (var (address, shows) in pictures)
        {
            var known = left.FindIndex(entry => entry.Address == shows);
            entries.Add(known < 0 ? New(address, shows, keys) : left[known].Copy());
            shown.Add(shows);
            if (known >= 0)
            {
                left.RemoveAt(known);
            }
        }

        // What Stripe has never been shown stays, at the end: pictures beyond the most that it takes, and entries that are not filled yet.
        var unseen = _entries.Where(entry => entry.Address is not null).Skip(ImageReading.Most).Concat(_entries.Where(entry => entry.Address is null && entry.Content.ValueKind == JsonValueKind.Object));
        foreach (var entry in unseen.Intersect(left))
        {
            entries.Add(entry.Copy());
            shown.AddRange(entry.Address is { } address ? [address] : []);
        }

        return (entries, FieldValue.OfTexts(shown.Take(ImageReading.Most)));
    }

    private JsonNode New(string address, string shows, HashSet<string> keys)
    {
        if (_server.Asset(shows) is not { } asset)
        {
            return JsonValue.Create(shows);
        }

        var key = Keys(address, asset).First(keys.Add);
        return new JsonObject { ["_type"] = "image", ["_key"] = key, ["asset"] = FieldWriting.Reference(asset) };
    }

    // One more than a list can hold of one picture.
    private static IEnumerable<string> Keys(string address, string asset) =>
        Enumerable.Range(0, (2 * ImageReading.Most) + 1).Select(index => Derived.Hex("picture", address, asset, $"{index}")[..12]);
}

/// <summary>An entry of a list of pictures.</summary>
/// <param name="Content">What the document holds.</param>
/// <param name="Address">The address that it shows; null when it is not filled.</param>
/// <param name="Asset">The uploaded picture, if it is one.</param>
/// <param name="Key">By which Sanity tells entries apart.</param>
internal sealed record PictureEntry(JsonElement Content, string? Address, string? Asset, string? Key)
{
    /// <summary>Reads an entry.</summary>
    public static PictureEntry Of(JsonElement entry, SanityField field, PictureServer server) => new(
        entry, ImageReading.IsFilled(entry) ? ImageReading.Address(entry, field.Rendition, server) : null, entry.Get("asset")?.Text("_ref"), entry.Text("_key"));

    /// <summary>The entry with all that an editor keeps in it.</summary>
    public JsonNode? Copy() => JsonNode.Parse(Content.GetRawText());

    /// <summary>Each entry is itself, also beside an equal one.</summary>
    public bool Equals(PictureEntry? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
