namespace Tandem.Sandbox.Tests;

public sealed class StripePriceTests
{
    private const string Monthly = "recurring[interval]=month";
    private const string Tiered = "currency=usd&billing_scheme=tiered&tiers_mode=graduated&recurring[interval]=month";
    private readonly StripeLab _lab = new();
    private readonly string _product;

    public StripePriceTests() => _product = _lab.Product();

    [Fact]
    public void A_price_looks_as_recorded()
    {
        var price = _lab.Post("/v1/prices", $"product={_product}&currency=USD&unit_amount=999&{Monthly}&lookup_key=s07-key");
        var shown = price.Body;
        foreach (var name in new[] { "id", "product", "created" })
        {
            shown[name] = "~";
        }


        Assert.Equal(
            """{"id":"~","object":"price","active":true,"billing_scheme":"per_unit","created":"~","currency":"usd","custom_unit_amount":null,"livemode":false,"lookup_key":"s07-key","metadata":{},"nickname":null,"product":"~","recurring":{"interval":"month","interval_count":1,"meter":null,"trial_period_days":null,"usage_type":"licensed"},"tax_behavior":"unspecified","tiers_mode":null,"transform_quantity":null,"type":"recurring","unit_amount":999,"unit_amount_decimal":"999"}""",
            shown.ToJsonString());
    }

    [Theory]
    [InlineData("currency=usd&unit_amount=1", "You must specify either `product` or `product_data` when creating a price.", null, null)]
    [InlineData("currency=usd&unit_amount=1&product=p&product_data[name]=n", "You may only specify one of these parameters: product, product_data.", "product", null)]
    [InlineData("currency=usd&unit_amount=1&product=prod_nope", "No such product: 'prod_nope'", "product", "resource_missing")]
    [InlineData("product=$&unit_amount=1", "Missing required param: currency.", "currency", "parameter_missing")]
    [InlineData("product=$&currency=usd", "Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.", null, null)]
    [InlineData("product=$&currency=usd&unit_amount=1&unit_amount_decimal=1", "You may only specify one of these parameters: unit_amount, unit_amount_decimal.", "unit_amount", null)]
    [InlineData("product=$&currency=usd&unit_amount=abc", "Invalid integer: abc", "unit_amount", "parameter_invalid_integer")]
    [InlineData("product=$&currency=usd&unit_amount=1.5", "Invalid integer: 1.5", "unit_amount", "parameter_invalid_integer")]
    [InlineData("product=$&currency=usd&unit_amount=-1", "Invalid non-negative integer", "unit_amount", "parameter_invalid_integer")]
    [InlineData("product=$&currency=usd&unit_amount=100000000", "Invalid amount: must be no more than", "unit_amount", "amount_too_large")]
    [InlineData("product=$&currency=usd&unit_amount_decimal=1.0000000000001", "Invalid decimal: 1.0000000000001; must contain at most 12 decimal places.", "unit_amount_decimal", null)]
    [InlineData("product=$&currency=usd&unit_amount_decimal=1e3", "Invalid decimal: 1e3", "unit_amount_decimal", null)]
    [InlineData("product=$&currency=euro&unit_amount=1", "Invalid currency: euro. Stripe currently supports these currencies: usd, aed, afn,", "currency", null)]
    [InlineData("product=$&currency=usd&unit_amount=1&recurring[interval_count]=2", "Missing required param: recurring[interval].", "recurring[interval]", "parameter_missing")]
    [InlineData("product=$&currency=usd&unit_amount=1&recurring[interval]=hour", "Invalid recurring[interval]: must be one of day, month, week, or year", "recurring[interval]", null)]
    [InlineData("product=$&currency=usd&unit_amount=1&recurring[interval]=month&recurring[interval_count]=37", "The interval_count for monthly prices can't be greater than 36", "recurring[interval_count]", null)]
    [InlineData("product=$&currency=usd&unit_amount=1&recurring[interval]=year&recurring[interval_count]=4", "The interval_count for yearly prices can't be greater than 3", "recurring[interval_count]", null)]
    [InlineData("product=$&currency=usd&unit_amount=1&recurring[interval]=week&recurring[interval_count]=157", "The interval_count for weekly prices can't be greater than 156", "recurring[interval_count]", null)]
    [InlineData("product=$&currency=usd&unit_amount=1&recurring[interval]=day&recurring[interval_count]=1096", "The interval_count for daily prices can't be greater than 1095", "recurring[interval_count]", null)]
    [InlineData("product=$&currency=usd&unit_amount=1&recurring[interval]=month&recurring[usage_type]=metered", "Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.", null, null)]
    [InlineData("product=$&currency=usd&billing_scheme=tiered&tiers_mode=volume&tiers[0][up_to]=inf&tiers[0][unit_amount]=1", "Prices with `type=one_time` are not supported with tiered billing.", "interval", null)]
    [InlineData("product=$&" + Tiered, "You must specify `tiers` when `billing_scheme=tiered`.", "tiers", null)]
    [InlineData("product=$&" + Tiered + "&tiers[0][up_to]=5&tiers[0][unit_amount]=1", "Tiers must be in ascending order", "tiers[0][up_to]", null)]
    [InlineData("product=$&" + Tiered + "&tiers[0][up_to]=5&tiers[0][unit_amount]=1&tiers[1][up_to]=5&tiers[1][unit_amount]=1&tiers[2][up_to]=inf&tiers[2][unit_amount]=1", "Tiers must be in ascending order", "tiers[1][up_to]", null)]
    [InlineData("product=$&" + Tiered + "&tiers[0][up_to]=inf", "Each tier must have at least one of", "tiers[0]", null)]
    [InlineData("product=$&" + Tiered + "&tiers[0][unit_amount]=1", "Missing required param: tiers[0][up_to].", "tiers[0][up_to]", "parameter_missing")]
    [InlineData("product=$&currency=usd&unit_amount=1&transform_quantity[divide_by]=2", "Missing required param: transform_quantity[round].", "transform_quantity[round]", "parameter_missing")]
    [InlineData("product=$&" + Tiered + "&tiers[0][up_to]=inf&tiers[0][unit_amount]=1&transform_quantity[divide_by]=2&transform_quantity[round]=up", "You cannot set `transform_quantity`", "transform_quantity", null)]
    [InlineData("product=$&currency=usd&unit_amount=1&custom_unit_amount[enabled]=true", "You may only specify one of these parameters: unit_amount, custom_unit_amount.", "custom_unit_amount", null)]
    [InlineData("product=$&currency=usd&unit_amount=1&currency_options[usd][unit_amount]=2", "You are specifying an update to a currency option that matches the top-level currency", "currency_options[usd]", null)]
    [InlineData("product=$&currency=usd&unit_amount=1&currency_options[eur][tax_behavior]=inclusive", "Prices require an `unit_amount`", null, null)]
    public void A_bad_create_is_refused(string form, string message, string? param, string? code)
    {
        var events = _lab.Events.Count;
        var answer = _lab.Post("/v1/prices", form.Replace("$", _product, StringComparison.Ordinal));

        Assert.StartsWith(message, answer.Message, StringComparison.Ordinal);
        Assert.Equal((400, param, code), (answer.Status, (string?)answer.Error["param"], (string?)answer.Error["code"]));
        Assert.Empty(_lab.Dashboard.Prices);
        Assert.Equal(events, _lab.Events.Count);
    }

