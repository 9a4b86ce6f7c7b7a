using Tandem.Sanity;
using Tandem.Server;
using Tandem.Stripe;

namespace Tandem.Cli.Setup;

/// <summary>What is to be at both vendors when setup is done.</summary>
/// <param name="settings">The connection.</param>
/// <param name="service">The public address of the service.</param>
internal sealed class SetupGoal(ConnectionSettings settings, Uri service)
{
    /// <summary>What our webhooks are marked with: whose they are, the same at both vendors.</summary>
    public string Mark => MarkOf(settings);

    /// <summary>The Stripe endpoint.</summary>
    public WantedEndpoint Endpoint => new(WebhookAddress.Stripe(service, settings.Name), Mark, $"Tandem: products and prices to the Sanity project {settings.SanityProject}, dataset {settings.SanityDataset}");

    /// <summary>The public address of the service.</summary>
    public Uri Service => service;

    /// <summary>The connection's name.</summary>
    public string Connection => settings.Name;

    /// <summary>The Sanity webhook.</summary>
    /// <param name="secretMark">The fingerprint of the secret that it is to have; null while there is none.</param>
    public WantedHook Hook(string? secretMark) =>
        new(WebhookAddress.Sanity(service, settings.Name), settings.SanityDataset, WantedHook.FilterOf(settings.Mapping.Schema), Mark, secretMark ?? "");

    /// <summary>What the webhooks of a connection are marked with.</summary>
    public static string MarkOf(ConnectionSettings settings) => $"{settings.Name} {settings.SanityProject}/{settings.SanityDataset}";
}
