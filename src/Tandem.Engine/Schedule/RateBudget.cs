namespace Tandem.Engine;

/// <summary>One side's budget of calls: a token bucket that a vendor's own words can empty.</summary>
/// <remarks>
/// Holds, if nothing else is said, at most a quarter of a second's worth of calls, so that a full bucket and what flows into it stay below the vendor's limit in any one second
/// (20 a second and 5 saved ones for a limit of 25). Waiters are served in the order in which they came. It runs on the monotonic clock: one that is set
/// back by an hour must not stop all calls for an hour.
/// </remarks>
/// <param name="perSecond">How many calls a second it lets through.</param>
/// <param name="time">The clock.</param>
/// <param name="saved">How long it saves calls up; a quarter of a second when null.</param>
public sealed class RateBudget(double perSecond, TimeProvider time, TimeSpan? saved = null)
{
    private readonly TimeSpan _saved = saved ?? TimeSpan.FromSeconds(0.25);

    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next = TimeSpan.MinValue;
    private long _taken;

    /// <summary>The longest wait that a caller is kept in line for; beyond it the caller is sent away, so that no lease is held for nothing.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>How many calls a second it lets through.</summary>
    public double PerSecond => perSecond;

    /// <summary>How many calls it has let through, or is about to.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>
    /// Waits until that many calls may be made, and returns null; or returns at once how long it would take, if that is longer than <see cref="LongestWait"/>.
    /// </summary>
    public async Task<TimeSpan?> Take(int calls, CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetElapsedTime(_start);
            var oldest = now - _saved;
            var next = (_next < oldest ? oldest : _next) + TimeSpan.FromSeconds(calls / perSecond);
            wait = next - now;
            if (wait > LongestWait)
            {
                return wait;
            }

            _next = next;
            _taken += calls;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation);
        }

        return null;
    }

    /// <summary>Lets no call through for a while, because the vendor asked for it.</summary>
    public void Pause(TimeSpan wait)
    {
        lock (_gate)
        {
            var until = time.GetElapsedTime(_start) + wait;
            _next = _next < until ? until : _next;
        }
    }
}
