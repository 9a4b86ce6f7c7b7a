using System.Globalization;

namespace Tandem.Cli;

/// <summary>Spans of time as people say them.</summary>
internal static class Ages
{
    /// <summary>A span in its largest unit: <c>12 s</c>, <c>3 min</c>, <c>5 h</c>, <c>2 days</c>. A clock that was set back makes none negative.</summary>
    public static string Of(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalSeconds} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h"),
        { TotalDays: < 2 } => "1 day",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} days"),
    };
}
