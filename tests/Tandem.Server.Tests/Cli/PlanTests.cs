using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Engine;
using Tandem.Server.Tests.Host;
using Tandem.Server.Tests.Settings;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Cli;

/// <summary>What an operator sees of a plan, and that looking writes nothing anywhere.</summary>
[Trait("G", "18")]
public sealed class PlanTests
{
    [Fact]
    public async Task Without_a_database_the_whole_import_is_shown_and_nothing_is_left_behind()
    {
        await using var standIns = await StandIns.Start();
        using var folder = Shop(standIns);
        var mug = Sell(standIns, "Mug", 1200);

        var (code, said, error) = await TandemProcess.Run(folder.Path, "plan");

        Assert.Equal((3, ""), (code, error));
        Assert.Contains($"+ Mug  {mug} → new in Sanity", said, StringComparison.Ordinal);
        Assert.Contains("12.00 EUR", said, StringComparison.Ordinal);
        Assert.Contains("Plan: 1 to make in Sanity.", said, StringComparison.Ordinal);
        Assert.Equal([".env"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Assert.Equal(0, Written(standIns));
    }

    [Fact]
    public async Task Beside_a_database_not_a_byte_of_it_changes()
    {
        await using var standIns = await StandIns.Start();
        using var folder = Shop(standIns);
        await SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System).DisposeAsync();
        Sell(standIns, "Mug", 1200);
        var before = await File.ReadAllBytesAsync(folder.File("tandem.db"));

        Assert.Equal(3, (await TandemProcess.Run(folder.Path, "plan")).Code);

        Assert.Equal(before, await File.ReadAllBytesAsync(folder.File("tandem.db")));
        Assert.Equal(0, Written(standIns));
    }

    [Fact]
    public async Task Where_nothing_is_to_do_the_exit_code_says_so()
    {
        await using var standIns = await StandIns.Start();
        using var folder = Shop(standIns);

        var (code, said, _) = await TandemProcess.Run(folder.Path, "plan");

        Assert.Equal(0, code);
        Assert.Contains("Nothing to do.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_json_is_the_plan_file_and_reads_back_as_it_was_written()
    {
        await using var standIns = await StandIns.Start();
        using var folder = Shop(standIns);
        var ids = Enumerable.Range(1, 130).Select(i => Sell(standIns, $"Mug \u001b {i}", 1000 + i)).ToList();

        var (code, json, _) = await TandemProcess.Run(folder.Path, "plan", "--json", "--out", "plan.json");

        Assert.Equal(3, code);
        var root = JsonDocument.Parse(json).RootElement;
        Assert.Equal(("plan", 1, "acct_1SandboxTandem"), (root.GetProperty("tandem").GetString(), root.GetProperty("version").GetInt32(), root.GetProperty("for").GetProperty("stripeAccount").GetString()));
        Assert.Equal(130, root.GetProperty("totals").GetProperty("makeInSanity").GetInt32());
        Assert.Equal(json.TrimEnd(), await File.ReadAllTextAsync(folder.File("plan.json")));

        var entries = await Read(await File.ReadAllBytesAsync(folder.File("plan.json")));
        Assert.Equal(ids.Order(StringComparer.Ordinal), entries.Select(entry => entry.Stripe).Order(StringComparer.Ordinal));
        Assert.All(entries, entry => Assert.Equal((PreviewState.Changes, Effect.MakeInSanity, true), (entry.State, entry.Effect, Core.Order.Parse(entry.Order) is not null)));
        Assert.All(Given.Secrets, secret => Assert.DoesNotContain(secret, json, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "another version")]
    [InlineData("\"tandem\": \"plan\"", "\"tandem\": \"other\"", "no plan of tandem")]
    [InlineData("\"tandem\": \"plan\"", "\"tandem\": \"plan\", \"extra\": 1", "\"extra\" belongs to no plan")]
    [InlineData("\"document\":", "\"more\": 1, \"document\":", "more")]
    [InlineData("\"version\": 1", "\"version\": 1, \"version\": 1", "twice")]
    [InlineData("\"to\": \"1200\"", "\"to\": \"1\"", "was changed")]
    [InlineData("\"action\": \"create\"", "\"action\": \"update\"", "was changed")]
    [InlineData("\"mentions\": [", "\"mentions\": [\"x\",", "was changed")]
    [InlineData("\"totals\": {", "\"totals\": {", "cut off", true)]
    public async Task A_plan_that_somebody_has_changed_is_refused(string text, string changed, string reason, bool isCut = false)
    {
        await using var standIns = await StandIns.Start();
        using var folder = Shop(standIns);
        Sell(standIns, "Mug", 1200);
        await TandemProcess.Run(folder.Path, "plan", "--json", "--out", "plan.json");
        var plan = await File.ReadAllTextAsync(folder.File("plan.json"));
        Assert.Contains(text, plan, StringComparison.Ordinal);
        var tampered = isCut ? plan[..plan.IndexOf(text, StringComparison.Ordinal)] : plan.Replace(text, changed, StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<PlanRefusedException>(() => Read(Encoding.UTF8.GetBytes(tampered)));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_was_formatted_otherwise_is_the_same_plan()
    {
        await using var standIns = await StandIns.Start();
        using var folder = Shop(standIns);
        Sell(standIns, "Mug", 1200);
        await TandemProcess.Run(folder.Path, "plan", "--json", "--out", "plan.json");
        var plan = await File.ReadAllTextAsync(folder.File("plan.json"));

        Assert.Equal(
            (await Read(Encoding.UTF8.GetBytes(plan))).Single().Order,
            (await Read(Encoding.UTF8.GetBytes(JsonNode.Parse(plan)!.ToJsonString()))).Single().Order);
    }

    [Fact]
    public async Task What_cannot_be_done_as_it_was_asked_for_is_said_with_the_exit_code_for_it()
    {
        await using var standIns = await StandIns.Start();
        using var folder = Shop(standIns);
        Sell(standIns, "Mug", 1200);

        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "plan", "--link", "mug")).Code);
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "plan", "--limit", "0")).Code);
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "plan", "--connection", "other")).Code);
        var (code, _, error) = await TandemProcess.Run(folder.Path, "plan", "--link", "mug=prod_1");
        Assert.Equal((2, "There is no published product document mug."), (code, error.Trim()));

        folder.Write(".env.local", "STRIPE_API_BASE=http://127.0.0.1:1\n");
        (code, _, error) = await TandemProcess.Run(folder.Path, "plan");
        Assert.Equal(1, code);
        Assert.StartsWith("Stripe: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_pair_is_refused()
    {
        await using var standIns = await StandIns.Start();
        using var folder = Shop(standIns);
        await using (var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System))
        {
            await store.Write("default", "identity", "acct_other test standin1 production", default);
        }

        var (code, _, error) = await TandemProcess.Run(folder.Path, "plan");

        Assert.Equal(2, code);
        Assert.Contains("knows the connection default as Stripe account acct_other", error, StringComparison.Ordinal);
    }

    /// <summary>A folder with the settings for the stand-ins.</summary>
    internal static Folder Shop(StandIns standIns)
    {
        var folder = new Folder();
        (string Name, string? Value)[] variables =
        [
            ("STRIPE_SECRET_KEY", Given.StripeKey), ("SANITY_DATASET", "production"), .. standIns.Variables,
        ];
        folder.Write(".env", string.Concat(variables.Select(variable => $"{variable.Name}='{variable.Value}'\n")));
        return folder;
    }

    /// <summary>A product with a price in euros, made in the Dashboard.</summary>
    internal static string Sell(StandIns standIns, string name, int amount)
    {
        var id = (string)standIns.Stripe.Dashboard.CreateProduct(("name", name))["id"]!;
        standIns.Stripe.Dashboard.CreatePrice(("product", id), ("currency", "eur"), ("unit_amount", $"{amount}"));
        return id;
    }

    /// <summary>Writes that came from no person.</summary>
    internal static int Written(StandIns standIns) =>
        standIns.Sanity.Calls.Newest.Concat(standIns.Stripe.Calls.Newest).Count(call => call.IsWrite && call.Caller != "person");

    private static async Task<List<PlanEntry>> Read(byte[] plan)
    {
        var reader = await PlanReader.Open(new MemoryStream(plan), default);
        var entries = new List<PlanEntry>();
        await foreach (var entry in reader.Entries(default))
        {
            entries.Add(entry);
        }

        return entries;
    }
}
