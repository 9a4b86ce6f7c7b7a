using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Finds what no webhook told: Stripe's events by cursor, Sanity's changed documents, and now and then everything.</summary>
internal sealed class Sweeper(Connection connection, IStateStore store, EngineOptions options, TimeProvider time, ILogger log)
{
    /// <summary>Name of the work row that compares everything.</summary>
    public const string Compare = "compare";

    /// <summary>How many pages one sweep reads before it lets other work go first.</summary>
    private const int Pages = 50;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private readonly Intake _intake = new(store);

    /// <summary>The rows that keep sweeps going; enqueued at every start.</summary>
    public static ImmutableArray<DueWork> Rows(Connection connection, DateTimeOffset now) =>
    [
        .. new[] { Name(Side.Stripe), Name(Side.Sanity), Compare }
            .Select(name => new DueWork(new WorkKey(connection.Name, WorkKind.Sweep, name), now, [], "sweep")),

        // Before anything else is found: what an editor has asked for decides what becomes of it.
        .. connection.Studio is null ? ImmutableArray<DueWork>.Empty : [Mailbox.Look(connection.Name, now - Breath)],
    ];

    /// <summary>The work row that asks a side what changed.</summary>
    public static DueWork Look(string connection, Side side, DateTimeOffset now, string reason) => new(new WorkKey(connection, WorkKind.Sweep, Name(side)), now, [], reason);

    /// <summary>Does one sweep and says when the next one is due.</summary>
    public async Task<PassResult> Sweep(Lease lease, CancellationToken cancellation)
    {
        if (lease.Key.Id == Mailbox.Row)
        {
            return connection.Studio is null ? PassResult.Done : await new Mailbox(connection, store, time, log).Collect(cancellation);
        }

        if (lease.Key.Id == Compare)
        {
            return await IsUnanchored(cancellation) ? Next(Breath) : await CompareAll(cancellation) is { } fault ? PassResult.Failed(fault) : Next(connection.Pace.Compare);
        }

        var side = lease.Key.Id == Name(Side.Stripe) ? Side.Stripe : Side.Sanity;
        return await Feed(side, cancellation);
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
        var (found, hasNews) = (0, false);
        for (var page = 0; page < Pages; page++)
        {
            var cursor = await store.Read(connection.Name, name, cancellation);
            var read = await connection.On(side).Feed(cursor, cancellation);
            if (read.Fault is { } fault)
            {
                return PassResult.Failed(fault);
            }

            hasNews |= !read.Value!.Deliveries.IsEmpty;
            foreach (var delivery in read.Value.Deliveries)
            {
                found += await IsNews(delivery, cancellation) && await _intake.Accept(delivery, cancellation) == Acceptance.Stored ? 1 : 0;
            }

            // The cursor moves only after its page is on disk.
            await store.Write(connection.Name, name, read.Value.Cursor, cancellation);
            if (read.Value.IsLost || cursor is null)
            {
                // Nothing tells what changed before the cursor began, also in products that were looked at since the start.
                await store.Write(connection.Name, Everything, "yes", cancellation);
            }

            if (read.Value.IsLost)
            {
                await store.Enqueue([new DueWork(new WorkKey(connection.Name, WorkKind.Sweep, Compare), time.GetUtcNow(), [], "the cursor was lost")], cancellation);
            }

            if (!read.Value.HasMore)
            {
                Tell(side, found);
                return side == Side.Sanity && await Vanished(cancellation) is { } blind ? PassResult.Failed(blind) : Next(await Wait(side, hasNews, cancellation));
            }
        }

        return Next(TimeSpan.Zero);
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
    private const string Everything = "compare-everything";
    private const string ComparedAs = "compared-as";

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

    // A document that was deleted changes nothing that a feed of changed documents would show: the listing lacks it.
    private async Task<CatalogFault?> Vanished(CancellationToken cancellation)
    {
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
            await EachLinked(Side.Sanity, kind, linked => there.Contains(linked.Object.Id) ? null : "not in the listing", cancellation);
        }

        return null;
    }

    private async Task<CatalogFault?> CompareAll(CancellationToken cancellation)
    {
        await store.Forget(time.GetUtcNow() - options.Retention, 10_000, cancellation);
        foreach (var side in new[] { Side.Sanity, Side.Stripe })
        {
            string? cursor = null;
            do
            {
                var page = await connection.On(side).List(cursor, cancellation);
                if (page.Fault is { } fault)
                {
                    return fault;
                }

                await Enqueue(side, page.Value!, cancellation);
                cursor = page.Value!.Cursor;
            }
            while (cursor is not null);
        }

        // Another mapping brings fields together that differ although nobody has touched them: no listing shows it.
        var carried = Carried();
        if (await store.Read(connection.Name, Everything, cancellation) == "yes" || await store.Read(connection.Name, ComparedAs, cancellation) != carried)
        {
            await EachLinked(Side.Sanity, Kind.Product, _ => "everything is compared", cancellation);
            await store.Write(connection.Name, Everything, "no", cancellation);
            await store.Write(connection.Name, ComparedAs, carried, cancellation);
        }

        return null;
    }

    // Which fields travel which way, and where documents hold them.
    private string Carried() =>
        string.Join('\n', connection.Policy.Rules.Select(rule => $"{rule.Kind}.{rule.Field}={rule.Place} {rule.Direction}").Order(StringComparer.Ordinal));

    private async Task Enqueue(Side side, CatalogPage page, CancellationToken cancellation)
    {
        var due = time.GetUtcNow();
        var work = new List<DueWork>();
        foreach (var listed in page.Products)
        {
            var subject = new ObjectId(side, listed.Kind, listed.Id);
            var key = await store.Find(connection.Name, subject, cancellation);
            var record = key is { } known ? await store.Load(known, cancellation) : null;
            if (record is not null && (side == Side.Stripe || listed.Revision == (listed.Kind == Kind.Product ? record.Revision : record.Slot(listed.Id)?.Revision)))
            {
                continue;
            }

            work.Add(new DueWork(new WorkKey(connection.Name, WorkKind.Route, subject.ToString()), due, [], "found by comparing"));
        }

        await store.Enqueue([.. work], cancellation);
    }

    private async Task EachLinked(Side side, Kind kind, Func<LinkedObject, string?> reason, CancellationToken cancellation)
    {
        const int Page = 1_000;
        var after = "";
        while (true)
        {
            var linked = await store.Linked(connection.Name, side, kind, after, Page, cancellation);
            var due = time.GetUtcNow();
            await store.Enqueue(
                [.. linked.Where(entry => reason(entry) is not null).Select(entry => new DueWork(new WorkKey(connection.Name, WorkKind.Product, entry.Key.DocumentId), due, [], reason(entry)!))],
                cancellation);
            if (linked.Length < Page)
            {
                return;
            }

            after = linked[^1].Object.Id;
        }
    }
}
