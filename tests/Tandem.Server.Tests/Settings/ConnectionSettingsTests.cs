namespace Tandem.Server.Tests.Settings;

/// <summary>Several connections in one service, by what is set for them.</summary>
public sealed class ConnectionSettingsTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_named_connection_has_variables_of_its_own_with_its_name_in_front()
    {
        var settings = Read("""{ "connections": { "shop-b": {} } }""", OfShopB());
        Assert.Equal(["default", "shop-b"], settings.Connections.Select(connection => connection.Name));
        var shop = settings.Of("shop-b");
        Assert.Equal(("sk_live_b", "whsec_b", "skB", "secret b"), (shop.StripeKey.Reveal(), shop.StripeWebhookSecrets.Single().Reveal(), shop.SanityToken.Reveal(), shop.SanityWebhookSecrets.Single().Reveal()));
        Assert.Equal(("live", "def456", "shop", false), (shop.StripeMode, shop.SanityProject, shop.SanityDataset, shop.Studio));
        Assert.Equal((20, 80), (settings.Of("default").Pace.StripeRate, shop.Pace.StripeRate));
        Assert.Equal(("test", "abc123", "production"), (settings.Of("default").StripeMode, settings.Of("default").SanityProject, settings.Of("default").SanityDataset));
    }

    [Theory]
    [InlineData("SHOP_B_SANITY_DATASET")]
    [InlineData("NEXT_PUBLIC_SHOP_B_SANITY_DATASET")]
    [InlineData("SHOP_B_NEXT_PUBLIC_SANITY_DATASET")]
    public void What_browsers_may_see_is_found_with_and_without_the_prefix_of_Next(string name) =>
        Assert.Equal("shop", Read("""{ "connections": { "shop-b": {} } }""", [.. OfShopB(), ("SHOP_B_SANITY_DATASET", null), (name, "shop")]).Of("shop-b").SanityDataset);

    [Fact]
    public void A_secret_of_a_connection_may_be_in_a_file()
    {
        var file = _folder.Write("token", "skFromFile\n");
        var settings = Read("""{ "connections": { "shop-b": {} } }""", [.. OfShopB(), ("SHOP_B_SANITY_API_TOKEN", null), ("SHOP_B_SANITY_API_TOKEN_FILE", file)]);
        Assert.Equal("skFromFile", settings.Of("shop-b").SanityToken.Reveal());
    }

    [Fact]
    public void The_project_and_the_addresses_are_the_services_where_a_connection_has_none_of_its_own_and_nothing_else_is()
    {
        (string, string?)[] service = [("STRIPE_API_BASE", "http://127.0.0.1:4010"), ("SANITY_API_HOST", "http://127.0.0.1:4020"), ("TANDEM_STUDIO", "on")];
        var shared = Read("""{ "connections": { "shop-b": {} } }""", [.. service, .. OfShopB(), ("SHOP_B_SANITY_PROJECT_ID", null)]).Of("shop-b");
        Assert.Equal(("abc123", new Uri("http://127.0.0.1:4010"), "http://127.0.0.1:4020", false), (shared.SanityProject, shared.StripeApiBase, shared.SanityApiHost, shared.Studio));

        var refused = Assert.Throws<SettingsException>(() => Read("""{ "connections": { "shop-b": {} } }"""));
        Assert.Equal(
            ["SHOP_B_STRIPE_SECRET_KEY", "SHOP_B_SANITY_API_TOKEN", "SHOP_B_SANITY_DATASET"],
            refused.Problems.Select(problem => problem.Variable));
        Assert.Contains("NEXT_PUBLIC_SHOP_B_SANITY_DATASET means the same", refused.Message, StringComparison.Ordinal);
        Assert.All(Given.Secrets, secret => Assert.DoesNotContain(secret, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_any_secret_of_the_bare_variables_there_is_no_connection_default()
    {
        (string, string?)[] none = [.. Variables.Required.Where(variable => variable.IsSecret).Select(variable => (variable.Name, (string?)null))];
        Assert.Equal(["shop-b"], Read("""{ "connections": { "shop-b": {} } }""", [.. none, .. OfShopB()]).Connections.Select(connection => connection.Name));
        var half = Assert.Throws<SettingsException>(() => Read("""{ "connections": { "shop-b": {} } }""", [.. none, .. OfShopB(), ("STRIPE_SECRET_KEY", "sk_test_1")]));
        Assert.Equal(["SANITY_API_TOKEN"], half.Problems.Select(problem => problem.Variable));
    }

    [Fact]
    public void Each_connection_pulls_or_takes_webhooks_as_it_is_set_or_else_as_the_service_does()
    {
        (string, string?)[] silent = [.. OfShopB(), ("SHOP_B_STRIPE_WEBHOOK_SECRET", null), ("SHOP_B_SANITY_WEBHOOK_SECRET", null)];
        Assert.Equal([false, true], Pulling(Read("""{ "connections": { "shop-b": {} } }""", [.. silent, ("SHOP_B_TANDEM_PULL", "on")])));
        Assert.Equal([true, true], Pulling(Read("""{ "connections": { "shop-b": {} } }""", [.. silent, ("TANDEM_PULL", "on")])));
        var refused = Assert.Throws<SettingsException>(() => Read("""{ "connections": { "shop-b": {} } }""", [.. silent, ("TANDEM_PULL", "on"), ("SHOP_B_TANDEM_PULL", "off")]));
        Assert.Equal(["SHOP_B_STRIPE_WEBHOOK_SECRET", "SHOP_B_SANITY_WEBHOOK_SECRET"], refused.Problems.Select(problem => problem.Variable));
        Assert.Contains("SHOP_B_TANDEM_PULL=on", refused.Message, StringComparison.Ordinal);

        static IEnumerable<bool> Pulling(TandemSettings settings) => settings.Connections.Select(connection => connection.IsPulling);
    }

    [Fact]
    public void A_connection_shares_the_mapping_or_has_a_file_of_its_own()
    {
        _folder.Write("tandem.shop-b.json", """{ "product": { "type": "item" } }""");
        var settings = Read(
            """{ "connections": { "shop-b": { "config": "tandem.shop-b.json" }, "shop-c": {} }, "product": { "type": "article" } }""",
            [.. OfShopB(), .. OfShopB("SHOP_C", "c")]);
        Assert.Equal(["article", "item", "article"], settings.Connections.Select(connection => connection.Mapping.Schema.ProductType));
    }

    [Fact]
    public void The_file_of_one_connection_is_read_as_strictly_and_names_no_others()
    {
        _folder.Write("b.json", """{ "connections": {}, "prodct": {} }""");
        var refused = Assert.Throws<SettingsException>(() => Read("""{ "connections": { "shop-b": { "config": "b.json" } } }""", OfShopB()));
        Assert.Equal(["b.json: connections", "b.json: prodct"], refused.Problems.Select(problem => problem.Variable));
        var missing = Assert.Throws<SettingsException>(() => Read("""{ "connections": { "shop-b": { "config": "no.json" } } }""", OfShopB()));
        Assert.Contains("cannot be read", Assert.Single(missing.Problems).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "default": {} }""", "connections.default", "is no name")]
    [InlineData("""{ "stripe": {} }""", "connections.stripe", "is no name")]
    [InlineData("""{ "Shop": {} }""", "connections.Shop", "is no name")]
    [InlineData("""{ "1shop": {} }""", "connections.1shop", "is no name")]
    [InlineData("""{ "a/b": {} }""", "connections.a/b", "is no name")]
    [InlineData("""{ "shop_b": {} }""", "connections.shop_b", "is no name")]
    [InlineData("""{ "abcdefghijklmnopqrstuvwxyz-1234567": {} }""", "connections.abcdefghijklmnopqrstuvwxyz-1234567", "at most 32")]
    [InlineData("""{ "next-public": {} }""", "connections.next-public", "NEXT_PUBLIC_SANITY_PROJECT_ID")]
    [InlineData("""{ "b": {}, "b-next-public": {} }""", "connections.b-next-public", "B_NEXT_PUBLIC_SANITY_PROJECT_ID, as b is")]
    [InlineData("""{ "b": { "confg": "x" } }""", "connections.b.confg", "config is")]
    [InlineData("""{ "b": { "config": 1 } }""", "connections.b.config", "name of the file")]
    [InlineData("""{ "b": "x" }""", "connections.b", "object in braces")]
    [InlineData("""[]""", "connections", "object in braces")]
    public void A_name_must_fit_into_paths_variables_and_metadata(string connections, string place, string words)
    {
        _folder.Write("tandem.json", $$"""{ "connections": {{connections}} }""");
        var problem = Assert.Single(Assert.Throws<SettingsException>(() => TandemSettings.From([Given.Environment()], _folder.Path)).Problems, problem => problem.IsInMapping);
        Assert.Equal($"tandem.json: {place}", problem.Variable);
        Assert.Contains(words, problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_Stripe_key_for_two_connections_is_refused_whatever_the_datasets()
    {
        var refused = Assert.Throws<SettingsException>(() => Read("""{ "connections": { "shop-b": {} } }""", [.. OfShopB(), ("SHOP_B_STRIPE_SECRET_KEY", Given.StripeKey)]));
        var problem = Assert.Single(refused.Problems);
        Assert.Equal("SHOP_B_STRIPE_SECRET_KEY", problem.Variable);
        Assert.Contains("is also the key of the connection default", problem.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "only": { "shop": "a" } }""", """{ "only": { "shop": "b" } }""", true)]
    [InlineData("""{ "only": { "shop": "b" } }""", """{ "except": { "shop": "b" } }""", true)]
    [InlineData("""{ "except": { "b": true } }""", """{ "only": { "b": true } }""", true)]
    [InlineData("""{ "only": { "isB": true } }""", """{ "only": { "isB": false } }""", true)]
    [InlineData("""{ "only": { "lang": "en", "shop": "a" } }""", """{ "only": { "lang": "en", "shop": "b" } }""", true)]
    [InlineData("""{ "type": "a" }""", """{ "type": "b" }""", true)]
    [InlineData("{}", "{}", false)]
    [InlineData("""{ "only": { "shop": "a" } }""", "{}", false)]
    [InlineData("""{ "only": { "shop": "a" } }""", """{ "only": { "shop": "a" } }""", false)]
    [InlineData("""{ "only": { "shop": "a" } }""", """{ "only": { "brand": "b" } }""", false)]
    [InlineData("""{ "only": { "shop": "a" } }""", """{ "except": { "shop": "b" } }""", false)]
    [InlineData("""{ "except": { "shop": "a" } }""", """{ "except": { "shop": "b" } }""", false)]
    [InlineData("""{ "only": { "n": 1 } }""", """{ "only": { "n": 1.0 } }""", false)]
    [InlineData("""{ "type": "a" }, "price": { "type": "b" }""", """{ "type": "b" }, "price": { "type": "c" }""", false)]
    public void One_dataset_for_two_connections_needs_filters_that_keep_their_documents_apart(string one, string other, bool areApart)
    {
        _folder.Write("b.json", $$"""{ "product": {{other}} }""");
        TandemSettings Settings() => Read(
            $$"""{ "connections": { "shop-b": { "config": "b.json" } }, "product": {{one}} }""",
            [.. OfShopB(), ("SHOP_B_SANITY_PROJECT_ID", "abc123"), ("SHOP_B_SANITY_DATASET", "production")]);
        if (areApart)
        {
            Assert.Equal(2, Settings().Connections.Length);
            return;
        }

        var problem = Assert.Single(Assert.Throws<SettingsException>(Settings).Problems);
        Assert.Equal("SHOP_B_SANITY_DATASET", problem.Variable);
        Assert.Contains("is also the dataset of the connection default", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_dataset_has_one_connection_that_answers_its_Studio()
    {
        _folder.Write("b.json", """{ "product": { "only": { "shop": "b" } } }""");
        (string, string?)[] same = [.. OfShopB(), ("SHOP_B_SANITY_PROJECT_ID", "abc123"), ("SHOP_B_SANITY_DATASET", "production"), ("TANDEM_STUDIO", "on")];
        const string Config = """{ "connections": { "shop-b": { "config": "b.json" } }, "product": { "only": { "shop": "a" } } }""";
        Assert.Equal([true, false], Read(Config, same).Connections.Select(connection => connection.Studio));
        var refused = Assert.Throws<SettingsException>(() => Read(Config, [.. same, ("SHOP_B_TANDEM_STUDIO", "on")]));
        Assert.Equal("SHOP_B_TANDEM_STUDIO", Assert.Single(refused.Problems).Variable);
    }

    [Fact]
    public void One_name_of_a_dataset_in_two_projects_is_two_datasets() =>
        Assert.Equal(2, Read("""{ "connections": { "shop-b": {} } }""", [.. OfShopB(), ("SHOP_B_SANITY_DATASET", "production")]).Connections.Length);

    [Fact]
    public void What_is_shown_names_the_connection_and_no_secret()
    {
        var shown = string.Concat(Read("""{ "connections": { "shop-b": {} } }""", OfShopB()).Shown());
        Assert.Contains("shop-b: Sanity dataset, shop", shown, StringComparison.Ordinal);
        Assert.Contains("default: Stripe mode, test", shown, StringComparison.Ordinal);
        Assert.All((string[])[.. Given.Secrets, "sk_live_b", "whsec_b", "skB", "secret b"], secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));
    }

    private TandemSettings Read(string config, params (string Name, string? Value)[] changes)
    {
        _folder.Write("tandem.json", config);
        return TandemSettings.From([Given.Environment(changes)], _folder.Path);
    }

    private static (string Name, string? Value)[] OfShopB(string prefix = "SHOP_B", string mark = "b") =>
    [
        ($"{prefix}_STRIPE_SECRET_KEY", $"sk_live_{mark}"), ($"{prefix}_STRIPE_WEBHOOK_SECRET", $"whsec_{mark}"), ($"{prefix}_SANITY_API_TOKEN", $"sk{mark.ToUpperInvariant()}"),
        ($"{prefix}_SANITY_WEBHOOK_SECRET", $"secret {mark}"), ($"{prefix}_SANITY_PROJECT_ID", "def456"), ($"{prefix}_SANITY_DATASET", mark == "b" ? "shop" : $"shop-{mark}"),
    ];
}
