namespace Tandem.Engine;

/// <summary>How long to wait before the next attempt: doubling, bounded, with jitter so that many failures do not return as one wave.</summary>
public static class Backoff
{
    /// <summary>The wait after that many failed attempts (0 for the first): between half and all of the doubled first wait.</summary>
    public static TimeSpan After(int attempts, EngineOptions options, Random random)
    {
        var doubled = options.FirstRetry.TotalMilliseconds * Math.Pow(2, Math.Min(attempts, 30));
        var bounded = Math.Min(doubled, options.LongestRetry.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(bounded * (0.5 + (random.NextDouble() / 2)));
    }
}
