using Microsoft.Extensions.Logging;
using Tandem.Engine;
using Tandem.Sanity;

namespace Tandem.Server;

/// <summary>Sanity's webhooks: the seed's with whole documents, and ours with a small projection. <see href="https://www.sanity.io/docs/webhooks"/></summary>
internal static class SanityWebhook
{
    /// <summary>Where they arrive, as the seed has it.</summary>
    public const string Path = "/api/sanity/webhook";

    /// <summary>What the gate needs to know about Sanity.</summary>
    public static WebhookSource Source(ConnectionSettings settings, WebhookLimits limits, ILogger log)
    {
        var expected = new SanitySource(settings.Name, settings.SanityProject, settings.SanityDataset, settings.Mapping.Schema);
        return new WebhookSource
        {
            SignatureHeader = "sanity-webhook-signature",
            Signature = WebhookSource.Verifier(SignatureGrammar.Sanity, settings.SanityWebhookSecrets),
            LargestBody = limits.SanityBody,
            Read = (request, body, now) => SanityDelivery.Read(expected, name => Single(request.Headers[name]), body, now),
            Log = new WebhookLog(log, "SANITY_WEBHOOK", settings.Name),
        };
    }

    // A header that is there twice says nothing.
    private static string? Single(Microsoft.Extensions.Primitives.StringValues values) => values is [var only] ? only : null;
}
