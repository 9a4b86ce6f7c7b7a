using System.Collections.Immutable;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>What is set for one connection: one Stripe account and mode with one Sanity project and dataset.</summary>
public sealed record ConnectionSettings
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = Connection.Default;

    /// <summary>The key to Stripe.</summary>
    public required Secret StripeKey { get; init; }

    /// <summary><c>live</c> or <c>test</c>, by the key's prefix.</summary>
    public required string StripeMode { get; init; }

    /// <summary>What Stripe may sign with: one, or several while a secret is rolled; none when the connection pulls and no webhook is to be taken.</summary>
    public required ImmutableArray<Secret> StripeWebhookSecrets { get; init; }

    /// <summary>The token to Sanity.</summary>
    public required Secret SanityToken { get; init; }

    /// <summary>What Sanity may sign with, likewise.</summary>
    public required ImmutableArray<Secret> SanityWebhookSecrets { get; init; }

    /// <summary>The Sanity project.</summary>
    public required string SanityProject { get; init; }

    /// <summary>The Sanity dataset.</summary>
    public required string SanityDataset { get; init; }

    /// <summary>Another host than Stripe's, or null.</summary>
    public Uri? StripeApiBase { get; init; }

    /// <summary>Another host than Sanity's, with <c>{projectId}</c> still in it, or null.</summary>
    public string? SanityApiHost { get; init; }

    /// <summary>Which types and fields hold what, and how they are kept equal.</summary>
    public Mapping Mapping { get; init; } = Mapping.Default;

    /// <summary>How often it looks, and how many calls it may make.</summary>
    public Pace Pace { get; init; } = new();

    /// <summary>Whether editors use the Studio plugin. Default: no, so that no document of ours appears in a dataset unasked.</summary>
    public bool Studio { get; init; }

    /// <summary>Whether changes are asked for, so that nothing has to reach the service. Webhooks are taken too, where there is a secret for them.</summary>
    public bool IsPulling { get; init; }

    /// <summary>Where its Stripe is.</summary>
    internal Uri StripePlace => StripeApiBase ?? new Uri(Variables.StripeApiBase.Default!);

    /// <summary>Where Sanity is, for all projects of that place.</summary>
    internal string SanityPlace => SanityApiHost ?? Variables.SanityApiHost.Default!;

    /// <summary>What may be shown of it: an allow-list, so that a new secret is hidden unless somebody shows it on purpose.</summary>
    public IEnumerable<(string Name, string Value)> Shown()
    {
        yield return ("Stripe mode", StripeMode);
        yield return ("Stripe API", StripePlace.GetLeftPart(UriPartial.Authority));
        yield return ("Sanity project", SanityProject);
        yield return ("Sanity dataset", SanityDataset);
        yield return ("Sanity API", SanityPlace);
        yield return ("Changes are", IsPulling ? "pulled" : "told by webhooks");
        yield return ("Webhook secrets", $"{StripeWebhookSecrets.Length} Stripe, {SanityWebhookSecrets.Length} Sanity");
        yield return ("Mapping", Mapping == Mapping.Default ? "the usual names" : "from a file");
        yield return ("Studio plugin", Studio ? "on" : "off");
    }
}
