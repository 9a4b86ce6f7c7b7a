using System.Collections.Immutable;
using Tandem.Engine;
using Tandem.Server;
using Tandem.Stripe;

namespace Tandem.Cli.Doctor;

/// <summary>The key, and the endpoint that sends events.</summary>
internal static class StripeChecks
{
    /// <summary>The checks.</summary>
    public static ImmutableArray<Check> All { get; } =
    [
        new("stripe-key", Needs.Settings, "Stripe accepts the key, and it is of the mode that its prefix says.", "Set STRIPE_SECRET_KEY to a valid key.", Key),
        new("stripe-rights", Needs.Stripe, "A restricted key has the rights that the service needs: Products and Prices write, Events read.", "Add them to the key: Dashboard > Developers > API keys.", Rights),
        new("stripe-clock", Needs.Stripe, "This machine's clock is right: Stripe's signatures count for five minutes.", "Set the clock: switch on NTP.", Clock),
        new("stripe-endpoint", Needs.Stripe, "Exactly one webhook endpoint of the account is this connection's.", "tandem setup", Endpoint),
        new("stripe-endpoint-url", Needs.Endpoint, "It goes to the public address.", "tandem setup", Url),
        new("stripe-endpoint-enabled", Needs.Endpoint, "It is enabled.", "tandem setup", Enabled),
        new("stripe-endpoint-events", Needs.Endpoint, "It sends exactly the six events of products and prices.", "tandem setup", Events),
        new("stripe-endpoint-version", Needs.Endpoint, "Its events come in a version of the SDK's train.", "tandem setup, which makes a new endpoint: a version cannot be changed", Version),
        new("stripe-endpoint-secret", Needs.Endpoint, "Its signing secret is among those that are set.", "tandem setup, which makes a new endpoint: Stripe does not show a secret again", Secret),
    ];

    /// <summary>How far two clocks may be apart.</summary>
    internal static Finding Judge(ClockReading? clock, string vendor)
    {
        var apart = clock?.Ahead.Duration() ?? TimeSpan.Zero;
        var told = $"This clock is {apart.TotalSeconds:0} s {(clock?.Ahead > TimeSpan.Zero ? "ahead of" : "behind")} {vendor}'s";
        return apart.TotalSeconds switch
        {
            > 300 => Finding.Wrong($"{told}: webhooks are refused as too old or too new."),
            > 60 => Finding.Warning($"{told}; from 300 s on, webhooks are refused."),
            _ => clock is null ? Finding.Skipped($"{vendor} did not tell the time") : Finding.Good($"within {Math.Ceiling(apart.TotalSeconds):0} s of {vendor}'s"),
        };
    }

    private static async Task<Finding> Key(Examination examined, CancellationToken cancellation)
    {
        var identity = await examined.Stripe(cancellation);
        return identity switch
        {
            { Fault: { } fault } => Finding.Wrong(fault.Message, fault is CatalogFault.Unauthorized ? null : "Try again; see that this machine can reach Stripe."),
            { Value: { } known } when known.Realm != examined.Settings!.StripeMode =>
                Finding.Wrong($"The key's prefix says {examined.Settings.StripeMode} mode, but Stripe says that it opens {known.Realm} mode.", "Check STRIPE_SECRET_KEY and STRIPE_API_BASE."),
            _ => Finding.Good($"{identity.Value!.Realm} mode, {(identity.Value.Account == StripeCatalog.UnknownAccount ? "an account that the key may not ask for" : $"account {identity.Value.Account}")}"),
        };
    }

    private static async Task<Finding> Rights(Examination examined, CancellationToken cancellation)
    {
        var missing = await examined.Vendors.Stripe.Rights.Missing(StripeNeed.Service, cancellation);
        return missing switch
        {
            { Fault: { } fault } => Finding.Skipped(fault.Message),
            { Value.All: { IsEmpty: false } lacks } => Finding.Wrong($"The key lacks {string.Join(", ", lacks.Select(right => $"{right.Name} ({right.Permission})"))}."),
            _ => Finding.Good(examined.Vendors.Stripe.Rights.IsRestricted ? "all that the service needs" : "the key may do everything"),
        };
    }

