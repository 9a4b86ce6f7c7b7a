using System.Text.Json.Nodes;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>The events of a document, which the Studio shows as its history.</summary>
public sealed class DocumentEventsTests
{
    private readonly Lake _lake = new();

    [Fact]
    public void The_life_of_a_document_is_told_newest_first()
    {
        var editor = _lake.World.Editor;
        editor.PublishNew(Lake.Json("""{"_id":"mug","_type":"product","name":"Mug"}"""));
        editor.Set("mug", "name", "Cup");
        editor.Discard("mug");
        _lake.Mutate("""[{"patch":{"id":"mug","set":{"name":"Bowl"}}}]""");
        editor.Unpublish("mug");
        editor.Publish("mug");
        editor.Delete("mug");

        Assert.Equal(
            [
                "deleteDocumentGroup", "publishDocumentVersion", "unpublishDocument", "updateLiveDocument", "deleteDocumentVersion", "createDocumentVersion",
                "publishDocumentVersion", "createDocumentVersion",
            ],
            Events("drafts.mug").Select(static told => (string?)told["type"]));
    }

    [Fact]
    public void An_event_names_the_revisions_that_the_Studio_looks_up()
    {
        var editor = _lake.World.Editor;
        var created = editor.Create(Lake.Json("""{"_id":"mug","_type":"product"}"""));
        var edited = editor.Set("mug", "name", "Mug");
        var published = editor.Publish("mug");
        var patched = _lake.Mutate("""[{"patch":{"id":"mug","set":{"name":"Bowl"}}}]""").TransactionId;

        var (live, publish, create) = (Events("mug")[0], Events("mug")[1], Events("mug")[2]);

        Assert.Equal(("mug", "drafts.mug", created), ((string?)create["documentId"], (string?)create["versionId"], (string?)create["versionRevisionId"]));
        Assert.Equal((edited, published), ((string?)publish["versionRevisionId"], (string?)publish["revisionId"]));
        Assert.Equal((patched, "pEditor"), ((string?)live["revisionId"], (string?)live["author"]));
        Assert.Equal("gPerson", (string?)publish["author"]);
    }

    [Fact]
    public void Others_and_plain_edits_of_a_draft_are_no_events()
    {
        _lake.Mutate("""[{"create":{"_id":"other","_type":"product"}},{"create":{"_id":"mug","_type":"product"}},{"create":{"_id":"versions.r1.mug","_type":"product"}}]""");
        _lake.World.Editor.Set("mug", "name", "Cup");
        _lake.World.Editor.Set("mug", "name", "Bowl");

        Assert.Equal(["createDocumentVersion", "createLiveDocument"], Events("drafts.mug").Select(static told => (string?)told["type"]));
        Assert.Equal("versions.r1.mug", (string?)Assert.Single(Events("versions.r1.mug"))["versionId"]);
        Assert.Single(Events("drafts.mug", "?limit=1"));
        Assert.Empty(Events("nobody"));
    }

    private List<JsonNode> Events(string id, string query = "") =>
        [.. _lake.Send("GET", $"/v2025-02-19/data/history/production/events/documents/{id}{query}").Body["events"]![id]!.AsArray().Select(static told => told!)];
}
