namespace Tandem.Sandbox.Tests;

public sealed class StripeListTests
{
    private readonly StripeLab _lab = new();

    [Fact]
    public void A_list_is_newest_first_and_its_limit_is_clamped()
    {
        var made = Enumerable.Range(0, 103).Select(_ => _lab.Product()).Reverse().ToList();

        var page = _lab.Get("/v1/products");
        Assert.Equal(made[..10], page.Ids);
        Assert.Equal(("list", true, "/v1/products"), ((string)page["object"]!, (bool)page["has_more"]!, (string)page["url"]!));
        Assert.Single(_lab.Get("/v1/products?limit=0").Ids);
        Assert.Single(_lab.Get("/v1/products?limit=-5").Ids);
        Assert.Equal(100, _lab.Get("/v1/products?limit=101").Ids.Count);
        Assert.Equal("parameter_invalid_integer", (string?)_lab.Get("/v1/products?limit=ten").Error["code"]);
    }

    [Fact]
    public void Cursors_walk_both_ways_and_survive_inserts_and_deletions()
    {
        var made = Enumerable.Range(0, 6).Select(_ => _lab.Product()).ToList();

        var first = _lab.Get("/v1/products?limit=2").Ids;
        _lab.Product();
        _lab.Delete($"/v1/products/{first[1]}");
        var second = _lab.Get($"/v1/products?limit=2&starting_after={first[1]}");
        var back = _lab.Get($"/v1/products?limit=2&ending_before={made[0]}");

        Assert.Equal([made[5], made[4]], first);
        Assert.Equal([made[3], made[2]], second.Ids);
        Assert.True((bool)second["has_more"]!);
        Assert.Equal([made[2], made[1]], back.Ids);
        Assert.True((bool)back["has_more"]!);
        Assert.False((bool)_lab.Get($"/v1/products?starting_after={made[1]}")["has_more"]!);
    }

    [Fact]
    public void Bad_cursors_are_refused()
    {
        var product = _lab.Product();
        var both = _lab.Get($"/v1/products?starting_after={product}&ending_before={product}");
        Assert.Equal((400, "Received both starting_after and ending_before parameters. Please pass in only one."), (both.Status, both.Message));
        Assert.False(both.Error.ContainsKey("param"));
        var unknown = _lab.Get("/v1/products?starting_after=prod_nope");
        Assert.Equal((400, "resource_missing", "starting_after"), (unknown.Status, (string)unknown.Error["code"]!, (string)unknown.Error["param"]!));
        Assert.Equal(400, _lab.Get($"/v1/products?ids[]={product}&starting_after={product}").Status);
    }

    [Fact]
    public void The_prices_of_a_product_are_those_of_the_whole_list()
    {
        var random = new Random(1);
        var products = Enumerable.Range(0, 5).Select(_ => _lab.Product()).ToList();
        List<string> prices = [];
        for (var round = 0; round < 60; round++)
        {
            var product = products[random.Next(5)];
            switch (random.Next(4))
            {
                case 0 when prices.Count > 0:
                    _lab.Post($"/v1/prices/{prices[random.Next(prices.Count)]}", $"active={(random.Next(2) == 0 ? "true" : "false")}");
                    break;
                case 1 when prices.Count > 0:
                    var gone = prices[random.Next(prices.Count)];
                    prices.Remove(gone);
                    _lab.Dashboard.DeletePrice(gone);
                    break;
                default:
                    prices.Add(_lab.Price(product));
                    break;
            }

            var filter = $"limit=100{new[] { "", "&active=true", "&active=false" }[random.Next(3)]}";
            var whole = _lab.Get($"/v1/prices?{filter}")["data"]!.AsArray().Where(price => (string?)price!["product"] == product).Select(price => (string)price!["id"]!).ToList();
            Assert.Equal(whole, _lab.Get($"/v1/prices?product={product}&{filter}").Ids);
            var page = _lab.Get($"/v1/prices?product={product}&{filter.Replace("limit=100", "limit=2", StringComparison.Ordinal)}");
            Assert.Equal(whole.Take(2), page.Ids);
            Assert.Equal(whole.Count > 2, (bool)page["has_more"]!);
            Assert.Equal(whole.Skip(2), whole.Count < 2 ? [] : _lab.Get($"/v1/prices?product={product}&{filter}&starting_after={whole[1]}").Ids);
        }
    }

