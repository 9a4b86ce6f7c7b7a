using CsCheck;
using Tandem.Core;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

public sealed class PriceMappingTests
{
    [Fact]
    public async Task A_whole_price_is_read_field_by_field()
    {
        var price = await PriceWith("""
            "_createdAt":"2026-09-20T12:00:00Z","product":{"_type":"reference","_ref":"p"},"stripePriceId":" price_1 ","unit_amount":1999,"currency":"EUR",
            "recurring":{"interval":"month","interval_count":3},"active":true,"nickname":" Quarterly ","lookup_key":"tee_q"
            """);

        Assert.Equal("q", price.Id);
        Assert.Equal("p", price.ProductId);
        Assert.Equal("price_1", price.Mirror);
        Assert.Empty(price.Refused);
        Assert.Equal(
            """{active: true, currency: "eur", lookup_key: "tee_q", nickname: "Quarterly", recurring: {interval: "month", interval_count: 3}, unit_amount: 1999}""",
            price.Fields.ToString());
    }

    [Theory]
    [InlineData("\"unit_amount\":0", "0")]
    [InlineData("\"unit_amount\":1999.0", "1999")]
    [InlineData("\"unit_amount\":2e3", "2000")]
    [InlineData("\"unit_amount\":\"1999\"", "1999")]
    [InlineData("\"unit_amount\":999999999999999", "999999999999999")]
    [InlineData("\"unit_amount_decimal\":\"0.5\"", "0.5")]
    [InlineData("\"unit_amount\":null,\"unit_amount_decimal\":\"12.123456789012\"", "12.123456789012")]
    [InlineData("\"unit_amount\":\"\",\"unit_amount_decimal\":\"0.10\"", "0.1")]
    [InlineData("\"unit_amount\":1999,\"unit_amount_decimal\":\"1999.00\"", "1999")]
    public async Task An_amount_is_read_exactly(string fields, string amount)
    {
        var price = await PriceWith("\"currency\":\"eur\"," + fields);
        Assert.Empty(price.Refused);
        Assert.Equal(amount, price.Fields["unit_amount"]!.ToString());
    }

    [Theory]
    [InlineData("\"unit_amount\":19.99", "19.99 is not a whole number of minor units; 19.99 EUR is 1999.")]
    [InlineData("\"unit_amount\":\"19.99\"", "19.99 is not a whole number of minor units; 19.99 EUR is 1999.")]
    [InlineData("\"unit_amount\":0.001", "unit_amount_decimal")]
    [InlineData("\"unit_amount\":-1", "negative")]
    [InlineData("\"unit_amount_decimal\":\"-0.5\"", "negative")]
    [InlineData("\"unit_amount_decimal\":\"0.1234567890123\"", "12 decimals")]
    [InlineData("\"unit_amount\":1e400", "exact number")]
    [InlineData("\"unit_amount\":\"1,999\"", "exact number")]
    [InlineData("\"unit_amount\":\"12 EUR\"", "exact number")]
    [InlineData("\"unit_amount\":true", "exact number")]
    [InlineData("\"unit_amount\":[1999]", "exact number")]
    [InlineData("\"unit_amount\":1000,\"unit_amount_decimal\":\"2000\"", "Clear one of them")]
    [InlineData("\"nickname\":\"x\"", "amount")]
    public async Task An_amount_that_is_not_exact_is_refused_with_advice(string fields, string advice)
    {
        var price = await PriceWith("\"currency\":\"eur\"," + fields);
        Assert.Contains(advice, price.Refused["unit_amount"], StringComparison.Ordinal);
        Assert.Null(price.Fields["unit_amount"]);
    }

