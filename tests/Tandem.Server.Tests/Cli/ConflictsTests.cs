using System.Text.Json;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Cli;

/// <summary>Conflicts that a person decides, seen and decided from a terminal.</summary>
public sealed class ConflictsTests
{
    private static readonly ProductKey Mug = new("default", "mug");

    [Fact]
    public async Task What_is_open_is_listed_with_the_values_of_both_sides()
    {
        using var folder = new Folder();
        await Open(folder);
        var (code, table, _) = await TandemProcess.Run(folder.Path, "conflicts", "list");
        Assert.Equal(3, code);
        Assert.Contains("mug-eur", table, StringComparison.Ordinal);
        Assert.Contains("Decide with: tandem conflicts resolve OBJECT FIELD --keep sanity (or stripe).", table, StringComparison.Ordinal);

        var (_, json, _) = await TandemProcess.Run(folder.Path, "conflicts", "list", "--json");
        var open = JsonDocument.Parse(json).RootElement.GetProperty("conflicts")[0];
        Assert.Equal(
            ["mug", "price", "mug-eur", "unit_amount", "1000", "1100", "1200"],
            new[] { "product", "kind", "object", "field", "agreed", "sanity", "stripe" }.Select(name => open.GetProperty(name).GetString()));
    }

    [Fact]
    public async Task One_is_shown_in_full_with_how_to_decide_it()
    {
        using var folder = new Folder();
        await Open(folder);
        var (code, text, _) = await TandemProcess.Run(folder.Path, "conflicts", "show", "mug");
        Assert.Equal(3, code);
        Assert.Matches(
            """(?s)mug-eur unit_amount\s+product +mug \(default\)\s+open since +\S+ \S+ UTC\s+why +both sides changed it\s+Sanity shows +1100\s+Stripe shows +1200\s+agreed before +1000\s+Sanity's stands +tandem conflicts resolve mug-eur unit_amount --keep sanity\s+Stripe's stands +tandem conflicts resolve mug-eur unit_amount --keep stripe\s+its story +tandem why mug""",
            text);
        Assert.Equal(3, (await TandemProcess.Run(folder.Path, "conflicts", "show", "mug-eur", "unit_amount")).Code);
        Assert.Equal(1, (await TandemProcess.Run(folder.Path, "conflicts", "show", "mug-eur", "nickname")).Code);
    }

    [Fact]
    public async Task A_decision_is_kept_and_makes_the_product_due()
    {
        using var folder = new Folder();
        await Open(folder);
        var (code, said, _) = await TandemProcess.Run(folder.Path, "conflicts", "resolve", "mug-eur", "unit_amount", "--keep", "stripe");
        Assert.Equal((0, "mug-eur unit_amount: Stripe's 1200 stands."), (code, said.Trim()));

        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        Assert.Equal(Winner.Stripe, Assert.Single((await store.Said(Mug, default)).Decided).Winner);
        Assert.Equal("mug", (await store.Claim("test", TimeSpan.FromMinutes(1), default))!.Key.Id);
        Assert.Equal($"{Environment.UserName} let Stripe's value of mug-eur unit_amount stand", Assert.Single(await store.Journal("default", "mug", 0, 10, default)).Text);
    }

    [Fact]
    public async Task What_cannot_be_decided_is_told_by_the_exit_code()
    {
        using var folder = new Folder();
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "conflicts", "list")).Code);
        await Open(folder);
        Assert.Equal(1, (await TandemProcess.Run(folder.Path, "conflicts", "resolve", "mug-eur", "nickname", "--keep", "stripe")).Code);
        Assert.Contains("publish it again", (await TandemProcess.Run(folder.Path, "conflicts", "resolve", "mug-eur", "*", "--keep", "stripe")).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "conflicts", "resolve", "mug-eur", "unit_amount")).Code);
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "conflicts", "resolve", "mug-eur", "unit_amount", "--keep", "both")).Code);
    }

    [Fact]
    public async Task A_delete_that_an_edit_met_may_stand()
    {
        using var folder = new Folder();
        await Open(folder, "*");
        var (code, said, _) = await TandemProcess.Run(folder.Path, "conflicts", "resolve", "mug-eur", "*", "--keep", "sanity");
        Assert.Equal((0, "mug-eur *: the delete stands."), (code, said.Trim()));
        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        Assert.Equal(Winner.Sanity, Assert.Single((await store.Said(Mug, default)).Decided).Winner);
    }

    [Fact]
    [Trait("T", "21")]
    public async Task Of_equal_ids_in_two_connections_the_one_that_is_named_is_decided()
    {
        using var folder = new Folder();
        await Open(folder);
        await Open(folder, connection: "staging");
        var (_, table, _) = await TandemProcess.Run(folder.Path, "conflicts", "list");
        Assert.Contains("Connection", table, StringComparison.Ordinal);
        Assert.Contains("staging", table, StringComparison.Ordinal);
        var (code, _, error) = await TandemProcess.Run(folder.Path, "conflicts", "resolve", "mug-eur", "unit_amount", "--keep", "stripe");
        Assert.Equal((2, "mug-eur unit_amount is in several connections: default, staging. Say which one with --connection."), (code, error.Trim()));

        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "conflicts", "resolve", "mug-eur", "unit_amount", "--keep", "stripe", "--connection", "staging")).Code);
        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        Assert.Equal((0, 1), (((await store.Said(Mug, default)).Decided).Length, ((await store.Said(Mug with { Connection = "staging" }, default)).Decided).Length));
    }

    private static async Task Open(Folder folder, string field = FieldNames.UnitAmount, string connection = "default")
    {
        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        await store.Enqueue([new DueWork(new WorkKey(connection, WorkKind.Product, "mug"), TimeProvider.System.GetUtcNow(), [], "test")], default);
        FieldValue Amount(int minor) => new FieldValue.Number(minor);
        var lease = await store.Claim("test", TimeSpan.FromMinutes(1), default);
        var conflict = new Conflict(Kind.Price, "mug-eur", field, Amount(1000), Amount(1100), Amount(1200), Winner.Ask, "both sides changed it");
        await store.Release(lease!, new Recording { Record = new ProductRecord { Key = Mug with { Connection = connection } }, OpenConflicts = [conflict] }, new Ending.Done(), default);
    }
}