    [Fact]
    public void Products_are_filtered()
    {
        var plain = _lab.Product("name=a");
        _lab.Clock.Advance(TimeSpan.FromSeconds(10));
        var other = _lab.Product("name=b&active=false&shippable=true&url=https://a.test/b");
        var later = StripeLab.Start.ToUnixTimeSeconds() + 10;

        Assert.Equal([plain], _lab.Get("/v1/products?active=true").Ids);
        Assert.Equal([other], _lab.Get("/v1/products?active=false").Ids);
        Assert.Equal([other], _lab.Get("/v1/products?shippable=true").Ids);
        Assert.Empty(_lab.Get("/v1/products?shippable=false").Ids);
        Assert.Equal([other], _lab.Get("/v1/products?url=https://a.test/b").Ids);
        Assert.Equal([other], _lab.Get($"/v1/products?created={later}").Ids);
        Assert.Equal([other], _lab.Get($"/v1/products?created[gte]={later}").Ids);
        Assert.Equal([plain], _lab.Get($"/v1/products?created[lt]={later}").Ids);
        Assert.Empty(_lab.Get($"/v1/products?created[gt]={later}").Ids);
        Assert.Equal([other, plain], _lab.Get($"/v1/products?created[lte]={later}").Ids);
    }

    [Fact]
    public void Prices_are_filtered_and_hide_archived_ones_unless_asked()
    {
        var (mug, cup) = (_lab.Product(), _lab.Product());
        var once = _lab.Price(mug, "currency=usd&unit_amount=1&lookup_key=once");
        var monthly = _lab.Price(mug, "currency=eur&unit_amount=1&recurring[interval]=month&currency_options[gbp][unit_amount]=1");
        var archived = _lab.Price(cup, "currency=usd&unit_amount=1&lookup_key=old&active=false");

        Assert.Equal([monthly, once], _lab.Get("/v1/prices").Ids);
        Assert.Equal([archived], _lab.Get("/v1/prices?active=false").Ids);
        Assert.Equal([monthly, once], _lab.Get($"/v1/prices?product={mug}&active=true").Ids);
        Assert.Equal([once], _lab.Get("/v1/prices?currency=usd").Ids);
        Assert.Equal([monthly], _lab.Get("/v1/prices?currency=gbp").Ids);
        Assert.Equal([monthly], _lab.Get("/v1/prices?type=recurring").Ids);
        Assert.Equal([monthly], _lab.Get("/v1/prices?recurring[interval]=month").Ids);
        Assert.Empty(_lab.Get("/v1/prices?recurring[interval]=year").Ids);
        Assert.Equal([once], _lab.Get("/v1/prices?lookup_keys[0]=once&lookup_keys[1]=old").Ids);
        Assert.Equal([archived], _lab.Get("/v1/prices?lookup_keys[]=old&active=false").Ids);
        var unknown = _lab.Get("/v1/prices?product=prod_nope");
        Assert.Equal((400, "product", "resource_missing"), (unknown.Status, (string)unknown.Error["param"]!, (string)unknown.Error["code"]!));
        Assert.Equal(400, _lab.Get("/v1/prices?" + string.Join('&', Enumerable.Range(0, 11).Select(index => $"lookup_keys[]=k{index}"))).Status);

        var open = new StripeLab(new StripeOptions { PriceListHidesArchived = false });
        open.Price(open.Product(), "currency=usd&unit_amount=1&active=false");
        Assert.Single(open.Get("/v1/prices").Ids);
    }

