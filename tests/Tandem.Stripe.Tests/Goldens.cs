using System.Text.Json;

namespace Tandem.Stripe.Tests;

/// <summary>Bodies that the live API answered (recorded at 2026-08-26.dahlia), and variations of them.</summary>
internal static class Goldens
{
    public const string Product =
        """{"id":"prod_VICvn5VTMmTGJN","object":"product","active":true,"attributes":[],"created":1789879062,"default_price":null,"description":"d","images":["https://example.test/i.png"],"livemode":false,"marketing_features":[{"name":"feature one"}],"metadata":{},"name":"Full","package_dimensions":{"height":1.0,"length":2.0,"weight":3.0,"width":4.0},"shippable":true,"statement_descriptor":"P7 DESC","tax_code":"txcd_10103000","tax_details":{"performance_location":null,"tax_code":"txcd_10103000"},"type":"service","unit_label":"widget","updated":1789879062,"url":"https://example.test/full"}""";

    public const string Price =
        """{"id":"price_1UHcVXHIBYZYyePrLUYHwa3W","object":"price","active":true,"billing_scheme":"per_unit","created":1789879063,"currency":"usd","custom_unit_amount":null,"livemode":false,"lookup_key":"s07-key","metadata":{},"nickname":null,"product":"prod_VICvBkxKk4uZNk","recurring":{"interval":"month","interval_count":1,"meter":null,"trial_period_days":null,"usage_type":"licensed"},"tax_behavior":"unspecified","tiers_mode":null,"transform_quantity":null,"type":"recurring","unit_amount":999,"unit_amount_decimal":"999"}""";

    public static JsonElement Parse(string json) => JsonElement.Parse(json);

    public static string ProductWith(string id, string rest = "") =>
        $$"""{"id":"{{id}}","object":"product","active":true,"created":1789879062,"default_price":null,"images":[],"livemode":false,"metadata":{},"name":"P","updated":1789879063{{rest}}}""";

    public static string PriceWith(string id, string rest = "", string product = "prod_1") =>
        $$"""{"id":"{{id}}","object":"price","active":true,"billing_scheme":"per_unit","created":1789879063,"currency":"usd","livemode":false,"metadata":{},"product":"{{product}}","recurring":null,"type":"one_time","unit_amount":100,"unit_amount_decimal":"100"{{rest}}}""";
}
