namespace Tandem.Engine;

/// <summary>How often a connection looks at its sides without being told to, and how many calls it may make: the vendors' limits are those of one account, one mode, one address.</summary>
/// <remarks>
/// With webhooks, looking is a safety net and may be slow. Without them it is how Stripe's changes are found at all; then Stripe is asked the more seldom the longer nothing has
/// happened there, because it allots an account a number of reads a month (<see href="https://docs.stripe.com/rate-limits#api-read-request-allocations"/>).
/// </remarks>
public sealed record Pace
{
    /// <summary>The wait is this part of the time since something last happened: a minute after twenty.</summary>
    private const double Part = 1.0 / 20;

    private const double UsualKindRate = 23;
    private const double UsualLiveRate = 80;

    /// <summary>So many calls of any kind go with a transaction to Sanity: one address may make twenty times as many.</summary>
    internal const int SanityReads = 10;

    /// <summary>How often Stripe is asked for events that no webhook brought. Default: 15 minutes.</summary>
    public TimeSpan StripeSweep { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often Stripe is asked where nothing has happened for long; what is not above <see cref="StripeSweep"/> means nothing. Default: 15 minutes.</summary>
    public TimeSpan StripeIdle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often Sanity is asked for changes that no webhook and no listener told of. Default: 5 minutes.</summary>
    public TimeSpan SanitySweep { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often both sides are listed, to find products that neither a webhook nor a sweep told of. Default: 24 hours.</summary>
    public TimeSpan Compare { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Calls a second to Stripe. Default: 20, below the 25 of a sandbox account; 80 suits live mode.</summary>
    public double StripeRate { get; init; } = 20;

    /// <summary>
    /// Of those, calls a second of one kind, such as making prices: 23, below the 25 that Stripe takes at one endpoint, unless the account may make more calls than others.
    /// </summary>
    public double StripeKindRate => Math.Max(UsualKindRate, StripeRate * UsualKindRate / UsualLiveRate);

    /// <summary>Transactions a second to Sanity. Default: 23, below the 25 that one address may send.</summary>
    public double SanityRate { get; init; } = 23;

    /// <summary>
    /// Where Sanity counts the calls: connections of one process that name the same place share one budget, at the lowest of their <see cref="SanityRate"/>s, since Sanity
    /// counts by the address that calls (<see href="https://www.sanity.io/docs/content-lake/technical-limits"/>). Null for a budget of the connection's own.
    /// </summary>
    public string? SanityPlace { get; init; }

    /// <summary>Looking around where no webhooks come: in test mode somebody tries things and waits for them.</summary>
    public static Pace Pulling(bool isLive) => isLive
        ? new Pace { StripeSweep = TimeSpan.FromMinutes(1) }
        : new Pace { StripeSweep = TimeSpan.FromSeconds(5), StripeIdle = TimeSpan.FromMinutes(1) };

    /// <summary>How long to wait before Stripe is asked again.</summary>
    /// <param name="quiet">For how long nothing has happened there.</param>
    public TimeSpan BeforeStripe(TimeSpan quiet)
    {
        var wait = quiet * Part;
        return wait > StripeIdle ? Longer(StripeIdle) : Longer(wait);

        TimeSpan Longer(TimeSpan other) => other > StripeSweep ? other : StripeSweep;
    }
}
