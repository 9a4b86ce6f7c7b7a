using System.Text.RegularExpressions;

namespace Tandem.Sanity;

/// <summary>A document id, by what it stands for. Only published ones ever concern Stripe.</summary>
/// <remarks><see href="https://www.sanity.io/docs/ids"/></remarks>
public abstract partial record SanityId
{
    private const string DraftPrefix = "drafts.";

    private const string VersionPrefix = "versions.";

    /// <summary>How the ids of documents between the service and the Studio plugin start. With their dots, nobody without a token sees them.</summary>
    public const string PrivatePrefix = "stripeSync.";

    private SanityId(string published) => PublishedId = published;

    /// <summary>The id of the published document that this is, or that this is a draft or version of.</summary>
    public string PublishedId { get; }

    /// <summary>The whole id, as it stands in <c>_id</c>.</summary>
    public abstract string Whole { get; }

    /// <summary>A published document.</summary>
    public sealed record Published : SanityId
    {
        internal Published(string id)
            : base(id)
        {
        }

        /// <inheritdoc/>
        public override string Whole => PublishedId;
    }

    /// <summary>A draft: <c>drafts.X</c>.</summary>
    public sealed record Draft : SanityId
    {
        internal Draft(string published)
            : base(published)
        {
        }

        /// <inheritdoc/>
        public override string Whole => DraftPrefix + PublishedId;
    }

    /// <summary>A version in a content release: <c>versions.R.X</c>.</summary>
    public sealed record Version : SanityId
    {
        internal Version(string release, string published)
            : base(published) => Release = release;

        /// <summary>The release's name.</summary>
        public string Release { get; }

        /// <inheritdoc/>
        public override string Whole => $"{VersionPrefix}{Release}.{PublishedId}";
    }

    /// <summary>A document between the service and the Studio plugin: never a product or a price, whatever it says of itself.</summary>
    public sealed record Private : SanityId
    {
        internal Private(string id)
            : base(id)
        {
        }

        /// <inheritdoc/>
        public override string Whole => PublishedId;
    }

    /// <summary>Reads an id; null when Sanity would not take it as one.</summary>
    public static SanityId? Parse(string? id)
    {
        if (id is null || !Pattern.IsMatch(id) || id.Contains("..", StringComparison.Ordinal)
            || id.Contains(".-", StringComparison.Ordinal) || id.EndsWith('.'))
        {
            return null;
        }

        if (id.StartsWith(DraftPrefix, StringComparison.Ordinal))
        {
            return Plain(id[DraftPrefix.Length..]) is { } draft ? new Draft(draft) : null;
        }

        if (!id.StartsWith(VersionPrefix, StringComparison.Ordinal))
        {
            return Plain(id) is { } published ? published.StartsWith(PrivatePrefix, StringComparison.Ordinal) ? new Private(published) : new Published(published) : null;
        }

        var parts = id[VersionPrefix.Length..].Split('.', 2);
        return parts.Length == 2 && Plain(parts[1]) is { } version ? new Version(parts[0], version) : null;
    }

    /// <summary>The id of the published document that a reference or id leads to; null when it is no id.</summary>
    public static string? PublishedOf(string? id) => Parse(id)?.PublishedId;

    internal static string DraftOf(string published) => DraftPrefix + published;

    // What is left of a draft's or version's id must be a published id: drafts.drafts.X names nothing.
    private static string? Plain(string id) =>
        id.StartsWith(DraftPrefix, StringComparison.Ordinal) || id.StartsWith(VersionPrefix, StringComparison.Ordinal)
            || id is "drafts" or "versions"
            ? null
            : id;

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern { get; }
}
