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
    public async Task A_replay_is_a_person_asking_so_that_what_was_held_goes_ahead()
    {
        using var folder = new Folder();
        await Park(folder, "mug");
        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "parked", "replay", "mug")).Code);

        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        Assert.True(Reasons.IsByPerson((await store.Claim("test", TimeSpan.FromMinutes(1), default))!.Reason));
    }

    [Fact]
    public async Task What_is_refused_is_due_again_to_be_taken_back_and_the_last_word_counts()
    {
        using var folder = new Folder();
        await Park(folder, "mug", "cup");
        var (code, said, _) = await TandemProcess.Run(folder.Path, "parked", "refuse", "mug");
        Assert.Equal(0, code);
        Assert.Contains("default/product/mug is due again: documents whose price change is held will show what Stripe shows.", said, StringComparison.Ordinal);
        Assert.Equal("cup", JsonDocument.Parse((await TandemProcess.Run(folder.Path, "parked", "refuse", "cup", "--json")).Output).RootElement.GetProperty("refused")[0].GetProperty("id").GetString());
        Assert.Equal(1, (await TandemProcess.Run(folder.Path, "parked", "refuse", "no-such")).Code);

        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        Assert.StartsWith(Reasons.Refusal, (await store.Claim("test", TimeSpan.FromMinutes(1), default))!.Reason, StringComparison.Ordinal);
        await store.Enqueue([DueWork.AskedFor(new WorkKey("default", WorkKind.Product, "cup"), TimeProvider.System.GetUtcNow())], default);
        Assert.Equal(Reasons.ByPerson, (await store.Claim("test", TimeSpan.FromMinutes(1), default))!.Reason);
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
        var (code, _, error) = await TandemProcess.Run(folder.Path, "parked", "refuse", "mug");
        Assert.Equal((2, "mug is in several connections: default, staging. Say which one with --connection."), (code, error.Trim()));

        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "parked", "refuse", "mug", "--connection", "staging")).Code);
        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "parked", "replay", "--all", "--connection", "staging")).Code);
        var (_, listed, _) = await TandemProcess.Run(folder.Path, "parked", "list");
        Assert.Contains("default/product/mug", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("staging/", listed, StringComparison.Ordinal);
        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "parked", "list", "--connection", "staging")).Code);
    }

    private static Task Park(Folder folder, params string[] documents) => ParkIn("default", folder, documents);

    private static async Task ParkIn(string connection, Folder folder, params string[] documents)
    {
        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        foreach (var document in documents)
        {
            await store.Enqueue([new DueWork(new WorkKey(connection, WorkKind.Product, document), TimeProvider.System.GetUtcNow(), [], "test")], default);
            var lease = await store.Claim("test", TimeSpan.FromMinutes(1), default);
            await store.Release(lease!, Recording.Nothing, new Ending.Park("Stripe refuses the name."), default);
        }
    }
}
