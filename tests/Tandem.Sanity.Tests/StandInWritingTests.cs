using Tandem.Core;
using Tandem.Engine;
using Tandem.Sandbox;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

/// <summary>What writes come to in a Content Lake that enforces its rules.</summary>
public sealed class StandInWritingTests : IDisposable
{
    private const string Tee = """{"_id":"tee","_type":"product","name":"Tee","slug":{"current":"tee"},"prices":[{"_type":"reference","_ref":"q1","_key":"own"}]}""";

    private const string Q1 = """{"_id":"q1","_type":"price","unit_amount":1999,"currency":"eur","product":{"_type":"reference","_ref":"tee"}}""";

    private readonly StandIn _lake = new();

    [Fact]
    public async Task A_product_born_in_Stripe_shows_what_was_written()
    {
        var product = new Change.Create
        {
            Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Id = "stripeProduct-prod_1", Mirror = "prod_1",
            Fields = Fields.Of(("name", Text("Mug")), ("description", Text("For tea")), ("active", Flag(false)), ("metadata.brand", Text("Acme")), ("default_price", Text("stripePrice-price_1"))),
        };
        var price = new Change.Create
        {
            Side = Side.Sanity, Kind = Kind.Price, Reason = "test", Id = "stripePrice-price_1", Mirror = "price_1", ProductId = product.Id,
            Fields = Fields.Of(("currency", Text("eur")), ("unit_amount", Number(900)), ("recurring", Every("month", 3)), ("active", Flag(true)), ("lookup_key", Text("mug"))),
        };
        var written = (await Apply(product, price)).Value();
        var seen = (await _lake.Catalog.Observe(About(product.Id!), Now)).Value();

        Assert.Equal(product.Fields, seen.Product!.Fields);
        Assert.Equal("prod_1", seen.Product.Mirror);
        var shown = Assert.Single(seen.Prices);
        Assert.Equal(price.Fields, shown.Fields);
        Assert.Equal(product.Id, shown.ProductId);
        Assert.Equal(product.Fields, Assert.Single(written.Products).Fields);
        Assert.Equal(shown.Revision, Assert.Single(written.Prices).Revision);
        Assert.Equal(Write().Token, shown.Revision);
        Assert.True((bool)_lake.World.Document(product.Id!)!["updatedFromStripe"]!);
        Assert.Equal("stripePrice-price_1", (string?)_lake.World.Document(product.Id!)!["prices"]![0]!["_ref"]);
        Assert.Null(_lake.World.Document(product.Id!)!["slug"]);
    }

    [Fact]
    public async Task Fields_that_a_mapping_adds_show_what_was_written_and_are_cleared_again()
    {
        using var lake = new StandIn(schema: SanitySchema.Default with { Fields = [.. SanitySchema.Default.Fields, .. SanitySchema.Optional] });
        lake.Has("""{"_id":"tee","_type":"product","name":"Tee","active":true,"package_dimensions":{"_type":"box","note":"fragile","height":9}}""");
        var sizes = new FieldValue.Group(Fields.Of(("height", Number(1)), ("length", Number(2.5m)), ("weight", Number(3)), ("width", Number(0.25m))));
        var wanted = Fields.Of(("name", Text("Tee")), ("active", Flag(true)), ("tax_code", Text("txcd_1")), ("shippable", Flag(false)), ("package_dimensions", sizes), ("marketing_features", FieldValue.OfTexts(["Fast", "Quiet"])));

        (await lake.Catalog.Apply(Write(Update("tee", lake.Rev("tee"), [.. wanted.Select(field => To(field.Key, field.Value))])), Now)).Value();
        Assert.Equal(wanted, (await lake.Catalog.Observe(About("tee"), Now)).Value().Product!.Fields);
        Assert.Equal("fragile", (string?)lake.World.Document("tee")!["package_dimensions"]!["note"]);

        var again = Write(Update("tee", lake.Rev("tee"), To("tax_code", null), To("shippable", null), To("package_dimensions", null), To("marketing_features", null))) with { Token = "3f0c4d59-31c1-5d3c-9b2f-000000000002" };
        (await lake.Catalog.Apply(again, Now)).Value();
        Assert.Equal("""{active: true, name: "Tee"}""", (await lake.Catalog.Observe(About("tee"), Now)).Value().Product!.Fields.ToString());
    }

