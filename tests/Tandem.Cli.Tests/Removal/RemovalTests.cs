using System.Text.Json.Nodes;
using Tandem.Cli.Removal;
using Tandem.Cli.Tests.Setup;
using Tandem.Sandbox;
using Tandem.Sandbox.Sanity;
using Tandem.Store.Sqlite;

namespace Tandem.Cli.Tests.Removal;

/// <summary><c>tandem setup --remove</c>: leaving without a trace, and without touching what is not ours.</summary>
public sealed class RemovalTests : IDisposable
{
    private const string Root = "/v2025-02-19/data/mutate/production";
    private readonly SetupBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Everything_of_ours_goes_and_everything_else_stays()
    {
        await Live();
        Assert.Equal(0, await Remove());

        Assert.Equal(["- Stripe webhook endpoint", "- Sanity webhook", "- private documents", "- marks in Stripe's metadata"], Kinds());
        Assert.Equal("in 2 products and 3 prices", Assert.Single(_bench.Output.Plan, step => step.What.Contains("metadata", StringComparison.Ordinal)).Differences[0].From);
        Assert.Equal(["https://mailer.example/hook"], _bench.Endpoints.Select(endpoint => (string)endpoint["url"]!));
        Assert.Equal(["https://site.example/api/revalidate"], _bench.Hooks.Select(hook => (string)hook["url"]!));
        Assert.DoesNotContain(_bench.Sanity.Documents().Keys, id => id.StartsWith("stripeSync.", StringComparison.Ordinal));

        var metadata = _bench.Stripe.Dashboard.Products.Concat(_bench.Stripe.Dashboard.Prices).SelectMany(shown => shown["metadata"]!.AsObject().Select(key => $"{key.Key}={key.Value}")).Order(StringComparer.Ordinal);
        Assert.Equal(["brand=Kiln", "mine=yes", "sanity_id_staging=cup", "sync_op_other=1"], metadata);
        Assert.Equal(("prod_mug", "price_eur", true), ((string?)_bench.Sanity.Document("mug")!["stripeProductId"], (string?)_bench.Sanity.Document("mug-eur")!["stripePriceId"], (bool)_bench.Sanity.Document("mug")!["updatedFromStripe"]!));

        Assert.Equal(0, await Remove());
        Assert.Equal("nothing", _bench.Output.End!.Word);
    }

    [Fact]
    public async Task The_ids_in_documents_go_when_somebody_asks_for_it_in_drafts_and_versions_too()
    {
        await Live();
        Assert.Equal(0, await Remove(hasIds: true));

        Assert.Equal("in 4 documents, drafts and versions included", _bench.Output.Plan[^1].Differences[0].From);
        Assert.Equal(["_createdAt _id _rev _type _updatedAt name", "_createdAt _id _rev _type _updatedAt currency product unit_amount"], new[] { "mug", "mug-eur" }.Select(id => string.Join(' ', _bench.Sanity.Document(id)!.Select(member => member.Key).Order(StringComparer.Ordinal))));
        Assert.All(["drafts.mug", "versions.r1.mug"], id => Assert.Null(_bench.Sanity.Document(id)!["stripeProductId"]));
        Assert.Equal("mine", (string?)_bench.Sanity.Document("post")!["stripeProductId"]);
        Assert.Equal("nothing", await Again());
    }

    [Fact]
    public async Task Ids_of_embedded_prices_go_from_their_entries()
    {
        _bench.Folder.Write("tandem.json", """{ "price": { "embedded": "shop.prices" } }""");
        Write("""{"create":{"_id":"mug","_type":"product","name":"Mug","stripeProductId":"prod_mug","shop":{"prices":[{"_key":"eur","unit_amount":1,"stripePriceId":"price_1"},{"_key":"usd","unit_amount":2,"stripePriceId":"price_2"}]}}}""");
        Assert.Equal(0, await Remove(hasIds: true));
        Assert.Equal("""[{"_key":"eur","unit_amount":1},{"_key":"usd","unit_amount":2}]""", _bench.Sanity.Document("mug")!["shop"]!["prices"]!.ToJsonString());
        Assert.Null(_bench.Sanity.Document("mug")!["stripeProductId"]);
    }

    [Fact]
    public async Task A_dry_run_counts_and_changes_nothing()
    {
        await Live();
        var (stripe, sanity) = (_bench.Stripe.Calls.Writes, SetupTests.Mutating(_bench));
        Assert.Equal(3, await Remove(hasIds: true, isDryRun: true));
        Assert.Equal((5, stripe, sanity), (_bench.Output.Plan.Length, _bench.Stripe.Calls.Writes, SetupTests.Mutating(_bench)));
        Assert.Equal(3, await Remove(isYes: false));
        Assert.Equal((stripe, sanity), (_bench.Stripe.Calls.Writes, SetupTests.Mutating(_bench)));
    }

