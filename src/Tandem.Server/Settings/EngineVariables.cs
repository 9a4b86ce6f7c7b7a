using System.Collections.Immutable;

namespace Tandem.Server;

/// <summary>The variables that pace the engine. Durations are written <c>500ms</c>, <c>5s</c>, <c>15m</c>, <c>24h</c>, <c>90d</c>.</summary>
public static class EngineVariables
{
    /// <summary><see cref="Engine.EngineOptions.Lease"/>.</summary>
    public static Variable Lease { get; } = new("TANDEM_LEASE", "how long a worker may hold a product before another may take it over; longer than a call to a vendor may take (30s).") { Default = "2m" };

    /// <summary><see cref="Engine.EngineOptions.Workers"/>.</summary>
    public static Variable Workers { get; } = new("TANDEM_WORKERS", "how many products of each connection are worked on at once.") { Default = "8" };

    /// <summary><see cref="Engine.EngineOptions.Attempts"/>.</summary>
    public static Variable Attempts { get; } = new("TANDEM_ATTEMPTS", "how many failed attempts before work is parked for a person.") { Default = "12" };

    /// <summary><see cref="Engine.EngineOptions.FirstRetry"/>.</summary>
    public static Variable FirstRetry { get; } = new("TANDEM_FIRST_RETRY", "the first wait after a failure; it doubles with each further one.") { Default = "1s" };

    /// <summary><see cref="Engine.EngineOptions.LongestRetry"/>.</summary>
    public static Variable LongestRetry { get; } = new("TANDEM_LONGEST_RETRY", "the longest wait between two attempts.") { Default = "10m" };

    /// <summary><see cref="Engine.EngineOptions.Flag"/>.</summary>
    public static Variable Flag { get; } = new("TANDEM_FLAG", "how long updatedFromStripe stays set after a change that came from Stripe.") { Default = "2s" };

    /// <summary><see cref="Engine.Pace.StripeSweep"/>.</summary>
    public static Variable StripeSweep { get; } = new("TANDEM_STRIPE_SWEEP", "how often Stripe is asked for events that no webhook brought; each time costs one read. Pulling: 5s in test mode, 1m in live mode.") { Default = "15m" };

    /// <summary><see cref="Engine.Pace.StripeIdle"/>.</summary>
    public static Variable StripeIdle { get; } = new("TANDEM_STRIPE_IDLE", "how often Stripe is asked while nothing happens there: pulling, the wait grows from TANDEM_STRIPE_SWEEP to this, a twentieth of the quiet time. Pulling in test mode: 1m.") { Default = "15m" };

    /// <summary><see cref="Engine.Pace.SanitySweep"/>.</summary>
    public static Variable SanitySweep { get; } = new("TANDEM_SANITY_SWEEP", "how often Sanity is asked for changes that no webhook and no listener told of.") { Default = "5m" };

    /// <summary><see cref="Engine.Pace.Compare"/>.</summary>
    public static Variable Compare { get; } = new("TANDEM_COMPARE", "how often both sides are listed, for what neither a webhook nor a sweep told of.") { Default = "24h" };

    /// <summary><see cref="Engine.Pace.StripeRate"/>.</summary>
    public static Variable StripeRate { get; } = new("TANDEM_STRIPE_RATE", "calls a second to Stripe of each connection, of them at most 23 of one kind, such as making prices; Stripe's own limits are 25 in test mode, 100 in live mode, and 25 at one endpoint.") { Default = "20 in test mode, 80 in live mode" };

    /// <summary><see cref="Engine.Pace.SanityRate"/>.</summary>
    public static Variable SanityRate { get; } = new("TANDEM_SANITY_RATE", "transactions a second to Sanity, of all connections together, and ten times as many calls of any kind; Sanity's own limits are 25 and 500 from one address.") { Default = "23" };

    /// <summary><see cref="Engine.EngineOptions.ArchiveFloor"/>.</summary>
    public static Variable ArchiveFloor { get; } = new("TANDEM_ARCHIVE_FLOOR", "how many archives within a day are let through before the rest is held for a person; a tenth of the catalogue if that is more.") { Default = "10" };

    /// <summary><see cref="Engine.EngineOptions.Retention"/>.</summary>
    public static Variable Retention { get; } = new("TANDEM_RETENTION", "how long journal entries and handled deliveries are kept.") { Default = "90d" };

    /// <summary>All of them.</summary>
    public static ImmutableArray<Variable> All { get; } =
        [Lease, Workers, Attempts, FirstRetry, LongestRetry, Flag, StripeSweep, StripeIdle, SanitySweep, Compare, StripeRate, SanityRate, ArchiveFloor, Retention];
}
