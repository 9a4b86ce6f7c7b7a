using Tandem.Core;
using Tandem.Sandbox;

namespace Tandem.Engine.Tests;

/// <summary>What a person orders is done as it was shown, or not at all.</summary>
[Trait("G", "18")]
public sealed class OrderTests
{
    [Fact]
    public async Task An_order_is_done_as_it_was_shown_once()
    {
        await using var shop = new Shop();
        shop.Sells("Mug", 1200, 1500);
        shop.Publishes("cap", "Cap", 900);
        var found = await shop.Look(new SurveyOptions { Make = [Side.Sanity, Side.Stripe] });
        var writes = found.Values.Sum(preview => Effort.StripeWrites(preview.Plan!) + Effort.SanityWrites(preview.Plan!));

        foreach (var preview in found.Values)
        {
            Assert.Equal(OrderState.Done, (await shop.Do(preview)).State);
        }

        Assert.Equal(writes, shop.Writes);
        foreach (var preview in found.Values)
        {
            Assert.Equal(OrderState.InStep, (await shop.Do(preview)).State);
        }

        Assert.Equal(writes, shop.Writes);
        Assert.All((await shop.Look()).Values, preview => Assert.Equal(PreviewState.InStep, preview.State));
        Assert.Contains("a plan is applied", await shop.Journal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sanity")]
    [InlineData("Stripe")]
    [InlineData("both")]
    public async Task What_has_moved_since_is_not_touched_and_leaves_nothing_behind(string where)
    {
        await using var shop = new Shop();
        shop.Publishes("mug", "Mug", 1200);
        var mug = shop.Sells("Mug", 1200);
        var preview = (await shop.Look(new SurveyOptions { Rules = [MatchRule.Name] }))["mug"];
        if (where != "Stripe")
        {
            shop.Editor.SetAndPublish("mug", "name", "Big mug");
        }

        if (where != "Sanity")
        {
            shop.Dashboard.EditProduct(mug, ("description", "Round"));
        }

        var result = await shop.Do(preview);

        Assert.Equal(OrderState.Moved, result.State);
        Assert.Contains(where == "both" ? "on both sides" : $"in {where}", result.Reason, StringComparison.Ordinal);
        Assert.Equal(0, shop.Writes);
        Assert.Null(await shop.Store.Load(preview.Key, CancellationToken.None));
        Assert.Null(await shop.Store.NextDue(CancellationToken.None));
    }

    [Fact]
    public async Task Who_was_shown_nothing_gets_the_product_done_as_it_stands_when_the_pass_looks()
    {
        await using var shop = new Shop();
        shop.Publishes("mug", "Mug", 1200);
        shop.Sells("Mug", 1200);
        var preview = (await shop.Look(new SurveyOptions { Rules = [MatchRule.Name] }))["mug"];
        shop.Editor.SetAndPublish("mug", "name", "Big mug");

        Assert.Equal(OrderState.Done, (await shop.Engine.Do(new ProductOrder(preview.Key, null, preview.Mentions), CancellationToken.None)).State);

        Assert.Equal("Big mug", (string?)Assert.Single(shop.Dashboard.Products)["name"]);
        Assert.Equal(OrderState.InStep, (await shop.Engine.Do(new ProductOrder(preview.Key, null, []), CancellationToken.None)).State);
    }

    [Fact]
    public async Task Another_policy_than_the_planned_one_makes_another_plan_so_that_nothing_is_done()
    {
        await using var shop = new Shop();
        shop.Publishes("mug", "Mug", 1200);
        shop.Sells("mug", 1200);
        var preview = (await shop.Look(new SurveyOptions { Rules = [MatchRule.Name] }))["mug"];
        await shop.Crash(Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule.Field == FieldNames.Name ? rule with { Direction = Direction.ToSanity } : rule)] });

        var result = await shop.Do(preview);

