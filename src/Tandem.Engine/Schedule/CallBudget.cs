using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Tandem.Engine;

/// <summary>How many calls one side takes in a second: all together, and of each kind that the vendor counts by itself.</summary>
/// <remarks>
/// Stripe counts all calls of an account, and those of each endpoint (<see href="https://docs.stripe.com/rate-limits"/>); Sanity counts all calls from an address, and its transactions
/// (<see href="https://www.sanity.io/docs/content-lake/technical-limits"/>).
/// </remarks>
/// <param name="perSecond">All calls.</param>
/// <param name="ofAKind">Calls of one kind.</param>
/// <param name="time">The clock.</param>
public sealed class CallBudget(double perSecond, double ofAKind, TimeProvider time)
{
    /// <summary>Of one kind hardly any are saved up, so that the budget may be close to what the vendor takes.</summary>
    private const int SavedOfAKind = 2;

    private readonly RateBudget _all = new(perSecond, time);
    private readonly ConcurrentDictionary<string, RateBudget> _kinds = new(StringComparer.Ordinal);

    /// <summary>How many calls a second it lets through.</summary>
    public double PerSecond => perSecond;

    /// <summary>How many calls it has let through, or is about to.</summary>
    public long Taken => _all.Taken;

    /// <summary>Waits until those calls may be made, and returns null; or returns at once how long it would take, if that is longer than anybody should wait in line.</summary>
    public async Task<TimeSpan?> Take(ImmutableArray<Toll> calls, CancellationToken cancellation)
    {
        foreach (var toll in calls)
        {
            if (toll.Kind is { } kind && await OfKind(kind).Take(toll.Calls, cancellation) is { } full)
            {
                return full;
            }
        }

        return await _all.Take(calls.Sum(toll => toll.Calls), cancellation);
    }

    /// <summary>Lets no call through for a while, because the vendor asked for it: of all, or of one kind.</summary>
    public void Pause(TimeSpan wait, string? kind = null) => (kind is null ? _all : OfKind(kind)).Pause(wait);

    private RateBudget OfKind(string kind) => _kinds.GetOrAdd(kind, static (_, budget) => new RateBudget(budget.ofAKind, budget.time, TimeSpan.FromSeconds(SavedOfAKind / budget.ofAKind)), (ofAKind, time));
}

/// <summary>Calls that something costs.</summary>
/// <param name="Kind">What the vendor counts them as, beside counting all; null for nothing.</param>
/// <param name="Calls">How many.</param>
public readonly record struct Toll(string? Kind, int Calls);
