using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

/// <summary>The exact requests: what leaves us is a contract with a vendor.</summary>
public sealed class ApplyingTests
{
    private const string Done = """{"transactionId":"3f0c4d59-31c1-5d3c-9b2f-000000000001","results":[]}""";

    [Fact]
    public async Task A_write_is_one_transaction_with_our_id()
    {
        using var lake = new ScriptedLake().Answers(Done);
        using var catalog = lake.Catalog();
        await catalog.Apply(Write(Update("tee", "r1", To("name", Text("Tee")))), Now);

        var (method, address, body, _) = Assert.Single(lake.Asked);
        Assert.Equal(HttpMethod.Post, method);
        Assert.Equal("https://abc123.api.sanity.io/v2025-02-19/data/mutate/production?tag=tandem.write&returnIds=true&returnDocuments=true&visibility=sync", address.AbsoluteUri);
        SameJson(
            """
            {"mutations":[{"patch":{"set":{"name":"Tee","updatedFromStripe":true},"id":"tee","ifRevisionID":"r1"}}],"transactionId":"3f0c4d59-31c1-5d3c-9b2f-000000000001"}
            """,
            body);
    }

    [Fact]
    public async Task Only_changed_fields_are_set_and_cleared_ones_unset() => await Sends(
        Update("tee", "r1", To("active", Flag(false)), To("metadata.brand", null), To("default_price", Text("q1"))) with { Mirror = "prod_1" },
        """
        [{"patch":{"set":{"active":false,"default_price":{"_type":"reference","_ref":"q1"},"stripeProductId":"prod_1","updatedFromStripe":true},"unset":["brand"],"id":"tee","ifRevisionID":"r1"}}]
        """);

    [Fact]
    public async Task A_repaired_mirror_alone_leaves_the_flag() => await Sends(
        UpdatePrice("q1", "r1") with { Mirror = "price_1" },
        """[{"patch":{"set":{"stripePriceId":"price_1"},"id":"q1","ifRevisionID":"r1"}}]""");

    [Fact]
    public async Task A_whole_amount_is_a_number_and_replaces_its_decimal_text() => await Sends(
        UpdatePrice("q1", "r1", To("unit_amount", Number(2500)), To("currency", Text("usd"))),
        """
        [{"patch":{"set":{"unit_amount":2500,"currency":"usd","updatedFromStripe":true},"unset":["unit_amount_decimal"],"id":"q1","ifRevisionID":"r1"}}]
        """);

    [Fact]
    public async Task A_fractional_amount_is_an_exact_text() => await Sends(
        UpdatePrice("q1", "r1", To("unit_amount", Number(0.125m))),
        """
        [{"patch":{"set":{"unit_amount_decimal":"0.125","updatedFromStripe":true},"unset":["unit_amount"],"id":"q1","ifRevisionID":"r1"}}]
        """);

    [Fact]
    public async Task A_rhythm_is_set_part_by_part_so_that_an_editors_own_parts_stay() => await Sends(
        UpdatePrice("q1", "r1", To("recurring", Every("month", 3))),
        """
        [{"patch":{"setIfMissing":{"recurring":{}},"id":"q1","ifRevisionID":"r1"}},
         {"patch":{"set":{"recurring.interval":"month","recurring.interval_count":3,"updatedFromStripe":true},"unset":["recurring.trial_period_days","recurring.usage_type","recurring.meter"],"id":"q1"}}]
        """);

    [Fact]
    public async Task Drafts_and_versions_change_in_the_same_transaction_under_their_own_guard() => await Sends(
        Update("tee", "r1", To("name", Text("Tee"))) with
        {
            Mirror = "prod_1",
            Drafts = [new("drafts.tee", "r2", [To("name", Text("Tee"))], "prod_1"), new("versions.rA.tee", "r3", [], "prod_1")],
        },
        """
        [{"patch":{"set":{"name":"Tee","stripeProductId":"prod_1","updatedFromStripe":true},"id":"tee","ifRevisionID":"r1"}},
         {"patch":{"set":{"name":"Tee","stripeProductId":"prod_1","updatedFromStripe":true},"id":"drafts.tee","ifRevisionID":"r2"}},
         {"patch":{"set":{"stripeProductId":"prod_1"},"id":"versions.rA.tee","ifRevisionID":"r3"}}]
        """);

