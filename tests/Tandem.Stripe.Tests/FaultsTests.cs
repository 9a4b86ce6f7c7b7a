using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe.Tests;

/// <summary>Every way in which a call can fail, and the fault it becomes: for a write, whether it may have had an effect decides.</summary>
public sealed class FaultsTests
{
    private const string Server = """{"message":"An unknown error occurred","type":"api_error"}""";

    [Theory]
    [InlineData(429, """{"code":"rate_limit","message":"Testmode request rate limit exceeded","type":"invalid_request_error"}""")]
    [InlineData(429, """{"code":"lock_timeout","message":"This object cannot be accessed right now","type":"invalid_request_error"}""")]
    [InlineData(409, """{"code":"lock_timeout","message":"This object cannot be accessed right now","type":"invalid_request_error"}""")]
    public async Task A_plea_for_patience_is_throttled(int status, string error)
    {
        var fault = Assert.IsType<CatalogFault.Throttled>(await Write(Reply.Error(status, error)));

        Assert.Null(fault.RetryAfter);
        Assert.Equal("req_test", fault.RequestId);
        Assert.IsType<CatalogFault.Throttled>(await Read(Reply.Error(status, error)));
    }

    [Fact]
    public async Task The_reason_of_a_rate_limit_is_kept()
    {
        var reply = Reply.Error(429, """{"code":"rate_limit","message":"m","type":"invalid_request_error"}""");
        reply.Headers["Stripe-Rate-Limited-Reason"] = "endpoint-concurrency";

        Assert.Equal("endpoint-concurrency", Assert.IsType<CatalogFault.Throttled>(await Write(reply)).Reason);
    }

    [Trait("G", "14")]
    [Theory]
    [InlineData("3", 3.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("-7", 0.0)]
    [InlineData("1000000000", 3600.0)]
    [InlineData("1e999", null)]
    [InlineData("NaN", null)]
    [InlineData("soon", null)]
    [InlineData("Tue, 24 Nov 2026 10:01:00 GMT", 60.0)]
    [InlineData("Tue, 24 Nov 2020 10:01:00 GMT", 0.0)]
    [InlineData("Tue, 24 Nov 2099 10:01:00 GMT", 3600.0)]
    public async Task A_wait_is_clamped_between_nothing_and_an_hour(string header, double? seconds)
    {
        var reply = Reply.Error(429, """{"code":"rate_limit","message":"m","type":"invalid_request_error"}""");
        reply.Headers["Retry-After"] = header;

        var fault = Assert.IsType<CatalogFault.Throttled>(await Write(reply, new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero))));

