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
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private readonly TimeSpan _saved = saved ?? TimeSpan.FromSeconds(0.25);

    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next = TimeSpan.MinValue;
    private TimeSpan _pausedUntil = TimeSpan.MinValue;
    private TimeSpan _paused;
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
        TimeSpan turn;
        lock (_gate)
        {
            var now = time.GetElapsedTime(_start);
            var oldest = now - _saved;
            var next = (_next < oldest ? oldest : _next) + TimeSpan.FromSeconds(calls / perSecond);
            if (next - now > LongestWait)
            {
                return next - now;
            }

            (_next, turn) = (next, next - _paused);
            Interlocked.Add(ref _taken, calls);
        }

        // A pause may begin while one stands in line. Timers know whole milliseconds.
        while (Left(turn) is var left && left >= Tick)
        {
            if (left > LongestWait)
            {
                Interlocked.Add(ref _taken, -calls);
                return left;
            }

            await Task.Delay(left, time, cancellation);
        }

        return null;
    }

    /// <summary>Lets no call through for a while, because the vendor asked for it: none of those that stand in line either, which keep their order and their distance.</summary>
    public void Pause(TimeSpan wait)
    {
        lock (_gate)
        {
            var now = time.GetElapsedTime(_start);
            var begin = _pausedUntil < now ? now : _pausedUntil;
            if (now + wait > begin)
            {
                var longer = now + wait - begin;
                (_pausedUntil, _paused) = (now + wait, _paused + longer);
                _next = (_next < now ? now : _next) + longer;
            }
        }
    }

    private TimeSpan Left(TimeSpan turn)
    {
        lock (_gate)
        {
            return turn + _paused - time.GetElapsedTime(_start);
        }
    }
}
