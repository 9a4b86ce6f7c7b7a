using Tandem.Sandbox;

namespace Tandem.Cards;

/// <summary>What is to happen at the service's next calls of a sort.</summary>
public sealed class Snags
{
    private readonly List<Snag> _waiting = [];

    /// <summary>Watches the calls to a world.</summary>
    public void Watch(IWorld world) => world.Faults.OnCall = (request, moment) => Meet(world, request, moment);

    /// <summary>Spoils the next calls of a sort, or all of them from now on.</summary>
    public void Spoil(IWorld world, string calls, string trouble, int count) => _waiting.Add(new Snag(world, calls, CallMoment.BeforeExecute)
    {
        Left = count,
        Act = () => world.Faults.Add(new CallFault(Trouble.Kind(trouble)) { Times = 1 }),
    });

    /// <summary>Lets something happen just before or after the next call of a sort is carried out.</summary>
    public void Then(IWorld world, string calls, CallMoment moment, Action act) => _waiting.Add(new Snag(world, calls, moment) { Left = 1, Act = act });

    /// <summary>All is well with a world again.</summary>
    public void Clear(IWorld world)
    {
        _waiting.RemoveAll(snag => snag.World == world);
        world.Faults.Clear();
    }

    private void Meet(IWorld world, SandboxRequest request, CallMoment moment)
    {
        var met = _waiting.Find(snag => snag.World == world && snag.Moment == moment && Calls.Matches(snag.Calls, request.Method, request.Path));
        if (met is null)
        {
            return;
        }

        met.Left--;
        if (met.Left == 0)
        {
            _waiting.Remove(met);
        }

        met.Act();
    }

    private sealed class Snag(IWorld world, string calls, CallMoment moment)
    {
        public IWorld World => world;

        public string Calls => calls;

        public CallMoment Moment => moment;

        public required int Left { get; set; }

        public required Action Act { get; init; }
    }
}
