namespace Tandem.Sandbox.Tests;

public sealed class StripeProtocolTests
{
    private readonly StripeLab _lab = new();

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    public void Without_a_key_the_answer_is_401(string authorization) =>
        Assert.Equal(401, _lab.Send("GET", "/v1/products", "", ("authorization", authorization)).Status);

    [Fact]
    public void Every_answer_tells_the_time_of_the_world_also_a_refusal()
    {
        Assert.All([_lab.Get("/v1/products"), _lab.Get("/v1/products", "sk_wrong"), _lab.Get("/v1/nothing")], answer => Assert.Equal(_lab.Clock.GetUtcNow().ToString("R", System.Globalization.CultureInfo.InvariantCulture), answer.Headers["Date"]));
    }

    [Fact]
    public void A_bad_key_is_masked_in_the_answer()
    {
        var answer = _lab.Get("/v1/products", "sk_wrong_abcdefghijkl");

        Assert.Equal(401, answer.Status);
        Assert.StartsWith("Invalid API Key provided: ", answer.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefgh", answer.Text, StringComparison.Ordinal);
        Assert.False(answer.Error.ContainsKey("request_log_url"));
    }

    [Fact]
    public void A_key_as_long_as_a_real_one_is_refused() =>
        Assert.Equal(401, _lab.Get("/v1/products", "sk_live_" + new string('x', 99)).Status);

    [Fact]
    public void Basic_authentication_works_like_bearer() =>
        Assert.Equal(200, _lab.Send("GET", "/v1/products", "", ("authorization", "Basic " + Convert.ToBase64String("sk_test_lab:"u8))).Status);

    [Fact]
    public void A_revoked_and_an_expired_key_are_401_until_restored()
    {
        _lab.World.Keys.Expire("sk_test_lab");
        var expired = _lab.Get("/v1/products");
        _lab.World.Keys.Restore("sk_test_lab");

        Assert.Equal(401, expired.Status);
        Assert.Equal("api_key_expired", (string?)expired.Error["code"]);
        Assert.Equal(200, _lab.Get("/v1/products").Status);
    }

    [Fact]
    public void A_restricted_key_without_the_permission_is_403_and_told_which_it_lacks()
    {
        _lab.World.Keys.Restrict("rk_test_lab", "rak_product_write", "rak_plan_read");

        Assert.Equal(200, _lab.Get("/v1/products", "rk_test_lab").Status);
        Assert.Equal(200, _lab.Get("/v1/prices", "rk_test_lab").Status);
        var answer = _lab.Post("/v1/prices", "currency=usd", apiKey: "rk_test_lab");
        Assert.Equal(403, answer.Status);
        Assert.Equal(
            $"The provided key 'rk_test_lab' does not have the required permissions for this endpoint on account '{_lab.Dashboard.Account}'. "
            + "Having the 'rak_plan_write' permission would allow this request to continue.",
            answer.Message.Replace("***", "lab", StringComparison.Ordinal));
        Assert.Contains("rak_accounts_kyc_basic_read", _lab.Get("/v1/account", "rk_test_lab").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mode_of_the_key_and_the_account_header_decide_whose_data_it_is()
    {
        var test = _lab.Product();
        var live = _lab.Post("/v1/products", "name=Live", apiKey: "sk_live_lab");
        var connected = _lab.Post("/v1/products", "name=Connected", headers: ("stripe-account", "acct_other"));

        Assert.True((bool)live["livemode"]!);
        Assert.Equal([test], _lab.Get("/v1/products").Ids);
        Assert.Equal([live.Id], _lab.Get("/v1/products", "sk_live_lab").Ids);
        Assert.Equal([connected.Id], _lab.Get("/v1/products", headers: ("stripe-account", "acct_other")).Ids);
        Assert.Equal("acct_other", (string?)_lab.World.DashboardOf(livemode: false, "acct_other").Events[0]["account"]);
        Assert.Null(_lab.Events[0]["account"]);
    }

    [Fact]
    public void The_account_tells_who_it_is() =>
        Assert.Equal(_lab.Dashboard.Account, _lab.Get("/v1/account").Id);

    [Fact]
    public void Every_answer_has_its_own_request_id_and_echoes_the_version()
    {
        var first = _lab.Get("/v1/products", headers: ("stripe-version", "2026-08-26.dahlia"));
        var second = _lab.Get("/v1/nothing");

        Assert.StartsWith("req_", first.Headers["Request-Id"], StringComparison.Ordinal);
        Assert.NotEqual(first.Headers["Request-Id"], second.Headers["Request-Id"]);
        Assert.Equal("2026-08-26.dahlia", first.Headers["Stripe-Version"]);
        Assert.Equal("2026-10-28.endive", second.Headers["Stripe-Version"]);
    }

    [Fact]
    public void An_unknown_version_is_refused()
    {
        var answer = _lab.Get("/v1/products", headers: ("stripe-version", "not-a-real-version"));

        Assert.Equal(400, answer.Status);
        Assert.Equal("""{"error":{"message":"Invalid Stripe API version: not-a-real-version","type":"invalid_request_error"}}""", answer.Body.ToJsonString());
    }

    [Fact]
    public void An_unknown_route_and_the_deletion_of_a_price_are_404_without_a_log()
    {
        var price = _lab.Price(_lab.Product());
        var answer = _lab.Delete($"/v1/prices/{price}");

        Assert.Equal(404, answer.Status);
        Assert.Equal(
            $"Unrecognized request URL (DELETE: /v1/prices/{price}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.",
            answer.Message);
        Assert.False(answer.Error.ContainsKey("request_log_url"));
        Assert.Equal(404, _lab.Get("/v1/customers").Status);
    }

    [Theory]
    [InlineData("name=A+B%20C", "A B C")]
    [InlineData("name=Gr%C3%B6%C3%9Fe%20%E8%A3%BD", "Größe 製")]
    [InlineData("name=first&name=second", "second")]
    [InlineData("name=%20%09Trim%0A", "Trim")]
    public void Forms_are_decoded_as_utf8_and_the_last_of_a_repeated_key_counts(string form, string name) =>
        Assert.Equal(name, (string?)_lab.Post("/v1/products", form)["name"]);

    [Theory]
    [InlineData("images[]=https://a.test/1&images[]=https://a.test/2")]
    [InlineData("images[0]=https://a.test/1&images[1]=https://a.test/2")]
    [InlineData("images%5B1%5D=https://a.test/2&images%5B0%5D=https://a.test/1")]
    public void Lists_come_with_or_without_indexes(string form) =>
        Assert.Equal("""["https://a.test/1","https://a.test/2"]""", _lab.Post("/v1/products", "name=x&" + form)["images"]!.ToJsonString());

    [Fact]
    public void Items_of_an_unindexed_list_begin_where_a_key_repeats()
    {
        var product = _lab.Product();
        var price = _lab.Post(
            "/v1/prices?",
            $"product={product}&currency=usd&billing_scheme=tiered&tiers_mode=volume&recurring[interval]=month&expand[]=tiers"
            + "&tiers[][up_to]=10&tiers[][unit_amount]=500&tiers[][up_to]=inf&tiers[][unit_amount]=400");

        Assert.Equal([10L, null], price["tiers"]!.AsArray().Select(tier => (long?)tier!["up_to"]));
    }

    [Fact]
    public void A_json_body_is_refused()
    {
        var answer = _lab.Send("POST", "/v1/products", """{"name":"x"}""", ("authorization", "Bearer sk_test_lab"), ("content-type", "application/json"));

        Assert.Equal(400, answer.Status);
        Assert.Contains("application/x-www-form-urlencoded", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name=x&wat=1", "Received unknown parameter: wat", "wat")]
    [InlineData("name=x&default_price_data[currency]=usd&default_price_data[nickname]=n", "Received unknown parameter: default_price_data[nickname]", "default_price_data[nickname]")]
    [InlineData("name=x&default_price=price_1", "Received unknown parameter: default_price", "default_price")]
    public void An_unknown_parameter_at_any_depth_is_refused_by_its_bracketed_name(string form, string message, string param)
    {
        var answer = _lab.Post("/v1/products", form);

        Assert.Equal(400, answer.Status);
        Assert.Equal(("parameter_unknown", message, param), ((string)answer.Error["code"]!, answer.Message, (string)answer.Error["param"]!));
        Assert.Equal("https://stripe.com/docs/error-codes/parameter-unknown", (string?)answer.Error["doc_url"]);
        Assert.Contains(answer.Headers["Request-Id"], (string)answer.Error["request_log_url"]!, StringComparison.Ordinal);
        Assert.Equal(["code", "doc_url", "message", "param", "request_log_url", "type"], answer.Error.Select(field => field.Key));
    }

    [Fact]
    public void Answers_are_pretty_printed_with_line_feeds() =>
        Assert.StartsWith("{\n  \"object\": \"list\",\n  \"data\": [],", _lab.Get("/v1/products").Text, StringComparison.Ordinal);
}
