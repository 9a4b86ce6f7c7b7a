using System.Text;
using CsCheck;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity.Tests;

public sealed class DeliveryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly SanitySource Source = new("default", "abc123", "production", SanitySchema.Default);

    [Fact]
    public void Our_small_projection_names_the_document_its_revision_and_its_product()
    {
        var delivery = Read("""{"op":"update","id":"q1","type":"price","rev":"r2","prevRev":"r1","updatedAt":"2026-11-23T12:00:00Z","product":"tee"}""");

        Assert.Equal("default", delivery.Connection);
        Assert.Equal(Side.Sanity, delivery.Side);
        Assert.Equal("key-1", delivery.Id);
        Assert.Equal("update", delivery.Type);
        Assert.Equal(new ObjectId(Side.Sanity, Kind.Price, "q1"), delivery.Subject);
        Assert.Equal([new ObjectId(Side.Sanity, Kind.Product, "tee")], delivery.Related);
        Assert.Equal("tx-1", delivery.Token);
        Assert.Equal("r2", delivery.Revision);
        Assert.Null(delivery.Foreign);
        Assert.Equal(Noon, delivery.ReceivedAt);
    }

    [Fact]
    public void A_whole_document_is_understood_although_its_own_fields_are_called_id_and_type()
    {
        var delivery = Read("""
            {"_id":"q1","_type":"price","_rev":"r2","id":"sku-7","type":"recurring","rev":"B","product":{"_type":"reference","_ref":"tee"},"updatedFromStripe":true}
            """);
        Assert.Equal(new ObjectId(Side.Sanity, Kind.Price, "q1"), delivery.Subject);
        Assert.Equal([new ObjectId(Side.Sanity, Kind.Product, "tee")], delivery.Related);
        Assert.Equal("r2", delivery.Revision);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"tee\"")]
    [InlineData("{\"id\":\"cap\",\"type\":\"recurring\"}")]
    [InlineData("{\"_id\":7,\"_type\":[]}")]
    [InlineData("{\"_id\":\"not an id\"}")]
    public void A_body_that_does_not_say_leaves_it_to_the_headers(string body)
    {
        var delivery = Read(body, ("sanity-operation", "delete"));
        Assert.Equal(new ObjectId(Side.Sanity, Kind.Product, "tee"), delivery.Subject);
        Assert.Equal("delete", delivery.Type);
        Assert.Empty(delivery.Related);
    }

    [Theory]
    [InlineData("{\"op\":\"update\",\"id\":\"drafts.tee\",\"type\":\"product\"}")]
    [InlineData("{\"op\":\"create\",\"id\":\"versions.r1.tee\",\"type\":\"product\"}")]
    [InlineData("{\"_id\":\"drafts.tee\",\"_type\":\"product\"}")]
    [InlineData("{\"op\":\"update\",\"id\":\"tee\",\"type\":\"article\"}")]
    [InlineData("{\"_id\":\"tee\",\"_type\":\"article\"}")]
    public void Drafts_versions_and_other_types_concern_nothing_of_ours(string body) => Assert.Null(Read(body).Subject);

    [Fact]
    public void A_draft_named_by_the_headers_alone_is_never_due() =>
        Assert.Null(Read("null", ("sanity-document-id", "drafts.tee")).Subject);

    [Theory]
    [InlineData("sanity-project-id", "other", "other")]
    [InlineData("sanity-dataset", "staging", "staging")]
    public void Another_environment_is_foreign_and_says_why(string header, string value, string said) =>
        Assert.Contains(said, Read("null", (header, value)).Foreign, StringComparison.Ordinal);

    [Fact]
    public void Headers_that_do_not_say_where_they_come_from_are_taken_as_ours() =>
        Assert.Null(Read("null", ("sanity-project-id", null), ("sanity-dataset", null)).Foreign);

    [Fact]
    public void Without_an_idempotency_key_the_transaction_and_the_document_tell_it_apart() =>
        Assert.Equal("tx-1:tee", Read("null", ("idempotency-key", null)).Id);

    [Theory]
    [InlineData("sanity-transaction-id")]
    [InlineData("sanity-document-id")]
    public void A_delivery_that_nothing_tells_apart_is_refused(string missing) =>
        Refused("null"u8.ToArray(), ("idempotency-key", null), (missing, null));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\u001b[31m")]
    [InlineData("schlüssel")]
    [InlineData(" ")]
    public void A_key_that_is_not_plain_is_no_key(string key) => Assert.Equal("tx-1:tee", Read("null", ("idempotency-key", key)).Id);

    [Fact]
    public void A_key_of_any_length_is_no_key() => Assert.Equal("tx-1:tee", Read("null", ("idempotency-key", new string('k', 257))).Id);

    [Fact]
    public void A_revision_of_any_length_is_no_revision() => Assert.Null(Read($$"""{"_id":"tee","_type":"product","_rev":"{{new string('r', 1_000)}}"}""").Revision);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{\"_id\":\"tee\"")]
    [InlineData("{\"_id\":\"tee\"} {}")]
    [InlineData("{\"_id\":\"tee\",}")]
    [InlineData("{\"_id\":\"tee\",\"_id\":\"cap\"}")]
    [InlineData("{\"a\":{\"b\":1,\"b\":2}}")]
    [InlineData("{\"_id\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("{\"a\":[\"\\ud800x\"]}")]
    [InlineData("NaN")]
    [InlineData("// x\n{}")]
    [InlineData("\uFEFF{}")]
    public void Hostile_or_broken_JSON_is_refused(string body) => Refused(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void Invalid_UTF8_is_refused()
    {
        Refused([.. "{\"name\":\""u8, 0xC0, 0xAF, .. "\"}"u8]);
        Refused([0xFF, 0xFE, 0x7B, 0x00]);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Refused(Encoding.UTF8.GetBytes(new string('[', 65) + new string(']', 65)));
        Refused(Encoding.UTF8.GetBytes(new string('[', 200_000)));
        Assert.NotNull(Read(new string('[', 64) + new string(']', 64)));
    }

    [Fact]
    public void Whole_documents_fit_up_to_four_megabytes()
    {
        const string head = """{"_id":"tee","_type":"product","text":" """;
        var padding = new string('x', SanityDelivery.BodyLimit - head.Length - 2);
        Assert.NotNull(Read(head + padding + "\"}").Subject);
        Refused(Encoding.UTF8.GetBytes(head + padding + "x\"}"));
    }

    [Fact]
    public void Whatever_bytes_arrive_the_answer_is_a_delivery_or_a_refusal() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[0, 60]).Sample((noise, cut) =>
        {
            var sound = """{"op":"update","id":"tee","type":"product","é":"\ud83d\ude00"}"""u8.ToArray();
            byte[] body = [.. sound.Take(cut), .. noise, .. sound.Skip(cut)];
            return Outcome(body).Fault is null or CatalogFault.Refused;
        });

    private static Delivery Read(string body, params (string Name, string? Value)[] headers) =>
        Outcome(Encoding.UTF8.GetBytes(body), headers).Value();

    private static void Refused(byte[] body, params (string Name, string? Value)[] headers) =>
        Outcome(body, headers).Fault.Fault<CatalogFault.Refused>();

    private static Outcome<Delivery> Outcome(byte[] body, params (string Name, string? Value)[] headers)
    {
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["idempotency-key"] = "key-1",
            ["sanity-transaction-id"] = "tx-1",
            ["sanity-document-id"] = "tee",
            ["sanity-project-id"] = "abc123",
            ["sanity-dataset"] = "production",
        };
        foreach (var (name, value) in headers)
        {
            all[name] = value;
        }

        return SanityDelivery.Read(Source, all.GetValueOrDefault, body, Noon);
    }
}
