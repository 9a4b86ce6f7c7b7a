using Tandem.Core;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

/// <summary>Forms that a mapping can name: amounts in main units, slugs, single pictures, renditions.</summary>
public sealed class FormTests : IDisposable
{
    private readonly StandIn _lake = new(schema: SanitySchema.Default with
    {
        Fields =
        [
            .. SanitySchema.Default.Fields.Where(field => field.Field is not (FieldNames.UnitAmount or FieldNames.Images)),
            new(Kind.Price, FieldNames.UnitAmount, "cost.main", FieldShape.MajorAmount),
            new(Kind.Product, FieldNames.Images, "images", FieldShape.Images) { Limit = 5_000, Rendition = "fit=max&w=1200" },
            new(Kind.Product, "metadata.page", "slug", FieldShape.Slug) { Limit = 500 },
            new(Kind.Product, "metadata.banner", "banner", FieldShape.Image) { Limit = 500, Rendition = "fm=webp" },
        ],
    });

    [Theory]
    [InlineData("19.99", "eur", 1999)]
    [InlineData("19.9", "eur", 1990)]
    [InlineData("1200", "jpy", 1200)]
    [InlineData("1.23", "kwd", 1230)]
    [InlineData("\"0.005\"", "usd", 0.5)]
    [InlineData("0", "eur", 0)]
    public async Task An_amount_in_main_units_is_exact(string written, string currency, double minor)
    {
        Assert.Equal(Number((decimal)minor), (await Price(written, currency)).Fields[FieldNames.UnitAmount]);
    }

    [Theory]
    [InlineData("19.99", null, "without a currency")]
    [InlineData("-1", "eur", "negative")]
    [InlineData("1.234", "kwd", "KWD")]
    [InlineData("\"a lot\"", "eur", "not an exact number")]
    [InlineData("true", "eur", "not an exact number")]
    public async Task What_is_no_amount_is_refused(string written, string? currency, string reason) =>
        Assert.Contains(reason, (await Price(written, currency)).Refused[FieldNames.UnitAmount], StringComparison.Ordinal);

    [Theory]
    [InlineData(2050, "20.50")]
    [InlineData(0.5, "0.005")]
    [InlineData(7, "0.07")]
    public async Task It_is_written_back_in_main_units(double minor, string held)
    {
        await Price("19.99", "eur");
        await Apply(Update("q1", _lake.Rev("q1"), To(FieldNames.UnitAmount, Number((decimal)minor))) with { Kind = Kind.Price });

        var price = _lake.World.Document("q1")!["cost"]!["main"]!;
        Assert.Equal(decimal.Parse(held, System.Globalization.CultureInfo.InvariantCulture), price.GetValue<decimal>());
        Assert.Equal(Number((decimal)minor), (await _lake.Catalog.Observe(About("tee", "q1"), Now)).Value().Prices[0].Fields[FieldNames.UnitAmount]);
    }

    [Fact]
    public async Task With_another_currency_it_is_written_in_that_ones_main_units_and_a_new_price_is_born_so()
    {
        await Price("19.99", "eur");
        await Apply(Update("q1", _lake.Rev("q1"), To(FieldNames.UnitAmount, Number(500)), To(FieldNames.Currency, Text("jpy"))) with { Kind = Kind.Price });
        await Apply(new Change.Create { Side = Side.Sanity, Kind = Kind.Price, Id = "q2", ProductId = "tee", Reason = "test", Fields = Fields.Of((FieldNames.UnitAmount, Number(1999)), (FieldNames.Currency, Text("usd"))) });

        Assert.Equal(500, _lake.World.Document("q1")!["cost"]!["main"]!.GetValue<decimal>());
        Assert.Equal(19.99m, _lake.World.Document("q2")!["cost"]!["main"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task A_slug_is_its_text()
    {
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee","slug":{"_type":"slug","current":"tee","source":"name"}}""", """{"_id":"cap","_type":"product","name":"Cap"}""");
        Assert.Equal(Text("tee"), (await _lake.Catalog.Observe(About("tee"), Now)).Value().Product!.Fields["metadata.page"]);

        await Apply(Update("tee", _lake.Rev("tee"), To("metadata.page", Text("t-shirt"))), Update("cap", _lake.Rev("cap"), To("metadata.page", Text("cap"))));

        Assert.Equal("""{"_type":"slug","current":"t-shirt","source":"name"}""", _lake.World.Document("tee")!["slug"]!.ToJsonString());
        Assert.Equal("""{"_type":"slug","current":"cap"}""", _lake.World.Document("cap")!["slug"]!.ToJsonString());
    }

    [Fact]
    public async Task Pictures_are_asked_for_in_the_wanted_size_and_a_single_one_only_travels_out()
    {
        _lake.Has(
            """{"_id":"image-abc-200x300-jpg","_type":"sanity.imageAsset"}""",
            """{"_id":"image-def-20x30-png","_type":"sanity.imageAsset"}""",
            """
            {"_id":"tee","_type":"product","name":"Tee","images":[{"_type":"image","_key":"1","asset":{"_ref":"image-abc-200x300-jpg"}},"https://x.test/a.png"],
             "banner":{"_type":"image","asset":{"_ref":"image-def-20x30-png"}}}
            """);
        var fields = (await _lake.Catalog.Observe(About("tee"), Now)).Value().Product!.Fields;
        var project = _lake.World.Options.ProjectId;

        Assert.Equal($"""["https://cdn.sanity.io/images/{project}/production/abc-200x300.jpg?fit=max&w=1200", "https://x.test/a.png"]""", $"{fields[FieldNames.Images]}");
        Assert.Equal(Text($"https://cdn.sanity.io/images/{project}/production/def-20x30.png?fm=webp"), fields["metadata.banner"]);
        var fault = (await _lake.Catalog.Apply(Write(Update("tee", _lake.Rev("tee"), To("metadata.banner", Text("https://x.test/b.png")))), Now)).Fault;
        Assert.Contains("only travels to Stripe", fault!.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _lake.Dispose();

    private async Task Apply(params Change[] changes) => Assert.Null((await _lake.Catalog.Apply(Write(changes) with { Token = Guid.NewGuid().ToString() }, Now)).Fault);

    private async Task<PriceView> Price(string amount, string? currency)
    {
        var code = currency is null ? "" : $"\"currency\":\"{currency}\",";
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee"}""", $$$"""{"_id":"q1","_type":"price",{{{code}}}"cost":{"main":{{{amount}}}},"product":{"_type":"reference","_ref":"tee"}}""");
        return Assert.Single((await _lake.Catalog.Observe(About("tee", "q1"), Now)).Value().Prices);
    }
}