        Assert.Equal(seconds, fault.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task A_write_that_is_still_under_way_is_unknown_and_keeps_its_key()
    {
        var reply = Reply.Error(409, """{"code":"idempotency_key_in_use","message":"There is currently another in-progress request using this Idempotent Key","type":"idempotency_error"}""");

        Assert.False(Assert.IsType<CatalogFault.Unknown>(await Write(reply)).WasAnswered);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_failure_of_stripe_is_unknown_for_a_write_and_harmless_for_a_read(int status)
    {
        Assert.True(Assert.IsType<CatalogFault.Unknown>(await Write(Reply.Error(status, Server))).WasAnswered);
        Assert.IsType<CatalogFault.Unavailable>(await Read(Reply.Error(status, Server)));
    }

    [Fact]
    public async Task A_failure_that_stripe_says_to_retry_keeps_its_key()
    {
        var reply = Reply.Error(500, Server);
        reply.Headers["Stripe-Should-Retry"] = "true";

        Assert.False(Assert.IsType<CatalogFault.Unknown>(await Write(reply)).WasAnswered);
    }

    [Theory]
    [InlineData(502, "<html>Bad Gateway</html>")]
    [InlineData(504, "")]
    [InlineData(500, "[]")]
    [InlineData(500, """{"error":null}""")]
    [InlineData(201, Goldens.Product)]
    [InlineData(302, "")]
    public async Task An_answer_that_stripe_did_not_write_leaves_a_write_unknown_with_its_key(int status, string body)
    {
        Assert.False(Assert.IsType<CatalogFault.Unknown>(await Write(new Reply(body, status))).WasAnswered);
        Assert.IsType<CatalogFault.Unavailable>(await Read(new Reply(body, status)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"prod_1","object":"product","name":"\ud800"}""")]
    [InlineData("""{"id":"prod_1","object":"product","created":99999999999999999999}""")]
    [InlineData("""{"id":"price_1","object":"price","unit_amount_decimal":"1e3"}""")]
    public async Task A_success_that_cannot_be_read_leaves_a_write_unknown(string body)
    {
        var change = body.Contains("price", StringComparison.Ordinal)
            ? WritesTests.PriceUpdate(new FieldChange("nickname", null, new FieldValue.Text("N")))
            : WritesTests.ProductUpdate(new FieldChange("name", null, new FieldValue.Text("N")));

        var written = await WritesTests.Apply(FakeStripe.Always(new Reply(body)), change);

        Assert.False(Assert.IsType<CatalogFault.Unknown>(written.Fault).WasAnswered);
        Assert.IsType<CatalogFault.Unavailable>(await Read(new Reply(body)));
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.Unknown)]
    [InlineData(HttpRequestError.HttpProtocolError)]
    public async Task A_broken_connection_leaves_a_write_unknown(HttpRequestError error)
    {
        var thrown = new HttpRequestException(error, "cut");

        Assert.False(Assert.IsType<CatalogFault.Unknown>(await Write(thrown)).WasAnswered);
        Assert.IsType<CatalogFault.Unavailable>(await Read(FakeStripe.Throwing(thrown)));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task A_connection_that_never_stood_had_no_effect(HttpRequestError error) =>
        Assert.IsType<CatalogFault.Unavailable>(await Write(new HttpRequestException(error, "no")));

    [Fact]
    public async Task No_answer_in_time_is_unknown_on_the_injected_clock()
    {
        var time = new FakeTimeProvider();
        using var catalog = FakeStripe.Always(new Reply("") { Hangs = true }).Catalog(time: time);
        var write = catalog.Apply(new Write("t", [WritesTests.ProductUpdate(new FieldChange("name", null, new FieldValue.Text("N")))], []), default);
        var read = catalog.Observe(new Question { ProductId = "prod_1" }, default);

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(write.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(Assert.IsType<CatalogFault.Unknown>((await write).Fault).WasAnswered);
        Assert.IsType<CatalogFault.Unavailable>((await read).Fault);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_thrown()
    {
        using var catalog = FakeStripe.Always(new Reply("") { Hangs = true }).Catalog();
        using var stop = new CancellationTokenSource();
        var read = catalog.Observe(new Question { ProductId = "prod_1" }, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_of_bytes_is_not_read()
    {
        var fake = FakeStripe.Always(new Reply(Goldens.ProductWith("prod_1", $",\"description\":\"{new string('x', 5000)}\"")));
        using var catalog = fake.Catalog(options => options with { MaxResponseBytes = 4096 });

        var seen = await catalog.Observe(new Question { ProductId = "prod_1" }, default);

        Assert.Contains("limit", Assert.IsType<CatalogFault.Unavailable>(seen.Fault).Message, StringComparison.Ordinal);
    }

    [Trait("G", "17")]
    [Fact]
    public async Task A_wrong_key_is_unauthorized_and_never_shown()
    {
        var fault = await Write(Reply.Error(401, """{"message":"Invalid API Key provided: sk_test_canary123","type":"invalid_request_error"}"""));

        Assert.IsType<CatalogFault.Unauthorized>(fault);
        Assert.DoesNotContain("canary", fault.ToString(), StringComparison.Ordinal);
        Assert.Contains("STRIPE_SECRET_KEY", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        var fault = await Write(Reply.Error(403, """{"message":"The provided key 'rk_test_abc' does not have the required permissions for this endpoint on account 'acct_1'. Having the 'rak_plan_write' permission would allow this request to continue.","type":"invalid_request_error"}"""));

        Assert.Contains("rak_plan_write", Assert.IsType<CatalogFault.Unauthorized>(fault).Message, StringComparison.Ordinal);
    }

    [Trait("G", "9")]
    [Fact]
    public async Task A_missing_object_is_gone_only_when_stripe_itself_says_so()
    {
        Assert.IsType<CatalogFault.Gone>(await Write(Reply.Missing()));
        Assert.IsType<CatalogFault.Unknown>(await Write(new Reply("<html>404</html>", 404)));
        Assert.IsType<CatalogFault.Unavailable>(await Read(new Reply("<html>404</html>", 404)));
    }

    [Theory]
    [InlineData("""{"code":"parameter_unknown","message":"Received unknown parameter: unit_amount","param":"unit_amount","type":"invalid_request_error"}""", "unit_amount", "parameter_unknown")]
    [InlineData("""{"message":"Metadata values can have up to 500 characters","param":"metadata[brand]","type":"invalid_request_error"}""", "metadata.brand", null)]
    [InlineData("""{"message":"A price (`price_1`) already uses that lookup key.","param":"lookup_key","type":"invalid_request_error"}""", "lookup_key", null)]
    [InlineData("""{"message":"This price cannot be archived because it is the default price of its product.","type":"invalid_request_error"}""", null, null)]
    public async Task A_refusal_names_the_field_and_quotes_stripe(string error, string? field, string? code)
    {
        var fault = Assert.IsType<CatalogFault.Refused>(await Write(Reply.Error(400, error)));

        Assert.Equal(field, fault.Field);
        Assert.Equal(code, fault.Code);
        Assert.Contains("product prod_1", fault.Message, StringComparison.Ordinal);
        Assert.Equal("req_test", fault.RequestId);
    }

    [Fact]
    public async Task A_product_that_exists_already_is_stale_so_that_it_can_be_adopted()
    {
        var reply = Reply.Error(400, """{"code":"resource_already_exists","message":"Product already exists.","param":"id","type":"invalid_request_error"}""");

        Assert.IsType<CatalogFault.Stale>(await Write(reply));
    }

    [Fact]
    public async Task A_key_that_was_used_for_something_else_is_refused_as_a_bug()
    {
        var reply = Reply.Error(400, """{"message":"Keys for idempotent requests can only be used with the same parameters they were first used with.","type":"idempotency_error"}""");

        Assert.Contains("bug", Assert.IsType<CatalogFault.Refused>(await Write(reply)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vendor_words_are_kept_in_one_line_and_bounded()
    {
        var fault = await Write(Reply.Error(400, $$"""{"message":"evil\u001b[31m\nforged line {{new string('x', 2000)}}","type":"invalid_request_error"}"""));

        Assert.DoesNotContain(fault.Message, char.IsControl);
        Assert.True(fault.Message.Length < 800);
    }

    [Fact]
    public async Task Nothing_is_retried_by_the_client_and_no_notice_is_printed()
    {
        var reply = Reply.Error(500, Server);
        reply.Headers["Stripe-Should-Retry"] = "true";
        var fake = FakeStripe.Always(reply);
        var errors = Console.Error;
        using var caught = new StringWriter();
        Console.SetError(caught);
        try
        {
            await WritesTests.Apply(fake, WritesTests.ProductUpdate(new FieldChange("name", null, new FieldValue.Text("N"))));
            await WritesTests.Apply(
                FakeStripe.Always(new Reply(Goldens.Product) { Headers = { ["Stripe-Notice"] = "canary notice" } }),
                WritesTests.ProductUpdate(new FieldChange("name", null, new FieldValue.Text("N"))));
        }
        finally
        {
            Console.SetError(errors);
        }

        Assert.Single(fake.Requests);
        Assert.False(fake.Only.Headers.ContainsKey("X-Stripe-Client-Telemetry"));
        Assert.DoesNotContain("canary notice", caught.ToString(), StringComparison.Ordinal);
    }

    private static Task<CatalogFault> Write(Reply reply, TimeProvider? time = null) => Write(FakeStripe.Always(reply), time);

    private static Task<CatalogFault> Write(Exception thrown) => Write(FakeStripe.Throwing(thrown));

    private static async Task<CatalogFault> Write(FakeStripe fake, TimeProvider? time = null)
    {
        using var catalog = fake.Catalog(time: time);
        var change = WritesTests.ProductUpdate(new FieldChange("name", null, new FieldValue.Text("N")));
        var fault = (await catalog.Apply(new Write("t", [change], []), default)).Fault!;
        Assert.Equal(Side.Stripe, fault.Side);
        return fault;
    }

    private static Task<CatalogFault> Read(Reply reply) => Read(FakeStripe.Always(reply));

    private static async Task<CatalogFault> Read(FakeStripe fake)
    {
        using var catalog = fake.Catalog();
        return (await catalog.Locate(new ObjectId(Side.Stripe, Kind.Product, "prod_1"), default)).Fault!;
    }
}
