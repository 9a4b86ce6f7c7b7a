using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Server.Tests.Host;
using Tandem.Server.Tests.Settings;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Cli;

/// <summary>What an operator sees of <c>tandem apply</c>, and what is on both sides after it.</summary>
[Trait("G", "18")]
public sealed class ApplyTests
{
    [Fact]
    public async Task An_empty_dataset_gets_everything_and_the_second_time_there_is_nothing_to_do()
    {
        await using var standIns = await StandIns.Start();
        using var folder = PlanTests.Shop(standIns);
        var ids = Enumerable.Range(1, 40).Select(i => PlanTests.Sell(standIns, $"Mug {i}", 1000 + i)).ToList();

        var (code, said, error) = await TandemProcess.Run(folder.Path, "apply", "--yes");

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(40, said.Split('\n').Count(line => line.StartsWith("+ Mug ", StringComparison.Ordinal) && line.TrimEnd().EndsWith("→ new in Sanity", StringComparison.Ordinal)));
        Assert.Contains("Done: 40 made in Sanity.", said, StringComparison.Ordinal);
        Assert.All(ids, id => Assert.Equal(id, (string?)standIns.Sanity.Document($"stripeProduct-{id}")!["stripeProductId"]));
        Assert.All(ids, id => Assert.NotEqual(true, (bool?)standIns.Sanity.Document($"stripeProduct-{id}")!["updatedFromStripe"]));

        var writes = PlanTests.Written(standIns);
        (code, said, _) = await TandemProcess.Run(folder.Path, "apply", "--yes");
        Assert.Equal(0, code);
        Assert.Contains("Nothing was to do. 40 products were in step already.", said, StringComparison.Ordinal);
        (code, said, _) = await TandemProcess.Run(folder.Path, "plan");
        Assert.Equal(0, code);
        Assert.Contains("Nothing to do.", said, StringComparison.Ordinal);
        Assert.Equal(writes, PlanTests.Written(standIns));
    }