    [Fact]
    public async Task A_new_product_lists_prices_that_exist_and_prices_that_are_made_with_it()
    {
        _lake.Has("""{"_id":"q1","_type":"price"}""");
        var product = new Change.Create { Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Id = "mug", Fields = Fields.Of(("name", Text("Mug"))), AddPrices = ["q1", "q2"] };
        var price = new Change.Create { Side = Side.Sanity, Kind = Kind.Price, Reason = "test", Id = "q2", ProductId = "mug", Fields = Fields.None };
        var more = new Change.Update { Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Id = "mug", Fields = [], AddPrices = ["q1"] };
        (await Apply(product, price, more)).Value();
        Assert.Equal(["q1", "q2"], _lake.World.Document("mug")!["prices"]!.AsArray().Select(entry => (string?)entry!["_ref"]));
    }

    [Fact]
    public async Task A_price_that_does_not_exist_cannot_join_the_list()
    {
        _lake.Has(Tee, Q1);
        var fault = (await Apply(Update("tee", _lake.Rev("tee")) with { AddPrices = ["nowhere"] })).Fault.Fault<CatalogFault.Refused>();
        Assert.Equal("prices", fault.Field);
    }

    [Fact]
    public async Task An_update_touches_its_fields_and_nothing_else()
    {
        _lake.Has(Tee, Q1);
        (await Apply(Update("tee", _lake.Rev("tee"), To("name", Text("New"))))).Value();
        var document = _lake.World.Document("tee")!;
        Assert.Equal("New", (string?)document["name"]);
        Assert.Equal("tee", (string?)document["slug"]!["current"]);
        Assert.Equal("own", (string?)document["prices"]![0]!["_key"]);
    }

    [Fact]
    public async Task A_document_that_somebody_edited_meanwhile_is_not_overwritten()
    {
        _lake.Has(Tee, Q1);
        var old = _lake.Rev("tee");
        _lake.World.Editor.SetAndPublish("tee", "name", "Edited");
        (await Apply(Update("tee", old, To("name", Text("Late"))))).Fault.Fault<CatalogFault.Stale>();
        Assert.Equal("Edited", (string?)_lake.World.Document("tee")!["name"]);
    }

    [Fact]
    public async Task When_one_document_of_a_transaction_moved_none_of_it_happens()
    {
        _lake.Has(Tee, Q1);
        var changes = new Change[] { Update("tee", _lake.Rev("tee"), To("name", Text("New"))), UpdatePrice("q1", "another", To("nickname", Text("x"))) };
        (await Apply(changes)).Fault.Fault<CatalogFault.Stale>();
        Assert.Equal("Tee", (string?)_lake.World.Document("tee")!["name"]);
    }

    [Fact]
    public async Task A_document_that_exists_already_is_not_made_again()
    {
        _lake.Has(Tee, Q1);
        var create = new Change.Create { Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Id = "tee", Fields = Fields.Of(("name", Text("Other"))) };
        (await Apply(create)).Fault.Fault<CatalogFault.Stale>();
        Assert.Equal("Tee", (string?)_lake.World.Document("tee")!["name"]);
    }

    [Fact]
    public async Task A_document_that_is_gone_cannot_be_updated() =>
        (await Apply(Update("tee", "r1", To("name", Text("x"))))).Fault.Fault<CatalogFault.Stale>();

    [Fact]
    public async Task A_repeated_write_has_no_further_effect()
    {
        _lake.Has(Tee, Q1);
        var write = Write(Update("tee", _lake.Rev("tee"), To("name", Text("New"))));
        Assert.False((await _lake.Catalog.Apply(write, Now)).Value().WasRepeated);
        _lake.World.Editor.SetAndPublish("tee", "name", "Edited");
        Assert.True((await _lake.Catalog.Apply(write, Now)).Value().WasRepeated);
        Assert.Equal("Edited", (string?)_lake.World.Document("tee")!["name"]);
    }

