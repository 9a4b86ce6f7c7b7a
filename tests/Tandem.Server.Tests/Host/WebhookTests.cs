using System.Net;
using System.Text;
using Tandem.Server.Tests.Settings;
using Tandem.Server.Tests.Signatures;

namespace Tandem.Server.Tests.Host;

public sealed class WebhookTests
{
    [Fact]
    public async Task A_signed_event_of_Stripe_is_stored_and_acknowledged()
    {
        await using var server = await RunningServer.Start();
        using var answer = await server.Stripe(Bodies.Stripe());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(1, await server.Stored());
        Assert.Contains(server.Said.All, line => line.Contains("[WEBHOOK] product.updated evt_1: Stored (request ", StringComparison.Ordinal) && line.Contains(" ms)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whole_documents_and_our_projection_are_both_taken_from_Sanity()
    {
        await using var server = await RunningServer.Start();
        using var whole = await server.Sanity(Bodies.Document(), Bodies.SanityHeaders("key-1"));
        using var small = await server.Sanity(Bodies.Projection(), Bodies.SanityHeaders("key-2"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (whole.StatusCode, small.StatusCode));
        Assert.Equal(2, await server.Stored());
        Assert.Contains(server.Said.All, line => line.Contains("[SANITY_WEBHOOK] update key-1: Stored (request ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_replayed_delivery_is_acknowledged_and_stored_once()
    {
        await using var server = await RunningServer.Start();
        var signature = Signer.Stripe(Given.StripeSecret, Encoding.UTF8.GetBytes(Bodies.Stripe()), DateTimeOffset.UtcNow);
        for (var times = 0; times < 20; times++)
        {
            using var again = await server.Stripe(Bodies.Stripe(), signature);
            using var content = await server.Sanity(Bodies.Projection(), Bodies.SanityHeaders());
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (again.StatusCode, content.StatusCode));
        }

        Assert.Equal(2, await server.Stored());
        Assert.Equal(2, (await server.Store.Count(default)).Work);
    }

    [Fact]
    [Trait("G", "11")]
    public async Task Another_environment_is_acknowledged_and_kept_apart()
    {
        await using var server = await RunningServer.Start();
        using var live = await server.Stripe(Bodies.Stripe("evt_live", live: true));
        using var project = await server.Sanity(Bodies.Document(), Bodies.SanityHeaders("a", project: "other"));
        using var dataset = await server.Sanity(Bodies.Document(), Bodies.SanityHeaders("b", dataset: "staging"));
        Assert.All([live, project, dataset], answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var counts = await server.Store.Count(default);
        Assert.Equal((3, 0), (counts.Deliveries, counts.Work));
        Assert.Equal(3, server.Said.All.Count(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("kept apart", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("G", "12")]
    public async Task Nothing_that_is_not_authentic_enters_and_the_answer_says_no_more_than_that()
    {
        await using var server = await RunningServer.Start();
        var body = Encoding.UTF8.GetBytes(Bodies.Stripe());
        var now = DateTimeOffset.UtcNow;
        string?[] forged =
        [
            Signer.Stripe("whsec_other", body, now), Signer.Stripe(Given.StripeSecret, body, now.AddMinutes(-6)), Signer.Stripe(Given.StripeSecret, body, now.AddMinutes(6)),
            Signer.Stripe(Given.StripeSecret, [.. body, 32], now), "garbage", "t=1,v1=", new string('x', 5000),
        ];
        foreach (var signature in forged)
        {
            using var answer = await server.Stripe(body, signature);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("""{"error":"unauthorized"}""", await answer.Content.ReadAsStringAsync());
        }

        using var unsigned = await server.Post("/api/stripe/webhook", body);
        using var twice = await server.Post("/api/stripe/webhook", body, ("Stripe-Signature", "t=1,v1=0"), ("Stripe-Signature", Signer.Stripe(Given.StripeSecret, body, now)));
        using var wrongVendor = await server.Post("/api/sanity/webhook", body, ("sanity-webhook-signature", Signer.Stripe(Given.SanitySecret, body, now)));
        Assert.All([unsigned, twice, wrongVendor], answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode));
        Assert.Equal(0, await server.Stored());
    }

    [Fact]
    public async Task Both_secrets_count_while_one_is_rolled()
    {
        await using var server = await RunningServer.Start(("STRIPE_WEBHOOK_SECRET", "whsec_new,whsec_old"), ("SANITY_WEBHOOK_SECRET", "new, old"));
        foreach (var age in (string[])["old", "new"])
        {
            var body = Encoding.UTF8.GetBytes(Bodies.Stripe($"evt_{age}"));
            using var stripe = await server.Stripe(body, Signer.Stripe($"whsec_{age}", body, DateTimeOffset.UtcNow));
            using var sanity = await server.Post(
                "/api/sanity/webhook", body, [("sanity-webhook-signature", Signer.Sanity(age, body, DateTimeOffset.UtcNow)), .. Bodies.SanityHeaders(age)]);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (stripe.StatusCode, sanity.StatusCode));
        }

        using var third = await server.Stripe(Bodies.Stripe("evt_x"), Signer.Stripe("whsec_third", Encoding.UTF8.GetBytes(Bodies.Stripe("evt_x")), DateTimeOffset.UtcNow));
        Assert.Equal(HttpStatusCode.Unauthorized, third.StatusCode);
        Assert.Equal(4, await server.Stored());
    }

    public static TheoryData<string, byte[]> NotUnderstood() => new()
    {
        { "empty", [] },
        { "truncated", Encoding.UTF8.GetBytes(Bodies.Stripe()[..^20]) },
        { "no JSON", "hello"u8.ToArray() },
        { "two values", "{}{}"u8.ToArray() },
        { "deep", Encoding.UTF8.GetBytes(new string('[', 200_000) + new string(']', 200_000)) },
        { "deep inside", Encoding.UTF8.GetBytes("""{"id":"evt_1","object":"event","type":"product.updated","livemode":false,"data":""" + new string('[', 5000) + new string(']', 5000) + "}") },
        { "not UTF-8", [.. """{"id":"evt_1","name":" """u8, 0xff, 0xfe, .. "\"}"u8] },
        { "overlong UTF-8", [.. """{"id":"evt_1","name":" """u8, 0xc0, 0x80, .. "\"}"u8] },
        { "lone surrogate in the id", """{"id":"evt_\ud800","object":"event","type":"product.updated","livemode":false,"data":{"object":{"id":"prod_1"}}}"""u8.ToArray() },
        { "duplicate key", """{"id":"evt_1","id":"evt_2","object":"event","type":"product.updated","livemode":false,"data":{"object":{"id":"prod_1","object":"product"}}}"""u8.ToArray() },
        { "byte order mark", [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(Bodies.Stripe())] },
        { "comment", """{"id":"evt_1"/* */}"""u8.ToArray() },
        { "NUL", [.. """{"id":"evt_1","""u8, 0, .. "}"u8] },
        { "wrong types", """{"id":1,"object":"event","type":[],"livemode":"no"}"""u8.ToArray() },
        { "an array", "[1,2,3]"u8.ToArray() },
        { "null", "null"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(NotUnderstood))]
    public async Task What_is_signed_but_not_understood_is_refused_and_nothing_is_stored(string what, byte[] body)
    {
        await using var server = await RunningServer.Start();
        using var answer = await server.Stripe(body);
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{what}: {(int)answer.StatusCode}");
        Assert.Equal(0, await server.Stored());
        using var sanity = await server.Sanity(body, Bodies.SanityHeaders());
        Assert.True((int)sanity.StatusCode is 200 or 400, $"{what}: {(int)sanity.StatusCode}");
        Assert.DoesNotContain(server.Said.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("")]
    public async Task Another_content_type_is_refused(string type)
    {
        await using var server = await RunningServer.Start();
        var body = Encoding.UTF8.GetBytes(Bodies.Stripe());
        using var answer = await server.Post(
            "/api/stripe/webhook", body, ("Content-Type", type), ("Stripe-Signature", Signer.Stripe(Given.StripeSecret, body, DateTimeOffset.UtcNow)));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task The_content_type_may_have_parameters_and_any_case_but_no_encoding()
    {
        await using var server = await RunningServer.Start();
        var body = Encoding.UTF8.GetBytes(Bodies.Stripe());
        var signature = ("Stripe-Signature", Signer.Stripe(Given.StripeSecret, body, DateTimeOffset.UtcNow));
        using var parameters = await server.Post("/api/stripe/webhook", body, signature, ("Content-Type", "Application/JSON; charset=utf-8"));
        using var zipped = await server.Post("/api/stripe/webhook", body, signature, ("Content-Encoding", "gzip"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.UnsupportedMediaType), (parameters.StatusCode, zipped.StatusCode));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PATCH")]
    [InlineData("BREW")]
    public async Task Only_POST_is_allowed(string method)
    {
        await using var server = await RunningServer.Start();
        foreach (var path in (string[])["/api/stripe/webhook", "/api/sanity/webhook"])
        {
            using var answer = await server.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
            Assert.Equal(["POST"], answer.Content.Headers.Allow);
        }
    }

    [Fact]
    public async Task Nothing_else_is_served()
    {
        await using var server = await RunningServer.Start();
        foreach (var path in (string[])["/", "/api", "/api/other/webhook", "/api/shop/stripe/webhook", "/.env", "/api/stripe/webhook/../../../etc/passwd"])
        {
            using var answer = await server.Http.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Empty(answer.Headers.Server);
        }
    }
}
