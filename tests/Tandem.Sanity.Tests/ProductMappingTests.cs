using Tandem.Core;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

public sealed class ProductMappingTests
{
    [Fact]
    public async Task A_whole_product_is_read_field_by_field()
    {
        var product = await Product("""
            {
              "_id": "tee", "_type": "product", "_rev": "rev-1", "_createdAt": "2026-09-20T12:00:00Z", "_updatedAt": "2026-09-21T12:00:00Z",
              "name": "  T-shirt  ", "slug": {"_type": "slug", "current": "t-shirt"}, "description": "Soft.\n", "active": false, "brand": "Acme",
              "images": ["https://shop.example/a.png", {"_key": "k", "url": "https://shop.example/b.png"},
                         {"_type": "image", "_key": "l", "asset": {"_type": "reference", "_ref": "image-0a1b2c-200x300-jpg"}}],
              "stripeProductId": "prod_1", "updatedFromStripe": true
            }
            """);

        Assert.Equal("tee", product.Id);
        Assert.Equal("rev-1", product.Revision);
        Assert.Equal("prod_1", product.Mirror);
        Assert.Equal(new DateTimeOffset(2026, 9, 20, 12, 0, 0, TimeSpan.Zero), product.CreatedAt);
        Assert.Empty(product.Refused);
        Assert.Equal(
            """
            {active: false, description: "Soft.", images: ["https://shop.example/a.png", "https://shop.example/b.png", "https://cdn.sanity.io/images/abc123/production/0a1b2c-200x300.jpg"], metadata.brand: "Acme", name: "T-shirt"}
            """,
            product.Fields.ToString());
    }

    [Fact]
    public async Task A_product_that_says_little_is_for_sale_and_unset_elsewhere()
    {
        var product = await ProductWith("\"name\":\"x\",\"description\":\"  \",\"images\":[],\"brand\":null");
        Assert.Equal("{active: true, name: \"x\"}", product.Fields.ToString());
        Assert.Empty(product.Refused);
        Assert.Null(product.Mirror);
    }

    [Theory]
    [InlineData("\"tax_code\":\" txcd_1 \"", "tax_code: \"txcd_1\"")]
    [InlineData("\"shippable\":false", "shippable: false")]
    [InlineData("\"shippable\":null", "")]
    [InlineData("\"marketing_features\":[\" Fast \",\"\",null,\"Quiet\"]", "marketing_features: [\"Fast\", \"Quiet\"]")]
    [InlineData("\"marketing_features\":[]", "")]
    [InlineData("\"package_dimensions\":{\"height\":1,\"length\":2.50,\"weight\":3.0,\"width\":0.25}", "package_dimensions: {height: 1, length: 2.5, weight: 3, width: 0.25}")]
    [InlineData("\"package_dimensions\":{\"_type\":\"box\",\"height\":null}", "")]
    public async Task Fields_that_a_mapping_adds_are_read(string fields, string shown)
    {
        var product = await WithAll($"\"name\":\"x\",\"active\":true,{fields}");
        Assert.Equal(shown, product.Fields.Only(name => name is not ("name" or "active")).ToString()[1..^1]);
        Assert.Empty(product.Refused);
    }

