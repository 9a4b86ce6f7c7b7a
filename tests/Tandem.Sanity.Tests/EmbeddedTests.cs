using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

/// <summary>Prices that are entries of a list in their product's document.</summary>
public sealed class EmbeddedTests : IDisposable
{
    private const string Entries =
        """
        {"_key":"a","_type":"offer","unit_amount":1999,"currency":"eur","note":"ours","stripePriceId":"price_a"},
        {"_key":"b","_type":"offer","unit_amount":900,"currency":"usd","recurring":{"interval":"month","note":"mine"}}
        """;

    private readonly StandIn _lake = new(schema: SanitySchema.Default.EmbeddedIn("shop.prices"));
    private int _writes;

    [Fact]
    public async Task One_read_shows_the_product_and_every_entry_as_a_price()
    {
        Tee();
        var reads = _lake.World.Calls.Newest.Length;
        var seen = (await _lake.Catalog.Observe(About("tee", "tee.a", "tee.b"), Now)).Value();

        Assert.Equal(["tee.a", "tee.b"], seen.Prices.Select(price => price.Id));
        Assert.Equal("""{active: true, currency: "eur", unit_amount: 1999}""", $"{seen.Prices[0].Fields}");
        Assert.Equal(("tee", _lake.Rev("tee"), "price_a"), (seen.Prices[0].ProductId, seen.Prices[0].Revision, seen.Prices[0].Mirror));
        Assert.All(seen.Prices, price => Assert.True(price.IsEmbedded));
        Assert.Equal(Text("tee.b"), seen.Product!.Fields[FieldNames.DefaultPrice]);
        Assert.Empty(seen.Gone);
        Assert.Equal(reads + 1, _lake.World.Calls.Newest.Length);
    }

    [Fact]
    public async Task An_entry_that_was_taken_out_is_gone_and_so_is_every_entry_of_a_document_that_is_gone()
    {
        Tee();
        Assert.Equal(["tee.c"], (await _lake.Catalog.Observe(About("tee", "tee.a", "tee.c"), Now)).Value().Gone);
        Assert.Equal(["nowhere", "nowhere.a"], (await _lake.Catalog.Observe(About("nowhere", "nowhere.a"), Now)).Value().Gone.Order());
    }

    [Theory]
    [InlineData("""[{"_key":"a","currency":"eur"},{"currency":"usd"}]""", "has no _key", 1)]
    [InlineData("""[{"_key":"a"},{"_key":"a"},{"_key":"b"}]""", "twice", 1)]
    [InlineData("""[{"_key":"a[0]"},{"_key":"b"}]""", "cannot be followed", 1)]
    [InlineData("""[{"_type":"reference","_ref":"q1","_weak":true,"_key":"own"},{"_key":"b"}]""", "holds references", 1)]
    [InlineData("""["a"]""", "list of prices", 0)]
    [InlineData("\"none\"", "list of prices", 0)]
    public async Task Where_entries_cannot_be_told_apart_the_editor_is_told_and_nothing_is_gone(string list, string reason, int others)
    {
        _lake.Has($$$"""{"_id":"tee","_type":"product","name":"Tee","shop":{"prices":{{{list}}}}}""");
        var seen = (await _lake.Catalog.Observe(About("tee", "tee.x"), Now)).Value();

        Assert.Contains(reason, seen.Product!.Refused["shop.prices"], StringComparison.Ordinal);
        Assert.Equal(others, seen.Prices.Length);
        Assert.Empty(seen.Gone);
    }

    [Fact]
    public async Task A_document_without_the_list_has_no_prices()
    {
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee","default_price":"a"}""");
        var seen = (await _lake.Catalog.Observe(About("tee", "tee.a"), Now)).Value();

