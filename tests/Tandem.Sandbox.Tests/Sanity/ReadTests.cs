using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>S12–S15 of facts/sanity.md: who reads what, and how fresh it is.</summary>
public sealed class ReadTests
{
    private readonly Lake _lake = new();

    public ReadTests() => _lake.Mutate("""
        [{"create":{"_id":"mug","_type":"product","name":"Mug"}},
         {"create":{"_id":"drafts.mug","_type":"product","name":"Draft"}},
         {"create":{"_id":"drafts.new","_type":"product","name":"New"}},
         {"create":{"_id":"versions.r1.mug","_type":"product","name":"Release"}},
         {"create":{"_id":"secret.note","_type":"note"}}]
        """);

    [Theory]
    [InlineData("v2025-02-18", "drafts.mug drafts.new mug secret.note versions.r1.mug")]
    [InlineData("v1", "drafts.mug drafts.new mug secret.note versions.r1.mug")]
    [InlineData("v2025-02-19", "mug secret.note")]
    [InlineData("v2026-08-11", "mug secret.note")]
    [InlineData("vX", "mug secret.note")]
    public void The_default_perspective_depends_on_the_api_version(string version, string ids)
    {
        var answer = _lake.Send("GET", $"/{version}/data/query/production?query=*%5B%5D._id");

        Assert.Equal(ids, string.Join(' ', answer.Body["result"]!.AsArray().Select(static id => (string)id!)));
    }

    [Theory]
    [InlineData("perspective=raw", "drafts.mug:Draft drafts.new:New mug:Mug versions.r1.mug:Release")]
    [InlineData("perspective=published", "mug:Mug")]
    [InlineData("perspective=drafts", "mug:Draft new:New")]
    [InlineData("perspective=previewDrafts", "mug:Draft new:New")]
    [InlineData("perspective=r1", "mug:Release")]
    [InlineData("perspective=r1,drafts", "mug:Release new:New")]
    [InlineData("perspective=drafts,r1", "mug:Draft new:New")]
    public void A_perspective_decides_which_documents_are_seen_and_under_which_id(string perspective, string seen)
    {
        var documents = _lake.Query("*[_type == \"product\"]", perspective)!.AsArray();

        Assert.Equal(seen, string.Join(' ', documents.Select(static document => $"{document!["_id"]}:{document["name"]}")));
        Assert.All(documents, document => Assert.Equal(perspective != "perspective=raw", document!["_originalId"] is not null));
    }

    [Fact]
    public void A_query_may_be_posted_with_parameters_and_answers_in_the_known_shape()
    {
        var answer = _lake.Send("POST", "/v2025-02-19/data/query/production?perspective=raw", """{"query":"*[_id == $id]{name}","params":{"id":"mug"}}""");
        var quiet = _lake.Send("GET", "/v2025-02-19/data/query/production?returnQuery=false&query=*%5B_id%3D%3D%24id%5D%5B0%5D.name&%24id=%22mug%22");

        Assert.Equal("""[{"name":"Mug"}]""", answer.Body["result"]!.ToJsonString());
        Assert.Equal("*[_id == $id]{name}", (string?)answer.Body["query"]);
        Assert.NotNull(answer.Body["ms"]);
        Assert.Equal("Mug", (string?)quiet.Body["result"]);
        Assert.Null(quiet.Body["query"]);
        Assert.All(_lake.World.Calls.Newest.Where(static call => call.Path.Contains("query", StringComparison.Ordinal)), static call => Assert.False(call.IsWrite));
    }

    [Fact]
    public void A_broken_query_is_refused_with_its_place()
    {
        var answer = _lake.Send("GET", "/v1/data/query/production?query=*%5B_id%20%3D%3D");

        Assert.Equal(400, answer.Status);
        var error = answer.Body["error"]!;
        Assert.Equal("queryParseError", (string?)error["type"]);
        Assert.Equal("*[_id ==", (string?)error["query"]);
        Assert.Equal(8, (int)error["start"]!);
        Assert.Equal(8, (int)error["end"]!);
    }

    [Fact]
    public void Without_a_token_only_published_documents_without_a_dot_are_seen()
    {
        Assert.Equal("mug", _lake.Ids("*[]", token: null));
        Assert.Equal(401, _lake.Send("GET", "/v1/data/query/production?perspective=drafts&query=*", token: null).Status);
        var answer = _lake.Send("GET", "/v1/data/doc/production/mug,drafts.mug,nothing", token: null);
        Assert.Equal("""[{"id":"drafts.mug","reason":"permission"},{"id":"nothing","reason":"existence"}]""", answer.Body["omitted"]!.ToJsonString());
    }

