using System.Net;
using System.Text.Json;
using System.Web;
using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Engine;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

public sealed class FeedTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_feed_without_a_cursor_starts_at_the_newest_document_and_tells_nothing()
    {
        using var lake = new ScriptedLake().Answers(Feed(Row("tee", "r2", "11:59:50"), Row("cap", "r1", "10:00:00"))).Answers(Feed(Row("tee", "r2", "11:59:50")));
        using var catalog = lake.Catalog(_clock);
        var start = (await catalog.Feed(null, Now)).Value();
        Assert.Empty(start.Deliveries);
        Assert.False(start.IsLost);

        var next = (await catalog.Feed(start.Cursor, Now)).Value();
        Assert.Empty(next.Deliveries);
        Assert.Equal("\"2026-11-23T11:58:20Z\"", Parameter(lake, 1, "$at"));
    }

    [Fact]
    public async Task A_changed_document_is_told_once_in_the_form_of_a_webhook()
    {
        using var lake = new ScriptedLake()
            .Answers(Feed())
            .Answers(Feed(Row("tee", "r2", "12:00:10"), """{"_id":"q1","_type":"price","_rev":"r3","_updatedAt":"2026-11-23T12:00:20Z","product":"tee"}"""))
            .Answers(Feed(Row("tee", "r2", "12:00:10"), Row("tee", "r4", "12:00:15")));
        using var catalog = lake.Catalog(_clock);
        var start = (await catalog.Feed(null, Now)).Value();
        _clock.Advance(TimeSpan.FromMinutes(1));
        var page = (await catalog.Feed(start.Cursor, Now)).Value();

        Assert.Equal(["feed:tee:r2", "feed:q1:r3"], page.Deliveries.Select(delivery => delivery.Id));
        Assert.Equal(new ObjectId(Side.Sanity, Kind.Product, "tee"), page.Deliveries[0].Subject);
        Assert.Equal("r2", page.Deliveries[0].Token);
        Assert.Equal("r3", page.Deliveries[1].Revision);
        Assert.Equal(new ObjectId(Side.Sanity, Kind.Price, "q1"), page.Deliveries[1].Subject);
        Assert.Equal([new ObjectId(Side.Sanity, Kind.Product, "tee")], page.Deliveries[1].Related);

        // A write that took long shows a stamp from before the cursor: the overlap finds it, and what was told stays untold.
        var late = (await catalog.Feed(page.Cursor, Now)).Value();
        Assert.Equal(["feed:tee:r4"], late.Deliveries.Select(delivery => delivery.Id));
        Assert.Equal("\"2026-11-23T11:58:50Z\"", Parameter(lake, 2, "$at"));
    }

    [Fact]
    public async Task A_full_page_goes_on_exactly_behind_its_last_document()
    {
        using var lake = new ScriptedLake().Answers(Feed()).Answers(Feed(Row("a", "r", "12:00:01"), Row("b", "r", "12:00:01"))).Answers(Feed(Row("c", "r", "12:00:01")));
        using var catalog = lake.Catalog(_clock, options => options with { FeedPageSize = 2 });
        var start = (await catalog.Feed(null, Now)).Value();
        _clock.Advance(TimeSpan.FromMinutes(5));
        var first = (await catalog.Feed(start.Cursor, Now)).Value();
        Assert.True(first.HasMore);

        var second = (await catalog.Feed(first.Cursor, Now)).Value();
        Assert.False(second.HasMore);
        Assert.Equal(["feed:c:r"], second.Deliveries.Select(delivery => delivery.Id));
        Assert.Equal("\"2026-11-23T12:00:01Z\"", Parameter(lake, 2, "$at"));
        Assert.Equal("\"b\"", Parameter(lake, 2, "$id"));
    }

    [Fact]
    public async Task A_stamp_from_the_future_hides_nothing_that_changes_until_then()
    {
        var forged = """{"_id":"x","_type":"product","_rev":"r1","_updatedAt":"2099-01-01T00:00:00Z"}""";
        using var lake = new ScriptedLake().Answers(Feed()).Answers(Feed(forged)).Answers(Feed(Row("tee", "r5", "12:00:05"), forged));
        using var catalog = lake.Catalog(_clock);
        var start = (await catalog.Feed(null, Now)).Value();
        var page = (await catalog.Feed(start.Cursor, Now)).Value();
        Assert.Equal(["feed:x:r1"], page.Deliveries.Select(delivery => delivery.Id));

        _clock.Advance(TimeSpan.FromSeconds(10));
        var next = (await catalog.Feed(page.Cursor, Now)).Value();
        Assert.Equal(["feed:tee:r5"], next.Deliveries.Select(delivery => delivery.Id));
        Assert.Equal("\"2026-11-23T11:58:30Z\"", Parameter(lake, 2, "$at"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-23")]
    [InlineData("{}")]
    [InlineData("""{"At":"yesterday","Id":"","IsMidway":false,"Seen":[]}""")]
    public async Task A_cursor_that_cannot_be_read_is_lost_and_the_feed_starts_anew(string cursor)
    {
        using var lake = new ScriptedLake().Answers(Feed(Row("tee", "r2", "11:59:50"))).Answers(Feed());
        using var catalog = lake.Catalog(_clock);
        var page = (await catalog.Feed(cursor, Now)).Value();
        Assert.True(page.IsLost);
        Assert.Empty(page.Deliveries);
        Assert.False((await catalog.Feed(page.Cursor, Now)).Value().IsLost);
    }

    [Fact]
    public async Task Rows_that_are_no_documents_are_passed_over()
    {
        using var lake = new ScriptedLake().Answers(Feed()).Answers(Feed("null", "7", "{}", """{"_id":"drafts.x","_rev":"r","_updatedAt":"2026-11-23T12:00:00Z"}"""));
        using var catalog = lake.Catalog(_clock);
        Assert.Empty((await catalog.Feed((await catalog.Feed(null, Now)).Value().Cursor, Now)).Value().Deliveries);
    }

    [Fact]
    public async Task Only_a_change_or_another_number_of_documents_calls_for_a_listing()
    {
        using var lake = new ScriptedLake()
            .Answers(Feed(2, Row("tee", "r1", "11:59:50")))
            .Answers(Feed(2))
            .Answers(Feed(1))
            .Answers(Feed(1))
            .Answers(Feed(1, Row("cap", "r1", "12:00:00")))
            .Answers(Feed(1, Row("cap", "r1", "12:00:00")));
        using var catalog = lake.Catalog(_clock);
        var (cursor, calls) = ((string?)null, new List<bool>());
        for (var round = 0; round < 6; round++)
        {
            var page = (await catalog.Feed(cursor, Now)).Value();
            (cursor, calls) = (page.Cursor, [.. calls, page.MayHideDeletes]);
        }

        Assert.Equal([true, false, true, false, true, false], calls);
    }

    [Fact]
    public async Task A_cursor_of_before_documents_were_counted_calls_for_a_listing()
    {
        using var lake = new ScriptedLake().Answers(Feed(2)).Answers(Feed(2));
        using var catalog = lake.Catalog(_clock);
        var page = (await catalog.Feed("""{"At":"2026-11-23T11:59:50Z","Id":"","IsMidway":false,"Seen":[]}""", Now)).Value();
        Assert.True(page.MayHideDeletes);
        Assert.False((await catalog.Feed(page.Cursor, Now)).Value().MayHideDeletes);
    }

    [Fact]
    public async Task Documents_are_listed_page_by_page_by_id()
    {
        using var lake = new ScriptedLake()
            .Answers(Rows("""{"_id":"a","_rev":"r1","_createdAt":"2026-01-02T03:04:05Z","stripeProductId":"prod_1"}""", """{"_id":"b","_type":"price","_rev":"r2","stripeProductId":null,"stripePriceId":"price_1"}"""))
            .Answers(Rows());
        using var catalog = lake.Catalog(_clock, options => options with { ListPageSize = 2 });
        var first = (await catalog.List(null, Now)).Value();
        var second = (await catalog.List(first.Cursor, Now)).Value();

        Assert.Equal([new("a", "r1", "prod_1", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)), new("b", "r2", "price_1", null) { Kind = Kind.Price }], first.Products);
        Assert.Equal("\"\"", Parameter(lake, 0, "$last"));
        Assert.Equal("\"b\"", Parameter(lake, 1, "$last"));
        Assert.Null(second.Cursor);
    }

    [Fact]
    public async Task The_identity_is_told_only_when_the_token_opens_the_dataset()
    {
        using var lake = new ScriptedLake().Answers(Rows()).Answers("{}", HttpStatusCode.Unauthorized);
        using var catalog = lake.Catalog(_clock);
        Assert.Equal(new Identity("abc123", "production"), (await catalog.Identify(Now)).Value());
        (await catalog.Identify(Now)).Fault.Fault<CatalogFault.Unauthorized>();
    }

    private static string Row(string id, string revision, string time) =>
        JsonSerializer.Serialize(new { _id = id, _type = "product", _rev = revision, _updatedAt = $"2026-11-23T{time}Z" });

    private static string Feed(params string[] rows) => Feed(rows.Length, rows);

    private static string Feed(int count, params string[] rows) => Rows($$"""{"count":{{count}},"changed":[{{string.Join(',', rows)}}]}""");

    private static string Rows(params string[] rows) => $$"""{"result":[{{string.Join(',', rows)}}],"ms":1}""";

    private static string? Parameter(ScriptedLake lake, int call, string name) => HttpUtility.ParseQueryString(lake.Asked[call].Address.Query)[name];
}