        Assert.Empty(seen.Prices);
        Assert.Empty(seen.Product!.Refused);
        Assert.Equal(new FieldValue.Unresolved("a"), seen.Product.Fields[FieldNames.DefaultPrice]);
        Assert.Equal(["tee.a"], seen.Gone);
    }

    [Fact]
    public async Task A_default_that_is_no_key_is_refused()
    {
        _lake.Has("""{"_id":"q1","_type":"price"}""", """{"_id":"tee","_type":"product","name":"Tee","default_price":{"_type":"reference","_ref":"q1"}}""");
        Assert.Contains("_key", (await Seen()).Product!.Refused[FieldNames.DefaultPrice], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_entries_of_drafts_and_versions_are_the_drafts_of_the_price()
    {
        Tee();
        _lake.World.Editor.Edit("tee", Json("""{"set":{"shop.prices[_key==\"a\"].unit_amount":7},"unset":["shop.prices[_key==\"b\"]"]}"""));
        var seen = await Seen();

        var draft = Assert.Single(seen.Prices[0].Drafts);
        Assert.Equal(("drafts.tee", Number(7), "price_a"), (draft.Id, draft.Fields[FieldNames.UnitAmount], draft.Mirror));
        Assert.Empty(seen.Prices[1].Drafts);
        Assert.Single(seen.Product!.Drafts);
    }

    [Fact]
    public async Task An_entry_is_written_field_by_field_and_the_document_is_guarded_once()
    {
        Tee();
        var revision = _lake.Rev("tee");
        var written = (await Apply(
            Price("tee.a", revision, To(FieldNames.UnitAmount, Number(0.5m)), To(FieldNames.Nickname, Text("Half a cent"))) with { Mirror = "price_new" },
            Price("tee.b", revision, To(FieldNames.Recurring, Every("year"))) with { Mirror = "price_b" },
            Update("tee", revision, To(FieldNames.Name, Text("T-shirt")), To(FieldNames.DefaultPrice, Text("tee.a"))) with { AddPrices = ["tee.a"] })).Value();

        var document = _lake.World.Document("tee")!;
        SameJson(
            """
            [{"_key":"a","_type":"offer","currency":"eur","note":"ours","stripePriceId":"price_new","unit_amount_decimal":"0.5","nickname":"Half a cent"},
             {"_key":"b","_type":"offer","unit_amount":900,"currency":"usd","recurring":{"interval":"year","note":"mine","interval_count":1},"stripePriceId":"price_b"}]
            """,
            document["shop"]!["prices"]!.ToJsonString());
        Assert.Equal(("T-shirt", "a", true), ((string?)document["name"], (string?)document["default_price"], (bool?)document["updatedFromStripe"]));
        Assert.Null(document["prices"]);
        Assert.Equal(["tee.a", "tee.b"], written.Prices.Select(price => price.Id));
        Assert.All(written.Prices, price => Assert.Equal(_lake.Rev("tee"), price.Revision));
        Assert.Equal(Text("tee.a"), Assert.Single(written.Products).Fields[FieldNames.DefaultPrice]);
    }

    [Fact]
    public async Task A_price_born_in_Stripe_becomes_the_last_entry_and_is_read_back_by_its_own_name()
    {
        Tee();
        (await Apply(Born("price_9"))).Value();
        var seen = await Seen("stripePrice-price_9");

        Assert.Equal(["stripePrice-price_9", "tee.a", "tee.b"], seen.Prices.Select(price => price.Id).Order());
        Assert.Empty(seen.Gone);
        var entry = _lake.World.Document("tee")!["shop"]!["prices"]!.AsArray()[^1]!;
        Assert.StartsWith("stripePrice-price_9-", (string?)entry["_key"], StringComparison.Ordinal);
        Assert.Equal(("offer", 500, "price_9"), ((string?)entry["_type"], (int?)entry["unit_amount"], (string?)entry["stripePriceId"]));
        Assert.True((bool)_lake.World.Document("tee")!["updatedFromStripe"]!);

        // In a copy of the document it is a price of its own.
        var copy = _lake.World.Document("tee")!.DeepClone().AsObject();
        copy["_id"] = "copy";
        _lake.Has(copy.ToJsonString());
        Assert.Equal(["copy.a", "copy.b", $"copy.{(string?)entry["_key"]}"], (await _lake.Catalog.Observe(About("copy"), Now)).Value().Prices.Select(price => price.Id));
    }

    [Fact]
    public async Task A_list_that_is_missing_is_made_and_the_new_entry_can_be_the_default_at_once()
    {
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee"}""");
        (await Apply(Born("price_9"), Born("price_8"), Update("tee", _lake.Rev("tee"), To(FieldNames.DefaultPrice, Text("stripePrice-price_9"))))).Value();
        var seen = await Seen();

        Assert.Equal(["stripePrice-price_8", "stripePrice-price_9"], seen.Prices.Select(price => price.Id).Order());
        Assert.Equal(Text("stripePrice-price_9"), seen.Product!.Fields[FieldNames.DefaultPrice]);
    }

    [Fact]
    public async Task The_first_entry_of_a_list_has_the_type_that_the_mapping_names()
    {
        using var lake = new StandIn(schema: SanitySchema.Default.EmbeddedIn("prices") with { EntryType = "offer" });
        lake.Has("""{"_id":"tee","_type":"product","name":"Tee"}""");
        (await lake.Catalog.Apply(Write(Born("price_9")), Now)).Value();

        Assert.Equal("offer", (string?)lake.World.Document("tee")!["prices"]![0]!["_type"]);
    }

    [Fact]
    public async Task A_product_born_in_Stripe_is_born_with_its_prices()
    {
        var product = new Change.Create
        {
            Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Id = "stripeProduct-prod_1", Mirror = "prod_1", AddPrices = ["stripePrice-price_1"],
            Fields = Fields.Of(("name", Text("Mug")), ("active", Flag(true)), ("default_price", Text("stripePrice-price_1"))),
        };
        var written = (await Apply(Born("price_1") with { ProductId = product.Id }, product)).Value();
        var seen = (await _lake.Catalog.Observe(About(product.Id!), Now)).Value();

        Assert.Equal(product.Fields, seen.Product!.Fields);
        Assert.Equal("stripePrice-price_1", Assert.Single(seen.Prices).Id);
        Assert.Equal("price_1", seen.Prices[0].Mirror);
        Assert.Equal("stripePrice-price_1", Assert.Single(written.Prices).Id);
        Assert.Null(_lake.World.Document(product.Id!)!["prices"]);
    }

    [Fact]
    public async Task Open_drafts_get_new_entries_and_follow_changes_so_that_publishing_takes_nothing_back()
    {
        Tee();
        _lake.World.Editor.Set("tee", "brand", "Mine");
        var seen = await Seen();
        var draft = Assert.Single(seen.Prices[0].Drafts);
        var follows = new DraftChange(draft.Id, draft.Revision, [To(FieldNames.Nickname, Text("From Stripe"))], "price_new");
        (await Apply(
            Born("price_9"),
            Price("tee.a", seen.Product!.Revision!, To(FieldNames.Nickname, Text("From Stripe"))) with { Mirror = "price_new", Drafts = [follows] },
            Update("tee", seen.Product.Revision!, To(FieldNames.Name, Text("Shirt"))) with { Drafts = [follows with { Fields = [To(FieldNames.Name, Text("Shirt"))], Mirror = "prod_1" }] })).Value();
        _lake.World.Editor.Publish("tee");

        var published = await Seen();
        Assert.Equal(["stripePrice-price_9", "tee.a", "tee.b"], published.Prices.Select(price => price.Id).Order());
        Assert.Equal((Text("From Stripe"), "price_new"), (published.Prices[0].Fields[FieldNames.Nickname], published.Prices[0].Mirror));
        Assert.Equal((Text("Shirt"), Text("Mine"), "prod_1"), (published.Product!.Fields[FieldNames.Name], published.Product.Fields[FieldNames.Brand], published.Product.Mirror));
    }

    [Fact]
    public async Task What_moved_since_it_was_seen_is_not_written()
    {
        Tee();
        var old = _lake.Rev("tee");
        _lake.World.Editor.SetAndPublish("tee", "name", "Edited");
        (await Apply(Price("tee.a", old, To(FieldNames.Nickname, Text("Late"))))).Fault.Fault<CatalogFault.Stale>();
        (await Apply(Price("tee.a", _lake.Rev("tee"), To(FieldNames.Nickname, Text("x"))), Update("tee", old, To(FieldNames.Name, Text("Late"))))).Fault.Fault<CatalogFault.Stale>();
        (await Apply(Price("tee.gone", _lake.Rev("tee"), To(FieldNames.Nickname, Text("x"))))).Fault.Fault<CatalogFault.Stale>();
        (await Apply(Price("tee.a", _lake.Rev("tee")) with { Drafts = [new DraftChange("drafts.tee", "r1", [To(FieldNames.Nickname, Text("x"))], null)] })).Value();
        Assert.Null(_lake.World.Document("tee")!["shop"]!["prices"]![0]!["nickname"]);
    }

    [Fact]
    public async Task A_price_that_is_there_is_not_made_again_and_one_for_a_document_that_is_gone_is_not_made()
    {
        Tee();
        (await Apply(Born("price_9"))).Value();
        (await Apply(Born("price_9"))).Fault.Fault<CatalogFault.Stale>();
        (await Apply(Born("price_9") with { ProductId = "nowhere" })).Fault.Fault<CatalogFault.Stale>();
        (await Apply(Born("price_9") with { ProductId = null })).Fault.Fault<CatalogFault.Refused>();
        Assert.Equal(3, (await Seen()).Prices.Length);
    }

    [Fact]
    public async Task A_write_that_was_done_before_is_known_by_its_token()
    {
        Tee();
        var write = Write(Born("price_9"));
        Assert.False((await _lake.Catalog.Apply(write, Now)).Value().WasRepeated);
        Assert.True((await _lake.Catalog.Apply(write, Now)).Value().WasRepeated);
        Assert.Equal(3, (await Seen()).Prices.Length);
    }

    [Fact]
    public async Task The_flag_is_the_documents()
    {
        Tee();
        (await Apply(Price("tee.a", _lake.Rev("tee"), To(FieldNames.Nickname, Text("x"))))).Value();
        Assert.True((bool)_lake.World.Document("tee")!["updatedFromStripe"]!);
        (await Apply(new Change.Unflag { Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Ids = ["tee", "tee.a", "tee.k with spaces", "stripePrice-price_9"] })).Value();
        Assert.False((bool)_lake.World.Document("tee")!["updatedFromStripe"]!);
    }

    [Fact]
    public async Task Only_products_are_listed_fed_and_due()
    {
        var cursor = (await _lake.Catalog.Feed(null, Now)).Value().Cursor;
        Tee();
        _lake.Has("""{"_id":"q1","_type":"price"}""");

        Assert.Equal(["tee"], (await _lake.Catalog.List(null, Now)).Value().Products.Select(listed => listed.Id));
        Assert.Equal(["tee"], (await _lake.Catalog.Feed(cursor, Now)).Value().Deliveries.Select(told => told.Subject!.Value.Id));
        (await _lake.Catalog.Locate(new ObjectId(Side.Sanity, Kind.Price, "q1"), Now)).Fault.Fault<CatalogFault.Gone>();
    }

    [Fact]
    public void A_list_must_be_one_and_entries_must_not_lie_too_deep()
    {
        Assert.Empty((SanitySchema.Default with { PriceType = "product" }).EmbeddedIn("prices").Problems());
        Assert.Contains("does not lead to a list", Assert.Single((SanitySchema.Default with { Fields = [] }).EmbeddedIn("a[b].c").Problems()), StringComparison.Ordinal);
        Assert.Contains("too deep", SanitySchema.Default.EmbeddedIn("a.b.c.d.e.f.g").Problems().First(), StringComparison.Ordinal);
    }

    public void Dispose() => _lake.Dispose();

    private void Tee() => _lake.Has($$$"""{"_id":"tee","_type":"product","name":"Tee","active":true,"default_price":"b","shop":{"prices":[{{{Entries}}}]}}""");

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private async Task<Observation> Seen(params string[] prices) => (await _lake.Catalog.Observe(About("tee", prices), Now)).Value();

    private static Change.Update Price(string id, string revision, params FieldChange[] fields) => UpdatePrice(id, revision, fields) with { ProductId = "tee" };

    private static Change.Create Born(string price) => new()
    {
        Side = Side.Sanity, Kind = Kind.Price, Reason = "test", Id = ProductKey.SlotForStripe(price), Slot = ProductKey.SlotForStripe(price), ProductId = "tee", Mirror = price,
        Fields = Fields.Of((FieldNames.Currency, Text("eur")), (FieldNames.UnitAmount, Number(500)), (FieldNames.Active, Flag(true))),
    };

    private Task<Outcome<Written>> Apply(params Change[] changes) =>
        _lake.Catalog.Apply(Write(changes) with { Token = $"3f0c4d59-31c1-5d3c-9b2f-0000000001{++_writes:00}" }, Now);
}