    [Fact]
    public async Task While_a_service_holds_the_database_nothing_is_removed_and_none_can_start_meanwhile()
    {
        await Live();
        await using (SqliteStore.Open(_bench.Folder.File("tandem.db"), _bench.Time))
        {
            var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => Remove());
            Assert.Contains("Stop the other one", refused.Message, StringComparison.Ordinal);
        }

        StoreRefusedException? early = null;
        _bench.Stripe.Faults.OnCall = (_, _) => early ??= Record.Exception(() => SqliteStore.Open(_bench.Folder.File("tandem.db"), _bench.Time)) as StoreRefusedException;
        Assert.Equal(0, await Remove());
        Assert.NotNull(early);
        Assert.Contains(_bench.Output.End!.Hints, hint => hint.Contains("writes everything anew", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_there_is_no_database_it_is_said_that_a_service_may_run_elsewhere()
    {
        await Live();
        Assert.Equal(0, await Remove());
        Assert.Contains(_bench.Output.Findings, finding => finding.Text.Contains("no service runs elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_that_may_not_manage_webhooks_leave_them_to_a_person_and_do_the_rest()
    {
        await Live();
        _bench.Folder.Write(".env", $"STRIPE_SECRET_KEY={SetupBench.RestrictedKey}\nSANITY_API_TOKEN={SanityWorldOptions.EditorToken}\nSANITY_PROJECT_ID=standin1\nSANITY_DATASET=production\n");
        Assert.Equal(3, await Remove());
        Assert.Equal((2, 2, 2), (_bench.Output.End!.ByHand.Length, _bench.Endpoints.Length, _bench.Hooks.Length));
        Assert.Equal(["- private documents", "- marks in Stripe's metadata"], Kinds());
    }

    [Fact]
    public async Task Many_objects_are_done_page_by_page_with_progress()
    {
        for (var count = 0; count < 130; count++)
        {
            _bench.Stripe.Dashboard.CreateProduct(("name", "P"), ("metadata[sanity_id]", $"p{count}"), ("active", count % 2 == 0 ? "true" : "false"));
            Write($$$"""{"create":{"_id":"stripeSync.status.p{{{count}}}","_type":"stripeSync.status"}}""");
        }

        Assert.Equal(0, await Remove());
        Assert.Equal([50, 100, 130, .. Enumerable.Range(1, 130)], _bench.Output.Counted.Select(counted => counted.Done));
        Assert.All(_bench.Output.Counted, counted => Assert.Equal(130, counted.All));
        Assert.DoesNotContain(_bench.Stripe.Dashboard.Products, product => product["metadata"]!.AsObject().Count > 0);
        Assert.Empty(_bench.Sanity.Documents());
        Assert.Equal("nothing", await Again());
    }

    public static TheoryData<CallFaultKind> Spoilt { get; } = [CallFaultKind.RateLimited, CallFaultKind.ErrorAfterCommit, CallFaultKind.CutBeforeCommit, CallFaultKind.CutAfterCommit];

    [Theory]
    [MemberData(nameof(Spoilt))]
    public async Task A_call_that_fails_once_is_made_up_for(CallFaultKind kind)
    {
        foreach (var isStripe in new[] { true, false })
        {
            for (var index = 0; ; index++)
            {
                using var test = new RemovalTests();
                SetupBench.Call(test._bench.Stripe, "POST", "/v1/webhook_endpoints", SetupBench.StripeKey, body: $"url={SetupBench.StripeUrl}&enabled_events[]=*&metadata[tandem]=default standin1/production");
                test.Objects();
                var world = isStripe ? (IWorld)test._bench.Stripe : test._bench.Sanity;
                var before = world.Calls.Newest.Length;
                world.Faults.Add(new CallFault(kind) { Skip = index, Times = 1 });
                var code = await test.Remove(hasIds: true);
                world.Faults.Clear();
                if (world.Calls.Newest.Length - before <= index)
                {
                    Assert.InRange(index, 8, 60);
                    break;
                }

                Assert.True(code == 0, test._bench.Output.Text);
                Assert.Equal("nothing", await test.Again());
            }
        }
    }

    [Fact]
    public async Task What_was_interrupted_goes_on_at_the_next_run()
    {
        await Live();
        using var death = new CancellationTokenSource();
        var writes = 0;
        _bench.Stripe.Faults.OnCall = (request, moment) =>
        {
            death.Token.ThrowIfCancellationRequested();
            if (request.Method == "POST" && moment == CallMoment.AfterExecute && ++writes == 2)
            {
                death.Cancel();
                throw new OperationCanceledException(death.Token);
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Remove(cancellation: death.Token));
        _bench.Stripe.Faults.OnCall = null;

        Assert.Equal(0, await Remove());
        Assert.Equal(["- marks in Stripe's metadata"], Kinds());
        Assert.Equal("in 0 products and 3 prices", _bench.Output.Plan[0].Differences[0].From);
    }

    [Fact]
    public async Task A_document_that_is_edited_meanwhile_keeps_the_edit()
    {
        await Live();
        var isFirst = true;
        _bench.Sanity.Faults.OnCall = (request, moment) =>
        {
            if (isFirst && request.Path == Root && moment == CallMoment.BeforeExecute && System.Text.Encoding.UTF8.GetString(request.Body.Span).Contains("ifRevisionID", StringComparison.Ordinal))
            {
                isFirst = false;
                _bench.Sanity.Mutate(new JsonArray(JsonNode.Parse("""{"patch":{"id":"mug","set":{"name":"Edited"}}}""")));
            }
        };
        Assert.Equal(0, await Remove(hasIds: true));
        _bench.Sanity.Faults.OnCall = null;
        Assert.False(isFirst);
        Assert.Equal(("Edited", null), ((string?)_bench.Sanity.Document("mug")!["name"], _bench.Sanity.Document("mug")!["stripeProductId"]));
    }

    private async Task Live()
    {
        Assert.Equal(0, await _bench.Run());
        Objects();
    }

    private void Objects()
    {
        _bench.Stripe.Dashboard.AddEndpoint(new Uri("https://mailer.example/hook"), "*");
        _bench.Sanity.AddHook(new JsonObject { ["name"] = "site", ["url"] = "https://site.example/api/revalidate", ["dataset"] = "production", ["rule"] = new JsonObject { ["on"] = new JsonArray("create") } });
        var mug = (string)_bench.Stripe.Dashboard.CreateProduct(("name", "Mug"), ("metadata[sanity_id]", "mug"), ("metadata[brand]", "Kiln"))["id"]!;
        _bench.Stripe.Dashboard.CreateProduct(("name", "Cup"), ("active", "false"), ("metadata[sanity_id]", "cup"), ("metadata[sanity_id_staging]", "cup"));
        _bench.Stripe.Dashboard.CreateProduct(("name", "Other"), ("metadata[mine]", "yes"));
        foreach (var active in new[] { "true", "false" })
        {
            _bench.Stripe.Dashboard.CreatePrice(("product", mug), ("currency", "eur"), ("unit_amount", "100"), ("active", active), ("metadata[sanity_id]", "mug-eur"), ("metadata[sync_op]", "op"));
        }

        _bench.Stripe.Dashboard.CreatePrice(("product", mug), ("currency", "eur"), ("unit_amount", "100"), ("metadata[sync_op]", "op"), ("metadata[sync_op_other]", "1"));
        Write("""{"create":{"_id":"mug","_type":"product","name":"Mug","stripeProductId":"prod_mug","updatedFromStripe":true}}""");
        Write("""{"create":{"_id":"drafts.mug","_type":"product","name":"Mug","stripeProductId":"prod_mug"}}""");
        Write("""{"create":{"_id":"versions.r1.mug","_type":"product","name":"Mug","stripeProductId":"prod_mug"}}""");
        Write("""{"create":{"_id":"mug-eur","_type":"price","product":{"_type":"reference","_ref":"mug"},"currency":"eur","unit_amount":100,"stripePriceId":"price_eur"}}""");
        Write("""{"create":{"_id":"post","_type":"post","stripeProductId":"mine"}}""");
        Write("""{"create":{"_id":"stripeSync.status.mug","_type":"stripeSync.status"}}""");
        Write("""{"create":{"_id":"stripeSync.request.1","_type":"stripeSync.request"}}""");
    }

    private void Write(string mutation) => _bench.Sanity.Mutate(new JsonArray(JsonNode.Parse(mutation)));

    private Task<int> Remove(bool hasIds = false, bool isDryRun = false, bool isYes = true, CancellationToken cancellation = default) => _bench.Pumped((output, wires) => new RemovalRun(
        new RemovalOrder { Directory = _bench.Folder.Path, WriteTo = ".env.local", HasIds = hasIds, IsDryRun = isDryRun, IsYes = isYes }, _bench.Dialog, output, _bench.Time, wires).Do(cancellation));

    private async Task<string> Again()
    {
        Assert.Equal(0, await Remove(hasIds: true));
        return _bench.Output.End!.Word;
    }

    private IEnumerable<string> Kinds() => _bench.Output.Plan.Select(step => $"{step.Glyph} {string.Join(' ', step.What.Split(' ').Where(word => !word.StartsWith("we_", StringComparison.Ordinal) && !(word.Length == 16 && word.Any(char.IsUpper) && word.Any(char.IsLower))))}");
}