    [Theory]
    [InlineData("unit_amount=0", "0", "0")]
    [InlineData("unit_amount_decimal=123.4500", null, "123.45")]
    [InlineData("unit_amount_decimal=10.0", "10", "10")]
    [InlineData("unit_amount_decimal=99999999.999999999999", null, "99999999.999999999999")]
    [InlineData("unit_amount_decimal=0.000000000001", null, "0.000000000001")]
    [InlineData("custom_unit_amount[enabled]=true&custom_unit_amount[preset]=500", null, null)]
    public void Amounts_are_normalised(string form, string? whole, string? exact)
    {
        var price = _lab.Post("/v1/prices", $"product={_product}&currency=usd&{form}");

        Assert.Equal((whole, exact), (price["unit_amount"]?.ToJsonString(), (string?)price["unit_amount_decimal"]));
        Assert.Equal(exact is null ? """{"maximum":null,"minimum":null,"preset":500}""" : null, price["custom_unit_amount"]?.ToJsonString());
    }

    [Fact]
    public void Tiers_are_shown_only_when_expanded()
    {
        var price = _lab.Price(_product, Tiered + "&tiers[0][up_to]=5&tiers[0][unit_amount]=100&tiers[1][up_to]=inf&tiers[1][unit_amount_decimal]=99.5&tiers[1][flat_amount]=10");

        var plain = _lab.Get($"/v1/prices/{price}").Body;
        Assert.False(plain.ContainsKey("tiers"));
        Assert.Equal("tiered graduated", $"{plain["billing_scheme"]} {plain["tiers_mode"]}");
        Assert.Null(plain["unit_amount_decimal"]);
        Assert.Equal(
            """[{"flat_amount":null,"flat_amount_decimal":null,"unit_amount":100,"unit_amount_decimal":"100","up_to":5},{"flat_amount":10,"flat_amount_decimal":"10","unit_amount":null,"unit_amount_decimal":"99.5","up_to":null}]""",
            _lab.Get($"/v1/prices/{price}?expand[]=tiers")["tiers"]!.ToJsonString());
        Assert.NotNull(_lab.Get("/v1/prices?expand[]=data.tiers")["data"]![0]!["tiers"]);
    }

