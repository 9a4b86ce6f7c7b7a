using System.Text.Json;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Cli;

/// <summary>Changes that wait for a person's word, seen and ruled on from a terminal.</summary>
public sealed class HeldTests
{
    private static readonly ProductKey Mug = new("default", "mug");
    private static readonly HeldChange Leap = new(
        Side.Sanity, "mug-eur", "mug-eur", FieldNames.UnitAmount, "the amount goes from 10.00 to 1000.00 EUR", [new FieldChange(FieldNames.UnitAmount, new FieldValue.Number(1000), new FieldValue.Number(100_000))]);
    private static readonly HeldChange Archive = new(
        Side.Stripe, "prod_1", "mug", FieldNames.Active, "too many", [new FieldChange(FieldNames.Active, new FieldValue.Flag(true), new FieldValue.Flag(false))]);
    private static readonly HeldChange Older = new(Side.Sanity, "mug", "mug", Conflict.Whole, "it is older", [new FieldChange(FieldNames.Name, null, new FieldValue.Text("Mug"))]);

    [Fact]
    public async Task What_is_held_is_listed_with_what_changes_and_why_it_waits()
    {
        using var folder = new Folder();
        await Hold(folder, Leap, Archive, Older);
        var (code, table, _) = await TandemProcess.Run(folder.Path, "held", "list");
        Assert.Equal(3, code);
        Assert.Matches("mug-eur +unit_amount +\\S+ \\S+ +unit_amount 1000 → 100000 +the amount goes from 10.00 to 1000.00 EUR", table);
        Assert.Matches("prod_1 +active +\\S+ \\S+ +to be archived +too many", table);
        Assert.Matches("mug +\\* +\\S+ \\S+ +to be made in Stripe: \"Mug\" +it is older", table);

        var (_, json, _) = await TandemProcess.Run(folder.Path, "held", "list", "--json");
        var first = JsonDocument.Parse(json).RootElement.GetProperty("held")[0];
        Assert.Equal(
            ["default", "mug", "sanity", "mug-eur", "mug-eur", "unit_amount"],
            new[] { "connection", "product", "side", "object", "document", "field" }.Select(name => first.GetProperty(name).GetString()));
        Assert.True(first.GetProperty("refusable").GetBoolean());
        Assert.Equal(("1000", "100000"), (first.GetProperty("changes")[0].GetProperty("from").GetString(), first.GetProperty("changes")[0].GetProperty("to").GetString()));
    }

    [Fact]
    public async Task One_is_shown_with_what_can_be_said_of_it()
    {
        using var folder = new Folder();
        await Hold(folder, Leap, Archive);
        var (code, text, _) = await TandemProcess.Run(folder.Path, "held", "show", "mug-eur");
        Assert.Equal(3, code);
        Assert.Matches(
            """(?s)Sanity mug-eur, unit_amount\s+product +mug \(default\)\s+document +mug-eur\s+held since +\S+ \S+ UTC\s+why +the amount goes.*unit_amount +1000 → 100000\s+if it is meant +tandem held release mug-eur unit_amount\s+if it is not +tandem held refuse mug-eur unit_amount; or correct the document and publish it""",
            text);
        Assert.DoesNotContain("prod_1", text, StringComparison.Ordinal);
        Assert.Contains("publish the document again", (await TandemProcess.Run(folder.Path, "held", "show", "prod_1", "active")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await TandemProcess.Run(folder.Path, "held", "show", "no-such")).Code);
    }

