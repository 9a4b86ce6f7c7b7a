namespace Tandem.Engine;

/// <summary>How often a connection looks at its sides without being told to, and how many calls it may make: the vendors' limits are those of one account, one mode, one address.</summary>
public sealed record Pace
{
    /// <summary>How often Stripe is asked for events that no webhook brought. Default: 15 minutes.</summary>
    public TimeSpan StripeSweep { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often Sanity is asked for changes that no webhook brought. Default: 5 minutes.</summary>
    public TimeSpan SanitySweep { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often both sides are listed, to find products that neither a webhook nor a sweep told of. Default: 24 hours.</summary>
    public TimeSpan Compare { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Calls a second to Stripe. Default: 20, below the 25 of a sandbox account; 80 suits live mode.</summary>
    public double StripeRate { get; init; } = 20;

    /// <summary>Calls a second to Sanity. Default: 20, below the 25 mutations a second that one address may send.</summary>
    public double SanityRate { get; init; } = 20;

    /// <summary>
    /// Where Sanity counts the calls: connections of one process that name the same place share one budget, at the lowest of their <see cref="SanityRate"/>s, since Sanity
    /// counts by the address that calls (<see href="https://www.sanity.io/docs/content-lake/technical-limits"/>). Null for a budget of the connection's own.
    /// </summary>
    public string? SanityPlace { get; init; }
}