    [Fact]
    public void Currency_options_are_shown_only_when_expanded_and_with_the_base_currency()
    {
        var price = _lab.Price(_product, "currency=usd&unit_amount=1000&currency_options[EUR][unit_amount]=900&currency_options[EUR][tax_behavior]=inclusive");

        Assert.False(_lab.Get($"/v1/prices/{price}").Body.ContainsKey("currency_options"));
        Assert.Equal(
            """{"eur":{"custom_unit_amount":null,"tax_behavior":"inclusive","unit_amount":900,"unit_amount_decimal":"900"},"usd":{"custom_unit_amount":null,"tax_behavior":"unspecified","unit_amount":1000,"unit_amount_decimal":"1000"}}""",
            _lab.Get($"/v1/prices/{price}?expand[0]=currency_options")["currency_options"]!.ToJsonString());
    }

    [Fact]
    public void Currency_options_merge_by_currency_and_an_empty_value_removes_all()
    {
        var price = _lab.Price(_product, "currency=usd&unit_amount=1000&currency_options[eur][unit_amount]=900&currency_options[eur][tax_behavior]=inclusive");

        var merged = _lab.Post($"/v1/prices/{price}", "currency_options[eur][unit_amount]=950&currency_options[gbp][unit_amount]=800&expand[]=currency_options")["currency_options"]!;
        Assert.Equal((950L, "inclusive", 800L), ((long)merged["eur"]!["unit_amount"]!, (string)merged["eur"]!["tax_behavior"]!, (long)merged["gbp"]!["unit_amount"]!));
        Assert.Equal(400, _lab.Post($"/v1/prices/{price}", "currency_options[eur][tax_behavior]=exclusive").Status);
        var wrong = _lab.Post($"/v1/prices/{price}", "currency_options[usd][unit_amount]=1");
        Assert.Equal("currency_options[usd]", (string?)wrong.Error["param"]);
        Assert.Equal(["usd"], _lab.Post($"/v1/prices/{price}", "currency_options=&expand[]=currency_options")["currency_options"]!.AsObject().Select(option => option.Key));
    }

    [Theory]
    [InlineData("unit_amount=1")]
    [InlineData("product=prod_1")]
    [InlineData("currency=eur")]
    [InlineData("recurring[interval]=year")]
    [InlineData("tiers_mode=volume")]
    [InlineData("custom_unit_amount[enabled]=true")]
    public void What_is_immutable_is_an_unknown_parameter_on_update(string form) =>
        Assert.Equal("parameter_unknown", (string?)_lab.Post($"/v1/prices/{_lab.Price(_product)}", form).Error["code"]);

    [Fact]
    public void Tax_behavior_goes_one_way()
    {
        var price = _lab.Price(_product);

        Assert.Equal("inclusive", (string?)_lab.Post($"/v1/prices/{price}", "tax_behavior=inclusive")["tax_behavior"]);
        Assert.Equal(200, _lab.Post($"/v1/prices/{price}", "tax_behavior=inclusive").Status);
        Assert.Equal("tax_behavior", (string?)_lab.Post($"/v1/prices/{price}", "tax_behavior=exclusive").Error["param"]);
        Assert.Equal(400, _lab.Post($"/v1/prices/{price}", "tax_behavior=unspecified").Status);
    }

