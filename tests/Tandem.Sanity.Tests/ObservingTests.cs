using System.Web;
using Tandem.Core;
using Tandem.Engine;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

public sealed class ObservingTests
{
    private const string Tee = """{"_id":"tee","_type":"product","_rev":"r1","name":"Tee"}""";

    [Fact]
    public async Task One_read_asks_for_the_product_its_expected_prices_and_their_drafts()
    {
        using var lake = new ScriptedLake().Shows(Tee);
        using var catalog = lake.Catalog();
        await catalog.Observe(About("tee", "q2", "q1"), Now);

        var (method, address, body, token) = Assert.Single(lake.Asked);
        Assert.Equal(HttpMethod.Get, method);
        Assert.Equal("", body);
        Assert.Equal("Bearer sk-very-secret", token);
        Assert.Equal(
            "https://abc123.api.sanity.io/v2025-02-19/data/doc/production/q1,drafts.q1,q2,drafts.q2,tee,drafts.tee?tag=tandem.observe&includeAllVersions=true",
            address.AbsoluteUri);
    }

    [Fact]
    public async Task Doubtful_writes_are_looked_for_in_the_history_before_the_documents_are_read()
    {
        using var lake = new ScriptedLake().Answers("{\"id\":\"t2\",\"documentIDs\":[\"tee\"]}\n{\"id\":\"t0\"}\n").Shows(Tee);
        using var catalog = lake.Catalog();
        var seen = (await catalog.Observe(About("tee", "q1") with { Doubts = ["t1", "t2"] }, Now)).Value();

        Assert.Equal(["t2"], seen.Executed);
        Assert.Equal(
            "https://abc123.api.sanity.io/v2025-02-19/data/history/production/transactions/q1,tee?tag=tandem.observe&excludeContent=true&reverse=true&limit=200",
            lake.Asked[0].Address.AbsoluteUri);
    }

    [Theory]
    [InlineData("", 200, true)]
    [InlineData("{\"error\":\"Forbidden\"}", 403, true)]
    [InlineData("{\"error\":{\"description\":\"no such parameter\"}}", 400, true)]
    [InlineData("{\"id\":\"t1\"}\n{\"id\"", 200, false)]
    [InlineData("{\"error\":\"down\"}", 503, false)]
    public async Task A_token_without_a_right_to_the_history_sees_the_documents_and_a_history_that_fails_is_asked_again(string answer, int status, bool isSeen)
    {
        using var lake = new ScriptedLake().Answers(answer, (System.Net.HttpStatusCode)status).Shows(Tee);
        using var catalog = lake.Catalog();
        var outcome = await catalog.Observe(About("tee") with { Doubts = ["t1"] }, Now);

        Assert.Equal(isSeen, outcome.Value?.Product is not null);
        Assert.Equal(!isSeen, outcome.Fault is CatalogFault.Unavailable);
        Assert.True(outcome.Value?.Executed.IsEmpty ?? true);
    }

