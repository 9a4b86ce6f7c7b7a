using Tandem.Core;
using Tandem.Engine;
using Tandem.Sandbox.Sanity;
using Tandem.Sanity;
using Tandem.Stripe;

namespace Tandem.Simulation;

/// <summary>The production adapters of one worker, on a wire and a clock that are laid anew for each life: making Stripe's client costs more than a schedule.</summary>
internal sealed class Adapters : IDisposable
{
    private readonly Wire _toSanity = new();
    private readonly Wire _toStripe = new();
    private readonly Clock _clock = new();
    private readonly Dictionary<Layout, SanityCatalog> _lakes;
    private readonly StripeCatalog _stripe;

    public Adapters()
    {
        _lakes = Layout.All.ToDictionary(layout => layout, Lake);
        Sanity = _lakes[Layout.Usual];
        _stripe = StripeCatalog.Create(new StripeOptions { SecretKey = new Secret("sk_test_sim"), ApiBase = new Uri("http://stripe.localhost") }, _clock, _toStripe);
    }

    /// <summary>The content side.</summary>
    public ICatalog Sanity { get; private set; }

    /// <summary>The charging side.</summary>
    public ICatalog Stripe => _stripe;

    /// <summary>Begins a life.</summary>
    public Adapters In(Universe universe, Lane lane, TimeProvider clock)
    {
        _toSanity.Network = new SimNetwork(universe, Side.Sanity, lane);
        _toStripe.Network = new SimNetwork(universe, Side.Stripe, lane);
        _clock.Inner = clock;
        Sanity = _lakes[universe.Setting.Layout];
        return this;
    }

    private SanityCatalog Lake(Layout layout) => new(
        new SanityOptions
        {
            Connection = Connection.Default, ProjectId = "standin1", Dataset = "production", Token = new Secret(SanityWorldOptions.EditorToken), ApiHost = "http://standin1.localhost",
        },
        layout.Schema, _clock, _toSanity);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lake in _lakes.Values)
        {
            lake.Dispose();
        }

        _stripe.Dispose();
        _toSanity.Dispose();
        _toStripe.Dispose();
    }

    private sealed class Wire : HttpMessageHandler
    {
        public SimNetwork? Network { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Network!.Send(request, cancellationToken);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeProvider Inner { get; set; } = System;

        public override long TimestampFrequency => Inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => Inner.GetUtcNow();

        public override long GetTimestamp() => Inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Inner.CreateTimer(callback, state, dueTime, period);
    }
}