        Assert.Equal(OrderState.Moved, result.State);
        Assert.Contains("remembered or set", result.Reason, StringComparison.Ordinal);
        Assert.Equal(0, shop.Writes);
    }

    [Fact]
    public async Task A_hint_that_waited_for_the_product_still_waits_when_the_order_is_refused()
    {
        await using var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Pass(TimeSpan.FromSeconds(4));
        shop.Delivers = false;
        shop.Editor.SetAndPublish("mug", "name", "Cup");
        var preview = (await shop.Look())["mug"];
        shop.Editor.SetAndPublish("mug", "name", "Big cup");
        await shop.Store.Enqueue([new DueWork(new WorkKey(Connection.Default, WorkKind.Product, "mug"), shop.Time.GetUtcNow(), [], "a hint")], CancellationToken.None);

        Assert.Equal(OrderState.Moved, (await shop.Do(preview)).State);
        await shop.Settle();

        Assert.Equal("Big cup", (string?)shop.Dashboard.Products.Single()["name"]);
    }

    [Fact]
    public async Task A_match_is_recorded_as_a_link_by_the_pass_itself_and_no_price_gets_a_twin()
    {
        await using var shop = new Shop();
        shop.Publishes("mug", "Mug", 1200, 1500);
        var mug = shop.Sells("Mug", 1500, 1200);
        shop.Sells("Cap", 900);
        var preview = (await shop.Look(new SurveyOptions { Rules = [MatchRule.Name] }))["mug"];

        Assert.Equal(OrderState.Done, (await shop.Do(preview)).State);

        var record = await shop.Store.Load(preview.Key, CancellationToken.None);
        Assert.Equal((LinkState.Live, mug), (record!.Link, record.StripeId));
        Assert.Equal(3, shop.Dashboard.Prices.Length);
        Assert.Equal(mug, (string?)shop.Document("mug")!["stripeProductId"]);
    }

    [Theory]
    [InlineData(CallMoment.BeforeExecute)]
    [InlineData(CallMoment.AfterExecute)]
    public async Task Cut_off_at_any_call_and_given_again_it_is_done_once(CallMoment moment)
    {
        for (var call = 1; ; call++)
        {
            await using var shop = new Shop();
            shop.Publishes("mug", "Mug", 1200, 1500);
            shop.Editor.SetAndPublish("mug", "default_price", Shop.Json("""{"_type":"reference","_ref":"mug-1200"}"""));
            var preview = (await shop.Look()).Values.Single();
            if (!await shop.DieAt(call, moment, () => shop.Do(preview)))
            {
                Assert.True(call > 4, "so few calls do not do it");
                return;
            }

            await shop.Crash();
            var result = await shop.Do(preview);

            Assert.True(result.State is OrderState.Done or OrderState.InStep, $"cut off {moment} of call {call}: {result}");
            Assert.Single(shop.Dashboard.Products);
            Assert.Equal(2, shop.Dashboard.Prices.Length);
            Assert.Equal(PreviewState.InStep, (await shop.Look()).Values.Single().State);
        }
    }

    [Fact]
    public async Task A_vendor_that_asks_for_patience_gets_it_and_the_one_call_is_made_again_under_the_same_lease()
    {
        var (reads, writes) = await Done(times: 0);
        Assert.Equal((reads, writes + 2), await Done(times: 2));

        static async Task<(int Reads, int Writes)> Done(int times)
        {
            await using var shop = new Shop();
            shop.Publishes("mug", "Mug", 1200, 1500);
            var preview = (await shop.Look()).Values.Single();
            if (times > 0)
            {
                shop.Stripe.Faults.Add(new CallFault(CallFaultKind.RateLimited) { Method = "POST", PathPrefix = "/v1/products", Times = times });
            }

            var doing = shop.Do(preview);
            while (!doing.IsCompleted)
            {
                await Task.WhenAny(doing, shop.Waited());
            }

            Assert.Equal(OrderState.Done, (await doing).State);
            Assert.Single(shop.Dashboard.Products);
            return (shop.Reads, shop.Writes);
        }
    }

    [Fact]
    public async Task A_vendor_that_goes_on_asking_for_patience_gets_it_and_the_lease_is_kept()
    {
        await using var shop = new Shop();
        shop.Publishes("mug", "Mug", 1200, 1500);
        var preview = (await shop.Look()).Values.Single();
        shop.Stripe.Faults.Add(new CallFault(CallFaultKind.RateLimited) { Method = "POST", PathPrefix = "/v1/products", Times = 7 });
        var doing = shop.Do(preview);
        while (!doing.IsCompleted)
        {
            await Task.WhenAny(doing, shop.Waited());
        }

        Assert.Equal(OrderState.Done, (await doing).State);
        Assert.Single(shop.Dashboard.Products);
    }

    [Fact]
    public async Task The_mass_guard_holds_ordered_archives_as_all_others()
    {
        await using var shop = await new Shop(archiveFloor: 0).Open();
        shop.PublishMug();
        await shop.Pass(TimeSpan.FromSeconds(4));
        shop.Delivers = false;
        shop.Sanity.Mutate([Shop.Json("""{"delete":{"id":"mug-eur"}}"""), Shop.Json("""{"delete":{"id":"mug"}}""")]);
        var preview = (await shop.Look()).Values.Single();
        Assert.Equal(Effect.Archive, Effort.EffectOf(preview));

        Assert.Equal(OrderState.Held, (await shop.Do(preview)).State);

        Assert.True((bool)shop.Dashboard.Products.Single()["active"]!);
        Assert.NotEmpty(await shop.Held());
    }
}
