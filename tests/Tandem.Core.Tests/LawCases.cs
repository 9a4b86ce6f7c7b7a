using System.Globalization;

namespace Tandem.Core.Tests;

/// <summary>
/// How many cases a law is held against. <c>TANDEM_LAW_CASES</c> (a number) is the most of any law: a mutation run repeats the laws thousands of times.
/// </summary>
internal static class LawCases
{
    private static readonly int Most =
        int.TryParse(Environment.GetEnvironmentVariable("TANDEM_LAW_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? most : int.MaxValue;

    /// <summary>The usual count, or the most that was asked for.</summary>
    public static int Of(int usual) => Math.Min(usual, Most);
}
