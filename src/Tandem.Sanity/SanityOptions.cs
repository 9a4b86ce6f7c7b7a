using System.Globalization;
using System.Text.RegularExpressions;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Which dataset of which project a connection keeps, and how it is reached.</summary>
public sealed partial record SanityOptions
{
    /// <summary>The host of every project; the CDN (<c>apicdn.sanity.io</c>) shows stale data and is never used.</summary>
    public const string DefaultApiHost = "https://{projectId}.api.sanity.io";

    /// <summary>The oldest version that knows release versions and the perspectives that the adapter relies on.</summary>
    public const string OldestApiVersion = "2025-02-19";

    /// <summary>The name of the connection.</summary>
    public required string Connection { get; init; }

    /// <summary>The project's id: lower-case letters, digits and dashes.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The dataset's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>A robot token that may read and write documents (role Editor). It needs no right to manage webhooks.</summary>
    public required Secret Token { get; init; }

    /// <summary>The whole base address; <c>{projectId}</c> in it is replaced. Default: <see cref="DefaultApiHost"/>.</summary>
    public string ApiHost { get; init; } = DefaultApiHost;

    /// <summary>The pinned date version of the API, at least <see cref="OldestApiVersion"/>.</summary>
    public string ApiVersion { get; init; } = OldestApiVersion;

    /// <summary>How long one call may take, its answer included. Default: 30 seconds.</summary>
    /// <remarks>Shorter than a lease, so that a call ends while its pass still holds the product.</remarks>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest answer that is read, in bytes, unpacked. Default: 8 MB.</summary>
    /// <remarks>Documents may be 32 MB each; products that large are refused rather than held in memory.</remarks>
    public int ResponseLimit { get; init; } = 8_000_000;

    /// <summary>How many changed documents a page of the feed holds. Default: 500.</summary>
    public int FeedPageSize { get; init; } = 500;

    /// <summary>How many products a page of a full listing holds. Default: 1,000.</summary>
    public int ListPageSize { get; init; } = 1_000;

    /// <summary>What is wrong with these options, one sentence each; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (!ProjectPattern.IsMatch(ProjectId))
        {
            yield return "The Sanity project id may hold lower-case letters, digits and dashes only.";
        }

        if (!DatasetPattern.IsMatch(Dataset))
        {
            yield return "The Sanity dataset's name may hold lower-case letters, digits, dashes and underscores only, at most 64.";
        }

        if (!DateOnly.TryParseExact(ApiVersion, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            || string.CompareOrdinal(ApiVersion, OldestApiVersion) < 0)
        {
            yield return $"The Sanity API version must be a date such as {OldestApiVersion}, and no older one.";
        }

        if (!Uri.TryCreate(Host, UriKind.Absolute, out var host) || host.Scheme is not ("https" or "http")
            || host.UserInfo.Length > 0 || host.Query.Length > 0 || host.Fragment.Length > 0)
        {
            yield return "The Sanity API host must be a whole http or https address without credentials or query.";
        }

        if (Timeout <= TimeSpan.Zero || ResponseLimit <= 0 || FeedPageSize <= 0 || ListPageSize <= 0)
        {
            yield return "Timeout, response limit and page sizes must be above zero.";
        }
    }

    /// <summary>The base address of this project.</summary>
    internal string Host => ApiHost.Replace("{projectId}", ProjectId, StringComparison.Ordinal).TrimEnd('/');

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ProjectPattern { get; }

    // As the official client checks it. https://github.com/sanity-io/client (validators.ts)
    [GeneratedRegex("^(?:~[a-z0-9][-a-z0-9_]{0,62}|[a-z0-9][-a-z0-9_]{0,63})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex DatasetPattern { get; }
}