    [Theory]
    [InlineData("\"unit_label\":\"thirteen char\"", "unit_label", "at most 12")]
    [InlineData("\"shippable\":\"yes\"", "shippable", "true or false")]
    [InlineData("\"marketing_features\":\"Fast\"", "marketing_features", "list of texts")]
    [InlineData("\"marketing_features\":[{\"name\":\"Fast\"}]", "marketing_features", "list of texts")]
    [InlineData("\"package_dimensions\":7", "package_dimensions", "an object with height")]
    [InlineData("\"package_dimensions\":{\"height\":1}", "package_dimensions", "length must be a number")]
    [InlineData("\"package_dimensions\":{\"height\":1,\"length\":0,\"weight\":1,\"width\":1}", "package_dimensions", "length must be a number")]
    [InlineData("\"package_dimensions\":{\"height\":1.005,\"length\":1,\"weight\":1,\"width\":1}", "package_dimensions", "height must be a number")]
    public async Task Fields_that_a_mapping_adds_are_refused_one_by_one(string fields, string field, string word)
    {
        var product = await WithAll($"\"name\":\"x\",{fields}");
        Assert.Equal([field], product.Refused.Keys);
        Assert.Contains(word, product.Refused[field], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_that_no_mapping_names_are_not_looked_at()
    {
        var product = await ProductWith("\"name\":\"x\",\"shippable\":\"maybe\",\"unit_label\":\"seat\"");
        Assert.Empty(product.Refused);
        Assert.Null(product.Fields["unit_label"]);
    }

    [Theory]
    [InlineData("\"slug\":1")]
    [InlineData("\"name\":\" \"")]
    [InlineData("\"name\":null")]
    public async Task A_product_without_a_name_is_refused_with_advice(string fields)
    {
        var product = await ProductWith(fields);
        Assert.Contains("name", product.Refused["name"], StringComparison.Ordinal);
        Assert.Null(product.Fields["name"]);
    }

    [Theory]
    [InlineData("\"name\":7", "name")]
    [InlineData("\"name\":{\"en\":\"x\"}", "name")]
    [InlineData("\"name\":\"x\",\"active\":\"yes\"", "active")]
    [InlineData("\"name\":\"x\",\"description\":{\"en\":\"x\"}", "description")]
    [InlineData("\"name\":\"x\",\"images\":\"https://a.example/x.png\"", "images")]
    [InlineData("\"name\":\"x\",\"images\":[7]", "images")]
    [InlineData("\"name\":\"x\",\"images\":[\"file:///etc/passwd\"]", "images")]
    [InlineData("\"name\":\"x\",\"images\":[\"data:image/png;base64,AA\"]", "images")]
    [InlineData("\"name\":\"x\",\"images\":[\"https://user:pw@a.example/x.png\"]", "images")]
    [InlineData("\"name\":\"x\",\"images\":[{\"asset\":{\"_ref\":\"file-1-pdf\"}}]", "images")]
    [InlineData("\"name\":\"x\",\"brand\":7", "metadata.brand")]
    [InlineData("\"name\":\"x\",\"default_price\":\"q\"", "default_price")]
    [InlineData("\"name\":\"a\\u0000b\"", "name")]
    public async Task A_field_of_the_wrong_form_is_refused_and_not_carried(string fields, string field)
    {
        var product = await ProductWith(fields);
        Assert.Equal([field], product.Refused.Keys);
        Assert.Null(product.Fields[field]);
    }

    [Theory]
    [InlineData("name", 5_000)]
    [InlineData("description", 40_000)]
    [InlineData("brand", 500)]
    public async Task A_text_over_the_limit_is_refused_with_the_limit_and_never_cut(string name, int limit)
    {
        var field = name == "brand" ? "metadata.brand" : name;
        var others = name == "name" ? "" : "\"name\":\"x\",";
        var most = await ProductWith($"{others}\"{name}\":\"{new string('é', limit)}\"");
        Assert.Equal(Text(new string('é', limit)), most.Fields[field]);

        var over = await ProductWith($"{others}\"{name}\":\"{new string('é', limit + 1)}\"");
        Assert.Contains($"at most {limit}", over.Refused[field], StringComparison.Ordinal);
        Assert.Null(over.Fields[field]);
    }

    [Fact]
    public async Task Portable_Text_is_read_as_plain_text()
    {
        var product = await ProductWith("""
            "name":"x","description":[
              {"_type":"block","_key":"a","children":[{"_type":"span","text":"Soft "},{"_type":"span","text":"cotton","marks":["strong"]}]},
              {"_type":"image","_key":"b","asset":{"_ref":"image-1-1x1-png"}},
              {"_type":"block","_key":"c","children":[{"_type":"span","text":""}]},
              {"_type":"block","_key":"d","children":[{"_type":"span","text":"Made here."}]}]
            """);
        Assert.Equal(Text("Soft cotton\n\nMade here."), product.Fields["description"]);
    }

    [Fact]
    public async Task Only_the_first_eight_pictures_travel()
    {
        var images = string.Join(',', Enumerable.Range(1, 11).Select(n => $"\"https://a.example/{n}.png\""));
        var product = await ProductWith($"\"name\":\"x\",\"images\":[{images}]");
        var list = Assert.IsType<FieldValue.List>(product.Fields["images"]);
        Assert.Equal(8, list.Items.Length);
        Assert.Equal(Text("https://a.example/8.png"), list.Items[^1]);
    }

    [Fact]
    public async Task A_picture_that_is_not_filled_yet_is_passed_over()
    {
        var product = await ProductWith("""
            "name":"x","images":[{"_type":"image","_key":"a","_upload":{"progress":40}},null,"",{"_type":"image","asset":{"_ref":"image-9f-1x2-webp"}}]
            """);
        Assert.Equal("""["https://cdn.sanity.io/images/abc123/production/9f-1x2.webp"]""", product.Fields["images"]!.ToString());
    }

    [Theory]
    [InlineData("{\"_type\":\"reference\",\"_ref\":\"brand-acme\"}")]
    [InlineData("{\"_type\":\"localeString\",\"en\":\"Acme\"}")]
    public async Task A_structured_brand_stays_out_of_the_merge(string brand)
    {
        var product = await ProductWith($"\"name\":\"x\",\"brand\":{brand}");
        Assert.IsType<FieldValue.Unresolved>(product.Fields["metadata.brand"]);
        Assert.Empty(product.Refused);
    }

    private static async Task<ProductView> WithAll(string fields)
    {
        using var lake = new ScriptedLake().Shows($$"""{"_id":"p","_type":"product","_rev":"r1",{{fields}}}""");
        using var catalog = lake.Catalog(schema: SanitySchema.Default with { Fields = [.. SanitySchema.Default.Fields, .. SanitySchema.Optional] });
        return (await catalog.Observe(About("p"), Now)).Value().Product!;
    }
}
