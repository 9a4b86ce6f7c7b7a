namespace Tandem.Sandbox;

/// <summary>A rate limit of an account and mode, of all requests or of those to one endpoint: so many requests in any one second of world time.</summary>
internal sealed class StripeRateLimit(int perSecond)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private readonly Queue<DateTimeOffset> _recent = [];

    /// <summary>Counts a request; false when it is one too many. Refused requests do not count.</summary>
    public bool Allows(DateTimeOffset now)
    {
        while (_recent.TryPeek(out var oldest) && oldest <= now - Window)
        {
            _recent.Dequeue();
        }

        if (perSecond > 0 && _recent.Count >= perSecond)
        {
            return false;
        }

        _recent.Enqueue(now);
        return true;
    }
}
