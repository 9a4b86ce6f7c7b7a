using Tandem.Sandbox.Sanity;

namespace Tandem.Cli.Tests.Setup;

/// <summary>Keys: asked for, proven, and with too few rights.</summary>
public sealed class KeysTests : IDisposable
{
    private readonly SetupBench _bench = new(hasKeys: false);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Without_anybody_to_ask_it_is_said_where_each_key_comes_from()
    {
        Assert.Equal(2, await _bench.Run());

        Assert.All(
            ["STRIPE_SECRET_KEY", "SANITY_API_TOKEN", "NEXT_PUBLIC_SANITY_PROJECT_ID", "NEXT_PUBLIC_SANITY_DATASET", "sanity.io/manage", "permissions[1]=rak_plan_write", "dashboard.stripe.com/test/apikeys/create"],
            told => Assert.Contains(told, _bench.Output.End!.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("STRIPE_WEBHOOK_SECRET", _bench.Output.End!.Text, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_bench.Folder.Path));
    }

    [Fact]
    public async Task Keys_are_asked_for_hidden_and_again_when_they_cannot_be_keys()
    {
        Ask("pk_test_wrong", SetupBench.StripeKey, SanityWorldOptions.AdministratorToken, "standin1", "production", "http://shop.example", SetupBench.Address);
        Assert.Equal(0, await _bench.Run(url: null, isYes: false));

        Assert.Equal(
            [("STRIPE_SECRET_KEY", true), ("STRIPE_SECRET_KEY", true), ("SANITY_API_TOKEN", true), ("NEXT_PUBLIC_SANITY_PROJECT_ID", false), ("NEXT_PUBLIC_SANITY_DATASET", false), ("Public address", false), ("Public address", false)],
            _bench.Dialog.Asked.Select(asked => (asked.Name, asked.IsSecret)));
        Assert.Contains("sk_test_", _bench.Dialog.Asked[1].Help, StringComparison.Ordinal);
        _bench.AssertWorks();
        Assert.Contains($"STRIPE_SECRET_KEY={SetupBench.StripeKey}\n", _bench.EnvFile, StringComparison.Ordinal);
        Assert.DoesNotContain(SetupBench.StripeKey, _bench.Shown, StringComparison.Ordinal);

        _bench.Dialog.Asked.Clear();
        Assert.Equal(0, await _bench.Run(url: null, isYes: false));
        Assert.Empty(_bench.Dialog.Asked);
        Assert.Equal("nothing", _bench.Output.End!.Word);
    }

    [Fact]
    public async Task Typed_keys_are_not_stored_when_the_answer_is_no()
    {
        Ask(SetupBench.StripeKey, SanityWorldOptions.AdministratorToken, "standin1", "production", null);
        _bench.Dialog.SaysYes = false;
        Assert.Equal(3, await _bench.Run(url: null, isYes: false));
        Assert.Empty(Directory.GetFileSystemEntries(_bench.Folder.Path));
    }

    [Fact]
    public async Task Without_a_public_address_the_keys_are_stored_and_nothing_else()
    {
        Ask(SetupBench.StripeKey, SanityWorldOptions.EditorToken, "standin1", "production", null);
        Assert.Equal(0, await _bench.Run(url: null, isYes: false));
        Assert.Equal(["~ settings"], _bench.Output.Lines);
        Assert.DoesNotContain("WEBHOOK", _bench.EnvFile, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sk_test_Revoked", SanityWorldOptions.AdministratorToken, "standin1", "production", "Stripe does not accept the key")]
    [InlineData(SetupBench.StripeKey, "sk-nobody-knows-this-token", "standin1", "production", "Sanity does not accept the token")]
    [InlineData(SetupBench.StripeKey, SanityWorldOptions.ViewerToken, "standin1", "production", "lacks the right to create documents")]
    [InlineData(SetupBench.StripeKey, SanityWorldOptions.AdministratorToken, "standin1", "prod", "no such project or dataset")]
    [InlineData("rk_test_Poor", SanityWorldOptions.AdministratorToken, "standin1", "production", "Products: write (rak_product_write), Prices: read (rak_plan_read), Prices: write (rak_plan_write), Events: read (rak_event_read)")]
    public async Task Keys_that_the_service_could_not_work_with_stop_it_before_anything_is_changed(string key, string token, string project, string dataset, string why)
    {
        _bench.Stripe.Keys.Revoke("sk_test_Revoked");
        _bench.Stripe.Keys.Restrict("rk_test_Poor", "rak_product_read");
        Write(key, token, project, dataset);
        Assert.Equal(1, await _bench.Run());

        Assert.Contains(_bench.Output.Findings, finding => !finding.IsGood && finding.Text.Contains(why, StringComparison.Ordinal));
        Assert.False(File.Exists(_bench.Folder.File(".env.local")));
        Assert.Equal((0, 0), (_bench.Endpoints.Length, _bench.Hooks.Length));
    }

    [Fact]
    public async Task Credentials_that_may_not_manage_webhooks_leave_two_things_to_do_by_hand()
    {
        Write(SetupBench.RestrictedKey, SanityWorldOptions.EditorToken);
        Assert.Equal(3, await _bench.Run());

        Assert.Contains(_bench.Output.Findings, finding => finding.Text.Contains("rak_webhook_write", StringComparison.Ordinal) && finding.Text.Contains("STRIPE_SETUP_KEY", StringComparison.Ordinal));
        Assert.Contains(_bench.Output.Findings, finding => finding.Text.Contains("SANITY_SETUP_TOKEN", StringComparison.Ordinal));
        var (stripe, sanity) = (_bench.Output.End!.ByHand[0], _bench.Output.End.ByHand[1]);
        Assert.Contains(SetupBench.StripeUrl.AbsoluteUri, stripe, StringComparison.Ordinal);
        Assert.Contains("_type == \"product\" || _type == \"price\"", sanity, StringComparison.Ordinal);
        Assert.Contains("what .env.local holds as SANITY_WEBHOOK_SECRET", sanity, StringComparison.Ordinal);
        Assert.Contains("SANITY_WEBHOOK_SECRET=", _bench.EnvFile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_for_setting_up_are_used_and_not_stored()
    {
        _bench.Stripe.Keys.Restrict("rk_test_Setup", "rak_webhook_write", "rak_product_read");
        Write(SetupBench.RestrictedKey, SanityWorldOptions.EditorToken, more: $"STRIPE_SETUP_KEY=rk_test_Setup\nSANITY_SETUP_TOKEN={SanityWorldOptions.AdministratorToken}\n");
        Assert.Equal(0, await _bench.Run());
        _bench.AssertWorks();
        Assert.DoesNotContain("rk_test_Setup", _bench.EnvFile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_for_setting_up_may_be_typed()
    {
        Write(SetupBench.RestrictedKey, SanityWorldOptions.EditorToken);
        Ask("sk_test_OfThePerson", SanityWorldOptions.AdministratorToken);
        Assert.Equal(0, await _bench.Run(isYes: false));
        Assert.All(_bench.Dialog.Asked, asked => Assert.True(asked.IsSecret));
        _bench.AssertWorks();
        Assert.DoesNotContain("sk_test_OfThePerson", _bench.EnvFile + _bench.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setup_key_of_another_mode_is_not_used()
    {
        Write(SetupBench.StripeKey, SanityWorldOptions.AdministratorToken, more: "STRIPE_SETUP_KEY=sk_live_OfTheShop\n");
        Assert.Equal(3, await _bench.Run());
        Assert.Contains(_bench.Output.Findings, finding => finding.Text.Contains("another account or mode", StringComparison.Ordinal));
        Assert.Empty(_bench.Endpoints);
    }

    private void Ask(params string?[] answers)
    {
        _bench.Dialog.IsThere = true;
        foreach (var answer in answers)
        {
            _bench.Dialog.Answers.Enqueue(answer);
        }
    }

    private void Write(string key, string token, string project = "standin1", string dataset = "production", string more = "") =>
        _bench.Folder.Write(".env", $"STRIPE_SECRET_KEY={key}\nSANITY_API_TOKEN={token}\nSANITY_PROJECT_ID={project}\nSANITY_DATASET={dataset}\n{more}");
}
