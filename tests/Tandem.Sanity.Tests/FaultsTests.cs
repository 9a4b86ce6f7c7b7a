using System.Net;
using Microsoft.Extensions.Time.Testing;
using Tandem.Engine;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

public sealed class FaultsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(400, """{"error":{"type":"queryParseError","description":"expected ]","query":"*[","start":1,"end":2}}""", typeof(CatalogFault.Refused), "expected ]")]
    [InlineData(401, """{"statusCode":401,"error":"Unauthorized","message":"Session not found","errorCode":"SIO-401-ANF"}""", typeof(CatalogFault.Unauthorized), "SANITY_API_TOKEN")]
    [InlineData(402, """{"error":"Payment Required","message":"Quota exceeded"}""", typeof(CatalogFault.Unauthorized), "Quota exceeded")]
    [InlineData(403, """{"error":{"items":[{"error":{"type":"insufficientPermissionsError","permission":"update","description":"Insufficient permissions"}}]}}""", typeof(CatalogFault.Unauthorized), "update")]
    [InlineData(404, """{"statusCode":404,"error":"Not Found","message":"Project not found","errorCode":"SIO-404-PNF"}""", typeof(CatalogFault.Unauthorized), "Project not found")]
    [InlineData(429, "", typeof(CatalogFault.Throttled), "patience")]
    [InlineData(302, "", typeof(CatalogFault.Unavailable), "API host")]
    [InlineData(413, "Request body exceeds limit of 4000000 bytes", typeof(CatalogFault.Refused), "413")]
    public async Task An_answer_that_is_no_success_means_the_same_for_reads_and_writes(int status, string body, Type fault, string said)
    {
        foreach (var found in new[] { await ReadFault(lake => lake.Answers(body, (HttpStatusCode)status)), await WriteFault(lake => lake.Answers(body, (HttpStatusCode)status)) })
        {
            Assert.IsType(fault, found);
            Assert.Contains(said, found!.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task A_failure_of_Sanity_leaves_a_write_unknown_but_answered(int status)
    {
        (await ReadFault(lake => lake.Answers("<html>", (HttpStatusCode)status))).Fault<CatalogFault.Unavailable>();
        Assert.True((await WriteFault(lake => lake.Answers("<html>", (HttpStatusCode)status))).Fault<CatalogFault.Unknown>().WasAnswered);
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.Unknown)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded)]
    public async Task A_broken_connection_leaves_a_write_unknown_and_unanswered(HttpRequestError error)
    {
        (await ReadFault(lake => lake.Breaks(error))).Fault<CatalogFault.Unavailable>();
        Assert.False((await WriteFault(lake => lake.Breaks(error))).Fault<CatalogFault.Unknown>().WasAnswered);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task Before_a_connection_stands_nothing_can_have_been_written(HttpRequestError error) =>
        (await WriteFault(lake => lake.Breaks(error))).Fault<CatalogFault.Unavailable>();

    [Fact]
    public async Task Silence_ends_after_the_timeout_of_the_injected_clock()
    {
        var clock = new FakeTimeProvider(Noon);
        using var lake = new ScriptedLake().IsSilent();
        using var catalog = lake.Catalog(clock);
        var read = catalog.Observe(About("tee"), Now);
        var write = catalog.Apply(Write(Update("tee", "r1", To("name", Text("x")))), Now);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(read.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));

        (await read).Fault.Fault<CatalogFault.Unavailable>();
        Assert.False((await write).Fault.Fault<CatalogFault.Unknown>().WasAnswered);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_his_cancellation()
    {
        using var giveUp = new CancellationTokenSource();
        using var lake = new ScriptedLake().IsSilent();
        using var catalog = lake.Catalog();
        var read = catalog.Observe(About("tee"), giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"documents\":{},\"results\":{}}")]
    [InlineData("{\"documents\":[],\"documents\":[],\"results\":[],\"results\":[]}")]
    [InlineData("{\"documents\":[],\"results\":[],\"transactionId\":\"\\ud800\"}")]
    public async Task A_success_that_cannot_be_read_is_none(string body)
    {
        (await ReadFault(lake => lake.Answers(body))).Fault<CatalogFault.Unavailable>();
        Assert.False((await WriteFault(lake => lake.Answers(body))).Fault<CatalogFault.Unknown>().WasAnswered);
    }

    [Fact]
    public async Task Broken_text_in_an_answer_is_no_answer()
    {
        byte[] body = [.. "{\"documents\":[],\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        (await ReadFault(lake => lake.Answers(body, HttpStatusCode.OK))).Fault<CatalogFault.Unavailable>();
    }

    [Fact]
    public async Task An_answer_over_the_limit_is_not_held_in_memory()
    {
        var big = $$"""{"documents":[],"padding":"{{new string('x', 5_000)}}"}""";
        using var lake = new ScriptedLake().Answers(big);
        using var catalog = lake.Catalog(with: options => options with { ResponseLimit = 4_000 });
        var fault = (await catalog.Observe(About("tee"), Now)).Fault.Fault<CatalogFault.Unavailable>();
        Assert.Contains("limit", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("retry-after", "7", 7)]
    [InlineData("retry-after", "Mon, 23 Nov 2026 12:00:30 GMT", 30)]
    [InlineData("retry-after", "Mon, 23 Nov 2026 11:00:00 GMT", 0)]
    [InlineData("retry-after", "999999", 3600)]
    [InlineData("ratelimit-reset", "1", 1)]
    [InlineData("ratelimit-reset", "1e9", null)]
    [InlineData("ratelimit-reset", "99999999999999999999", 3600)]
    [InlineData("x-other", "1", null)]
    public async Task How_long_to_wait_is_taken_from_the_answer_within_reason(string header, string value, int? seconds)
    {
        using var lake = new ScriptedLake().Answers("", HttpStatusCode.TooManyRequests, (header, value));
        using var catalog = lake.Catalog(new FakeTimeProvider(Noon));
        var fault = (await catalog.Observe(About("tee"), Now)).Fault.Fault<CatalogFault.Throttled>();
        Assert.Equal(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null, fault.RetryAfter);
    }

    [Theory]
    [InlineData("documentRevisionIDDoesNotMatchError", typeof(CatalogFault.Stale))]
    [InlineData("documentAlreadyExistsError", typeof(CatalogFault.Stale))]
    [InlineData("documentNotFoundError", typeof(CatalogFault.Stale))]
    [InlineData("transactionConflictError", typeof(CatalogFault.Throttled))]
    [InlineData("documentHasExistingReferencesError", typeof(CatalogFault.Refused))]
    [InlineData("somethingNewError", typeof(CatalogFault.Refused))]
    public async Task A_conflict_is_told_apart_by_its_type(string type, Type fault) =>
        Assert.IsType(fault, await WriteFault(lake => lake.Answers(Conflict($$"""{"type":"{{type}}","description":"why"}"""), HttpStatusCode.Conflict)));

    [Fact]
    public async Task A_reference_to_nothing_is_refused_by_the_name_of_its_field()
    {
        using var lake = new ScriptedLake().Answers(
            Conflict("""{"type":"documentReferenceDoesNotExistError","id":"tee","referenceID":"q9","description":"Document \"tee\" references non-existent document \"q9\""}"""),
            HttpStatusCode.Conflict);
        using var catalog = lake.Catalog();
        var fault = (await catalog.Apply(Write(Update("tee", "r1", To("default_price", Text("q9")))), Now)).Fault.Fault<CatalogFault.Refused>();
        Assert.Equal("default_price", fault.Field);
        Assert.Equal("documentReferenceDoesNotExistError", fault.Code);
    }

    [Theory]
    [InlineData("""{"error":{"type":"transactionAlreadyExistsError","description":"Transaction already exists"}}""")]
    [InlineData("""{"error":{"type":"mutationError","items":[{"error":{"type":"transactionAlreadyExistsError"},"index":0}]}}""")]
    public async Task A_transaction_that_was_executed_before_is_a_success_without_views(string body)
    {
        using var lake = new ScriptedLake().Answers(body, HttpStatusCode.Conflict);
        using var catalog = lake.Catalog();
        var written = (await catalog.Apply(Write(Update("tee", "r1", To("name", Text("x")))), Now)).Value();
        Assert.True(written.WasRepeated);
        Assert.Empty(written.Products);
    }

    [Fact]
    public async Task Messages_are_short_printable_and_without_the_token()
    {
        var body = $$$"""{"error":{"type":"x","description":"\u001b[31mred\n{{{new string('y', 2_000)}}}"}}""";
        var fault = await WriteFault(lake => lake.Answers(body, HttpStatusCode.BadRequest, ("x-request-id", "req-1")));
        Assert.InRange(fault!.Message.Length, 1, 400);
        Assert.DoesNotContain(fault.Message, char.IsControl);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal("req-1", fault.RequestId);
    }

    [Fact]
    public async Task Nothing_is_retried()
    {
        using var lake = new ScriptedLake().Answers("", HttpStatusCode.ServiceUnavailable).Shows();
        using var catalog = lake.Catalog();
        (await catalog.Observe(About("tee"), Now)).Fault.Fault<CatalogFault.Unavailable>();
        Assert.Single(lake.Asked);
    }

    private static string Conflict(string item) =>
        $$$"""{"error":{"description":"Mutation failed","items":[{"error":{{{item}}},"index":0}],"type":"mutationError"}}""";

    private static async Task<CatalogFault?> ReadFault(Func<ScriptedLake, ScriptedLake> script)
    {
        using var lake = script(new ScriptedLake());
        using var catalog = lake.Catalog();
        return (await catalog.Observe(About("tee"), Now)).Fault;
    }

    private static async Task<CatalogFault?> WriteFault(Func<ScriptedLake, ScriptedLake> script)
    {
        using var lake = script(new ScriptedLake());
        using var catalog = lake.Catalog();
        return (await catalog.Apply(Write(Update("tee", "r1", To("name", Text("x")))), Now)).Fault;
    }
}
