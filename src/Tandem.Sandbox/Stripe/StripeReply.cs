using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>Builds the answer of one request, with the headers that every answer carries.</summary>
internal sealed class StripeReply(string requestId, string version)
{
    public string RequestId { get; } = requestId;

    public string Version { get; } = version;

    /// <summary>The caller's idempotency key, echoed.</summary>
    public string? Key { get; set; }

    /// <summary>Stripe's advice to its clients; no header when null.</summary>
    public bool? ShouldRetry { get; init; }

    public SandboxResponse Ok(JsonNode body) => new(200, Headers(), StripeJson.Bytes(body));

    public SandboxResponse Refused(StripeRefusedException refused, StripeAccount account)
    {
        var headers = Headers();
        foreach (var (name, value) in refused.Headers)
        {
            headers[name] = value;
        }

        return new SandboxResponse(refused.Status, headers, StripeJson.Bytes(refused.Body(account.Id, RequestId, account.Livemode)));
    }

    /// <summary>The kept answer, under a request id of its own.</summary>
    public SandboxResponse Replayed(SandboxResponse kept)
    {
        var headers = Headers();
        headers["Idempotent-Replayed"] = "true";
        headers["Original-Request"] = kept.Headers["Request-Id"];
        return kept with { Headers = headers, Delay = TimeSpan.Zero };
    }

    private Dictionary<string, string> Headers()
    {
        var headers = new Dictionary<string, string>
        {
            ["Content-Type"] = "application/json",
            ["Request-Id"] = RequestId,
            ["Stripe-Version"] = Version,
        };
        if (Key is not null)
        {
            headers["Idempotency-Key"] = Key;
        }

        if (ShouldRetry is { } advice)
        {
            headers["Stripe-Should-Retry"] = advice ? "true" : "false";
        }

        return headers;
    }
}