    [Fact]
    public async Task What_is_released_is_the_change_that_was_listed_and_the_journal_says_by_whom()
    {
        using var folder = new Folder();
        await Hold(folder, Leap, Archive);
        var (code, said, error) = await TandemProcess.Run(folder.Path, "held", "release", "mug-eur");
        Assert.Equal(2, code);
        Assert.Contains("1000 → 100000", said, StringComparison.Ordinal);
        Assert.Equal("Let this change go ahead? Nobody can answer here: say --yes, or use a terminal. Nothing was done.", error.Trim());

        Assert.Equal((0, "mug-eur unit_amount goes ahead, unit_amount 1000 → 100000."), Said(await TandemProcess.Run(folder.Path, "held", "release", "mug-eur", "--yes")));
        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        Assert.Equal([(FieldNames.UnitAmount, Ruling.Released), (FieldNames.Active, Ruling.None)], (await store.Said(Mug, default)).Held.Select(held => (held.Field, held.Ruling)));
        Assert.Equal("mug", (await store.Claim("test", TimeSpan.FromMinutes(1), default))!.Key.Id);
        Assert.Equal(
            $"{Environment.UserName} released what was held: Sanity mug-eur, unit_amount: the amount goes from 10.00 to 1000.00 EUR",
            Assert.Single(await store.Journal("default", "mug", 0, 10, default), entry => entry.Type == "operator").Text);
    }

    [Fact]
    public async Task All_of_it_is_released_at_once_and_only_price_changes_are_taken_back()
    {
        using var folder = new Folder();
        await Hold(folder, Leap, Archive, Older);
        var (code, _, error) = await TandemProcess.Run(folder.Path, "held", "refuse", "prod_1", "--yes");
        Assert.Equal((1, "Only a changed price can be refused. To take an archive back, publish the document again; what is not made yet just waits."), (code, error.Trim()));

        // The product's id stands for all of it; what can be taken back is.
        Assert.Equal((0, "mug-eur unit_amount is taken back; the document will show what Stripe shows."), Said(await TandemProcess.Run(folder.Path, "held", "refuse", "mug", "--yes")));
        var (_, json, _) = await TandemProcess.Run(folder.Path, "held", "release", "--all", "--yes", "--json");
        Assert.Equal(["prod_1", "mug"], JsonDocument.Parse(json).RootElement.GetProperty("released").EnumerateArray().Select(row => row.GetProperty("object").GetString()));
        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "held", "list")).Code);
        Assert.Equal(1, (await TandemProcess.Run(folder.Path, "held", "release", "mug-eur", "--yes")).Code);

        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        Assert.Equal([Ruling.Refused, Ruling.Released, Ruling.Released], (await store.Said(Mug, default)).Held.Select(held => held.Ruling));
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_by_the_exit_code()
    {
        using var folder = new Folder();
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "held", "list")).Code);
        await Hold(folder, Leap);
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "held", "release")).Code);
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "held", "release", "mug-eur", "--all")).Code);
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "held", "refuse")).Code);
        Assert.Equal(1, (await TandemProcess.Run(folder.Path, "held", "release", "no-such", "--yes")).Code);
        Assert.Contains("tandem held refuse mug-eur unit_amount", (await TandemProcess.Run(folder.Path, "held", "release", "--help")).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("T", "21")]
    public async Task Of_equal_ids_in_two_connections_the_one_that_is_named_is_meant()
    {
        using var folder = new Folder();
        await Hold(folder, Leap);
        await HoldIn(folder, "staging", Leap);
        var (code, _, error) = await TandemProcess.Run(folder.Path, "held", "release", "mug-eur", "--yes");
        Assert.Equal((2, "mug-eur is in several connections: default, staging. Say which one with --connection."), (code, error.Trim()));
        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "held", "release", "mug-eur", "--yes", "--connection", "staging")).Code);
        Assert.Equal(3, (await TandemProcess.Run(folder.Path, "held", "list")).Code);
        Assert.Equal(0, (await TandemProcess.Run(folder.Path, "held", "list", "--connection", "staging")).Code);
    }

    private static (int, string) Said((int Code, string Output, string Error) run) => (run.Code, run.Output.Trim());

    private static Task Hold(Folder folder, params HeldChange[] held) => HoldIn(folder, "default", held);

    private static async Task HoldIn(Folder folder, string connection, params HeldChange[] held)
    {
        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        await store.Enqueue([new DueWork(new WorkKey(connection, WorkKind.Product, "mug"), TimeProvider.System.GetUtcNow(), [], "test")], default);
        var lease = await store.Claim("test", TimeSpan.FromMinutes(1), default);
        await store.Release(lease!, new Recording { Held = [.. held] }, new Ending.Done(), default);
    }
}
