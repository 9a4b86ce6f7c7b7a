using Tandem.Sandbox.Sanity;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>S19 of facts/sanity.md: <c>data/actions</c>, and the person in the Studio who sends them.</summary>
public sealed class ActionTests
{
    private readonly Lake _lake = new();

    private SanityEditor Editor => _lake.World.Editor;

    [Fact]
    public void The_first_edit_copies_the_published_document_into_a_draft()
    {
        Editor.PublishNew(Lake.Json("""{"_id":"mug","_type":"product","name":"Mug","stock":1}"""));

        var answer = _lake.Act("""[{"actionType":"sanity.action.document.edit","draftId":"drafts.mug","publishedId":"mug","patch":{"unset":["_empty_action_guard_pseudo_field_"]}},{"actionType":"sanity.action.document.edit","draftId":"drafts.mug","publishedId":"mug","patch":{"diffMatchPatch":{"name":"@@ -1,3 +1,4 @@\n Mug\n+s\n"}}}]""");

        Assert.Equal(200, answer.Status);
        Assert.Equal("Mugs", (string?)_lake.World.Document("drafts.mug")!["name"]);
        Assert.Equal("Mug", (string?)_lake.World.Document("mug")!["name"]);
        Assert.Equal(1, (int)_lake.World.Document("drafts.mug")!["stock"]!);
        Assert.Equal(answer.TransactionId, (string?)_lake.World.Document("drafts.mug")!["_rev"]);
    }

    [Fact]
    public void Publishing_is_one_transaction_that_overwrites_the_published_document_with_the_draft()
    {
        Editor.PublishNew(Lake.Json("""{"_id":"mug","_type":"product","name":"Mug"}"""));
        _lake.Time.Advance(TimeSpan.FromSeconds(10));
        Editor.Set("mug", "name", "Edited");
        _lake.World.Mutate([Lake.Json("""{"patch":{"id":"mug","set":{"stripeProductId":"prod_1"}}}""")]);

        var transaction = Editor.Publish("mug");

        var mug = _lake.World.Document("mug")!;
        Assert.Equal("Edited", (string?)mug["name"]);
        Assert.Null(mug["stripeProductId"]);
        Assert.Equal("2026-11-23T12:00:00Z", (string?)mug["_createdAt"]);
        Assert.Equal("2026-11-23T12:00:10Z", (string?)mug["_updatedAt"]);
        Assert.Null(_lake.World.Document("drafts.mug"));
        Assert.Equal(["mug", "drafts.mug"], _lake.World.Transactions()[^1].DocumentIds);
        Assert.Equal(transaction, (string?)mug["_rev"]);
    }

    [Theory]
    [InlineData("ifPublishedRevisionId")]
    [InlineData("ifDraftRevisionId")]
    public void Publishing_against_another_revision_is_refused(string guard)
    {
        Editor.PublishNew(Lake.Json("""{"_id":"mug","_type":"product","name":"Mug"}"""));
        Editor.Set("mug", "name", "Edited");

        var answer = _lake.Act($$$"""[{"actionType":"sanity.action.document.publish","draftId":"drafts.mug","publishedId":"mug","{{{guard}}}":"stale"}]""");

        Assert.Equal(409, answer.Status);
        Assert.Equal("actionError", (string?)answer.Body["error"]!["type"]);
        Assert.Equal("documentRevisionIDDoesNotMatchError", (string?)answer.FirstItem["type"]);
        Assert.Equal("Mug", (string?)_lake.World.Document("mug")!["name"]);
    }

    [Theory]
    [InlineData("""{"_type":"reference","_ref":"x","_weak":true,"_strengthenOnPublish":{"type":"price"}}""", """{"_type":"reference","_ref":"x"}""")]
    [InlineData("""{"_type":"reference","_ref":"x","_weak":true,"_strengthenOnPublish":{"type":"price","weak":true}}""", """{"_type":"reference","_ref":"x","_weak":true}""")]
    [InlineData("""{"_type":"reference","_ref":"x","_weak":true}""", """{"_type":"reference","_ref":"x","_weak":true}""")]
    [InlineData("""{"_type":"reference","_ref":"x","_strengthenOnPublish":{"type":"price"}}""", """{"_type":"reference","_ref":"x","_strengthenOnPublish":{"type":"price"}}""")]
    public void Publishing_strengthens_a_reference_only_if_it_carries_both_marks(string draft, string published)
    {
        _lake.World.Mutate([Lake.Json("""{"create":{"_id":"x","_type":"price"}}""")]);

        Editor.PublishNew(Lake.Json($$$"""{"_id":"mug","_type":"product","price":{{{draft}}}}"""));

        Assert.Equal(published, _lake.World.Document("mug")!["price"]!.ToJsonString());
    }

    [Fact]
    public void Publishing_a_strengthened_reference_to_an_unpublished_document_is_refused()
    {
        Editor.Create(Lake.Json("""{"_id":"mug","_type":"product","price":{"_type":"reference","_ref":"x","_weak":true,"_strengthenOnPublish":{"type":"price"}}}"""));

        var refused = Assert.Throws<SanityRefusedException>(() => Editor.Publish("mug"));

        Assert.Contains("documentReferenceDoesNotExistError", refused.Message, StringComparison.Ordinal);
        Assert.Null(_lake.World.Document("mug"));
        Assert.NotNull(_lake.World.Document("drafts.mug"));
    }

