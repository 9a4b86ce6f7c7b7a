using System.Net;
using System.Text.Json.Nodes;
using Tandem.Cli.Doctor;
using Tandem.Cli.Tests.Setup;
using Tandem.Engine;
using Tandem.Sandbox.Sanity;
using Tandem.Server;
using Tandem.Store.Sqlite;

namespace Tandem.Cli.Tests.Doctor;

/// <summary>Each check of <c>tandem doctor</c>: good where everything is, and found where one thing is spoilt.</summary>
public sealed class DoctorTests
{
    // Each row: what is spoilt, the check that must see it, how bad it is, and words of what it says.
    private static readonly Dictionary<string, Case> Cases = new(StringComparer.Ordinal)
    {
        ["a variable is wrong"] = new(bench => bench.Set("TANDEM_WORKERS", "none"), "settings", Severity.Wrong, "TANDEM_WORKERS"),
        ["a key is missing"] = new(bench => bench.Setup.Folder.Write(".env", "SANITY_PROJECT_ID=standin1\nSANITY_DATASET=production\n"), "settings", Severity.Wrong, "Missing: STRIPE_SECRET_KEY, SANITY_API_TOKEN"),
        ["a line is no line"] = new(bench => bench.Setup.Folder.Write(".env", "nonsense"), "settings", Severity.Wrong, "line 1"),
        ["the mapping is wrong"] = new(bench => bench.Setup.Folder.Write("tandem.json", "{\"products\": 1}"), "settings", Severity.Wrong, "products"),
        ["others may read the secrets"] = new(bench => Rights(bench.Setup.Folder.File(".env.local"), UnixFileMode.GroupRead), "env-file", Severity.Warning, ".env.local"),
        ["a live key may do everything"] = new(bench => bench.Set("STRIPE_SECRET_KEY", "sk_live_Canary"), "key-power", Severity.Warning, "refunds"),
        ["a live key meets a dataset for trying"] = new(Live("staging"), "mode-and-dataset", Severity.Wrong, "charged"),
        ["a test key meets the real dataset"] = new(_ => { }, "mode-and-dataset", Severity.Note, "no customer"),
        ["the public address is plain"] = new(bench => bench.Set("TANDEM_PUBLIC_URL", "http://shop.example"), "public-address", Severity.Wrong, "https"),
        ["no public address, but secrets"] = new(bench => bench.Set("TANDEM_PUBLIC_URL", ""), "public-address", Severity.Note, "cannot be told"),
        ["the service does not answer"] = new(bench => bench.ServiceAnswers = null, "public-address-answers", Severity.Warning, "cannot be reached"),
        ["something else answers"] = new(bench => bench.ServiceAnswers = HttpStatusCode.BadGateway, "public-address-answers", Severity.Warning, "502"),
        ["a secret is missing"] = new(bench => bench.Set("STRIPE_WEBHOOK_SECRET", ""), "webhook-secrets", Severity.Wrong, "STRIPE_WEBHOOK_SECRET"),
        ["the key is revoked"] = new(bench => bench.Setup.Stripe.Keys.Revoke(SetupBench.StripeKey), "stripe-key", Severity.Wrong, "does not accept the key"),
        ["the restricted key lacks rights"] = new(Restricted("rak_product_write", "rak_plan_read"), "stripe-rights", Severity.Wrong, "Prices: write (rak_plan_write), Events: read (rak_event_read)"),
        ["the key may not look at endpoints"] = new(Restricted("rak_product_write", "rak_plan_write", "rak_event_read"), "stripe-endpoint", Severity.Note, "rak_webhook_read"),
        ["the endpoint is gone"] = new(bench => bench.Setup.Stripe.Dashboard.DeleteEndpoint((string)bench.Setup.Endpoints[0]["id"]!), "stripe-endpoint", Severity.Wrong, SetupBench.StripeUrl.AbsoluteUri),
        ["there are two endpoints"] = new(bench => bench.Setup.Stripe.Dashboard.AddEndpoint(SetupBench.StripeUrl), "stripe-endpoint", Severity.Warning, "2 endpoints"),
        ["the endpoint goes elsewhere"] = new(bench => bench.Endpoint("url=https://old.example/api/stripe/webhook"), "stripe-endpoint-url", Severity.Wrong, "old.example"),
        ["the endpoint is off"] = new(bench => bench.Endpoint("disabled=true"), "stripe-endpoint-enabled", Severity.Wrong, "disabled"),
        ["the endpoint lacks events"] = new(bench => bench.Endpoint("enabled_events[]=product.created&enabled_events[]=price.created"), "stripe-endpoint-events", Severity.Wrong, "product.updated, product.deleted, price.updated, price.deleted"),
        ["the endpoint sends more"] = new(bench => bench.Endpoint("enabled_events[]=*"), "stripe-endpoint-events", Severity.Warning, "*"),
        ["the endpoint speaks another train"] = new(OldEndpoint, "stripe-endpoint-version", Severity.Warning, "2020-08-27"),
        ["the endpoint has another secret"] = new(bench => bench.Set("STRIPE_WEBHOOK_SECRET", "whsec_Another"), "stripe-endpoint-secret", Severity.Wrong, "401"),
        ["the endpoint is unfinished"] = new(bench => bench.Endpoint("metadata[tandem_secret]="), "stripe-endpoint-secret", Severity.Wrong, "interrupted"),
        ["a person made the endpoint"] = new(OldEndpoint, "stripe-endpoint-secret", Severity.Note, "does not show"),
        ["the token is unknown"] = new(bench => bench.Set("SANITY_API_TOKEN", "sk-nobody"), "sanity-token", Severity.Wrong, "does not accept the token"),
        ["the dataset is unknown"] = new(bench => bench.Set("SANITY_DATASET", "prodction"), "sanity-token", Severity.Wrong, "no such project or dataset"),
        ["the token may only read"] = new(bench => bench.Set("SANITY_API_TOKEN", SanityWorldOptions.ViewerToken), "sanity-write", Severity.Wrong, "create"),
        ["the token may not read the history"] = new(NoHistory, "sanity-history", Severity.Wrong, "no author"),
        ["the token may not look at webhooks"] = new(bench => bench.Set("SANITY_API_TOKEN", SanityWorldOptions.EditorToken), "sanity-hook", Severity.Note, "may not look"),
        ["the webhook is gone"] = new(bench => SetupBench.Call(bench.Setup.Sanity, "DELETE", $"/v1/hooks/projects/standin1/{bench.Setup.Hooks[0]["id"]}", SanityWorldOptions.AdministratorToken), "sanity-hook", Severity.Wrong, SetupBench.SanityUrl.AbsoluteUri),
        ["there are two webhooks"] = new(SecondHook, "sanity-hook", Severity.Warning, "2 webhooks"),
        ["the webhook goes elsewhere"] = new(bench => bench.Hook("""{"url":"https://old.example/x"}"""), "sanity-hook-url", Severity.Wrong, "old.example"),
        ["the webhook hears of another dataset"] = new(bench => bench.Hook("""{"dataset":"*"}"""), "sanity-hook-dataset", Severity.Wrong, "* instead of production"),
        ["the webhook is off"] = new(bench => bench.Hook("""{"isDisabledByUser":true}"""), "sanity-hook-enabled", Severity.Wrong, "disabled"),
        ["the webhook does not tell of deletes"] = new(bench => bench.Hook($$$"""{"rule":{"on":["create","update"],"filter":{{{Filter}}}}}"""), "sanity-hook-trigger", Severity.Wrong, "delete"),
        ["the filter is for other types"] = new(bench => bench.Hook("""{"rule":{"on":["create","update","delete"],"filter":"_type == \"post\""}}"""), "sanity-hook-filter", Severity.Wrong, "post"),
        ["the projection is empty"] = new(bench => bench.Hook($$$"""{"rule":{"on":["create","update","delete"],"filter":{{{Filter}}}}}"""), "sanity-hook-projection", Severity.Note, "whole documents"),
        ["the projection is another"] = new(bench => bench.Hook($$$"""{"rule":{"on":["create","update","delete"],"filter":{{{Filter}}},"projection":"{name}"}}"""), "sanity-hook-projection", Severity.Wrong, "which document"),
        ["drafts are sent"] = new(bench => bench.Hook("""{"includeDrafts":true}"""), "sanity-hook-drafts", Severity.Wrong, "drafts"),
        ["the webhook has another secret"] = new(bench => bench.Set("SANITY_WEBHOOK_SECRET", "another"), "sanity-hook-secret", Severity.Wrong, "never sent again"),
        ["the newest delivery was refused"] = new(bench => Deliver(bench, 200, 401), "sanity-hook-deliveries", Severity.Wrong, "answered 401"),
        ["a delivery was not taken a while ago"] = new(bench => Deliver(bench, 0, 200), "sanity-hook-deliveries", Severity.Warning, "nothing answered"),
        ["there are no such documents"] = new(bench => bench.Setup.Folder.Write("tandem.json", """{ "product": { "type": "shopItem" } }"""), "documents", Severity.Warning, "shopItem"),
        ["there are no prices"] = new(bench => bench.Setup.Folder.Write("tandem.json", """{ "price": { "type": "tariff" } }"""), "documents", Severity.Note, "tariff"),
        ["the name is called otherwise"] = new(bench => bench.Setup.Folder.Write("tandem.json", """{ "product": { "fields": { "name": "title" } } }"""), "product-fields", Severity.Wrong, "title (name)"),
        ["a mapped field is a slip"] = new(bench => bench.Setup.Folder.Write("tandem.json", """{ "product": { "fields": { "description": "descripton" } } }"""), "product-fields", Severity.Warning, "descripton (description)"),
        ["the amount is called otherwise"] = new(bench => bench.Setup.Folder.Write("tandem.json", """{ "price": { "fields": { "unit_amount": "cents" } } }"""), "price-fields", Severity.Wrong, "cents (unit_amount)"),
        ["the flag is misspelt"] = new(bench => bench.Publish("cup", "product", ("name", "Cup"), ("_updatedFromStripe", false)), "flag-name", Severity.Warning, "cup"),
        ["the database's folder is not there"] = new(bench => bench.Set("TANDEM_DATABASE", "nowhere/tandem.db"), "database-write", Severity.Wrong, "nowhere"),
        ["the database is in memory"] = new(bench => bench.Mounts = "tmpfs / tmpfs rw 0 0", "database-place", Severity.Wrong, "forgotten"),
        ["others may read the database"] = new(bench => Rights(bench.Database, UnixFileMode.OtherRead), "database-rights", Severity.Warning, "tandem.db"),
        ["the database is another pair's"] = new(bench => Belong(bench, "acct_Other"), "database-pair", Severity.Wrong, "acct_Other"),
        ["the database remembers a connection that is gone"] = new(bench => Remember(bench, "staging"), "database-connections", Severity.Note, "It remembers staging, which is not configured"),
        ["the database is another program's"] = new(bench => File.WriteAllText(bench.Database, "this is no database, but it is long enough to be taken for something"), "database-pair", Severity.Wrong, "tandem.db"),
    };

