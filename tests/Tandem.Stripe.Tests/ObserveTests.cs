using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe.Tests;

public sealed class ObserveTests
{
    [Fact]
    public async Task A_product_with_its_prices_takes_three_reads()
    {
        var fake = Shop(["price_2", "price_1"], ["price_0"]);

        var seen = await Observe(fake, "price_1");

        Assert.Equal("prod_1", seen.Product!.Id);
        Assert.Equal(["price_0", "price_1", "price_2"], seen.Prices.Select(price => price.Id));
        Assert.Empty(seen.Gone);
        Assert.Equal(3, fake.Requests.Count);
        Assert.All(fake.Requests.Skip(1), sent => Assert.Contains("limit=100&expand[0]=data.tiers&expand[1]=data.currency_options", Sorted(sent), StringComparison.Ordinal));
    }

    [Trait("G", "9")]
    [Fact]
    public async Task An_expected_price_that_no_list_shows_is_asked_for_and_a_404_proves_its_absence()
    {
        var fake = Shop(["price_1"], [], sent => sent.Path == "/v1/prices/price_gone" ? Reply.Missing("price", "price") : null);

        var seen = await Observe(fake, "price_1", "price_gone");

        Assert.Equal(["price_gone"], seen.Gone);
        Assert.Equal(["price_1"], seen.Prices.Select(price => price.Id));
    }

    [Fact]
    public async Task A_price_that_has_moved_to_another_product_is_shown_with_that_product()
    {
        var fake = Shop([], [], sent => sent.Path == "/v1/prices/price_7" ? new Reply(Goldens.PriceWith("price_7", product: "prod_other")) : null);

        var seen = await Observe(fake, "price_7");

        Assert.Equal("prod_other", Assert.Single(seen.Prices).ProductId);
        Assert.Empty(seen.Gone);
    }

    [Fact]
    public async Task A_price_in_both_lists_is_read_once_more()
    {
        var fake = Shop(["price_1"], ["price_1"], sent => sent.Path == "/v1/prices/price_1" ? new Reply(Goldens.PriceWith("price_1", ""","nickname":"now" """)) : null);

        var seen = await Observe(fake);

        Assert.Equal(new FieldValue.Text("now"), Assert.Single(seen.Prices).Fields["nickname"]);
    }

    [Theory]
    [InlineData(404, """{"error":{"code":"resource_missing","message":"No such product: 'prod_1'","param":"id","type":"invalid_request_error"}}""")]
    [InlineData(200, """{"id":"prod_1","object":"product","deleted":true}""")]
    public async Task A_deleted_product_is_proven_gone_and_its_prices_are_asked_for_one_by_one(int status, string body)
    {
        var fake = new FakeStripe(sent => sent.Path switch
        {
            "/v1/products/prod_1" => new Reply(body, status),
            "/v1/prices" => Reply.Error(400, """{"code":"resource_missing","message":"No such product: 'prod_1'","param":"product","type":"invalid_request_error"}"""),
            "/v1/prices/price_1" => Reply.Missing("price", "price"),
            _ => new Reply(Goldens.PriceWith("price_2")),
        });

        var seen = await Observe(fake, "price_1", "price_2");

        Assert.Null(seen.Product);
        Assert.Equal(["price_1", "prod_1"], seen.Gone.Order(StringComparer.Ordinal));
        Assert.Equal(["price_2"], seen.Prices.Select(price => price.Id));
    }

    [Fact]
    public async Task Pages_are_followed_to_the_end()
    {
        var fake = new FakeStripe(sent => (sent.Path, sent.Query) switch
        {
            ("/v1/products/prod_1", _) => new Reply(Goldens.ProductWith("prod_1")),
            (_, var query) when query.Contains("active=false", StringComparison.Ordinal) => Reply.List(false),
            (_, var query) when query.Contains("starting_after=price_1", StringComparison.Ordinal) => Reply.List(false, Goldens.PriceWith("price_0")),
            _ => Reply.List(true, Goldens.PriceWith("price_2"), Goldens.PriceWith("price_1")),
        });

        Assert.Equal(["price_0", "price_1", "price_2"], (await Observe(fake)).Prices.Select(price => price.Id));
        Assert.Equal(4, fake.Requests.Count);
    }

    [Fact]
    public async Task Endless_pages_are_refused_and_empty_ones_that_promise_more_are_no_answer()
    {
        var endless = new FakeStripe(sent => sent.Path == "/v1/prices" ? Reply.List(true, Goldens.PriceWith("price_1")) : new Reply(Goldens.ProductWith("prod_1")));
        var empty = new FakeStripe(sent => sent.Path == "/v1/prices" ? Reply.List(true) : new Reply(Goldens.ProductWith("prod_1")));

        Assert.IsType<CatalogFault.Refused>(await Fault(endless));
        Assert.True(endless.Requests.Count <= 1 + 2 * 50);
        Assert.IsType<CatalogFault.Unavailable>(await Fault(empty));
    }

