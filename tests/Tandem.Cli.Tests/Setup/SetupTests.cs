using Tandem.Cli.Setup;
using Tandem.Sandbox.Sanity;
using Tandem.Server;

namespace Tandem.Cli.Tests.Setup;

/// <summary><c>tandem setup</c> from keys to webhooks.</summary>
public sealed class SetupTests : IDisposable
{
    private readonly SetupBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task From_keys_alone_both_webhooks_are_made_and_their_secrets_stored()
    {
        Assert.Equal(0, await _bench.Run());

        Assert.Equal(["~ settings", "+ Sanity webhook", "+ Stripe webhook endpoint"], _bench.Output.Lines);
        _bench.AssertWorks();
        var endpoint = Assert.Single(_bench.Endpoints);
        Assert.Equal("default standin1/production", (string?)endpoint["metadata"]!["tandem"]);
        var hook = Assert.Single(_bench.Hooks);
        Assert.Equal("_type == \"product\" || _type == \"price\"", (string?)hook["rule"]!["filter"]);
        Assert.Equal("v2025-02-19", (string?)hook["apiVersion"]);
        Assert.False((bool)hook["includeAllVersions"]!);
        Assert.Equal("done", (string?)_bench.Output.Json["result"]);
    }

    [Fact]
    public async Task A_further_connection_gets_webhooks_on_its_own_paths_and_secrets_under_its_own_names()
    {
        const string LiveKey = "sk_live_CanaryStripeKey63x";
        Assert.Equal(0, await _bench.Run());
        var before = (_bench.Endpoints.Single().ToJsonString(), _bench.Hooks.Single().ToJsonString());
        _bench.Folder.Write("tandem.json", """{ "connections": { "staging": {} } }""");
        _bench.Folder.Write(".env", $"{File.ReadAllText(_bench.Folder.File(".env"))}\nSTAGING_STRIPE_SECRET_KEY={LiveKey}\nSTAGING_SANITY_API_TOKEN={SanityWorldOptions.AdministratorToken}\n");
        var order = new SetupOrder { Directory = _bench.Folder.Path, Connection = "staging", Url = SetupBench.Address, IsYes = true };
        Assert.Equal(2, await _bench.Run(order));
        Assert.Contains("STAGING_SANITY_DATASET", _bench.Output.End!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("STAGING_SANITY_PROJECT_ID", _bench.Output.End!.Text, StringComparison.Ordinal);
        File.AppendAllText(_bench.Folder.File(".env"), "STAGING_SANITY_DATASET=staging\n");

        Assert.Equal(0, await _bench.Run(order));

        Assert.Equal(before, (_bench.Endpoints.Single().ToJsonString(), _bench.Hooks.Single(hook => (string?)hook["dataset"] == "production").ToJsonString()));
        var endpoint = SetupBench.Call(_bench.Stripe, "GET", "/v1/webhook_endpoints", LiveKey, "limit=100")!["data"]!.AsArray().Single()!;
        Assert.Equal((SetupBench.Address + "/api/staging/stripe/webhook", "staging standin1/staging"), ((string?)endpoint["url"], (string?)endpoint["metadata"]!["tandem"]));
        Assert.Equal(SetupBench.Address + "/api/staging/sanity/webhook", (string?)_bench.Hooks.Single(hook => (string?)hook["dataset"] == "staging")["url"]);
        var settings = TandemSettings.From(new SettingsPlace(_bench.Folder.Path, ".env.local").Sources(), _bench.Folder.Path);
        Assert.Equal(4, settings.Connections.SelectMany(connection => connection.StripeWebhookSecrets.Concat(connection.SanityWebhookSecrets)).Select(secret => secret.Reveal()).Distinct().Count());
        Assert.Equal(0, await _bench.Run(order));
        Assert.Equal("nothing", _bench.Output.End!.Word);
    }

    [Fact]
    public async Task The_second_run_finds_nothing_to_do_and_writes_nothing()
    {
        await _bench.Run();
        var (file, stripe, sanity) = (_bench.EnvFile, _bench.Stripe.Calls.Writes, Mutating(_bench));

        Assert.Equal(0, await _bench.Run(url: null));

        Assert.Equal("nothing", _bench.Output.End!.Word);
        Assert.Equal((file, stripe, sanity), (_bench.EnvFile, _bench.Stripe.Calls.Writes, Mutating(_bench)));
    }

    [Fact]
    public async Task A_dry_run_shows_everything_and_changes_nothing()
    {
        Assert.Equal(3, await _bench.Run(isDryRun: true));

        Assert.Equal(3, _bench.Output.Plan.Length);
        Assert.Empty(_bench.Output.Steps);
        Assert.Equal((0, 0), (_bench.Stripe.Calls.Writes, Mutating(_bench)));
        Assert.False(File.Exists(_bench.Folder.File(".env.local")));
        Assert.Empty(_bench.Sanity.Documents());
    }

    [Fact]
    public async Task Without_a_yes_nothing_is_changed()
    {
        Assert.Equal(3, await _bench.Run(isYes: false));
        Assert.Contains("--yes", _bench.Output.End!.Text, StringComparison.Ordinal);

        (_bench.Dialog.IsThere, _bench.Dialog.SaysYes) = (true, false);
        Assert.Equal(3, await _bench.Run(isYes: false));
        Assert.Equal((0, 0, "declined"), (_bench.Endpoints.Length, _bench.Hooks.Length, _bench.Output.End!.Word));

        _bench.Dialog.SaysYes = true;
        Assert.Equal(0, await _bench.Run(isYes: false));
        _bench.AssertWorks();
    }

    [Fact]
    public async Task Types_of_the_mapping_are_those_of_the_filter()
    {
        _bench.Folder.Write("tandem.json", """{ "product": { "type": "shopItem" }, "price": { "embedded": "prices" } }""");
        await _bench.Run();
        Assert.Equal("_type == \"shopItem\"", (string?)Assert.Single(_bench.Hooks)["rule"]!["filter"]);
    }

    [Fact]
    public async Task Without_a_public_address_no_webhook_is_needed_and_that_is_said()
    {
        Assert.Equal(0, await _bench.Run(url: null));

        Assert.Contains(_bench.Output.End!.Hints, hint => hint.Contains("serve --pull", StringComparison.Ordinal));
        Assert.Equal((0, 0, 0), (_bench.Endpoints.Length, _bench.Hooks.Length, _bench.Stripe.Calls.Writes));
    }

    [Theory]
    [InlineData("http://shop.example", "https")]
    [InlineData("shop.example", "whole address")]
    [InlineData("https://shop.example/?a=b", "whole address")]
    [InlineData("https://me:secret@shop.example", "whole address")]
    [InlineData("https://localhost:8787", "this machine")]
    [InlineData("http://127.0.0.1:8787", "this machine")]
    public async Task An_address_that_vendors_cannot_come_to_is_refused(string url, string why)
    {
        var refused = await Assert.ThrowsAsync<SettingsException>(() => _bench.Run(url));
        Assert.Contains(why, Assert.Single(refused.Problems).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_below_a_path_and_a_slash_at_the_end_are_understood()
    {
        Assert.Equal(0, await _bench.Run("https://shop.example/tandem/"));
        Assert.Equal("https://shop.example/tandem/api/stripe/webhook", (string?)Assert.Single(_bench.Endpoints)["url"]);
        Assert.Contains("TANDEM_PUBLIC_URL=https://shop.example/tandem\n", _bench.EnvFile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_else_is_in_the_file_stays_and_nobody_else_may_read_it()
    {
        _bench.Folder.Write(".env.local", "# mine\nNEXT_PUBLIC_SITE='x y' # kept\nSTRIPE_WEBHOOK_SECRET=whsec_...\n");
        await _bench.Run();

        Assert.StartsWith("# mine\nNEXT_PUBLIC_SITE='x y' # kept\nSTRIPE_WEBHOOK_SECRET=whsec_", _bench.EnvFile, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_...", _bench.EnvFile, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_bench.Folder.File(".env.local")));
        }
    }

    [Fact]
    public async Task Another_file_is_written_where_one_is_named_and_read_by_the_next_run()
    {
        Assert.Equal(0, await _bench.Run(writeTo: "shop.env"));
        Assert.False(File.Exists(_bench.Folder.File(".env.local")));
        Assert.Equal(0, await _bench.Run(writeTo: "shop.env"));
        Assert.Equal("nothing", _bench.Output.End!.Word);
    }

    [Fact]
    public async Task A_secret_that_would_be_overruled_is_not_written_and_nothing_is_changed()
    {
        _bench.Folder.Write("stripe-secret", "");
        _bench.Folder.Write(".env.local", "TANDEM_PUBLIC_URL=https://shop.example\nSANITY_WEBHOOK_SECRET=mine\n");
        _bench.Folder.Write(".env", File.ReadAllText(_bench.Folder.File(".env")) + "TANDEM_PUBLIC_URL=https://weaker.example\n");
        Assert.Equal(2, await _bench.Run("https://new.example", writeTo: ".env"));
        Assert.Contains("stronger than .env", _bench.Output.End!.Text, StringComparison.Ordinal);
        Assert.Equal((0, 0), (_bench.Endpoints.Length, _bench.Hooks.Length));
    }

    [Fact]
    public async Task A_secret_that_a_file_holds_is_not_made_twice()
    {
        _bench.Folder.Write(".env.local", $"STRIPE_WEBHOOK_SECRET_FILE={_bench.Folder.Write("secret", "whsec_OfAnotherEndpoint")}\n");
        Assert.Equal(2, await _bench.Run());
        Assert.Contains("STRIPE_WEBHOOK_SECRET_FILE", _bench.Output.End!.Text, StringComparison.Ordinal);
        Assert.Empty(_bench.Endpoints);
    }

    [Fact]
    public async Task Secrets_are_shown_nowhere()
    {
        await _bench.Run(isDryRun: true);
        await _bench.Run();
        await _bench.Run();
        var values = new Tandem.Cli.Setup.SettingsPlace(_bench.Folder.Path, ".env.local").Sources().SelectMany(source => source.Values).ToList();
        var secrets = values.Where(value => value.Key is "STRIPE_WEBHOOK_SECRET" or "SANITY_WEBHOOK_SECRET").Select(value => value.Value).Append(SetupBench.StripeKey).Append(SanityWorldOptions.AdministratorToken).ToList();

        Assert.Equal(4, secrets.Count);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, _bench.Shown, StringComparison.Ordinal));
        Assert.All(_bench.Stripe.Calls.Newest.Concat(_bench.Sanity.Calls.Newest), call => Assert.DoesNotContain(secrets, secret => call.Path.Contains(secret, StringComparison.Ordinal)));
    }

    internal static int Mutating(SetupBench bench) => bench.Sanity.Calls.Newest.Count(call => call.IsWrite && !call.Path.Contains("dryRun=true", StringComparison.Ordinal));
}
