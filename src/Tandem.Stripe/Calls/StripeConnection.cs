using System.Net;
using Stripe;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>The SDK's client, tamed: one attempt a call, a timeout on the injected clock, and faults instead of exceptions.</summary>
internal sealed class StripeConnection : IDisposable
{
    private static readonly AppInfo Ourselves = new()
    {
        Name = "Tandem",
        Version = typeof(StripeConnection).Assembly.GetName().Version?.ToString(fieldCount: 3),
    };

    private readonly StripeWire _wire;
    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;

    public StripeConnection(StripeOptions options, TimeProvider time, HttpMessageHandler? handler)
    {
        _timeout = options.Timeout;
        Time = time;
        _wire = new StripeWire(handler ?? Sockets(), time);
        _http = new HttpClient(_wire, disposeHandler: handler is null)
        {
            MaxResponseContentBufferSize = options.MaxResponseBytes,
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        var client = new StripeClient(new StripeClientOptions
        {
            ApiKey = options.SecretKey.Reveal(),
            ApiBase = options.ApiBase?.GetLeftPart(UriPartial.Authority),
            HttpClient = new SystemNetHttpClient(_http, maxNetworkRetries: 0, Ourselves, enableTelemetry: false),
        });
        Api = client.V1;
    }

    /// <summary>The SDK's services.</summary>
    public V1Services Api { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>What Stripe's clock showed at the newest answer; null before there is one.</summary>
    public ClockReading? Clock => _wire.Clock;

    /// <summary>Makes one call. What the SDK throws while it sends and reads comes back as a fault; only the caller's own cancellation is thrown.</summary>
    /// <param name="call">What it is about.</param>
    /// <param name="send">Sends through the SDK and puts the answer into canonical words, so that an answer that makes no sense is a fault too.</param>
    /// <param name="cancellation">Stops the call.</param>
    public async Task<Outcome<T>> Send<T>(StripeCall call, Func<CancellationToken, Task<T>> send, CancellationToken cancellation)
        where T : class
    {
        using var timeout = new CancellationTokenSource(_timeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            return await send(either.Token);
        }
        catch (Exception thrown)
        {
            cancellation.ThrowIfCancellationRequested();
            return StripeFaults.Of(thrown, call, Time.GetUtcNow());
        }
    }

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler Sockets() => new()
    {
        // A redirect would carry the key to another host; Stripe's API never redirects.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseCookies = false,
    };
}
