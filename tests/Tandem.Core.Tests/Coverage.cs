using System.Collections.Concurrent;
using System.Globalization;

namespace Tandem.Core.Tests;

/// <summary>Counts how often each class of cases came up, so that a law that never meets a conflict is no law.</summary>
public sealed class Coverage(string name, params string[] classes)
{
    private readonly ConcurrentDictionary<string, long> _seen = new(StringComparer.Ordinal);
    private long _cases;

    /// <summary>Counts one case, which may be of several classes.</summary>
    public void Count(params ReadOnlySpan<string> found)
    {
        Interlocked.Increment(ref _cases);
        foreach (var one in found)
        {
            _seen.AddOrUpdate(one, 1, (_, count) => count + 1);
        }
    }

    // Of fewer cases a share says nothing.
    private const int Enough = 10_000;

    /// <summary>Prints the shares, and fails when a class has less than a hundredth of all cases.</summary>
    public void Check()
    {
        var shares = classes.Select(one => (Class: one, Share: 100.0 * _seen.GetValueOrDefault(one) / Math.Max(1, _cases))).ToList();
        var text = string.Join(", ", shares.Select(share => string.Create(CultureInfo.InvariantCulture, $"{share.Class} {share.Share:0.0} %")));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {_cases:N0} cases: {text}"));
        Assert.DoesNotContain(shares, share => share.Share < 1 && _cases >= Enough);
    }
}
