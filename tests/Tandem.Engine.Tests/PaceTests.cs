using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Store.Sqlite;

namespace Tandem.Engine.Tests;

/// <summary>How often a connection looks, and how many calls the connections of one process may make: each its own to Stripe, all of one place together to Sanity.</summary>
public sealed class PaceTests
{
    [Theory]
    [Trait("G", "14")]
    [InlineData("https://{projectId}.api.sanity.io", "https://{projectId}.api.sanity.io", 0)]
    [InlineData("https://{projectId}.api.sanity.io", "http://127.0.0.1:4020", 1)]
    [InlineData(null, null, 1)]
    public async Task When_Sanity_asks_for_patience_nobody_calls_it_at_that_place_and_everybody_goes_on_elsewhere(string? here, string? there, int calls)
    {
        var time = new FakeTimeProvider();
        await using var store = SqliteStore.Open($"file:{Guid.NewGuid():n}?mode=memory&cache=shared", time);
        var (busy, other) = (new Asked(Side.Sanity) { Fault = new CatalogFault.Throttled(TimeSpan.FromMinutes(1), null) { Side = Side.Sanity, Message = "Too many." } }, new Asked(Side.Sanity));
        var stripe = new Asked(Side.Stripe);
        using var engine = new TandemEngine(
            new EngineOptions(), store, [Of("a", busy, new Asked(Side.Stripe), here), Of("b", other, stripe, there)], time, new Random(1), NullLoggerFactory.Instance);

        await engine.Begin(CancellationToken.None);
        while (await engine.Turn(CancellationToken.None))
        {
        }

        Assert.Equal((1, calls, 1), (busy.Feeds, other.Feeds, stripe.Feeds));
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(60, 60)]
    [InlineData(20 * 60, 60)]
    [InlineData(60 * 60, 3 * 60)]
    [InlineData(5 * 60 * 60, 15 * 60)]
    [InlineData(30 * 24 * 60 * 60, 15 * 60)]
    [InlineData(-3600, 60)]
    public void The_longer_nothing_happens_the_less_often_Stripe_is_asked(int quietSeconds, int waitSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(waitSeconds), Pace.Pulling(isLive: true).BeforeStripe(TimeSpan.FromSeconds(quietSeconds)));

    [Fact]
    public void An_idle_wait_below_the_usual_one_means_nothing() =>
        Assert.Equal(TimeSpan.FromHours(1), new Pace { StripeSweep = TimeSpan.FromHours(1), StripeIdle = TimeSpan.FromMinutes(1) }.BeforeStripe(TimeSpan.FromDays(9)));

    private static Connection Of(string name, ICatalog sanity, ICatalog stripe, string? place) =>
        new(name, sanity, stripe, Policy.Default) { Pace = new Pace { SanityPlace = place } };

    /// <summary>A side that holds nothing and counts how often its feed is asked for.</summary>
    private sealed class Asked(Side side) : ICatalog
    {
        public Side Side => side;

        public int Feeds { get; private set; }

        public CatalogFault? Fault { get; init; }

        public Task<Outcome<FeedPage>> Feed(string? cursor, CancellationToken cancellation)
        {
            Feeds++;
            return Task.FromResult(Fault is { } fault ? fault : (Outcome<FeedPage>)new FeedPage([], "1", false, false));
        }

        public Task<Outcome<CatalogPage>> List(string? cursor, CancellationToken cancellation) => Task.FromResult<Outcome<CatalogPage>>(new CatalogPage([], null));

        public Task<Outcome<Identity>> Identify(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome<Observations>> Observe(System.Collections.Immutable.ImmutableArray<Question> questions, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome<ViewPage>> Show(Kind kind, Shelf shelf, string? cursor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome<Observation>> Observe(Question question, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome<Written>> Apply(Write write, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome<Belonging>> Locate(ObjectId subject, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
