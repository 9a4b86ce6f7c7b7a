using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Stripe;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>Reads Stripe's event list from a cursor on, oldest first: what makes up for webhooks that never came.</summary>
/// <param name="connection">The tamed client.</param>
/// <param name="options">Page sizes and the connection's name.</param>
internal sealed class StripeFeed(StripeConnection connection, StripeOptions options)
{
    /// <summary>One page.</summary>
    public async Task<Outcome<FeedPage>> Read(string? cursor, CancellationToken cancellation)
    {
        if (cursor is null)
        {
            return await Present(isLost: false, cancellation);
        }

        if (StripeFeedCursor.Parse(cursor) is not { } at || at.IsTooOld(connection.Time.GetUtcNow()))
        {
            return await Present(isLost: true, cancellation);
        }

        return at.EventId is { } known ? await After(known, at, cancellation) : await FromTheFirst(cancellation);
    }

    private async Task<Outcome<FeedPage>> Present(bool isLost, CancellationToken cancellation)
    {
        var newest = await List(new EventListOptions { Limit = 1 }, cancellation);
        return newest.Value is { } page ? new FeedPage([], Cursor(page.Newest), HasMore: false, isLost) : newest.Fault!;
    }

    private async Task<Outcome<FeedPage>> After(string known, StripeFeedCursor at, CancellationToken cancellation)
    {
        var answer = await List(new EventListOptions { Limit = options.PageLimit, EndingBefore = known }, cancellation);
        return answer switch
        {
            { Value: { Newest: { } newest } page } => new FeedPage(page.OldestFirst, Cursor(newest), page.HasMore, page.IsTorn),
            { Value: not null } => new FeedPage([], at.Again(connection.Time.GetUtcNow()).ToString(), HasMore: false, IsLost: false),

            // It was the newest at the last look: what Stripe still knows came after it.
            { Fault: CatalogFault.Gone or CatalogFault.Refused { Code: "resource_missing" } } when at.MayBeForgotten(connection.Time.GetUtcNow()) => await FromTheFirst(cancellation),
            { Fault: CatalogFault.Gone or CatalogFault.Refused { Code: "resource_missing" } } => await Present(isLost: true, cancellation),
            _ => answer.Fault!,
        };
    }

    /// <summary>There was no event when the cursor was made, or none of them is known any more: whatever is there now is new. Walks back to the very first.</summary>
    private async Task<Outcome<FeedPage>> FromTheFirst(CancellationToken cancellation)
    {
        var deliveries = ImmutableArray<Delivery>.Empty;
        Event? newest = null;
        string? oldest = null;
        var isTorn = false;
        for (var pages = 0; pages < options.MaxPages; pages++)
        {
            var answer = await List(new EventListOptions { Limit = options.PageLimit, StartingAfter = oldest }, cancellation);
            if (answer.Value is not { } page)
            {
                return answer.Fault!;
            }

            deliveries = [.. page.OldestFirst, .. deliveries];
            newest ??= page.Newest;
            oldest = page.OldestId;
            isTorn |= page.IsTorn;
            if (!page.HasMore)
            {
                return new FeedPage(deliveries, Cursor(newest), HasMore: false, isTorn);
            }
        }

        return new FeedPage([], Cursor(newest), HasMore: false, IsLost: true);
    }

    private string Cursor(Event? newest)
    {
        var now = connection.Time.GetUtcNow();
        return (newest is null ? StripeFeedCursor.Nothing(now) : StripeFeedCursor.Behind(newest.Id, new DateTimeOffset(newest.Created, TimeSpan.Zero), now)).ToString();
    }

    private Task<Outcome<EventPage>> List(EventListOptions parameters, CancellationToken cancellation)
    {
        parameters.Types = [.. StripeDelivery.Types];
        return connection.Send(
            StripeCall.Read("listing events"),
            async token => Page(await connection.Api.Events.ListAsync(parameters, requestOptions: null, token)),
            cancellation);
    }

    private EventPage Page(StripeList<Event> list)
    {
        if (list.HasMore && list.Data.Count == 0)
        {
            throw new JsonException("Stripe answered with an empty page and promised more.");
        }

        var now = connection.Time.GetUtcNow();
        var deliveries = list.Data.AsEnumerable().Reverse()
            .Select(shown => StripeDelivery.Read(options.Connection, options.Expected, Encoding.UTF8.GetBytes(shown.Shown().GetRawText()), now))
            .ToImmutableArray();
        return new EventPage(
            [.. deliveries.Select(delivery => delivery.Value).OfType<Delivery>()],
            list.Data.FirstOrDefault(),
            list.Data.LastOrDefault()?.Id,
            list.HasMore,
            deliveries.Any(delivery => delivery.Fault is not null));
    }

    /// <summary>A page of events.</summary>
    /// <param name="OldestFirst">The events as deliveries.</param>
    /// <param name="Newest">The newest event; null when there is none.</param>
    /// <param name="OldestId">The oldest event; null when there is none.</param>
    /// <param name="HasMore">Whether there are more.</param>
    /// <param name="IsTorn">Whether an event could not be read, so that only a full compare finds what it told of.</param>
    private sealed record EventPage(ImmutableArray<Delivery> OldestFirst, Event? Newest, string? OldestId, bool HasMore, bool IsTorn);
}
