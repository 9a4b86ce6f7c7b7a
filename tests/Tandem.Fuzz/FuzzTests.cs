using System.Net;
using CsCheck;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Sanity;
using Tandem.Server;
using Tandem.Stripe;

namespace Tandem.Fuzz;

/// <summary>
/// Every parser of foreign bytes, fed with sound examples that were changed in a few places: 60 seconds in all, or <c>TANDEM_FUZZ_SECONDS</c>. Each gives a documented answer,
/// within bounds of time and memory.
/// </summary>
[Trait("G", "12")]
public sealed class FuzzTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_732_392_002);
    private static readonly Identity Expected = new("acct_1", "test");
    private static readonly SanitySource Source = new(Connection.Default, "standin1", "production", SanitySchema.Default);
    private static readonly byte[] Body = "{\"id\":\"evt_1\"}"u8.ToArray();

    [Theory]
    [InlineData("Stripe", "t=1732392002,v1=949023e2fca41cc36a00c6e85061d2baf534c2b2a578f1eb4f26b3c9639a140d,v0=00")]
    [InlineData("Sanity", "t=1732392002000,v1=lJAj4vykHMNqAMboUGHSuvU0wrKleOtPJrPJY5oUDQ0")]
    public void Signature_headers(string side, string header)
    {
        var signature = new WebhookSignature(side == "Stripe" ? SignatureGrammar.Stripe : SignatureGrammar.Sanity, [new Secret("whsec_one"), new Secret("two")]);

        Target.Feed($"signature header, {side}", Mutations.Of(header, ""), text => Assert.NotEqual(SignatureVerdict.Valid, signature.Verify(text, Body, Now)));
    }

    [Fact]
    public void Stripe_envelopes() => Target.Feed("Stripe's webhook bodies", Mutations.Of(Examples.StripeEvents), body =>
        Check(StripeDelivery.Read(Connection.Default, Expected, body, Now), Side.Stripe));

    [Fact]
    public void Sanity_envelopes() => Target.Feed("Sanity's webhook bodies", Mutations.Of(Examples.SanityBodies), body =>
        Check(SanityDelivery.Read(Source, Header, body, Now), Side.Sanity));

    [Fact]
    public void Sanity_headers() => Target.Feed("Sanity's webhook headers", Mutations.Of("product-mug", "aBcD-1234", "update", "standin1"), text =>
        Check(SanityDelivery.Read(Source, _ => text, Examples.SanityBodies[0], Now), Side.Sanity));

    [Fact]
    public void Sanity_ids() => Target.Feed("document ids", Mutations.Of("product-mug", "drafts.product-mug", "versions.r1.product-mug"), text =>
        Assert.True(SanityId.Parse(text) is not { } id || (id.Whole == text && SanityId.Parse(id.PublishedId) is SanityId.Published), "what was read is not what was written"));

    [Fact]
    public void Amounts() => Target.Feed("amounts", Mutations.Of("1999", "-12.50", "0.000000000001", "999999999999999.5"), text =>
    {
        var amount = Money.Parse(text);
        Assert.True(amount.Value is null != amount.Problem is null, "an amount is a value or a sentence");
        Assert.True(amount.Value is not { } value || Money.Parse(Money.Print(value)).Value == value, "an amount changed on its way");
        var minor = Money.ToMinor(text, "jpy");
        Assert.True(minor.Value is null != minor.Problem is null, "an amount is a value or a sentence");
    });

    [Fact]
    public void Object_ids() => Target.Feed("object ids on disk", Mutations.Of("sanity:product:mug", "stripe:price:price_1"), text => Only<FormatException>(() => ObjectId.Parse(text)));

    [Fact]
    public void Addresses_of_pictures() => Target.Feed("addresses of pictures", Mutations.Of("https://images.example.com/a.png?w=1", "https://cdn.sanity.io/images/standin1/production/abc-2x3.png"), text =>
    {
        var (address, problem) = PictureAddress.Read(text, ["images.example.com"]);
        Assert.True(address is null != problem is null, "an address is one, or there is a sentence");
        Assert.True(address is null or { Scheme: "https", Port: 443, IdnHost: "images.example.com", UserInfo: "" }, "another host is asked");
        var asset = new PictureServer("standin1", "production").Asset(text);
        Assert.True(asset is null || PictureServer.IsAsset(asset), "what is no asset is referred to");
    });

    [Fact]
    public void First_bytes_of_pictures() => Target.Feed("first bytes of pictures", Mutations.Of([0xFF, 0xD8, 0xFF, 0xE0], "GIF89a"u8.ToArray(), "RIFF1234WEBP"u8.ToArray()), bytes =>
        Assert.True(PictureType.Of(bytes) is null or "image/jpeg" or "image/png" or "image/gif" or "image/webp", "another type"));

    [Fact]
    public void Environment_files() => Target.Feed("environment files", Mutations.Of("STRIPE_SECRET_KEY=sk_test_x\n# a remark\nSANITY_DATASET=\"production\"\n"), text =>
        Only<SettingsException>(() => EnvironmentFile.Parse("file", text)));

    [Fact]
    public void Documents_of_the_content_lake() => Ask(
        "documents and their fields, images and amounts",
        Examples.Documents,
        ContentLake,
        catalog => catalog.Observe(new Question { ProductId = "mug", PriceIds = ["mug-eur"], Membership = Membership.Known }, CancellationToken.None));

    [Fact]
    public void Rows_and_cursors_of_the_content_lake() => Ask(
        "rows of queries",
        Examples.Rows,
        ContentLake,
        catalog => catalog.Feed(null, CancellationToken.None));

    [Fact]
    public void Objects_of_Stripe() => Ask(
        "products and lists of prices",
        Examples.StripeObjects,
        handler => StripeCatalog.Create(new StripeOptions { SecretKey = new Secret("sk_test_fuzz"), ApiBase = new Uri("http://stripe.localhost") }, TimeProvider.System, handler),
        catalog => catalog.Observe(new Question { ProductId = "prod_1" }, CancellationToken.None));

    [Fact]
    public void A_parser_that_breaks_is_noticed() =>
        Assert.ThrowsAny<Exception>(() => Mutations.Of("1999", "12").Sample(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture), iter: 10_000, threads: 1));

    // An answer is a fault with a sentence, or a value; whatever the bytes, nothing is thrown.
    private static void Ask<TCatalog, TAnswer>(string name, byte[][] examples, Func<HttpMessageHandler, TCatalog> make, Func<TCatalog, Task<Outcome<TAnswer>>> ask)
        where TCatalog : IDisposable
        where TAnswer : class
    {
        using var answers = new Answers();
        using var catalog = make(answers);
        Target.Feed(name, Mutations.Of(examples), body =>
        {
            answers.Body = body;
            var outcome = ask(catalog).GetAwaiter().GetResult();
            Assert.True(outcome.Fault is null || outcome.Fault.Message.Length > 0, "a fault without a sentence");
            Assert.True(outcome.Fault is null != outcome.Value is null, "neither a value nor a fault");
        });
    }

    private static SanityCatalog ContentLake(HttpMessageHandler handler) => new(
        new SanityOptions { Connection = Connection.Default, ProjectId = "standin1", Dataset = "production", Token = new Secret("t"), ApiHost = "http://standin1.localhost" }, null, TimeProvider.System, handler);

    private static void Check(Outcome<Delivery> outcome, Side side)
    {
        if (outcome.Value is not { } delivery)
        {
            Assert.NotEmpty(outcome.Fault!.Message);
            return;
        }

        Assert.Equal(side, delivery.Side);
        Assert.NotEmpty(delivery.Id);
        Assert.True(delivery.Id.Length <= 600 && !delivery.Id.Any(char.IsControl), "a delivery's id is short and visible");
        Assert.True(delivery.Subject is not { } subject || ObjectId.Parse(subject.ToString()) == subject, "a subject changes on its way to disk");
    }

    private static void Only<TDocumented>(Action act)
        where TDocumented : Exception
    {
        try
        {
            act();
        }
        catch (TDocumented)
        {
            // As documented.
        }
    }

    private static string? Header(string name) => name switch
    {
        "idempotency-key" => "463bfc28-726a-64af-d362-a099750d8382",
        "sanity-transaction-id" => "aBcDeF",
        "sanity-document-id" => "product-mug",
        "sanity-project-id" => "standin1",
        "sanity-dataset" => "production",
        "sanity-operation" => "update",
        _ => null,
    };

    private sealed class Answers : HttpMessageHandler
    {
        public byte[] Body { get; set; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Body), RequestMessage = request };
            answer.Content.Headers.TryAddWithoutValidation("content-type", "application/json");
            answer.Headers.TryAddWithoutValidation("request-id", "req_1");
            return Task.FromResult(answer);
        }
    }
}
