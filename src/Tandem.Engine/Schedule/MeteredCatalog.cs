using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>A catalog within its budget: waits its turn, obeys the vendor's pauses, and remembers how the side is doing.</summary>
public sealed class MeteredCatalog(ICatalog catalog, CallBudget budget, TimeProvider time) : ICatalog
{
    /// <summary>How long no call is made after a vendor asked for patience without saying for how long.</summary>
    internal static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);

    private const int Attempts = 3;
    private const string OfEndpoint = "endpoint-rate";
    private static readonly TimeSpan KindPause = TimeSpan.FromSeconds(0.25);

    /// <inheritdoc/>
    public Side Side => catalog.Side;

    /// <summary>When the side last answered properly (UTC), or null.</summary>
    public DateTimeOffset? LastContact { get; private set; }

    /// <summary>How many calls in a row found the side out of order.</summary>
    public int Failures { get; private set; }

    /// <summary>The newest fault, if it came after the last contact.</summary>
    public CatalogFault? Fault { get; private set; }

    /// <summary>When the faults in a row began (UTC); null while there is none.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    /// <summary>The side's budget; what is done for the Studio counts in it too.</summary>
    public CallBudget Budget => budget;

    /// <inheritdoc/>
    public Task<Outcome<Observation>> Observe(Question question, CancellationToken cancellation) =>
        Within(Tolls.Observe(Side, [question]), () => catalog.Observe(question, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<Outcome<Observations>> Observe(ImmutableArray<Question> questions, CancellationToken cancellation) =>
        Within(Tolls.Observe(Side, questions), () => catalog.Observe(questions, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<Outcome<ViewPage>> Show(Kind kind, Shelf shelf, string? cursor, CancellationToken cancellation) =>
        Within(Tolls.Page(Side, kind), () => catalog.Show(kind, shelf, cursor, cancellation), cancellation);

    /// <inheritdoc/>
    public async Task<Outcome<Prepared>> Prepare(ImmutableArray<Change> changes, CancellationToken cancellation)
    {
        // Mostly nothing is asked; and a picture that cannot be fetched says nothing of this side.
        var outcome = await catalog.Prepare(changes, cancellation);
        return outcome.Fault is null or CatalogFault.Refused or CatalogFault.Unavailable { Field: not null } ? outcome : Noted(outcome, Tolls.One);
    }

    /// <inheritdoc/>
    public Task<Outcome<Written>> Apply(Write write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(write);
        return Within(Tolls.Write(Side, write.Changes), () => catalog.Apply(write, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public Task<Outcome<Belonging>> Locate(ObjectId subject, CancellationToken cancellation) =>
        Within(Tolls.One, () => catalog.Locate(subject, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<Outcome<FeedPage>> Feed(string? cursor, CancellationToken cancellation) =>
        Within(Tolls.One, () => catalog.Feed(cursor, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<Outcome<CatalogPage>> List(string? cursor, CancellationToken cancellation) =>
        Within(Tolls.Page(Side, Kind.Product), () => catalog.List(cursor, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<Outcome<Identity>> Identify(CancellationToken cancellation) =>
        Within(Tolls.One, () => catalog.Identify(cancellation), cancellation);

    private async Task<Outcome<T>> Within<T>(ImmutableArray<Toll> calls, Func<Task<Outcome<T>>> call, CancellationToken cancellation)
        where T : class
    {
        var start = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            if (await budget.Take(calls, cancellation) is { } wait)
            {
                return Patience(Side, wait);
            }

            // Nothing was done, and the budget pauses: the call alone is made again, and not all that led to it. Not for long, because a lease is held meanwhile.
            var outcome = Noted(await call(), calls);
            if (outcome.Fault is not CatalogFault.Throttled throttled || throttled.RetryAfter > DefaultPause || attempt == Attempts || time.GetElapsedTime(start) > RateBudget.LongestWait)
            {
                return outcome;
            }
        }
    }

    /// <summary>The budget of a side is spent for longer than a call should wait.</summary>
    internal static CatalogFault Patience(Side side, TimeSpan wait) =>
        new CatalogFault.Throttled(wait, "budget") { Side = side, Message = $"{side} asked for patience; the next call may be made in {wait.TotalSeconds:0} s." };

    private Outcome<T> Noted<T>(Outcome<T> outcome, ImmutableArray<Toll> calls)
        where T : class
    {
        switch (outcome.Fault)
        {
            case CatalogFault.Throttled throttled:
                // One endpoint is full: the others are not.
                var isOfKind = throttled.Reason == OfEndpoint && calls is [.., { Kind: not null }];
                budget.Pause(throttled.RetryAfter ?? (isOfKind ? KindPause : DefaultPause), isOfKind ? calls[^1].Kind : null);
                Fault = throttled;
                FailingSince ??= time.GetUtcNow();
                break;
            case CatalogFault.Unavailable or CatalogFault.Unauthorized or CatalogFault.Unknown:
                Fault = outcome.Fault;
                FailingSince ??= time.GetUtcNow();
                Failures++;
                break;
            default:
                LastContact = time.GetUtcNow();
                Fault = null;
                FailingSince = null;
                Failures = 0;
                break;
        }

        return outcome;
    }
}
