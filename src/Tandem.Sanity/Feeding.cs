using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Tells what changed since a cursor, for when webhooks got lost.</summary>
/// <remarks>
/// Deletions leave no trace among changed documents: only a listing finds them. None is needed while nothing was told and there are as many documents as before: a document
/// that takes the place of a deleted one in the count is a changed one.
/// </remarks>
internal sealed class Feeding(SanityClient client, SanityOptions options, SanitySchema schema, TimeProvider clock)
{
    /// <summary>One page, oldest first.</summary>
    public async Task<Outcome<FeedPage>> Feed(string? cursor, CancellationToken cancellation)
    {
        if (cursor is null)
        {
            return await Start(isLost: false, cancellation);
        }

        return FeedCursor.Parse(cursor) is { } place ? await Next(place, cancellation) : await Start(isLost: true, cancellation);
    }

    private async Task<Outcome<FeedPage>> Next(FeedCursor place, CancellationToken cancellation)
    {
        var (at, id) = place.From;
        var outcome = await client.Query(Groq.Changed, Parameters(at, id), "feed", cancellation);
        if (outcome.Fault is { } fault)
        {
            return fault;
        }

        if (Changes.Read(outcome.Value!) is not { } changes)
        {
            return SanityFaults.Malformed(Access.Read);
        }

        var rows = changes.Documents;
        var told = place.Seen.Select(document => document.Mark).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<ChangedDocument> news = [.. rows.Where(row => !told.Contains(row.Seen.Mark))];
        var seen = place.Seen.AddRange(news.Select(row => row.Seen));
        var hasMore = changes.Rows >= options.FeedPageSize && !rows.IsEmpty;
        var next = hasMore
            ? FeedCursor.Midway(rows[^1].Seen.At, rows[^1].Id, seen) with { Count = place.Count }
            : FeedCursor.Settled(rows.IsEmpty ? place.At : rows[^1].Seen.At, clock.GetUtcNow(), seen) with { Count = changes.Count };
        return new FeedPage([.. news.Select(Told)], next.Print(), hasMore, IsLost: false) { MayHideDeletes = !news.IsEmpty || (!hasMore && place.Count != changes.Count) };
    }

    private async Task<Outcome<FeedPage>> Start(bool isLost, CancellationToken cancellation)
    {
        var outcome = await client.Query(Groq.Newest, Parameters(null, null), "feed", cancellation);
        if (outcome.Fault is { } fault)
        {
            return fault;
        }

        if (Changes.Read(outcome.Value!) is not { } changes)
        {
            return SanityFaults.Malformed(Access.Read);
        }

        // The dataset's own newest stamp, so that a clock that differs from Sanity's skips nothing; ours where there is none yet.
        var rows = changes.Documents;
        var newest = rows.IsEmpty ? FeedCursor.Settled("9999", clock.GetUtcNow(), []).At : rows[0].Seen.At;
        var place = FeedCursor.Settled(newest, clock.GetUtcNow(), [.. rows.Select(row => row.Seen).Reverse()]) with { Count = changes.Count };
        return new FeedPage([], place.Print(), HasMore: false, isLost) { MayHideDeletes = true };
    }

    private JsonObject Parameters(string? at, string? id)
    {
        var parameters = new JsonObject { ["types"] = schema.Types(), ["limit"] = options.FeedPageSize };
        if (at is not null)
        {
            parameters["at"] = at;
            parameters["id"] = id;
        }

        return parameters;
    }

    private Delivery Told(ChangedDocument row)
    {
        var kind = schema.KindOf(row.Type) ?? Kind.Product;
        return Delivery.OfDocument(options.Connection, new ObjectId(Side.Sanity, kind, row.Id), row.Revision, clock.GetUtcNow()) with
        {
            Related = kind == Kind.Price && row.ProductId is { } product ? [new ObjectId(Side.Sanity, Kind.Product, product)] : [],
        };
    }

    /// <summary>What a query of the feed answers.</summary>
    /// <param name="Count">How many documents there are in all.</param>
    /// <param name="Rows">How many changed ones it gave.</param>
    /// <param name="Documents">Those of them that can be told of.</param>
    private sealed record Changes(int Count, int Rows, ImmutableArray<ChangedDocument> Documents)
    {
        public static Changes? Read(Rows rows) =>
            rows.Items is [var answer] && answer.Get("count") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var count)
                && answer.Get("changed") is { ValueKind: JsonValueKind.Array } changed
                ? new Changes(count, changed.GetArrayLength(), [.. changed.EnumerateArray().Select(ChangedDocument.Read).OfType<ChangedDocument>()])
                : null;
    }

    private sealed record ChangedDocument(string Id, string? Type, string Revision, string? ProductId, SeenDocument Seen)
    {
        public static ChangedDocument? Read(JsonElement row) =>
            SanityId.Parse(row.Text("_id")) is SanityId.Published id && row.Text("_rev") is { } revision && row.Text("_updatedAt") is { } at
                ? new ChangedDocument(id.Whole, row.Text("_type"), revision, SanityId.PublishedOf(row.Text("product")), new SeenDocument(at, Derived.Hex(id.Whole, revision)[..12]))
                : null;
    }
}
