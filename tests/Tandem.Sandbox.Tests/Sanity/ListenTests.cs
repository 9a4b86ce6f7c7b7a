using System.Text;
using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>S16 of facts/sanity.md: <c>data/listen</c>.</summary>
public sealed class ListenTests
{
    private readonly Lake _lake = new();
    private readonly List<ListenFrame> _heard = [];

    private IEnumerable<JsonNode> Events => _heard.Where(static frame => frame.Event == "mutation").Select(static frame => JsonNode.Parse(frame.Data)!);

    private string Told => string.Join(' ', Events.Select(static data => $"{data["transition"]}:{data["documentId"]}"));

    [Fact]
    public void A_listener_is_welcomed_and_hears_a_transition_per_filter()
    {
        using var listening = _lake.World.Listen(new ListenRequest("*[_type == \"product\" && active]{name}"), _heard.Add);
        _lake.Mutate("""[{"create":{"_id":"mug","_type":"product","active":false}},{"create":{"_id":"price","_type":"price","active":true}}]""");
        _lake.Mutate("""[{"patch":{"id":"mug","set":{"active":true}}}]""");
        _lake.Mutate("""[{"patch":{"id":"mug","set":{"name":"x"}}}]""");
        _lake.Mutate("""[{"patch":{"id":"mug","set":{"active":false}}}]""");
        _lake.Mutate("""[{"patch":{"id":"mug","set":{"name":"y"}}}]""");

        Assert.Equal("welcome", _heard[0].Event);
        Assert.NotNull(JsonNode.Parse(_heard[0].Data)!["listenerName"]);
        Assert.Equal("appear:mug update:mug disappear:mug", Told);
    }

    [Fact]
    public void A_mutation_carries_what_was_asked_for_and_chains_by_revision()
    {
        var first = _lake.Mutate("""[{"create":{"_id":"mug","_type":"product","name":"Mug"}}]""").TransactionId;
        var request = new ListenRequest("*[_id == $id]") { Parameters = Lake.Json("""{"id":"mug"}"""), IncludeResult = true, IncludePreviousRevision = true, WithEffects = true };
        using var listening = _lake.World.Listen(request, _heard.Add);

        var second = _lake.Mutate("""[{"create":{"_id":"other","_type":"t"}},{"patch":{"id":"mug","set":{"name":"Big"}}}]""").TransactionId;

        var data = Assert.Single(Events);
        Assert.Equal($"{second}#mug", _heard[1].Id);
        Assert.Equal($"{second}#mug", (string?)data["eventId"]);
        Assert.Equal(second, (string?)data["transactionId"]);
        Assert.Equal((first, second), ((string?)data["previousRev"], (string?)data["resultRev"]));
        Assert.Equal("pEditor", (string?)data["identity"]);
        Assert.Equal(("Mug", "Big"), ((string?)data["previous"]!["name"], (string?)data["result"]!["name"]));
        Assert.Equal("""[{"patch":{"id":"mug","set":{"name":"Big"}}}]""", data["mutations"]!.ToJsonString());
        Assert.Equal("2026-11-23T12:00:00.250000Z", (string?)data["timestamp"]);
        Assert.Equal(0, (int)data["effects"]!["apply"]![0]!);
        Assert.Equal("Big", (string?)data["effects"]!["apply"]![1]!["name"]);
        Assert.Null(data["effects"]!["apply"]![1]!["_rev"]);
        Assert.Equal("Mug", (string?)data["effects"]!["revert"]![1]!["name"]);
    }

    [Fact]
    public void Nothing_more_than_asked_for_is_sent_and_nothing_after_closing()
    {
        var listening = _lake.World.Listen(new ListenRequest("*") { IncludeMutations = false }, _heard.Add);
        _lake.Mutate("""[{"create":{"_id":"mug","_type":"product"}}]""");
        listening.Dispose();
        _lake.Mutate("""[{"delete":{"id":"mug"}}]""");

        var data = Assert.Single(Events).AsObject();
        Assert.All(["mutations", "result", "previous", "effects"], name => Assert.False(data.ContainsKey(name)));
        Assert.False(data.ContainsKey("previousRev"));
    }

    [Fact]
    public void The_events_of_a_transaction_are_counted_as_far_as_they_match_the_filter()
    {
        using var listening = _lake.World.Listen(new ListenRequest("*[_type == \"t\"]"), _heard.Add);

        _lake.Mutate("""[{"create":{"_id":"a","_type":"t"}},{"create":{"_id":"b","_type":"other"}},{"create":{"_id":"c","_type":"t"}}]""");

        Assert.Equal(
            ["a 0/2", "c 1/2"],
            Events.Select(static data => $"{data["documentId"]} {data["transactionCurrentEvent"]}/{data["transactionTotalEvents"]}"));
    }

    [Theory]
    [InlineData(false, false, "appear:drafts.a appear:a")]
    [InlineData(true, false, "appear:drafts.a appear:versions.r.a appear:a")]
    [InlineData(false, true, "appear:a")]
    public void Versions_are_heard_on_request_and_ids_with_dots_only_with_a_token(bool allVersions, bool isAnonymous, string told)
    {
        using var listening = _lake.World.Listen(new ListenRequest("*") { IncludeAllVersions = allVersions }, _heard.Add, isAnonymous: isAnonymous);

        _lake.Mutate("""[{"create":{"_id":"drafts.a","_type":"t"}},{"create":{"_id":"versions.r.a","_type":"t"}},{"create":{"_id":"a","_type":"t"}}]""");

        Assert.Equal(told, Told);
    }

