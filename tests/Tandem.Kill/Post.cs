using System.Collections.Concurrent;
using System.Net;
using Tandem.Core;

namespace Tandem.Kill;

/// <summary>Sees every webhook that is sent and every answer, and cuts one in half when it is told to.</summary>
internal sealed class Post(Side side, Func<Trigger?> trigger, ConcurrentDictionary<(Side Side, string Id), byte> acknowledged) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        if (trigger() is { } armed && armed.IsCutHalfway())
        {
            var headers = request.Content.Headers;
            request.Content = new Halves(body, armed.Fire);
            foreach (var (name, values) in headers.NonValidated)
            {
                request.Content.Headers.TryAddWithoutValidation(name, values);
            }
        }

        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            acknowledged[(side, IdOf(request, body))] = 0;
            trigger()?.Acknowledged();
        }

        return answer;
    }

    // As the service names a delivery in its inbox: Sanity's idempotency key, Stripe's event id.
    private string IdOf(HttpRequestMessage request, byte[] body) => side == Side.Sanity
        ? request.Headers.GetValues("idempotency-key").Single()
        : (string)System.Text.Json.Nodes.JsonNode.Parse(body)!["id"]!;

    private sealed class Halves(byte[] body, Action between) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(body.AsMemory(0, body.Length / 2));
            await stream.FlushAsync();
            between();
            await stream.WriteAsync(body.AsMemory(body.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
