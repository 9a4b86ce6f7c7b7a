using Tandem.Core;

namespace Tandem.Stripe.Tests;

public sealed class MappingTests
{
    private static readonly StripeMetadata Keys = StripeMetadata.Of("default");

    [Fact]
    public void A_recorded_product_shows_its_mapped_fields()
    {
        var view = StripeMapping.Product(Goldens.Parse(Goldens.Product), Keys);

        Assert.Equal("prod_VICvn5VTMmTGJN", view.Id);
        Assert.Equal(
            """
            {active: true, description: "d", images: ["https://example.test/i.png"], marketing_features: ["feature one"], name: "Full", package_dimensions: {height: 1, length: 2, weight: 3, width: 4}, shippable: true, statement_descriptor: "P7 DESC", tax_code: "txcd_10103000", unit_label: "widget", url: "https://example.test/full"}
            """,
            view.Fields.ToString());
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1789879062), view.CreatedAt);
        Assert.Null(view.Mirror);
        Assert.Null(view.Revision);
        Assert.Empty(view.Refused);
    }

    [Fact]
    public void A_recorded_price_shows_its_mapped_fields()
    {
        var view = StripeMapping.Price(Goldens.Parse(Goldens.Price), Keys);

        Assert.Equal("price_1UHcVXHIBYZYyePrLUYHwa3W", view.Id);
        Assert.Equal(
            """{active: true, currency: "usd", lookup_key: "s07-key", recurring: {interval: "month", interval_count: 1}, unit_amount: 999}""",
            view.Fields.ToString());
        Assert.Equal("prod_VICvBkxKk4uZNk", view.ProductId);
        Assert.Null(view.Operation);
        Assert.Empty(view.Refused);
    }

    [Fact]
    public void Marks_are_read_from_the_metadata()
    {
        var product = StripeMapping.Product(Goldens.Parse(Goldens.ProductWith("prod_1", ""","metadata":{"sanity_id":"doc","brand":" Acme ","other":"x"}""").Replace("\"metadata\":{},", "", StringComparison.Ordinal)), Keys);
        var price = StripeMapping.Price(Goldens.Parse(Goldens.PriceWith("price_1").Replace("\"metadata\":{}", "\"metadata\":{\"sanity_id\":\"slot\",\"sync_op\":\"op1\"}", StringComparison.Ordinal)), Keys);

        Assert.Equal("doc", product.Mirror);
        Assert.Equal(new FieldValue.Text("Acme"), product.Fields[FieldNames.Brand]);
        Assert.Equal("slot", price.Mirror);
        Assert.Equal("op1", price.Operation);
    }

    [Fact]
    public void An_expanded_reference_reads_like_its_id()
    {
        var product = Goldens.Product.Replace("\"default_price\":null", "\"default_price\":" + Goldens.Price, StringComparison.Ordinal);
        var price = Goldens.Price.Replace("\"product\":\"prod_VICvBkxKk4uZNk\"", "\"product\":" + Goldens.Product, StringComparison.Ordinal);

        Assert.Equal(new FieldValue.Text("price_1UHcVXHIBYZYyePrLUYHwa3W"), StripeMapping.Product(Goldens.Parse(product), Keys).Fields[FieldNames.DefaultPrice]);
        Assert.Equal("prod_VICvn5VTMmTGJN", StripeMapping.Price(Goldens.Parse(price), Keys).ProductId);
    }

    [Theory]
    [InlineData("null", "\"123.45\"", "123.45")]
    [InlineData("null", "\"0.000000000001\"", "0.000000000001")]
    [InlineData("10", "\"10\"", "10")]
    [InlineData("null", "\"10.0000\"", "10")]
    [InlineData("99999999", "\"99999999\"", "99999999")]
    [InlineData("0", "\"0\"", "0")]
    public void An_amount_is_read_exactly(string whole, string exact, string expected)
    {
        var price = Goldens.Parse($$"""{"id":"price_1","unit_amount":{{whole}},"unit_amount_decimal":{{exact}}}""");

        Assert.Equal(expected, StripeMapping.Price(price, Keys).Fields[FieldNames.UnitAmount]!.ToString());
    }

    [Theory]
    [InlineData("""{"id":"p","name":"  A \n"}""", "name", "\"A\"")]
    [InlineData("""{"id":"p","name":"   "}""", "name", null)]
    [InlineData("""{"id":"p","description":""}""", "description", null)]
    [InlineData("""{"id":"p","images":[]}""", "images", null)]
    [InlineData("""{"id":"p","images":["b"," a "]}""", "images", "[\"b\", \"a\"]")]
    [InlineData("""{"id":"p","active":false}""", "active", "false")]
    [InlineData("""{"id":"p","name":5,"images":"x","metadata":[]}""", "name", null)]
    public void Products_are_read_in_canonical_form(string json, string field, string? expected) =>
        Assert.Equal(expected, StripeMapping.Product(Goldens.Parse(json), Keys).Fields[field]?.ToString());

    [Theory]
    [InlineData("""{"id":"p","currency":"USD"}""", "currency", "\"usd\"")]
    [InlineData("""{"id":"p","recurring":{"interval":"year"}}""", "recurring", "{interval: \"year\", interval_count: 1}")]
    [InlineData("""{"id":"p","recurring":null}""", "recurring", null)]
    [InlineData("""{"id":"p","recurring":{"interval":"month","interval_count":1,"meter":null,"trial_period_days":null,"usage_type":"licensed"}}""", "recurring", "{interval: \"month\", interval_count: 1}")]
    [InlineData("""{"id":"p","recurring":{"interval":"month","interval_count":1,"trial_period_days":7,"usage_type":"licensed"}}""", "recurring", "{interval: \"month\", interval_count: 1, trial_period_days: 7}")]
    [InlineData("""{"id":"p","recurring":{"interval":"month","interval_count":1,"meter":"mtr_1","usage_type":"metered"}}""", "recurring", "{interval: \"month\", interval_count: 1, meter: \"mtr_1\", usage_type: \"metered\"}")]
    [InlineData("""{"id":"p","nickname":" n "}""", "nickname", "\"n\"")]
    [InlineData("""{"id":"p","tax_behavior":"unspecified"}""", "tax_behavior", null)]
    [InlineData("""{"id":"p","tax_behavior":"exclusive"}""", "tax_behavior", "\"exclusive\"")]
    [InlineData("""{"id":"p","unit_amount_decimal":"1e3"}""", "unit_amount", null)]
    [InlineData("""{"id":"p","transform_quantity":{"divide_by":10,"round":"up"},"unit_amount":5}""", "transform_quantity", "{divide_by: 10, round: \"up\"}")]
    [InlineData("""{"id":"p","custom_unit_amount":{"maximum":null,"minimum":50,"preset":null},"unit_amount":null}""", "custom_unit_amount", "{enabled: true, minimum: 50}")]
    [InlineData("""{"id":"p","billing_scheme":"tiered","tiers_mode":"volume","tiers":[{"flat_amount":null,"flat_amount_decimal":"0.5","unit_amount":7,"unit_amount_decimal":"7","up_to":10},{"flat_amount":null,"unit_amount":5,"up_to":null}]}""", "tiers", "[{flat_amount: 0.5, unit_amount: 7, up_to: 10}, {unit_amount: 5}]")]
    [InlineData("""{"id":"p","currency":"usd","unit_amount":5,"currency_options":{"eur":{"custom_unit_amount":null,"tax_behavior":"inclusive","unit_amount":4,"unit_amount_decimal":"4"},"usd":{"unit_amount":5}}}""", "currency_options", "{eur: {tax_behavior: \"inclusive\", unit_amount: 4}}")]
    [InlineData("""{"id":"p","currency":"usd","unit_amount":5,"currency_options":{"usd":{"unit_amount":5}}}""", "currency_options", null)]
    public void Prices_are_read_in_canonical_form(string json, string field, string? expected) =>
        Assert.Equal(expected, StripeMapping.Price(Goldens.Parse(json), Keys).Fields[field]?.ToString());

    [Theory]
    [InlineData("""{"id":"p","billing_scheme":"tiered","unit_amount":null}""", "unit_amount", "tiers")]
    [InlineData("""{"id":"p","billing_scheme":"tiered","tiers":[],"unit_amount":null}""", "unit_amount", "tiers")]
    [InlineData("""{"id":"p","currency":"usd","unit_amount":5,"currency_options":{"usd":{"unit_amount":5},"eur":{"unit_amount":null,"unit_amount_decimal":"1e3"}}}""", "currency_options", "exactly")]
    [InlineData("""{"id":"p","currency":"usd","billing_scheme":"tiered","tiers":[{"up_to":null,"unit_amount":5}],"currency_options":{"usd":{},"eur":{"unit_amount":null}}}""", "currency_options", "tiers in eur")]
    [InlineData("""{"id":"p","unit_amount":null,"unit_amount_decimal":"0.0000000000000001"}""", "unit_amount", "exactly")]
    [InlineData("""{"id":"p","unit_amount":null,"unit_amount_decimal":"1e3"}""", "unit_amount", "exactly")]
    [InlineData("""{"id":"p","recurring":{"interval":"month","interval_count":1,"usage_type":"metered"}}""", "recurring", "metered")]
    public void What_this_version_cannot_carry_is_refused_by_field_so_that_nothing_is_destroyed(string json, string field, string word)
    {
        var view = StripeMapping.Price(Goldens.Parse(json), Keys);

        Assert.Contains(word, view.Refused[field], StringComparison.Ordinal);
        Assert.Null(view.Fields[field]);
    }

    [Fact]
    public void The_table_carries_exactly_the_fields_of_the_default_policy() =>
        Assert.Equal(
            Policy.Default.Rules.Select(rule => $"{rule.Kind} {rule.Field}").Order(StringComparer.Ordinal),
            StripeMapping.Lines.Select(line => $"{line.Kind} {line.Name}").Order(StringComparer.Ordinal));

    [Fact]
    public void Fields_that_the_policy_calls_content_are_those_that_stripe_never_changes() =>
        Assert.Equal(
            Policy.Default.Rules.Where(rule => rule.IsContent).Select(rule => rule.Field),
            StripeMapping.Lines.Where(line => !line.OnUpdate).Select(line => line.Name));

    [Theory]
    [InlineData("images[0]", "images")]
    [InlineData("metadata[brand]", "metadata.brand")]
    [InlineData("metadata[sanity_id]", "metadata.sanity_id")]
    [InlineData("recurring[interval_count]", "recurring")]
    [InlineData("unit_amount_decimal", "unit_amount")]
    [InlineData("transfer_lookup_key", "lookup_key")]
    [InlineData("product", "product")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_param_of_an_error_becomes_a_canonical_field(string? param, string? field) =>
        Assert.Equal(field, StripeMapping.FieldOf(param));

    [Fact]
    public void The_default_connection_has_the_bare_keys_and_others_add_their_name()
    {
        Assert.Equal(new StripeMetadata("sanity_id", "sync_op"), StripeMetadata.Of("default"));
        Assert.Equal(new StripeMetadata("sanity_id_shop-2", "sync_op_shop-2"), StripeMetadata.Of("shop-2"));
    }

    [Theory]
    [InlineData("a-very-long-name-of-a-connection-that-does-not-fit")]
    [InlineData("with[brackets]")]
    [InlineData("ünïcode")]
    [InlineData("with.dot")]
    public void A_connection_name_that_makes_no_metadata_key_is_hashed(string connection)
    {
        var keys = StripeMetadata.Of(connection);

        Assert.Matches("^sanity_id_[0-9a-f]{16}$", keys.Mirror);
        Assert.Matches("^sync_op_[0-9a-f]{16}$", keys.Operation);
        Assert.NotEqual(keys, StripeMetadata.Of(connection + "x"));
    }
}
