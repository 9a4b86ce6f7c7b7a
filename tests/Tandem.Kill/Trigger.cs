using Tandem.Cli.Demo;
using Tandem.Sandbox;

namespace Tandem.Kill;

/// <summary>Kills the service once, at a chosen call or webhook. It sits in the stand-ins: the service knows nothing of it.</summary>
internal sealed class Trigger
{
    private readonly Lock _gate = new();
    private KillPoint? _armed;
    private Action _kill = () => { };
    private int _seen;

    /// <summary>Watches both vendors.</summary>
    public Trigger(StandIns standIns)
    {
        foreach (var world in new IWorld[] { standIns.Sanity, standIns.Stripe })
        {
            world.Faults.OnCall = (_, moment) => Called(world, moment);
        }
    }

    /// <summary>Whether it has killed since it was armed.</summary>
    public bool HasFired { get; private set; }

    /// <summary>Waits for a moment.</summary>
    public void Arm(KillPoint point, Action kill)
    {
        lock (_gate)
        {
            (_armed, _kill, _seen, HasFired) = (point, kill, 0, false);
        }
    }

    /// <summary>Waits for nothing any more.</summary>
    public void Disarm()
    {
        lock (_gate)
        {
            _armed = null;
        }
    }

    /// <summary>Kills at once, if nothing has yet.</summary>
    public void Fire()
    {
        lock (_gate)
        {
            if (_armed is null)
            {
                return;
            }

            (_armed, HasFired) = (null, true);
        }

        _kill();
    }

    /// <summary>A webhook is about to be sent; true when half of it is to be sent before the kill.</summary>
    public bool IsCutHalfway() => Counts(Moment.MidBody);

    /// <summary>A webhook was acknowledged.</summary>
    public void Acknowledged()
    {
        if (Counts(Moment.OnAcknowledgement))
        {
            Fire();
        }
    }

    private void Called(IWorld world, CallMoment moment)
    {
        var wanted = moment switch
        {
            CallMoment.BeforeExecute => Moment.BeforeExecuting,
            CallMoment.AfterExecute => Moment.AfterExecuting,
            _ => Moment.AfterReplying,
        };
        if (!Counts(wanted))
        {
            return;
        }

        if (wanted == Moment.BeforeExecuting)
        {
            // Whoever called is dead before anything was done.
            world.Faults.Add(new CallFault(CallFaultKind.CutBeforeCommit) { Times = 1 });
        }

        Fire();
    }

    private bool Counts(Moment moment)
    {
        lock (_gate)
        {
            return _armed is { } point && point.Moment == moment && ++_seen == point.Count;
        }
    }
}
