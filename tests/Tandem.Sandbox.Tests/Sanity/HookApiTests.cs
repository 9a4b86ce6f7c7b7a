using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>S18 of facts/sanity.md: the hooks API.</summary>
public sealed class HookApiTests
{
    private const string Root = "/v2025-02-19/hooks/projects/standin1";
    private const string Definition = """
        {"type":"document","name":"Tandem","url":"https://shop.example/api/sanity/webhook","dataset":"production","description":"by tandem setup",
         "rule":{"on":["create","update","delete"],"filter":"_type in [\"product\"]","projection":"{_id,_type,_updatedAt}"},
         "apiVersion":"v2026-08-11","httpMethod":"POST","includeDrafts":false,"includeAllVersions":false,"headers":{},"secret":"keep-me","isDisabledByUser":false}
        """;

    private readonly Lake _lake = new();

    private Lake.Answer Send(string method, string path = "", string? body = null) => _lake.Send(method, Root + path, body, SanityWorldOptions.AdministratorToken);

    [Fact]
    public void A_hook_is_made_listed_read_changed_and_removed()
    {
        var made = Send("POST", body: Definition);
        var id = (string)made.Body["id"]!;
        Assert.Equal(201, made.Status);
        Assert.Equal("""["create","update","delete"]""", made.Body["rule"]!["on"]!.ToJsonString());

        Assert.Equal(id, (string?)Assert.Single(Send("GET").Body.AsArray())!["id"]);
        Assert.Equal("v2026-08-11", (string?)Send("GET", $"/{id}").Body["apiVersion"]);

        Assert.True((bool)Send("PATCH", $"/{id}", """{"isDisabledByUser":true}""").Body["isDisabledByUser"]!);
        Assert.Equal("Other", (string?)Send("PUT", $"/{id}", """{"name":"Other"}""").Body["name"]);
        Assert.Equal("{_id,_type,_updatedAt}", (string?)Send("GET", $"/{id}").Body["rule"]!["projection"]);

        Assert.Equal(200, Send("DELETE", $"/{id}").Status);
        Assert.Equal(404, Send("GET", $"/{id}").Status);
        Assert.Empty(Send("GET").Body.AsArray());
    }

    [Fact]
    public void A_secret_is_never_shown()
    {
        var id = (string)Send("POST", body: Definition).Body["id"]!;

        Assert.DoesNotContain("keep-me", Send("GET").Text + Send("GET", $"/{id}").Text + Send("PATCH", $"/{id}", "{}").Text, StringComparison.Ordinal);
        _lake.Mutate("""[{"create":{"_id":"mug","_type":"product"}}]""");
        Assert.True(Assert.Single(_lake.Deliveries()).Headers().ContainsKey("sanity-webhook-signature"));
    }

    [Fact]
    public void Messages_and_attempts_tell_what_became_of_a_delivery()
    {
        var id = (string)Send("POST", body: Definition).Body["id"]!;
        _lake.Mutate("""[{"create":{"_id":"mug","_type":"product"}}]""");
        Assert.Equal("queued", (string?)Send("GET", $"/{id}/messages").Body[0]!["status"]);
        var delivery = Assert.Single(_lake.Deliveries());

        delivery.Ended(503);
        Assert.Equal(("queued", 503, 1), Message(id));
        delivery.Ended(0);
        delivery.Ended(401);

        Assert.Equal(("failed", 401, 3), Message(id));
        var attempts = Send("GET", $"/{id}/attempts").Body.AsArray();
        Assert.Equal(["http", "network", "http"], attempts.Select(static attempt => (string?)attempt!["failureReason"]));
        Assert.Equal((string?)attempts[1]!["id"], (string?)Send("GET", $"/attempts/{attempts[1]!["id"]}").Body["id"]);
        Assert.Equal("mug", (string?)JsonNode.Parse((string)Send("GET", $"/{id}/messages").Body[0]!["payload"]!)!["_id"]);
        Assert.Single(_lake.Send("GET", $"/v1/hooks/{id}/messages", token: SanityWorldOptions.AdministratorToken).Body.AsArray());
    }

    [Theory]
    [InlineData("""{"name":"x","url":"https://a.example","dataset":"production"}""")]
    [InlineData("""{"name":"x","url":"https://a.example","dataset":"production","rule":{"on":[]}}""")]
    [InlineData("""{"name":"x","url":"https://a.example","dataset":"production","rule":{"on":["publish"]}}""")]
    [InlineData("""{"name":"x","url":"https://a.example","dataset":"production","rule":{"on":["create"],"filter":"_type =="}}""")]
    [InlineData("""{"name":"x","url":"https://a.example","dataset":"production","rule":{"on":["create"],"projection":"{a.b}"}}""")]
    [InlineData("""{"name":"x","url":"not a url","dataset":"production","rule":{"on":["create"]}}""")]
    [InlineData("""{"url":"https://a.example","dataset":"production","rule":{"on":["create"]}}""")]
    [InlineData("""{"name":"x","url":"https://a.example","rule":{"on":["create"]}}""")]
    public void An_incomplete_hook_is_refused(string definition)
    {
        Assert.Equal(400, Send("POST", body: definition).Status);
        Assert.Empty(Send("GET").Body.AsArray());
    }

    [Fact]
    public void Another_project_has_no_hooks_here() =>
        Assert.Equal("SIO-404-PNF", (string?)_lake.Send("GET", "/v1/hooks/projects/other", token: SanityWorldOptions.AdministratorToken).Body["errorCode"]);

    private (string?, int, int) Message(string hook)
    {
        var message = Send("GET", $"/{hook}/messages").Body[0]!;
        return ((string?)message["status"], (int)message["resultCode"]!, (int)message["failureCount"]!);
    }
}
