using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;

namespace Tandem.Sandbox.Tests.Interop;

/// <summary>The official clients against the stand-in of Sanity, unmodified.</summary>
public sealed class SanityClientTests(NpmClients npm)
{
    [Fact]
    public async Task The_official_client_creates_patches_listens_acts_uploads_and_deletes()
    {
        var world = new SanityWorld(new SanityWorldOptions { MutationsPerSecond = 1_000 }, TimeProvider.System);
        await using var host = await SandboxHost.Start(world, new SandboxHostOptions { Streams = new SanityStreams(world, TimeProvider.System).Serve });

        var verdict = await npm.Script("sanity-client.mjs", host.Address.AbsoluteUri, SanityWorldOptions.EditorToken);

        Same("""{"id":"mug","hasRevision":true,"hasKey":true}""", verdict["created"]);
        Assert.Equal("Mug", (string?)verdict["ifNotExists"]);
        Same("""{"name":"Big mug","amount":3,"movedOn":true}""", verdict["patched"]);
        Same("""[{"name":"Big mug"}]""", verdict["fetched"]);
        Same("""{"id":"6f1d0a52-90b6-5e0a-8d52-0c1a5c7b9e11","results":["create price-1","update mug"]}""", verdict["transaction"]);
        Assert.Equal("6f1d0a52-90b6-5e0a-8d52-0c1a5c7b9e11", (string?)verdict["revision"]);
        Same("""["price-1",null,"mug"]""", verdict["documents"]);
        Assert.Equal("Big mug", (string?)verdict["published"]);
        Same("""{"name":"Draft mug","_originalId":"drafts.mug"}""", verdict["drafts"]);
        Same("""[null,"Draft mug"]""", verdict["afterPublish"]);
        Same("""{"id":"image-4a5eb7171b58e08a6881721e3b43d5a44419a2be-1x1-png","same":true,"name":"dot.png","width":1}""", verdict["image"]);
        Same("[]", verdict["left"]);
        Assert.Equal("editor", (string?)verdict["user"]);
        Assert.Null(verdict["listenError"]);
        Assert.Equal(
            "appear:mug update:mug update:mug appear:drafts.mug update:mug disappear:drafts.mug disappear:mug",
            string.Join(' ', verdict["heard"]!.AsArray().Select(static heard => $"{heard!["transition"]}:{heard["id"]}")));
        Assert.All(verdict["heard"]!.AsArray(), static heard => Assert.True((bool)heard!["chained"]! && (bool)heard["revision"]!));
    }

    [Fact]
    public async Task The_official_client_recognises_every_refusal()
    {
        var world = new SanityWorld(new SanityWorldOptions { MutationsPerSecond = 1_000 }, TimeProvider.System);
        await using var host = await SandboxHost.Start(world, new SandboxHostOptions { Streams = new SanityStreams(world, TimeProvider.System).Serve });

        var verdict = await npm.Script("sanity-client.mjs", host.Address.AbsoluteUri, SanityWorldOptions.EditorToken);

        string Refusal(string name) => $"{verdict[name]!["name"]} {verdict[name]!["status"]} {verdict[name]!["type"]}".TrimEnd();
        Assert.Equal("ClientError 409 documentAlreadyExistsError", Refusal("exists"));
        Assert.Equal("ClientError 409 documentRevisionIDDoesNotMatchError", Refusal("stale"));
        Assert.Equal("ClientError 400 queryParseError", Refusal("parseError"));
        Assert.StartsWith("GROQ query parse error", (string?)verdict["parseError"]!["message"], StringComparison.Ordinal);
        Assert.Equal("ClientError 409 transactionAlreadyExistsError", Refusal("again"));
        Assert.Equal("ClientError 409 documentHasExistingReferencesError", Refusal("referenced"));
        Assert.Equal("ClientError 409 documentNotFoundError", Refusal("actionError"));
        Assert.Equal("ClientError 401", Refusal("anonymous"));
        Assert.Equal("ClientError 401", Refusal("wrongToken"));
        Assert.Equal("ClientError 404", Refusal("noDataset"));
    }

    [Fact]
    public async Task The_official_library_verifies_a_captured_delivery()
    {
        var world = new SanityWorld(new SanityWorldOptions(), TimeProvider.System);
        world.AddHook(JsonNode.Parse("""{"name":"t","url":"http://127.0.0.1:1/","dataset":"production","rule":{"on":["create"]},"secret":"hemmelig"}""")!.AsObject());
        world.Editor.PublishNew(JsonNode.Parse("""{"_id":"mug","_type":"product","name":"Größe – 日本語 🧢"}""")!.AsObject());
        var delivery = Assert.Single(world.Outbox.Waiting);

        var verdict = await npm.Script("sanity-webhook.mjs", Convert.ToBase64String(delivery.Body.Span), delivery.Headers()["sanity-webhook-signature"], "hemmelig");

        Same("""{"valid":true,"otherSecret":false,"otherBody":false}""", verdict);
    }

    [Fact]
    public async Task Our_tables_of_GROQ_are_answered_alike_by_the_official_evaluator()
    {
        var verdict = await npm.Script("groq.mjs");

        Same("[]", verdict["differences"]);
        Assert.InRange((int)verdict["rows"]!, 200, 10_000);
    }

    private static void Same(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}, got {actual?.ToJsonString() ?? "null"}");
}
