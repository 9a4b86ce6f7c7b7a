using Tandem.Core;

namespace Tandem.Simulation;

/// <summary>What came of one schedule.</summary>
internal sealed record Outcome(Schedule Schedule)
{
    public ViolationException? Violation { get; set; }

    public ulong Trace { get; set; }

    public required Universe Universe { get; init; }

    public Verdicts Verdicts { get; set; } = new();
}

/// <summary>Runs one schedule from the first operation to the last check.</summary>
internal sealed class Run
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(400);

    private readonly Schedule _schedule;
    private readonly Universe _universe;
    private readonly Cast _cast;
    private readonly Random _pauses;

    private Run(Schedule schedule, Alarm alarm, Database database, bool keepsHistory)
    {
        _schedule = schedule;
        var swarm = new Random(schedule.Seed ^ 0x5eed);
        database.Empty();
        _universe = new Universe(schedule.Seed, Setting.Draw(swarm, new Random(schedule.Seed ^ 0xf1a6), new Random(schedule.Seed ^ 0x3a9b)), alarm, database, keepsHistory);
        _universe.Weather.Draw(swarm);
        _universe.Postman.Draw(swarm);
        _cast = new Cast(new Editors(_universe), new Dashboarders(_universe), new Fate(_universe));
        _pauses = new Random(_universe.NextSeed());
    }

    /// <summary>Runs it. Never throws for what the product does.</summary>
    public static Outcome Of(Schedule schedule, Alarm alarm, Database database, bool keepsHistory = false)
    {
        var run = new Run(schedule, alarm, database, keepsHistory);
        var outcome = new Outcome(schedule) { Universe = run._universe };
        try
        {
            run.Play();
            outcome.Verdicts = run.Settle();
        }
        catch (ViolationException violation)
        {
            run._universe.Violated(violation.Rule, violation.Message);
        }
        finally
        {
            run._universe.Crash();
            run._universe.Products = database.Number("SELECT count(*) FROM product");
        }

        outcome.Violation = run._universe.Violation;
        outcome.Trace = run._universe.Trace.Hash;
        return outcome;
    }

    private void Play()
    {
        Begin();
        foreach (var operation in _schedule.Operations)
        {
            operation.Do(_cast);
            Wait(operation.Pause);
        }
    }

    private void Begin()
    {
        var random = new Random(_schedule.Seed ^ 0xbe9);
        var beginning = _universe.Setting.Beginning;
        for (var number = random.Next(1, 3); number > 0 && beginning != Beginning.Empty; number--)
        {
            if (beginning is Beginning.InSanity or Beginning.Both)
            {
                _cast.Editors.CreateProduct(random);
            }

            if (beginning is Beginning.InStripe or Beginning.Both or Beginning.Linked)
            {
                _cast.Dashboarders.CreateProduct(random);
            }

            if (beginning == Beginning.Cloned)
            {
                _cast.Editors.CreateClone();
            }
        }

        if (beginning == Beginning.Linked)
        {
            foreach (var product in _universe.Ledger.Objects.Values.Where(item => item.Kind == Kind.Product).ToList())
            {
                _cast.Editors.CreateLinked(product);
            }
        }

        // What was there before the connection began is not told by webhooks.
        _universe.Scheduler.Jump(TimeSpan.FromHours(2));
        foreach (var delivery in _universe.Sanity.Outbox.Waiting)
        {
            _universe.Sanity.Outbox.Take(delivery);
        }

        foreach (var delivery in _universe.Stripe.Outbox.Waiting)
        {
            _universe.Stripe.Outbox.Take(delivery);
        }

        _universe.Start();
        if (beginning != Beginning.Empty)
        {
            RunToIdle(2_000);
        }
    }

    private void Wait(Pause pause)
    {
        switch (pause)
        {
            case Pause.None:
                return;
            case Pause.Steps:
                for (var steps = _pauses.Next(1, 30); steps > 0; steps--)
                {
                    Step();
                }

                return;
            case Pause.Idle:
                RunToIdle(2_000);
                return;
            default:
                var end = _universe.Scheduler.Clock.Ticks + TimeSpan.FromSeconds(_pauses.Next(1, 300)).Ticks;
                for (var steps = 0; steps < 2_000 && _universe.Scheduler.Clock.Ticks < end; steps++)
                {
                    if (!Step() && !MoveOn(TimeSpan.FromTicks(end - _universe.Scheduler.Clock.Ticks)))
                    {
                        _universe.Scheduler.Jump(TimeSpan.FromTicks(end - _universe.Scheduler.Clock.Ticks));
                    }
                }

                return;
        }
    }

    // Calm: no faults, everything is delivered, the clock runs; then the checks, and once more everything that was ever delivered.
    private Verdicts Settle()
    {
        _universe.Weather.Calm();
        _universe.Postman.Calm();
        if (_universe.Service is null)
        {
            _universe.Start();
        }

        foreach (var lane in _universe.Service!.Lanes)
        {
            lane.PausedUntil = 0;
        }

        Quiet();
        Replay();
        if (_universe.Postman.Dropped > 0 || _universe.Weather.Struck > 0 || _universe.Skew != TimeSpan.Zero)
        {
            _cast.Fate.Sweep();
            Quiet();
            Replay();
        }

        var verdicts = new Judge(_universe).Decide();
        var writes = _universe.Writes - _universe.Repairs;
        _universe.Postman.RedeliverAll();
        if (_universe.Setting.EndsWithSweep)
        {
            _cast.Fate.Sweep();
        }

        Quiet();
        return _universe.Writes - _universe.Repairs == writes
            ? verdicts
            : throw new ViolationException("ECHO", $"when quiet, redelivering everything and sweeping caused {_universe.Writes - _universe.Repairs - writes} writes");
    }

    // What was refused may be in nobody's way by now (a lookup key that another price gave up), and what is written then may free the next.
    private void Replay()
    {
        const int Most = 10;
        for (var (round, writes) = (0, -1); round < Most && _universe.HasParked && writes != _universe.Writes; round++)
        {
            writes = _universe.Writes;
            _cast.Fate.ReplayAll();
            Quiet();
        }
    }

    /// <summary>Until nothing waits but the next sweeps.</summary>
    private void Quiet()
    {
        for (var rounds = 0; rounds < 100_000; rounds++)
        {
            if (Step())
            {
                continue;
            }

            if (!_universe.Scheduler.HasReady && IsQuiet())
            {
                return;
            }

            if (!MoveOn(Forever))
            {
                throw new ViolationException("DEADLOCK", "work waits, and nothing will ever happen again");
            }
        }

        throw new ViolationException("UNCONVERGED", $"no rest: {string.Join("; ", _universe.Database.Texts("SELECT kind || ' ' || id || ' ' || reason FROM work WHERE parked_since IS NULL"))}");
    }

    // Only the three sweeps and the housekeeping wait, none of them is due or at work, and nothing is on a wire.
    private bool IsQuiet()
    {
        if (_universe.Postman.NextDue is not null || _universe.OnWire > 0)
        {
            return false;
        }

        // A sweep that tries again in a moment is no rest either.
        var now = _universe.Service!.Clock.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds();
        return _universe.Database.Number("SELECT (count(*) <> 4) + coalesce(sum(kind <> 'sweep' OR fence IS NOT NULL OR due <= @number), 0) FROM work WHERE parked_since IS NULL", now) == 0;
    }

    private void RunToIdle(int most)
    {
        for (var steps = 0; steps < most && Step(); steps++)
        {
        }
    }

    // One continuation, or one delivery.
    private bool Step()
    {
        Check();
        return _pauses.Next(6) == 0 && _universe.Postman.Deliver() || _universe.Scheduler.Step() || _universe.Postman.Deliver();
    }

    private bool MoveOn(TimeSpan limit)
    {
        Check();
        var post = _universe.Postman.NextDue - _universe.Scheduler.Clock.GetUtcNow();
        if (post is { } wait && wait <= limit)
        {
            if (wait > TimeSpan.Zero && !_universe.Scheduler.MoveOn(wait))
            {
                _universe.Scheduler.Jump(wait);
            }

            return true;
        }

        return _universe.Scheduler.MoveOn(limit);
    }

    private void Check()
    {
        if (_universe.Violation is { } violation)
        {
            throw violation;
        }

        if (_universe.Scheduler.Crashed is { } crashed)
        {
            throw new ViolationException("CRASHED", crashed.ToString());
        }
    }
}
