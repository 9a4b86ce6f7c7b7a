using System.Text.Json;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Cli;

/// <summary>A backup is taken and put back from a terminal.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_tells_what_is_in_it_and_replaces_another_one_only_when_somebody_says_so()
    {
        using var folder = new Folder();
        await using var service = await Keep(folder, "Mug");
        var (code, text, _) = await TandemProcess.Run(folder.Path, "backup", "monday.db");
        Assert.Equal(0, code);
        Assert.Contains($"Written: {folder.File("monday.db")}", text, StringComparison.Ordinal);
        Assert.Matches("""(?s)taken +\S+ \S+ UTC, \d+ s ago\s+connections +default\s+products +1\s+journal +1 lines, the newest of .*rights +only its owner may read it""", text);

        var (again, _, error) = await TandemProcess.Run(folder.Path, "backup", "monday.db");
        Assert.Equal((2, "Replace monday.db? Nobody can answer here: say --yes, or use a terminal. Nothing was done."), (again, error.Trim()));
        var (forced, json, _) = await TandemProcess.Run(folder.Path, "backup", "monday.db", "--yes", "--json");
        var told = JsonDocument.Parse(json).RootElement;
        Assert.Equal((0, 1, "default"), (forced, told.GetProperty("products").GetInt32(), told.GetProperty("connections")[0].GetProperty("connection").GetString()));
        Assert.Equal(new FileInfo(folder.File("monday.db")).Length, told.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task A_backup_is_put_back_when_no_service_holds_the_database_and_what_was_there_is_kept()
    {
        using var folder = new Folder();
        await using (await Keep(folder, "Mug"))
        {
            await TandemProcess.Run(folder.Path, "backup", "monday.db");
            var (held, _, refusal) = await TandemProcess.Run(folder.Path, "restore", "monday.db", "--yes");
            Assert.Equal((2, $"A service holds {folder.File("tandem.db")}. Stop it first. Nothing was done."), (held, refusal.Trim()));
        }

        await (await Keep(folder, "Cup")).DisposeAsync();
        var (asked, shown, question) = await TandemProcess.Run(folder.Path, "restore", "monday.db");
        Assert.Equal(2, asked);
        Assert.Contains("what is there is kept beside it", shown, StringComparison.Ordinal);
        Assert.Contains("Nobody can answer here", question, StringComparison.Ordinal);
        Assert.Equal(["Cup", "Mug"], await Lines(folder.File("tandem.db")));

        var (code, json, _) = await TandemProcess.Run(folder.Path, "restore", "monday.db", "--yes", "--json");
        Assert.Equal(0, code);
        Assert.Equal(["Mug"], await Lines(folder.File("tandem.db")));
        Assert.Equal(["Cup", "Mug"], await Lines(JsonDocument.Parse(json).RootElement.GetProperty("former").GetString()!));
    }

    [Fact]
    public async Task What_cannot_be_restored_is_told_by_the_exit_code()
    {
        using var folder = new Folder();
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "backup", "monday.db")).Code);
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "backup")).Code);
        await File.WriteAllTextAsync(folder.File("text.db"), new string('x', 900));
        var (code, _, error) = await TandemProcess.Run(folder.Path, "restore", "text.db", "--yes");
        Assert.Equal(2, code);
        Assert.Contains($"The file {folder.File("text.db")} cannot be read as a database", error, StringComparison.Ordinal);
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "restore", "none.db", "--yes")).Code);
        Assert.Contains("tandem restore tandem-monday.db", (await TandemProcess.Run(folder.Path, "restore", "--help")).Output, StringComparison.Ordinal);
    }

    private static async Task<SqliteStore> Keep(Folder folder, string name)
    {
        var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        var key = new ProductKey("default", "mug");
        await store.Write("default", "began", "1", default);
        await store.Enqueue([new DueWork(new WorkKey("default", WorkKind.Product, "mug"), TimeProvider.System.GetUtcNow(), [], "test")], default);
        var lease = await store.Claim("test", TimeSpan.FromMinutes(1), default);
        var line = new JournalEntry { At = TimeProvider.System.GetUtcNow(), Connection = "default", DocumentId = "mug", Type = "note", Text = name };
        await store.Release(lease!, new Recording { Record = new ProductRecord { Key = key, StripeId = "prod_1", Link = LinkState.Live }, Journal = [line] }, new Ending.Done(), default);
        return store;
    }

    private static async Task<IEnumerable<string>> Lines(string file)
    {
        await using var store = SqliteStore.OpenReadOnly(file, TimeProvider.System);
        return (await store.Journal("default", "mug", 0, 10, default)).Select(line => line.Text);
    }
}
