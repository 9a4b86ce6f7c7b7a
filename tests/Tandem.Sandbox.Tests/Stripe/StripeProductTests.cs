using System.Text.Json.Nodes;

namespace Tandem.Sandbox.Tests;

public sealed class StripeProductTests
{
    private readonly StripeLab _lab = new();

    [Fact]
    public void A_full_product_looks_as_recorded()
    {
        var product = _lab.Post(
            "/v1/products",
            "name=Full&description=d&images[]=https://example.test/i.png&marketing_features[][name]=feature+one&package_dimensions[height]=1&package_dimensions[length]=2"
            + "&package_dimensions[weight]=3&package_dimensions[width]=4&shippable=true&statement_descriptor=P7 DESC&tax_code=txcd_10103000&unit_label=widget&url=https://example.test/full");
        var shown = product.Body;
        foreach (var name in new[] { "id", "created", "updated" })
        {
            shown[name] = "~";
        }

        Assert.Equal(
            """{"id":"~","object":"product","active":true,"attributes":[],"created":"~","default_price":null,"description":"d","images":["https://example.test/i.png"],"livemode":false,"marketing_features":[{"name":"feature one"}],"metadata":{},"name":"Full","package_dimensions":{"height":1.0,"length":2.0,"weight":3.0,"width":4.0},"shippable":true,"statement_descriptor":"P7 DESC","tax_code":"txcd_10103000","tax_details":{"performance_location":null,"tax_code":"txcd_10103000"},"type":"service","unit_label":"widget","updated":"~","url":"https://example.test/full"}""",
            shown.ToJsonString());
        Assert.Equal(StripeLab.Start.ToUnixTimeSeconds(), (long)product["created"]!);
        Assert.InRange((long)product["updated"]! - (long)product["created"]!, 0, 1);
    }

    [Theory]
    [InlineData("", "Missing required param: name.", "name", "parameter_missing")]
    [InlineData("name=", "You passed an empty string for 'name'.", "name", "parameter_invalid_empty")]
    [InlineData("name=%20%20", "You passed an empty string for 'name'.", "name", "parameter_invalid_empty")]
    [InlineData("name=x&description=", "You passed an empty string for 'description'.", "description", "parameter_invalid_empty")]
    [InlineData("name=x&active=yes", "Invalid boolean: yes", "active", null)]
    [InlineData("name=x&type=thing", "Invalid type: must be one of good or service", "type", null)]
    [InlineData("name=x&unit_label=thirteenchars", "Invalid string: thir...hars; must be at most 12 characters", "unit_label", null)]
    [InlineData("name=x&statement_descriptor=a+very+long+descriptor+of+more", "Invalid string: a ve...more; must be at most 22 characters", "statement_descriptor", null)]
    [InlineData("name=x&statement_descriptor=%3Cx%3E", "The statement descriptor contains invalid characters", "statement_descriptor", null)]
    [InlineData("name=x&statement_descriptor=123", "The statement descriptor must contain at least one alphabetic character.", "statement_descriptor", null)]
    [InlineData("name=x&package_dimensions[height]=1", "Missing required param: package_dimensions[length].", "package_dimensions[length]", "parameter_missing")]
    [InlineData("name=x&package_dimensions[height]=1.234&package_dimensions[length]=1&package_dimensions[width]=1&package_dimensions[weight]=1", "Invalid decimal: 1.234; must contain at most 2 decimal places.", "package_dimensions[height]", null)]
    [InlineData("name=x&images[]=nope", "Not a valid URL", "images[0]", "url_invalid")]
    [InlineData("name=x&url=ftp://a.test", "Not a valid URL", "url", "url_invalid")]
    [InlineData("name=x&images=https://a.test", "Invalid array", "images", null)]
    [InlineData("name=x&metadata=1", "Invalid object", "metadata", null)]
    [InlineData("name[a]=x", "Invalid string: name", "name", null)]
    [InlineData("name=x&tax_code=food", "No such tax code: 'food'", "tax_code", "resource_missing")]
    [InlineData("name=x&id=a/b", "Invalid product id", "id", null)]
    [InlineData("name=x&marketing_features[0][foo]=1", "Received unknown parameter: marketing_features[0][foo]", "marketing_features[0][foo]", "parameter_unknown")]
    public void A_bad_create_is_refused(string form, string message, string param, string? code)
    {
        var answer = _lab.Post("/v1/products", form);

        Assert.Equal((400, param, code), (answer.Status, (string?)answer.Error["param"], (string?)answer.Error["code"]));
        Assert.StartsWith(message, answer.Message, StringComparison.Ordinal);
        Assert.Equal("invalid_request_error", (string?)answer.Error["type"]);
        Assert.Empty(_lab.Dashboard.Products);
        Assert.Empty(_lab.Events);
    }

