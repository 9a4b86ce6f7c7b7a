using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>Keeps the SDK from printing Stripe's notices to the console: it writes every <c>Stripe-Notice</c> header to standard error, past all logging.</summary>
/// <remarks>It awaits nothing: an await below <see cref="HttpClient"/> would come back on the caller's scheduler and send HttpClient's own continuations to the pool.</remarks>
/// <param name="next">What really sends.</param>
/// <param name="time">Our clock, which Stripe's is compared with.</param>
internal sealed class StripeWire(HttpMessageHandler next, TimeProvider time) : MessageProcessingHandler(next)
{
    /// <summary>What Stripe's clock showed at the newest answer; null before there is one.</summary>
    public ClockReading? Clock { get; private set; }

    /// <inheritdoc/>
    protected override HttpRequestMessage ProcessRequest(HttpRequestMessage request, CancellationToken cancellationToken) => request;

    /// <inheritdoc/>
    protected override HttpResponseMessage ProcessResponse(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        response.Headers.Remove("Stripe-Notice");
        Clock = response.Headers.Date is { } shown ? new ClockReading(shown, time.GetUtcNow()) : Clock;
        return response;
    }
}
