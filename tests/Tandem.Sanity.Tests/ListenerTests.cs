using System.Net;
using Microsoft.Extensions.Time.Testing;
using Tandem.Engine;

namespace Tandem.Sanity.Tests;

public sealed class ListenerTests
{
    private static readonly CancellationToken Now = CancellationToken.None;

    private static string Mutation(string data) => $"event: mutation\nid: t#d\ndata: {data}\n\n";

    private static async Task<List<Heard>> Hear(string events)
    {
        using var lake = new ScriptedLake().Events(events);
        using var catalog = lake.Catalog();
        var heard = new List<Heard>();
        Assert.Null(await catalog.Listener.Listen(told => Note(heard, told), Now));
        return heard;
    }

    private static Task Note(List<Heard> heard, Heard told)
    {
        heard.Add(told);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task It_listens_for_published_products_and_prices_over_an_outbound_connection()
    {
        using var lake = new ScriptedLake().Events("event: welcome\ndata: {\"listenerName\":\"x\"}\n\n");
        using var catalog = lake.Catalog();

        Assert.Null(await catalog.Listener.Listen(_ => Task.CompletedTask, Now));

        var asked = Uri.UnescapeDataString(Assert.Single(lake.Asked).Address.Query);
        Assert.Contains("query=*[_type in $types && !(_id in path(\"drafts.**\")) && !(_id in path(\"versions.**\"))]", asked);
        Assert.Contains("$types=[\"product\",\"price\"]", asked);
        Assert.Contains("visibility=query", asked);
        Assert.Contains("includeResult=false", asked);
    }

    [Fact]
    public async Task The_greeting_says_that_something_may_have_come_before_and_each_event_names_its_document_and_revision()
    {
        var heard = await Hear(
            "event: welcome\ndata: {\"listenerName\":\"x\"}\n\n:\n\n"
            + Mutation("""{"documentId":"mug","transition":"update","transactionId":"t1","resultRev":"r1"}""")
            + Mutation("""{"documentId":"cup","transition":"disappear","transactionId":"t2"}"""));

        Assert.Equal([Heard.Something, new Heard("mug", "r1"), new Heard("cup", "t2")], heard);
    }

    [Theory]
    [InlineData("event: reset\ndata: {\"listenerName\":\"x\"}\n\n")]
    [InlineData("event: somethingNew\ndata: 1\n\n")]
    [InlineData("event: mutation\ndata: {\"documentId\":\"drafts.mug\",\"resultRev\":\"r\"}\n\n")]
    [InlineData("event: mutation\ndata: {\"documentId\":7}\n\n")]
    [InlineData("event: mutation\ndata: [\n\n")]
    public async Task Whatever_is_not_understood_says_that_something_may_have_changed(string events) => Assert.Equal([Heard.Something], await Hear(events));

    [Theory]
    [InlineData("event: disconnect\ndata: {\"reason\":\"maintenance\"}\n\n")]
    [InlineData("event: channelError\ndata: {\"message\":\"no\"}\n\n")]
    public async Task A_listener_that_Sanity_ends_says_so(string events)
    {
        using var lake = new ScriptedLake().Events(events);
        using var catalog = lake.Catalog();

        (await catalog.Listener.Listen(_ => throw new InvalidOperationException("nothing was to be heard"), Now)).Fault<CatalogFault.Unavailable>();
    }

    [Fact]
    public async Task An_event_without_end_is_not_read_to_its_end()
    {
        using var lake = new ScriptedLake().Events("event: mutation\ndata: " + new string('x', 2_000_000));
        using var catalog = lake.Catalog();

        (await catalog.Listener.Listen(_ => Task.CompletedTask, Now)).Fault<CatalogFault.Unavailable>();
    }

    [Fact]
    public async Task A_listener_that_nobody_answers_gives_up()
    {
        var clock = new FakeTimeProvider();
        using var lake = new ScriptedLake().IsSilent();
        using var catalog = lake.Catalog(clock);

        var listening = catalog.Listener.Listen(_ => Task.CompletedTask, Now);
        Assert.False(listening.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(91));

        (await listening).Fault<CatalogFault.Unavailable>();
    }

    [Fact]
    public async Task A_token_that_may_not_listen_is_told_so()
    {
        using var lake = new ScriptedLake().Answers("{}", HttpStatusCode.Unauthorized);
        using var catalog = lake.Catalog();

        (await catalog.Listener.Listen(_ => Task.CompletedTask, Now)).Fault<CatalogFault.Unauthorized>();
    }
}
