using System.Globalization;

namespace Tandem.Stripe;

/// <summary>Where reading the event list goes on: the newest event seen, the day on which was last looked, and that on which the event happened.</summary>
/// <remarks>
/// Stripe keeps events for 30 days (https://docs.stripe.com/api/events). The first day makes a pause longer than that certain, whatever Stripe does with
/// the id of an event that it has forgotten. The second one tells an event that is forgotten because nothing has happened since from one that Stripe never had.
/// Text form: <c>evt_…@20780@20771</c>, or <c>@20780</c> when there was no event at all.
/// </remarks>
/// <param name="EventId">The newest event that was seen; null when there was none.</param>
/// <param name="Day">Days since 1970 (UTC).</param>
/// <param name="Born">The event's day; null when it is not known.</param>
internal readonly record struct StripeFeedCursor(string? EventId, long Day, long? Born)
{
    /// <summary>For how many days of pause the list is trusted to be whole; one less than Stripe keeps.</summary>
    private const int KeptDays = 29;

    /// <summary>The cursor behind an event, at a moment.</summary>
    public static StripeFeedCursor Behind(string eventId, DateTimeOffset born, DateTimeOffset now) => new(eventId, DayOf(now), DayOf(born));

    /// <summary>The cursor at a moment when there is no event at all.</summary>
    public static StripeFeedCursor Nothing(DateTimeOffset now) => new(null, DayOf(now), null);

    /// <summary>The cursor of a text, or null when it is none of ours.</summary>
    public static StripeFeedCursor? Parse(string text)
    {
        var born = 0L;
        return text.Split('@') is [var id, var looked, .. var rest] && rest.Length <= 1
            && IsDay(looked, out var day)
            && (rest.Length == 0 || IsDay(rest[0], out born))
            && (id.Length == 0 || StripeIds.IsSafe(id))
                ? new StripeFeedCursor(id.Length == 0 ? null : id, day, rest.Length == 0 ? null : born)
                : null;
    }

    /// <summary>Whether events may have been forgotten since.</summary>
    public bool IsTooOld(DateTimeOffset now) => DayOf(now) - Day > KeptDays;

    /// <summary>Whether the event is so old that Stripe may not know it any more.</summary>
    public bool MayBeForgotten(DateTimeOffset now) => DayOf(now) - Born >= KeptDays;

    /// <summary>The same place, looked at anew.</summary>
    public StripeFeedCursor Again(DateTimeOffset now) => this with { Day = DayOf(now) };

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EventId}@{Day}{(Born is null ? "" : "@")}{Born}");

    private static bool IsDay(string text, out long day) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out day);

    private static long DayOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / 86_400;
}
