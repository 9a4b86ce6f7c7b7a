using System.Text.Json;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Cli;

/// <summary>An object is taken back from a terminal to what was agreed earlier.</summary>
public sealed class UndoTests
{
    private static readonly ProductKey Mug = new("default", "mug");

    [Fact]
    public async Task It_is_shown_what_would_change_and_asked_for_when_somebody_says_so()
    {
        using var folder = new Folder();
        await Keep(folder);
        var (code, shown, error) = await TandemProcess.Run(folder.Path, "undo", "mug", "--to", "1");
        Assert.Equal(2, code);
        Assert.Matches("""(?s)^mug \(default\): back to what was agreed at #1, \S+ \S+ UTC\s+~ +name +"Cup" → "Mug"\s+~ +price mug-eur, unit_amount +1500 → 1200\s+The price of mug-eur in Stripe is replaced""", shown);
        Assert.Equal("Take it back? Nobody can answer here: say --yes, or use a terminal. Nothing was done.", error.Trim());
        Assert.Null(await Asked(folder));

        var (done, said, _) = await TandemProcess.Run(folder.Path, "undo", "mug", "--to", "#1", "--yes");
        Assert.Equal(0, done);
        Assert.Contains("Asked for. No service is running: it is done at the next start; tandem why mug tells", said, StringComparison.Ordinal);
        Assert.Equal([FieldNames.Name, FieldNames.UnitAmount], (await Asked(folder))!.Changes.Select(change => change.Field));
        Assert.Contains("""undo: asked for, and not done yet: name "Cup" → "Mug", mug-eur unit_amount 1500 → 1200""", (await TandemProcess.Run(folder.Path, "why", "mug")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_place_it_goes_back_before_the_newest_change_and_a_price_goes_back_alone()
    {
        using var folder = new Folder();
        await Keep(folder);
        var (code, json, _) = await TandemProcess.Run(folder.Path, "undo", "mug", "--dry-run", "--json");
        Assert.Equal((3, "name \"Cup\" → \"Pot\""), (code, Changes(json)));
        Assert.False(JsonDocument.Parse(json).RootElement.GetProperty("asked").GetBoolean());
        Assert.Equal("unit_amount 1500 → 1200", Changes((await TandemProcess.Run(folder.Path, "undo", "price_1", "--dry-run", "--json")).Output));
        Assert.Equal("unit_amount 1500 → 1200", Changes((await TandemProcess.Run(folder.Path, "undo", "mug-eur", "--to", "1", "--yes", "--json")).Output));
        Assert.Equal(FieldNames.UnitAmount, Assert.Single((await Asked(folder))!.Changes).Field);
    }

    [Fact]
    public async Task A_moment_is_a_place_too()
    {
        using var folder = new Folder();
        await Keep(folder);
        Assert.Equal("""name "Cup" → "Pot" """.Trim(), Changes((await TandemProcess.Run(folder.Path, "undo", "prod_1", "--to", "2026-11-02 12:00", "--dry-run", "--json")).Output));
        var (now, nothing, _) = await TandemProcess.Run(folder.Path, "undo", "mug", "--to", "2026-11-28T00:00:00Z");
        Assert.Equal(0, now);
        Assert.Contains("Nothing to undo", nothing, StringComparison.Ordinal);
        var (far, _, error) = await TandemProcess.Run(folder.Path, "undo", "mug", "--to", "2026-10-01");
        Assert.Equal((1, "Its journal reaches back to 2026-11-01 00:00 UTC; what is older is not kept (TANDEM_RETENTION), or it was not known then."), (far, error.Trim()));
    }

    [Fact]
    public async Task What_cannot_be_undone_is_refused_with_the_reason()
    {
        using var folder = new Folder();
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "undo", "mug")).Code);
        await Keep(folder);
        Assert.Equal((1, "Nothing is known of no-such."), Refused(await TandemProcess.Run(folder.Path, "undo", "no-such", "--yes")));
        Assert.Equal((1, "#99 is no line of its journal; tandem why shows them."), Refused(await TandemProcess.Run(folder.Path, "undo", "mug", "--to", "99")));
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "undo", "mug", "--to", "yesterday")).Code);
        await Keep(folder, record => record with { Link = LinkState.Tombstone, Lost = TombstoneCause.DocumentGone });
        Assert.Equal((1, "Its document is gone. Publish it again: that brings its product and prices back as they were."), Refused(await TandemProcess.Run(folder.Path, "undo", "mug", "--yes")));
        Assert.Contains("tandem undo mug --to 26", (await TandemProcess.Run(folder.Path, "undo", "--help")).Output, StringComparison.Ordinal);
    }

    private static (int, string) Refused((int Code, string Output, string Error) run) => (run.Code, run.Error.Trim());

    private static string Changes(string json) => string.Join(", ", JsonDocument.Parse(json).RootElement.GetProperty("changes").EnumerateArray()
        .Select(change => $"{change.GetProperty("field").GetString()} {Shown(change, "from")} → {Shown(change, "to")}"));

    private static string Shown(JsonElement change, string name) => change.GetProperty("field").GetString() == FieldNames.Name ? $"\"{change.GetProperty(name).GetString()}\"" : change.GetProperty(name).GetString()!;

    private static async Task<Undo?> Asked(Folder folder)
    {
        await using var store = SqliteStore.OpenReadOnly(folder.File("tandem.db"), TimeProvider.System);
        return (await store.Said(Mug, default)).Undo;
    }

    // Line 1 makes it, line 2 changes name and amount, line 3 the name again; a day lies between them.
    private static async Task Keep(Folder folder, Func<ProductRecord, ProductRecord>? change = null)
    {
        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        await store.Write("default", "began", "1", default);
        await store.Enqueue([new DueWork(new WorkKey("default", WorkKind.Product, "mug"), TimeProvider.System.GetUtcNow(), [], "test")], default);
        var lease = await store.Claim("test", TimeSpan.FromMinutes(1), default);
        var record = new ProductRecord
        {
            Key = Mug, StripeId = "prod_1", Link = LinkState.Live, Agreed = ProductRecord.NoneAgreed.SetItem(FieldNames.Name, Both("Cup")),
            Slots = [new SlotRecord { Slot = "mug-eur", PriceId = "price_1", Agreed = ProductRecord.NoneAgreed.SetItem(FieldNames.UnitAmount, Both(1500)) }],
        };
        var name = new AgreedChange(Kind.Product, "mug", FieldNames.Name, Both("Mug"), Both("Pot"));
        await store.Release(
            lease!,
            new Recording
            {
                Record = change is null ? record : change(record),
                Journal =
                [
                    Line(1), Line(2, name, new AgreedChange(Kind.Price, "mug-eur", FieldNames.UnitAmount, Both(1200), Both(1500))),
                    Line(3, name with { From = Both("Pot"), To = Both("Cup") }),
                ],
            },
            new Ending.Done(),
            default);
    }

    private static JournalEntry Line(int day, params AgreedChange[] agreed) => new()
    {
        At = new DateTimeOffset(2026, 11, day, 0, 0, 0, TimeSpan.Zero), Connection = "default", DocumentId = "mug", Type = agreed.Length == 0 ? "note" : "agreed", Text = "in step again", Agreed = [.. agreed],
    };

    private static AgreedValue Both(object value)
    {
        FieldValue both = value is string text ? new FieldValue.Text(text) : new FieldValue.Number((int)value);
        return new AgreedValue(both, both);
    }
}
