namespace Tandem.Simulation;

/// <summary>The true time of a simulated world. It stands still until it is moved; timers that are due go to their lanes.</summary>
internal sealed class SimClock : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Alarm, (long Due, long Number)> _alarms = new();
    private long _number;

    /// <summary>Ticks since the beginning.</summary>
    public long Ticks { get; private set; }

    /// <summary>When the next timer is due, if one is set.</summary>
    public long? NextDue
    {
        get
        {
            while (_alarms.TryPeek(out var alarm, out var at))
            {
                if (alarm.IsAt(at.Due))
                {
                    return at.Due;
                }

                _alarms.Dequeue();
            }

            return null;
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Beginning.AddTicks(Ticks);

    /// <inheritdoc/>
    public override long GetTimestamp() => Ticks;

    /// <summary>Moves the clock forward and lets every timer that is due by then go off.</summary>
    public void MoveTo(long ticks)
    {
        Ticks = Math.Max(Ticks, ticks);
        while (NextDue is { } due && due <= Ticks)
        {
            _alarms.Dequeue().GoOff();
        }
    }

    /// <summary>Sets a timer that goes off in a lane.</summary>
    public ITimer Set(Lane lane, TimerCallback callback, object? state, TimeSpan wait, TimeSpan period)
    {
        var alarm = new Alarm(this, lane, callback, state);
        alarm.Change(wait, period);
        return alarm;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new InvalidOperationException("The stand-ins wait for nothing; only lanes set timers.");

    private sealed class Alarm(SimClock clock, Lane lane, TimerCallback callback, object? state) : ITimer
    {
        private long _due = -1;
        private TimeSpan _period;

        public bool IsAt(long due) => _due == due && !lane.IsDead;

        public void GoOff()
        {
            _due = -1;
            if (_period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }

            lane.PostBare(_ => callback(state), null);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            _due = dueTime == Timeout.InfiniteTimeSpan ? -1 : clock.Ticks + Math.Max(dueTime.Ticks, 0);
            if (_due >= 0)
            {
                clock._alarms.Enqueue(this, (_due, clock._number++));
            }

            return true;
        }

        public void Dispose() => _due = -1;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>The clock that one process sees: it may be wrong about the hour, and its timers die with the process.</summary>
/// <param name="clock">The true clock.</param>
/// <param name="lane">Where its timers go off.</param>
/// <param name="skew">How wrong it is now.</param>
internal sealed class LaneClock(SimClock clock, Lane lane, Func<TimeSpan> skew) : TimeProvider
{
    /// <inheritdoc/>
    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + skew();

    /// <inheritdoc/>
    public override long GetTimestamp() => clock.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.Set(lane, callback, state, dueTime, period);
}
