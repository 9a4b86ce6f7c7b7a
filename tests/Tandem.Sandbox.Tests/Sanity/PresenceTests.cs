using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>Editors who see each other: the protocol of <c>@sanity/bifur-client</c>.</summary>
public sealed class PresenceTests
{
    private readonly PresenceRoom _room = new();
    private readonly SanityWorldOptions _options = new();
    private readonly List<JsonNode> _heard = [];

    [Fact]
    public void A_guest_with_a_token_subscribes_and_hears_of_the_others_but_not_of_itself()
    {
        var ada = Guest(_heard);
        var vera = Guest([], SanityWorldOptions.ReaderToken);
        Say(ada, "presence_subscribe");
        var subscription = (string?)_heard[^1]["result"];
        _heard.Clear();

        Say(ada, "presence_announce", """{"data":{"sessionId":"a1","locations":[]}}""");
        Say(vera, "presence_rollcall", """{"session":"v1"}""");
        Say(vera, "presence_announce", """{"data":{"sessionId":"v1","locations":[{"documentId":"mug"}]}}""");
        Say(vera, "presence_disconnect", """{"session":"v1"}""");
        _room.Leave(vera);

        Assert.Equal("""{"ok":true}""", _heard[0]["result"]!.ToJsonString());
        var news = _heard.Skip(1).ToList();
        Assert.All(news, told => Assert.Equal(("presence_subscription", subscription), ((string?)told["method"], (string?)told["params"]!["subscription"])));
        Assert.Equal(
            [
                """{"type":"rollCall","i":"gReader","session":"v1"}""",
                """{"type":"state","i":"gReader","m":{"sessionId":"v1","locations":[{"documentId":"mug"}]}}""",
                """{"type":"disconnect","i":"gReader","m":{"session":"v1"}}""",
            ],
            news.Select(static told => told["params"]!["result"]!.ToJsonString()));
    }

    [Fact]
    public void Whoever_goes_without_a_word_is_reported_gone()
    {
        var ada = Guest(_heard);
        var vera = Guest([], SanityWorldOptions.ReaderToken);
        Say(ada, "presence_subscribe");
        Say(vera, "presence_announce", """{"data":{"sessionId":"v1","locations":[]}}""");

        _room.Leave(vera);

        Assert.Equal("""{"type":"disconnect","i":"gReader","m":{"session":"v1"}}""", _heard[^1]["params"]!["result"]!.ToJsonString());
    }

    [Fact]
    public void After_unsubscribing_nothing_is_heard()
    {
        var ada = Guest(_heard);
        Say(ada, "presence_subscribe");
        Say(ada, "presence_unsubscribe");
        _heard.Clear();

        Say(Guest([]), "presence_rollcall", """{"session":"x"}""");

        Assert.Empty(_heard);
    }

    [Theory]
    [InlineData("not json", -32600)]
    [InlineData("{}", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","method":"mutate"}""", -32601)]
    public void What_is_no_request_or_no_method_is_answered_as_such(string frame, int code)
    {
        Assert.True(Guest(_heard).Take(frame));

        Assert.Equal(code, (int)_heard[^1]["error"]!["code"]!);
    }

    [Theory]
    [InlineData("""{"id":"1","method":"presence_subscribe"}""")]
    [InlineData("""{"id":"1","method":"authorization","params":{"authorization":"Bearer wrong"}}""")]
    [InlineData("""{"id":"1","method":"authorization","params":{}}""")]
    public void Without_a_known_token_the_connection_is_to_be_closed(string frame)
    {
        var stranger = new PresenceGuest(_room, _options, _ => Assert.Fail("Nothing is said to strangers."));

        Assert.False(stranger.Take(frame));
    }

    [Fact]
    public async Task Over_a_socket_frames_are_answered_and_silence_is_broken_by_heartbeats()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var host = await Hosted(new SanityWorldOptions { Heartbeat = TimeSpan.FromMilliseconds(10) });
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Address.Port}/v2022-06-30/socket/production?tag=t"), cancel);

        await socket.SendAsync(Encoding.UTF8.GetBytes(Authorization(SanityWorldOptions.PersonToken)), WebSocketMessageType.Text, true, cancel);

        var frames = new HashSet<string>();
        while (frames.Count < 2)
        {
            frames.Add(await Received(socket, cancel));
        }

        Assert.Equal(["♥", """{"id":"1","result":{"ok":true},"jsonrpc":"2.0"}"""], frames.OrderBy(static frame => frame.Length));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
    }

    [Fact]
    public async Task Over_a_socket_a_wrong_token_is_closed_with_the_code_that_the_client_knows()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var host = await Hosted(new SanityWorldOptions());
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Address.Port}/v2022-06-30/socket/production"), cancel);

        await socket.SendAsync(Encoding.UTF8.GetBytes(Authorization("wrong")), WebSocketMessageType.Text, true, cancel);
        await socket.ReceiveAsync(new byte[100], cancel);

        Assert.Equal(4001, (int?)socket.CloseStatus);
    }

    [Fact]
    public async Task There_is_no_socket_for_a_dataset_that_does_not_exist()
    {
        await using var host = await Hosted(new SanityWorldOptions());
        using var socket = new ClientWebSocket();

        await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Address.Port}/v2022-06-30/socket/nowhere"), TestContext.Current.CancellationToken));
    }

    private static async Task<SandboxHost> Hosted(SanityWorldOptions options)
    {
        var world = new SanityWorld(options, TimeProvider.System);
        return await SandboxHost.Start(world, new SandboxHostOptions { Streams = new SanityStreams(world, TimeProvider.System).Serve });
    }

    private static async Task<string> Received(ClientWebSocket socket, CancellationToken cancel)
    {
        var buffer = new byte[1_000];
        var got = await socket.ReceiveAsync(buffer, cancel);
        return Encoding.UTF8.GetString(buffer, 0, got.Count);
    }

    private static string Authorization(string token) => $$$"""{"jsonrpc":"2.0","id":"1","method":"authorization","params":{"authorization":"Bearer {{{token}}}","apiVersion":"v1"}}""";

    private static void Say(PresenceGuest guest, string method, string parameters = "{}") =>
        Assert.True(guest.Take($$"""{"jsonrpc":"2.0","id":"1","method":"{{method}}","params":{{parameters}}}"""));

    private PresenceGuest Guest(List<JsonNode> heard, string token = SanityWorldOptions.PersonToken)
    {
        var guest = new PresenceGuest(_room, _options, frame => heard.Add(JsonNode.Parse(frame)!));
        _room.Enter(guest);
        Assert.True(guest.Take(Authorization(token)));
        return guest;
    }
}
