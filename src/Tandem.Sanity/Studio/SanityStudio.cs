using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>The way between the service and the Studio plugin, through private documents of the dataset.</summary>
/// <remarks>
/// Editors write requests with their own rights, so that Sanity itself refuses those who have none; who wrote one, and when, is read from the dataset's history, since
/// everything in a document can be forged by whoever writes it.
/// </remarks>
internal sealed class SanityStudio(SanityClient client, SanitySchema schema, bool isLive, TimeProvider clock) : IStudio
{
    private const int PageSize = 100;

    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);

    // The history tells of a write within moments; of one that it does not tell of for so long, it never will.
    private static readonly TimeSpan Untold = TimeSpan.FromMinutes(2);

    private readonly StatusWriting _writing = new(schema, isLive);

    /// <inheritdoc/>
    public async Task<Outcome<Mail>> Collect(string? after, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var parameters = new JsonObject { ["last"] = after ?? "", ["stale"] = Text(now - Stale), ["limit"] = PageSize };
        var found = await client.Query(Groq.Requests, parameters, "studio", cancellation);
        if (found.Fault is { } fault)
        {
            return fault;
        }

        var rows = found.Value!.Items;
        var next = rows.Length < PageSize ? null : rows[^1].Text("_id");
        var asked = rows.Where(RequestReading.IsSound).ToImmutableArray();
        var strays = rows.Where(row => !RequestReading.IsSound(row)).Select(row => row.Text("_id")).OfType<string>().ToImmutableArray();
        if (asked.IsEmpty)
        {
            return new Mail([], strays, next, IsIncomplete: false);
        }

        var history = await client.History(asked.Select(row => row.Text("_id")!), cancellation);
        if (history.Fault is { } unread)
        {
            return unread;
        }

        var requests = asked.Select(row => RequestReading.Read(row, history.Value!) ?? (IsUntold(row, now) ? RequestReading.Anonymous(row, now) : null)).ToImmutableArray();
        return new Mail([.. requests.OfType<StudioRequest>()], strays, next, requests.Any(request => request is null));
    }

    /// <inheritdoc/>
    public async Task<Outcome<Sighting>> Look(string nonce, CancellationToken cancellation)
    {
        var found = await client.Documents([StudioId.OfRequest(nonce)], Versions.Named, "studio", cancellation);
        return found.Fault is { } fault ? fault : new Sighting(!found.Value!.Documents.IsEmpty);
    }

    /// <inheritdoc/>
    public async Task<Outcome<Posted>> Post(StudioPost post, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        var statuses = post.Notices.Where(notice => SanityId.Parse(notice.Status.DocumentId) is SanityId.Published).Select(_writing.Document).ToImmutableArray();
        var shown = await client.Documents(statuses.Select(status => (string)status["_id"]!), Versions.Named, "studio", cancellation);
        if (shown.Fault is { } blind)
        {
            return blind;
        }

        var revisions = shown.Value!.Documents.DistinctBy(document => document.Text("_id")).ToDictionary(document => document.Text("_id")!, document => document.Text("_rev"), StringComparer.Ordinal);
        var mutations = new JsonArray(
        [
            .. statuses.SelectMany(status => Guarded(status, revisions.GetValueOrDefault((string)status["_id"]!))),
            .. post.Answered.Select(StudioId.OfRequest).Concat(post.Strays).Select(JsonNode (id) => new JsonObject { ["delete"] = new JsonObject { ["id"] = id } }),
        ]);
        if (mutations.Count == 0)
        {
            return Posted.Done;
        }

        // Of all that is written, guards included: a service that has lost its database counts its tokens anew, and Sanity would take what it says now for said.
        var outcome = await client.Mutate(mutations, Derived.Uuid(token, mutations.ToJsonString()), _ => null, cancellation);
        return outcome.Fault is { } fault ? fault : Posted.Done;
    }

    // Only a patch has a guard, so one that changes nothing stands before what replaces the whole document, as the Studio's own publishing does it. Without a guard, what
    // was on the wire for minutes would show what has long been told otherwise: https://www.sanity.io/docs/http-mutations.
    private static IEnumerable<JsonNode> Guarded(JsonObject status, string? revision) => revision is null
        ? [new JsonObject { ["create"] = status }]
        :
        [
            new JsonObject { ["patch"] = new JsonObject { ["id"] = (string)status["_id"]!, ["ifRevisionID"] = revision, ["unset"] = new JsonArray("_revision_lock_pseudo_field_") } },
            new JsonObject { ["createOrReplace"] = status },
        ];

    /// <inheritdoc/>
    public Task<CatalogFault?> Listen(Func<Heard, Task> heard, CancellationToken cancellation) => client.Listen(Groq.Asked, [], heard, cancellation);

    private static bool IsUntold(JsonElement row, DateTimeOffset now) => DocumentViews.Moment(row.Text("_updatedAt")) is not { } written || now - written > Untold;

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