    [Fact]
    public void References_expand_up_to_four_levels()
    {
        var product = _lab.Product();
        var price = _lab.Price(product);
        _lab.Post($"/v1/products/{product}", $"default_price={price}");

        Assert.Equal(price, (string?)_lab.Get($"/v1/products/{product}")["default_price"]);
        var expanded = _lab.Get($"/v1/products/{product}?expand[]=default_price.product&expand[]=default_price.tiers");
        Assert.Equal(product, (string?)expanded["default_price"]!["product"]!["id"]);
        Assert.True(expanded["default_price"]!.AsObject().ContainsKey("tiers"));
        Assert.Equal(price, (string?)_lab.Get("/v1/products?expand[]=data.default_price")["data"]![0]!["default_price"]!["id"]);
        Assert.Equal(product, (string?)_lab.Post("/v1/prices", $"product={product}&currency=usd&unit_amount=1&expand[]=product")["product"]!["id"]);
    }

    [Theory]
    [InlineData("/v1/prices/$?expand[]=nickname", "This property cannot be expanded (nickname).")]
    [InlineData("/v1/prices/$?expand[]=wat", "This property cannot be expanded because it doesn't exist: wat.")]
    [InlineData("/v1/prices?expand[]=tiers", "This property cannot be expanded because it doesn't exist: tiers.")]
    [InlineData("/v1/prices?expand[]=data", "This property cannot be expanded (data).")]
    [InlineData("/v1/prices/$?expand[]=product.default_price.product.default_price.product", "You cannot expand more than 4 levels")]
    public void A_wrong_expansion_is_refused(string path, string message)
    {
        var price = _lab.Price(_lab.Product());
        var answer = _lab.Get(path.Replace("$", price, StringComparison.Ordinal));

        Assert.Equal(400, answer.Status);
        Assert.StartsWith(message, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_lags_behind_by_a_minute()
    {
        var product = _lab.Product("name=Golden+Mug&metadata[sanity_id]=doc-1");
        const string Query = "/v1/products/search?query=metadata%5B'sanity_id'%5D%3A'doc-1'";
        Assert.Empty(_lab.Get(Query).Ids);

        _lab.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([product], _lab.Get(Query).Ids);
        _lab.Delete($"/v1/products/{product}");
        Assert.Equal([product], _lab.Get(Query).Ids);
        _lab.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(_lab.Get(Query).Ids);
    }

    [Theory]
    [InlineData("name~'gold'", 1)]
    [InlineData("name~'gold' AND active:'true'", 1)]
    [InlineData("name~'gold' AND active:'false'", 0)]
    [InlineData("name~'gold' OR name:'Cup'", 2)]
    [InlineData("-name:'Cup'", 1)]
    [InlineData("description:null", 2)]
    [InlineData("created>100", 2)]
    [InlineData("metadata[\"a\"]:\"b\"", 1)]
    public void Search_understands_its_query_language(string query, int found)
    {
        _lab.Product("name=Golden+Mug&metadata[a]=b");
        _lab.Product("name=Cup");
        _lab.Clock.Advance(TimeSpan.FromMinutes(2));

        var answer = _lab.Get($"/v1/products/search?expand[]=total_count&query={Uri.EscapeDataString(query)}");

        Assert.Equal(found, answer.Ids.Count);
        Assert.Equal(found, (int)answer["total_count"]!);
    }

    [Theory]
    [InlineData("wat:'x'")]
    [InlineData("name:'a' AND name:'b' OR name:'c'")]
    [InlineData("name")]
    public void A_wrong_query_is_refused(string query) =>
        Assert.Equal("query", (string?)_lab.Get($"/v1/prices/search?query={Uri.EscapeDataString(query)}").Error["param"]);

    [Fact]
    public void Search_pages_by_token()
    {
        var price = Enumerable.Range(0, 3).Select(_ => _lab.Price(_lab.Product())).ToHashSet();
        _lab.Clock.Advance(TimeSpan.FromMinutes(2));

        var first = _lab.Get("/v1/prices/search?limit=2&query=active:'true'");
        var second = _lab.Get($"/v1/prices/search?limit=2&query=active:'true'&page={first["next_page"]}");

        Assert.Equal(price, first.Ids.Concat(second.Ids).ToHashSet());
        Assert.Equal((true, false), ((bool)first["has_more"]!, (bool)second["has_more"]!));
        Assert.False(first.Body.ContainsKey("total_count"));
    }
}