    [Fact]
    public async Task A_product_and_its_price_are_born_together_and_name_each_other() => await Sends(
        [
            new Change.Create
            {
                Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Id = "stripeProduct-prod_1", Mirror = "prod_1",
                Fields = Fields.Of(("name", Text("Mug")), ("active", Flag(true)), ("default_price", Text("stripePrice-price_1"))),
            },
            new Change.Create
            {
                Side = Side.Sanity, Kind = Kind.Price, Reason = "test", Id = "stripePrice-price_1", Mirror = "price_1", ProductId = "stripeProduct-prod_1",
                Fields = Fields.Of(("currency", Text("eur")), ("unit_amount", Number(900)), ("recurring", Every("year")), ("active", Flag(true))),
            },
        ],
        """
        [{"create":{"_id":"stripeProduct-prod_1","_type":"product","active":true,"default_price":{"_type":"reference","_ref":"stripePrice-price_1"},"name":"Mug",
          "stripeProductId":"prod_1","prices":[{"_type":"reference","_ref":"stripePrice-price_1","_key":"KEY"}],"updatedFromStripe":true}},
         {"create":{"_id":"stripePrice-price_1","_type":"price","active":true,"currency":"eur","recurring":{"interval":"year","interval_count":1},"unit_amount":900,
          "stripePriceId":"price_1","product":{"_type":"reference","_ref":"stripeProduct-prod_1"},"updatedFromStripe":true}}]
        """.Replace("KEY", Derived.Hex("entry", "stripePrice-price_1")[..12], StringComparison.Ordinal));

    [Fact]
    public async Task Prices_are_added_once_and_in_drafts_as_well()
    {
        using var lake = new ScriptedLake()
            .Shows(
                """{"_id":"tee","_type":"product","_rev":"r1","prices":[{"_ref":"q1","_key":"own"}]}""",
                """{"_id":"drafts.tee","_type":"product","_rev":"r9"}""")
            .Answers(Done);
        using var catalog = lake.Catalog();
        (await catalog.Apply(Write(Update("tee", "r1") with { AddPrices = ["q1", "q2"] }), Now)).Value();

        string[] keys = [Derived.Hex("entry", "q1")[..12], Derived.Hex("entry", "q2")[..12]];
        SameJson(
            $$$"""
            [{"patch":{"setIfMissing":{"prices":[]},"id":"tee","ifRevisionID":"r1"}},
             {"patch":{"insert":{"after":"prices[-1]","items":[{"_type":"reference","_ref":"q2","_key":"{{{keys[1]}}}"}]},"id":"tee"}},
             {"patch":{"setIfMissing":{"prices":[]},"id":"drafts.tee"}},
             {"patch":{"insert":{"after":"prices[-1]","items":[{"_type":"reference","_ref":"q1","_key":"{{{keys[0]}}}"},{"_type":"reference","_ref":"q2","_key":"{{{keys[1]}}}"}]},"id":"drafts.tee"}}]
            """,
            Mutations(lake.Asked[1].Body));
    }

    [Fact]
    public async Task When_all_is_as_it_should_be_nothing_is_sent()
    {
        using var lake = new ScriptedLake().Shows("""{"_id":"tee","_type":"product","_rev":"r1","prices":[{"_ref":"q1","_key":"own"}]}""");
        using var catalog = lake.Catalog();
        (await catalog.Apply(Write(Update("tee", "r1") with { AddPrices = ["q1"] }), Now)).Value();
        Assert.All(lake.Asked, call => Assert.Equal(HttpMethod.Get, call.Method));
    }

    [Fact]
    public async Task The_flag_is_cleared_by_a_query_that_finds_it_wherever_it_is_still_set()
    {
        using var lake = new ScriptedLake().Answers(Done);
        using var catalog = lake.Catalog();
        (await catalog.Apply(Write(new Change.Unflag { Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Ids = ["tee", "q1"] }), Now)).Value();

        var patch = JsonNode.Parse(lake.Asked[0].Body)!["mutations"]![0]!["patch"]!;
        Assert.Equal(Groq.Flagged, patch["query"]!.GetValue<string>());
        SameJson("""{"ids":["tee","q1"],"drafts":["drafts.tee","drafts.q1"]}""", patch["params"]!.ToJsonString());
        SameJson("""{"updatedFromStripe":false}""", patch["set"]!.ToJsonString());
    }

    [Fact]
    public async Task Portable_Text_is_never_written_over()
    {
        using var lake = new ScriptedLake().Shows("""{"_id":"tee","_type":"product","_rev":"r1","description":[{"_type":"block","children":[]}]}""");
        using var catalog = lake.Catalog();
        var fault = (await catalog.Apply(Write(Update("tee", "r1", To("description", Text("flat")))), Now)).Fault.Fault<CatalogFault.Refused>();
        Assert.Equal("description", fault.Field);
        Assert.All(lake.Asked, call => Assert.Equal(HttpMethod.Get, call.Method));
    }

