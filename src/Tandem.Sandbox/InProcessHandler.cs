using System.Net;

namespace Tandem.Sandbox;

/// <summary>Routes an <see cref="HttpClient"/> straight into a world, without sockets.</summary>
/// <param name="world">The world that answers, whatever host the request names.</param>
/// <param name="clock">The clock that delays are measured on.</param>
public sealed class InProcessHandler(IWorld world, TimeProvider clock) : HttpMessageHandler
{
    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = await Read(request, cancellationToken);
        var answer = world.Handle(call);
        if (answer.Delay > TimeSpan.Zero)
        {
            await Task.Delay(answer.Delay, clock, cancellationToken);
        }

        if (answer.Status == 0)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The sandbox cut the connection.");
        }

        world.Faults.Raise(call, CallMoment.AfterReply);
        return Answer(request, answer);
    }

    /// <summary>A request as a world takes it, for a transport of the caller's own.</summary>
    public static async Task<SandboxRequest> Read(HttpRequestMessage request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request names no address.");
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancel);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var header in request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default))
        {
            // A user-agent's parts are one value; everything else that repeats is a list.
            var separator = header.Key.Equals("User-Agent", StringComparison.OrdinalIgnoreCase) ? ' ' : ',';
            headers[header.Key.ToLowerInvariant()] = string.Join(separator, header.Value);
        }

        return new SandboxRequest(request.Method.Method.ToUpperInvariant(), Uri.UnescapeDataString(uri.AbsolutePath), uri.Query.TrimStart('?'), headers, body);
    }

    /// <summary>A world's answer as <see cref="HttpClient"/> takes it; not for a connection that was cut.</summary>
    public static HttpResponseMessage Answer(HttpRequestMessage request, SandboxResponse answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new ReadOnlyMemoryContent(answer.Body),
        };
        response.Headers.TryAddWithoutValidation(Answers.MarkName, Answers.MarkValue);
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }
}
