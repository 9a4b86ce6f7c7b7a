using Microsoft.Extensions.Logging;

namespace Tandem.Server.Tests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public void The_variables_of_the_seed_are_enough()
    {
        var settings = TandemSettings.From([Given.Environment()]);
        Assert.Equal(("test", "abc123", "production"), (settings.Of("default").StripeMode, settings.Of("default").SanityProject, settings.Of("default").SanityDataset));
        Assert.Equal("tandem.db", settings.Database);
        Assert.Equal(["http://127.0.0.1:8787"], settings.Listening.Urls);
        Assert.Equal((false, TimeSpan.FromMinutes(15)), (settings.Of("default").IsPulling, settings.Of("default").Pace.StripeSweep));
    }

    [Fact]
    public void Everything_that_is_missing_is_named_at_once_with_where_to_get_it()
    {
        var refused = Assert.Throws<SettingsException>(() => TandemSettings.From([SettingsSource.Option("--pull", Variables.Pull, "off")]));
        Assert.Equal(Variables.Required.Select(variable => variable.Name), refused.Problems.Select(problem => problem.Variable));
        Assert.Contains("Developers > Webhooks", refused.Message, StringComparison.Ordinal);
        Assert.Contains("sanity.io/manage", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("STRIPE_SECRET_KEY")]
    [InlineData("STRIPE_WEBHOOK_SECRET")]
    [InlineData("SANITY_API_TOKEN")]
    [InlineData("SANITY_WEBHOOK_SECRET")]
    [InlineData("NEXT_PUBLIC_SANITY_PROJECT_ID")]
    [InlineData("NEXT_PUBLIC_SANITY_DATASET")]
    public void A_blank_variable_is_a_missing_one(string name)
    {
        var refused = Assert.Throws<SettingsException>(() => TandemSettings.From([Given.Environment((name, "  "))]));
        Assert.Equal(name, Assert.Single(refused.Problems).Variable);
        Assert.Contains("missing", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("STRIPE_SECRET_KEY", "pk_test_canary")]
    [InlineData("STRIPE_SECRET_KEY", "sk_test_ca nary")]
    [InlineData("STRIPE_SECRET_KEY", "sk_test_...")]
    [InlineData("STRIPE_WEBHOOK_SECRET", "whsec_canary,")]
    [InlineData("STRIPE_WEBHOOK_SECRET", "whsec_canary, ,whsec_b")]
    [InlineData("STRIPE_WEBHOOK_SECRET", ",")]
    [InlineData("SANITY_API_TOKEN", "canary\r\nX-Evil: 1")]
    [InlineData("SANITY_WEBHOOK_SECRET", "your-webhook-secret")]
    [InlineData("NEXT_PUBLIC_SANITY_PROJECT_ID", "canary/../../x")]
    [InlineData("NEXT_PUBLIC_SANITY_DATASET", "..")]
    [InlineData("STRIPE_API_BASE", "http://stripe.canary")]
    [InlineData("STRIPE_API_BASE", "https://user:canary@stripe.example")]
    [InlineData("STRIPE_API_BASE", "canary")]
    [InlineData("SANITY_API_HOST", "http://{projectId}.canary")]
    [InlineData("SANITY_API_HOST", "ftp://canary")]
    [InlineData("TANDEM_DATABASE", "postgres://user:canary@db/tandem")]
    [InlineData("TANDEM_DATABASE", "Host=db;Password=canary")]
    [InlineData("TANDEM_URLS", "canary")]
    [InlineData("TANDEM_URLS", "http://127.0.0.1:80/canary")]
    [InlineData("TANDEM_URLS", "https://127.0.0.1:8443")]
    [InlineData("TANDEM_TRUSTED_PROXY", "canary")]
    [InlineData("TANDEM_LEASE", "5s")]
    [InlineData("TANDEM_LEASE", "canary")]
    [InlineData("TANDEM_WORKERS", "0")]
    [InlineData("TANDEM_WORKERS", "1.5")]
    [InlineData("TANDEM_STRIPE_RATE", "NaN")]
    [InlineData("TANDEM_PULL", "canary")]
    [InlineData("TANDEM_LOG_FORMAT", "canary")]
    [InlineData("TANDEM_LOG_LEVEL", "9")]
    public void A_wrong_value_is_refused_by_name_and_never_shown(string name, string value)
    {
        var refused = Assert.Throws<SettingsException>(() => TandemSettings.From([Given.Environment((name, value))]));
        Assert.Equal(name, Assert.Single(refused.Problems).Variable);
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "b", "c", "a")]
    [InlineData(null, "b", "c", "b")]
    [InlineData(null, null, "c", "c")]
    [InlineData(" ", "b", "c", "b")]
    [InlineData("a", null, null, "a")]
    public void The_environment_wins_then_env_local_then_env(string? environment, string? local, string? env, string expected)
    {
        var settings = TandemSettings.From(
            [Given.Environment(("NEXT_PUBLIC_SANITY_DATASET", environment)), Given.Source(".env.local", local), Given.Source(".env", env)]);
        Assert.Equal(expected, settings.Of("default").SanityDataset);
    }

    [Fact]
    public void Both_spellings_count_and_may_not_contradict_each_other()
    {
        var bare = Given.Environment(("NEXT_PUBLIC_SANITY_DATASET", null), ("SANITY_DATASET", "staging"));
        Assert.Equal("staging", TandemSettings.From([bare]).Of("default").SanityDataset);
        Assert.Equal("production", TandemSettings.From([Given.Environment(("SANITY_DATASET", "production"))]).Of("default").SanityDataset);
        Assert.Throws<SettingsException>(() => TandemSettings.From([Given.Environment(("SANITY_DATASET", "staging"))]));
    }

    [Fact]
    public void A_stronger_source_wins_whatever_the_spelling() =>
        Assert.Equal(
            "staging",
            TandemSettings.From([Given.Environment(("NEXT_PUBLIC_SANITY_DATASET", null), ("SANITY_DATASET", "staging")), Given.Source(".env", "production")]).Of("default").SanityDataset);

    [Fact]
    public void A_secret_may_come_from_a_file()
    {
        using var folder = new Folder();
        var path = folder.Write("secret", "whsec_from_file\n");
        var settings = TandemSettings.From([Given.Environment(("STRIPE_WEBHOOK_SECRET", null), ("STRIPE_WEBHOOK_SECRET_FILE", path))]);
        Assert.Equal("whsec_from_file", Assert.Single(settings.Of("default").StripeWebhookSecrets).Reveal());
        Assert.Throws<SettingsException>(() => TandemSettings.From([Given.Environment(("STRIPE_WEBHOOK_SECRET_FILE", path))]));
        var gone = Assert.Throws<SettingsException>(
            () => TandemSettings.From([Given.Environment(("STRIPE_WEBHOOK_SECRET", null), ("STRIPE_WEBHOOK_SECRET_FILE", path + "-gone"))]));
        Assert.Equal("STRIPE_WEBHOOK_SECRET_FILE", Assert.Single(gone.Problems).Variable);
    }

    [Fact]
    public void Several_webhook_secrets_are_separated_by_commas()
    {
        var settings = TandemSettings.From([Given.Environment(("STRIPE_WEBHOOK_SECRET", "whsec_new, whsec_old"))]);
        Assert.Equal(["whsec_new", "whsec_old"], settings.Of("default").StripeWebhookSecrets.Select(secret => secret.Reveal()));
    }

    [Theory]
    [InlineData("sk_test_1", "test", 20)]
    [InlineData("rk_test_1", "test", 20)]
    [InlineData("sk_live_1", "live", 80)]
    [InlineData("rk_live_1", "live", 80)]
    public void The_key_tells_the_mode_and_the_mode_the_pace(string key, string mode, double rate)
    {
        var settings = TandemSettings.From([Given.Environment(("STRIPE_SECRET_KEY", key))]);
        Assert.Equal((mode, rate), (settings.Of("default").StripeMode, settings.Of("default").Pace.StripeRate));
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://192.168.1.5:8080")]
    [InlineData("http://shop.example:8080")]
    [InlineData("http://127.0.0.1:8787;http://0.0.0.0:8080")]
    public void Plain_http_on_a_public_address_needs_a_trusted_proxy_and_host_names(string urls)
    {
        var refused = Assert.Throws<SettingsException>(() => TandemSettings.From([Given.Environment(("TANDEM_URLS", urls))]));
        Assert.Equal(["TANDEM_URLS", "TANDEM_ALLOWED_HOSTS"], refused.Problems.Select(problem => problem.Variable));
        var behindProxy = Given.Environment(("TANDEM_URLS", urls), ("TANDEM_TRUSTED_PROXY", "10.0.0.0/8, 192.168.1.1"), ("TANDEM_ALLOWED_HOSTS", "shop.example"));
        Assert.Equal(2, TandemSettings.From([behindProxy]).Listening.TrustedProxies.Length);
    }

    [Fact]
    public void The_vendors_may_be_elsewhere_on_this_machine()
    {
        var settings = TandemSettings.From([Given.Environment(("STRIPE_API_BASE", "http://127.0.0.1:4010/"), ("SANITY_API_HOST", "http://localhost:4020"))]);
        Assert.Equal((new Uri("http://127.0.0.1:4010"), "http://localhost:4020"), (settings.Of("default").StripeApiBase, settings.Of("default").SanityApiHost));
    }

    [Fact]
    public void The_engine_is_paced_by_variables()
    {
        var settings = TandemSettings.From([Given.Environment(("TANDEM_STRIPE_SWEEP", "500ms"), ("TANDEM_COMPARE", "2d"), ("TANDEM_STRIPE_RATE", "2.5"), ("TANDEM_WORKERS", "3"))]);
        var pace = settings.Of("default").Pace;
        Assert.Equal((TimeSpan.FromMilliseconds(500), TimeSpan.FromDays(2), 2.5, 3), (pace.StripeSweep, pace.Compare, pace.StripeRate, settings.Engine.Workers));
    }

    [Fact]
    public void Defaults_that_are_told_are_the_ones_that_hold()
    {
        var (told, silent) = (EngineVariables.All.Where(variable => variable.Name != "TANDEM_STRIPE_RATE").Select(variable => (variable.Name, variable.Default)), Given.Environment());
        var (said, unsaid) = (TandemSettings.From([Given.Environment([.. told!])]), TandemSettings.From([silent]));
        Assert.Equivalent(unsaid.Engine, said.Engine, strict: true);
        Assert.Equal(unsaid.Of("default").Pace, said.Of("default").Pace);
    }

    [Fact]
    public void Settings_show_no_secret()
    {
        var settings = TandemSettings.From([Given.Environment()]) with { LogLevel = LogLevel.Trace };
        var shown = settings + string.Concat(settings.Shown());
        Assert.All(Given.Secrets, secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));
        Assert.Contains("abc123", shown, StringComparison.Ordinal);
    }
}