    [Fact]
    public async Task A_product_that_disappears_while_it_is_read_is_stale()
    {
        var fake = new FakeStripe(sent => sent.Path == "/v1/prices"
            ? Reply.Error(400, """{"code":"resource_missing","message":"No such product: 'prod_1'","param":"product","type":"invalid_request_error"}""")
            : new Reply(Goldens.ProductWith("prod_1")));

        Assert.IsType<CatalogFault.Stale>(await Fault(fake));
    }

    [Fact]
    public async Task A_price_that_cannot_be_read_spoils_the_whole_observation()
    {
        var fake = Shop(["price_1"], [], sent => sent.Path == "/v1/prices/price_2" ? new Reply("", 500) : null);
        using var catalog = fake.Catalog();

        Assert.IsType<CatalogFault.Unavailable>((await catalog.Observe(new Question { ProductId = "prod_1", PriceIds = ["price_2"] }, default)).Fault);
    }

    [Fact]
    public async Task An_id_that_could_lead_elsewhere_is_never_sent()
    {
        var fake = Shop([], []);
        using var catalog = fake.Catalog();

        Assert.IsType<CatalogFault.Refused>((await catalog.Observe(new Question { ProductId = "prod_1/../../refunds" }, default)).Fault);
        Assert.Empty(fake.Requests);
    }

    [Fact]
    public async Task A_price_belongs_to_its_product_and_carries_the_products_mirror_in_one_read()
    {
        var product = Goldens.ProductWith("prod_1").Replace("\"metadata\":{}", "\"metadata\":{\"sanity_id\":\"doc\"}", StringComparison.Ordinal);
        var fake = FakeStripe.Always(new Reply(Goldens.PriceWith("price_1").Replace("\"product\":\"prod_1\"", "\"product\":" + product, StringComparison.Ordinal)));

        Assert.Equal(new Belonging("prod_1", "doc"), await Locate(fake, Kind.Price, "price_1"));
        Assert.Equal("?expand[0]=product", fake.Only.Query);
    }

    [Fact]
    public async Task A_product_belongs_to_itself_and_a_missing_object_nowhere()
    {
        Assert.Equal(new Belonging("prod_1", null), await Locate(FakeStripe.Always(new Reply(Goldens.ProductWith("prod_1"))), Kind.Product, "prod_1"));
        Assert.Equal(new Belonging(null, null), await Locate(FakeStripe.Always(Reply.Missing()), Kind.Product, "prod_1"));
        Assert.Equal(new Belonging(null, null), await Locate(FakeStripe.Always(new Reply("""{"id":"price_1","object":"price","deleted":true}""")), Kind.Price, "price_1"));
    }

    private static async Task<Observation> Observe(FakeStripe fake, params string[] prices)
    {
        using var catalog = fake.Catalog();
        var seen = await catalog.Observe(new Question { ProductId = "prod_1", PriceIds = [.. prices] }, default);
        Assert.Null(seen.Fault);
        return seen.Value!;
    }

    private static async Task<CatalogFault> Fault(FakeStripe fake)
    {
        using var catalog = fake.Catalog();
        return (await catalog.Observe(new Question { ProductId = "prod_1" }, default)).Fault!;
    }

    private static async Task<Belonging> Locate(FakeStripe fake, Kind kind, string id)
    {
        using var catalog = fake.Catalog();
        return (await catalog.Locate(new ObjectId(Side.Stripe, kind, id), default)).Value!;
    }

    private static FakeStripe Shop(string[] active, string[] archived, Func<Sent, Reply?>? other = null) => new(sent => sent.Path switch
    {
        "/v1/products/prod_1" => new Reply(Goldens.ProductWith("prod_1")),
        "/v1/prices" when sent.Query.Contains("product=prod_1", StringComparison.Ordinal) => Reply.List(
            false, [.. (sent.Query.Contains("active=true", StringComparison.Ordinal) ? active : archived).Select(id => Goldens.PriceWith(id))]),
        _ => other?.Invoke(sent) ?? Reply.Error(500, """{"message":"not in this test","type":"api_error"}"""),
    });

    private static string Sorted(Sent sent) => string.Join('&', sent.Query[1..].Split('&').OrderByDescending(part => part[0] == 'l').ThenBy(part => part, StringComparer.Ordinal)
        .Where(part => part[0] is 'l' or 'e'));
}