    [Fact]
    public async Task References_that_nobody_expected_are_read_as_well()
    {
        using var lake = new ScriptedLake()
            .Shows("""{"_id":"tee","_type":"product","_rev":"r1","name":"Tee","default_price":{"_ref":"q2"},"prices":[{"_ref":"q1"},{"_ref":"q3"},{"_ref":"q1"},{"_key":"x"}]}""")
            .Shows("""{"_id":"q2","_type":"price","_rev":"r"}""", """{"_id":"q3","_type":"price","_rev":"r","product":{"_ref":"cap"}}""");
        using var catalog = lake.Catalog();
        var seen = (await catalog.Observe(About("tee", "q1"), Now)).Value();

        Assert.EndsWith("/q3,drafts.q3,q2,drafts.q2", lake.Asked[1].Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(["q2", "q3"], seen.Prices.Select(price => price.Id));
        Assert.Equal("cap", seen.Prices[1].ProductId);
        Assert.Equal(Text("q2"), seen.Product!.Fields["default_price"]);
    }

    [Fact]
    public async Task A_search_finds_prices_that_only_refer_to_the_product()
    {
        using var lake = new ScriptedLake()
            .Answers("""{"result":[{"_id":"drafts.q8"},{"_id":"q9"}],"ms":1}""")
            .Shows(Tee, """{"_id":"q9","_type":"price","_rev":"r","product":{"_ref":"tee"}}""");
        using var catalog = lake.Catalog();
        var seen = (await catalog.Observe(About("tee") with { Membership = Membership.All }, Now)).Value();

        Assert.Equal(["q9"], seen.Prices.Select(price => price.Id));
        Assert.EndsWith("/q8,drafts.q8,q9,drafts.q9,tee,drafts.tee", lake.Asked[1].Address.AbsolutePath, StringComparison.Ordinal);

        var query = HttpUtility.ParseQueryString(lake.Asked[0].Address.Query);
        Assert.Equal(Groq.PricesOf, query["query"]);
        Assert.Equal("\"tee\"", query["$id"]);
        Assert.Equal("raw", query["perspective"]);
    }

    [Fact]
    public async Task Drafts_and_versions_stay_with_their_published_document()
    {
        using var lake = new ScriptedLake().Shows(
            Tee,
            """{"_id":"drafts.tee","_type":"product","_rev":"r2","name":"Tee 2","stripeProductId":"prod_1"}""",
            """{"_id":"versions.rSpring.tee","_type":"product","_rev":"r3","name":"Tee 3","active":false}""",
            """{"_id":"q1","_type":"price","_rev":"r4"}""",
            """{"_id":"drafts.q1","_type":"price","_rev":"r5","unit_amount":5}""");
        using var catalog = lake.Catalog();
        var seen = (await catalog.Observe(About("tee", "q1"), Now)).Value();

        Assert.Equal(["drafts.tee", "versions.rSpring.tee"], seen.Product!.Drafts.Select(draft => draft.Id));
        Assert.Equal(["r2", "r3"], seen.Product.Drafts.Select(draft => draft.Revision));
        Assert.Equal(Text("Tee 2"), seen.Product.Drafts[0].Fields["name"]);
        Assert.Equal("prod_1", seen.Product.Drafts[0].Mirror);
        Assert.Null(seen.Product.Mirror);
        Assert.Equal(Flag(false), seen.Product.Drafts[1].Fields["active"]);
        Assert.Equal("drafts.q1", Assert.Single(Assert.Single(seen.Prices).Drafts).Id);
    }

    [Fact]
    public async Task A_product_that_was_never_published_is_gone_and_its_draft_is_nobody()
    {
        using var lake = new ScriptedLake().Answers("""
            {"documents":[{"_id":"drafts.tee","_type":"product","_rev":"r","name":"Secret"}],
             "omitted":[{"id":"tee","reason":"existence"},{"id":"q1","reason":"existence"},{"id":"drafts.q1","reason":"existence"}]}
            """);
        using var catalog = lake.Catalog();
        var seen = (await catalog.Observe(About("tee", "q1"), Now)).Value();

        Assert.Null(seen.Product);
        Assert.Empty(seen.Prices);
        Assert.Equal(["q1", "tee"], seen.Gone.Order());
    }

    [Fact]
    public async Task An_id_that_the_answer_passes_over_in_silence_is_not_proven_gone()
    {
        using var lake = new ScriptedLake().Answers("""{"documents":[]}""").Answers("""{"documents":[]}""");
        using var catalog = lake.Catalog();
        var seen = (await catalog.Observe(About("tee"), Now)).Value();
        Assert.Null(seen.Product);
        Assert.Empty(seen.Gone);
    }

    [Fact]
    public async Task Where_only_a_draft_answers_the_absence_of_the_published_document_is_asked_for()
    {
        using var lake = new ScriptedLake()
            .Answers("""{"documents":[{"_id":"drafts.tee","_type":"product","_rev":"r","name":"Secret"}],"omitted":[]}""")
            .Answers("""{"documents":[],"omitted":[{"id":"tee","reason":"existence"}]}""");
        using var catalog = lake.Catalog();
        var seen = (await catalog.Observe(About("tee"), Now)).Value();
        Assert.Equal(["tee"], seen.Gone);
        Assert.Equal("https://abc123.api.sanity.io/v2025-02-19/data/doc/production/tee?tag=tandem.observe", lake.Asked[1].Address.AbsoluteUri);
    }

    [Fact]
    public async Task A_document_of_another_type_is_no_product_but_not_gone_either()
    {
        using var lake = new ScriptedLake().Shows("""{"_id":"tee","_type":"article","_rev":"r","name":"x"}""");
        using var catalog = lake.Catalog();
        var seen = (await catalog.Observe(About("tee"), Now)).Value();
        Assert.Null(seen.Product);
        Assert.Empty(seen.Gone);
    }

    [Fact]
    public async Task A_document_that_the_token_may_not_read_is_not_taken_for_absent()
    {
        using var lake = new ScriptedLake().Answers("""{"documents":[],"omitted":[{"id":"drafts.tee","reason":"permission"}]}""");
        using var catalog = lake.Catalog();
        var fault = (await catalog.Observe(About("tee"), Now)).Fault.Fault<CatalogFault.Unauthorized>();
        Assert.Contains("drafts.tee", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"_type\":\"reference\",\"_ref\":\"missing\"}", "missing")]
    [InlineData("{\"_type\":\"reference\",\"_ref\":\"missing\",\"_weak\":true}", "missing")]
    [InlineData("{\"_type\":\"reference\",\"_ref\":\"drafts.q1\"}", "drafts.q1")]
    [InlineData("{\"_type\":\"reference\",\"_ref\":\"tee\"}", "tee")]
    [InlineData("{\"_type\":\"reference\"}", "")]
    public async Task A_default_price_that_is_not_published_is_pending_and_clears_nothing(string reference, string target)
    {
        using var lake = new ScriptedLake()
            .Shows($$"""{"_id":"tee","_type":"product","_rev":"r1","name":"Tee","default_price":{{reference}}}""")
            .Shows();
        using var catalog = lake.Catalog();
        var seen = (await catalog.Observe(About("tee"), Now)).Value();
        Assert.Equal(new FieldValue.Unresolved(target), seen.Product!.Fields["default_price"]);
    }

    [Fact]
    public async Task Many_prices_are_read_in_batches_of_a_hundred_ids()
    {
        using var lake = new ScriptedLake().Shows(Tee).Shows().Shows("""{"_id":"q99","_type":"price","_rev":"r"}""");
        using var catalog = lake.Catalog();
        var seen = (await catalog.Observe(About("tee", [.. Enumerable.Range(0, 120).Select(n => $"q{n}")]), Now)).Value();

        Assert.Equal([100, 100, 42], lake.Asked.Select(call => call.Address.AbsolutePath.Split(',').Length));
        Assert.Equal("Tee", Assert.IsType<FieldValue.Text>(seen.Product!.Fields["name"]).Value);
        Assert.Equal("q99", Assert.Single(seen.Prices).Id);
    }

    [Fact]
    public async Task Long_ids_make_smaller_batches()
    {
        using var lake = new ScriptedLake();
        for (var n = 0; n < 4; n++)
        {
            lake.Shows(Tee);
        }

        using var catalog = lake.Catalog();
        await catalog.Observe(About("tee", [.. Enumerable.Range(0, 99).Select(n => new string('q', 118) + n)]), Now);
        Assert.All(lake.Asked, call => Assert.InRange(call.Address.AbsoluteUri.Length, 1, 9_000));
        Assert.True(lake.Asked.Count > 2);
    }

    [Theory]
    [InlineData("drafts.tee")]
    [InlineData("a/../b")]
    [InlineData("")]
    public async Task An_id_that_no_published_document_has_is_refused_unasked(string id)
    {
        using var lake = new ScriptedLake();
        using var catalog = lake.Catalog();
        (await catalog.Observe(About(id), Now)).Fault.Fault<CatalogFault.Refused>();
        Assert.Empty(lake.Asked);
    }

    [Fact]
    public async Task Whom_a_price_belongs_to_is_asked_of_the_documents()
    {
        using var lake = new ScriptedLake()
            .Shows("""{"_id":"q1","_type":"price","_rev":"r","product":{"_ref":"tee"}}""")
            .Shows("""{"_id":"tee","_type":"product","_rev":"r","stripeProductId":"prod_1"}""");
        using var catalog = lake.Catalog();

        // The hint took it for a product.
        var belonging = (await catalog.Locate(new ObjectId(Side.Sanity, Kind.Product, "q1"), Now)).Value();
        Assert.Equal(new Belonging("tee", "prod_1"), belonging);
    }

    [Theory]
    [InlineData("""{"_id":"x","_type":"product","_rev":"r","stripeProductId":"prod_1"}""", "x", "prod_1")]
    [InlineData("""{"_id":"x","_type":"product","_rev":"r"}""", "x", null)]
    [InlineData("""{"_id":"x","_type":"price","_rev":"r"}""", null, null)]
    public async Task An_object_belongs_to_what_its_document_says(string document, string? product, string? mirror)
    {
        using var lake = new ScriptedLake().Shows(document);
        using var catalog = lake.Catalog();
        Assert.Equal(new Belonging(product, mirror), (await catalog.Locate(new ObjectId(Side.Sanity, Kind.Price, "x"), Now)).Value());
    }

    [Theory]
    [InlineData("""{"_id":"x","_type":"article","_rev":"r"}""")]
    [InlineData("""{"_id":"drafts.x","_type":"product","_rev":"r"}""")]
    public async Task An_object_without_a_published_document_of_ours_is_gone(string document)
    {
        using var lake = new ScriptedLake().Shows(document);
        using var catalog = lake.Catalog();
        (await catalog.Locate(new ObjectId(Side.Sanity, Kind.Price, "x"), Now)).Fault.Fault<CatalogFault.Gone>();
    }
}