    [Theory]
    [InlineData(CallFaultKind.ErrorAfterCommit, true)]
    [InlineData(CallFaultKind.CutAfterCommit, false)]
    [InlineData(CallFaultKind.MalformedBody, false)]
    public async Task A_write_whose_answer_was_lost_is_found_done_when_it_is_repeated(CallFaultKind kind, bool wasAnswered)
    {
        _lake.Has(Tee, Q1);
        _lake.World.Faults.Add(new CallFault(kind) { Method = "POST", Times = 1 });
        var write = Write(Update("tee", _lake.Rev("tee"), To("name", Text("New"))));
        Assert.Equal(wasAnswered, (await _lake.Catalog.Apply(write, Now)).Fault.Fault<CatalogFault.Unknown>().WasAnswered);
        Assert.True((await _lake.Catalog.Apply(write, Now)).Value().WasRepeated);
        Assert.Equal("New", (string?)_lake.World.Document("tee")!["name"]);
    }

    [Theory]
    [InlineData(CallFaultKind.ErrorBeforeCommit)]
    [InlineData(CallFaultKind.CutBeforeCommit)]
    public async Task A_write_that_never_arrived_can_be_sent_again(CallFaultKind kind)
    {
        _lake.Has(Tee, Q1);
        _lake.World.Faults.Add(new CallFault(kind) { Method = "POST", Times = 1 });
        var write = Write(Update("tee", _lake.Rev("tee"), To("name", Text("New"))));
        (await _lake.Catalog.Apply(write, Now)).Fault.Fault<CatalogFault.Unknown>();
        Assert.False((await _lake.Catalog.Apply(write, Now)).Value().WasRepeated);
    }

    [Fact]
    public async Task A_rate_limit_and_a_contention_have_no_effect_and_say_so()
    {
        _lake.Has(Tee, Q1);
        _lake.World.Faults.Add(new CallFault(CallFaultKind.RateLimited) { Method = "POST", Times = 1, RetryAfter = TimeSpan.FromSeconds(3) });
        _lake.World.Faults.Add(new CallFault(CallFaultKind.Conflict) { Method = "POST", Times = 1 });
        var write = Write(Update("tee", _lake.Rev("tee"), To("name", Text("New"))));
        Assert.Equal(TimeSpan.FromSeconds(3), (await _lake.Catalog.Apply(write, Now)).Fault.Fault<CatalogFault.Throttled>().RetryAfter);
        Assert.Null((await _lake.Catalog.Apply(write, Now)).Fault.Fault<CatalogFault.Throttled>().RetryAfter);
        Assert.Equal("Tee", (string?)_lake.World.Document("tee")!["name"]);
    }

    [Fact]
    public async Task A_default_price_that_is_not_published_is_refused_by_name()
    {
        _lake.Has(Tee, Q1);
        var fault = (await Apply(Update("tee", _lake.Rev("tee"), To("default_price", Text("nowhere"))))).Fault.Fault<CatalogFault.Refused>();
        Assert.Equal("default_price", fault.Field);
    }

    [Fact]
    public async Task What_an_editor_keeps_beside_a_rhythm_stays()
    {
        _lake.Has("""{"_id":"q1","_type":"price","recurring":{"interval":"month","usage_type":"metered","meter":"mtr_1","note":"mine"}}""", """{"_id":"q2","_type":"price"}""");
        (await Apply(
            UpdatePrice("q1", _lake.Rev("q1"), To("recurring", Every("year", 2))),
            UpdatePrice("q2", _lake.Rev("q2"), To("recurring", Every("day", 1))))).Value();
        SameJson("""{"interval":"year","note":"mine","interval_count":2}""", _lake.World.Document("q1")!["recurring"]!.ToJsonString());
        SameJson("""{"interval":"day","interval_count":1}""", _lake.World.Document("q2")!["recurring"]!.ToJsonString());

        var metered = new FieldValue.Group(Fields.Of(("interval", Text("week")), ("interval_count", Number(1)), ("trial_period_days", Number(7)), ("usage_type", Text("metered")), ("meter", Text("mtr_2"))));
        (await _lake.Catalog.Apply(Write(UpdatePrice("q1", _lake.Rev("q1"), To("recurring", metered))) with { Token = "3f0c4d59-31c1-5d3c-9b2f-000000000002" }, Now)).Value();
        SameJson(
            """{"interval":"week","note":"mine","interval_count":1,"trial_period_days":7,"usage_type":"metered","meter":"mtr_2"}""", _lake.World.Document("q1")!["recurring"]!.ToJsonString());
    }

