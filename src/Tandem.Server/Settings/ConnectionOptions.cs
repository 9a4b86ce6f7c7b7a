using Tandem.Engine;
using Tandem.Sanity;
using Tandem.Stripe;

namespace Tandem.Server;

/// <summary>How the adapters reach the two sides of a connection, by its settings.</summary>
public static class ConnectionOptions
{
    /// <summary>The way to Stripe.</summary>
    /// <param name="settings">What is set for the connection.</param>
    /// <param name="key">Another key than the service's, or null.</param>
    public static StripeOptions Stripe(this ConnectionSettings settings, Secret? key = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new StripeOptions
        {
            SecretKey = key ?? settings.StripeKey,
            Connection = settings.Name,
            ApiBase = settings.StripeApiBase,
            Expected = new Identity(Fingerprint.Unknown, settings.StripeMode),
        };
    }

    /// <summary>The way to Sanity.</summary>
    /// <param name="settings">What is set for the connection.</param>
    /// <param name="token">Another token than the service's, or null.</param>
    public static SanityOptions Sanity(this ConnectionSettings settings, Secret? token = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new SanityOptions
        {
            Connection = settings.Name,
            ProjectId = settings.SanityProject,
            Dataset = settings.SanityDataset,
            Token = token ?? settings.SanityToken,
            ApiHost = settings.SanityApiHost ?? SanityOptions.DefaultApiHost,
        };
    }
}
