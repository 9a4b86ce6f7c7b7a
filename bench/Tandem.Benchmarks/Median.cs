namespace Tandem.Benchmarks;

/// <summary>The middle of measurements.</summary>
internal static class Median
{
    /// <summary>The median.</summary>
    public static double Of(IEnumerable<double> values) => At(values, 0.5);

    /// <summary>The value below which that share of the values lies.</summary>
    public static double At(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
    }
}