    [Fact]
    public void Unpublishing_leaves_a_draft_and_discarding_removes_it()
    {
        Editor.PublishNew(Lake.Json("""{"_id":"mug","_type":"product","name":"Mug"}"""));

        Editor.Unpublish("mug");
        Assert.Equal(["drafts.mug"], _lake.World.Documents().Keys);
        Assert.Equal("Mug", (string?)_lake.World.Document("drafts.mug")!["name"]);

        Editor.Discard("mug");
        Assert.Empty(_lake.World.Documents());
    }

    [Fact]
    public void Unpublishing_keeps_the_edits_of_an_open_draft()
    {
        Editor.PublishNew(Lake.Json("""{"_id":"mug","_type":"product","name":"Mug"}"""));
        Editor.Set("mug", "name", "Edited");

        Editor.Unpublish("mug");

        Assert.Equal("Edited", (string?)Assert.Single(_lake.World.Documents()).Value["name"]);
    }

    [Fact]
    public void Deleting_takes_the_draft_along_and_a_never_published_document_is_discarded()
    {
        Editor.PublishNew(Lake.Json("""{"_id":"mug","_type":"product"}"""));
        Editor.Set("mug", "name", "Edited");
        Editor.Create(Lake.Json("""{"_id":"new","_type":"product"}"""));

        Editor.Delete("mug");
        Editor.Delete("new");

        Assert.Empty(_lake.World.Documents());
    }

    [Fact]
    public void A_duplicate_is_a_draft_that_carries_the_ids_of_the_original()
    {
        Editor.PublishNew(Lake.Json("""{"_id":"mug","_type":"product","stripeProductId":"prod_1"}"""));

        Editor.Duplicate("mug", "mug2");

        Assert.Equal("prod_1", (string?)_lake.World.Document("drafts.mug2")!["stripeProductId"]);
        Assert.Null(_lake.World.Document("mug2"));
    }

    [Theory]
    [InlineData("""{"actionType":"sanity.action.document.create","publishedId":"a","attributes":{"_id":"drafts.a","_type":"t"},"ifExists":"fail"}""", 409)]
    [InlineData("""{"actionType":"sanity.action.document.create","publishedId":"a","attributes":{"_id":"drafts.a","_type":"t"},"ifExists":"ignore"}""", 200)]
    [InlineData("""{"actionType":"sanity.action.document.create","publishedId":"a","attributes":{"_id":"a","_type":"t"}}""", 400)]
    [InlineData("""{"actionType":"sanity.action.document.replaceDraft","publishedId":"a","attributes":{"_id":"drafts.a","_type":"t","n":2}}""", 200)]
    [InlineData("""{"actionType":"sanity.action.document.version.create","publishedId":"a","document":{"_id":"versions.r1.a","_type":"t"}}""", 200)]
    [InlineData("""{"actionType":"sanity.action.document.version.create","publishedId":"a","versionId":"versions.r1.a","baseId":"drafts.a"}""", 200)]
    [InlineData("""{"actionType":"sanity.action.document.version.replace","document":{"_id":"versions.r9.a","_type":"t"}}""", 409)]
    [InlineData("""{"actionType":"sanity.action.document.version.discard","versionId":"drafts.a"}""", 200)]
    [InlineData("""{"actionType":"sanity.action.document.version.discard","versionId":"a"}""", 400)]
    [InlineData("""{"actionType":"sanity.action.document.discard","draftId":"drafts.none"}""", 409)]
    [InlineData("""{"actionType":"sanity.action.document.delete","publishedId":"a","includeDrafts":["drafts.a"]}""", 409)]
    [InlineData("""{"actionType":"sanity.action.document.unpublish","draftId":"drafts.a","publishedId":"a"}""", 409)]
    [InlineData("""{"actionType":"sanity.action.document.edit","draftId":"drafts.b","publishedId":"b","patch":{"set":{"n":1}}}""", 409)]
    [InlineData("""{"actionType":"sanity.action.release.publish","releaseId":"r1"}""", 400)]
    [InlineData("""{"actionType":"sanity.action.document.publish","draftId":"drafts.a"}""", 400)]
    public void An_action_beside_an_open_draft_ends_as_documented(string action, int status)
    {
        Editor.Create(Lake.Json("""{"_id":"a","_type":"t"}"""));

        var answer = _lake.Act($"[{action}]");

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? 2 : 1, _lake.World.Transactions().Length);
        Assert.Equal(status == 200 ? null : "actionError", (string?)answer.Body["error"]?["type"]);
    }

    [Fact]
    public void Actions_add_array_keys_take_a_transaction_id_and_can_run_dry()
    {
        const string create = """{"actionType":"sanity.action.document.create","publishedId":"a","attributes":{"_id":"drafts.a","_type":"t","list":[{"n":1}]}}""";

        var dry = _lake.Send("POST", "/v2025-02-19/data/actions/production", $$$"""{"actions":[{{{create}}}],"transactionId":"t1","dryRun":true}""");
        Assert.Equal(200, dry.Status);
        Assert.Empty(_lake.World.Documents());

        var wet = _lake.Send("POST", "/v2025-02-19/data/actions/production", $$$"""{"actions":[{{{create}}}],"transactionId":"t1"}""");
        Assert.Equal("t1", wet.TransactionId);
        Assert.NotNull(_lake.World.Document("drafts.a")!["list"]![0]!["_key"]);
    }
}