    [Theory]
    [InlineData("GET", "/v1/data/query/production?query=*", "wrong", 401)]
    [InlineData("POST", "/v1/data/mutate/production", null, 401)]
    [InlineData("POST", "/v1/data/actions/production", null, 401)]
    [InlineData("POST", "/v1/assets/images/production", null, 401)]
    [InlineData("GET", "/v1/data/history/production/transactions", null, 401)]
    [InlineData("GET", "/v1/hooks/projects/standin1", null, 401)]
    [InlineData("GET", "/v1/hooks/projects/standin1", SanityWorldOptions.EditorToken, 403)]
    public void A_missing_or_wrong_token_gets_the_answer_of_the_gateway(string method, string path, string? token, int status)
    {
        var answer = _lake.Send(method, path, """{"mutations":[],"actions":[]}""", token);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status, (int)answer.Body["statusCode"]!);
        Assert.Equal(status == 401 ? "SIO-401-ANF" : null, (string?)answer.Body["errorCode"]);
        Assert.Equal("Unauthorized", status == 401 ? (string?)answer.Body["error"] : "Unauthorized");
    }

    [Fact]
    public void A_viewer_reads_drafts_and_may_not_write()
    {
        var answer = _lake.Mutate("""[{"delete":{"id":"mug"}}]""", token: SanityWorldOptions.ViewerToken);

        Assert.Equal("Draft", (string?)_lake.Query("*[_id == \"drafts.mug\"][0].name", token: SanityWorldOptions.ViewerToken));
        Assert.Equal(403, answer.Status);
        Assert.Equal("insufficientPermissionsError", (string?)answer.FirstItem["type"]);
        Assert.Equal("delete", (string?)answer.FirstItem["permission"]);
        Assert.Equal("Insufficient permissions; permission \"delete\" required", (string?)answer.FirstItem["description"]);
    }

    [Fact]
    public void Documents_by_id_tell_what_is_missing_and_can_come_with_their_versions()
    {
        var answer = _lake.Send("GET", "/v1/data/doc/production/mug,nothing?includeAllVersions=true&excludeContent=true");

        var documents = answer.Body["documents"]!.AsArray();
        Assert.Equal("drafts.mug mug versions.r1.mug", string.Join(' ', documents.Select(static document => (string)document!["_id"]!)));
        Assert.All(documents, static document => Assert.Null(document!["name"]));
        Assert.Equal("""[{"id":"nothing","reason":"existence"}]""", answer.Body["omitted"]!.ToJsonString());
    }

    [Fact]
    public void Queries_may_lag_behind_while_documents_by_id_never_do()
    {
        _lake.World.Quirks.QueryLag = TimeSpan.FromSeconds(2);
        _lake.Time.Advance(TimeSpan.FromSeconds(5));
        _lake.Mutate("""[{"patch":{"id":"mug","set":{"name":"Fresh"}}}]""");

        Assert.Equal("Mug", (string?)_lake.Query("*[_id == \"mug\"][0].name"));
        Assert.Equal("Fresh", (string?)_lake.Send("GET", "/v1/data/doc/production/mug").Body["documents"]![0]!["name"]);
        _lake.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("Fresh", (string?)_lake.Query("*[_id == \"mug\"][0].name"));
    }

    [Fact]
    public void An_export_holds_every_document_a_line_and_can_be_narrowed_to_types()
    {
        Assert.Equal(5, _lake.Send("GET", "/v1/data/export/production").Text.TrimEnd().Split('\n').Length);
        var notes = _lake.Send("GET", "/v1/data/export/production?types=note,brand").Text.TrimEnd();
        Assert.Equal("secret.note", (string?)JsonNode.Parse(notes)!["_id"]);
    }

    [Fact]
    public void An_export_may_break_off_inside_a_line_under_status_200()
    {
        _lake.World.Quirks.CutExportAfter = 2;

        var answer = _lake.Send("GET", "/v1/data/export/production");

        var lines = answer.Text.Split('\n');
        Assert.Equal(200, answer.Status);
        Assert.Equal(3, lines.Length);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => JsonNode.Parse(lines[2]));
        var error = lines[2][lines[2].LastIndexOf("{\"error\":", StringComparison.Ordinal)..];
        Assert.NotNull(JsonNode.Parse(error)!["error"]!["description"]);
    }

    [Fact]
    public void An_export_by_cursor_comes_in_pages()
    {
        var lake = new Lake(new SanityWorldOptions { ExportPage = 2 });
        lake.Mutate("""[{"create":{"_id":"a","_type":"t"}},{"create":{"_id":"b","_type":"t"}},{"create":{"_id":"c","_type":"t"}}]""");
        string[] Page(string cursor) => lake.Send("GET", $"/v1/data/export/production?nextCursor={cursor}").Text.TrimEnd().Split('\n');

        var first = Page("");
        var second = Page("b");

        Assert.Equal("b", (string?)JsonNode.Parse(first[^1])!["nextCursor"]);
        Assert.Equal("c", (string?)JsonNode.Parse(second[0])!["_id"]);
        Assert.Equal("", (string?)JsonNode.Parse(second[^1])!["nextCursor"]);
    }

    [Fact]
    public void History_tells_authors_and_old_revisions()
    {
        var revision = (string)_lake.World.Document("mug")!["_rev"]!;
        _lake.Time.Advance(TimeSpan.FromMinutes(1));
        _lake.Mutate("""[{"patch":{"id":"mug","set":{"name":"Later"}}}]""");
        _lake.World.Editor.Delete("mug");

        var lines = _lake.Send("GET", "/v1/data/history/production/transactions/mug?reverse=true&effectFormat=mendoza").Text.TrimEnd().Split('\n').Select(static line => JsonNode.Parse(line)!).ToList();
        var old = _lake.Send("GET", $"/v1/data/history/production/documents/mug?revision={revision}");
        var then = _lake.Send("GET", "/v1/data/history/production/documents/mug?time=2026-11-23T12:00:30Z");
        var last = _lake.Send("GET", "/v1/data/history/production/documents/mug?lastRevision=true");

        Assert.Equal("gPerson pEditor pEditor", string.Join(' ', lines.Select(static line => (string)line["author"]!)));
        Assert.Equal("""["mug"]""", lines[1]["documentIDs"]!.ToJsonString());
        Assert.Equal("Later", (string?)lines[1]["effects"]!["mug"]!["apply"]![1]!["name"]);
        Assert.Equal("Mug", (string?)old.Body["documents"]![0]!["name"]);
        Assert.Equal("Mug", (string?)then.Body["documents"]![0]!["name"]);
        Assert.Equal("Later", (string?)last.Body["documents"]![0]!["name"]);
        var from = _lake.Send("GET", $"/v1/data/history/production/transactions?fromTransaction={lines[1]["id"]}&excludeContent=true&limit=1").Text;
        Assert.Equal((string?)lines[1]["id"], (string?)JsonNode.Parse(from)!["id"]);
        Assert.Null(JsonNode.Parse(from)!["mutations"]);
    }

    [Theory]
    [InlineData("/v1/data/query/nowhere?query=*", 404)]
    [InlineData("/v1/nothing", 404)]
    [InlineData("/data/query/production?query=*", 404)]
    [InlineData("/v1/projects/other", 404)]
    [InlineData("/v1/data/query/production", 400)]
    [InlineData("/v1/data/query/production?query=*&perspective=raw,drafts", 400)]
    [InlineData("/v1/data/query/production?query=*&$a=x", 400)]
    public void An_impossible_address_is_refused(string path, int status) => Assert.Equal(status, _lake.Send("GET", path).Status);

    [Theory]
    [InlineData("host", "standin1.api.sanity.io", 200)]
    [InlineData("host", "standin1.dev.localhost:4010", 200)]
    [InlineData("host", "api.sanity.io", 200)]
    [InlineData("host", "127.0.0.1:4010", 200)]
    [InlineData("host", "other.api.sanity.io", 404)]
    [InlineData("x-sanity-project-id", "standin1", 200)]
    [InlineData("x-sanity-project-id", "other", 404)]
    public void The_project_is_told_by_host_or_header(string name, string value, int status)
    {
        var answer = _lake.Send("GET", "/v1/data/query/production?query=*", headers: (name, value));

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 404 ? "SIO-404-PNF" : null, (string?)answer.Body["errorCode"]);
    }
}
