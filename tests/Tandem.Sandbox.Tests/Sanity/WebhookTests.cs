using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Tandem.Sandbox.Sanity;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>S17 of facts/sanity.md: what is delivered, how it is signed, and how long it is tried.</summary>
public sealed class WebhookTests
{
    private const string Recommended = """
        {"on":["create","update","delete"],
         "filter":"_type in [\"product\",\"price\"] && !(_id in path(\"stripeSync.**\"))",
         "projection":"{\"op\": delta::operation(), \"id\": coalesce(after()._id, before()._id), \"type\": coalesce(after()._type, before()._type), \"rev\": after()._rev, \"prevRev\": before()._rev}"}
        """;

    private readonly Lake _lake = new();

    private static JsonNode? BodyOf(PendingDelivery delivery) => JsonNode.Parse(delivery.Body.Span);

    [Theory]
    [InlineData("test-secret", 1700000000000, """{"_id":"product-tee","_type":"product","_rev":"aXk2","title":"T-shirt"}""", "t=1700000000000,v1=7SzjVO7IdTrwxzCo4aQQ5N7llnFadp9lVJ2YU3jw0c0")]
    [InlineData("hemmelig nøkkel 🔑", 1732392000123, """{"_id":"price-1","unitAmount":1999,"currency":"eur","note":"Größe – 日本語 🧢"}""", "t=1732392000123,v1=EppJ7r61rEvZjUTepKlrtXMRYDX4nv20ySR1xgFU6kI")]
    [InlineData("s", 1760000000000, "null", "t=1760000000000,v1=WVN3jwSNMYXk8ZoBy2LuYSknPCd1PPhOTAwC0Yu4Pq4")]
    [InlineData("whitespace-matters", 1609459200000, "{ \"a\" : 1 ,\n  \"b\":[1,2,3]\n}", "t=1609459200000,v1=6r6sh0Zc5PNDCPBYe1yvhSGYUQEqeFKTfXqEp1uRn-M")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 1795465200999, "\"just-a-string\"", "t=1795465200999,v1=wuCg8L8H28A_hfA3qnaf7sMjeZPgb592JjoYAYmgVsE")]
    public void The_vectors_of_the_official_library_are_reproduced(string secret, long at, string body, string header) =>
        Assert.Equal(header, SanitySignature.Header(Encoding.UTF8.GetBytes(body), DateTimeOffset.FromUnixTimeMilliseconds(at), secret));

    [Fact]
    public void One_delivery_per_document_comes_after_the_commit_with_the_known_headers()
    {
        var hook = _lake.AddHook(Recommended, ""","headers":{"x-shop":"one"}""");

        _lake.Mutate("""[{"create":{"_id":"mug","_type":"product"}},{"create":{"_id":"p","_type":"price"}},{"create":{"_id":"n","_type":"note"}},{"create":{"_id":"stripeSync.x","_type":"product"}}]""", transactionId: "t1");

        var deliveries = _lake.Deliveries();
        Assert.Equal(["create product mug", "create price p"], deliveries.Select(static delivery => delivery.Summary));
        Assert.Equal("""{"op":"create","id":"mug","type":"product","rev":"t1","prevRev":null}""", Encoding.UTF8.GetString(deliveries[0].Body.Span));
        var headers = deliveries[0].Headers();
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["accept-encoding"] = "gzip",
                ["connection"] = "close",
                ["content-type"] = "application/json",
                ["idempotency-key"] = deliveries[0].Id,
                ["sanity-dataset"] = "production",
                ["sanity-document-id"] = "mug",
                ["sanity-operation"] = "create",
                ["sanity-project-id"] = "standin1",
                ["sanity-transaction-id"] = "t1",
                ["sanity-transaction-time"] = "2026-11-23T12:00:00.250Z",
                ["sanity-webhook-id"] = hook,
                ["sanity-webhook-signature"] = SanitySignature.Header(deliveries[0].Body.Span, _lake.Time.GetUtcNow(), "test-secret"),
                ["user-agent"] = "Sanity.io webhook delivery",
                ["x-shop"] = "one",
            },
            new SortedDictionary<string, string>(headers.ToDictionary()));
        Assert.NotEqual(deliveries[0].Id, deliveries[1].Id);
    }

    [Fact]
    public void Without_a_projection_the_body_is_the_document_after_the_change_and_null_after_a_delete()
    {
        _lake.AddHook("""{"on":["create","update","delete"],"filter":"_type == \"product\" || _type == \"price\""}""");
        _lake.Mutate("""[{"create":{"_id":"mug","_type":"product","name":"Mug ☕"}}]""");
        _lake.Mutate("""[{"delete":{"id":"mug"}}]""");

        var deliveries = _lake.Deliveries();
        Assert.Equal("Mug ☕", (string?)BodyOf(deliveries[0])!["name"]);
        Assert.NotNull(BodyOf(deliveries[0])!["_rev"]);
        Assert.Contains("☕", Encoding.UTF8.GetString(deliveries[0].Body.Span), StringComparison.Ordinal);
        Assert.Equal("delete product mug", deliveries[1].Summary);
        Assert.Equal("null", Encoding.UTF8.GetString(deliveries[1].Body.Span));
    }

    [Fact]
    public void On_a_delete_plain_attributes_are_those_of_the_document_that_was()
    {
        _lake.AddHook("""{"on":["delete"],"filter":"_type == \"product\"","projection":"{_id, name, \"now\": after().name}"}""");
        _lake.Mutate("""[{"create":{"_id":"mug","_type":"product","name":"Mug"}}]""");
        _lake.Mutate("""[{"delete":{"id":"mug"}}]""");

        Assert.Equal("""{"_id":"mug","name":"Mug","now":null}""", BodyOf(Assert.Single(_lake.Deliveries()))!.ToJsonString());
    }

    [Theory]
    [InlineData("", "create product mug,update product mug,delete product mug")]
    [InlineData(",\"includeDrafts\":true", "create product drafts.mug,create product mug,delete product drafts.mug,create product drafts.mug,update product mug,delete product drafts.mug,create product drafts.mug,delete product mug")]
    public void Drafts_are_silent_unless_asked_for_so_people_cause_create_update_delete(string extra, string told)
    {
        _lake.AddHook(extra: extra);

        _lake.World.Editor.PublishNew(Lake.Json("""{"_id":"mug","_type":"product"}"""));
        _lake.World.Editor.Set("mug", "name", "x");
        _lake.World.Editor.Publish("mug");
        _lake.World.Editor.Unpublish("mug");
        _lake.Mutate("""[{"create":{"_id":"versions.r1.mug","_type":"product"}}]""");

        Assert.Equal(told, string.Join(',', _lake.Deliveries().Select(static delivery => delivery.Summary)));
    }

    [Fact]
    public void Versions_come_only_with_all_versions()
    {
        _lake.AddHook(extra: ",\"includeAllVersions\":true");
        _lake.Mutate("""[{"create":{"_id":"versions.r1.mug","_type":"product"}}]""");

        Assert.Equal("create product versions.r1.mug", Assert.Single(_lake.Deliveries()).Summary);
    }

    [Theory]
    [InlineData("count(*[_type == \\\"product\\\"]) > 0", 0)]
    [InlineData("!defined(*[_type == \\\"brand\\\"][0])", 0)]
    [InlineData("_id in *[_type == \\\"price\\\"].product._ref", 0)]
    [InlineData("brand->name == \\\"x\\\"", 0)]
    [InlineData("delta::changedAny(name)", 2)]
    [InlineData("delta::changedAny((stock, name))", 3)]
    [InlineData("delta::operation() == \\\"update\\\"", 2)]
    [InlineData("before().stock < after().stock", 1)]
    [InlineData("sanity::dataset() == \\\"production\\\" && sanity::projectId() == \\\"standin1\\\"", 3)]
    public void A_filter_sees_the_change_and_no_other_document(string filter, int deliveries)
    {
        _lake.AddHook($$"""{"on":["create","update","delete"],"filter":"{{filter}}"}""");
        _lake.Mutate("""[{"create":{"_id":"mug","_type":"product","name":"a","stock":1}}]""");
        _lake.Mutate("""[{"patch":{"id":"mug","set":{"name":"b"}}}]""");
        _lake.Mutate("""[{"patch":{"id":"mug","set":{"stock":2}}}]""");

        Assert.Equal(deliveries, _lake.Deliveries().Count);
    }

    [Fact]
    public void A_sub_query_in_a_projection_is_silently_false()
    {
        _lake.AddHook("""{"on":["create"],"projection":"{_id, \"all\": *[_type == \"product\"], \"raw\": *}"}""");
        _lake.Mutate("""[{"create":{"_id":"mug","_type":"product"}}]""");

        Assert.Equal("""{"_id":"mug","all":false,"raw":false}""", BodyOf(Assert.Single(_lake.Deliveries()))!.ToJsonString());
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(204, false)]
    [InlineData(301, true)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(0, true)]
    public void Success_and_4xx_end_a_delivery_while_429_and_5xx_are_tried_again(int status, bool again)
    {
        _lake.AddHook();
        _lake.Mutate("""[{"create":{"_id":"mug","_type":"product"}}]""");

        Assert.Equal(again, Assert.Single(_lake.Deliveries()).Ended(status) is not null);
    }

    [Fact]
    public void Retries_keep_the_key_and_the_signature_grow_apart_and_stop_after_half_an_hour()
    {
        _lake.AddHook();
        _lake.Mutate("""[{"create":{"_id":"mug","_type":"product"}}]""");
        var start = _lake.Time.GetUtcNow();
        var delivery = Assert.Single(_lake.Deliveries());
        var first = delivery.Headers();
        var pauses = new List<TimeSpan>();

        while (delivery.Ended(503) is { } pause)
        {
            pauses.Add(pause);
            _lake.Time.Advance(pause);
            Assert.Equal(first, delivery.Headers());
        }

        Assert.Equal(pauses.Order(), pauses);
        Assert.InRange(pauses.Count, 8, 40);
        Assert.InRange(_lake.Time.GetUtcNow() - start, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void Switching_a_hook_off_cancels_what_waits_and_what_is_to_be_tried_again()
    {
        var hook = _lake.AddHook();
        _lake.Mutate("""[{"create":{"_id":"a","_type":"t"}}]""");
        var inFlight = Assert.Single(_lake.Deliveries());
        _lake.Mutate("""[{"create":{"_id":"b","_type":"t"}}]""");

        _lake.World.SetHookDisabled(hook, isDisabled: true);
        _lake.Mutate("""[{"create":{"_id":"c","_type":"t"}}]""");

        Assert.Empty(_lake.Deliveries());
        Assert.Null(inFlight.Ended(503));
        _lake.World.SetHookDisabled(hook, isDisabled: false);
        _lake.Mutate("""[{"create":{"_id":"d","_type":"t"}}]""");
        Assert.Equal("create t d", Assert.Single(_lake.Deliveries()).Summary);
    }

    [Theory]
    [InlineData(DeliveryFaultKind.Drop, 0)]
    [InlineData(DeliveryFaultKind.Duplicate, 2)]
    [InlineData(DeliveryFaultKind.Twin, 2)]
    [InlineData(DeliveryFaultKind.Delay, 1)]
    public void Deliveries_can_be_lost_doubled_and_late(DeliveryFaultKind kind, int copies)
    {
        _lake.AddHook();
        _lake.World.Faults.Add(new DeliveryFault(kind) { SummaryPrefix = "create product", Delay = TimeSpan.FromMinutes(2) });
        _lake.Mutate("""[{"create":{"_id":"mug","_type":"product"}}]""");

        var deliveries = _lake.Deliveries();
        Assert.Equal(copies, deliveries.Count);
        Assert.True(deliveries.Select(static delivery => delivery.Id).Distinct().Count() <= 1);
        Assert.All(deliveries, delivery => Assert.Equal(kind is DeliveryFaultKind.Delay, delivery.Due > _lake.Time.GetUtcNow()));
    }

    [Fact]
    public void A_hook_hears_one_dataset_or_all()
    {
        var lake = new Lake(new SanityWorldOptions { Datasets = ["production", "staging"] });
        lake.AddHook();
        lake.World.AddHook(Lake.Json("""{"name":"all","url":"http://127.0.0.1:1/all","dataset":"*","rule":{"on":["create"]}}"""));

        lake.World.Mutate([Lake.Json("""{"create":{"_id":"a","_type":"t"}}""")], "staging");

        var delivery = Assert.Single(lake.Deliveries());
        Assert.Equal("/all", delivery.Url.AbsolutePath);
        Assert.Equal("staging", delivery.Headers()["sanity-dataset"]);
        Assert.False(delivery.Headers().ContainsKey("sanity-webhook-signature"));
    }

    [Fact]
    public async Task The_sender_has_one_request_a_hook_in_flight_and_retries_with_the_same_key()
    {
        var clock = new OffsetTimeProvider(TimeProvider.System);
        var world = new SanityWorld(new SanityWorldOptions(), clock);
        var receiver = new Receiver();
        using var http = new HttpMessageInvoker(receiver);
        world.AddHook(Lake.Json("""{"name":"t","url":"http://127.0.0.1:1/hook","dataset":"production","rule":{"on":["create"]}}"""));
        await using var sender = new WebhookSender(world.Outbox, http, clock);

        world.Mutate([Lake.Json("""{"create":{"_id":"a","_type":"t"}}"""), Lake.Json("""{"create":{"_id":"b","_type":"t"}}""")]);
        var seen = new List<(string Document, string Key)> { await receiver.Next(), await receiver.Next() };
        clock.Advance(TimeSpan.FromSeconds(1));
        seen.AddRange([await receiver.Next(), await receiver.Next()]);

        Assert.Equal(1, receiver.MostAtOnce);
        Assert.Equal(["a", "a", "b", "b"], seen.Select(static pair => pair.Document).Order());
        Assert.Equal(2, seen.Distinct().Count());
    }

    /// <summary>Refuses each document once, and counts how much arrives at once.</summary>
    private sealed class Receiver : HttpMessageHandler
    {
        private readonly Channel<(string Document, string Key)> _seen = Channel.CreateUnbounded<(string Document, string Key)>();
        private readonly HashSet<string> _refused = [];
        private int _open;

        public int MostAtOnce { get; private set; }

        public ValueTask<(string Document, string Key)> Next() => _seen.Reader.ReadAsync();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _open));
            await Task.Yield();
            var key = request.Headers.GetValues("idempotency-key").Single();
            var isFirst = _refused.Add(key);
            await _seen.Writer.WriteAsync((request.Headers.GetValues("sanity-document-id").Single(), key), cancellationToken);
            Interlocked.Decrement(ref _open);
            return new HttpResponseMessage(isFirst ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
        }
    }
}
