using System.Text;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe.Tests;

public sealed class DeliveryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Identity Ours = new("acct_1", "test");

    [Fact]
    public void A_price_event_names_its_price_and_its_product()
    {
        var delivery = Read(Event("price.created", Goldens.PriceWith("price_1")));

        Assert.Equal(new ObjectId(Side.Stripe, Kind.Price, "price_1"), delivery.Subject);
        Assert.Equal([new ObjectId(Side.Stripe, Kind.Product, "prod_1")], delivery.Related);
        Assert.Equal("price.created", delivery.Type);
        Assert.Equal("evt_1", delivery.Id);
        Assert.Equal(Now, delivery.ReceivedAt);
        Assert.Null(delivery.Foreign);
    }

    [Theory]
    [InlineData("default", "sanity_id", true)]
    [InlineData("shop", "sanity_id_shop", true)]
    [InlineData("shop", "sanity_id", false)]
    public void A_product_event_names_the_document_that_this_connection_marked(string connection, string key, bool isNamed)
    {
        var product = Goldens.ProductWith("prod_1").Replace("\"metadata\":{}", $"\"metadata\":{{\"{key}\":\"doc-1\"}}", StringComparison.Ordinal);

        var delivery = Read(Event("product.updated", product), connection: connection);

        Assert.Equal(isNamed ? [new ObjectId(Side.Sanity, Kind.Product, "doc-1")] : [], delivery.Related);
    }

    [Fact]
    public void The_key_of_the_causing_request_is_the_token()
    {
        Assert.Equal("key-1", Read(Event("product.updated", Goldens.Product, request: """{"id":"req_1","idempotency_key":"key-1"}""")).Token);
        Assert.Null(Read(Event("product.updated", Goldens.Product, request: """{"id":"req_1","idempotency_key":null}""")).Token);
        Assert.Null(Read(Event("product.updated", Goldens.Product, request: "null")).Token);
        Assert.Null(Read(Event("product.updated", Goldens.Product, request: "\"req_1\"")).Token);
    }

    [Fact]
    public void Previous_attributes_become_canonical_fields_and_unset_ones_stay_named()
    {
        var delivery = Read(Event(
            "product.updated",
            Goldens.Product,
            previous: """{"name":" Old ","description":null,"images":["b","a"],"active":false,"default_price":"price_1","metadata":{"brand":null,"other":"x"},"updated":1,"unit_label":"u"}"""));

        Assert.Equal(
            """active=false default_price="price_1" description=unset images=["b", "a"] metadata.brand=unset metadata.other="x" name="Old" unit_label="u" """.Trim(),
            string.Join(' ', delivery.Previous.OrderBy(value => value.Field, StringComparer.Ordinal).Select(value => $"{value.Field}={value.Value?.ToString() ?? "unset"}")));
    }

    [Fact]
    public void Previous_attributes_of_a_price_are_its_own_fields()
    {
        var delivery = Read(Event("price.updated", Goldens.Price, previous: """{"lookup_key":"k","nickname":null,"active":true,"name":"not a field of a price"}"""));

        Assert.Equal(["active", "lookup_key", "nickname"], delivery.Previous.Select(value => value.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_mark_in_the_metadata_is_no_previous_value() =>
        Assert.Empty(Read(Event("product.updated", Goldens.Product, previous: """{"metadata":{"sanity_id":"x","sync_op_other":null}}""")).Previous);

    [Theory]
    [InlineData("invoice.paid")]
    [InlineData("plan.updated")]
    [InlineData("product.sublimated")]
    public void An_event_of_another_type_concerns_nothing_of_ours(string type)
    {
        var delivery = Read(Event(type, """{"id":"x","object":"invoice"}"""));

        Assert.Null(delivery.Subject);
        Assert.Equal(type, delivery.Type);
    }

    [Theory]
    [InlineData("v1.product.updated", "product", "prod_1", Kind.Product)]
    [InlineData("v1.product.default_price_changed", "product", "prod_1", Kind.Product)]
    [InlineData("v1.price.lookup_key_changed", "price", "price_1", Kind.Price)]
    public void A_thin_notification_names_its_object(string type, string objectType, string id, Kind kind)
    {
        var delivery = Read(Thin(type, objectType, id));

        Assert.Equal(new ObjectId(Side.Stripe, kind, id), delivery.Subject);
        Assert.Equal("key-2", delivery.Token);
        Assert.Empty(delivery.Previous);
    }

    [Fact]
    public void A_thin_notification_of_something_else_concerns_nothing_of_ours() =>
        Assert.Null(Read(Thin("v1.billing.meter.error_report_triggered", "billing.meter", "mtr_1")).Subject);

    [Trait("G", "11")]
    [Theory]
    [InlineData("test", "acct_1", false, null, false)]
    [InlineData("test", "acct_1", true, null, true)]
    [InlineData("live", "acct_1", false, null, true)]
    [InlineData("live", "acct_1", true, null, false)]
    [InlineData("test", "acct_1", false, "acct_1", false)]
    [InlineData("test", "acct_1", false, "acct_2", true)]
    [InlineData("test", "unknown", false, "acct_2", true)]
    [InlineData("test", "unknown", false, null, false)]
    public void An_event_of_another_mode_or_account_is_foreign_but_still_read(string realm, string account, bool live, string? named, bool isForeign)
    {
        var json = Event("product.updated", Goldens.Product, live: live, account: named);

        var delivery = Read(json, new Identity(account, realm));

        Assert.Equal(isForeign, delivery.Foreign is not null);
        Assert.NotNull(delivery.Subject);
    }

    [Theory]
    [InlineData("acct_1", false)]
    [InlineData("org_1/acct_1", false)]
    [InlineData("acct_2", true)]
    public void The_context_of_a_thin_notification_names_its_account(string context, bool isForeign) =>
        Assert.Equal(isForeign, Read(Thin("v1.product.updated", "product", "prod_1", context), Ours).Foreign is not null);

    [Theory]
    [InlineData("2020-08-27")]
    [InlineData(null)]
    public void The_version_that_an_event_is_rendered_in_does_not_matter(string? version)
    {
        var json = Event("product.updated", Goldens.Product).Replace("\"2026-10-28.endive\"", version is null ? "null" : $"\"{version}\"", StringComparison.Ordinal);

        Assert.NotNull(Read(json).Subject);
    }

    [Fact]
    public void The_raw_body_is_kept_for_audit()
    {
        var body = Encoding.UTF8.GetBytes(Event("product.updated", Goldens.Product));

        Assert.Equal(body, StripeDelivery.Read("default", Ours, body, Now).Value!.Body.ToArray());
    }

    public static TheoryData<string> Nonsense =>
    [
        "",
        " ",
        "null",
        "[]",
        "42",
        "\"text\"",
        "{}",
        "{",
        "{\"id\":\"evt_1\"}",
        """{"id":"evt_1","object":"event","type":"product.updated"}""",
        """{"id":"evt_1","object":"charge","type":"product.updated","livemode":false}""",
        """{"id":5,"object":"event","type":"product.updated","livemode":false}""",
        """{"id":"","object":"event","type":"product.updated","livemode":false}""",
        """{"id":"evt 1","object":"event","type":"product.updated","livemode":false}""",
        """{"id":"evt_1","object":"event","type":"product.updated","livemode":"false"}""",
        """{"id":"evt_1","object":"event","type":"product.updated","livemode":false}""",
        """{"id":"evt_1","object":"event","type":"product.updated","livemode":false,"data":null}""",
        """{"id":"evt_1","object":"event","type":"product.updated","livemode":false,"data":{"object":"prod_1"}}""",
        """{"id":"evt_1","object":"event","type":"product.updated","livemode":false,"data":{"object":{"object":"product"}}}""",
        """{"id":"evt_1","object":"event","type":"product.updated","livemode":false,"data":{"object":{"object":"price","id":"price_1"}}}""",
        """{"id":"evt_1","object":"event","type":"product.updated","livemode":false,"data":{"object":{"object":"product","id":"prod_1/../../v1/refunds"}}}""",
        """{"id":"evt_1","id":"evt_2","object":"event","type":"product.updated","livemode":false,"data":{"object":{"object":"product","id":"prod_1"}}}""",
        """{"id":"evt_1","object":"event","type":"product.updated","livemode":false,"data":{"object":{"object":"product","id":"prod_1","name":"\ud800"}}}""",
        """{"id":"evt_1","object":"event","type":"product.updated","livemode":false,"data":{"object":{"object":"product","id":"prod_1","\udc00":1}}}""",
        """{"id":"evt_1","object":"v2.core.event","type":"v1.product.updated","livemode":false}""",
        """{"id":"evt_1","object":"v2.core.event","type":"v1.product.updated","livemode":false,"related_object":{"id":"price_1","type":"price"}}""",
        """{"id":"evt_1","object":"event","type":"product.updated","livemode":false} trailing""",
        new string('[', 200_000),
        "{\"a\":" + string.Concat(Enumerable.Repeat("{\"a\":", 70)) + "1" + new string('}', 71),
    ];

    [Trait("G", "12")]
    [Theory]
    [MemberData(nameof(Nonsense))]
    public void A_body_that_makes_no_sense_is_refused_and_never_thrown(string body) => Refuses(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void A_body_that_is_no_utf8_is_refused()
    {
        var body = Encoding.UTF8.GetBytes(Event("product.updated", Goldens.Product));
        body[Array.IndexOf(body, (byte)'F')] = 0xff;

        Refuses(body);
        Refuses([0xc0, 0x80]);
        Refuses([0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(Event("product.updated", Goldens.Product))]);
    }

    [Fact]
    public void Any_cut_and_any_changed_byte_is_read_or_refused()
    {
        var body = Encoding.UTF8.GetBytes(Event("product.updated", Goldens.Product, previous: """{"metadata":{"brand":null}}"""));
        for (var at = 0; at < body.Length; at++)
        {
            Settles(body[..at]);
            foreach (var value in (byte[])[0, (byte)'"', (byte)'{', (byte)'\\', 0x80, 0xff])
            {
                var changed = body.ToArray();
                changed[at] = value;
                Settles(changed);
            }
        }
    }

    private static void Settles(byte[] body)
    {
        var read = StripeDelivery.Read("default", Ours, body, Now);
        Assert.True(read.Value is not null || read.Fault is CatalogFault.Refused);
    }

    private static void Refuses(byte[] body) =>
        Assert.Equal(Side.Stripe, Assert.IsType<CatalogFault.Refused>(StripeDelivery.Read("default", Ours, body, Now).Fault).Side);

    private static Delivery Read(string json, Identity? expected = null, string connection = "default") =>
        StripeDelivery.Read(connection, expected ?? Ours, Encoding.UTF8.GetBytes(json), Now).Value!;

    private static string Event(string type, string shown, string previous = "null", string request = "null", bool live = false, string? account = null) =>
        $$"""
        {
          "id": "evt_1",
          "object": "event",{{(account is null ? "" : $"\n  \"account\": \"{account}\",")}}
          "api_version": "2026-10-28.endive",
          "created": 1732392000,
          "data": {
            "object": {{shown}},
            "previous_attributes": {{previous}}
          },
          "livemode": {{(live ? "true" : "false")}},
          "pending_webhooks": 1,
          "request": {{request}},
          "type": "{{type}}"
        }
        """;

    private static string Thin(string type, string objectType, string id, string? context = null) =>
        $$"""{"id":"evt_thin_1","object":"v2.core.event","type":"{{type}}","livemode":false,"created":"2026-11-24T12:00:00.000Z","context":{{(context is null ? "null" : $"\"{context}\"")}},"reason":{"type":"request","request":{"id":"req_1","idempotency_key":"key-2"} },"related_object":{"id":"{{id}}","type":"{{objectType}}","url":"/v1/x/{{id}}"} }""";
}
