using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;

namespace Tandem.Cli.Tests.Setup;

/// <summary>Whatever is broken is mended by the next run, and the one after it finds nothing to do.</summary>
public sealed class RepairTests : IDisposable
{
    private const string SeedFilter = "_type == \"product\" || _type == \"price\"";
    private readonly SetupBench _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string, string> Broken { get; } = new()
    {
        { "url=https://old.example/api/stripe/webhook", "~ Stripe webhook endpoint: url" },
        { "disabled=true", "~ Stripe webhook endpoint: status" },
        { "enabled_events[]=product.created&enabled_events[]=price.updated", "~ Stripe webhook endpoint: events" },
        { "enabled_events[]=*", "~ Stripe webhook endpoint: events" },
        { "metadata[tandem]=default standin1/staging", "~ Stripe webhook endpoint: belongs to" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task An_endpoint_that_can_be_changed_keeps_its_secret(string damage, string expected)
    {
        await _bench.Run();
        var file = _bench.EnvFile;
        Damage(damage);

        await Mends(expected);
        Assert.Equal(file, _bench.EnvFile);
    }

    [Theory]
    [InlineData("""{"url":"https://old.example/api/sanity/webhook"}""", "url")]
    [InlineData("""{"dataset":"staging"}""", "dataset")]
    [InlineData("""{"dataset":"*"}""", "dataset")]
    [InlineData("""{"isDisabledByUser":true}""", "status")]
    [InlineData("""{"includeDrafts":true}""", "drafts")]
    [InlineData("""{"includeAllVersions":true}""", "versions")]
    [InlineData("""{"httpMethod":"GET"}""", "method")]
    [InlineData("""{"rule":{"on":["create"],"filter":"_type == \"product\" || _type == \"price\""}}""", "on, projection")]
    [InlineData("""{"rule":{"on":["create","update","delete"],"filter":"_type == \"post\""}}""", "filter, projection")]
    public async Task A_webhook_of_Sanity_is_changed(string damage, string expected)
    {
        await _bench.Run();
        var file = _bench.EnvFile;
        SetupBench.Call(_bench.Sanity, "PATCH", $"/v2025-02-19/hooks/projects/standin1/{_bench.Hooks[0]["id"]}", SanityWorldOptions.AdministratorToken, body: damage);

        await Mends($"~ Sanity webhook: {expected}");
        Assert.Equal(file, _bench.EnvFile);
    }

    [Fact]
    public async Task What_is_gone_is_made_again()
    {
        await _bench.Run();
        _bench.Stripe.Dashboard.DeleteEndpoint((string)_bench.Endpoints[0]["id"]!);
        SetupBench.Call(_bench.Sanity, "DELETE", $"/v2025-02-19/hooks/projects/standin1/{_bench.Hooks[0]["id"]}", SanityWorldOptions.AdministratorToken);

        await Mends("+ Sanity webhook: url, dataset, on, filter, projection, drafts and versions", "+ Stripe webhook endpoint: url, events, api version");
    }

    [Fact]
    public async Task An_endpoint_whose_secret_nobody_has_is_replaced_and_that_is_said()
    {
        await _bench.Run();
        File.WriteAllText(_bench.Folder.File(".env.local"), string.Join('\n', _bench.EnvFile.Split('\n').Where(line => !line.StartsWith("STRIPE_WEBHOOK", StringComparison.Ordinal))));
        var old = (string)_bench.Endpoints[0]["id"]!;

        await Mends("+ Stripe webhook endpoint: url, events, api version", "- Stripe webhook endpoint: url");
        Assert.NotEqual(old, (string?)Assert.Single(_bench.Endpoints)["id"]);
    }

    [Fact]
    public async Task A_lost_secret_of_Sanity_is_made_anew()
    {
        await _bench.Run();
        File.WriteAllText(_bench.Folder.File(".env.local"), string.Join('\n', _bench.EnvFile.Split('\n').Where(line => !line.StartsWith("SANITY_WEBHOOK", StringComparison.Ordinal))));

        await Mends("~ settings: SANITY_WEBHOOK_SECRET", "~ Sanity webhook: secret");
    }

    [Fact]
    public async Task An_endpoint_of_another_train_of_versions_is_replaced_and_the_new_secret_comes_first()
    {
        SetupBench.Call(_bench.Stripe, "POST", "/v1/webhook_endpoints", SetupBench.StripeKey, body: $"url={SetupBench.StripeUrl}&enabled_events[]=*&api_version=2020-08-27");
        _bench.Folder.Write(".env.local", "STRIPE_WEBHOOK_SECRET=whsec_Old\n");
        Assert.Equal(0, await _bench.Run());

        Assert.Contains(_bench.Output.Plan, step => step.Why?.Contains("2020-08-27, which cannot be changed", StringComparison.Ordinal) == true);
        Assert.Matches("STRIPE_WEBHOOK_SECRET=whsec_[A-Za-z0-9]+,whsec_Old\n", _bench.EnvFile);
        _bench.AssertWorks();
    }

    [Fact]
    public async Task What_a_person_made_by_the_guide_is_kept_when_it_is_right()
    {
        _bench.Folder.Write(".env.local", "STRIPE_WEBHOOK_SECRET=whsec_OfThePerson\nSANITY_WEBHOOK_SECRET=of the person\nTANDEM_PUBLIC_URL=https://shop.example\n");
        var events = string.Concat(new[] { "product.created", "product.updated", "product.deleted", "price.created", "price.updated", "price.deleted" }.Select(type => $"&enabled_events[]={type}"));
        SetupBench.Call(_bench.Stripe, "POST", "/v1/webhook_endpoints", SetupBench.StripeKey, body: $"url={SetupBench.StripeUrl}&api_version=2026-10-28.endive{events}");
        _bench.Stripe.Dashboard.UseSecret((string)_bench.Endpoints[0]["id"]!, "whsec_OfThePerson");
        AddHook(SetupBench.SanityUrl.AbsoluteUri, SeedFilter, Tandem.Sanity.WantedHook.Projection, "of the person");
        var writes = _bench.Stripe.Calls.Writes;

        Assert.Equal(0, await _bench.Run());
        Assert.Equal(("nothing", writes), (_bench.Output.End!.Word, _bench.Stripe.Calls.Writes));
        _bench.AssertWorks();
    }

    [Fact]
    public async Task What_a_person_made_by_the_seed_is_brought_up_to_date()
    {
        _bench.Folder.Write(".env.local", "STRIPE_WEBHOOK_SECRET=whsec_OfThePerson\nSANITY_WEBHOOK_SECRET=of the person\n");
        _bench.Stripe.Dashboard.AddEndpoint(SetupBench.StripeUrl);
        AddHook(SetupBench.SanityUrl.AbsoluteUri, SeedFilter, "", "of the person");

        Assert.Equal(0, await _bench.Run());
        _bench.AssertWorks();
        Assert.Single(_bench.Endpoints);
        Assert.Single(_bench.Hooks);
    }

    [Fact]
    public async Task Two_of_ours_become_one()
    {
        await _bench.Run();
        SetupBench.Call(_bench.Stripe, "POST", "/v1/webhook_endpoints", SetupBench.StripeKey, body: "url=https://twin.example&enabled_events[]=*&metadata[tandem]=default standin1/production");
        _bench.Stripe.Dashboard.AddEndpoint(SetupBench.StripeUrl);
        AddHook(SetupBench.SanityUrl.AbsoluteUri, SeedFilter, "", "other");

        await Mends("- Sanity webhook: url", "- Stripe webhook endpoint: url", "- Stripe webhook endpoint: url");
        Assert.Single(_bench.Endpoints);
        Assert.Single(_bench.Hooks);
    }

    [Fact]
    public async Task Webhooks_of_others_are_left_alone_and_those_that_may_be_old_ones_of_ours_are_named()
    {
        _bench.Stripe.Dashboard.AddEndpoint(new Uri("https://mailer.example/hook"), "*");
        _bench.Stripe.Dashboard.AddEndpoint(new Uri("https://old.example/api/stripe/webhook"));
        SetupBench.Call(_bench.Stripe, "POST", "/v1/webhook_endpoints", SetupBench.StripeKey, body: "url=https://other.example/api/stripe/webhook&enabled_events[]=*&metadata[tandem]=default standin1/staging");
        AddHook("https://site.example/api/revalidate", SeedFilter, "", "site");
        AddHook("https://old.example/api/sanity/webhook", SeedFilter, "", "old");
        await _bench.Run();

        Assert.Equal((4, 3), (_bench.Endpoints.Length, _bench.Hooks.Length));
        Assert.Equal(2, _bench.Output.End!.Hints.Count(hint => hint.Contains("https://old.example", StringComparison.Ordinal)));
        Assert.DoesNotContain(_bench.Output.End.Hints, hint => hint.Contains("other.example", StringComparison.Ordinal) || hint.Contains("mailer", StringComparison.Ordinal));
        _bench.AssertWorks();
    }

    [Fact]
    public async Task Where_Stripe_has_no_room_it_is_said_and_an_old_one_of_ours_goes_first()
    {
        for (var count = 0; count < 15; count++)
        {
            _bench.Stripe.Dashboard.AddEndpoint(new Uri($"https://other{count}.example"), "*");
        }

        SetupBench.Call(_bench.Stripe, "POST", "/v1/webhook_endpoints", SetupBench.StripeKey, body: $"url={SetupBench.StripeUrl}&enabled_events[]=*");
        Assert.Equal(0, await _bench.Run());
        _bench.AssertWorks();

        _bench.Stripe.Dashboard.DeleteEndpoint((string)_bench.Endpoints.Single(endpoint => (string?)endpoint["url"] == SetupBench.StripeUrl.AbsoluteUri)["id"]!);
        _bench.Stripe.Dashboard.AddEndpoint(new Uri("https://sixteenth.example"), "*");
        var file = _bench.EnvFile;
        Assert.Equal(2, await _bench.Run());
        Assert.Contains("16 webhook endpoints", _bench.Output.End!.Text, StringComparison.Ordinal);
        Assert.Equal(file, _bench.EnvFile);
    }

    private async Task Mends(params string[] expected)
    {
        Assert.Equal(0, await _bench.Run());
        Assert.Equal(
            expected,
            _bench.Output.Plan.Select(step => $"{step.Glyph} {string.Join(' ', step.What.Split(' ').Where(word => !word.StartsWith("we_", StringComparison.Ordinal) && !_bench.Hooks.Any(hook => (string?)hook["id"] == word) && !IsHook(word)))}: {string.Join(", ", step.Differences.Select(difference => difference.Name))}"));
        _bench.AssertWorks();
        Assert.Equal(0, await _bench.Run());
        Assert.Equal("nothing", _bench.Output.End!.Word);
    }

    private static bool IsHook(string word) => word.Length == 16 && word is not "Stripe" and not "endpoint";

    private void Damage(string form) => SetupBench.Call(_bench.Stripe, "POST", $"/v1/webhook_endpoints/{_bench.Endpoints[0]["id"]}", SetupBench.StripeKey, body: form);

    private void AddHook(string url, string filter, string projection, string secret) => _bench.Sanity.AddHook(new JsonObject
    {
        ["name"] = "by hand",
        ["url"] = url,
        ["dataset"] = "production",
        ["rule"] = new JsonObject { ["on"] = new JsonArray("create", "update", "delete"), ["filter"] = filter, ["projection"] = projection },
        ["secret"] = secret,
    });
}
