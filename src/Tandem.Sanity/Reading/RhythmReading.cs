using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Reads how a subscription price is charged: how often, after which trial, and by what it is metered.</summary>
internal static class RhythmReading
{
    /// <summary>The name of the unit, in the document as in Stripe.</summary>
    public const string Interval = "interval";

    /// <summary>The name of the count of units.</summary>
    public const string Count = "interval_count";

    /// <summary>The names of all that a rhythm may hold; what else an editor keeps there is not ours.</summary>
    public static readonly ImmutableArray<string> Parts = [Interval, Count, Trial, Usage, Meter];

    private const string Trial = "trial_period_days";
    private const string Usage = "usage_type";
    private const string Meter = "meter";

    /// <summary>The rhythm: a group of <c>interval</c>, <c>interval_count</c> and what was agreed beyond them; unset for a price that is paid once.</summary>
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

        if (Parts.All(part => rhythm.Get(part) is null))
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

        if (Whole(rhythm, Count, 1) is not { } count || count < 1)
        {
            return Cell.Refused("interval_count must be a whole number above zero.");
        }

        return count > most
            ? Cell.Refused($"interval_count is {Money.Print(count)}; Stripe takes at most {most} for an interval of a {interval}.")
            : Terms(rhythm, Fields.Of((Interval, new FieldValue.Text(interval)), (Count, new FieldValue.Number(count))));
    }

    // What is the usual way in Stripe is not named: licensed, without a trial.
    private static Cell Terms(JsonElement rhythm, Fields fields)
    {
        var (usage, meter) = (FieldValue.OfText(rhythm.Text(Usage)), FieldValue.OfText(rhythm.Text(Meter)));
        switch (usage, meter)
        {
            case (null or FieldValue.Text { Value: "licensed" }, null):
                break;
            case (FieldValue.Text { Value: "metered" }, not null):
                fields = fields.With(Usage, usage).With(Meter, meter);
                break;
            case (FieldValue.Text { Value: "metered" }, null):
                return Cell.Refused("A metered price needs its meter (mtr_…).");
            case (null or FieldValue.Text { Value: "licensed" }, _):
                return Cell.Refused("A meter counts only with usage_type metered. Set that, or clear the meter.");
            default:
                return Cell.Refused("usage_type must be licensed or metered.");
        }

        return Whole(rhythm, Trial, 0) switch
        {
            0 => Cell.Of(new FieldValue.Group(fields)),
            { } days and > 0 => Cell.Of(new FieldValue.Group(fields.With(Trial, new FieldValue.Number(days)))),
            _ => Cell.Refused("trial_period_days must be a whole number above zero, or empty."),
        };
    }

    private static decimal? Whole(JsonElement rhythm, string name, decimal otherwise) => rhythm.Get(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.Number } number when Money.Parse(number.GetRawText()).Value is { } count && decimal.IsInteger(count) => count,
        _ => null,
    };
}