    [Fact]
    public void Lists_have_their_limits_and_are_replaced_whole_in_order()
    {
        static string Many(string name, int count) => string.Concat(Enumerable.Range(0, count).Select(index => $"&{name.Replace("#", index.ToString(), StringComparison.Ordinal)}{index}"));
        var product = _lab.Product("name=x" + Many("images[#]=https://a.test/", 8) + Many("marketing_features[#][name]=f", 15));

        Assert.Equal(400, _lab.Post($"/v1/products/{product}", Many("images[#]=https://a.test/", 9)).Status);
        Assert.Equal(400, _lab.Post($"/v1/products/{product}", Many("marketing_features[#][name]=f", 16)).Status);
        Assert.Equal(400, _lab.Post($"/v1/products/{product}", "marketing_features[0][name]=" + new string('f', 81)).Status);
        Assert.Equal(
            """["https://a.test/b","https://a.test/a"]""",
            _lab.Post($"/v1/products/{product}", "images[]=https://a.test/b&images[]=https://a.test/a")["images"]!.ToJsonString());
    }

    [Fact]
    public void An_empty_value_clears_exactly_what_can_be_cleared()
    {
        var product = _lab.Product(
            "name=x&description=d&images[]=https://a.test&marketing_features[][name]=f&metadata[a]=1&statement_descriptor=abc&tax_code=txcd_10000000&unit_label=u&url=https://a.test"
            + "&package_dimensions[height]=1&package_dimensions[length]=1&package_dimensions[weight]=1&package_dimensions[width]=1");
        var price = _lab.Price(product);
        _lab.Post($"/v1/products/{product}", $"default_price={price}");

        var cleared = _lab.Post(
            $"/v1/products/{product}",
            "description=&images=&marketing_features=&metadata=&statement_descriptor=&tax_code=&unit_label=&url=&package_dimensions=&default_price=").Body;

        foreach (var name in new[] { "description", "statement_descriptor", "tax_code", "tax_details", "unit_label", "url", "package_dimensions", "default_price" })
        {
            Assert.Null(cleared[name]);
        }

        Assert.Equal("[] [] {}", $"{cleared["images"]!.ToJsonString()} {cleared["marketing_features"]!.ToJsonString()} {cleared["metadata"]!.ToJsonString()}");
        foreach (var name in new[] { "name", "active", "shippable" })
        {
            Assert.Equal("parameter_invalid_empty", (string?)_lab.Post($"/v1/products/{product}", name + "=").Error["code"]);
        }
    }

    [Fact]
    public void Metadata_merges_by_key()
    {
        var product = _lab.Product("name=x&metadata[a]=1&metadata[b]=2");

        Assert.Equal("""{"b":"3","c":"4"}""", _lab.Post($"/v1/products/{product}", "metadata[a]=&metadata[b]=3&metadata[c]=4&metadata[zzz]=")["metadata"]!.ToJsonString());
        Assert.Equal("{}", _lab.Post($"/v1/products/{product}", "metadata=")["metadata"]!.ToJsonString());
    }

    [Fact]
    public void Metadata_has_limits()
    {
        var product = _lab.Product("name=x" + string.Concat(Enumerable.Range(0, 50).Select(index => $"&metadata[k{index}]=v")));

        Assert.Equal("Metadata can have up to 50 keys, but you've set 51.", _lab.Post($"/v1/products/{product}", "metadata[more]=v").Message);
        Assert.StartsWith("Metadata keys can have up to 40 characters, but you passed in a key that is 41 characters. Invalid key: kkk", _lab.Post($"/v1/products/{product}", $"metadata[{new string('k', 41)}]=v").Message, StringComparison.Ordinal);
        Assert.StartsWith("Metadata values can have up to 500 characters, but you passed in a value that is 501 characters.", _lab.Post($"/v1/products/{product}", $"metadata[k1]={new string('v', 501)}").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_custom_id_is_honoured_once_and_for_all()
    {
        Assert.Equal("my-id_1", _lab.Product("name=x&id=my-id_1"));
        var twin = _lab.Post("/v1/products", "name=y&id=my-id_1");

        Assert.Equal(("Product already exists.", "resource_already_exists", "id"), (twin.Message, (string)twin.Error["code"]!, (string)twin.Error["param"]!));
        _lab.Delete("/v1/products/my-id_1");
        Assert.Equal(400, _lab.Post("/v1/products", "name=y&id=my-id_1").Status);
    }

    [Fact]
    public void Default_price_data_makes_product_and_price_in_one_call()
    {
        var product = _lab.Post(
            "/v1/products", "name=x&default_price_data[currency]=USD&default_price_data[unit_amount]=500&default_price_data[recurring][interval]=month&expand[]=default_price", "key-1");
        var price = product["default_price"]!;

        Assert.Equal(("usd", 500L, "month", product.Id), ((string)price["currency"]!, (long)price["unit_amount"]!, (string)price["recurring"]!["interval"]!, (string)price["product"]!));
        Assert.Equal([$"product.created {product.Id}", $"price.created {price["id"]}"], _lab.Story);
        Assert.Equal((string?)price["id"], (string?)_lab.Events[0]["data"]!["object"]!["default_price"]);
        Assert.True(JsonNode.DeepEquals(_lab.Events[0]["request"], _lab.Events[1]["request"]));
        Assert.Equal("key-1", (string?)_lab.Events[0]["request"]!["idempotency_key"]);
    }

    [Fact]
    public void A_refused_default_price_leaves_no_product_behind()
    {
        Assert.Equal(400, _lab.Post("/v1/products", "name=x&default_price_data[currency]=usd").Status);
        Assert.Empty(_lab.Dashboard.Products);
        Assert.Empty(_lab.Events);
    }

    [Fact]
    public void A_default_price_must_exist_be_active_and_belong_to_the_product()
    {
        var product = _lab.Product();
        var foreign = _lab.Price(_lab.Product());
        var archived = _lab.Price(product, "currency=usd&unit_amount=1&active=false");

        var missing = _lab.Post($"/v1/products/{product}", "default_price=price_nope");
        Assert.Equal((400, "No such price: 'price_nope'", "default_price", "resource_missing"), (missing.Status, missing.Message, (string)missing.Error["param"]!, (string)missing.Error["code"]!));
        Assert.Equal($"The price `{foreign}` does not belong to this product.", _lab.Post($"/v1/products/{product}", $"default_price={foreign}").Message);
        Assert.Equal(400, _lab.Post($"/v1/products/{product}", $"default_price={archived}").Status);
    }

    [Fact]
    public void Archiving_a_product_leaves_its_prices_alone()
    {
        var product = _lab.Product();
        var price = _lab.Price(product);

        Assert.False((bool)_lab.Post($"/v1/products/{product}", "active=false")["active"]!);
        Assert.True((bool)_lab.Get($"/v1/prices/{price}")["active"]!);
        Assert.True((bool)_lab.Post($"/v1/products/{product}", "active=true")["active"]!);
    }

    [Fact]
    public void A_product_with_any_price_cannot_be_deleted()
    {
        var product = _lab.Product();
        var price = _lab.Price(product);
        _lab.Post($"/v1/prices/{price}", "active=false");

        var answer = _lab.Delete($"/v1/products/{product}");

        Assert.Equal((400, "This product cannot be deleted because it has one or more user-created prices."), (answer.Status, answer.Message));
        Assert.False(answer.Error.ContainsKey("code"));
        Assert.False(answer.Error.ContainsKey("param"));
    }

    [Fact]
    public void A_deleted_product_is_404_and_drops_out_of_ids()
    {
        var (gone, kept) = (_lab.Product(), _lab.Product());

        Assert.Equal($$"""{"id":"{{gone}}","object":"product","deleted":true}""", _lab.Delete($"/v1/products/{gone}", "ignored-key").Body.ToJsonString());

        var answer = _lab.Get($"/v1/products/{gone}");
        Assert.Equal((404, $"No such product: '{gone}'", "id", "resource_missing"), (answer.Status, answer.Message, (string)answer.Error["param"]!, (string)answer.Error["code"]!));
        Assert.Equal([kept], _lab.Get($"/v1/products?ids[]={gone}&ids[]={kept}&ids[]=prod_nope").Ids);
        var last = _lab.Events[^1];
        Assert.Equal(("product.deleted", false), ((string)last["type"]!, (bool)last["data"]!["object"]!["active"]!));
        Assert.Null(last["request"]!["idempotency_key"]);
    }

    [Fact]
    public void Updated_moves_with_every_write()
    {
        var product = _lab.Product();
        _lab.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(StripeLab.Start.ToUnixTimeSeconds() + 5, (long)_lab.Post($"/v1/products/{product}", "name=Mug")["updated"]!);
        Assert.Null(_lab.Get($"/v1/prices/{_lab.Price(product)}")["updated"]);
    }
}
