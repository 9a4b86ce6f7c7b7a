using System.Collections.Immutable;
using Tandem.Sandbox;

namespace Tandem.Cli.Demo;

/// <summary>Brings one stand-in's webhooks to the service, and lets the audience meddle with them: hold, lose, double, delay.</summary>
internal sealed class Courier : IAsyncDisposable
{
    private readonly IWorld _world;
    private readonly CountingHandler _counting;
    private readonly HttpMessageInvoker _http;
    private readonly WebhookSender _sender;

    /// <summary>Starts to bring what is in a world's outbox.</summary>
    /// <param name="world">The stand-in.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="watcher">Sees what is sent and answered; for rigs.</param>
    public Courier(IWorld world, TimeProvider clock, DelegatingHandler? watcher = null)
    {
        _world = world;
        HttpMessageHandler sender = WebhookSender.Handler();
        if (watcher is not null)
        {
            watcher.InnerHandler = sender;
            sender = watcher;
        }

        _counting = new CountingHandler { InnerHandler = sender };
        _http = new HttpMessageInvoker(_counting);
        _sender = new WebhookSender(world.Outbox, _http, clock);
        _sender.Attempted += (delivery, status) => Attempted?.Invoke(delivery, status);
    }

    /// <summary>Told after every attempt: the delivery and the status, 0 when nothing answered.</summary>
    public event Action<PendingDelivery, int>? Attempted;

    /// <summary>What waits to be brought, or to be tried again.</summary>
    public ImmutableArray<PendingDelivery> Waiting => _world.Outbox.Waiting;

    /// <summary>Whether nothing is under way or about to be: late ones and retries of a later hour are not counted.</summary>
    public bool IsIdle(DateTimeOffset now) => _counting.InFlight == 0 && !Waiting.Any(delivery => delivery.Due <= now + TimeSpan.FromSeconds(10));

    /// <summary>Whether deliveries are held back.</summary>
    public bool IsHeld
    {
        get => !_sender.IsRunning;
        set => _sender.IsRunning = !value;
    }

    /// <summary>Does something to the next deliveries.</summary>
    public void Spoil(DeliveryFaultKind kind, int times = 1, TimeSpan? delay = null) =>
        _world.Faults.Add(new DeliveryFault(kind) { Times = times, Delay = delay ?? TimeSpan.FromSeconds(5) });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        _http.Dispose();
    }

    private sealed class CountingHandler : DelegatingHandler
    {
        private int _inFlight;

        public int InFlight => Volatile.Read(ref _inFlight);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _inFlight);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _inFlight);
            }
        }
    }
}
