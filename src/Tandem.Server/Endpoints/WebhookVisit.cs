using Microsoft.AspNetCore.Http;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>One call of a webhook endpoint: answers it and writes it into the log, with the time that it took.</summary>
internal sealed class WebhookVisit(HttpContext context, WebhookSource source, TimeProvider time)
{
    private static readonly byte[] Received = """{"received":true}"""u8.ToArray();
    private readonly long _start = time.GetTimestamp();

    private double Milliseconds => time.GetElapsedTime(_start).TotalMilliseconds;

    private string RequestId => context.TraceIdentifier;

    /// <summary>It is on disk, or it was before.</summary>
    public Task Accepted(Delivery delivery, Acceptance acceptance)
    {
        source.Log.Accepted(delivery, acceptance, RequestId, Milliseconds);
        return Answer(StatusCodes.Status200OK, Received);
    }

    /// <summary>The request is not one of a vendor.</summary>
    public Task Refuse(int status, string why)
    {
        source.Log.Refused(status, why, RequestId, Milliseconds);
        return Answer(status, Json(why));
    }

    /// <summary>The body did not arrive as it should; what is left of it is not waited for.</summary>
    public Task Unread(int status)
    {
        context.Response.Headers.Connection = "close";
        return Refuse(status, status switch
        {
            StatusCodes.Status413PayloadTooLarge => "body too large",
            StatusCodes.Status408RequestTimeout => "body too slow",
            _ => "body broken off",
        });
    }

    /// <summary>The signature does not hold; the answer tells nobody why.</summary>
    public Task Reject(SignatureVerdict verdict)
    {
        source.Log.Rejected(verdict, RequestId, Milliseconds);
        return Answer(StatusCodes.Status401Unauthorized, Json("unauthorized"));
    }

    /// <summary>It is signed, but not understood.</summary>
    public Task NotUnderstood(CatalogFault fault)
    {
        source.Log.Refused(StatusCodes.Status400BadRequest, fault.Message, RequestId, Milliseconds);
        return Answer(StatusCodes.Status400BadRequest, Json("not understood"));
    }

    /// <summary>Too much is waiting already.</summary>
    public Task Busy()
    {
        context.Response.Headers.RetryAfter = "1";
        return Refuse(StatusCodes.Status429TooManyRequests, "busy");
    }

    /// <summary>We could not keep it: ours to mend, and the vendor's to send again.</summary>
    public Task NotStored(Delivery delivery, Exception fault)
    {
        source.Log.NotStored(delivery, fault, RequestId, Milliseconds);
        context.Response.Headers.RetryAfter = "5";
        return Answer(StatusCodes.Status503ServiceUnavailable, Json("try again later"));
    }

    private Task Answer(int status, byte[] body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        response.Headers["X-Request-Id"] = RequestId;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    // Only constant words of ours come here, so that nothing needs escaping.
    private static byte[] Json(string error) => System.Text.Encoding.UTF8.GetBytes($$"""{"error":"{{error}}"}""");
}
