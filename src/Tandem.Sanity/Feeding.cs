using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Tells what changed since a cursor, for when webhooks got lost. Deletions leave no trace here: only a full compare finds them.</summary>
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

        var rows = Changed(outcome.Value!);
        var told = place.Seen.Select(document => document.Mark).ToHashSet(StringComparer.Ordinal);
        var seen = place.Seen.AddRange(rows.Where(row => !told.Contains(row.Seen.Mark)).Select(row => row.Seen));
        var hasMore = outcome.Value!.Items.Length >= options.FeedPageSize && !rows.IsEmpty;
        var next = hasMore
            ? FeedCursor.Midway(rows[^1].Seen.At, rows[^1].Id, seen)
            : FeedCursor.Settled(rows.IsEmpty ? place.At : rows[^1].Seen.At, clock.GetUtcNow(), seen);
        return new FeedPage([.. rows.Where(row => !told.Contains(row.Seen.Mark)).Select(Told)], next.Print(), hasMore, IsLost: false);
    }

    private async Task<Outcome<FeedPage>> Start(bool isLost, CancellationToken cancellation)
    {
        var outcome = await client.Query(Groq.Newest, Parameters(null, null), "feed", cancellation);
        if (outcome.Fault is { } fault)
        {
            return fault;
        }

        // The dataset's own newest stamp, so that a clock that differs from Sanity's skips nothing; ours where there is none yet.
        var rows = Changed(outcome.Value!);
        var newest = rows.IsEmpty ? FeedCursor.Settled("9999", clock.GetUtcNow(), []).At : rows[0].Seen.At;
        return new FeedPage([], FeedCursor.Settled(newest, clock.GetUtcNow(), [.. rows.Select(row => row.Seen).Reverse()]).Print(), HasMore: false, isLost);
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

    private static ImmutableArray<ChangedDocument> Changed(Rows rows) => [.. rows.Items.Select(ChangedDocument.Read).OfType<ChangedDocument>()];

    private Delivery Told(ChangedDocument row)
    {
        var kind = schema.KindOf(row.Type) ?? Kind.Product;
        return Delivery.OfDocument(options.Connection, new ObjectId(Side.Sanity, kind, row.Id), row.Revision, clock.GetUtcNow()) with
        {
            Related = kind == Kind.Price && row.ProductId is { } product ? [new ObjectId(Side.Sanity, Kind.Product, product)] : [],
        };
    }

    private sealed record ChangedDocument(string Id, string? Type, string Revision, string? ProductId, SeenDocument Seen)
    {
        public static ChangedDocument? Read(JsonElement row) =>
            SanityId.Parse(row.Text("_id")) is SanityId.Published id && row.Text("_rev") is { } revision && row.Text("_updatedAt") is { } at
                ? new ChangedDocument(id.Whole, row.Text("_type"), revision, SanityId.PublishedOf(row.Text("product")), new SeenDocument(at, Derived.Hex(id.Whole, revision)[..12]))
                : null;
    }
}
