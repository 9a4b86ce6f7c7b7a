using System.Text.RegularExpressions;

namespace Tandem.Sandbox.Sanity;

/// <summary>The grammar of document ids: published, <c>drafts.</c> and <c>versions.&lt;release&gt;.</c></summary>
/// <remarks>https://www.sanity.io/docs/ids</remarks>
internal static partial class DocumentId
{
    private const string Drafts = "drafts.";
    private const string Versions = "versions.";

    /// <summary>Whether the Content Lake takes the id.</summary>
    public static bool IsValid(string id) =>
        Grammar().IsMatch(id) && !id.Contains("..", StringComparison.Ordinal) && !id.Contains(".-", StringComparison.Ordinal) && !id.EndsWith('.');

    /// <summary>Whether it is a draft's.</summary>
    public static bool IsDraft(string id) => id.StartsWith(Drafts, StringComparison.Ordinal) && id.Length > Drafts.Length;

    /// <summary>Whether it belongs to a release.</summary>
    public static bool IsVersion(string id) => Release(id) is not null;

    /// <summary>Whether people without a token see the document: only ids without a dot.</summary>
    public static bool IsRoot(string id) => !id.Contains('.', StringComparison.Ordinal);

    /// <summary>Whether it is neither a draft's nor a version's.</summary>
    public static bool IsPublished(string id) => !IsDraft(id) && !IsVersion(id);

    /// <summary>The draft's id of a published one.</summary>
    public static string Draft(string published) => Drafts + published;

    /// <summary>The version's id of a published one.</summary>
    public static string Version(string release, string published) => $"{Versions}{release}.{published}";

    /// <summary>The published id behind any of the three.</summary>
    public static string Published(string id)
    {
        if (IsDraft(id))
        {
            return id[Drafts.Length..];
        }

        return Release(id) is { } release ? id[(Versions.Length + release.Length + 1)..] : id;
    }

    /// <summary>The release of a version's id, else null.</summary>
    public static string? Release(string id)
    {
        if (!id.StartsWith(Versions, StringComparison.Ordinal))
        {
            return null;
        }

        var dot = id.IndexOf('.', Versions.Length);
        return dot > Versions.Length && dot < id.Length - 1 ? id[Versions.Length..dot] : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();
}
