using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Tandem.Sandbox;

/// <summary>Translates between ASP.NET Core and a world.</summary>
public static class HttpExchange
{
    /// <summary>Reads a whole request into the form that worlds take.</summary>
    public static async Task<SandboxRequest> Read(HttpRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancel);
        var headers = request.Headers.ToDictionary(
            header => header.Key.ToLowerInvariant(),
            header => string.Join(',', header.Value.ToArray()),
            StringComparer.Ordinal);
        return new SandboxRequest(request.Method.ToUpperInvariant(), DecodedPath(request), request.QueryString.Value?.TrimStart('?') ?? "", headers, body.ToArray());
    }

    /// <summary>Writes a world's answer and sends it off completely.</summary>
    public static async Task Write(HttpResponse response, SandboxResponse answer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(answer);
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        var mayHaveBody = answer.Status is not (204 or 304);
        if (mayHaveBody)
        {
            response.Headers.ContentLength = answer.Body.Length;
        }

        if (mayHaveBody && !HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            await response.Body.WriteAsync(answer.Body, cancel);
        }

        await response.CompleteAsync();
    }

    // Kestrel leaves %2F encoded in Path; a world wants ids as their owners wrote them.
    private static string DecodedPath(HttpRequest request)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        if (!target.StartsWith('/'))
        {
            return request.Path.Value ?? "/";
        }

        var end = target.IndexOf('?', StringComparison.Ordinal);
        return Uri.UnescapeDataString(end < 0 ? target : target[..end]);
    }
}
