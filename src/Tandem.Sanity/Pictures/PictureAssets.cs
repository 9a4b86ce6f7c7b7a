using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Brings pictures from elsewhere into the dataset: fetched, looked for by their hash, and uploaded when they are not there.</summary>
/// <remarks>An asset's id is made of its content's hash, so that an upload may be repeated: https://www.sanity.io/docs/http-reference/assets</remarks>
internal sealed partial class PictureAssets(SanityClient client, PictureDownload download, TimeProvider clock)
{
    /// <summary>How long an address is known: as long as a write may take to succeed. Later its content may be another.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private const int MostKnown = 1_000;

    private readonly ConcurrentDictionary<string, (string Asset, DateTimeOffset At)> _known = new(StringComparer.Ordinal);

    /// <summary>The id of the asset that shows what an address shows.</summary>
    /// <param name="address">The address in Stripe.</param>
    /// <param name="hosts">The hosts from which pictures may be fetched.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Outcome<string>> Asset(string address, ImmutableArray<string> hosts, CancellationToken cancellation)
    {
        if (_known.TryGetValue(address, out var known) && clock.GetUtcNow() - known.At < Memory)
        {
            return known.Asset;
        }

        var (uri, problem) = PictureAddress.Read(address, hosts);
        if (uri is null)
        {
            return PictureFaults.Refused(problem!);
        }

        var fetched = await download.Fetch(uri, cancellation);
        if (fetched.Fault is { } unfetched)
        {
            return unfetched;
        }

        var asset = await Asset(uri, fetched.Value!, cancellation);
        if (asset.Value is { } id)
        {
            Remember(address, id);
        }

        return asset;
    }

    /// <summary>Forgets what was uploaded: an asset that a write refers to is gone.</summary>
    public void Forget() => _known.Clear();

    private async Task<Outcome<string>> Asset(Uri address, Picture picture, CancellationToken cancellation)
    {
        // The vendor's choice of hash: an identity, not a protection.
#pragma warning disable CA5350
        var hash = Convert.ToHexStringLower(SHA1.HashData(picture.Bytes.Span));
#pragma warning restore CA5350
        var found = await client.Query(Groq.Hashed, new JsonObject { ["hash"] = hash }, "picture", cancellation);
        if (found.Fault is { } fault)
        {
            return fault;
        }

        if (found.Value!.Items.Select(row => row.Text("_id")).OfType<string>().FirstOrDefault(PictureServer.IsAsset) is { } there)
        {
            return there;
        }

        var uploaded = await client.Upload(picture, Name(address), cancellation);
        return uploaded.Fault is CatalogFault.Refused refused ? PictureFaults.Refused(address, $"is not taken. {refused.Message}") : uploaded;
    }

    private void Remember(string address, string asset)
    {
        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[address] = (asset, clock.GetUtcNow());
    }

    // What editors see as the file's name.
    private static string? Name(Uri address) => NamePattern.Match(address.AbsolutePath) is { Success: true } match ? match.Value : null;

    [GeneratedRegex("[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern { get; }
}
