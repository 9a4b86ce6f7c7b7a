namespace Tandem.Engine;

/// <summary>How the engine does its work, for all connections; what each has of its own is its <see cref="Pace"/>.</summary>
public sealed class EngineOptions
{
    /// <summary>How long a worker may hold a piece of work before another may take it over. Default: 2 minutes.</summary>
    /// <remarks>Must be longer than the vendors' HTTP timeout (30 s): a lease that ends in the middle of a call makes that write a late one.</remarks>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many products of one connection are worked on at once, so that no connection waits for another one. Default: 8.</summary>
    public int Workers { get; init; } = 8;

    /// <summary>How long an idle engine rests at most before it looks for work that another process added. Default: 1 second.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many failed attempts before work is parked for a person. Default: 12, which with the back-off is about an hour.</summary>
    public int Attempts { get; init; } = 12;

    /// <summary>The first wait after a failure; it doubles with each further one. Default: 1 second.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts. Default: 10 minutes.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long <c>updatedFromStripe</c> stays set after a change that came from Stripe. Default: 2 seconds, as the seed promises.</summary>
    public TimeSpan Flag { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many archives within a day are let through before the rest is held for a person. Default: 10, or a tenth of the catalogue if that is more.</summary>
    public int ArchiveFloor { get; init; } = 10;

    /// <summary>How long journal entries and handled deliveries are kept. Default: 90 days.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(90);
}
