using System.Collections.Immutable;

namespace Tandem.Engine;

/// <summary>The way to the Studio within the budget of its side: its calls wait in line with those of the passes.</summary>
internal sealed class MeteredStudio(IStudio studio, CallBudget budget) : IStudio
{
    /// <inheritdoc/>
    // A page takes two calls: the requests, and who wrote them.
    public Task<Outcome<Mail>> Collect(string? after, CancellationToken cancellation) => Within([new Toll(null, 2)], () => studio.Collect(after, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<Outcome<Sighting>> Look(string nonce, CancellationToken cancellation) => Within(Tolls.One, () => studio.Look(nonce, cancellation), cancellation);

    /// <inheritdoc/>
    // Which revisions stand there, and the transaction.
    public Task<Outcome<Posted>> Post(StudioPost post, string token, CancellationToken cancellation) => Within(post.Notices.IsEmpty ? [new Toll(Tolls.Transaction, 1)] : [new Toll(null, 1), new Toll(Tolls.Transaction, 1)], () => studio.Post(post, token, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<CatalogFault?> Listen(Func<Heard, Task> heard, CancellationToken cancellation) => studio.Listen(heard, cancellation);

    private async Task<Outcome<T>> Within<T>(ImmutableArray<Toll> calls, Func<Task<Outcome<T>>> call, CancellationToken cancellation)
        where T : class
    {
        if (await budget.Take(calls, cancellation) is { } wait)
        {
            return MeteredCatalog.Patience(Core.Side.Sanity, wait);
        }

        var outcome = await call();
        if (outcome.Fault is CatalogFault.Throttled throttled)
        {
            budget.Pause(throttled.RetryAfter ?? MeteredCatalog.DefaultPause);
        }

        return outcome;
    }
}
