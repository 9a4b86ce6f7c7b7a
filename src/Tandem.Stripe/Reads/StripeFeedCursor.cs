using System.Globalization;

namespace Tandem.Stripe;

/// <summary>Where reading the event list goes on: the newest event seen, and the day on which was last looked.</summary>
/// <remarks>
/// Stripe keeps events for 30 days (https://docs.stripe.com/api/events). The day makes a pause longer than that certain, whatever Stripe does with
/// the id of an event that it has forgotten. Text form: <c>evt_…@20780</c>, or <c>@20780</c> when there was no event at all.
/// </remarks>
/// <param name="EventId">The newest event that was seen; null when there was none.</param>
/// <param name="Day">Days since 1970 (UTC).</param>
internal readonly record struct StripeFeedCursor(string? EventId, long Day)
{
    /// <summary>For how many days of pause the list is trusted to be whole; one less than Stripe keeps.</summary>
    private const int KeptDays = 29;

    /// <summary>The cursor at a moment.</summary>
    public static StripeFeedCursor At(string? eventId, DateTimeOffset now) => new(eventId, DayOf(now));

    /// <summary>The cursor of a text, or null when it is none of ours.</summary>
    public static StripeFeedCursor? Parse(string text)
    {
        var parts = text.Split('@');
        return parts.Length == 2
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var day)
            && (parts[0].Length == 0 || StripeIds.IsSafe(parts[0]))
                ? new StripeFeedCursor(parts[0].Length == 0 ? null : parts[0], day)
                : null;
    }

    /// <summary>Whether events may have been forgotten since.</summary>
    public bool IsTooOld(DateTimeOffset now) => DayOf(now) - Day > KeptDays;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EventId}@{Day}");

    private static long DayOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / 86_400;
}
