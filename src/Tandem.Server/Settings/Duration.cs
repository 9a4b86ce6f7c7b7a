using System.Globalization;

namespace Tandem.Server;

/// <summary>Durations as people write them: <c>500ms</c>, <c>5s</c>, <c>15m</c>, <c>24h</c>, <c>90d</c>.</summary>
public static class Duration
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Reads a whole number with its unit.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var (unit, length) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count <= TimeSpan.MaxValue / length)
            {
                duration = count * length;
                return true;
            }
        }

        duration = default;
        return false;
    }

    /// <summary>Writes a duration in the largest unit that fits.</summary>
    public static string Format(TimeSpan duration)
    {
        var (unit, length) = Units.Last(unit => unit.Unit == "ms" || (duration >= unit.Length && duration.Ticks % unit.Length.Ticks == 0));
        return string.Create(CultureInfo.InvariantCulture, $"{duration / length:0}{unit}");
    }
}
