using Tandem.Sandbox.Sanity;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>S11 and S21 of facts/sanity.md: limits, injected faults, other origins.</summary>
public sealed class LimitTests
{
    private const string Nothing = """[{"delete":{"id":"nothing"}}]""";
    private readonly Lake _lake = new();

    [Fact]
    public void The_26th_write_of_a_second_is_refused_and_the_next_second_is_free()
    {
        for (var write = 0; write < 25; write++)
        {
            var answer = _lake.Mutate(Nothing);
            Assert.Equal(200, answer.Status);
            Assert.Equal($"{24 - write}", answer.Headers["ratelimit-remaining"]);
        }

        var refused = _lake.Mutate("""[{"create":{"_id":"a","_type":"t"}}]""");
        Assert.Equal(429, refused.Status);
        Assert.Equal("1", refused.Headers["retry-after"]);
        Assert.Equal("25", refused.Headers["ratelimit-limit"]);
        Assert.Equal("0", refused.Headers["ratelimit-remaining"]);
        Assert.Empty(_lake.World.Documents());
        Assert.Equal(200, _lake.Send("GET", "/v1/data/doc/production/a").Status);

        _lake.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, _lake.Mutate(Nothing).Status);
    }

    [Fact]
    public void All_calls_together_have_a_limit_too()
    {
        var lake = new Lake(new SanityWorldOptions { CallsPerSecond = 2 });
        lake.Send("GET", "/v1/users/me");
        lake.Send("GET", "/v1/users/me");

        Assert.Equal(429, lake.Send("GET", "/v1/users/me").Status);
    }

    [Theory]
    [InlineData(4_000_000, 200)]
    [InlineData(4_000_001, 413)]
    public void A_body_beyond_the_limit_is_refused(int bytes, int status)
    {
        const string frame = """{"mutations":[{"create":{"_id":"a","_type":"t","x":""}}]}""";
        var body = frame.Replace("\"x\":\"\"", $"\"x\":\"{new string('x', bytes - frame.Length)}\"", StringComparison.Ordinal);

        var answer = _lake.Send("POST", "/v1/data/mutate/production", body);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 413, answer.Text.Contains("Request body exceeds limit of 4000000 bytes", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CallFaultKind.RateLimited, 429, false)]
    [InlineData(CallFaultKind.Conflict, 409, false)]
    [InlineData(CallFaultKind.ErrorBeforeCommit, 500, false)]
    [InlineData(CallFaultKind.ErrorAfterCommit, 500, true)]
    [InlineData(CallFaultKind.CutBeforeCommit, 0, false)]
    [InlineData(CallFaultKind.CutAfterCommit, 0, true)]
    [InlineData(CallFaultKind.MalformedBody, 200, true)]
    public void An_injected_fault_answers_like_the_vendor_and_commits_or_not(CallFaultKind kind, int status, bool commits)
    {
        _lake.World.Faults.Add(new CallFault(kind) { Method = "POST", PathPrefix = "/v2025-02-19/data/mutate", Times = 1, RetryAfter = TimeSpan.FromSeconds(3) });

        var answer = _lake.Mutate("""[{"create":{"_id":"a","_type":"t"}}]""", transactionId: "t-1");

        Assert.Equal(status, answer.Status);
        Assert.Equal(commits, _lake.World.Document("a") is not null);
        if (kind is CallFaultKind.RateLimited)
        {
            Assert.Equal("3", answer.Headers["retry-after"]);
        }

        if (kind is CallFaultKind.Conflict)
        {
            Assert.Equal("transactionConflictError", (string?)answer.Body["error"]!["type"]);
        }

        var call = Assert.Single(_lake.World.Calls.Newest);
        Assert.Equal((status, "t-1", true), (call.Status, call.Key, call.IsWrite));
        Assert.Equal(commits ? 409 : 200, _lake.Mutate("""[{"create":{"_id":"a","_type":"t"}}]""", transactionId: "t-1").Status);
    }

    [Fact]
    public void Another_origin_may_ask_with_credentials()
    {
        var preflight = _lake.Send(
            "OPTIONS",
            "/v1/data/query/production",
            token: null,
            headers: [("origin", "http://localhost:3333"), ("access-control-request-method", "POST"), ("access-control-request-headers", "authorization,x-custom")]);
        var refused = _lake.Send("GET", "/v1/nothing", headers: ("origin", "http://localhost:3333"));

        Assert.Equal(204, preflight.Status);
        Assert.Equal("authorization,x-custom", preflight.Headers["access-control-allow-headers"]);
        Assert.Equal("POST", preflight.Headers["access-control-allow-methods"]);
        foreach (var answer in new[] { preflight, refused })
        {
            Assert.Equal("http://localhost:3333", answer.Headers["access-control-allow-origin"]);
            Assert.Equal("true", answer.Headers["access-control-allow-credentials"]);
        }
    }

    [Theory]
    [InlineData("/v1/users/me", SanityWorldOptions.EditorToken, "\"role\":\"editor\"")]
    [InlineData("/v1/users/me", null, "{}")]
    [InlineData("/v1/projects/standin1", SanityWorldOptions.EditorToken, "\"id\":\"standin1\"")]
    [InlineData("/v1/projects/standin1/datasets", SanityWorldOptions.EditorToken, "\"name\":\"production\"")]
    [InlineData("/v1/datasets", SanityWorldOptions.EditorToken, "\"name\":\"production\"")]
    [InlineData("/v2021-06-07/projects/standin1/datasets/production/acl", SanityWorldOptions.EditorToken, "\"update\"")]
    [InlineData("/vX/check/cors", null, "\"allowed\":true")]
    [InlineData("/v1/auth/providers", null, "\"providers\"")]
    public void The_small_questions_of_a_client_are_answered(string path, string? token, string part)
    {
        var answer = _lake.Send("GET", path, token: token);

        Assert.Equal(200, answer.Status);
        Assert.Contains(part, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_answer_tells_the_time_of_the_world_also_a_refusal() => Assert.All(
        [_lake.Send("GET", "/v1/users/me"), _lake.Send("GET", "/v1/users/me", token: "sk-nobody"), _lake.Send("GET", "/v1/nothing")],
        answer => Assert.Equal("Mon, 23 Nov 2026 12:00:00 GMT", answer.Headers["Date"]));

    [Fact]
    public void A_token_without_the_right_reads_documents_but_not_their_history()
    {
        Assert.Equal(200, _lake.Send("GET", "/v1/data/doc/production/a", token: SanityWorldOptions.NoHistoryToken).Status);
        Assert.Equal(403, _lake.Send("GET", "/v1/data/history/production/transactions/a", token: SanityWorldOptions.NoHistoryToken).Status);
        Assert.Equal(200, _lake.Send("GET", "/v1/data/history/production/transactions/a").Status);
    }

    [Fact]
    public void The_same_seed_and_the_same_calls_give_the_same_world()
    {
        static string Run()
        {
            var lake = new Lake();
            lake.AddHook();
            lake.Mutate("""[{"create":{"_type":"product","list":[{"a":1}]}}]""", "autoGenerateArrayKeys=true");
            lake.World.Editor.PublishNew(Lake.Json("""{"_id":"mug","_type":"product"}"""));
            var documents = string.Join('\n', lake.World.Documents().Values.Select(static document => document.ToJsonString()));
            return documents + string.Join('\n', lake.Deliveries().Select(static delivery => delivery.Id));
        }

        Assert.Equal(Run(), Run());
    }
}
