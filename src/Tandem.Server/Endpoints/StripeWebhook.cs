using Microsoft.Extensions.Logging;
using Tandem.Engine;
using Tandem.Stripe;

namespace Tandem.Server;

/// <summary>Stripe's webhooks: snapshot events and thin notifications. <see href="https://docs.stripe.com/webhooks"/></summary>
internal static class StripeWebhook
{
    /// <summary>Where they arrive, as the seed has it.</summary>
    public const string Path = "/api/stripe/webhook";

    /// <summary>What the gate needs to know about Stripe.</summary>
    public static WebhookSource Source(ConnectionCheck check, WebhookLimits limits, ILogger log) => new()
    {
        SignatureHeader = "Stripe-Signature",
        Signature = WebhookSource.Verifier(SignatureGrammar.Stripe, check.Settings.StripeWebhookSecrets),
        LargestBody = limits.StripeBody,
        Read = (_, body, now) => StripeDelivery.Read(check.Settings.Name, check.ExpectedStripe, body, now),
        Log = new WebhookLog(log, "WEBHOOK", check.Settings.Name),
    };
}
