using System.Text;

namespace Tandem.Fuzz;

/// <summary>Sound examples of what comes from outside.</summary>
internal static class Examples
{
    public static readonly byte[][] StripeEvents =
    [
        .. new[]
        {
            """
            {"id":"evt_1OaBcDeFgHiJkLmNoPqRsTuV","object":"event","api_version":"2026-09-30.dahlia","created":1732392002,"livemode":false,"pending_webhooks":1,"type":"product.updated",
             "request":{"id":"req_1","idempotency_key":"tandem_default_5d56e79935ec68aeb736fab63a5402b3"},
             "data":{"object":{"id":"prod_1","object":"product","active":true,"name":"Mug","description":null,"default_price":"price_1","images":["https://cdn.sanity.io/images/p/d/abc-1x1.png"],"metadata":{"sanity_id":"mug","brand":"Acme"},"livemode":false},
             "previous_attributes":{"name":"Cup","metadata":{"brand":null}}}}
            """,
            """
            {"id":"evt_2","object":"event","created":1732392003,"livemode":false,"type":"price.created","request":null,
             "data":{"object":{"id":"price_1","object":"price","active":true,"currency":"eur","unit_amount":1999,"unit_amount_decimal":"1999","product":"prod_1","recurring":{"interval":"month","interval_count":1},"lookup_key":null,"nickname":null,"metadata":{}}}}
            """,
            """{"id":"evt_test_3","object":"v2.core.event","type":"v1.product.updated","livemode":false,"created":"2026-11-23T14:00:00.000Z","related_object":{"id":"prod_1","type":"product","url":"/v1/products/prod_1"},"reason":null}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public static readonly byte[][] SanityBodies =
    [
        .. new[]
        {
            """{"op":"update","id":"product-mug","type":"product","rev":"aBc","prevRev":"xYz","updatedAt":"2026-11-23T14:00:00Z"}""",
            """{"_id":"price-mug-eur","_type":"price","_rev":"aBc","unit_amount":1999,"currency":"eur","product":{"_type":"reference","_ref":"product-mug"},"active":true}""",
            """{"op":"delete","id":"drafts.product-mug","type":null,"rev":null,"prevRev":"xYz"}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public static readonly byte[][] Documents =
    [
        .. new[]
        {
            """
            {"documents":[{"_id":"mug","_type":"product","_rev":"r1","_createdAt":"2026-11-23T14:00:00Z","_updatedAt":"2026-11-23T14:00:00Z","name":"Mug","description":"A mug","active":true,"brand":"Acme",
              "slug":{"current":"mug"},"images":[{"_type":"image","_key":"a","asset":{"_type":"reference","_ref":"image-0123456789abcdef0123456789abcdef01234567-800x600-jpg"}}],
              "default_price":{"_type":"reference","_ref":"mug-eur"},"prices":[{"_key":"k","_type":"reference","_ref":"mug-eur"}],"stripeProductId":"prod_1","updatedFromStripe":false},
             {"_id":"mug-eur","_type":"price","_rev":"r2","_createdAt":"2026-11-23T14:00:00Z","unit_amount":1999,"unit_amount_decimal":"1999.5","currency":"eur","active":true,"nickname":"Sale","lookup_key":"mug",
              "recurring":{"interval":"month","interval_count":1},"product":{"_type":"reference","_ref":"mug"},"stripePriceId":"price_1"}],
             "omitted":[{"id":"drafts.mug","reason":"existence"},{"id":"drafts.mug-eur","reason":"existence"}]}
            """,
            """
            {"documents":[{"_id":"mug","_type":"product","_rev":"r1","_createdAt":"2026-11-23T14:00:00Z","name":"Mug","stripeProductId":"prod_1"},
             {"_id":"mug-eur","_type":"price","_rev":"r2","_createdAt":"2026-11-23T14:00:00Z","currency":"eur","tiers_mode":"volume","tax_behavior":"inclusive",
              "tiers":[{"_key":"a","up_to":10,"unit_amount":1999,"flat_amount_decimal":"0.5"},{"_key":"b","up_to":"inf","unit_amount_decimal":"12.5"}],
              "custom_unit_amount":{"enabled":true,"minimum":100,"maximum":900,"preset":500},"transform_quantity":{"divide_by":10,"round":"up"},
              "currency_options":[{"_key":"usd","currency":"usd","unit_amount":900,"tax_behavior":"exclusive"},{"_key":"jpy","currency":"jpy","custom_unit_amount":{"enabled":true}}],
              "recurring":{"interval":"month","trial_period_days":14,"usage_type":"metered","meter":"mtr_1"},"product":{"_type":"reference","_ref":"mug"}}],
             "omitted":[{"id":"drafts.mug","reason":"existence"}]}
            """,
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public static readonly byte[][] Rows =
    [
        .. new[]
        {
            """{"ms":3,"result":[{"_id":"mug","_type":"product","_rev":"r1","_createdAt":"2026-11-23T14:00:00Z","_updatedAt":"2026-11-23T14:00:00.123Z","stripeProductId":"prod_1","product":null}],"syncTags":["s1:a"]}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public static readonly byte[][] StripeObjects =
    [
        .. new[]
        {
            """{"id":"prod_1","object":"product","active":true,"created":1732392002,"updated":1732392002,"name":"Mug","description":"A mug","images":["https://cdn.sanity.io/images/p/d/a-1x1.png"],"default_price":"price_1","livemode":false,"metadata":{"sanity_id":"mug","brand":"Acme"},"type":"service"}""",
            """{"id":"price_2","object":"price","active":true,"billing_scheme":"tiered","created":1732392002,"currency":"eur","tiers_mode":"graduated","tiers":[{"up_to":10,"unit_amount":7,"unit_amount_decimal":"7","flat_amount":null,"flat_amount_decimal":"0.5"},{"up_to":null,"unit_amount":5}],"currency_options":{"eur":{"unit_amount":5},"usd":{"custom_unit_amount":{"minimum":50,"maximum":null,"preset":null},"tax_behavior":"inclusive","unit_amount":null}},"custom_unit_amount":null,"transform_quantity":{"divide_by":10,"round":"up"},"product":"prod_1"}""",
            """{"object":"list","url":"/v1/prices","has_more":false,"data":[{"id":"price_1","object":"price","active":true,"billing_scheme":"per_unit","created":1732392002,"currency":"eur","livemode":false,"lookup_key":"mug","metadata":{"sanity_id":"mug-eur","sync_op":"0123"},"nickname":"Sale","product":"prod_1","recurring":{"interval":"month","interval_count":1,"usage_type":"licensed"},"tax_behavior":"unspecified","type":"recurring","unit_amount":1999,"unit_amount_decimal":"1999"}]}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];
}
