using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tandem.Server;

/// <summary>What the file says of pictures: their size and format on the way to Stripe, and from where they may be fetched on the way back.</summary>
internal sealed partial class MappingReader
{
    // What Sanity's picture server makes of an uploaded picture: https://www.sanity.io/docs/image-urls
    private string Rendition(string known, string name, JsonElement value, string place)
    {
        var wanted = (name, value.ValueKind) switch
        {
            ("format", JsonValueKind.String) when value.GetString() is "jpg" or "pjpg" or "png" or "webp" => $"fm={value.GetString()}",
            ("width" or "height", JsonValueKind.Number) when value.TryGetInt32(out var pixels) && pixels is >= 1 and <= MappingLimits.MostPixels => $"{name[0]}={pixels}",
            _ => null,
        };
        if (wanted is null)
        {
            Refuse(place, name == "format" ? "must be one of \"jpg\", \"pjpg\", \"png\", \"webp\"." : $"must be a whole number of pixels from 1 to {MappingLimits.MostPixels}.");
            return known;
        }

        // As large as it fits, never larger than it is.
        var parts = known.Split('&', StringSplitOptions.RemoveEmptyEntries).Append(wanted).Append("fit=max").Distinct(StringComparer.Ordinal);
        return string.Join('&', parts.Order(StringComparer.Ordinal));
    }

    // The only hosts that are ever asked for a picture: names, since what they lead to is vetted when they are asked.
    private ImmutableArray<string> Hosts(JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Refuse(place, "must be a list of hosts, such as [\"files.stripe.com\"]; an empty one lets only pictures of the dataset itself come back.");
            return [];
        }

        if (value.GetArrayLength() > MappingLimits.MostHosts)
        {
            Refuse(place, $"may name at most {MappingLimits.MostHosts} hosts.");
            return [];
        }

        var hosts = ImmutableArray.CreateBuilder<string>();
        foreach (var entry in value.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.String && entry.GetString() is { Length: > 0 and <= MappingLimits.LongestHost } host && HostPattern.Match(host).Length == host.Length)
            {
                hosts.Add(host);
                continue;
            }

            Refuse(place, "must hold plain names of hosts in lower case, such as images.example.com: no scheme, port, path or star, no IP address, and other letters in their xn-- form.");
            break;
        }

        return hosts.DrainToImmutable();
    }

    [GeneratedRegex(MappingLimits.HostPattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex HostPattern { get; }
}
