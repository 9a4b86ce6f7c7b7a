using System.Text.Json.Nodes;
using CsCheck;
using Tandem.Core;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

/// <summary>Tiers, packages, amounts that customers choose and other currencies, as price documents hold them.</summary>
public sealed class PriceChargingTests
{
    [Theory]
    [InlineData("""[{"_key":"a","up_to":10,"unit_amount":7,"flat_amount_decimal":"0.5"},{"_key":"b","up_to":"inf","unit_amount":5}]""", "[{flat_amount: 0.5, unit_amount: 7, up_to: 10}, {unit_amount: 5}]")]
    [InlineData("""[{"up_to":"10","flat_amount":7},{"unit_amount_decimal":"0.125"}]""", "[{flat_amount: 7, up_to: 10}, {unit_amount: 0.125}]")]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    public async Task Tiers_take_the_place_of_the_amount(string tiers, string? shown)
    {
        var price = await PriceWith($$"""
            "currency":"eur","tiers_mode":"volume","tiers":{{tiers}}
            """);
        Assert.Equal(shown, price.Fields["tiers"]?.ToString());
        Assert.Equal("\"volume\"", $"{price.Fields["tiers_mode"]}");
        Assert.Equal(shown is null ? ["unit_amount"] : [], price.Refused.Keys);
    }

    [Theory]
    [InlineData("""{"up_to":1}""", "list of objects")]
    [InlineData("""["inf"]""", "list of objects")]
    [InlineData("""[{"up_to":10,"unit_amount":5}]""", "last tier must have no end")]
    [InlineData("""[{"unit_amount":5},{"unit_amount":4}]""", "Tier 1 has no up_to")]
    [InlineData("""[{"up_to":10,"unit_amount":5},{"up_to":10,"unit_amount":5},{"unit_amount":4}]""", "up_to of tier 2")]
    [InlineData("""[{"up_to":1.5,"unit_amount":5},{"unit_amount":4}]""", "up_to of tier 1")]
    [InlineData("""[{"up_to":"many","unit_amount":5},{"unit_amount":4}]""", "up_to of tier 1")]
    [InlineData("""[{"up_to":true,"unit_amount":5},{"unit_amount":4}]""", "up_to of tier 1")]
    [InlineData("""[{"up_to":"inf"}]""", "Tier 1 has no amount")]
    [InlineData("""[{"unit_amount":-1}]""", "Tier 1: An amount cannot be negative")]
    [InlineData("""[{"unit_amount":19.99}]""", "Tier 1: 19.99 is not a whole number")]
    [InlineData("""[{"flat_amount":1,"flat_amount_decimal":"2"}]""", "Clear one of them")]
    public async Task Tiers_that_Stripe_does_not_take_are_refused(string tiers, string word)
    {
        var price = await PriceWith($$"""
            "currency":"eur","unit_amount":1,"tiers":{{tiers}}
            """);
        Assert.Contains(word, price.Refused["tiers"], StringComparison.Ordinal);
        Assert.Null(price.Fields["tiers"]);
    }

    [Theory]
    [InlineData("""{"enabled":true}""", "{enabled: true}")]
    [InlineData("""{"minimum":100,"maximum":900,"preset":500}""", "{enabled: true, maximum: 900, minimum: 100, preset: 500}")]
    [InlineData("""{"enabled":false,"minimum":100}""", null)]
    [InlineData("{}", null)]
    public async Task The_customer_may_choose(string custom, string? shown)
    {
        var price = await PriceWith($$"""
            "currency":"eur","custom_unit_amount":{{custom}}
            """);
        Assert.Equal(shown, price.Fields["custom_unit_amount"]?.ToString());
        Assert.Equal(shown is null ? ["unit_amount"] : [], price.Refused.Keys);
    }

