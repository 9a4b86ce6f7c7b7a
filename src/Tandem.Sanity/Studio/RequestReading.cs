using System.Text.Json;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Reads requests of the Studio plugin. Nothing in them is trusted: what they say is checked, and who says it is asked of the history.</summary>
internal static class RequestReading
{
    private const int LongestField = 300;

    private const int LongestAuthor = 128;

    /// <summary>Whether a document can be answered: its id is a request's, and it names a document that can be published.</summary>
    public static bool IsSound(JsonElement row) => StudioId.NonceOf(row.Text("_id")) is not null && SanityId.Parse(row.Text("documentId")) is SanityId.Published;

    /// <summary>The request; null when the history does not tell yet of the very write that made the document what it is.</summary>
    public static StudioRequest? Read(JsonElement row, Rows history)
    {
        foreach (var line in history.Items.Where(line => line.Text("id") is { } id && id == row.Text("_rev")))
        {
            if (DocumentViews.Moment(line.Text("timestamp")) is { } at)
            {
                return Of(row, Author(line.Text("author")), at);
            }
        }

        return null;
    }

    /// <summary>A request of which the history says nothing.</summary>
    public static StudioRequest Anonymous(JsonElement row, DateTimeOffset now) => Of(row, null, now);

    private static StudioRequest Of(JsonElement row, string? author, DateTimeOffset at) => new()
    {
        Nonce = StudioId.NonceOf(row.Text("_id"))!,
        DocumentId = row.Text("documentId")!,
        Action = row.Text("action") switch
        {
            "syncToStripe" => StudioAction.SyncToStripe,
            "syncFromStripe" => StudioAction.SyncFromStripe,
            "resolve" => StudioAction.Resolve,
            "release" => StudioAction.Release,
            "refuse" => StudioAction.Refuse,
            _ => StudioAction.Unknown,
        },
        Field = row.Text("field") is { Length: > 0 and <= LongestField } field ? field : null,
        Keep = row.Text("keep") switch
        {
            "sanity" => Side.Sanity,
            "stripe" => Side.Stripe,
            _ => null,
        },
        Author = author,
        AskedAt = at,
    };

    // An id goes into logs and documents: it is short and visible.
    private static string? Author(string? text) => text is { Length: > 0 and <= LongestAuthor } author && author.All(c => c is > ' ' and < '\x7f') ? author : null;
}
