using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe.Tests;

public sealed class FeedTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_feed_without_a_cursor_starts_now()
    {
        var page = await Feed(Log(3), null);

        Assert.Empty(page.Deliveries);
        Assert.False(page.IsLost);
        Assert.StartsWith("evt_3@", page.Cursor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_after_the_cursor_is_read_oldest_first_in_pages()
    {
        var log = Log(6);

        var first = await Feed(log, await Cursor(Log(1)), pageLimit: 3);
        var second = await Feed(log, first.Cursor, pageLimit: 3);
        var third = await Feed(log, second.Cursor, pageLimit: 3);

        Assert.Equal(["evt_2", "evt_3", "evt_4"], first.Deliveries.Select(delivery => delivery.Id));
        Assert.True(first.HasMore);
        Assert.Equal(["evt_5", "evt_6"], second.Deliveries.Select(delivery => delivery.Id));
        Assert.False(second.HasMore);
        Assert.Empty(third.Deliveries);
        Assert.Equal(second.Cursor, third.Cursor);
    }

    [Fact]
    public async Task A_feed_of_an_empty_account_later_brings_everything_from_the_first_event_on()
    {
        var empty = await Feed(Log(0), null);
        var stillEmpty = await Feed(Log(0), empty.Cursor);
        var full = await Feed(Log(5), stillEmpty.Cursor, pageLimit: 2);

        Assert.StartsWith("@", empty.Cursor, StringComparison.Ordinal);
        Assert.False(stillEmpty.IsLost);
        Assert.Equal(["evt_1", "evt_2", "evt_3", "evt_4", "evt_5"], full.Deliveries.Select(delivery => delivery.Id));
        Assert.StartsWith("evt_5@", full.Cursor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_that_stripe_does_not_know_is_lost_and_marks_the_present()
    {
        var fake = new FakeStripe(sent => sent.Query.Contains("ending_before", StringComparison.Ordinal)
            ? Reply.Error(400, """{"code":"resource_missing","message":"No such event: 'evt_9'","param":"ending_before","type":"invalid_request_error"}""")
            : Reply.List(false, Event("evt_3")));

        var page = await Feed(fake, await Cursor(Log(9)));

        Assert.True(page.IsLost);
        Assert.StartsWith("evt_3@", page.Cursor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_longer_than_stripe_keeps_events_is_lost_although_stripe_answers()
    {
        var cursor = await Cursor(Log(1));

        Assert.False((await Feed(Log(2), cursor, Start.AddDays(29))).IsLost);
        Assert.True((await Feed(Log(2), cursor, Start.AddDays(30))).IsLost);
    }

    [Fact]
    public async Task A_quiet_month_with_regular_looks_loses_nothing()
    {
        var cursor = await Cursor(Log(1));
        for (var day = 1; day <= 60; day++)
        {
            var page = await Feed(Log(1), cursor, Start.AddDays(day));
            Assert.False(page.IsLost);
            cursor = page.Cursor;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("evt_1")]
    [InlineData("evt_1@x")]
    [InlineData("evt 1@20000")]
    [InlineData("evt_1@20000@x")]
    [InlineData("evt_1@1@2@3")]
    public async Task A_cursor_of_another_kind_is_lost(string cursor) => Assert.True((await Feed(Log(1), cursor)).IsLost);

    [Fact]
    public async Task Only_the_six_types_are_asked_for()
    {
        var fake = Log(1);

        await Feed(fake, null);

        Assert.All(StripeDelivery.Types, type => Assert.Contains(type, fake.Only.Query, StringComparison.Ordinal));
        Assert.DoesNotContain("types[6]", fake.Only.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_made_up_for_by_a_full_compare()
    {
        var strange = """{"id":"evt_2","object":"event","type":"product.updated","livemode":false,"data":{"object":{"object":"product"}}}""";
        var fake = FakeStripe.Always(Reply.List(false, Event("evt_3"), strange));

        var page = await Feed(fake, await Cursor(Log(1)));

        Assert.True(page.IsLost);
        Assert.Equal(["evt_3"], page.Deliveries.Select(delivery => delivery.Id));
        Assert.StartsWith("evt_3@", page.Cursor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_delivery_tells_the_same_as_the_webhook()
    {
        var page = await Feed(FakeStripe.Always(Reply.List(false, Event("evt_2"))), await Cursor(Log(1)));

        var delivery = Assert.Single(page.Deliveries);
        Assert.Equal("default", delivery.Connection);
        Assert.Equal(new ObjectId(Side.Stripe, Kind.Product, "prod_1"), delivery.Subject);
        Assert.Equal("key-1", delivery.Token);
        Assert.Equal([new PreviousValue("name", new FieldValue.Text("Old"))], delivery.Previous);
        Assert.Equal(Start, delivery.ReceivedAt);
    }

    [Fact]
    public async Task A_listing_goes_through_the_active_and_then_the_archived_products()
    {
        var fake = new FakeStripe(sent => (sent.Query.Contains("active=true", StringComparison.Ordinal), sent.Query.Contains("starting_after", StringComparison.Ordinal)) switch
        {
            (true, false) => Reply.List(true, Goldens.ProductWith("prod_3")),
            (true, true) => Reply.List(false, Goldens.ProductWith("prod_2")),
            _ => Reply.List(false, Goldens.ProductWith("prod_1")),
        });
        using var catalog = fake.Catalog();
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await catalog.List(cursor, default)).Value!;
            ids.AddRange(page.Products.Select(product => $"{product.Id}/{product.Revision}"));
            cursor = page.Cursor;
        }
        while (cursor is not null);

        Assert.Equal(["prod_3/1789879063", "prod_2/1789879063", "prod_1/1789879063"], ids);
        Assert.Equal(3, fake.Requests.Count);
        Assert.IsType<CatalogFault.Refused>((await catalog.List("nonsense", default)).Fault);
    }

    [Theory]
    [InlineData("sk_test_x", """{"id":"acct_1","object":"account"}""", "acct_1", "test")]
    [InlineData("sk_live_x", """{"id":"acct_1","object":"account"}""", "acct_1", "live")]
    [InlineData("rk_test_x", """{"id":"acct_1","object":"account","livemode":true}""", "acct_1", "live")]
    public async Task An_account_and_the_prefix_of_the_key_tell_whose_data_it_opens(string key, string body, string account, string realm)
    {
        using var catalog = FakeStripe.Always(new Reply(body)).Catalog(options => options with { SecretKey = new Secret(key) });

        Assert.Equal(new Identity(account, realm), (await catalog.Identify(default)).Value);
    }

    [Fact]
    public async Task A_key_that_may_not_read_the_account_still_tells_its_mode()
    {
        var fake = new FakeStripe(sent => sent.Path == "/v1/account"
            ? Reply.Error(403, """{"message":"The provided key does not have the required permissions","type":"invalid_request_error"}""")
            : Reply.List(false, Goldens.ProductWith("prod_1")));
        using var restricted = fake.Catalog(options => options with { SecretKey = new Secret("rk_live_x") });
        using var wrong = FakeStripe.Always(Reply.Error(401, """{"message":"Invalid API Key provided","type":"invalid_request_error"}""")).Catalog();

        Assert.Equal(new Identity("unknown", "test"), (await restricted.Identify(default)).Value);
        Assert.IsType<CatalogFault.Unauthorized>((await wrong.Identify(default)).Fault);
    }

    private static async Task<string> Cursor(FakeStripe fake) => (await Feed(fake, null)).Cursor;

    private static async Task<FeedPage> Feed(FakeStripe fake, string? cursor, DateTimeOffset? now = null, int pageLimit = 100)
    {
        using var catalog = fake.Catalog(options => options with { PageLimit = pageLimit }, new FakeTimeProvider(now ?? Start));
        return (await catalog.Feed(cursor, default)).Value!;
    }

    /// <summary>An event list with evt_1 … evt_n, newest first, with Stripe's two cursors.</summary>
    private static FakeStripe Log(int count) => new(sent =>
    {
        var query = System.Web.HttpUtility.ParseQueryString(sent.Query);
        var limit = int.Parse(query["limit"]!, System.Globalization.CultureInfo.InvariantCulture);
        var newestFirst = Enumerable.Range(1, count).Reverse().ToList();
        if (query["ending_before"] is { } before)
        {
            var newer = newestFirst.Where(number => number > Number(before)).ToList();
            return Reply.List(newer.Count > limit, [.. newer.TakeLast(limit).Select(number => Event($"evt_{number}"))]);
        }

        var older = newestFirst.Where(number => query["starting_after"] is not { } after || number < Number(after)).ToList();
        return Reply.List(older.Count > limit, [.. older.Take(limit).Select(number => Event($"evt_{number}"))]);
    });

    private static int Number(string id) => int.Parse(id[4..], System.Globalization.CultureInfo.InvariantCulture);

    private static string Event(string id) =>
        $$$"""{"id":"{{{id}}}","object":"event","api_version":"2020-08-27","created":{{{Start.AddDays(-1).ToUnixTimeSeconds()}}},"data":{"object":{{{Goldens.ProductWith("prod_1")}}},"previous_attributes":{"name":"Old","updated":1}},"livemode":false,"pending_webhooks":0,"request":{"id":"req_1","idempotency_key":"key-1"},"type":"product.updated"}""";
}
