using System.Globalization;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>The full compare: lists both sides page by page, and makes due what no record knows, and what shows another revision than the record.</summary>
/// <remarks>
/// Where it stands is on disk before each page, so that one which a restart interrupts goes on there; what changes meanwhile behind that place, the feeds tell. It is needed
/// where they cannot: before their first cursor, and after a cursor was lost. Otherwise it is the net below them, once a night.
/// </remarks>
internal sealed class Comparing(Connection connection, IStateStore store, TimeProvider time)
{
    /// <summary>Name of the work row.</summary>
    public const string Row = "compare";

    /// <summary>How many pages are listed before other work goes first, and before the lease could end.</summary>
    private const int Pages = 10;

    private const string Whole = "compare-everything";
    private const string ComparedAs = "compared-as";
    private const string DueAt = "compare-due";
    private const string Stands = "compare-place";

    /// <summary>Sees that each product is compared, whatever its revisions say: nothing has told what changed.</summary>
    public static Task Demand(Connection connection, IStateStore store, CancellationToken cancellation) => store.Write(connection.Name, Whole, "yes", cancellation);

    /// <summary>At a start: a compare that fell due while nobody was there waits a little more, since the feeds tell what happened meanwhile sooner and for far fewer reads.</summary>
    public static async Task Defer(Connection connection, IStateStore store, DateTimeOffset now, CancellationToken cancellation)
    {
        if (Moment(await store.Read(connection.Name, DueAt, cancellation)) < now)
        {
            await store.Write(connection.Name, DueAt, Print(now + (connection.Pace.Compare / 24)), cancellation);
        }
    }

    /// <summary>Compares, or goes on with it, if it is due; returns for how long there is nothing to do then.</summary>
    public async Task<(TimeSpan Wait, PassResult? Failed)> Compare(CancellationToken cancellation)
    {
        if (await Begin(cancellation) is { } early)
        {
            return (early, null);
        }

        var place = Place.Parse(await store.Read(connection.Name, Stands, cancellation));
        for (var page = 0; page < Pages; page++)
        {
            var (next, fault) = await Step(place, cancellation);
            if (fault is not null)
            {
                return (TimeSpan.Zero, await Failed(place, fault, cancellation));
            }

            if (next is null)
            {
                await store.Write(connection.Name, DueAt, Print(time.GetUtcNow() + connection.Pace.Compare), cancellation);
                await store.Write(connection.Name, Stands, "", cancellation);
                return (connection.Pace.Compare, null);
            }

            place = next;
            await store.Write(connection.Name, Stands, place.ToString(), cancellation);
        }

        return (TimeSpan.Zero, null);
    }

    // Null when a compare is under way now; otherwise for how long none is due.
    private async Task<TimeSpan?> Begin(CancellationToken cancellation)
    {
        // Another mapping brings fields together that differ although nobody has touched them: no listing shows it.
        var (carried, isWhole) = (Carried(), await store.Read(connection.Name, Whole, cancellation) == "yes");
        if (isWhole || await store.Read(connection.Name, ComparedAs, cancellation) != carried)
        {
            // From the first page on, also if a compare was under way: what it has passed by already may have changed unseen.
            await Start(isWhole: true, cancellation);
            await store.Write(connection.Name, Whole, "no", cancellation);
            await store.Write(connection.Name, ComparedAs, carried, cancellation);
        }
        else if (string.IsNullOrEmpty(await store.Read(connection.Name, Stands, cancellation)))
        {
            var now = time.GetUtcNow();
            if (Moment(await store.Read(connection.Name, DueAt, cancellation)) is { } due && due > now)
            {
                return due - now < connection.Pace.Compare ? due - now : connection.Pace.Compare;
            }

            await Start(isWhole: false, cancellation);
        }

        return null;
    }

    private async Task Start(bool isWhole, CancellationToken cancellation)
    {
        await Sweeper.LookForDeletes(connection, store, cancellation);
        await store.Write(connection.Name, Stands, new Place(isWhole, Stage.Sanity, null).ToString(), cancellation);
    }

    // A vendor may not know a place any more at which a listing stood for days: that side's listing begins anew.
    private async Task<PassResult> Failed(Place place, CatalogFault fault, CancellationToken cancellation)
    {
        if (place.After is null || fault is not (CatalogFault.Refused or CatalogFault.Gone))
        {
            return PassResult.Failed(fault);
        }

        await store.Write(connection.Name, Stands, (place with { After = null }).ToString(), cancellation);
        return PassResult.Again(fault.Message);
    }

    private async Task<(Place? Next, CatalogFault? Fault)> Step(Place place, CancellationToken cancellation)
    {
        if (place.Stage == Stage.Linked)
        {
            var last = place.IsWhole
                ? await LinkedWork.Enqueue(store, connection.Name, Kind.Product, place.After ?? "", (time.GetUtcNow(), "everything is compared"), static _ => true, cancellation)
                : null;
            return (last is null ? null : place with { After = last }, null);
        }

        var side = place.Stage == Stage.Sanity ? Side.Sanity : Side.Stripe;
        var page = await connection.On(side).List(place.After, cancellation);
        if (page.Fault is { } fault)
        {
            return (null, fault);
        }

        await Enqueue(side, page.Value!, cancellation);
        return (page.Value!.Cursor is { } cursor ? place with { After = cursor } : place with { Stage = place.Stage + 1, After = null }, null);
    }

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

    // Which fields travel which way, and where documents hold them.
    private string Carried() =>
        string.Join('\n', connection.Policy.Rules.Select(rule => $"{rule.Kind}.{rule.Field}={rule.Place} {rule.Direction}").Order(StringComparer.Ordinal));

    private static string Print(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(string? milliseconds) =>
        long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    private enum Stage
    {
        Sanity,
        Stripe,
        Linked,
    }

    /// <summary>Where a compare stands, as it is kept: <c>part Stripe active:prod_1</c>.</summary>
    /// <param name="IsWhole">Whether each linked product is compared, at the end.</param>
    /// <param name="Stage">What is listed.</param>
    /// <param name="After">Where its listing goes on; null at its first page.</param>
    private sealed record Place(bool IsWhole, Stage Stage, string? After)
    {
        public static Place Parse(string? text) =>
            text?.Split(' ', 3) is [var extent, var name, var after] && Enum.TryParse<Stage>(name, out var stage)
                ? new Place(extent == "whole", stage, after.Length == 0 ? null : after)
                : new Place(IsWhole: true, Stage.Sanity, null);

        public override string ToString() => $"{(IsWhole ? "whole" : "part")} {Stage} {After}";
    }
}
