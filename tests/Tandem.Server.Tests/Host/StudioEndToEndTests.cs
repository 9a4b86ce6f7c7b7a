using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;

namespace Tandem.Server.Tests.Host;

/// <summary>What an editor asks for in the Studio reaches a running service through the listener that it keeps open, and the answer comes back in the dataset.</summary>
public sealed class StudioEndToEndTests
{
    private static string? Text(JsonNode? node, string name) => node?[name]?.GetValue<string>();

    private static string Ask(SanityWorld world, string action, string document)
    {
        var nonce = Guid.NewGuid().ToString("D");
        world.Mutate(
        [
            new JsonObject
            {
                ["createIfNotExists"] = new JsonObject
                {
                    ["_id"] = $"stripeSync.request.{nonce}", ["_type"] = "stripeSync.request", ["nonce"] = nonce, ["documentId"] = document, ["action"] = action, ["requestedAt"] = "2026-11-29T10:00:00Z",
                },
            },
        ]);
        return nonce;
    }

    [Fact]
    public async Task A_request_is_heard_done_and_answered_without_any_webhook_for_it()
    {
        await using var worlds = await StandIns.Start();
        await using var server = await RunningServer.Start([.. worlds.Variables, ("TANDEM_STUDIO", "on"), ("TANDEM_SANITY_SWEEP", "1h"), ("TANDEM_STRIPE_SWEEP", "1h")]);
        Assert.Contains(server.Said.All, line => line.Contains("; Studio plugin on; ", StringComparison.Ordinal));
        worlds.Connect(server.Address);
        await server.UntilReady();
        worlds.Sanity.Editor.PublishNew(new JsonObject { ["_id"] = "mug", ["_type"] = "product", ["name"] = "Mug" });
        await Eventually.Is(() => Text(worlds.Sanity.Document("stripeSync.status.mug"), "state") == "inStep", () => server.Said.Text);

        var nonce = Ask(worlds.Sanity, "syncToStripe", "mug");
        await Eventually.Is(() => Text(worlds.Sanity.Document("stripeSync.status.mug")?["answers"]?[0], "nonce") == nonce, () => server.Said.Text);

        Assert.Null(worlds.Sanity.Document($"stripeSync.request.{nonce}"));
        Assert.Equal("nothingToDo", Text(worlds.Sanity.Document("stripeSync.status.mug")!["answers"]![0], "outcome"));
        Assert.Equal("gPerson", Text(worlds.Sanity.Document("stripeSync.status.mug")!["answers"]![0], "by"));
        Assert.Contains(server.Said.All, line => line.Contains("[STUDIO]", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Said.All, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_whose_Studio_is_off_leaves_no_document_behind()
    {
        await using var worlds = await StandIns.Start();
        await using var server = await RunningServer.Start([.. worlds.Variables, ("TANDEM_SANITY_SWEEP", "200ms")]);
        worlds.Connect(server.Address);
        await server.UntilReady();
        Ask(worlds.Sanity, "syncToStripe", "mug");
        worlds.Sanity.Editor.PublishNew(new JsonObject { ["_id"] = "mug", ["_type"] = "product", ["name"] = "Mug" });
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug"), "stripeProductId") is not null, () => server.Said.Text);

        Assert.DoesNotContain(worlds.Sanity.Documents().Keys, id => id.StartsWith("stripeSync.status.", StringComparison.Ordinal));
        Assert.DoesNotContain(worlds.Sanity.Calls.Newest, call => call.Path.Contains("/data/listen/", StringComparison.Ordinal));
    }
}
