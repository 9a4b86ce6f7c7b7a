using System.Text.Json;
using Tandem.Engine;
using Tandem.Server.Tests.Host;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Cli;

public sealed class ParkedTests
{
    [Fact]
    public async Task What_is_parked_is_listed_with_its_reason_and_a_code_that_says_that_a_person_is_needed()
    {
        using var folder = new Folder();
        await Park(folder, "mug", "cup\u001b[31m");
        var (code, output, _) = await TandemProcess.Run(folder.Path, "parked", "list");
        Assert.Equal(3, code);
        Assert.Contains("default/product/mug", output, StringComparison.Ordinal);
        Assert.Contains("Stripe refuses the name", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);

        var (sameCode, json, _) = await TandemProcess.Run(folder.Path, "parked", "list", "--json", "--database", folder.File("tandem.db"));
        Assert.Equal(3, sameCode);
        var rows = JsonDocument.Parse(json).RootElement.GetProperty("parked").EnumerateArray().ToDictionary(row => row.GetProperty("key").GetString()!, row => row.GetProperty("reason").GetString());
        Assert.Equal(("Stripe refuses the name.", 2), (rows["default/product/mug"], rows.Count));
    }

    [Fact]
    public async Task A_replay_beside_the_running_service_makes_the_work_due_again()
    {
        using var folder = new Folder();
        await Park(folder, "mug", "cup", "tea");
        var server = await RunningServer.Start(folder, null);
        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "parked", "replay", "default/product/mug")).Code);
        Assert.Equal(["cup", "tea"], (await server.Store.Parked(null, 10, default)).Select(work => work.Key.Id));
        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "parked", "replay", "cup", "--json")).Code);
        var (code, json, _) = await TandemProcess.Run(folder.Path, "parked", "replay", "--all", "--json");
        Assert.Equal(0, code);
        Assert.Equal("default/product/tea", JsonDocument.Parse(json).RootElement.GetProperty("replayed")[0].GetProperty("key").GetString());
        Assert.Equal((0, 3), ((await server.Store.Count(default)).Parked, (await server.Store.Count(default)).Work));
        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "parked", "list")).Code);
        await server.Host.Stop();
        await server.Host.DisposeAsync();
    }

    [Fact]
    public async Task What_is_given_up_leaves_the_queue_and_a_line_in_the_journal()
    {
        using var folder = new Folder();
        await Park(folder, "mug", "cup");
        var (code, _, error) = await TandemProcess.Run(folder.Path, "parked", "discard", "mug");
        Assert.Equal((2, "Give up default/product/mug? Both sides stay as they are until the next hint. Nobody can answer here: say --yes, or use a terminal. Nothing was done."), (code, error.Trim()));

        Assert.Equal((0, "default/product/mug is given up until the next hint."), Said(await TandemProcess.Run(folder.Path, "parked", "discard", "mug", "--yes")));
        var (_, json, _) = await TandemProcess.Run(folder.Path, "parked", "discard", "cup", "--yes", "--json");
        Assert.Equal("cup", JsonDocument.Parse(json).RootElement.GetProperty("discarded")[0].GetProperty("id").GetString());
        Assert.Equal(1, (await TandemProcess.Run(folder.Path, "parked", "discard", "cup", "--yes")).Code);

        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        Assert.Null(await store.Claim("test", TimeSpan.FromMinutes(1), default));
        var told = Assert.Single(await store.Journal("default", "mug", 0, 10, default));
        Assert.Equal(("operator", $"{Environment.UserName} gave it up; it was parked because Stripe refuses the name."), (told.Type, told.Text));
    }

    [Fact]
    public async Task A_sweep_is_not_given_up()
    {
        using var folder = new Folder();
        await ParkAll(folder, new WorkKey("default", WorkKind.Sweep, "stripe"));
        var (code, _, error) = await TandemProcess.Run(folder.Path, "parked", "discard", "stripe", "--yes");
        Assert.Equal((1, "default/sweep/stripe keeps the service looking for changes and cannot be given up; replay it."), (code, error.Trim()));
        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "parked", "replay", "stripe")).Code);
    }

    [Fact]
    public async Task One_is_shown_in_full_with_what_can_be_done()
    {
        using var folder = new Folder();
        await ParkAll(folder, new WorkKey("default", WorkKind.Route, "stripe:price:price_1"));
        var (code, text, _) = await TandemProcess.Run(folder.Path, "parked", "show", "stripe:price:price_1");
        Assert.Equal(3, code);
        Assert.Matches(
            """(?s)default/route/stripe:price:price_1\s+parked since +\S+ \S+ UTC\s+attempts +1\s+why +Stripe refuses the name\.\s+when it is mended +tandem parked replay default/route/stripe:price:price_1\s+to give it up +tandem parked discard default/route/stripe:price:price_1\s+its story +tandem why price_1""",
            text);
        Assert.Equal((1, "Nothing of that name is parked."), Said(await TandemProcess.Run(folder.Path, "parked", "show", "no-such")));
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_by_the_exit_code()
    {
        using var folder = new Folder();
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "parked", "list")).Code);
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "parked", "replay")).Code);
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "parked", "replay", "mug", "--all")).Code);
        await Park(folder, "mug");
        Assert.Equal(1, (await TandemProcess.Run(folder.Path, "parked", "replay", "no-such")).Code);
        folder.Write(".env", "TANDEM_DATABASE=postgres://localhost/tandem");
        var (code, _, error) = await TandemProcess.Run(folder.Path, "parked", "list");
        Assert.Equal(2, code);
        Assert.Contains("SQLite only", error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("T", "21")]
    public async Task Of_equal_ids_in_two_connections_the_one_that_is_named_is_meant()
    {
        using var folder = new Folder();
        await Park(folder, "mug");
        await ParkIn("staging", folder, "mug", "cup");
        var (code, _, error) = await TandemProcess.Run(folder.Path, "parked", "replay", "mug");
        Assert.Equal((2, "mug is in several connections: default, staging. Say which one with --connection."), (code, error.Trim()));

        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "parked", "discard", "mug", "--yes", "--connection", "staging")).Code);
        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "parked", "replay", "--all", "--connection", "staging")).Code);
        var (_, listed, _) = await TandemProcess.Run(folder.Path, "parked", "list");
        Assert.Contains("default/product/mug", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("staging/", listed, StringComparison.Ordinal);
        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "parked", "list", "--connection", "staging")).Code);
    }

    private static Task Park(Folder folder, params string[] documents) => ParkIn("default", folder, documents);

    private static (int, string) Said((int Code, string Output, string Error) run) => (run.Code, run.Output.Trim());

    private static Task ParkIn(string connection, Folder folder, params string[] documents) =>
        ParkAll(folder, [.. documents.Select(document => new WorkKey(connection, WorkKind.Product, document))]);

    private static async Task ParkAll(Folder folder, params WorkKey[] keys)
    {
        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        foreach (var key in keys)
        {
            await store.Enqueue([new DueWork(key, TimeProvider.System.GetUtcNow(), [], "test")], default);
            var lease = await store.Claim("test", TimeSpan.FromMinutes(1), default);
            await store.Release(lease!, Recording.Nothing, new Ending.Park("Stripe refuses the name."), default);
        }
    }
}
