using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tandem.Sanity;

/// <summary>A place in the order of change, and what was already told around it.</summary>
/// <param name="At">The <c>_updatedAt</c> of the last told document, as text.</param>
/// <param name="Id">Its id; meaningful in the middle of a round.</param>
/// <param name="IsMidway">Whether more pages of the same round follow, so that the next one goes on exactly behind this place.</param>
/// <param name="Seen">What was told within the overlap: the moment, and the document with its revision in short.</param>
internal sealed record FeedCursor(string At, string Id, bool IsMidway, ImmutableArray<SeenDocument> Seen)
{
    /// <summary>How many documents there were at the end of the last round; null when that is not known.</summary>
    public int? Count { get; init; }

    /// <summary>How far each round looks back: a document's stamp may be older than the moment at which a query shows it.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(90);

    /// <summary>How many told documents are remembered; telling one twice is harmless.</summary>
    private const int MostSeen = 1_000;

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>From where the next page is asked: a place that the page does not include.</summary>
    [JsonIgnore]
    public (string At, string Id) From => IsMidway ? (At, Id) : (Back(At), "");

    /// <summary>The place at the end of a round.</summary>
    /// <param name="last">The last stamp that was told.</param>
    /// <param name="now">The present. A stamp may be set by anyone: one from the future must not hide all that changes until then.</param>
    /// <param name="seen">What was told, oldest first.</param>
    public static FeedCursor Settled(string last, DateTimeOffset now, ImmutableArray<SeenDocument> seen)
    {
        var present = Print(now);
        var at = string.CompareOrdinal(last, present) > 0 ? present : last;
        var back = Back(at);
        return new FeedCursor(at, "", IsMidway: false, Latest([.. seen.Where(document => string.CompareOrdinal(document.At, back) >= 0)]));
    }

    /// <summary>A place in the middle of a round.</summary>
    public static FeedCursor Midway(string at, string id, ImmutableArray<SeenDocument> seen) => new(at, id, IsMidway: true, Latest(seen));

    /// <summary>The cursor as the engine keeps it.</summary>
    public string Print() => JsonSerializer.Serialize(this);

    /// <summary>Reads a kept cursor; null when it is none.</summary>
    public static FeedCursor? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<FeedCursor>(text) is { At: not null, Id: not null, Seen.IsDefault: false } cursor
                && DocumentViews.Moment(cursor.At) is not null
                ? cursor
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ImmutableArray<SeenDocument> Latest(ImmutableArray<SeenDocument> seen) => seen.Length <= MostSeen ? seen : seen[^MostSeen..];

    private static string Back(string at) => DocumentViews.Moment(at) is { } moment ? Print(moment - Overlap) : at;

    private static string Print(DateTimeOffset moment) => moment.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}

/// <summary>A document that a feed has told of.</summary>
/// <param name="At">Its stamp.</param>
/// <param name="Mark">Its id and revision in short.</param>
internal sealed record SeenDocument(string At, string Mark);
