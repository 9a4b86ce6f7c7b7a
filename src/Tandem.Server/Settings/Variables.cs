using System.Collections.Immutable;

namespace Tandem.Server;

/// <summary>Every variable that the service reads: the source of the messages, of <c>tandem serve --help</c> and of docs/CONFIGURATION.md.</summary>
public static class Variables
{
    /// <summary>The key to Stripe; its prefix tells live from test mode.</summary>
    public static Variable StripeSecretKey { get; } = new("STRIPE_SECRET_KEY", "Stripe Dashboard > Developers > API keys; a restricted key with write access to Products and Prices and read access to Events is enough.")
    {
        IsSecret = true,
        PlaceHolders = ["sk_test_...", "sk_live_..."],
    };

    /// <summary>What Stripe signs its webhooks with.</summary>
    public static Variable StripeWebhookSecret { get; } = new("STRIPE_WEBHOOK_SECRET", "Stripe Dashboard > Developers > Webhooks > your endpoint > Signing secret (whsec_...); several, separated by commas, while one is rolled.")
    {
        IsSecret = true,
        Default = "must be set, unless it pulls",
        PlaceHolders = ["whsec_..."],
    };

    /// <summary>The robot token to Sanity.</summary>
    public static Variable SanityApiToken { get; } = new("SANITY_API_TOKEN", "sanity.io/manage > your project > API > Tokens; the role Editor is enough.")
    {
        IsSecret = true,
        PlaceHolders = ["sk..."],
    };

    /// <summary>What Sanity signs its webhooks with.</summary>
    public static Variable SanityWebhookSecret { get; } = new("SANITY_WEBHOOK_SECRET", "the secret that you gave the webhook under sanity.io/manage > your project > API > Webhooks; several, separated by commas, while one is rolled.")
    {
        IsSecret = true,
        Default = "must be set, unless it pulls",
        PlaceHolders = ["your-webhook-secret"],
    };

    /// <summary>The Sanity project.</summary>
    public static Variable SanityProjectId { get; } = new("NEXT_PUBLIC_SANITY_PROJECT_ID", "sanity.io/manage > your project > Project ID.")
    {
        Aliases = ["SANITY_PROJECT_ID"],
        PlaceHolders = ["your-project-id"],
    };

    /// <summary>The Sanity dataset.</summary>
    public static Variable SanityDataset { get; } = new("NEXT_PUBLIC_SANITY_DATASET", "the dataset's name, often production.")
    {
        Aliases = ["SANITY_DATASET"],
    };

    /// <summary>Another host than Stripe's.</summary>
    public static Variable StripeApiBase { get; } = new("STRIPE_API_BASE", "where Stripe's API is; https, or http on this machine only.") { Default = "https://api.stripe.com" };

    /// <summary>Another host than Sanity's.</summary>
    public static Variable SanityApiHost { get; } = new("SANITY_API_HOST", "where Sanity's API is; {projectId} is replaced; https, or http on this machine only.") { Default = "https://{projectId}.api.sanity.io" };

    /// <summary>The mapping.</summary>
    public static Variable Config { get; } = new("TANDEM_CONFIG", "the JSON file that says which types and fields of the dataset hold what.") { Default = "tandem.json, if it is there" };

    /// <summary>The Studio plugin.</summary>
    public static Variable Studio { get; } = new("TANDEM_STUDIO", "on where editors use the Studio plugin: requests are taken from the dataset, and status documents (stripeSync.status.*) written to it.") { Default = "off" };

    /// <summary>Whether changes are asked for instead of told by webhooks.</summary>
    public static Variable Pull { get; } = new("TANDEM_PULL", "on where no webhook can reach the service: it asks Stripe for its events and listens to Sanity, over outbound connections only; off to insist on webhooks; auto pulls in test mode when no webhook secret is set.") { Default = "auto" };

    /// <summary>The database.</summary>
    public static Variable Database { get; } = new("TANDEM_DATABASE", "the SQLite file that the service keeps its state in, made when missing.") { Default = "tandem.db" };

