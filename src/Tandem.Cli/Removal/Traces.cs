using System.Collections.Immutable;
using Tandem.Cli.Setup;
using Tandem.Engine;
using Tandem.Sanity;
using Tandem.Server;
using Tandem.Stripe;

namespace Tandem.Cli.Removal;

/// <summary>Everything that a connection has left at both vendors beside products, prices and documents: counted, and taken away, within the budgets of both.</summary>
/// <remarks>What is gone is not found again: whatever was interrupted goes on at the next run by itself.</remarks>
internal sealed class Traces : IDisposable
{
    // A page of documents that somebody else edits is met again, read anew.
    private const int Rounds = 5;
    private readonly StripeTraces _stripe;
    private readonly SanityTraces _sanity;
    // What is taken out goes to one endpoint of each side.
    private static readonly TimeSpan Saved = TimeSpan.FromSeconds(0.08);

    private readonly RateBudget _stripeBudget;
    private readonly RateBudget _sanityBudget;
    private readonly SetupPatience _patience;
    private readonly TimeProvider _time;

    /// <summary>Opens the ways to both vendors. Nothing is sent yet.</summary>
    public Traces(ConnectionSettings settings, SetupPatience patience, TimeProvider time, VendorWires wires)
    {
        (_patience, _time) = (patience, time);
        _stripe = StripeTraces.Create(settings.Stripe(), time, wires.Stripe);
        _sanity = new SanityTraces(settings.Sanity(), settings.Mapping.Schema, time, wires.Sanity);
        (_stripeBudget, _sanityBudget) = (new RateBudget(Math.Min(settings.Pace.StripeRate, settings.Pace.StripeKindRate), time, Saved), new RateBudget(settings.Pace.SanityRate, time, Saved));
    }

    /// <summary>The keys in Stripe's metadata.</summary>
    public ImmutableArray<string> Keys => _stripe.Keys;

    /// <summary>How many objects of Stripe carry a key of ours.</summary>
    public async Task<(int Products, int Prices, CatalogFault? Fault)> CountMetadata(CancellationToken cancellation)
    {
        var (products, prices) = (0, 0);
        var fault = await EachTracePage(
            page =>
            {
                products += page.Traces.Count(trace => trace.Kind == Core.Kind.Product);
                prices += page.Traces.Count(trace => trace.Kind == Core.Kind.Price);
                return Task.FromResult<CatalogFault?>(null);
            },
            cancellation);
        return (products, prices, fault);
    }

    /// <summary>How many private documents there are.</summary>
    public Task<(int Count, CatalogFault? Fault)> CountPrivate(CancellationToken cancellation) => Count(_sanity.PrivateDocuments, cancellation);

    /// <summary>How many documents hold mirrors.</summary>
    public Task<(int Count, CatalogFault? Fault)> CountMirrors(CancellationToken cancellation) => Count(_sanity.MirroredDocuments, cancellation);

    /// <summary>Takes our keys out of Stripe's metadata.</summary>
    public Task<CatalogFault?> ClearMetadata(Action<int> done, CancellationToken cancellation) => EachTracePage(
        async page =>
        {
            foreach (var trace in page.Traces)
            {
                if (await Ask(_stripeBudget, () => Void(_stripe.Clear(trace, cancellation)), cancellation) is { Fault: { } fault })
                {
                    return fault;
                }

                done(1);
            }

            return null;
        },
        cancellation);

    /// <summary>Deletes the private documents.</summary>
    public Task<CatalogFault?> DeletePrivate(Action<int> done, CancellationToken cancellation) => RemoveAll(_sanity.PrivateDocuments, done, cancellation);

    /// <summary>Takes the mirrors out of documents.</summary>
    public Task<CatalogFault?> ClearMirrors(Action<int> done, CancellationToken cancellation) => RemoveAll(_sanity.MirroredDocuments, done, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stripe.Dispose();
        _sanity.Dispose();
    }

    private async Task<CatalogFault?> EachTracePage(Func<TracePage, Task<CatalogFault?>> use, CancellationToken cancellation)
    {
        for (string? cursor = null; ;)
        {
            var at = cursor;
            var page = await Ask(_stripeBudget, () => _stripe.Find(at, cancellation), cancellation);
            if ((page.Fault ?? await use(page.Value!)) is { } fault)
            {
                return fault;
            }

            if ((cursor = page.Value!.Cursor) is null)
            {
                return null;
            }
        }
    }

    private async Task<(int Count, CatalogFault? Fault)> Count(Func<string?, CancellationToken, Task<Outcome<DocumentPage>>> read, CancellationToken cancellation)
    {
        var count = 0;
        var fault = await EachDocumentPage(
            read,
            page =>
            {
                count += page.Count;
                return Task.FromResult<CatalogFault?>(null);
            },
            cancellation);
        return (count, fault);
    }

    private async Task<CatalogFault?> RemoveAll(Func<string?, CancellationToken, Task<Outcome<DocumentPage>>> read, Action<int> done, CancellationToken cancellation)
    {
        for (var round = 1; ; round++)
        {
            CatalogFault? moved = null;
            var fault = await EachDocumentPage(
                read,
                async page =>
                {
                    var removed = await Ask(_sanityBudget, () => Void(_sanity.Remove(page, cancellation)), cancellation);
                    done(removed.Fault is null ? page.Count : 0);
                    moved = removed.Fault is CatalogFault.Stale or CatalogFault.Unknown ? removed.Fault : moved;
                    return removed.Fault is null or CatalogFault.Stale or CatalogFault.Unknown ? null : removed.Fault;
                },
                cancellation);
            if (fault is not null || moved is null || round == Rounds)
            {
                return fault ?? moved;
            }
        }
    }

    private async Task<CatalogFault?> EachDocumentPage(
        Func<string?, CancellationToken, Task<Outcome<DocumentPage>>> read, Func<DocumentPage, Task<CatalogFault?>> use, CancellationToken cancellation)
    {
        for (string? after = null; ;)
        {
            var at = after;
            var page = await Ask(_sanityBudget, () => read(at, cancellation), cancellation);
            if ((page.Fault ?? await use(page.Value!)) is { } fault)
            {
                return fault;
            }

            if ((after = page.Value!.Next) is null)
            {
                return null;
            }
        }
    }

    private Task<Outcome<T>> Ask<T>(RateBudget budget, Func<Task<Outcome<T>>> call, CancellationToken cancellation)
        where T : class => _patience.Ask(
        async () =>
        {
            while (await budget.Take(1, cancellation) is { } wait)
            {
                await Task.Delay(wait, _time, cancellation);
            }

            return await call();
        },
        cancellation);

    private static async Task<Outcome<Rehearsal>> Void(Task<CatalogFault?> call) => await call is { } fault ? fault : Rehearsal.Went;
}
