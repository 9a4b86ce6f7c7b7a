using System.Text.RegularExpressions;

namespace Tandem.Sanity;

/// <summary>Sanity's picture server, as far as it shows one dataset: an asset's id holds all that its address needs.</summary>
/// <remarks>https://www.sanity.io/docs/image-urls</remarks>
/// <param name="ProjectId">The project.</param>
/// <param name="Dataset">The dataset.</param>
internal sealed partial record PictureServer(string ProjectId, string Dataset)
{
    private string Folder => $"https://cdn.sanity.io/images/{ProjectId}/{Dataset}/";

    /// <summary>The address of an asset; null when this is no asset's id.</summary>
    /// <param name="asset">The asset's id.</param>
    /// <param name="rendition">What is asked of the server; empty for the picture as it was uploaded.</param>
    public string? Address(string asset, string rendition) => IdPattern.Match(asset) is { Success: true } match
        ? $"{Folder}{match.Groups["hash"].Value}-{match.Groups["size"].Value}.{match.Groups["ext"].Value}{(rendition.Length > 0 ? "?" + rendition : "")}"
        : null;

    /// <summary>The asset that an address shows, in whatever rendition; null when it is none of this dataset's.</summary>
    public string? Asset(string address) =>
        address.StartsWith(Folder, StringComparison.Ordinal) && AddressPattern.Match(address, Folder.Length) is { Success: true } match
            ? $"image-{match.Groups["hash"].Value}-{match.Groups["size"].Value}-{match.Groups["ext"].Value}"
            : null;

    /// <summary>Whether this is an asset's id.</summary>
    public static bool IsAsset(string id) => IdPattern.IsMatch(id);

    [GeneratedRegex("^image-(?<hash>[A-Za-z0-9]+)-(?<size>[0-9]+x[0-9]+)-(?<ext>[a-z0-9]+)\\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern { get; }

    // A name for people who save the picture may follow.
    [GeneratedRegex("\\G(?<hash>[A-Za-z0-9]+)-(?<size>[0-9]+x[0-9]+)\\.(?<ext>[a-z0-9]+)(/[^/?#]*)?([?#].*)?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex AddressPattern { get; }
}