    [Theory]
    [InlineData("custom_unit_amount", "true", "enabled, minimum")]
    [InlineData("custom_unit_amount", """{"minimum":1.5}""", "minimum: 1.5 is not a whole number")]
    [InlineData("transform_quantity", """{"divide_by":10}""", "divide_by")]
    [InlineData("transform_quantity", """{"divide_by":0,"round":"up"}""", "divide_by")]
    [InlineData("transform_quantity", """{"divide_by":2,"round":"sideways"}""", "round")]
    [InlineData("transform_quantity", "7", "divide_by")]
    [InlineData("tiers_mode", "\"steps\"", "graduated or volume")]
    [InlineData("currency_options", """{"usd":900}""", "list of objects")]
    [InlineData("currency_options", """[{"unit_amount":5}]""", "currency, such as eur")]
    [InlineData("currency_options", """[{"currency":"euro","unit_amount":5}]""", "no currency \"euro\"")]
    [InlineData("currency_options", """[{"currency":"EUR","unit_amount":5}]""", "EUR is the price's own currency")]
    [InlineData("currency_options", """[{"currency":"usd","unit_amount":5},{"currency":"usd","unit_amount":6}]""", "USD is in this list twice")]
    [InlineData("currency_options", """[{"currency":"usd"}]""", "USD: Give it an amount")]
    [InlineData("currency_options", """[{"currency":"jpy","unit_amount":5.5}]""", "JPY: 5.5 is not a whole number")]
    [InlineData("currency_options", """[{"currency":"usd","unit_amount":5,"custom_unit_amount":{"enabled":true}}]""", "USD: It has one amount, tiers, or")]
    [InlineData("currency_options", """[{"currency":"usd","tiers":[{"up_to":5,"unit_amount":5}]}]""", "USD: The last tier must have no end")]
    [InlineData("currency_options", """[{"currency":"usd","unit_amount":5,"tax_behavior":"some"}]""", "USD: This must be inclusive")]
    public async Task What_Stripe_does_not_take_is_refused(string field, string held, string word)
    {
        var price = await PriceWith($$"""
            "currency":"eur","unit_amount":1,"{{field}}":{{held}}
            """);
        Assert.Contains(word, price.Refused[field], StringComparison.Ordinal);
        Assert.Null(price.Fields[field]);
    }

    [Theory]
    [InlineData("""[{"currency":"USD","unit_amount":900,"tax_behavior":"exclusive"},{"currency":"jpy","unit_amount_decimal":"0.5"}]""", "{jpy: {unit_amount: 0.5}, usd: {tax_behavior: \"exclusive\", unit_amount: 900}}")]
    [InlineData("""[{"currency":"usd","tiers":[{"up_to":10,"unit_amount":900},{"up_to":"inf","flat_amount_decimal":"0.5"}]}]""", "{usd: {tiers: [{unit_amount: 900, up_to: 10}, {flat_amount: 0.5}]}}")]
    [InlineData("[]", null)]
    public async Task Other_currencies_are_told_apart_by_their_codes(string held, string? shown) =>
        Assert.Equal(shown, (await PriceWith($$"""
            "currency":"eur","unit_amount":1,"currency_options":{{held}}
            """)).Fields["currency_options"]?.ToString());

    [Fact]
    public async Task Packages_are_read() =>
        Assert.Equal("{divide_by: 10, round: \"up\"}", $"{(await PriceWith("""
            "currency":"eur","unit_amount":1,"transform_quantity":{"divide_by":10,"round":"up"}
            """)).Fields["transform_quantity"]}");

    [Fact]
    public void What_is_written_is_what_is_read_again()
    {
        var context = new ReadingContext(SanitySchema.Default, new PictureServer("p", "d"), (_, _) => true);
        var amount = Gen.Select(Gen.Int[0, 99_999], Gen.Int[0, 3]).Select(FieldValue (digits, decimals) => new FieldValue.Number(new decimal(digits, 0, 0, isNegative: false, (byte)decimals)));
        var tiers = Gen.Select(amount, amount, Gen.Int[0, 2]).Array[1, 5].Select(FieldValue (made) => new FieldValue.List([.. made.Select(FieldValue (tier, index) => Group(
            ("up_to", index == made.Length - 1 ? null : new FieldValue.Number((index + 1) * 10)), ("unit_amount", tier.Item3 == 0 ? null : tier.Item1), ("flat_amount", tier.Item3 == 1 ? null : tier.Item2)))]));
        var option = Gen.Select(Gen.Int[0, 3], amount, Gen.Int[0, 3], tiers).Select(made => (new[] { "gbp", "usd", "cad", "chf" }[made.Item1], (FieldValue?)Group(
            ("unit_amount", made.Item3 is 0 or 3 ? null : made.Item2),
            ("tiers", made.Item3 == 3 ? made.Item4 : null),
            ("custom_unit_amount", made.Item3 == 0 ? Group(("enabled", new FieldValue.Flag(true)), ("minimum", new FieldValue.Number(5))) : null),
            ("tax_behavior", made.Item3 == 2 ? new FieldValue.Text("inclusive") : null))));
        var options = option.Array[1, 4].Select(FieldValue (made) => Group(made));
        Gen.Select(tiers, options).Sample((steps, others) => Returns("tiers", steps) && Returns("currency_options", others));

        bool Returns(string name, FieldValue value)
        {
            var field = SanitySchema.Default.Find(Kind.Price, name)!;
            var document = new JsonObject { ["currency"] = "eur" };
            foreach (var (held, content) in FieldWriting.Held(field, To(name, value), null, null, context.Server))
            {
                document[held] = content;
            }

            return FieldReading.Read(StrictJson.Parse(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()))!.Value, field, context) == Cell.Of(value);
        }
    }

    private static FieldValue.Group Group(params IEnumerable<(string Name, FieldValue? Value)> parts) => new(Fields.Of(parts));
}
