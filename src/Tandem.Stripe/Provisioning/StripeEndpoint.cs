using System.Collections.Immutable;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>A webhook endpoint of the account, as Stripe shows it: without its secret, which only the answer to its creation holds.</summary>
/// <remarks><see href="https://docs.stripe.com/api/webhook_endpoints/object"/></remarks>
public sealed record StripeEndpoint
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it sends events.</summary>
    public required string Url { get; init; }

    /// <summary>Whether it sends any: Stripe switches endpoints off that fail for long, and people do.</summary>
    public required bool IsEnabled { get; init; }

    /// <summary>The version that its events are rendered in, fixed when it was created; null for the account's default.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The types of events that it sends, or <c>*</c>.</summary>
    public ImmutableArray<string> Events { get; init; } = [];

    /// <summary>For whom it was set up, in our words; null when we did not.</summary>
    public string? Mark { get; init; }

    /// <summary>The fingerprint of its secret, written once the secret was stored; null before that.</summary>
    public string? SecretMark { get; init; }

    /// <summary>When it was created (UTC).</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>Every webhook endpoint of the account.</summary>
/// <param name="All">In no order.</param>
public sealed record StripeEndpoints(ImmutableArray<StripeEndpoint> All)
{
    /// <summary>How many endpoints Stripe lets an account have. <see href="https://docs.stripe.com/webhooks"/></summary>
    public const int Most = 16;
}

/// <summary>How an endpoint is to be.</summary>
/// <param name="Url">Where it sends events.</param>
/// <param name="Mark">For whom it is, to be found again.</param>
/// <param name="Description">For people in the Dashboard.</param>
public sealed record WantedEndpoint(Uri Url, string Mark, string Description);

/// <summary>An endpoint that was created.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Secret">What it signs with: shown this once.</param>
public sealed record CreatedEndpoint(StripeEndpoint Endpoint, Secret Secret);
