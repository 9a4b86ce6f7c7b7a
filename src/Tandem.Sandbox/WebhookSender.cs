using System.Threading.Channels;

namespace Tandem.Sandbox;

/// <summary>Drains an outbox over HTTP as a vendor would: one request in flight per address, no redirects, 30 seconds at most.</summary>
/// <remarks>It sleeps until a delivery is added, falls due or ends; all times are those of the given clock.</remarks>
public sealed class WebhookSender : IAsyncDisposable
{
    /// <summary>How long a receiver may take. Stripe publishes no figure and Sanity says 30 seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A clock that a test or a person moves between reading it and setting the timer would make that timer late by as much.
    private static readonly TimeSpan ClockJump = TimeSpan.FromSeconds(1);

    private readonly Outbox _outbox;
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _clock;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _gate = new();
    private readonly HashSet<string> _busy = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _pump;
    private volatile bool _running = true;

    /// <summary>Starts to drain the outbox.</summary>
    /// <param name="outbox">Where deliveries wait.</param>
    /// <param name="http">Sends them; must not follow redirects (see <see cref="Handler"/>).</param>
    /// <param name="clock">The world's clock, which due times are told in.</param>
    public WebhookSender(Outbox outbox, HttpMessageInvoker http, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        _outbox = outbox;
        _http = http;
        _clock = clock;
        _outbox.Added += Wake;
        _pump = Pump(_stop.Token);
    }

    /// <summary>A handler with a vendor's manners: redirects are answers, not directions.</summary>
    public static SocketsHttpHandler Handler() => new() { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };

    /// <summary>Told after every attempt: the delivery and the status, 0 when nothing answered.</summary>
    public event Action<PendingDelivery, int>? Attempted;

    /// <summary>While false, deliveries wait.</summary>
    public bool IsRunning
    {
        get => _running;
        set
        {
            _running = value;
            Wake();
        }
    }

    /// <summary>Stops; what is in flight is cut and stays undelivered.</summary>
    public async ValueTask DisposeAsync()
    {
        _outbox.Added -= Wake;
        await _stop.CancelAsync();
        await _pump;
        _stop.Dispose();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task Pump(CancellationToken stop)
    {
        var inFlight = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            inFlight.RemoveAll(task => task.IsCompleted);
            var now = _clock.GetUtcNow();
            while (NextDue(now) is { } delivery)
            {
                inFlight.Add(Deliver(delivery, stop));
            }

            await Sleep(now, stop);
        }

        await Task.WhenAll(inFlight);
    }

    private PendingDelivery? NextDue(DateTimeOffset now)
    {
        if (!IsRunning)
        {
            return null;
        }

        foreach (var delivery in _outbox.Waiting)
        {
            lock (_gate)
            {
                if (delivery.Due > now || !_busy.Add(delivery.Url.AbsoluteUri))
                {
                    continue;
                }
            }

            if (_outbox.Take(delivery))
            {
                return delivery;
            }

            Release(delivery);
        }

        return null;
    }

    private async Task Sleep(DateTimeOffset now, CancellationToken stop)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var next = IsRunning ? _outbox.Waiting.Where(delivery => delivery.Due > now).Select(delivery => (DateTimeOffset?)delivery.Due).Min() : null;
        var due = next is { } at ? Task.Delay(at - now, _clock, timer.Token) : Task.Delay(Timeout.InfiniteTimeSpan, _clock, timer.Token);
        if (_clock.GetUtcNow() - now < ClockJump)
        {
            await Task.WhenAny(_wake.Reader.WaitToReadAsync(timer.Token).AsTask(), due);
        }

        _wake.Reader.TryRead(out _);
        await timer.CancelAsync();
    }

    private async Task Deliver(PendingDelivery delivery, CancellationToken stop)
    {
        // Back to the pump first: an in-process receiver would otherwise run inside it.
        await Task.Yield();
        try
        {
            delivery.Attempts++;
            var status = await Send(delivery, stop);
            if (!stop.IsCancellationRequested && delivery.Ended(status) is { } again)
            {
                delivery.Due = _clock.GetUtcNow() + again;
                _outbox.Add(delivery);
            }

            Attempted?.Invoke(delivery, status);
        }
        finally
        {
            Release(delivery);
            Wake();
        }
    }

    private async Task<int> Send(PendingDelivery delivery, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url) { Content = new ReadOnlyMemoryContent(delivery.Body) };
        foreach (var (name, value) in delivery.Headers())
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            await response.Content.CopyToAsync(Stream.Null, either.Token);
            return (int)response.StatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or IOException)
        {
            return 0;
        }
    }

    private void Release(PendingDelivery delivery)
    {
        lock (_gate)
        {
            _busy.Remove(delivery.Url.AbsoluteUri);
        }
    }
}
