namespace Tandem.Engine;

/// <summary>One side's budget of calls: a token bucket that a vendor's own words can empty.</summary>
/// <remarks>Holds at most one second's worth of calls; waiters are served in the order in which they came.</remarks>
public sealed class RateBudget(double perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Waits until that many calls may be made.</summary>
    public async Task Take(int calls, CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var oldest = now - TimeSpan.FromSeconds(1);
            _next = _next < oldest ? oldest : _next;
            _next += TimeSpan.FromSeconds(calls / perSecond);
            wait = _next - now;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation);
        }
    }

    /// <summary>Lets no call through for a while, because the vendor asked for it.</summary>
    public void Pause(TimeSpan wait)
    {
        lock (_gate)
        {
            var until = time.GetUtcNow() + wait;
            _next = _next < until ? until : _next;
        }
    }
}
