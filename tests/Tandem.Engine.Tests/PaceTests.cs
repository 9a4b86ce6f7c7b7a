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
        var (busy, other) = (new AskedSide(Side.Sanity) { Fault = new CatalogFault.Throttled(TimeSpan.FromMinutes(1), null) { Side = Side.Sanity, Message = "Too many." } }, new AskedSide(Side.Sanity));
        var stripe = new AskedSide(Side.Stripe);
        using var engine = new TandemEngine(
            new EngineOptions(), store, [Of("a", busy, new AskedSide(Side.Stripe), here), Of("b", other, stripe, there)], time, new Random(1), NullLoggerFactory.Instance);

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
}
