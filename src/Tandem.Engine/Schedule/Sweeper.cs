using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Finds what no webhook told: Stripe's events by cursor, Sanity's changed documents, and now and then everything.</summary>
internal sealed class Sweeper(Connection connection, IStateStore store, TimeProvider time, ILogger log)
{
    /// <summary>How many pages one sweep reads before it lets other work go first.</summary>
    private const int Pages = 50;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private readonly Intake _intake = new(store);

    /// <summary>The rows that keep sweeps going; enqueued at every start.</summary>
    public static ImmutableArray<DueWork> Rows(Connection connection, DateTimeOffset now) =>
    [
        .. new[] { Name(Side.Stripe), Name(Side.Sanity), Comparing.Row }
            .Select(name => new DueWork(new WorkKey(connection.Name, WorkKind.Sweep, name), now, [], "sweep")),

        // Before anything else is found: what an editor has asked for decides what becomes of it.
        .. connection.Studio is null ? ImmutableArray<DueWork>.Empty : [Mailbox.Look(connection.Name, now - Breath)],
    ];

    /// <summary>The work row that asks a side what changed.</summary>
    public static DueWork Look(string connection, Side side, DateTimeOffset now, string reason) => new(new WorkKey(connection, WorkKind.Sweep, Name(side)), now, [], reason);

    /// <summary>Sees that the next sweep of Sanity lists what is there: what was deleted shows in no other way.</summary>
    public static Task LookForDeletes(Connection connection, IStateStore store, CancellationToken cancellation) => store.Write(connection.Name, Deletes, "yes", cancellation);

    /// <summary>Does one sweep and says when the next one is due.</summary>
    public async Task<PassResult> Sweep(Lease lease, CancellationToken cancellation)
    {
        if (lease.Key.Id == Mailbox.Row)
        {
            return connection.Studio is null ? PassResult.Done : await new Mailbox(connection, store, time, log).Collect(cancellation);
        }

        if (lease.Key.Id == Comparing.Row)
        {
            return await IsUnanchored(cancellation) ? Next(Breath) : await Compare(cancellation);
        }

        var side = lease.Key.Id == Name(Side.Stripe) ? Side.Stripe : Side.Sanity;
        return await Feed(side, cancellation);
    }

    private async Task<PassResult> Compare(CancellationToken cancellation)
    {
        var (wait, failed) = await new Comparing(connection, store, time).Compare(cancellation);
        return failed ?? Next(wait);
    }

    // A change that came after the listing and before the feed's first cursor would be in neither.
    private async Task<bool> IsUnanchored(CancellationToken cancellation) =>
        await store.Read(connection.Name, Cursor(Side.Sanity), cancellation) is null || await store.Read(connection.Name, Cursor(Side.Stripe), cancellation) is null;

    private static string Cursor(Side side) => "feed:" + Name(side);

    private static string Name(Side side) => side.ToString().ToLowerInvariant();

    private PassResult Next(TimeSpan wait) => PassResult.Done with { Ending = new Ending.Retry(time.GetUtcNow() + wait, "sweep", Counts: false) };

    private async Task<PassResult> Feed(Side side, CancellationToken cancellation)
    {
        var name = Cursor(side);
        var (found, hasNews, mayHideDeletes) = (0, false, false);
        for (var page = 0; page < Pages; page++)
        {
            var cursor = await store.Read(connection.Name, name, cancellation);
            var read = await connection.On(side).Feed(cursor, cancellation);
            if (read.Fault is { } fault)
            {
                return PassResult.Failed(fault);
            }

            hasNews |= !read.Value!.Deliveries.IsEmpty;
            mayHideDeletes |= read.Value.MayHideDeletes;
            foreach (var delivery in read.Value.Deliveries)
            {
                found += await IsNews(delivery, cancellation) && await _intake.Accept(delivery, cancellation) == Acceptance.Stored ? 1 : 0;
            }

            await Keep(name, cursor, read.Value, cancellation);
            if (!read.Value.HasMore)
            {
                Tell(side, found);
                return side == Side.Sanity && await Vanished(mayHideDeletes, cancellation) is { } blind ? PassResult.Failed(blind) : Next(await Wait(side, hasNews, cancellation));
            }
        }

        return Next(TimeSpan.Zero);
    }