    [Theory]
    [InlineData("isk", "500", null)]
    [InlineData("isk", "550", "end in 00")]
    [InlineData("ugx", "501", "end in 00")]
    [InlineData("kwd", "5120", null)]
    [InlineData("kwd", "5121", "end in 0")]
    [InlineData("jpy", "501", null)]
    [InlineData("jpy", "5.5", "not a whole number")]
    public async Task Stripes_own_rules_of_a_currency_are_kept(string currency, string amount, string? advice)
    {
        var price = await PriceWith($"\"currency\":\"{currency}\",\"unit_amount\":{amount}");
        Assert.Equal(advice is null, !price.Refused.ContainsKey("unit_amount"));
        Assert.Contains(advice ?? "", price.Refused.GetValueOrDefault("unit_amount", ""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"currency\":\"euro\"")]
    [InlineData("\"currency\":\"xyz\"")]
    [InlineData("\"currency\":\"\"")]
    [InlineData("\"currency\":978")]
    [InlineData("\"currency\":{\"code\":\"eur\"}")]
    [InlineData("\"nickname\":\"x\"")]
    public async Task A_currency_that_Stripe_does_not_know_is_refused(string fields)
    {
        var price = await PriceWith("\"unit_amount\":100," + fields);
        Assert.Contains("currency", price.Refused.Keys);
        Assert.Null(price.Fields["currency"]);
        Assert.Equal(Number(100), price.Fields["unit_amount"]);
    }

    [Theory]
    [InlineData("{\"interval\":\"month\",\"trial_period_days\":14}", "{interval: \"month\", interval_count: 1, trial_period_days: 14}")]
    [InlineData("{\"interval\":\"month\",\"trial_period_days\":0,\"usage_type\":\"licensed\",\"meter\":null}", "{interval: \"month\", interval_count: 1}")]
    [InlineData("{\"interval\":\"month\",\"usage_type\":\"metered\",\"meter\":\" mtr_1 \"}", "{interval: \"month\", interval_count: 1, meter: \"mtr_1\", usage_type: \"metered\"}")]
    public async Task The_terms_of_a_rhythm_are_read_and_the_usual_ones_are_not_named(string recurring, string shown)
    {
        var price = await PriceWith($"\"unit_amount\":100,\"currency\":\"eur\",\"recurring\":{recurring}");
        Assert.Equal(shown, price.Fields["recurring"]!.ToString());
    }

    [Theory]
    [InlineData("{\"interval\":\"month\"}", "month", 1)]
    [InlineData("{\"interval\":\" Year \",\"interval_count\":3}", "year", 3)]
    [InlineData("{\"_type\":\"recurring\",\"interval\":\"day\",\"interval_count\":1095,\"usage_type\":\"licensed\"}", "day", 1095)]
    public async Task A_rhythm_is_read_with_its_default(string recurring, string interval, int count)
    {
        var price = await PriceWith("\"recurring\":" + recurring);
        Assert.Equal(Every(interval, count), price.Fields["recurring"]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"_type\":\"recurring\"}")]
    public async Task A_price_that_is_paid_once_has_no_rhythm(string recurring)
    {
        var price = await PriceWith("\"recurring\":" + recurring);
        Assert.Null(price.Fields["recurring"]);
        Assert.DoesNotContain("recurring", price.Refused.Keys);
    }

    [Theory]
    [InlineData("\"month\"")]
    [InlineData("{\"interval\":\"fortnight\"}")]
    [InlineData("{\"trial_period_days\":7}")]
    [InlineData("{\"interval\":\"month\",\"trial_period_days\":-1}")]
    [InlineData("{\"interval\":\"month\",\"trial_period_days\":\"7\"}")]
    [InlineData("{\"interval\":\"month\",\"usage_type\":\"metered\"}")]
    [InlineData("{\"interval\":\"month\",\"usage_type\":\"counted\"}")]
    [InlineData("{\"interval\":\"month\",\"meter\":\"mtr_1\"}")]
    [InlineData("{\"interval\":\"month\",\"usage_type\":\"licensed\",\"meter\":\"mtr_1\"}")]
    [InlineData("{\"interval\":7}")]
    [InlineData("{\"interval_count\":2}")]
    [InlineData("{\"interval\":\"month\",\"interval_count\":0}")]
    [InlineData("{\"interval\":\"month\",\"interval_count\":1.5}")]
    [InlineData("{\"interval\":\"month\",\"interval_count\":\"2\"}")]
    [InlineData("{\"interval\":\"month\",\"interval_count\":37}")]
    [InlineData("{\"interval\":\"year\",\"interval_count\":4}")]
    public async Task A_rhythm_that_Stripe_does_not_know_is_refused(string recurring)
    {
        var price = await PriceWith("\"recurring\":" + recurring);
        Assert.Contains("recurring", price.Refused.Keys);
        Assert.Null(price.Fields["recurring"]);
    }

    [Fact]
    public async Task A_lookup_key_over_the_limit_is_refused()
    {
        var price = await PriceWith($"\"lookup_key\":\"{new string('k', 201)}\"");
        Assert.Contains("at most 200", price.Refused["lookup_key"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"nickname\":\"x\"", null)]
    [InlineData("\"product\":null", null)]
    [InlineData("\"product\":\"p\"", null)]
    [InlineData("\"product\":{\"_type\":\"reference\"}", null)]
    [InlineData("\"product\":{\"_type\":\"reference\",\"_ref\":\"other\"}", "other")]
    [InlineData("\"product\":{\"_type\":\"reference\",\"_ref\":\"drafts.p\"}", "p")]
    public async Task A_price_belongs_to_the_product_that_it_refers_to(string fields, string? product) =>
        Assert.Equal(product, (await PriceWith(fields)).ProductId);

    [Fact]
    public void Every_exact_amount_comes_back_as_it_was_written()
    {
        var field = SanitySchema.Default.Find(Kind.Price, FieldNames.UnitAmount)!;
        var context = new ReadingContext(SanitySchema.Default, new PictureServer("p", "d"), (_, _) => true);
        Gen.Select(Gen.Long[0, 99_999_999], Gen.Int[0, 12]).Sample((units, decimals) =>
        {
            var amount = units * new decimal(1, 0, 0, false, (byte)decimals);
            var document = new System.Text.Json.Nodes.JsonObject { ["currency"] = "eur" };
            foreach (var (name, content) in FieldWriting.Held(field, To(field.Field, Number(amount)), null, null, context.Server))
            {
                document[name] = content;
            }

            var cell = FieldReading.Read(StrictJson.Parse(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()))!.Value, field, context);
            return cell == Cell.Of(Number(amount));
        });
    }

    [Theory]
    [InlineData("\"inclusive\"", "inclusive", false)]
    [InlineData("\" exclusive \"", "exclusive", false)]
    [InlineData("\"unspecified\"", null, false)]
    [InlineData("\"\"", null, false)]
    [InlineData("null", null, false)]
    [InlineData("\"included\"", null, true)]
    [InlineData("true", null, true)]
    public async Task The_tax_behavior_is_one_of_two_words_or_none(string held, string? shown, bool isRefused)
    {
        var price = await PriceWith("\"tax_behavior\":" + held);

        Assert.Equal(FieldValue.OfText(shown), price.Fields["tax_behavior"]);
        Assert.Equal(isRefused, price.Refused.ContainsKey("tax_behavior"));
    }
}
