using System.Collections.Immutable;
using System.Globalization;

namespace Tandem.Sandbox.Sanity;

/// <summary>Makes answers.</summary>
internal static class Reply
{
    /// <summary>A JSON answer.</summary>
    public static SandboxResponse Json(Value body, int status = 200) => Raw(ValueJson.Bytes(body), "application/json; charset=utf-8", status);

    /// <summary>An answer of lines of JSON.</summary>
    public static SandboxResponse Lines(IEnumerable<Value> lines) =>
        Raw([.. lines.SelectMany(static line => (byte[])[.. ValueJson.Bytes(line), (byte)'\n'])], "application/x-ndjson");

    /// <summary>An answer of bytes.</summary>
    public static SandboxResponse Raw(byte[] body, string type, int status = 200) =>
        new(status, ImmutableDictionary<string, string>.Empty.Add("content-type", type), body);

    /// <summary>The answer to a refusal.</summary>
    public static SandboxResponse Refused(LakeRefusalException refusal) => Json(refusal.Body, refusal.Status);

    /// <summary>Too many calls in this second.</summary>
    public static SandboxResponse TooMany(RateLimit limit, TimeSpan? after)
    {
        var answer = Refused(Refusals.Boom(429, "Too Many Requests", "Rate limit exceeded"));
        var seconds = Math.Max(1, (int)Math.Ceiling((after ?? TimeSpan.FromSeconds(1)).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return With(With(answer, limit.Headers()), [new("ratelimit-remaining", "0"), new("x-ratelimit-remaining-second", "0"), new("retry-after", seconds)]);
    }

    /// <summary>The vendor's answer for an injected fault.</summary>
    public static SandboxResponse Fault(CallFault fault, RateLimit limit) => fault.Kind switch
    {
        CallFaultKind.RateLimited => TooMany(limit, fault.RetryAfter),
        CallFaultKind.Conflict => Refused(Refusals.Lake(409, "transactionConflictError", fault.Reason ?? "Transaction conflicts with another transaction")),
        _ => Refused(Refusals.Boom(500, "Internal Server Error", fault.Reason ?? "An internal server error occurred")),
    };

    /// <summary>The answer with headers added or replaced.</summary>
    public static SandboxResponse With(SandboxResponse answer, IEnumerable<KeyValuePair<string, string>> headers) =>
        answer with { Headers = answer.Headers.ToImmutableDictionary().SetItems(headers) };

    /// <summary>What a browser needs to be allowed to read the answer: the Studio runs on another origin and may send credentials.</summary>
    public static SandboxResponse ForOrigin(SandboxResponse answer, SandboxRequest request)
    {
        if (answer.Status == 0 || !request.Headers.TryGetValue("origin", out var origin))
        {
            return answer;
        }

        return With(answer, [new("access-control-allow-origin", origin), new("access-control-allow-credentials", "true"), new("vary", "origin")]);
    }

    /// <summary>The answer to a browser's question before the call.</summary>
    public static SandboxResponse Preflight(SandboxRequest request)
    {
        var answer = new SandboxResponse(204, ImmutableDictionary<string, string>.Empty, ReadOnlyMemory<byte>.Empty);
        return With(answer,
        [
            new("access-control-allow-methods", request.Headers.GetValueOrDefault("access-control-request-method", "GET,POST,PUT,PATCH,DELETE")),
            new("access-control-allow-headers", request.Headers.GetValueOrDefault("access-control-request-headers", "authorization,content-type")),
            new("access-control-max-age", "600"),
        ]);
    }
}