    [Fact]
    public void A_listener_that_comes_back_hears_what_it_missed_or_that_it_missed_too_much()
    {
        using (_lake.World.Listen(new ListenRequest("*") { EnableResume = true }, _heard.Add))
        {
            _lake.Mutate("""[{"create":{"_id":"a","_type":"t"}},{"create":{"_id":"b","_type":"t"}}]""");
        }

        var last = _heard[1].Id;
        _lake.Mutate("""[{"create":{"_id":"c","_type":"t"}}]""");
        _heard.Clear();
        using var again = _lake.World.Listen(new ListenRequest("*") { EnableResume = true, LastEventId = last }, _heard.Add);
        Assert.Equal("welcomeback", _heard[0].Event);
        Assert.Equal("appear:b appear:c", Told);

        _heard.Clear();
        using var lost = _lake.World.Listen(new ListenRequest("*") { EnableResume = true, LastEventId = "gone#x" }, _heard.Add);
        Assert.Equal("reset", Assert.Single(_heard).Event);

        _heard.Clear();
        using var plain = _lake.World.Listen(new ListenRequest("*") { LastEventId = last }, _heard.Add);
        Assert.Equal("welcome", Assert.Single(_heard).Event);
    }

    [Theory]
    [InlineData("*[_type == ")]
    [InlineData("count(*)")]
    public void A_query_that_cannot_be_listened_to_is_refused(string query)
    {
        var refused = Assert.Throws<SanityRefusedException>(() => _lake.World.Listen(new ListenRequest(query), _heard.Add));

        Assert.Equal(400, refused.Status);
        Assert.Equal(400, _lake.Send("GET", $"/v1/data/listen/production?query={Uri.EscapeDataString(query)}").Status);
    }

    [Fact]
    public void Without_a_socket_a_listener_gets_what_is_new_and_the_end()
    {
        const string path = "/v1/data/listen/production?query=*&enableResume=true";
        Assert.StartsWith("event: welcome\ndata: {", _lake.Send("GET", path).Text, StringComparison.Ordinal);
        _lake.Mutate("""[{"create":{"_id":"a","_type":"t"}}]""", transactionId: "t1");
        _lake.Mutate("""[{"create":{"_id":"b","_type":"t"}}]""", transactionId: "t2");

        var answer = _lake.Send("GET", path, headers: ("last-event-id", "t1#a"));

        Assert.Equal("text/event-stream", answer.Headers["content-type"]);
        Assert.Contains("event: mutation\nid: t2#b\ndata: {", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("t1#a", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_a_socket_silence_is_broken_by_comments_and_the_connection_has_an_end()
    {
        var clock = new OffsetTimeProvider(TimeProvider.System);
        var world = new SanityWorld(new SanityWorldOptions { KeepAlive = TimeSpan.FromMilliseconds(10) }, clock);
        await using var host = await SandboxHost.Start(world, new SandboxHostOptions { Streams = new SanityStreams(world, clock).Serve });
        using var http = new HttpClient { BaseAddress = host.Address };
        await using var stream = await http.GetStreamAsync("v1/data/listen/production?query=*");
        using var reader = new StreamReader(stream, Encoding.UTF8);

        Assert.Equal("event: welcome", await reader.ReadLineAsync());
        Assert.StartsWith("data: {", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("", await reader.ReadLineAsync());
        Assert.Equal(":", await reader.ReadLineAsync());

        world.Mutate([Lake.Json("""{"create":{"_id":"a","_type":"t"}}""")]);
        var line = await reader.ReadLineAsync();
        while (line is "" or ":")
        {
            line = await reader.ReadLineAsync();
        }

        Assert.Equal("event: mutation", line);
        clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Contains("\"documentId\":\"a\"", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stream_of_an_agents_proposals_is_empty_and_may_be_asked_about_before()
    {
        var world = new SanityWorld(new SanityWorldOptions(), TimeProvider.System);
        await using var host = await SandboxHost.Start(world, new SandboxHostOptions { Streams = new SanityStreams(world, TimeProvider.System).Serve });
        using var http = new HttpClient { BaseAddress = host.Address };
        const string path = "v2025-02-19/agent/oSandbox/bundles/mine/listen";
        using var question = new HttpRequestMessage(HttpMethod.Options, path) { Headers = { { "origin", "http://localhost:3333" }, { "access-control-request-headers", "authorization" } } };

        using var allowed = await http.SendAsync(question);
        using var reader = new StreamReader(await http.GetStreamAsync(path), Encoding.UTF8);

        Assert.Equal(["authorization"], allowed.Headers.GetValues("access-control-allow-headers"));
        Assert.Equal("event: bundles", await reader.ReadLineAsync());
        Assert.Equal("""data: {"bundles":[]}""", await reader.ReadLineAsync());
    }
}
