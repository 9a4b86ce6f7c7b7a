using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Sandbox.Sanity;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

/// <summary>What is read from a Content Lake that answers as the real one does.</summary>
public sealed class StandInReadingTests : IDisposable
{
    private const string Tee = """{"_id":"tee","_type":"product","name":"Tee","stripeProductId":"prod_1"}""";

    private const string Q1 = """{"_id":"q1","_type":"price","unit_amount":1999,"currency":"eur","product":{"_type":"reference","_ref":"tee"}}""";

    private readonly StandIn _lake = new();

    [Fact]
    public async Task A_product_is_seen_with_its_prices_drafts_and_versions()
    {
        _lake.Has(Tee, Q1, """{"_id":"versions.rA.tee","_type":"product","name":"Spring"}""");
        _lake.World.Editor.Set("tee", "name", "Draft");
        var seen = (await _lake.Catalog.Observe(About("tee", "q1", "q2"), Now)).Value();

        Assert.Equal(Text("Tee"), seen.Product!.Fields["name"]);
        Assert.Equal(["drafts.tee", "versions.rA.tee"], seen.Product.Drafts.Select(draft => draft.Id));
        Assert.Equal("q1", Assert.Single(seen.Prices).Id);
        Assert.Equal(["q2"], seen.Gone);
    }

    [Fact]
    public async Task Only_a_search_finds_a_price_that_nobody_named()
    {
        _lake.Has(Tee, Q1);
        Assert.Empty((await _lake.Catalog.Observe(About("tee"), Now)).Value().Prices);
        Assert.Equal("q1", Assert.Single((await _lake.Catalog.Observe(About("tee") with { Membership = Membership.All }, Now)).Value().Prices).Id);
    }

    [Fact]
    public async Task An_unpublished_product_is_gone_although_its_draft_is_there()
    {
        _lake.Has(Tee);
        _lake.World.Editor.Unpublish("tee");
        var seen = (await _lake.Catalog.Observe(About("tee"), Now)).Value();
        Assert.Null(seen.Product);
        Assert.Equal(["tee"], seen.Gone);
    }

    [Fact]
    public async Task A_deleted_price_is_gone_and_its_product_stays()
    {
        _lake.Has(Tee, Q1);
        _lake.World.Editor.Delete("q1");
        var seen = (await _lake.Catalog.Observe(About("tee", "q1"), Now)).Value();
        Assert.NotNull(seen.Product);
        Assert.Equal(["q1"], seen.Gone);
        (await _lake.Catalog.Locate(new ObjectId(Side.Sanity, Kind.Price, "q1"), Now)).Fault.Fault<CatalogFault.Gone>();
    }

    [Fact]
    public async Task A_price_is_located_through_its_reference()
    {
        _lake.Has(Tee, Q1);
        Assert.Equal(new Belonging("tee", "prod_1"), (await _lake.Catalog.Locate(new ObjectId(Side.Sanity, Kind.Price, "q1"), Now)).Value());
    }

    [Fact]
    public async Task The_history_says_which_doubtful_writes_were_executed()
    {
        _lake.Has(Tee, Q1);
        var done = Write(Update("tee", _lake.Rev("tee"), To("name", Text("New"))));
        (await _lake.Catalog.Apply(done, Now)).Value();
        _lake.World.Editor.SetAndPublish("tee", "name", "Tee");
        var seen = (await _lake.Catalog.Observe(About("tee", "q1") with { Doubts = [done.Token, "another"] }, Now)).Value();

        Assert.Equal([done.Token], seen.Executed);
        Assert.Empty((await _lake.Catalog.Observe(About("tee", "q1"), Now)).Value().Executed);
    }

    [Theory]
    [InlineData("nobody-knows-this", "production")]
    [InlineData(SanityWorldOptions.EditorToken, "elsewhere")]
    public async Task A_wrong_token_or_dataset_opens_nothing(string token, string dataset)
    {
        using var lake = new StandIn(options => options with { Token = new(token), Dataset = dataset });
        (await lake.Catalog.Identify(Now)).Fault.Fault<CatalogFault.Unauthorized>();
        (await lake.Catalog.Observe(About("tee"), Now)).Fault.Fault<CatalogFault.Unauthorized>();
        (await lake.Catalog.List(null, Now)).Fault.Fault<CatalogFault.Unauthorized>();
    }

