using System.Globalization;

namespace Tandem.Sandbox.Sanity;

/// <summary>Counts calls by the second of world time.</summary>
/// <param name="limit">How many a second are allowed.</param>
internal sealed class RateLimit(int limit)
{
    private long _second;
    private int _used;

    /// <summary>Counts a call; false when it is one too many.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if (second != _second)
        {
            (_second, _used) = (second, 0);
        }

        return ++_used <= limit;
    }

    /// <summary>What answers tell about it.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers()
    {
        var (allowed, left) = (Text(limit), Text(Math.Max(0, limit - _used)));
        return
        [
            new("ratelimit-limit", allowed),
            new("ratelimit-remaining", left),
            new("ratelimit-reset", "1"),
            new("x-ratelimit-limit-second", allowed),
            new("x-ratelimit-remaining-second", left),
        ];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