    [Fact]
    public void The_default_price_cannot_be_archived_until_the_default_has_moved()
    {
        var (old, next) = (_lab.Price(_product), _lab.Price(_product));
        _lab.Post($"/v1/products/{_product}", $"default_price={old}");

        var answer = _lab.Post($"/v1/prices/{old}", "active=false");
        Assert.Equal((400, "This price cannot be archived because it is the default price of its product."), (answer.Status, answer.Message));
        _lab.Post($"/v1/products/{_product}", $"default_price={next}");
        Assert.False((bool)_lab.Post($"/v1/prices/{old}", "active=false")["active"]!);
        _lab.Post($"/v1/products/{_product}", "default_price=");
        Assert.Equal(200, _lab.Post($"/v1/prices/{next}", "active=false").Status);
        Assert.True((bool)_lab.Post($"/v1/prices/{old}", "active=true")["active"]!);
    }

    [Fact]
    public void A_lookup_key_is_unique_over_archived_prices_too_and_can_be_cleared()
    {
        var holder = _lab.Price(_product, "currency=usd&unit_amount=1&lookup_key=gold&active=false");

        var answer = _lab.Post("/v1/prices", $"product={_product}&currency=usd&unit_amount=2&lookup_key=gold");
        Assert.Equal((400, $"A price (`{holder}`) already uses that lookup key.", "lookup_key"), (answer.Status, answer.Message, (string)answer.Error["param"]!));
        Assert.False(answer.Error.ContainsKey("code"));
        Assert.Equal(200, _lab.Post($"/v1/prices/{holder}", "lookup_key=gold").Status);
        Assert.Null(_lab.Post($"/v1/prices/{holder}", "lookup_key=")["lookup_key"]);
        Assert.Equal(200, _lab.Post("/v1/prices", $"product={_product}&currency=usd&unit_amount=2&lookup_key=gold").Status);
        Assert.Equal(400, _lab.Post($"/v1/prices/{holder}", "lookup_key=" + new string('k', 201)).Status);
    }

    [Fact]
    public void A_transferred_lookup_key_leaves_its_holder_active_and_the_holder_speaks_first()
    {
        var holder = _lab.Price(_product, "currency=usd&unit_amount=1&lookup_key=gold");

        var taker = _lab.Post("/v1/prices", $"product={_product}&currency=usd&unit_amount=2&lookup_key=gold&transfer_lookup_key=true");

        Assert.Equal("gold", (string?)taker["lookup_key"]);
        var stripped = _lab.Get($"/v1/prices/{holder}");
        Assert.Null(stripped["lookup_key"]);
        Assert.True((bool)stripped["active"]!);
        Assert.Equal([$"price.updated {holder}", $"price.created {taker.Id}"], _lab.Story.TakeLast(2));
        Assert.Equal("""{"lookup_key":"gold"}""", _lab.Events[^2]["data"]!["previous_attributes"]!.ToJsonString());
    }

    [Fact]
    public void Product_data_makes_a_product_too()
    {
        var price = _lab.Post("/v1/prices", "currency=usd&unit_amount=1&product_data[name]=Inline&product_data[metadata][a]=b&expand[]=product");

        Assert.Equal(("Inline", "b"), ((string)price["product"]!["name"]!, (string)price["product"]!["metadata"]!["a"]!));
        Assert.Equal(["price.created", "product.created"], _lab.Story.TakeLast(2).Select(line => line.Split(' ')[0]));
        Assert.Equal("parameter_unknown", (string?)_lab.Post("/v1/prices", "currency=usd&unit_amount=1&product_data[name]=I&product_data[description]=d").Error["code"]);
    }

    [Fact]
    public void An_unknown_price_is_404_by_its_own_param()
    {
        var answer = _lab.Get("/v1/prices/price_nope");

        Assert.Equal((404, "No such price: 'price_nope'", "price"), (answer.Status, answer.Message, (string)answer.Error["param"]!));
    }

    [Fact]
    public void A_nickname_is_trimmed_and_clears_unless_the_world_is_told_otherwise()
    {
        var price = _lab.Price(_product, "currency=usd&unit_amount=1&nickname=%20Gold%20");
        Assert.Equal("Gold", (string?)_lab.Get($"/v1/prices/{price}")["nickname"]);
        Assert.Null(_lab.Post($"/v1/prices/{price}", "nickname=")["nickname"]);

        var strict = new StripeLab(new StripeOptions { RefusesClearedNickname = true });
        Assert.Equal("parameter_invalid_empty", (string?)strict.Post($"/v1/prices/{strict.Price(strict.Product())}", "nickname=").Error["code"]);
    }
}