    private static Finding Clock(Examination examined) => Judge(examined.Vendors.Stripe.Clock, "Stripe");

    private static async Task<Finding> Endpoint(Examination examined, CancellationToken cancellation)
    {
        var endpoints = await examined.Endpoints(cancellation);
        if (endpoints.Fault is { } fault)
        {
            return fault is CatalogFault.Unauthorized { IsForbidden: true }
                ? Finding.Note("The key may not look at webhook endpoints (rak_webhook_read), which the service does not need.", $"To have them looked at, set {Variables.StripeSetupKey} for this run.")
                : Finding.Warning(fault.Message, "Try again.");
        }

        var ours = await examined.OurEndpoints(cancellation);
        return ours switch
        {
            [] when examined.Settings!.IsPulling => Finding.Good("none is needed: changes are pulled"),
            [] when examined.Service is null => Finding.Note($"None is marked as this connection's, and {Variables.PublicUrl} is not set, by which one could be found.", "tandem setup --url https://YOUR-HOST"),
            [] => Finding.Wrong($"No endpoint goes to {examined.Goal.Endpoint.Url.AbsoluteUri}."),
            [var one] => Finding.Good(one.Id),
            _ => Finding.Warning($"{ours.Length} endpoints are this connection's ({string.Join(", ", ours.Select(one => one.Id))}): everything is sent more than once."),
        };
    }

    private static async Task<Finding> Url(Examination examined, CancellationToken cancellation)
    {
        var (endpoint, wanted) = ((await examined.OurEndpoints(cancellation))[0], examined.Goal.Endpoint.Url);
        return examined.Service is null ? Finding.Skipped($"{Variables.PublicUrl} is not set")
            : WebhookAddress.IsSame(endpoint.Url, wanted) ? Finding.Good(endpoint.Url)
            : Finding.Wrong($"It goes to {endpoint.Url}, not to {wanted.AbsoluteUri}.");
    }

    private static async Task<Finding> Enabled(Examination examined, CancellationToken cancellation) =>
        (await examined.OurEndpoints(cancellation))[0].IsEnabled ? Finding.Good("it is enabled") : Finding.Wrong("It is disabled: Stripe sends nothing.");

    private static async Task<Finding> Events(Examination examined, CancellationToken cancellation)
    {
        var events = (await examined.OurEndpoints(cancellation))[0].Events;
        var missing = events.Contains("*") ? [] : StripeDelivery.Types.Except(events).ToList();
        var more = events.Except(StripeDelivery.Types).ToList();
        return missing.Count > 0 ? Finding.Wrong($"It does not send {string.Join(", ", missing)}.")
            : more.Count > 0 ? Finding.Warning($"It also sends {string.Join(", ", more)}, of which nothing is made.")
            : Finding.Good("the six");
    }

    private static async Task<Finding> Version(Examination examined, CancellationToken cancellation)
    {
        var version = (await examined.OurEndpoints(cancellation))[0].ApiVersion;
        return StripeProvisioning.IsOfOurTrain(version) ? Finding.Good(version!)
            : Finding.Warning($"Its events come in {version ?? "the account's default version"}, the SDK speaks {StripeProvisioning.ApiVersion}. Objects are read again in the SDK's version, so nothing is lost.");
    }

    private static async Task<Finding> Secret(Examination examined, CancellationToken cancellation)
    {
        var endpoint = (await examined.OurEndpoints(cancellation))[0];
        return endpoint switch
        {
            { SecretMark: { } mark } when examined.StripeMarks.Contains(mark) => Finding.Good("it is set"),
            { SecretMark: not null } => Finding.Wrong("It has another secret than those that are set here: what it sends is refused with 401."),
            { Mark: not null } => Finding.Wrong("Its secret was never stored: setup was interrupted.", "tandem setup, which finishes it"),
            _ when examined.StripeMarks.IsEmpty => Finding.Wrong("No secret is set."),
            _ => Finding.Note("A person made the endpoint, and Stripe does not show its secret: whether it is the one that is set shows when an event comes.", "Nothing, when webhooks are accepted (200 in the Dashboard)."),
        };
    }
}
