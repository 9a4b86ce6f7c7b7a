namespace Tandem.Engine.Tests;

/// <summary>What is older than it is kept goes by itself, a little at a time.</summary>
public sealed class HousekeepingTests
{
    [Fact]
    public async Task Old_lines_go_in_lots_and_what_is_young_or_unfinished_stays()
    {
        await using var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Pass(TimeSpan.FromMinutes(1));
        await shop.Store.Operator.Note([.. Enumerable.Range(0, 1200).Select(number => Line(shop, $"old {number}"))], default);
        shop.Time.Advance(shop.Options.Retention + TimeSpan.FromMinutes(5));
        await shop.Store.Operator.Note([Line(shop, "young")], default);

        await shop.Pass(TimeSpan.FromSeconds(1));
        Assert.InRange(await Count(shop), 201, 800);
        await shop.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(["young"], (await shop.Store.Journal(Connection.Default, null, 0, 5000, default)).Where(line => line.Type == "note").Select(line => line.Text));
        shop.Editor.SetAndPublish("mug", "name", "Cup");
        await shop.Settle();
        Assert.Equal("Cup", (string?)Assert.Single(shop.Dashboard.Products)["name"]);
    }

    [Fact]
    public async Task It_goes_on_by_itself_for_as_long_as_the_service_runs()
    {
        await using var shop = await new Shop().Open();
        await shop.Store.Operator.Note([Line(shop, "aging") with { At = shop.Time.GetUtcNow() - shop.Options.Retention + TimeSpan.FromMinutes(30) }], default);
        await shop.Pass(TimeSpan.FromMinutes(20));
        Assert.Equal(1, await Count(shop));
        await shop.Pass(TimeSpan.FromHours(2));
        Assert.Equal(0, await Count(shop));
    }

    private static async Task<int> Count(Shop shop) => (await shop.Store.Journal(Connection.Default, null, 0, 5000, default)).Count(line => line.Type == "note");

    private static JournalEntry Line(Shop shop, string text) => new() { At = shop.Time.GetUtcNow(), Connection = Connection.Default, DocumentId = "mug", Type = "note", Text = text };
}
