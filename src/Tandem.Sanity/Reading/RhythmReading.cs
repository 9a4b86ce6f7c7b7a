using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Reads how often a subscription price is charged.</summary>
internal static class RhythmReading
{
    /// <summary>The name of the unit, in the document as in Stripe.</summary>
    public const string Interval = "interval";

    /// <summary>The name of the count of units.</summary>
    public const string Count = "interval_count";

    /// <summary>The rhythm: a group of <c>interval</c> and <c>interval_count</c>; unset for a price that is paid once.</summary>
    public static Cell Read(JsonElement? held)
    {
        if (held is not { } rhythm)
        {
            return Cell.Unset;
        }

        if (rhythm.ValueKind != JsonValueKind.Object)
        {
            return Cell.Refused("This must be an object with interval and interval_count.");
        }

        if (rhythm.Get(Interval) is null && rhythm.Get(Count) is null)
        {
            // The Studio leaves an empty object behind when an editor clears its fields.
            return Cell.Unset;
        }

        var interval = rhythm.Text(Interval)?.Trim().ToLowerInvariant() ?? "";

        // Stripe takes rhythms of at most three years.
        var most = interval switch { "day" => 1095, "week" => 156, "month" => 36, "year" => 3, _ => 0 };
        if (most == 0)
        {
            return Cell.Refused("interval must be day, week, month or year.");
        }

        if (CountOf(rhythm) is not { } count || count < 1)
        {
            return Cell.Refused("interval_count must be a whole number above zero.");
        }

        return count > most
            ? Cell.Refused($"interval_count is {Money.Print(count)}; Stripe takes at most {most} for an interval of a {interval}.")
            : Cell.Of(new FieldValue.Group(Fields.Of((Interval, new FieldValue.Text(interval)), (Count, new FieldValue.Number(count)))));
    }

    private static decimal? CountOf(JsonElement rhythm) => rhythm.Get(Count) switch
    {
        null => 1,
        { ValueKind: JsonValueKind.Number } number when Money.Parse(number.GetRawText()).Value is { } count && decimal.IsInteger(count) => count,
        _ => null,
    };
}