    // The cursor moves only after its page is on disk, and after what it does not show is seen to.
    private async Task Keep(string name, string? before, FeedPage page, CancellationToken cancellation)
    {
        if (page.MayHideDeletes)
        {
            await LookForDeletes(connection, store, cancellation);
        }

        if (page.IsLost || before is null)
        {
            // Nothing tells what changed before the cursor began, also in products that were looked at since the start.
            await Comparing.Demand(connection, store, cancellation);
        }

        await store.Write(connection.Name, name, page.Cursor, cancellation);
        if (page.IsLost)
        {
            await store.Enqueue([new DueWork(new WorkKey(connection.Name, WorkKind.Sweep, Comparing.Row), time.GetUtcNow(), [], "the cursor was lost")], cancellation);
        }
    }

    private void Tell(Side side, int found)
    {
        if (found > 0)
        {
            log.Swept(connection.Name, Name(side), found);
        }
        else
        {
            log.SweptInVain(connection.Name, Name(side));
        }
    }

    // Stripe's reads are counted by the month: where nothing happens, it is asked less often.
    private async Task<TimeSpan> Wait(Side side, bool hasNews, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (side == Side.Sanity || connection.Pace.StripeIdle <= connection.Pace.StripeSweep)
        {
            return side == Side.Sanity ? connection.Pace.SanitySweep : connection.Pace.StripeSweep;
        }

        if (!hasNews && Moment(await store.Read(connection.Name, News, cancellation)) is { } last)
        {
            return connection.Pace.BeforeStripe(now - last);
        }

        await store.Write(connection.Name, News, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), cancellation);
        return connection.Pace.StripeSweep;
    }

    private static DateTimeOffset? Moment(string? seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? DateTimeOffset.FromUnixTimeSeconds(at) : null;

    private const string News = "stripe-news";
    private const string Deletes = "look-for-deletes";

    // What we wrote or saw ourselves is recorded with its revision: no need to look again.
    private async Task<bool> IsNews(Delivery delivery, CancellationToken cancellation)
    {
        if (delivery is not { Side: Side.Sanity, Revision: { } revision, Subject: { } subject }
            || await store.Find(delivery.Connection, subject, cancellation) is not { } key
            || await store.Load(key, cancellation) is not { } record)
        {
            return true;
        }

        return revision != (subject.Id == key.DocumentId ? record.Revision : record.Slot(subject.Id)?.Revision);
    }

    // A document that was deleted changes nothing that a feed of changed documents would show: the listing lacks it. Where nothing was changed and there are as many
    // documents as before, none was.
    private async Task<CatalogFault?> Vanished(bool mayHide, CancellationToken cancellation)
    {
        if (!mayHide && await store.Read(connection.Name, Deletes, cancellation) != "yes")
        {
            return null;
        }

        var there = new HashSet<string>(StringComparer.Ordinal);
        var kinds = new List<Kind> { Kind.Product, Kind.Price };
        string? cursor = null;
        do
        {
            var page = await connection.Sanity.List(cursor, cancellation);
            if (page.Fault is { } fault)
            {
                return fault;
            }

            there.UnionWith(page.Value!.Products.Select(product => product.Id));
            kinds.RemoveAll(kind => kind == Kind.Price && !page.Value.ListsPrices);
            cursor = page.Value.Cursor;
        }
        while (cursor is not null);

        foreach (var kind in kinds)
        {
            var after = "";
            while (after is not null)
            {
                after = await LinkedWork.Enqueue(store, connection.Name, kind, after, (time.GetUtcNow(), "not in the listing"), linked => !there.Contains(linked.Object.Id), cancellation);
            }
        }

        await store.Write(connection.Name, Deletes, "no", cancellation);
        return null;
    }
}
