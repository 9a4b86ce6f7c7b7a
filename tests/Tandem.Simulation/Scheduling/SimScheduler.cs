namespace Tandem.Simulation;

/// <summary>Picks, by a seeded draw, which of the ready continuations runs next. One thread; the whole run is a function of the seed.</summary>
internal sealed class SimScheduler(int seed, Trace trace)
{
    /// <summary>More steps than any honest schedule takes: beyond it something goes round in circles.</summary>
    private const long MostSteps = 200_000;

    private readonly Random _random = new(seed);
    private readonly List<Ready> _ready = [];
    private readonly List<Ready> _paused = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _lanes;

    /// <summary>How many continuations have run.</summary>
    public long Steps { get; private set; }

    /// <summary>What went wrong outside of every task, if something did.</summary>
    public Exception? Crashed { get; private set; }

    /// <summary>The true clock; lanes' clocks may be skewed.</summary>
    public SimClock Clock { get; } = new();

    /// <summary>Whether something could run without the clock moving.</summary>
    public bool HasReady => _ready.Count > 0 || _paused.Exists(paused => paused.Lane.PausedUntil <= Clock.Ticks);

    /// <summary>Makes a lane.</summary>
    public Lane NewLane() => new(this, _lanes++);

    /// <summary>Takes a continuation.</summary>
    /// <exception cref="InvalidOperationException">It comes from another thread: something left the scheduler, and no run could be repeated.</exception>
    public void Add(Lane lane, SynchronizationContext? context, SendOrPostCallback act, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Crashed = new InvalidOperationException("A continuation came back from another thread: " + Environment.StackTrace);
            throw Crashed;
        }

        _ready.Add(new Ready(lane, context, act, state));
    }

    /// <summary>Runs one continuation; false when none is ready.</summary>
    public bool Step()
    {
        while (_ready.Count > 0)
        {
            var index = _random.Next(_ready.Count);
            var next = _ready[index];
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            if (next.Lane.IsDead)
            {
                continue;
            }

            if (next.Lane.PausedUntil > Clock.Ticks)
            {
                _paused.Add(next);
                continue;
            }

            trace.Add((next.Lane.Number << 16) ^ index);
            Run(next);
            return true;
        }

        return false;
    }

    /// <summary>Lets the clock go on to the next moment at which something is to happen; false when nothing ever will, or only after a limit.</summary>
    public bool MoveOn(TimeSpan limit)
    {
        if (_paused.Exists(paused => paused.Lane.PausedUntil <= Clock.Ticks))
        {
            Wake();
            return true;
        }

        var end = Clock.Ticks + limit.Ticks;
        var wakes = _paused.Count > 0 ? _paused.Min(paused => paused.Lane.PausedUntil) : long.MaxValue;
        var next = Math.Min(Clock.NextDue ?? long.MaxValue, wakes);
        if (next > end)
        {
            return false;
        }

        Clock.MoveTo(next);
        Wake();
        return true;
    }

    /// <summary>Moves the clock at once; what became due on the way is done late.</summary>
    public void Jump(TimeSpan by)
    {
        Clock.MoveTo(Clock.Ticks + by.Ticks);
        Wake();
    }

    private void Wake()
    {
        for (var i = _paused.Count - 1; i >= 0; i--)
        {
            if (_paused[i].Lane.PausedUntil <= Clock.Ticks || _paused[i].Lane.IsDead)
            {
                _ready.Add(_paused[i]);
                _paused.RemoveAt(i);
            }
        }
    }

    private void Run(Ready next)
    {
        if (++Steps > MostSteps)
        {
            throw new ViolationException("LIVELOCK", $"the schedule took more than {MostSteps} steps");
        }

        SynchronizationContext.SetSynchronizationContext(next.Context);
        try
        {
            next.Act(next.State);
        }
        catch (Exception exception)
        {
            Crashed ??= exception;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    private readonly record struct Ready(Lane Lane, SynchronizationContext? Context, SendOrPostCallback Act, object? State);
}
