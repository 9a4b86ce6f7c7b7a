using System.Text.Json.Nodes;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>S1–S10 of facts/sanity.md: <c>data/mutate</c>.</summary>
public sealed class MutationTests
{
    private const string Mug = """{"_id":"mug","_type":"product","name":"Mug","stock":3}""";
    private readonly Lake _lake = new();

    [Theory]
    [InlineData("mug", true)]
    [InlineData("_x.Y-9", true)]
    [InlineData("stripeProduct-prod_1", true)]
    [InlineData("-mug", false)]
    [InlineData("a.-b", false)]
    [InlineData("a..b", false)]
    [InlineData("mug/1", false)]
    [InlineData("møg", false)]
    [InlineData(".a", false)]
    [InlineData("a\n", false)]
    [InlineData("x23456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789", false)]
    public void An_id_outside_of_the_grammar_is_refused(string id, bool isValid)
    {
        var answer = _lake.Mutate($$$$"""[{"create":{"_id":{{{{JsonValue.Create(id).ToJsonString()}}}},"_type":"product"}}]""");

        Assert.Equal(isValid ? 200 : 400, answer.Status);
        Assert.Equal(isValid, _lake.World.Document(id) is not null);
    }

    [Fact]
    public void An_id_may_be_left_out_or_end_in_a_prefix()
    {
        var answer = _lake.Mutate("""[{"create":{"_type":"product"}},{"create":{"_id":"drafts.","_type":"product"}}]""");

        var ids = answer.Body["results"]!.AsArray().Select(static result => (string)result!["id"]!).ToList();
        Assert.Matches("^[0-9A-Za-z]{22}$", ids[0]);
        Assert.Matches("^drafts\\.[0-9A-Za-z]{22}$", ids[1]);
    }

    [Fact]
    public void Creating_what_exists_is_refused_and_nothing_of_the_transaction_happens()
    {
        _lake.Mutate($"[{{\"create\":{Mug}}}]");

        var answer = _lake.Mutate($$$$"""[{"create":{"_id":"other","_type":"product"}},{"create":{{{{Mug}}}}}]""");

        Assert.Equal(409, answer.Status);
        Assert.Equal(
            """{"error":{"description":"Mutation failed: Document by ID \"mug\" already exists","items":[{"error":{"id":"mug","description":"Document by ID \"mug\" already exists","type":"documentAlreadyExistsError"},"index":1}],"type":"mutationError"}}""",
            answer.Text);
        Assert.Equal(["mug"], _lake.World.Documents().Keys);
        Assert.Single(_lake.World.Transactions());
    }

    [Fact]
    public void Replacing_replaces_totally_and_keeps_the_time_of_creation()
    {
        _lake.Mutate($"[{{\"create\":{Mug}}}]");
        _lake.Time.Advance(TimeSpan.FromSeconds(5));

        var answer = _lake.Mutate("""[{"createOrReplace":{"_id":"mug","_type":"product","color":"red","_rev":"ignored"}}]""");

        var mug = _lake.World.Document("mug")!;
        Assert.Equal("update:mug", answer.Operations);
        Assert.Null(mug["name"]);
        Assert.Equal("2026-11-23T12:00:00Z", (string?)mug["_createdAt"]);
        Assert.Equal("2026-11-23T12:00:05Z", (string?)mug["_updatedAt"]);
        Assert.Equal(answer.TransactionId, (string?)mug["_rev"]);
    }

    [Fact]
    public void Creating_if_absent_and_deleting_what_is_absent_succeed_silently()
    {
        _lake.Mutate($"[{{\"create\":{Mug}}}]");

        var answer = _lake.Mutate("""[{"createIfNotExists":{"_id":"mug","_type":"product","name":"Other"}},{"delete":{"id":"nothing"}}]""");

        Assert.Equal(200, answer.Status);
        Assert.Equal("none:mug none:nothing", answer.Operations);
        Assert.Equal("Mug", (string?)_lake.World.Document("mug")!["name"]);
    }

