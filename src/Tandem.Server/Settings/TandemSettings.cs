using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Everything that a service needs to know before it starts, checked.</summary>
public sealed record TandemSettings
{
    /// <summary>The key to Stripe.</summary>
    public required Secret StripeKey { get; init; }

    /// <summary><c>live</c> or <c>test</c>, by the key's prefix.</summary>
    public required string StripeMode { get; init; }

    /// <summary>What Stripe may sign with: one, or several while a secret is rolled.</summary>
    public required ImmutableArray<Secret> StripeWebhookSecrets { get; init; }

    /// <summary>The token to Sanity.</summary>
    public required Secret SanityToken { get; init; }

    /// <summary>What Sanity may sign with.</summary>
    public required ImmutableArray<Secret> SanityWebhookSecrets { get; init; }

    /// <summary>The Sanity project.</summary>
    public required string SanityProject { get; init; }

    /// <summary>The Sanity dataset.</summary>
    public required string SanityDataset { get; init; }

    /// <summary>Another host than Stripe's, or null.</summary>
    public Uri? StripeApiBase { get; init; }

    /// <summary>Another host than Sanity's, with <c>{projectId}</c> still in it, or null.</summary>
    public string? SanityApiHost { get; init; }

    /// <summary>The SQLite file. Default: <c>tandem.db</c> in the working directory.</summary>
    public string Database { get; init; } = "tandem.db";

    /// <summary>Where and how to listen; of no meaning inside somebody else's host.</summary>
    public Listening Listening { get; init; } = Listening.Default;

    /// <summary>Which types and fields hold what, and how they are kept equal.</summary>
    public Mapping Mapping { get; init; } = Mapping.Default;

    /// <summary>Whether editors use the Studio plugin. Default: no, so that no document of ours appears in a dataset unasked.</summary>
    public bool Studio { get; init; }

    /// <summary>How the engine paces its work.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary><c>json</c>, <c>text</c>, or <c>auto</c>: text on a terminal.</summary>
    public string LogFormat { get; init; } = "auto";

    /// <summary>The least severe level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Reads the settings from the environment, <c>.env.local</c> and <c>.env</c>, and the mapping from <c>tandem.json</c> if it is there.</summary>
    /// <param name="directory">Where the files are looked for; usually the working directory.</param>
    /// <exception cref="SettingsException">Something is missing or wrong.</exception>
    public static TandemSettings Load(string directory) => From(SettingsSource.Standard(directory), directory);

    /// <summary>Reads the settings from sources, the strongest first.</summary>
    /// <param name="sources">Where variables are looked for.</param>
    /// <param name="directory">Where <c>tandem.json</c> is looked for; null for nowhere.</param>
    /// <exception cref="SettingsException">Something is missing or wrong.</exception>
    public static TandemSettings From(IReadOnlyList<SettingsSource> sources, string? directory = null) => new SettingsReader(sources).Read(directory);

    /// <summary>The database alone, for programs that need nothing else.</summary>
    /// <exception cref="SettingsException">It is no SQLite file.</exception>
    public static string DatabaseOf(IReadOnlyList<SettingsSource> sources) => new SettingsReader(sources).ReadDatabase();

    /// <summary>What may be shown of the settings: an allow-list, so that a new secret is hidden unless somebody shows it on purpose.</summary>
    public IEnumerable<(string Name, string Value)> Shown()
    {
        yield return ("Stripe mode", StripeMode);
        yield return ("Stripe API", StripeApiBase?.GetLeftPart(UriPartial.Authority) ?? Variables.StripeApiBase.Default!);
        yield return ("Sanity project", SanityProject);
        yield return ("Sanity dataset", SanityDataset);
        yield return ("Sanity API", SanityApiHost ?? Variables.SanityApiHost.Default!);
        yield return ("Webhook secrets", $"{StripeWebhookSecrets.Length} Stripe, {SanityWebhookSecrets.Length} Sanity");
        yield return ("Mapping", Mapping == Mapping.Default ? "the usual names" : "from a file");
        yield return ("Studio plugin", Studio ? "on" : "off");
        yield return ("Database", Database);
    }
}
