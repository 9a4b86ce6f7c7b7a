using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Sandbox.Sanity;
using Tandem.Sanity;
using Tandem.Store.Sqlite;
using Tandem.Stripe;

namespace Tandem.Simulation;

/// <summary>One life of the service's process: the production store, adapters and engine, one or two of the latter, until it dies.</summary>
internal sealed class Service
{
    private readonly List<Worker> _workers = [];
    private readonly SqliteStore _store;

    /// <summary>Starts a process on the database.</summary>
    public Service(Universe universe)
    {
        Lane = universe.Scheduler.NewLane();
        Clock = new LaneClock(universe.Scheduler.Clock, Lane) { Skew = universe.Skew };
        _store = SqliteStore.Open(universe.Database.Name, Clock);
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
            worker.Lane.IsDead = true;
            worker.Dispose();
        }

        _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private sealed class Worker : IDisposable
    {
        private readonly SanityCatalog _sanity;
        private readonly StripeCatalog _stripe;

        public Worker(Universe universe, Service service, Lane lane, int number)
        {
            Lane = lane;
            var clock = number == 0 ? service.Clock : new LaneClock(universe.Scheduler.Clock, lane) { Skew = universe.Skew };
            _sanity = new SanityCatalog(
                new SanityOptions
                {
                    Connection = Connection.Default, ProjectId = "standin1", Dataset = "production", Token = new Secret(SanityWorldOptions.EditorToken), ApiHost = "http://standin1.localhost",
                },
                null, clock, new SimNetwork(universe, Side.Sanity, lane));
            _stripe = StripeCatalog.Create(
                new StripeOptions { SecretKey = new Secret("sk_test_sim"), ApiBase = new Uri("http://stripe.localhost") }, clock, new SimNetwork(universe, Side.Stripe, lane));
            var connection = new Connection(Connection.Default, universe.Alarm.Around(_sanity, universe), universe.Alarm.Around(_stripe, universe), universe.Setting.Policy);
            Engine = new TandemEngine(universe.Setting.Options, service.Store, [connection], clock, new Random(universe.NextSeed()), NullLoggerFactory.Instance);
            lane.Post(_ => universe.Watch(Engine.Run(CancellationToken.None)), null);
        }

        public Lane Lane { get; }

        public TandemEngine Engine { get; }

        public void Dispose()
        {
            Engine.Dispose();
            _sanity.Dispose();
            _stripe.Dispose();
        }
    }
}
