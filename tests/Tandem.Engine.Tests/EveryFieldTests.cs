using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Sanity;
using Tandem.Stripe;

namespace Tandem.Engine.Tests;

/// <summary>Every row of docs/FIELDS.md, both ways, through both stand-ins: set in the document, set in Stripe, cleared in the document.</summary>
public sealed class EveryFieldTests
{
    private static readonly Policy Everything = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule with { Direction = Direction.Both })], Limits = PriceLimits.None };
    private static readonly SanitySchema Schema = SanitySchema.Default with { Fields = [.. SanitySchema.Default.Fields, .. SanitySchema.Optional] };

    private static readonly Row[] Rows =
    [
        new("product name", """{"name":"Cup"}""", """{"name":"Cup"}""", "name=Bowl", """{"name":"Bowl"}""") { IsNeeded = true },
        new("product description", """{"description":"Round"}""", """{"description":"Round"}""", "description=Flat", """{"description":"Flat"}""") { Cleared = """{"description":null}""" },
        new("product active", """{"active":false}""", """{"active":false}""", "active=true", """{"active":true}""") { Cleared = """{"active":true}""" },
        new("product images", """{"images":["https://a.test/1.png"]}""", """{"images":["https://a.test/1.png"]}""", "images[0]=https://a.test/2.png", """{"images":["https://a.test/2.png"]}""") { Cleared = """{"images":[]}""" },
        new("product metadata.brand", """{"brand":"Acme"}""", """{"metadata":{"brand":"Acme"}}""", "metadata[brand]=Bolt", """{"brand":"Bolt"}""") { Cleared = """{"metadata":{"brand":null}}""" },
        new("product tax_code", """{"tax_code":"txcd_10103000"}""", """{"tax_code":"txcd_10103000"}""", "tax_code=txcd_99999999", """{"tax_code":"txcd_99999999"}""") { Cleared = """{"tax_code":null}""" },
        new("product unit_label", """{"unit_label":"seat"}""", """{"unit_label":"seat"}""", "unit_label=desk", """{"unit_label":"desk"}""") { Cleared = """{"unit_label":null}""" },
        new("product url", """{"url":"https://a.test/mug"}""", """{"url":"https://a.test/mug"}""", "url=https://a.test/cup", """{"url":"https://a.test/cup"}""") { Cleared = """{"url":null}""" },
        new("product statement_descriptor", """{"statement_descriptor":"ACME MUG"}""", """{"statement_descriptor":"ACME MUG"}""", "statement_descriptor=ACME CUP", """{"statement_descriptor":"ACME CUP"}""")
        {
            Cleared = """{"statement_descriptor":null}""",
        },
        new("product shippable", """{"shippable":true}""", """{"shippable":true}""", "shippable=false", """{"shippable":false}""") { IsNeeded = true },
        new(
            "product package_dimensions", """{"package_dimensions":{"height":1.25,"length":2,"width":3,"weight":4}}""", """{"package_dimensions":{"height":1.25,"length":2,"width":3,"weight":4}}""",
            "package_dimensions[height]=5&package_dimensions[length]=6&package_dimensions[width]=7&package_dimensions[weight]=8.5", """{"package_dimensions":{"height":5,"length":6,"width":7,"weight":8.5}}""")
        {
            Cleared = """{"package_dimensions":null}""",
        },
        new(
            "product marketing_features", """{"marketing_features":["Fast","Light"]}""", """{"marketing_features":[{"name":"Fast"},{"name":"Light"}]}""",
            "marketing_features[0][name]=Strong", """{"marketing_features":["Strong"]}""")
        {
            Cleared = """{"marketing_features":[]}""",
        },
        new(
            "product metadata", """{"metadata":[{"_key":"a","key":"color","value":"red"}]}""", """{"metadata":{"color":"red"}}""", "metadata[color]=blue", """{"metadata":[{"key":"color","value":"blue"}]}""")
        {
            Cleared = """{"metadata":{"color":null}}""",
        },
        new("product default_price", """{"default_price":{"_type":"reference","_ref":"mug-eur"}}""", """{"default_price":"(mug-eur)"}""", "default_price=(mug-usd)", """{"default_price":{"_ref":"mug-usd"}}""")
        {
            Cleared = """{"default_price":null}""",
        },
        new("price currency", """{"currency":"gbp"}""", """{"currency":"gbp"}""", "currency=usd&unit_amount=900", """{"currency":"usd"}""") { IsNeeded = true },
        new("price unit_amount", """{"unit_amount":1300}""", """{"unit_amount":1300}""", "currency=eur&unit_amount_decimal=0.5", """{"unit_amount_decimal":"0.5"}""") { IsNeeded = true },
        new(
            "price tiers", "{" + Tiered + ",\"tiers_mode\":\"volume\"," + Monthly + "}", """{"tiers":[{"up_to":10,"unit_amount":500},{"up_to":null,"flat_amount":400}]}""",
            $"currency=eur&{TieredForm}&tiers_mode=graduated&recurring[interval]=month", """{"tiers":[{"up_to":5,"unit_amount":7},{"unit_amount":6}]}""")
        {
            Before = "unit_amount", IsNeeded = true,
        },
        new(
            "price tiers_mode", "{" + Tiered + ",\"tiers_mode\":\"graduated\"," + Monthly + "}", """{"tiers_mode":"graduated"}""", $"currency=eur&{TieredForm}&tiers_mode=volume&recurring[interval]=month",
            """{"tiers_mode":"volume"}""")
        {
            Before = "unit_amount", IsNeeded = true,
        },
        new(
            "price custom_unit_amount", """{"custom_unit_amount":{"enabled":true,"minimum":500}}""", """{"custom_unit_amount":{"minimum":500}}""",
            "currency=eur&custom_unit_amount[enabled]=true&custom_unit_amount[preset]=900", """{"custom_unit_amount":{"enabled":true,"preset":900}}""")
        {
            Before = "unit_amount", IsNeeded = true,
        },
        new(
            "price transform_quantity", """{"transform_quantity":{"divide_by":10,"round":"up"}}""", """{"transform_quantity":{"divide_by":10,"round":"up"}}""",
            "currency=eur&unit_amount=5&transform_quantity[divide_by]=6&transform_quantity[round]=down", """{"transform_quantity":{"divide_by":6,"round":"down"}}""")
        {
            Cleared = """{"transform_quantity":null}""",
        },
        new(
            "price recurring", "{" + Monthly + "}", """{"recurring":{"interval":"month","interval_count":3}}""", "currency=eur&unit_amount=5&recurring[interval]=year",
            """{"recurring":{"interval":"year","interval_count":1}}""")
        {
            Cleared = """{"recurring":null}""",
        },
        new("price active", """{"active":false}""", """{"active":false}""", "active=true", """{"active":true}""") { IsEdited = true, Cleared = """{"active":true}""" },
        new("price nickname", """{"nickname":"Gold"}""", """{"nickname":"Gold"}""", "nickname=Silver", """{"nickname":"Silver"}""") { IsEdited = true, Cleared = """{"nickname":null}""" },
        new("price lookup_key", """{"lookup_key":"gold"}""", """{"lookup_key":"gold"}""", "lookup_key=silver", """{"lookup_key":"silver"}""") { IsEdited = true, Cleared = """{"lookup_key":null}""" },
        new("price tax_behavior", """{"tax_behavior":"inclusive"}""", """{"tax_behavior":"inclusive"}""", "currency=eur&unit_amount=5&tax_behavior=exclusive", """{"tax_behavior":"exclusive"}""")
        {
            Cleared = """{"tax_behavior":"unspecified"}""",
        },
        new(
            "price currency_options", """{"currency_options":[{"_key":"u","currency":"usd","unit_amount":1400}]}""", """{"currency_options":{"usd":{"unit_amount":1400}}}""",
            "currency_options[usd][unit_amount]=1500", """{"currency_options":[{"currency":"usd","unit_amount":1500}]}""")
        {
            IsEdited = true, Cleared = """{"currency_options":{"usd":null}}""",
        },
        new(
            "price metadata", """{"metadata":[{"_key":"a","key":"channel","value":"web"}]}""", """{"metadata":{"channel":"web"}}""", "metadata[channel]=shop", """{"metadata":[{"key":"channel","value":"shop"}]}""")
        {
            IsEdited = true, Cleared = """{"metadata":{"channel":null}}""",
        },
    ];

    private const string Tiered = "\"tiers\":[{\"_key\":\"a\",\"up_to\":10,\"unit_amount\":500},{\"_key\":\"b\",\"flat_amount\":400}]";
    private const string Monthly = "\"recurring\":{\"interval\":\"month\",\"interval_count\":3}";
    private const string TieredForm = "billing_scheme=tiered&tiers[0][up_to]=5&tiers[0][unit_amount]=7&tiers[1][up_to]=inf&tiers[1][unit_amount]=6";

    public static TheoryData<string> Names => [.. Rows.Select(row => row.Name)];

    [Fact]
    public void Each_row_of_the_table_is_here() =>
        Assert.Equal(
            StripeMapping.Lines.Select(line => $"{line.Kind} {line.Name}".ToLowerInvariant()).Order(StringComparer.Ordinal),
            Rows.Select(row => row.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_travels_to_Stripe(string name)
    {
        await using var shop = await Mug();
        var row = Rows.Single(row => row.Name == name);

        await Type(shop, row);

        Holds(Named(shop, row.InStripe), InStripe(shop, row));
        Assert.Empty(await shop.Parked());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_travels_to_Sanity(string name)
    {
        await using var shop = await Mug();
        var row = Rows.Single(row => row.Name == name);
        var form = row.Form.Split('&').Select(part => part.Split('=', 2)).Select(part => (part[0], Named(shop, part[1]))).ToArray();
        var document = row.IsProduct ? "mug" : "mug-eur";
        if (row.Name.EndsWith(" active", StringComparison.Ordinal))
        {
            await Type(shop, row);
        }

        if (row.IsProduct)
        {
            shop.Dashboard.EditProduct((string)shop.Document("mug")!["stripeProductId"]!, form);
        }
        else if (row.IsEdited)
        {
            shop.Dashboard.EditPrice(Stripe(shop, "mug-eur"), form);
        }
        else
        {
            var made = shop.Dashboard.CreatePrice([("product", (string)shop.Document("mug")!["stripeProductId"]!), .. form]);
            document = $"stripePrice-{made["id"]}";
        }

        await shop.Pass(TimeSpan.FromSeconds(10));

        Holds(row.InSanity, shop.Document(document)!);
        Assert.Empty(await shop.Parked());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_cleared_in_Stripe_or_refused(string name)
    {
        await using var shop = await Mug();
        var row = Rows.Single(row => row.Name == name);
        await Type(shop, row);
        var field = Shop.Json(row.Typed).First().Key;

        shop.Editor.Edit(row.Document, new JsonObject { ["unset"] = new JsonArray(field) });
        shop.Editor.Publish(row.Document);
        await shop.Pass(TimeSpan.FromSeconds(10));

        if (row.IsNeeded)
        {
            Holds(Named(shop, row.InStripe), InStripe(shop, row));
            Assert.NotEmpty(await shop.Parked());
        }
        else
        {
            Holds(row.Cleared!, InStripe(shop, row));
            Assert.Empty(await shop.Parked());
        }
    }

    private static async Task<Shop> Mug()
    {
        var shop = await new Shop(Everything, schema: Schema).Open();
        shop.PublishMug(withDefault: false);
        shop.Editor.PublishNew(Shop.Json("""{"_id":"mug-usd","_type":"price","product":{"_type":"reference","_ref":"mug"},"unit_amount":1400,"currency":"usd"}"""));
        await shop.Pass(TimeSpan.FromSeconds(10));
        return shop;
    }

    private static async Task Type(Shop shop, Row row)
    {
        var unset = row.Before is { } before ? new JsonArray(before) : [];
        shop.Editor.Edit(row.Document, new JsonObject { ["set"] = Shop.Json(row.Typed), ["unset"] = unset });
        shop.Editor.Publish(row.Document);
        await shop.Pass(TimeSpan.FromSeconds(10));
    }

    private static JsonObject InStripe(Shop shop, Row row) =>
        row.IsProduct ? shop.Dashboard.Product((string)shop.Document("mug")!["stripeProductId"]!)! : shop.Dashboard.Price(Stripe(shop, "mug-eur"))!;

    private static string Stripe(Shop shop, string price) => (string)shop.Document(price)!["stripePriceId"]!;

    private static string Named(Shop shop, string text) =>
        text.Replace("(mug-eur)", Stripe(shop, "mug-eur"), StringComparison.Ordinal).Replace("(mug-usd)", Stripe(shop, "mug-usd"), StringComparison.Ordinal);

    // What is named must be there exactly; more may be.
    private static void Holds(string expected, JsonNode actual) => Holds(JsonNode.Parse(expected), actual, expected, actual.ToJsonString());

    private static void Holds(JsonNode? expected, JsonNode? actual, string whole, string shown)
    {
        switch (expected)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    Holds(value, actual?[name], whole, shown);
                }

                break;
            case JsonArray entries:
                Assert.True(actual is JsonArray list && list.Count == entries.Count, $"{whole} is not in {shown}");
                foreach (var (value, held) in entries.Zip(actual!.AsArray()))
                {
                    Holds(value, held, whole, shown);
                }

                break;
            default:
                Assert.True(Plain(expected) == Plain(actual), $"{whole} is not in {shown}");
                break;
        }
    }

    private static string? Plain(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number
        ? decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture).ToString("0.############", CultureInfo.InvariantCulture)
        : value?.ToJsonString();

    /// <summary>How a field is set on either side.</summary>
    /// <param name="Name">The kind and the field.</param>
    /// <param name="Typed">What an editor types.</param>
    /// <param name="InStripe">What Stripe shows then.</param>
    /// <param name="Form">What somebody sends in Stripe: an edit of a product or of a price, or a new price.</param>
    /// <param name="InSanity">What the document shows then.</param>
    private sealed record Row(string Name, string Typed, string InStripe, string Form, string InSanity)
    {
        public bool IsProduct => Name.StartsWith("product ", StringComparison.Ordinal);

        public string Document => IsProduct ? "mug" : "mug-eur";

        /// <summary>Whether the form edits a price; otherwise it makes one.</summary>
        public bool IsEdited { get; init; }

        /// <summary>The field that must give way to what is typed.</summary>
        public string? Before { get; init; }

        /// <summary>Whether clearing it is refused.</summary>
        public bool IsNeeded { get; init; }

        /// <summary>What Stripe shows once it is cleared.</summary>
        public string? Cleared { get; init; }
    }
}