    [Fact]
    public async Task Uploaded_pictures_are_never_written_over()
    {
        using var lake = new ScriptedLake().Shows("""{"_id":"tee","_type":"product","_rev":"r1","images":[{"asset":{"_ref":"image-1-1x1-png"}}]}""");
        using var catalog = lake.Catalog();
        var change = Update("tee", "r1", To("images", FieldValue.OfTexts(["https://a.example/1.png"])));
        Assert.Equal("images", (await catalog.Apply(Write(change), Now)).Fault.Fault<CatalogFault.Refused>().Field);
    }

    [Fact]
    public async Task A_drafts_Portable_Text_stays_while_the_published_text_changes()
    {
        using var lake = new ScriptedLake()
            .Shows(
                """{"_id":"tee","_type":"product","_rev":"r1","description":"old"}""",
                """{"_id":"drafts.tee","_type":"product","_rev":"r2","description":[{"_type":"block"}],"name":"Tee"}""")
            .Answers(Done);
        using var catalog = lake.Catalog();
        var change = Update("tee", "r1", To("description", Text("new"))) with
        {
            Drafts = [new("drafts.tee", "r2", [To("description", Text("new"))], null)],
        };
        (await catalog.Apply(Write(change), Now)).Value();
        SameJson("""[{"patch":{"set":{"description":"new","updatedFromStripe":true},"id":"tee","ifRevisionID":"r1"}}]""", Mutations(lake.Asked[1].Body));
    }

    [Theory]
    [InlineData("""{"documents":[{"_id":"tee","_type":"product","_rev":"r2","description":"x"}]}""")]
    [InlineData("""{"documents":[],"omitted":[{"id":"tee","reason":"existence"}]}""")]
    public async Task A_document_that_moved_before_the_write_is_left_alone(string answer)
    {
        using var lake = new ScriptedLake().Answers(answer);
        using var catalog = lake.Catalog();
        (await catalog.Apply(Write(Update("tee", "r1", To("description", Text("new")))), Now)).Fault.Fault<CatalogFault.Stale>();
        Assert.All(lake.Asked, call => Assert.Equal(HttpMethod.Get, call.Method));
    }

    [Theory]
    [InlineData("stripeProduct-my mug!")]
    [InlineData("-x")]
    [InlineData("")]
    public async Task An_id_that_no_document_can_have_is_refused_unsent(string id)
    {
        using var lake = new ScriptedLake();
        using var catalog = lake.Catalog();
        var create = new Change.Create { Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Id = id, Fields = Fields.None };
        (await catalog.Apply(Write(create), Now)).Fault.Fault<CatalogFault.Refused>();
        Assert.Empty(lake.Asked);
    }

    [Fact]
    public async Task The_views_are_those_of_the_last_state_that_the_answer_shows()
    {
        using var lake = new ScriptedLake().Answers("""
            {"transactionId":"t-1","results":[
              {"id":"q1","operation":"update","document":{"_id":"q1","_type":"price","_rev":"old","nickname":"Old"}},
              {"id":"q1","operation":"update","document":{"_id":"q1","_type":"price","_rev":"t-1","nickname":"New"}},
              {"id":"tee","operation":"update","document":{"_id":"tee","_type":"product","_rev":"t-1","name":"Tee","default_price":{"_ref":"q7"}}},
              {"id":"drafts.tee","operation":"update","document":{"_id":"drafts.tee","_type":"product","_rev":"t-1","name":"Tee","default_price":{"_ref":"q8","_weak":true}}},
              {"id":"gone","operation":"none"}]}
            """);
        using var catalog = lake.Catalog();
        var written = (await catalog.Apply(Write(Update("tee", "r1", To("name", Text("Tee")))), Now)).Value();

        Assert.False(written.WasRepeated);
        Assert.Equal("t-1", written.RequestId);
        Assert.Equal(Text("New"), Assert.Single(written.Prices).Fields["nickname"]);
        var product = Assert.Single(written.Products);
        Assert.Equal("t-1", product.Revision);
        Assert.Equal(Text("q7"), product.Fields["default_price"]);
        Assert.Equal(new FieldValue.Unresolved("q8"), Assert.Single(product.Drafts).Fields["default_price"]);
    }

    private static Task Sends(Change change, string mutations) => Sends([change], mutations);

    private static async Task Sends(Change[] changes, string mutations)
    {
        using var lake = new ScriptedLake().Answers(Done);
        using var catalog = lake.Catalog();
        (await catalog.Apply(Write(changes), Now)).Value();
        SameJson(mutations, Mutations(Assert.Single(lake.Asked).Body));
    }

    private static string Mutations(string body) => JsonNode.Parse(body)!["mutations"]!.ToJsonString();
}