    [Fact]
    public async Task An_empty_account_gets_everything_and_json_tells_each_product()
    {
        await using var standIns = await StandIns.Start();
        using var folder = PlanTests.Shop(standIns);
        Publish(standIns, 5);

        var (code, json, error) = await TandemProcess.Run(folder.Path, "apply", "--yes", "--json", "--limit", "3");

        Assert.Equal((0, ""), (code, error));
        var root = JsonDocument.Parse(json).RootElement;
        Assert.Equal((3, 3), (root.GetProperty("totals").GetProperty("done").GetInt32(), root.GetProperty("totals").GetProperty("makeInStripe").GetInt32()));
        Assert.All(root.GetProperty("products").EnumerateArray(), product => Assert.Equal("done", product.GetProperty("outcome").GetString()));
        Assert.Equal(3, standIns.Stripe.Dashboard.Products.Length);
        Assert.All(Given.Secrets, secret => Assert.DoesNotContain(secret, json, StringComparison.Ordinal));

        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "apply", "--yes")).Code);
        Assert.Equal(5, standIns.Stripe.Dashboard.Products.Length);
    }

    [Fact]
    public async Task A_plan_that_was_kept_is_done_and_what_has_moved_since_is_named_and_not_touched()
    {
        await using var standIns = await StandIns.Start();
        using var folder = PlanTests.Shop(standIns);
        var (mug, cap) = (PlanTests.Sell(standIns, "Mug", 1200), PlanTests.Sell(standIns, "Cap", 900));
        var planned = await TandemProcess.Run(folder.Path, "plan", "--out", "plan.json");
        Assert.EndsWith("Kept in plan.json: tandem apply plan.json does exactly this.", planned.Output.TrimEnd(), StringComparison.Ordinal);
        standIns.Stripe.Dashboard.EditProduct(cap, ("name", "Hat"));

        var (code, said, error) = await TandemProcess.Run(folder.Path, "apply", "plan.json", "--yes");

        Assert.Equal((3, ""), (code, error));
        Assert.Contains($"+ Mug  {mug} → new in Sanity", said, StringComparison.Ordinal);
        Assert.Contains($"! Cap  stripeProduct-{cap} ↔ {cap}, not done: It has changed in Stripe since the plan was made.", said, StringComparison.Ordinal);
        Assert.Contains("1 product has moved since it was planned and was not touched: look again with tandem plan.", said, StringComparison.Ordinal);
        Assert.NotNull(standIns.Sanity.Document($"stripeProduct-{mug}"));
        Assert.Null(standIns.Sanity.Document($"stripeProduct-{cap}"));

        (code, said, _) = await TandemProcess.Run(folder.Path, "apply", "plan.json", "--yes");
        Assert.Equal(3, code);
        Assert.Contains("Nothing was to do. 1 product was in step already.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_done_of_a_plan_that_was_changed_or_is_for_others_or_without_a_yes()
    {
        await using var standIns = await StandIns.Start();
        using var folder = PlanTests.Shop(standIns);
        PlanTests.Sell(standIns, "Mug", 1200);
        await TandemProcess.Run(folder.Path, "plan", "--out", "plan.json");
        var plan = await File.ReadAllTextAsync(folder.File("plan.json"));

        folder.Write("changed.json", plan.Replace("\"to\": \"1200\"", "\"to\": \"1\"", StringComparison.Ordinal));
        folder.Write("other.json", plan.Replace("acct_1SandboxTandem", "acct_other", StringComparison.Ordinal));
        foreach (var (arguments, words) in new (string[], string)[]
        {
            (["changed.json", "--yes"], "was changed"), (["other.json", "--yes"], "acct_other"), (["plan.json"], "say --yes"), (["nowhere.json"], "cannot be read"),
            (["plan.json", "--only", "mug"], "--only belongs to the making of a plan"), (["--json"], "say --yes as well"), ([], "say --yes"),
        })
        {
            var (code, _, error) = await TandemProcess.Run(folder.Path, ["apply", .. arguments]);
            Assert.Equal(2, code);
            Assert.Contains(words, error, StringComparison.Ordinal);
        }

        Assert.Equal(0, PlanTests.Written(standIns));
        Assert.False(File.Exists(folder.File("tandem.db")) && (await Linked(folder)) > 0);
    }

    [Fact]
    public async Task Killed_in_the_middle_and_started_again_it_does_the_rest_and_nothing_twice()
    {
        await using var standIns = await StandIns.Start();
        using var folder = PlanTests.Shop(standIns);
        folder.Write(".env.local", "TANDEM_SANITY_RATE=15\n");
        Publish(standIns, 60);
        await TandemProcess.Run(folder.Path, "plan", "--out", "plan.json");
        using (var first = TandemProcess.Start(folder.Path, null, "apply", "plan.json", "--yes"))
        {
            await Eventually.Is(() => standIns.Stripe.Dashboard.Products.Length > 10);
        }

        Assert.InRange(standIns.Stripe.Dashboard.Products.Length, 10, 59);
        var (code, said, error) = await TandemProcess.Run(folder.Path, "apply", "plan.json", "--yes");

        Assert.Equal((0, ""), (code, error));
        Assert.DoesNotContain("moved", said, StringComparison.Ordinal);
        Assert.Equal((60, 60), (standIns.Stripe.Dashboard.Products.Length, standIns.Stripe.Dashboard.Prices.Length));
        Assert.Contains("Nothing to do.", (await TandemProcess.Run(folder.Path, "plan")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_works_beside_a_service_that_runs_and_for_matches_that_a_person_names()
    {
        await using var standIns = await StandIns.Start();
        var folder = PlanTests.Shop(standIns);
        await using var service = await RunningServer.Start(folder, null, [("SANITY_DATASET", "production"), .. standIns.Variables]);

        // Work in hand is due when its lease of two minutes ends; at rest, the next thing is a sweep in five.
        await Eventually.Is(async () => await service.Store.NextDue(null, default) is { } due && due > DateTimeOffset.UtcNow + TimeSpan.FromMinutes(3));
        Publish(standIns, 3);
        for (var i = 1; i <= 3; i++)
        {
            PlanTests.Sell(standIns, $"Cup {i}", 1000 + i);
        }

        standIns.Connect(service.Address);

        var (code, said, error) = await TandemProcess.Run(folder.Path, "apply", "--yes", "--match", "name");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Done: 3 linked.", said, StringComparison.Ordinal);
        Assert.Equal((3, 3), (standIns.Stripe.Dashboard.Products.Length, standIns.Stripe.Dashboard.Prices.Length));
        Assert.Equal(3, await service.Store.CountLinked("default", default));
        standIns.Sanity.Editor.SetAndPublish("cup-1", "name", "Big cup");
        await Eventually.Is(() => standIns.Stripe.Dashboard.Products.Any(product => (string?)product["name"] == "Big cup"));
    }

    [Fact]
    public async Task A_vendor_that_refuses_the_key_ends_it_with_a_sentence()
    {
        await using var standIns = await StandIns.Start();
        using var folder = PlanTests.Shop(standIns);
        folder.Write(".env.local", "STRIPE_API_BASE=http://127.0.0.1:1\n");

        var (code, _, error) = await TandemProcess.Run(folder.Path, "apply", "--yes");

        Assert.Equal(1, code);
        Assert.StartsWith("Stripe: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static void Publish(StandIns standIns, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            standIns.Sanity.Editor.PublishNew(JsonNode.Parse($$"""{"_id":"cup-{{i}}","_type":"product","name":"Cup {{i}}"}""")!.AsObject());
            standIns.Sanity.Editor.PublishNew(JsonNode.Parse($$"""{"_id":"cup-{{i}}-eur","_type":"price","product":{"_type":"reference","_ref":"cup-{{i}}"},"unit_amount":{{1000 + i}},"currency":"eur"}""")!.AsObject());
        }
    }

    private static async Task<int> Linked(Folder folder)
    {
        await using var store = SqliteStore.OpenReadOnly(folder.File("tandem.db"), TimeProvider.System);
        return await store.CountLinked("default", default);
    }
}
