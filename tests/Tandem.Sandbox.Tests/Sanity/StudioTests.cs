using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>What the Studio asks around its work; the questions are those that Studio 5.31 was seen to ask.</summary>
public sealed class StudioTests
{
    private readonly Lake _lake = new();

    [Theory]
    [InlineData("GET", "/v2025-03-01/ping", "\"pong\":true")]
    [InlineData("GET", "/vX/check/cors", "\"withCredentials\":true")]
    [InlineData("GET", "/v2025-02-19/features", "[]")]
    [InlineData("GET", "/v2024-09-19/journey/announcements", "null")]
    [InlineData("GET", "/v1/help", "\"sectionArray\":[]")]
    [InlineData("GET", "/v1/intake/telemetry-status", "\"denied\"")]
    [InlineData("GET", "/v2025-02-19/schedules/standin1/production?limit=1", "\"schedules\":[]")]
    [InlineData("POST", "/v2025-02-19/descriptors/claim", "\"type\":\"complete\"")]
    [InlineData("GET", "/v2025-02-19/projects/standin1/user-applications", "[]")]
    [InlineData("GET", "/v2025-02-19/access/requests/me", "[]")]
    [InlineData("GET", "/v2025-02-19/projects/standin1/roles", "\"name\":\"viewer\"")]
    [InlineData("GET", "/v2025-02-19/data/references/production/documents/mug/to?excludeInternalReferences=true", "\"totalCount\":0")]
    public void A_question_around_the_work_is_answered(string method, string path, string part)
    {
        var answer = _lake.Send(method, path);

        Assert.Equal(200, answer.Status);
        Assert.Contains(part, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SanityWorldOptions.PersonToken, "gPerson", "editor", "create read update history editHistory manage")]
    [InlineData(SanityWorldOptions.ReaderToken, "gReader", "viewer", "read history")]
    public void A_person_is_told_who_they_are_and_what_they_may_do(string token, string id, string role, string permissions)
    {
        var me = _lake.Send("GET", "/v2025-02-19/users/me", token: token).Body;
        var acl = _lake.Send("GET", "/v2021-06-07/projects/standin1/datasets/production/acl", token: token).Body;

        Assert.Equal((id, role), ((string?)me["id"], (string?)me["roles"]![0]!["name"]));
        Assert.Equal(permissions, string.Join(' ', acl[0]!["permissions"]!.AsArray().Select(static name => (string?)name)));
    }

    [Fact]
    public void What_a_person_writes_is_theirs_and_a_reader_writes_nothing()
    {
        const string edit = """{"actions":[{"actionType":"sanity.action.document.create","publishedId":"mug","attributes":{"_id":"drafts.mug","_type":"product"}}]}""";

        var refused = _lake.Send("POST", "/v2025-02-19/data/actions/production", edit, SanityWorldOptions.ReaderToken);
        var done = _lake.Send("POST", "/v2025-02-19/data/actions/production", edit, SanityWorldOptions.PersonToken);

        Assert.Equal((403, "insufficientPermissionsError"), (refused.Status, (string?)refused.FirstItem["type"]));
        Assert.Equal(200, done.Status);
        Assert.Equal("gPerson", Assert.Single(_lake.World.Transactions()).Author);
    }

    [Fact]
    public void Profiles_come_one_by_one_or_in_a_list()
    {
        var one = _lake.Send("GET", "/v2021-06-07/users/gPerson");
        var several = _lake.Send("GET", "/v2021-06-07/users/gPerson,pEditor,pNobody");

        Assert.Equal(SanityUser.Person.Name, (string?)one.Body["displayName"]);
        Assert.Equal("gPerson pEditor", string.Join(' ', several.Body.AsArray().Select(static user => (string?)user!["id"]).Order(StringComparer.Ordinal)));
        Assert.Equal(404, _lake.Send("GET", "/v2021-06-07/users/pNobody").Status);
        Assert.Equal(401, _lake.Send("GET", "/v2021-06-07/users/gPerson", token: null).Status);
    }

    [Fact]
    public void What_a_user_chose_is_kept_for_that_user()
    {
        const string path = "/v2025-02-19/users/me/keyvalue";
        var put = _lake.Send("PUT", path, """[{"key":"layout","value":{"wide":true}}]""", SanityWorldOptions.PersonToken);

        Assert.Equal("""[{"key":"layout","value":{"wide":true}}]""", put.Text);
        Assert.Equal("""[{"key":"layout","value":{"wide":true}},{"key":"order","value":null}]""", _lake.Send("GET", $"{path}/layout,order", token: SanityWorldOptions.PersonToken).Text);
        Assert.Equal("""[{"key":"layout","value":null}]""", _lake.Send("GET", $"{path}/layout", token: SanityWorldOptions.ReaderToken).Text);
        Assert.Equal(401, _lake.Send("GET", $"{path}/layout", token: null).Status);
        Assert.Equal(400, _lake.Send("PUT", path, """{"key":"layout"}""").Status);
        Assert.Equal(400, _lake.Send("PUT", path, """[{"value":1}]""").Status);
    }

    [Fact]
    public void The_dataset_is_not_the_one_for_its_own_comments()
    {
        const string path = "/v2025-02-19/projects/standin1/datasets";

        Assert.Equal("production", (string?)Assert.Single(_lake.Send("GET", path).Body.AsArray())!["name"]);
        Assert.Empty(_lake.Send("GET", $"{path}?datasetProfile=comments&addonFor=production").Body.AsArray());
    }

    [Fact]
    public void The_history_from_a_transaction_without_a_name_is_the_whole_history()
    {
        _lake.World.Editor.PublishNew(Lake.Json("""{"_id":"mug","_type":"product"}"""));

        var answer = _lake.Send("GET", "/v2025-02-19/data/history/production/transactions/drafts.mug?excludeContent=true&effectFormat=mendoza&fromTransaction=");

        var lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Equal("[0,null]", lines[0]["effects"]!["drafts.mug"]!["revert"]!.ToJsonString());
        Assert.Equal("[0,null]", lines[1]["effects"]!["drafts.mug"]!["apply"]!.ToJsonString());
    }
}
