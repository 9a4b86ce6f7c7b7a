namespace Tandem.Stripe;

/// <summary>Keeps the SDK from printing Stripe's notices to the console: it writes every <c>Stripe-Notice</c> header to standard error, past all logging.</summary>
/// <param name="next">What really sends.</param>
internal sealed class StripeWire(HttpMessageHandler next) : DelegatingHandler(next)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        response.Headers.Remove("Stripe-Notice");
        return response;
    }
}
