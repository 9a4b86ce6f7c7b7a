namespace Tandem.Server;

/// <summary>How much a webhook endpoint takes on at once, and for how long it waits for a sender.</summary>
/// <remarks>Beyond these it says 429, and both vendors send again: Stripe for days, Sanity for half an hour, and sweeps find the rest.</remarks>
public sealed record WebhookLimits
{
    /// <summary>How many deliveries are read, checked and stored at once. Default: 64.</summary>
    public int Permits { get; init; } = 64;

    /// <summary>How many more may wait for their turn. Default: 512.</summary>
    public int Queue { get; init; } = 512;

    /// <summary>How long a whole body may take to arrive. Default: 15 seconds; vendors send theirs at once.</summary>
    /// <remarks>Kestrel's least rate alone would let somebody hold a place for an hour by sending a large body as slowly as is allowed.</remarks>
    public TimeSpan BodyPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The largest body from Stripe, in bytes. Default: 1 MB; events are a few kB.</summary>
    public int StripeBody { get; init; } = 1024 * 1024;

    /// <summary>The largest body from Sanity, in bytes. Default: 4 MB, because the seed's webhook carries whole documents.</summary>
    public int SanityBody { get; init; } = 4 * 1024 * 1024;
}
