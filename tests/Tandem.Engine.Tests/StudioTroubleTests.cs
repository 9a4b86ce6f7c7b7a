using System.Text.Json.Nodes;
using Tandem.Sandbox;
using Tandem.Sandbox.Sanity;

namespace Tandem.Engine.Tests;

/// <summary>Requests that come twice, too late, too often or with lies in them; crashes and failing vendors between their steps.</summary>
public sealed class StudioTroubleTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(4);

    private static async Task<Shop> Mug()
    {
        var shop = await new Shop(studio: true).Open();
        shop.PublishMug();
        await shop.Pass(Moment);
        return shop;
    }

    private static string? Outcome(JsonObject answer) => (string?)answer["outcome"];

    private static string Id(Shop shop) => (string)shop.Dashboard.Products.Single()["id"]!;

    [Fact]
    public async Task A_request_that_the_plugin_writes_again_is_not_done_again()
    {
        await using var shop = await Mug();
        shop.Delivers = false;
        shop.Dashboard.EditProduct(Id(shop), ("name", "Cup"));
        var nonce = shop.Plugin.Ask("syncToStripe", "mug");
        await shop.Plugin.Hear();
        await shop.Plugin.Hear();
        await shop.Pass(Moment);
        Assert.Equal("done", Outcome(shop.Plugin.Answer("mug", nonce)));

        // The plugin's own client sends again what it had no answer to.
        shop.Dashboard.EditProduct(Id(shop), ("name", "Bowl"));
        shop.Plugin.Ask("syncToStripe", "mug", nonce: nonce);
        await shop.Plugin.Hear();
        await shop.Pass(Moment);

        Assert.Equal("done", Outcome(shop.Plugin.Answer("mug", nonce)));
        Assert.NotNull(shop.Product("Bowl"));
    }

    [Fact]
    public async Task A_request_that_no_event_told_of_is_found_by_the_sweep()
    {
        await using var shop = await Mug();
        var nonce = shop.Plugin.Ask("syncToStripe", "mug");

        await shop.Pass(TimeSpan.FromMinutes(6));

        Assert.Equal("nothingToDo", Outcome(shop.Plugin.Answer("mug", nonce)));
    }

    [Fact]
    public async Task Requests_that_waited_while_the_service_was_off_expire_whatever_they_say_of_their_age()
    {
        await using var shop = await Mug();
        shop.Delivers = false;
        shop.Dashboard.EditProduct(Id(shop), ("name", "Cup"));
        var nonce = shop.Plugin.Ask("syncToStripe", "mug", with: request =>
        {
            request["requestedAt"] = "2099-01-01T00:00:00Z";
            request["_createdAt"] = "2099-01-01T00:00:00Z";
        });
        shop.Time.Advance(TimeSpan.FromMinutes(11));
        await shop.Plugin.Hear();
        await shop.Settle();

        Assert.Equal("expired", Outcome(shop.Plugin.Answer("mug", nonce)));
        Assert.NotNull(shop.Product("Cup"));
    }

    [Fact]
    public async Task A_request_that_a_failing_vendor_holds_up_expires_too()
    {
        await using var shop = await Mug();
        shop.Stripe.Keys.Revoke("sk_test_shop");
        var nonce = shop.Plugin.Ask("syncToStripe", "mug");
        await shop.Plugin.Hear();
        await shop.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("pending", shop.Plugin.State("mug"));
        Assert.NotNull(shop.Document(Plugin.Id(nonce)));

        await shop.Pass(TimeSpan.FromMinutes(16));
        Assert.Equal("expired", Outcome(shop.Plugin.Answer("mug", nonce)));

        shop.Stripe.Keys.Restore("sk_test_shop");
        await shop.Pass(TimeSpan.FromMinutes(30));
        Assert.Equal("inStep", shop.Plugin.State("mug"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v2025-02-19/data/mutate/")]
    public async Task What_the_Studio_could_not_be_told_while_Sanity_was_away_for_a_day_it_is_told_afterwards(string away)
    {
        await using var shop = await Mug();
        shop.Delivers = false;
        shop.Dashboard.EditProduct(Id(shop), ("name", "Cup"));
        var nonce = shop.Plugin.Ask("syncToStripe", "mug");
        shop.Sanity.Faults.Add(new CallFault(CallFaultKind.ErrorBeforeCommit) { PathPrefix = "/v2025-02-19/data/mutate/" });
        await shop.Plugin.Hear();
        await shop.Settle();
        shop.Sanity.Faults.Add(new CallFault(CallFaultKind.ErrorBeforeCommit) { PathPrefix = away });
        await shop.Pass(TimeSpan.FromDays(1));
        Assert.Empty(await shop.Parked());
        Assert.NotNull(shop.Document(Plugin.Id(nonce)));

        shop.Sanity.Faults.Clear();
        await shop.Pass(shop.Options.LongestRetry);

        Assert.Equal("done", Outcome(shop.Plugin.Answer("mug", nonce)));
    }

    [Fact]
    public async Task A_request_that_was_withdrawn_is_not_done()
    {
        await using var shop = await Mug();
        shop.Delivers = false;
        shop.Dashboard.EditProduct(Id(shop), ("name", "Cup"));
        shop.Stripe.Keys.Revoke("sk_test_shop");
        var nonce = shop.Plugin.Ask("syncToStripe", "mug");
        await shop.Plugin.Hear();
        await shop.Settle();
        shop.Sanity.Mutate([new JsonObject { ["delete"] = new JsonObject { ["id"] = Plugin.Id(nonce) } }]);

        shop.Stripe.Keys.Restore("sk_test_shop");
        await shop.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal("Cup", (string?)shop.Document("mug")!["name"]);
        Assert.Equal("expired", Outcome(shop.Plugin.Answer("mug", nonce)));
    }

    [Fact]
    public async Task Who_asks_too_often_is_limited_and_nobody_else_is()
    {
        await using var shop = await Mug();
        var asked = Enumerable.Range(0, 40).Select(number => (Document: $"d{number}", Nonce: shop.Plugin.Ask("syncToStripe", $"d{number}"))).ToList();
        await shop.Plugin.Hear();
        await shop.Pass(Moment);
        var answers = asked.Select(one => Outcome(shop.Plugin.Answer(one.Document, one.Nonce))).ToList();
        Assert.Equal(30, answers.Count(answer => answer == "failed"));
        Assert.Equal(10, answers.Count(answer => answer == "limited"));

        var other = Plugin.NewNonce();
        using var http = new HttpClient(new InProcessHandler(shop.Sanity, shop.Time)) { BaseAddress = new Uri("http://standin1.localhost") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", SanityWorldOptions.EditorToken);
        using var taken = await http.PostAsync(
            "/v2025-02-19/data/mutate/production",
            new StringContent($$"""{"mutations":[{"create":{"_id":"{{Plugin.Id(other)}}","_type":"stripeSync.request","nonce":"{{other}}","documentId":"mug","action":"syncToStripe"} }]}"""));
        Assert.True(taken.IsSuccessStatusCode);
        await shop.Plugin.Hear();
        await shop.Pass(Moment);
        Assert.Equal("nothingToDo", Outcome(shop.Plugin.Answer("mug", other)));

        shop.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("nothingToDo", Outcome(await shop.Plugin.Answered("syncToStripe", "mug-eur")));
    }

    [Theory]
    [InlineData("nothing", "failed")]
    [InlineData("a-draft", "failed")]
    [InlineData("page", "failed")]
    [InlineData("orphan", "failed")]
    public async Task Requests_for_documents_that_are_not_kept_equal_are_answered(string id, string outcome)
    {
        await using var shop = await Mug();
        shop.Editor.Create(Shop.Json("""{"_id":"a-draft","_type":"product","name":"Draft"}"""));
        shop.Editor.PublishNew(Shop.Json("""{"_id":"page","_type":"page","title":"Page"}"""));
        shop.Editor.PublishNew(Shop.Json("""{"_id":"orphan","_type":"price","unit_amount":500,"currency":"eur"}"""));
        await shop.Pass(Moment);

        Assert.Equal(outcome, Outcome(await shop.Plugin.Answered("syncToStripe", id)));
        Assert.Single(shop.Dashboard.Products);
    }

    [Theory]
    [InlineData("../../secrets.stripe")]
    [InlineData("drafts.mug")]
    [InlineData("stripeSync.status.mug")]
    [InlineData("mug\u0000")]
    [InlineData("mug\"] | delete")]
    [InlineData("")]
    public async Task Requests_with_ids_that_no_document_can_have_are_taken_away(string id)
    {
        await using var shop = await Mug();
        var documents = shop.Plugin.Documents;
        shop.Plugin.Ask("syncToStripe", id);
        shop.Plugin.Ask("syncToStripe", "mug", nonce: "not-a-uuid");

        await shop.Plugin.Hear();
        await shop.Pass(Moment);

        Assert.Equal(documents, shop.Plugin.Documents);
        Assert.Empty(await shop.Parked());
    }

    [Theory]
    [InlineData("explode", null, null)]
    [InlineData("resolve", null, "sanity")]
    [InlineData("resolve", "name", "both")]
    [InlineData("resolve", "*", "stripe")]
    public async Task Requests_that_make_no_sense_are_answered(string action, string? field, string? keep)
    {
        await using var shop = await Mug();

        Assert.Equal("failed", Outcome(await shop.Plugin.Answered(action, "mug", field, keep)));
    }

    [Fact]
    public async Task What_looks_like_a_request_and_is_none_goes_after_a_day()
    {
        await using var shop = await Mug();
        shop.Sanity.Mutate([new JsonObject { ["create"] = new JsonObject { ["_id"] = "drafts.left-over", ["_type"] = "stripeSync.request" } }]);
        await shop.Pass(TimeSpan.FromMinutes(10));
        Assert.NotNull(shop.Document("drafts.left-over"));

        await shop.Pass(TimeSpan.FromHours(25));
        Assert.Null(shop.Document("drafts.left-over"));
    }

    [Theory]
    [InlineData(CallMoment.BeforeExecute)]
    [InlineData(CallMoment.AfterExecute)]
    public async Task A_crash_at_any_call_ends_in_one_answer_and_one_product(CallMoment moment)
    {
        for (var call = 1; ; call++)
        {
            await using var shop = await Mug();
            shop.Delivers = false;
            shop.Dashboard.EditProduct(Id(shop), ("name", "Cup"));
            shop.Editor.SetAndPublish("mug", "name", "Bowl");
            shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
            var nonce = shop.Plugin.Ask("syncToStripe", "mug");
            await shop.Plugin.Hear();

            var died = await shop.DieAt(call, moment);
            await shop.Crash();
            shop.Delivers = true;
            await shop.Pass(TimeSpan.FromMinutes(6));

            Assert.True(Outcome(shop.Plugin.Answer("mug", nonce)) is "done" or "nothingToDo", $"call {call}: {shop.Plugin.Status("mug")}");
            Assert.NotNull(shop.Product("Bowl"));
            Assert.Equal("Bowl", (string?)shop.Document("mug")!["name"]);
            Assert.Equal(2, shop.Dashboard.Prices.Length);
            Assert.Equal("inStep", shop.Plugin.State("mug"));
            if (!died)
            {
                Assert.InRange(call, 8, 100);
                return;
            }
        }
    }

    [Theory]
    [InlineData(CallFaultKind.RateLimited)]
    [InlineData(CallFaultKind.ErrorBeforeCommit)]
    [InlineData(CallFaultKind.ErrorAfterCommit)]
    [InlineData(CallFaultKind.CutBeforeCommit)]
    [InlineData(CallFaultKind.CutAfterCommit)]
    [InlineData(CallFaultKind.MalformedBody)]
    public async Task A_failing_Sanity_delays_answers_and_loses_none(CallFaultKind kind)
    {
        await using var shop = await Mug();
        shop.Sanity.Faults.Add(new CallFault(kind) { Probability = 0.5, Times = 20 });
        var nonces = new List<(string Document, string Nonce)>();
        foreach (var document in new[] { "mug", "mug-eur", "nothing" })
        {
            nonces.Add((document, shop.Plugin.Ask("syncToStripe", document)));
        }

        await shop.Plugin.Hear();
        await shop.Pass(TimeSpan.FromHours(1));

        Assert.All(nonces, asked => Assert.True(Outcome(shop.Plugin.Answer(asked.Document, asked.Nonce)) is "nothingToDo" or "failed" or "expired"));
        Assert.Equal("inStep", shop.Plugin.State("mug"));
    }

    [Fact]
    public async Task Two_requests_about_one_product_are_done_one_after_the_other()
    {
        await using var shop = await Mug();
        shop.Delivers = false;
        shop.Dashboard.EditProduct(Id(shop), ("name", "Cup"));
        var first = shop.Plugin.Ask("syncToStripe", "mug");
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        var second = shop.Plugin.Ask("syncFromStripe", "mug-eur");
        var third = shop.Plugin.Ask("syncToStripe", "mug");
        await shop.Plugin.Hear();
        await shop.Pass(Moment);

        Assert.Equal("done", Outcome(shop.Plugin.Answer("mug", first)));
        Assert.Equal("nothingToDo", Outcome(shop.Plugin.Answer("mug-eur", second)));
        Assert.Equal("nothingToDo", Outcome(shop.Plugin.Answer("mug", third)));
        Assert.Equal(third, (string?)shop.Plugin.Status("mug")!["answers"]![0]!["nonce"]);
    }
}
