using Tandem.Engine;

namespace Tandem.Server.Tests.Settings;

public sealed class PullTests
{
    private static readonly (string Name, string? Value)[] NoSecrets = [("STRIPE_WEBHOOK_SECRET", null), ("SANITY_WEBHOOK_SECRET", null)];

    private static ConnectionSettings Read(params (string Name, string? Value)[] changes) => TandemSettings.From([Given.Environment(changes)]).Of("default");

    [Theory]
    [InlineData("sk_test_1", null, true)]
    [InlineData("rk_test_1", "auto", true)]
    [InlineData("sk_test_1", "ON", true)]
    [InlineData("sk_live_1", "on", true)]
    public void Without_webhook_secrets_it_pulls(string key, string? pull, bool isPulling)
    {
        var settings = Read([.. NoSecrets, ("STRIPE_SECRET_KEY", key), ("TANDEM_PULL", pull)]);
        Assert.Equal(isPulling, settings.IsPulling);
        Assert.Empty(settings.StripeWebhookSecrets);
        Assert.Empty(settings.SanityWebhookSecrets);
        Assert.Contains(("Changes are", "pulled"), settings.Shown());
    }

    [Theory]
    [InlineData("sk_live_1", null)]
    [InlineData("sk_live_1", "auto")]
    [InlineData("sk_test_1", "off")]
    public void Where_it_does_not_pull_by_itself_both_ways_are_named(string key, string? pull)
    {
        var refused = Assert.Throws<SettingsException>(() => Read([.. NoSecrets, ("STRIPE_SECRET_KEY", key), ("TANDEM_PULL", pull)]));
        Assert.Equal(["STRIPE_WEBHOOK_SECRET", "SANITY_WEBHOOK_SECRET"], refused.Problems.Select(problem => problem.Variable));
        Assert.All(refused.Problems, problem => Assert.Contains("tandem serve --pull, or TANDEM_PULL=on", problem.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_key_no_webhook_secret_is_asked_for_that_a_test_key_would_not_need()
    {
        var refused = Assert.Throws<SettingsException>(() => Read([.. NoSecrets, ("STRIPE_SECRET_KEY", null)]));
        Assert.Equal("STRIPE_SECRET_KEY", Assert.Single(refused.Problems).Variable);
    }

    [Fact]
    public void One_secret_alone_is_a_forgotten_other_one()
    {
        var refused = Assert.Throws<SettingsException>(() => Read(("SANITY_WEBHOOK_SECRET", null)));
        Assert.Equal("SANITY_WEBHOOK_SECRET", Assert.Single(refused.Problems).Variable);
    }

    [Fact]
    public void Secrets_count_also_while_it_pulls_and_a_wrong_one_is_refused()
    {
        var settings = Read(("TANDEM_PULL", "on"), ("SANITY_WEBHOOK_SECRET", null));
        Assert.Equal((true, 1, 0), (settings.IsPulling, settings.StripeWebhookSecrets.Length, settings.SanityWebhookSecrets.Length));
        Assert.Throws<SettingsException>(() => Read(("TANDEM_PULL", "on"), ("STRIPE_WEBHOOK_SECRET", "whsec_a,")));
    }

    [Fact]
    public void The_pace_goes_with_the_way_and_the_mode()
    {
        Assert.Equal(Sweeps(Pace.Pulling(isLive: false)), Sweeps(Read(NoSecrets).Pace));
        Assert.Equal(Sweeps(Pace.Pulling(isLive: true)), Sweeps(Read([.. NoSecrets, ("TANDEM_PULL", "on"), ("STRIPE_SECRET_KEY", "sk_live_1")]).Pace));
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)), Sweeps(Read([.. NoSecrets, ("TANDEM_STRIPE_SWEEP", "5m")]).Pace));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(9)), Sweeps(Read([.. NoSecrets, ("TANDEM_STRIPE_SWEEP", "2s"), ("TANDEM_STRIPE_IDLE", "9m")]).Pace));
    }

    private static (TimeSpan, TimeSpan) Sweeps(Pace pace) => (pace.StripeSweep, pace.StripeIdle);
}
