using System.Collections.Immutable;

namespace Tandem.Sandbox;

/// <summary>How the Stripe stand-in behaves where Stripe differs between accounts, or where nobody has verified what it does.</summary>
public sealed record StripeOptions
{
    /// <summary>Decides all ids and every draw.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The account that a key without a <c>Stripe-Account</c> header acts on.</summary>
    public string Account { get; init; } = "acct_1SandboxTandem";

    /// <summary>The account's default API version, which events are rendered with.</summary>
    public string ApiVersion { get; init; } = StripeVersions.Newest;

    /// <summary>Requests a second in test mode; 0 switches the limit off. <see href="https://docs.stripe.com/rate-limits"/></summary>
    public int TestRate { get; init; } = 25;

    /// <summary>Requests a second in live mode; 0 switches the limit off.</summary>
    public int LiveRate { get; init; } = 100;

    /// <summary>Requests a second to one endpoint, in a mode whose limit is on; 0 switches this one off. <see href="https://docs.stripe.com/rate-limits"/></summary>
    public int EndpointRate { get; init; } = 25;

    /// <summary>How far the search endpoints lag behind. Stripe says normally under a minute, up to an hour.</summary>
    public TimeSpan SearchLag { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an idempotency key is remembered.</summary>
    public TimeSpan KeyLife { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long events can be listed.</summary>
    public TimeSpan EventLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Waits between attempts of a delivery in test mode: three retries over a few hours; the intervals are not published.</summary>
    public ImmutableArray<TimeSpan> TestRetries { get; init; } = [TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(3)];

    /// <summary>Waits between attempts in live mode: growing, up to three days in all; the intervals are not published.</summary>
    public ImmutableArray<TimeSpan> LiveRetries { get; init; } =
    [
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
        TimeSpan.FromHours(12), TimeSpan.FromHours(12), TimeSpan.FromHours(12), TimeSpan.FromHours(18),
    ];

    /// <summary>Whether <c>GET /v1/prices</c> without <c>active</c> hides archived prices. The reference says so and the wild contradicts it, so it is on.</summary>
    public bool PriceListHidesArchived { get; init; } = true;

    /// <summary>Whether <c>nickname=</c> is refused. Unverified; off, by analogy with <c>lookup_key=</c> and <c>statement_descriptor=</c>, which are declared alike and do clear.</summary>
    public bool RefusesClearedNickname { get; init; }

    /// <summary>Whether a price that the Dashboard deleted leaves a <c>deleted:true</c> stub behind instead of a 404. Unverified.</summary>
    public bool DeletedPricesLeaveStubs { get; init; }
}
