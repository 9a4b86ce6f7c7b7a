using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Server.Tests.Host;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Cli;

/// <summary>The story of a product, told from a terminal.</summary>
public sealed class WhyTests
{
    [Fact]
    public async Task A_change_is_told_from_its_webhook_to_the_write_that_it_led_to()
    {
        await using var worlds = await StandIns.Start();
        using var folder = new Folder();
        var server = await RunningServer.Start(folder, null, worlds.Variables);
        worlds.Connect(server.Address);
        await server.UntilReady();
        worlds.Sanity.Editor.PublishNew(new JsonObject { ["_id"] = "mug", ["_type"] = "product", ["name"] = "Mug" });
        await Eventually.Is(() => worlds.Sanity.Document("mug")!["stripeProductId"] is not null, () => server.Said.Text);
        var id = (string)worlds.Sanity.Document("mug")!["stripeProductId"]!;

        // Else a pass that was due before may carry the edit over, whose webhook comes after it.
        await Eventually.Is(async () => (await server.Store.Operator.Overview("default", default)).Single() is { Products: 1, Pending: 0 }, () => server.Said.Text);
        worlds.Stripe.Dashboard.EditProduct(id, ("name", "Big mug"));
        await Eventually.Is(async () => (await server.Store.Journal("default", "mug", 0, 100, default)).Any(entry => entry.Type == "agreed"), () => server.Said.Text);

        var (code, text, _) = await TandemProcess.Run(folder.Path, "why", id);
        Assert.True(code == 0, text);
        Assert.StartsWith($"mug (default): linked to {id}", text, StringComparison.Ordinal);
        var lines = text.ReplaceLineEndings("\n").Split('\n').ToList();
        var told = new[]
        {
            lines.FindIndex(line => line.Contains(" - hint: Sanity webhook create ", StringComparison.Ordinal)),
            lines.FindIndex(line => line.Contains($" write: product {id} created: the document has no Stripe product yet: active true, name \"Mug\" [req_", StringComparison.Ordinal)),
            lines.FindIndex(line => line.Contains(" - hint: Stripe webhook product.updated evt_", StringComparison.Ordinal)),
            lines.FindIndex(line => line.Contains(" plan: ", StringComparison.Ordinal) && line.EndsWith(": 1 change in Sanity", StringComparison.Ordinal)),
            lines.FindIndex(line => line.Contains(" write: product document mug: name: \"Mug\" → \"Big mug\" (the product changed in Stripe) [", StringComparison.Ordinal)),
            lines.FindIndex(line => line.Contains(" agreed: in step again: name \"Mug\" → \"Big mug\"", StringComparison.Ordinal)),
        };
        Assert.True(told[0] >= 0 && told.SequenceEqual(told.Order()), text);

        var why = JsonDocument.Parse((await TandemProcess.Run(folder.Path, "why", "drafts.mug", "--json")).Output).RootElement;
        Assert.Equal(("mug", "mug", id, "live"), (Text(why, "asked"), Text(why, "product"), Text(why, "stripeProduct"), Text(why, "link")));
        var agreed = why.GetProperty("timeline").EnumerateArray().Last(line => Text(line, "what") == "agreed").GetProperty("agreed")[0];
        Assert.Equal(("name", "Mug", "Big mug"), (Text(agreed, "field"), Text(agreed, "fromSanity"), Text(agreed, "toStripe")));
        await server.Host.Stop();
        await server.Host.DisposeAsync();
    }

    [Fact]
    public async Task What_waits_for_a_person_is_told_first_and_by_the_exit_code()
    {
        using var folder = new Folder();
        await using (var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System))
        {
            await store.Enqueue([new DueWork(new WorkKey("default", WorkKind.Product, "mug"), TimeProvider.System.GetUtcNow(), [], "test")], default);
            var lease = await store.Claim("test", TimeSpan.FromMinutes(1), default);
            JournalEntry[] journal = [.. Enumerable.Range(1, 5).Select(number => new JournalEntry { At = TimeProvider.System.GetUtcNow(), Connection = "default", DocumentId = "mug", Type = "note", Text = $"line {number}\u001b[31m" })];
            await store.Release(lease!, new Recording { Record = new ProductRecord { Key = new ProductKey("default", "mug") }, Journal = [.. journal] }, new Ending.Park("Stripe refuses the name."), default);
        }

        var (code, text, _) = await TandemProcess.Run(folder.Path, "why", "mug", "--limit", "2");
        Assert.Equal(3, code);
        Assert.Matches("(?s)mug \\(default\\): not linked\\s+parked: since [^,]+, after 1 attempts: Stripe refuses the name.\\s+The newest 2 lines; --limit shows more.\\s+\\S+ #4 note: line 4�\\[31m\\s+\\S+ #5 note: line 5", text);
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "why", "mug", "--limit", "0")).Code);
    }

    [Fact]
    public async Task What_is_not_known_is_told_with_what_may_be_the_cause()
    {
        using var folder = new Folder();
        await using (var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System))
        {
            var delivery = new Delivery { Connection = "default", Side = Side.Stripe, Id = "evt_1", Type = "price.updated", Subject = new ObjectId(Side.Stripe, Kind.Price, "price_9"), ReceivedAt = TimeProvider.System.GetUtcNow(), Foreign = "It comes from live mode." };
            await store.Write("default", "began", "1", default);
            await store.Accept(delivery, Verdict.News, default);
        }

        var (code, _, error) = await TandemProcess.Run(folder.Path, "why", "price_1");
        Assert.Equal(1, code);
        Assert.Contains("Nothing is known of price_1 in ", error, StringComparison.Ordinal);
        (code, var text, error) = await TandemProcess.Run(folder.Path, "why", "price_9");
        Assert.Equal((1, "price_9 belongs to another environment: its webhooks are kept apart and never applied."), (code, error.Trim()));
        Assert.Contains("hint: Stripe webhook price.updated evt_1, about price_9; of another environment, kept apart: It comes from live mode.", text.Replace("feed", "webhook", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equal_ids_of_two_connections_must_be_told_apart()
    {
        using var folder = new Folder();
        await using (var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System))
        {
            await store.Enqueue([.. new[] { "default", "staging" }.Select(connection => new DueWork(new WorkKey(connection, WorkKind.Product, "mug"), TimeProvider.System.GetUtcNow(), [], "test"))], default);
        }

        var (code, _, error) = await TandemProcess.Run(folder.Path, "why", "mug");
        Assert.Equal((2, "mug is in several connections: default, staging. Say which one with --connection."), (code, error.Trim()));
        Assert.StartsWith("mug (staging): no pass has come to an end yet", (await TandemProcess.Run(folder.Path, "why", "mug", "--connection", "staging")).Output, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
