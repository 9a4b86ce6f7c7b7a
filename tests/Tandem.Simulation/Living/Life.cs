using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Simulation;

/// <summary>One life of the service's process: the production store, adapters and engine, one or two of the latter, until it dies.</summary>
internal sealed class Life
{
    private readonly List<Worker> _workers = [];
    private readonly SqliteStore _store;

    /// <summary>Starts a process on the database.</summary>
    public Life(Universe universe)
    {
        Lane = universe.Scheduler.NewLane();
        Clock = new LaneClock(universe.Scheduler.Clock, Lane, () => universe.Skew);
        _store = universe.Database.Open(Clock);
        Store = new WatchedStore(universe.Alarm.Around(_store, universe), universe, Clock);
        for (var number = 0; number < universe.Setting.Workers; number++)
        {
            _workers.Add(new Worker(universe, this, number == 0 ? Lane : universe.Scheduler.NewLane(), number));
        }
    }

    /// <summary>Where its endpoint and first engine run.</summary>
    public Lane Lane { get; }

    /// <summary>What it thinks the time is.</summary>
    public LaneClock Clock { get; }

    /// <summary>Its memory, watched.</summary>
    public IStateStore Store { get; }

    /// <summary>The lanes of its engines; two engines on one database behave as two nodes.</summary>
    public IEnumerable<Lane> Lanes => _workers.Select(worker => worker.Lane);

    /// <summary>Takes a webhook as the endpoint does.</summary>
    public Task<Acceptance> Accept(Delivery delivery) => _workers[0].Engine.Intake.Accept(delivery, CancellationToken.None);

    /// <summary>Dies: nothing of it runs any more. What is on disk stays.</summary>
    public void Die()
    {
        foreach (var worker in _workers)
        {
            worker.Die();
        }

        _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private sealed class Worker
    {
        private readonly Universe _universe;
        private readonly Adapters _adapters;

        public Worker(Universe universe, Life service, Lane lane, int number)
        {
            (_universe, Lane) = (universe, lane);
            var clock = number == 0 ? service.Clock : new LaneClock(universe.Scheduler.Clock, lane, () => universe.Skew);
            _adapters = universe.Database.Borrow(universe, lane, clock);
            var connection = new Connection(
                Connection.Default, universe.Alarm.Around(_adapters.Sanity, universe), universe.Alarm.Around(_adapters.Stripe, universe), universe.Setting.Policy)
            {
                Pace = new Pace { StripeRate = 1e6, SanityRate = 1e6 },
            };
            Engine = new TandemEngine(universe.Setting.Options, service.Store, [connection], clock, new Random(universe.NextSeed()), NullLoggerFactory.Instance);
            lane.Post(_ => universe.Watch(Engine.Run(CancellationToken.None)), null);
        }

        public Lane Lane { get; }

        public TandemEngine Engine { get; }

        public void Die()
        {
            Lane.IsDead = true;
            Engine.Dispose();
            _universe.Database.Return(_adapters);
        }
    }
}