    [Fact]
    public async Task An_amount_moves_between_its_two_fields_and_stands_in_one()
    {
        _lake.Has(Q1.Replace("\"product\":{\"_type\":\"reference\",\"_ref\":\"tee\"}", "\"nickname\":\"x\"", StringComparison.Ordinal));
        (await Apply(UpdatePrice("q1", _lake.Rev("q1"), To("unit_amount", Number(0.5m))))).Value();
        Assert.Null(_lake.World.Document("q1")!["unit_amount"]);
        Assert.Equal("0.5", (string?)_lake.World.Document("q1")!["unit_amount_decimal"]);

        var back = new Write("3f0c4d59-31c1-5d3c-9b2f-000000000002", [UpdatePrice("q1", _lake.Rev("q1"), To("unit_amount", Number(700)))], Write().PriceIds);
        var written = (await _lake.Catalog.Apply(back, Now)).Value();
        Assert.Equal(Number(700), Assert.Single(written.Prices).Fields["unit_amount"]);
        Assert.Null(_lake.World.Document("q1")!["unit_amount_decimal"]);
    }

    [Fact]
    public async Task Prices_join_the_list_once_and_are_not_lost_when_an_open_draft_is_published()
    {
        _lake.Has(Tee, Q1, """{"_id":"q2","_type":"price"}""");
        _lake.World.Editor.Set("tee", "name", "Draft");
        for (var n = 1; n <= 2; n++)
        {
            var update = Update("tee", _lake.Rev("tee")) with { AddPrices = ["q1", "q2"] };
            (await _lake.Catalog.Apply(Write(update) with { Token = $"3f0c4d59-31c1-5d3c-9b2f-00000000001{n}" }, Now)).Value();
        }

        _lake.World.Editor.Publish("tee");
        Assert.Equal(["q1", "q2"], _lake.World.Document("tee")!["prices"]!.AsArray().Select(entry => (string?)entry!["_ref"]));
        Assert.Equal("Draft", (string?)_lake.World.Document("tee")!["name"]);
        Assert.Null(_lake.World.Document("tee")!["updatedFromStripe"]);
    }

    [Fact]
    public async Task An_open_draft_follows_and_its_publishing_brings_nothing_old_back()
    {
        _lake.Has(Tee, Q1);
        _lake.World.Editor.Set("tee", "brand", "Mine");
        var seen = (await _lake.Catalog.Observe(About("tee"), Now)).Value().Product!;
        var draft = Assert.Single(seen.Drafts);
        var update = Update("tee", seen.Revision!, To("name", Text("From Stripe"))) with
        {
            Mirror = "prod_1", Drafts = [new(draft.Id, draft.Revision, [To("name", Text("From Stripe"))], "prod_1")],
        };
        var written = (await Apply(update)).Value();
        Assert.Equal(Text("From Stripe"), Assert.Single(Assert.Single(written.Products).Drafts).Fields["name"]);

        _lake.World.Editor.Publish("tee");
        var published = _lake.World.Document("tee")!;
        Assert.Equal(("From Stripe", "Mine", "prod_1"), ((string?)published["name"], (string?)published["brand"], (string?)published["stripeProductId"]));
    }

    [Fact]
    public async Task The_flag_is_cleared_in_documents_drafts_and_versions_and_only_where_it_is_set()
    {
        _lake.Has(
            """{"_id":"tee","_type":"product","name":"x","updatedFromStripe":true}""",
            """{"_id":"drafts.tee","_type":"product","name":"x","updatedFromStripe":true}""",
            """{"_id":"versions.rA.tee","_type":"product","name":"x","updatedFromStripe":true}""",
            """{"_id":"q1","_type":"price","updatedFromStripe":false}""",
            """{"_id":"cap","_type":"product","name":"y","updatedFromStripe":true}""");
        var untouched = _lake.Rev("q1");
        (await Apply(new Change.Unflag { Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Ids = ["tee", "q1"] })).Value();

        Assert.All(["tee", "drafts.tee", "versions.rA.tee"], id => Assert.False((bool)_lake.World.Document(id)!["updatedFromStripe"]!));
        Assert.True((bool)_lake.World.Document("cap")!["updatedFromStripe"]!);
        Assert.Equal(untouched, _lake.Rev("q1"));
    }

    public void Dispose() => _lake.Dispose();

    private Task<Outcome<Written>> Apply(params Change[] changes) => _lake.Catalog.Apply(Write(changes), Now);
}