    [Fact]
    public async Task A_token_that_may_only_read_cannot_write_and_the_lacking_right_is_named()
    {
        using var lake = new StandIn(options => options with { Token = new(SanityWorldOptions.ViewerToken) });
        lake.Has(Tee);
        Assert.NotNull((await lake.Catalog.Identify(Now)).Value());
        var fault = (await lake.Catalog.Apply(Write(Update("tee", lake.Rev("tee"), To("name", Text("x")))), Now)).Fault.Fault<CatalogFault.Unauthorized>();
        Assert.Contains("update", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_feed_tells_published_changes_of_our_types_once_each()
    {
        _lake.Has(Tee, Q1, """{"_id":"about","_type":"page"}""");
        var cursor = (await _lake.Catalog.Feed(null, Now)).Value().Cursor;
        Assert.Empty(await Told(cursor));

        _lake.Has("""{"_id":"cap","_type":"product","name":"Cap"}""", """{"_id":"about","_type":"page","title":"x"}""");
        _lake.World.Editor.Set("tee", "name", "only a draft");
        var page = (await _lake.Catalog.Feed(cursor, Now)).Value();
        Assert.Equal([$"feed:cap:{_lake.Rev("cap")}"], page.Deliveries.Select(delivery => delivery.Id));

        _lake.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await Told(page.Cursor));
        _lake.World.Editor.Publish("tee");
        Assert.Equal([$"feed:tee:{_lake.Rev("tee")}"], await Told(page.Cursor));
    }

    [Fact]
    public async Task Our_own_write_is_told_with_the_id_of_its_transaction()
    {
        _lake.Has(Tee);
        var cursor = (await _lake.Catalog.Feed(null, Now)).Value().Cursor;
        _lake.Clock.Advance(TimeSpan.FromSeconds(5));
        var write = Write(Update("tee", _lake.Rev("tee"), To("name", Text("New"))));
        (await _lake.Catalog.Apply(write, Now)).Value();
        Assert.Equal(write.Token, Assert.Single((await _lake.Catalog.Feed(cursor, Now)).Value().Deliveries).Token);
    }

    [Fact]
    public async Task A_long_feed_comes_in_pages_and_tells_everything_once()
    {
        using var lake = new StandIn(options => options with { FeedPageSize = 7 });
        lake.Has(Tee);
        var page = (await lake.Catalog.Feed(null, Now)).Value();
        for (var n = 0; n < 5; n++)
        {
            lake.Has([.. Enumerable.Range(0, 9).Select(m => $$"""{"_id":"p{{n}}{{m}}","_type":"product","name":"x"}""")]);
        }

        var told = new List<string>();
        do
        {
            page = (await lake.Catalog.Feed(page.Cursor, Now)).Value();
            told.AddRange(page.Deliveries.Select(delivery => delivery.Subject!.Value.Id));
        }
        while (page.HasMore);

        Assert.Equal(45, told.Count);
        Assert.Equal(45, told.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_full_listing_shows_every_published_document_of_ours()
    {
        using var lake = new StandIn(options => options with { ListPageSize = 2 });
        lake.Has(Tee, Q1, """{"_id":"cap","_type":"product","name":"Cap"}""", """{"_id":"drafts.mug","_type":"product"}""", """{"_id":"about","_type":"page"}""");
        var listed = new List<ListedProduct>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await lake.Catalog.List(cursor, Now)).Value();
            listed.AddRange(page.Products);
            cursor = page.Cursor;
        }

        Assert.Equal(["cap", "q1", "tee"], listed.Select(product => product.Id));
        Assert.Equal([Kind.Product, Kind.Price, Kind.Product], listed.Select(product => product.Kind));
        Assert.Equal("prod_1", listed[^1].Mirror);
        Assert.Equal(lake.Rev("tee"), listed[^1].Revision);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{\"op\": delta::operation(), \"id\": coalesce(after()._id, before()._id), \"type\": coalesce(after()._type, before()._type), \"rev\": after()._rev, \"product\": coalesce(after().product._ref, before().product._ref)}")]
    public async Task A_webhook_of_either_projection_names_the_price_and_its_product(string? projection)
    {
        _lake.World.AddHook(new JsonObject
        {
            ["name"] = "tandem", ["url"] = "http://127.0.0.1:1/hook", ["dataset"] = "production", ["apiVersion"] = "v2025-02-19",
            ["rule"] = new JsonObject { ["on"] = new JsonArray("create", "update", "delete"), ["filter"] = "_type in [\"product\", \"price\"]", ["projection"] = projection },
        });
        _lake.Has(Tee, Q1);
        var write = Write(UpdatePrice("q1", _lake.Rev("q1"), To("nickname", Text("x"))));
        (await _lake.Catalog.Apply(write, Now)).Value();

        var pending = _lake.World.Outbox.Waiting[^1];
        var headers = pending.Headers();
        var source = new SanitySource("default", _lake.World.Options.ProjectId, "production", SanitySchema.Default);
        var delivery = SanityDelivery.Read(source, headers.GetValueOrDefault, pending.Body, _lake.Clock.GetUtcNow()).Value();

        Assert.Equal(new ObjectId(Side.Sanity, Kind.Price, "q1"), delivery.Subject);
        Assert.Equal([new ObjectId(Side.Sanity, Kind.Product, "tee")], delivery.Related);
        Assert.Equal(write.Token, delivery.Token);
        Assert.Equal("update", delivery.Type);
        Assert.Equal(_lake.Rev("q1"), delivery.Revision);
        Assert.Null(delivery.Foreign);
    }

    public void Dispose() => _lake.Dispose();

    private async Task<IEnumerable<string>> Told(string cursor) =>
        (await _lake.Catalog.Feed(cursor, Now)).Value().Deliveries.Select(delivery => delivery.Id);
}