    [Fact]
    public void A_type_changes_only_while_nobody_refers_to_the_document()
    {
        _lake.Mutate($$$$"""[{"create":{{{{Mug}}}}},{"create":{"_id":"price","_type":"price","product":{"_type":"reference","_ref":"mug"}}}]""");
        const string retype = """[{"createOrReplace":{"_id":"mug","_type":"thing"}}]""";

        Assert.Equal(409, _lake.Mutate(retype).Status);
        _lake.Mutate("""[{"delete":{"id":"price"}}]""");
        Assert.Equal(200, _lake.Mutate(retype).Status);
        Assert.Equal("thing", (string?)_lake.World.Document("mug")!["_type"]);
    }

    [Fact]
    public void Patching_what_is_missing_is_refused()
    {
        var answer = _lake.Mutate("""[{"patch":{"id":"mug","set":{"name":"x"}}}]""");

        Assert.Equal(409, answer.Status);
        Assert.Equal("""{"id":"mug","description":"The document with the ID \"mug\" was not found","type":"documentNotFoundError"}""", answer.FirstItem.ToJsonString().Replace("\\u0022", "\\\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_revision_is_refused_with_both_revisions_and_the_exact_text()
    {
        var first = _lake.Mutate($"[{{\"create\":{Mug}}}]").TransactionId;
        var second = _lake.Mutate($$$$"""[{"patch":{"id":"mug","ifRevisionID":"{{{{first}}}}","set":{"name":"Big mug"}}}]""").TransactionId;

        var answer = _lake.Mutate($$$$"""[{"patch":{"id":"mug","ifRevisionID":"{{{{first}}}}","set":{"name":"Never"}}}]""");

        Assert.Equal(409, answer.Status);
        var text = $"Document \\\"mug\\\" has unexpected revision ID (\\\"{second}\\\"), expected \\\"{first}\\\"";
        Assert.Equal(
            $$$$"""{"error":{"description":"Mutation failed: {{{{text}}}}","items":[{"error":{"currentRevisionID":"{{{{second}}}}","expectedRevisionID":"{{{{first}}}}","description":"{{{{text}}}}","type":"documentRevisionIDDoesNotMatchError"},"index":0}],"type":"mutationError"}}""",
            answer.Text);
        Assert.Equal("Big mug", (string?)_lake.World.Document("mug")!["name"]);
    }

    [Fact]
    public void The_revision_lock_trick_guards_a_replace_and_a_delete()
    {
        var revision = _lake.Mutate($"[{{\"create\":{Mug}}}]").TransactionId;
        _lake.Mutate("""[{"patch":{"id":"mug","set":{"name":"Edited"}}}]""");
        var guard = $$$$"""{"patch":{"id":"mug","ifRevisionID":"{{{{revision}}}}","unset":["_revision_lock_pseudo_field_"]}}""";

        Assert.Equal(409, _lake.Mutate($$$$"""[{{{{guard}}}},{"delete":{"id":"mug"}}]""").Status);
        Assert.Equal(409, _lake.Mutate($$$$"""[{{{{guard}}}},{"createOrReplace":{"_id":"mug","_type":"product"}}]""").Status);
        Assert.Equal("Edited", (string?)_lake.World.Document("mug")!["name"]);
    }

    [Fact]
    public void Within_a_transaction_an_earlier_mutation_has_moved_the_revision_on()
    {
        var revision = _lake.Mutate($"[{{\"create\":{Mug}}}]").TransactionId;
        var patch = $$$$"""{"patch":{"id":"mug","ifRevisionID":"{{{{revision}}}}","set":{"name":"x"}}}""";

        Assert.Equal(409, _lake.Mutate($"[{patch},{patch}]").Status);
        Assert.Equal(200, _lake.Mutate($$$$"""[{{{{patch}}}},{"patch":{"id":"mug","set":{"stock":4}}}]""").Status);
    }

    [Fact]
    public void A_strong_reference_into_the_void_is_refused_at_the_end_of_the_transaction()
    {
        const string price = """{"create":{"_id":"price","_type":"price","product":{"_type":"reference","_ref":"mug"}}}""";

        var answer = _lake.Mutate($"[{price}]");

        Assert.Equal(409, answer.Status);
        Assert.Equal("documentReferenceDoesNotExistError", (string?)answer.FirstItem["type"]);
        Assert.Equal("mug", (string?)answer.FirstItem["referenceID"]);
        Assert.Equal("Document \"price\" references non-existent document \"mug\"", (string?)answer.FirstItem["description"]);
        Assert.Equal(200, _lake.Mutate($"[{price},{{\"create\":{Mug}}}]").Status);
        Assert.Equal(200, _lake.Mutate("""[{"create":{"_type":"price","product":{"_type":"reference","_ref":"gone","_weak":true}}}]""").Status);
    }

    [Fact]
    public void A_document_that_others_need_cannot_be_deleted_and_drafts_count()
    {
        _lake.Mutate($$$$"""[{"create":{{{{Mug}}}}},{"create":{"_id":"drafts.price","_type":"price","list":[{"product":{"_type":"reference","_ref":"mug"}}]}}]""");

        var answer = _lake.Mutate("""[{"delete":{"id":"mug"}}]""");

        Assert.Equal(409, answer.Status);
        Assert.Equal("documentHasExistingReferencesError", (string?)answer.FirstItem["type"]);
        Assert.Equal("""["drafts.price"]""", answer.FirstItem["referencingIDs"]!.ToJsonString());
        Assert.Equal("Document \"mug\" cannot be deleted as there are references to it from \"drafts.price\"", (string?)answer.FirstItem["description"]);
        Assert.Equal(200, _lake.Mutate("""[{"delete":{"id":"mug"}},{"delete":{"id":"drafts.price"}}]""").Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_transaction_id_is_taken_once(bool inBody)
    {
        const string id = "0b1f8a52-2c43-5b7e-9a57-0d0f4b1c2d3e";
        var first = inBody
            ? _lake.Mutate($"[{{\"create\":{Mug}}}]", transactionId: id)
            : _lake.Mutate($"[{{\"create\":{Mug}}}]", $"returnIds=true&transactionId={id}");

        var again = _lake.Mutate("""[{"patch":{"id":"mug","inc":{"stock":1}}}]""", transactionId: id);

        Assert.Equal(id, first.TransactionId);
        Assert.Equal(409, again.Status);
        Assert.Equal("transactionAlreadyExistsError", (string?)again.Body["error"]!["type"]);
        Assert.Equal(3, (int)_lake.World.Document("mug")!["stock"]!);
        Assert.Equal(id, (string?)_lake.World.Document("mug")!["_rev"]);
    }

    [Fact]
    public void Every_document_of_a_transaction_gets_its_id_as_revision_and_whole_seconds()
    {
        var answer = _lake.Mutate("""[{"create":{"_id":"a","_type":"t","_createdAt":"2020-01-01T00:00:00Z"}},{"create":{"_id":"b","_type":"t"}}]""");

        Assert.Matches("^[0-9A-Za-z]{22}$", answer.TransactionId);
        Assert.All(_lake.World.Documents().Values, document => Assert.Equal(answer.TransactionId, (string?)document["_rev"]));
        Assert.Equal("2020-01-01T00:00:00Z", (string?)_lake.World.Document("a")!["_createdAt"]);
        Assert.Equal("2026-11-23T12:00:00Z", (string?)_lake.World.Document("b")!["_updatedAt"]);
    }

    [Fact]
    public void A_patch_that_changes_nothing_is_a_transaction_with_a_webhook_all_the_same()
    {
        _lake.AddHook();
        var first = _lake.Mutate($"[{{\"create\":{Mug}}}]").TransactionId;
        _lake.Deliveries();

        var second = _lake.Mutate("""[{"patch":{"id":"mug","set":{"name":"Mug"}}}]""").TransactionId;

        Assert.NotEqual(first, second);
        Assert.Equal(second, (string?)_lake.World.Document("mug")!["_rev"]);
        Assert.Equal("update product mug", Assert.Single(_lake.Deliveries()).Summary);
    }

    [Fact]
    public void A_dry_run_answers_the_same_and_writes_nothing()
    {
        _lake.AddHook();
        var answer = _lake.Mutate($"[{{\"create\":{Mug}}}]", "dryRun=true&returnDocuments=true");

        Assert.Equal("create:mug", answer.Operations);
        Assert.Equal("Mug", (string?)answer.Body["results"]![0]!["document"]!["name"]);
        Assert.Empty(_lake.World.Documents());
        Assert.Empty(_lake.Deliveries());
        Assert.Equal(409, _lake.Mutate("""[{"patch":{"id":"mug","set":{"a":1}}}]""", "dryRun=true").Status);
    }

    [Fact]
    public void Array_keys_are_made_only_on_request_and_only_where_they_lack()
    {
        const string mutation = """[{"createOrReplace":{"_id":"a","_type":"t","list":[{"x":[{"y":1}]},{"_key":"mine"},"text"]}}]""";

        _lake.Mutate(mutation);
        Assert.Null(_lake.World.Document("a")!["list"]![0]!["_key"]);

        _lake.Mutate(mutation, "autoGenerateArrayKeys=true");
        var list = _lake.World.Document("a")!["list"]!;
        Assert.Matches("^[0-9A-Za-z]{12}$", (string)list[0]!["_key"]!);
        Assert.Matches("^[0-9A-Za-z]{12}$", (string)list[0]!["x"]![0]!["_key"]!);
        Assert.Equal("mine", (string?)list[1]!["_key"]);
    }

    [Fact]
    public void Documents_are_patched_and_deleted_by_query()
    {
        _lake.Mutate("""[{"create":{"_id":"a","_type":"t","n":1}},{"create":{"_id":"b","_type":"t","n":2}},{"create":{"_id":"c","_type":"u"}}]""");

        var patched = _lake.Mutate("""[{"patch":{"query":"*[_type == $t]","params":{"t":"t"},"inc":{"n":10}}},{"delete":{"query":"*[_type == \"t\" && n == 12]"}}]""");

        Assert.Equal("update:a update:b delete:b", patched.Operations);
        Assert.Equal(["a", "c"], _lake.World.Documents().Keys);
        Assert.Equal(11, (int)_lake.World.Document("a")!["n"]!);
    }

    [Theory]
    [InlineData("""[{"create":{"_id":"a"}}]""")]
    [InlineData("""[{"upsert":{"_id":"a","_type":"t"}}]""")]
    [InlineData("""[{"create":{"_type":"t"},"delete":{"id":"a"}}]""")]
    [InlineData("""["create"]""")]
    [InlineData("""[{"patch":{"id":"mug","append":{"a":1}}}]""")]
    [InlineData("""[{"patch":{"id":"mug","set":{"_type":"other"}}}]""")]
    [InlineData("""[{"patch":{"id":"mug","unset":["_id"]}}]""")]
    [InlineData("""[{"patch":{"id":"mug","inc":{"name":1}}}]""")]
    [InlineData("""[{"patch":{"id":"mug","set":{"a[":1}}}]""")]
    [InlineData("""[{"patch":{"set":{"a":1}}}]""")]
    [InlineData("""[{"delete":{"query":"*[_type == "}}]""")]
    public void A_senseless_mutation_is_a_bad_request_and_changes_nothing(string mutations)
    {
        var revision = _lake.Mutate($"[{{\"create\":{Mug}}}]").TransactionId;

        Assert.Equal(400, _lake.Mutate(mutations).Status);
        Assert.Equal(revision, (string?)Assert.Single(_lake.World.Documents()).Value["_rev"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"mutations\":[]}x")]
    public void A_body_that_is_no_transaction_is_a_bad_request(string body) =>
        Assert.Equal(400, _lake.Send("POST", "/v2025-02-19/data/mutate/production", body).Status);
}
