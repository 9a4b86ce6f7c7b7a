using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>The way of every webhook, in an order in which each step costs a stranger more than it costs us.</summary>
/// <remarks>
/// Method, limiter, content type, length, raw bytes, signature, envelope, inbox, 200. No vendor is called before the answer.
/// Whatever a sender does is answered with 4xx; 503 means that the fault is ours and that the vendor should send again. Sanity never repeats what
/// was answered with another 4xx than 429.
/// </remarks>
internal sealed class WebhookGate(WebhookLimits limits, Intake intake, TimeProvider time) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = limits.Permits,
        QueueLimit = limits.Queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Takes one delivery.</summary>
    public async Task Pass(HttpContext context, WebhookSource source)
    {
        var visit = new WebhookVisit(context, source, time);
        if (source.Signature is not { } signature)
        {
            await visit.Refuse(StatusCodes.Status404NotFound, "no webhook is taken here: the service pulls, and has no secret to tell a real one by");
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await visit.Refuse(StatusCodes.Status405MethodNotAllowed, "method not allowed");
            return;
        }

        try
        {
            using var turn = await _limiter.AcquireAsync(1, context.RequestAborted);
            if (turn.IsAcquired)
            {
                await Take(context, source, signature, visit);
                return;
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The sender is gone; nothing was acknowledged, so it will send again.
            return;
        }

        await visit.Busy();
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    private async Task Take(HttpContext context, WebhookSource source, WebhookSignature signature, WebhookVisit visit)
    {
        if (!IsPlainJson(context.Request))
        {
            await visit.Refuse(StatusCodes.Status415UnsupportedMediaType, "application/json without encoding expected");
            return;
        }

        var body = await BoundedBody.Read(context, source.LargestBody, limits.BodyPatience, time);
        if (body.Status != StatusCodes.Status200OK)
        {
            await visit.Unread(body.Status);
            return;
        }

        var now = time.GetUtcNow();
        var verdict = signature.Verify(Header(context.Request.Headers[source.SignatureHeader]), body.Bytes, now);
        if (verdict != SignatureVerdict.Valid)
        {
            await visit.Reject(verdict);
            return;
        }

        var read = source.Read(context.Request, body.Bytes, now);
        if (read.Value is not { } delivery)
        {
            await visit.NotUnderstood(read.Fault!);
            return;
        }

        await Keep(context, delivery, visit);
    }

    private async Task Keep(HttpContext context, Delivery delivery, WebhookVisit visit)
    {
        Acceptance acceptance;
        try
        {
            acceptance = await intake.Accept(delivery, context.RequestAborted);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
        {
            await visit.NotStored(delivery, fault);
            return;
        }

        await visit.Accepted(delivery, acceptance);
    }

    private static bool IsPlainJson(HttpRequest request)
    {
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (request.Headers.ContentEncoding.Count == 0 || request.Headers.ContentEncoding is ["identity"]);
    }

    // Several headers of that name are nothing that a vendor sends: joined, they do not follow the grammar.
    private static string? Header(StringValues values) => values.Count == 0 ? null : values.ToString();
}