    private const string Filter = "\"_type == \\\"product\\\" || _type == \\\"price\\\"\"";

    public static TheoryData<string> Names { get; } = [.. Cases.Keys];

    [Fact]
    public async Task Where_everything_is_set_up_well_every_check_is_content()
    {
        using var bench = await DoctorBench.Make();
        bench.Set("TANDEM_STUDIO", "on");
        var (code, results, json) = await bench.Run();

        Assert.Equal(
            [],
            results.Values.Where(result => result.Finding.Severity is not (Severity.Good or Severity.Skipped) && result.Check.Name != "mode-and-dataset").Select(result => $"{result.Check.Name}: {result.Finding.Text}"));
        Assert.DoesNotContain(results.Values, result => result.Finding.Severity == Severity.Skipped);
        Assert.Equal(0, code);
        Assert.Equal(Checks.All.Sum(area => area.Checks.Length), JsonNode.Parse(json)!["checks"]!.AsArray().Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_spoilt_is_found_and_comes_with_a_remedy(string name)
    {
        var (spoil, check, severity, words) = Cases[name];
        using var bench = await DoctorBench.Make();
        spoil(bench);
        var (code, results, json) = await bench.Run();

        var found = results[check];
        Assert.Equal((severity, true), (found.Finding.Severity, found.Finding.Text.Contains(words, StringComparison.Ordinal)));
        Assert.False(string.IsNullOrEmpty(found.Remedy), found.Finding.Text);
        Assert.DoesNotContain('\n', found.Remedy!);
        var worst = results.Values.Max(result => result.Finding.Severity);
        Assert.Equal(worst switch { Severity.Wrong => 1, Severity.Warning => 3, _ => 0 }, code);
        Assert.True(worst >= severity);
        Assert.All(Secrets(bench), secret => Assert.DoesNotContain(secret, json, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_pulls_needs_no_webhook()
    {
        using var bench = await DoctorBench.Make();
        bench.Setup.Stripe.Dashboard.DeleteEndpoint((string)bench.Setup.Endpoints[0]["id"]!);
        SetupBench.Call(bench.Setup.Sanity, "DELETE", $"/v1/hooks/projects/standin1/{bench.Setup.Hooks[0]["id"]}", SanityWorldOptions.AdministratorToken);
        File.Delete(bench.Setup.Folder.File(".env.local"));
        var (code, results, _) = await bench.Run();

        Assert.Equal(0, code);
        Assert.All(["public-address", "webhook-secrets", "stripe-endpoint", "sanity-hook"], check => Assert.Equal("none is needed: changes are pulled", results[check].Finding.Text));
    }

    [Fact]
    public void Every_check_is_seen_to_fail()
    {
        // Clocks and pictures have tests of their own.
        string[] others = ["stripe-clock", "sanity-clock", "pictures"];
        Assert.Empty(Checks.All.SelectMany(area => area.Checks).Select(check => check.Name).Except(Cases.Values.Select(one => one.Check)).Except(others));
    }

    [Fact]
    public async Task It_changes_nothing_anywhere()
    {
        using var bench = await DoctorBench.Make();
        Restricted("rak_product_write", "rak_plan_write", "rak_event_read", "rak_webhook_write")(bench);
        var (documents, transactions, endpoints, hooks, file) = (bench.Setup.Sanity.Documents().Count, bench.Setup.Sanity.Transactions().Length, bench.Setup.Endpoints.Length, bench.Setup.Hooks.Length, bench.Setup.EnvFile);
        var (events, entries) = (bench.Setup.Stripe.Dashboard.Events.Length, Directory.GetFiles(bench.Setup.Folder.Path).Length);
        await bench.Run();

        Assert.Equal(
            (documents, transactions, endpoints, hooks, file),
            (bench.Setup.Sanity.Documents().Count, bench.Setup.Sanity.Transactions().Length, bench.Setup.Endpoints.Length, bench.Setup.Hooks.Length, bench.Setup.EnvFile));
        Assert.Equal((events, entries), (bench.Setup.Stripe.Dashboard.Events.Length, Directory.GetFiles(bench.Setup.Folder.Path).Length));
        Assert.Empty(bench.Setup.Stripe.Dashboard.Products);
    }

    private static void Rights(string file, UnixFileMode more)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        }
    }

    private static Action<DoctorBench> Live(string dataset) => bench =>
    {
        bench.Set("STRIPE_SECRET_KEY", "rk_live_Canary");
        bench.Set("SANITY_DATASET", dataset);
    };

    private static Action<DoctorBench> Restricted(params string[] rights) => bench =>
    {
        bench.Setup.Stripe.Keys.Restrict("rk_test_Spoilt", rights);
        bench.Set("STRIPE_SECRET_KEY", "rk_test_Spoilt");
    };

    private static void OldEndpoint(DoctorBench bench)
    {
        bench.Setup.Stripe.Dashboard.DeleteEndpoint((string)bench.Setup.Endpoints[0]["id"]!);
        SetupBench.Call(bench.Setup.Stripe, "POST", "/v1/webhook_endpoints", SetupBench.StripeKey, body: $"url={SetupBench.StripeUrl}&api_version=2020-08-27&enabled_events[]=product.created");
    }

    private static void NoHistory(DoctorBench bench)
    {
        bench.Set("TANDEM_STUDIO", "on");
        bench.Set("SANITY_API_TOKEN", SanityWorldOptions.NoHistoryToken);
    }

    private static void SecondHook(DoctorBench bench) => bench.Setup.Sanity.AddHook(new JsonObject
    {
        ["name"] = "by hand",
        ["url"] = SetupBench.SanityUrl.AbsoluteUri,
        ["dataset"] = "production",
        ["rule"] = new JsonObject { ["on"] = new JsonArray("create") },
    });

    private static void Deliver(DoctorBench bench, params int[] answers)
    {
        foreach (var (at, answer) in answers.Index())
        {
            foreach (var delivery in bench.Setup.Sanity.Outbox.Waiting.ToList())
            {
                bench.Setup.Sanity.Outbox.Take(delivery);
            }

            bench.Publish($"sent{at}", "product", ("name", "Sent"));
            bench.Setup.Pass(TimeSpan.FromSeconds(10));
            bench.Setup.Sanity.Outbox.Waiting.Last().Ended(answer);
        }
    }

    private static void Belong(DoctorBench bench, string account) => Write(bench, Connection.Default, new Fingerprint(account, "test", "standin1", "production"));

    private static void Remember(DoctorBench bench, string connection) => Write(bench, connection, new Fingerprint("acct_Other", "test", "standin1", "staging"));

    private static void Write(DoctorBench bench, string connection, Fingerprint pair)
    {
        var store = SqliteStore.Open(bench.Database, bench.Setup.Time);
        store.Write(connection, Fingerprint.Name, pair.Store(), default).GetAwaiter().GetResult();
        store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static IEnumerable<string> Secrets(DoctorBench bench) => new Tandem.Cli.Setup.SettingsPlace(bench.Setup.Folder.Path, ".env.local") is var place && File.Exists(bench.Setup.Folder.File(".env.local"))
        ? EnvironmentFile.Read(bench.Setup.Folder.File(".env.local")).Values.Where(value => Variables.All.Any(variable => variable.IsSecret && variable.Name == value.Key) && value.Value.Length > 8).Select(value => value.Value)
        : [];

    private sealed record Case(Action<DoctorBench> Spoil, string Check, Severity Severity, string Words);
}