    /// <summary>Where to listen.</summary>
    public static Variable Urls { get; } = new("TANDEM_URLS", "where to listen, separated by commas or semicolons.") { Default = "http://127.0.0.1:8787" };

    /// <summary>Networks of reverse proxies.</summary>
    public static Variable TrustedProxy { get; } = new("TANDEM_TRUSTED_PROXY", "networks (10.0.0.0/8, comma-separated) of the reverse proxies that end TLS and whose X-Forwarded headers are believed.") { Default = "none" };

    /// <summary>Host names to answer to.</summary>
    public static Variable AllowedHosts { get; } = new("TANDEM_ALLOWED_HOSTS", "host names, comma-separated, that requests may name; must be set when listening on a public address.") { Default = "any on this machine" };

    /// <summary>The certificate for https addresses.</summary>
    public static Variable Certificate { get; } = new("TANDEM_CERTIFICATE", "PEM file with the certificate chain for https addresses in TANDEM_URLS.") { Default = "none" };

    /// <summary>The certificate's key.</summary>
    public static Variable CertificateKey { get; } = new("TANDEM_CERTIFICATE_KEY", "PEM file with the private key of TANDEM_CERTIFICATE.") { Default = "none" };

    /// <summary>Where vendors reach the service.</summary>
    public static Variable PublicUrl { get; } = new("TANDEM_PUBLIC_URL", "the address at which Stripe and Sanity reach the service, such as https://shop.example; tandem setup asks for it and writes it down.") { Default = "none" };

    /// <summary>A key for setting up only.</summary>
    public static Variable StripeSetupKey { get; } = new("STRIPE_SETUP_KEY", "for tandem setup and tandem doctor only, where the service's own key may not manage webhook endpoints; never stored.")
    {
        Default = "STRIPE_SECRET_KEY",
        IsSecret = true,
    };

    /// <summary>A token for setting up only.</summary>
    public static Variable SanitySetupToken { get; } = new("SANITY_SETUP_TOKEN", "for tandem setup and tandem doctor only, where the service's own token may not manage webhooks (the role Editor may not); never stored.")
    {
        Default = "SANITY_API_TOKEN",
        IsSecret = true,
    };

    /// <summary>The form of the logs.</summary>
    public static Variable LogFormat { get; } = new("TANDEM_LOG_FORMAT", "json, text, or auto: text on a terminal, else json.") { Default = "auto" };

    /// <summary>How much is logged.</summary>
    public static Variable LogLevel { get; } = new("TANDEM_LOG_LEVEL", "trace, debug, information, warning or error.") { Default = "information" };

    /// <summary>The variables that must be set, in the order in which guides name them.</summary>
    public static ImmutableArray<Variable> Required { get; } =
        [StripeSecretKey, StripeWebhookSecret, SanityApiToken, SanityWebhookSecret, SanityProjectId, SanityDataset];

    /// <summary>The variables that belong to one connection: each connection that <c>tandem.json</c> names has its own, see <see cref="Variable.For"/>.</summary>
    public static ImmutableArray<Variable> OfConnection { get; } = [.. Required, StripeApiBase, SanityApiHost, Pull, Studio];

    /// <summary>
    /// Those of <see cref="OfConnection"/> that are often the same for all connections: where a connection has none of its own, that of the service holds. Never a secret: one that is
    /// forgotten must not open another account.
    /// </summary>
    public static ImmutableArray<Variable> Shared { get; } = [SanityProjectId, StripeApiBase, SanityApiHost, Pull];

    /// <summary>All of them.</summary>
    public static ImmutableArray<Variable> All { get; } =
    [
        .. Required, StripeApiBase, SanityApiHost, Pull, Config, Studio, Database, Urls, TrustedProxy, AllowedHosts, Certificate, CertificateKey, PublicUrl, StripeSetupKey, SanitySetupToken, LogFormat, LogLevel,
        .. EngineVariables.All,
    ];
}
