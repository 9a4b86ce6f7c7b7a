using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>What a stand-in of Sanity is made of.</summary>
public sealed record SanityWorldOptions
{
    /// <summary>A token with <see cref="SanityRole.Editor"/> that every world knows unless told otherwise.</summary>
    public const string EditorToken = "sk-sandbox-editor-0000000000000000000000";

    /// <summary>A token with <see cref="SanityRole.Viewer"/>.</summary>
    public const string ViewerToken = "sk-sandbox-viewer-0000000000000000000000";

    /// <summary>A token with <see cref="SanityRole.Administrator"/>.</summary>
    public const string AdministratorToken = "sk-sandbox-admin-00000000000000000000000";

    /// <summary>A token with <see cref="SanityRole.Editor"/> that may not read the history of documents.</summary>
    public const string NoHistoryToken = "sk-sandbox-nohistory-0000000000000000000";

    /// <summary>The session of <see cref="SanityUser.Person"/>, to log in to a Studio with.</summary>
    public const string PersonToken = "sk-sandbox-person-0000000000000000000000";

    /// <summary>The session of <see cref="SanityUser.Reader"/>.</summary>
    public const string ReaderToken = "sk-sandbox-reader-0000000000000000000000";

    /// <summary>The project that it hosts.</summary>
    public string ProjectId { get; init; } = "standin1";

    /// <summary>The project's datasets; the first is the default of the world's own methods.</summary>
    public ImmutableArray<string> Datasets { get; init; } = ["production"];

    /// <summary>The tokens that it knows, and whose they are.</summary>
    public FrozenDictionary<string, SanityUser> Tokens { get; init; } = new Dictionary<string, SanityUser>
    {
        [EditorToken] = SanityUser.Robot(SanityRole.Editor),
        [ViewerToken] = SanityUser.Robot(SanityRole.Viewer),
        [AdministratorToken] = SanityUser.Robot(SanityRole.Administrator),
        [NoHistoryToken] = SanityUser.Robot(SanityRole.Editor) with { Id = "pNoHistory", MayReadHistory = false },
        [PersonToken] = SanityUser.Person,
        [ReaderToken] = SanityUser.Reader,
    }.ToFrozenDictionary();

    /// <summary>Decides every random id and every drawn fault.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Writes a second before 429; the documented limit per IP address.</summary>
    public int MutationsPerSecond { get; init; } = 25;

    /// <summary>Asset uploads a second before 429.</summary>
    public int AssetsPerSecond { get; init; } = 25;

    /// <summary>Calls of any kind a second before 429.</summary>
    public int CallsPerSecond { get; init; } = 500;

    /// <summary>How long a listener's connection lives; 30 minutes at Sanity.</summary>
    public TimeSpan ListenerLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often a silent listener gets a comment. The official client gives up after 45 seconds of silence.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a silent socket of the Studio's presence gets a heartbeat.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Documents a page of the export's cursor mode, which at Sanity ends a page by time.</summary>
    public int ExportPage { get; init; } = 1_000;
}
