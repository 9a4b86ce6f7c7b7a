using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Sandbox;
using Tandem.Sanity;

namespace Tandem.Engine.Tests;

/// <summary>Prices that are entries of a list in their product's document.</summary>
public sealed class EmbeddedTests
{
    private static readonly SanitySchema Embedded = SanitySchema.Default.EmbeddedIn("prices");

    [Fact]
    public async Task Once_both_sides_are_in_step_nothing_is_written_any_more()
    {
        await using var shop = await Mug();
        var product = (string)shop.Product("Mug")["id"]!;
        shop.Dashboard.CreatePrice(("product", product), ("currency", "gbp"), ("unit_amount", "900"));
        await shop.Pass(TimeSpan.FromSeconds(10));
        shop.Editor.SetAndPublish("mug", "prices[_key==\"eur\"].unit_amount", 1300);
        await shop.Pass(TimeSpan.FromSeconds(10));
        shop.Dashboard.EditPrice((string)shop.Dashboard.Prices.Single(price => (string?)price["currency"] == "gbp")["id"]!, ("nickname", "British"));
        await shop.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal("British", (string?)Entries(shop)[2]["nickname"]);

        // The feed of changes looks once at the document whose flag was cleared; from then on only the sweeps read.
        await shop.Pass(TimeSpan.FromMinutes(20));
        var (writes, settled) = (shop.Writes, shop.Time.GetUtcNow());
        await shop.Pass(TimeSpan.FromHours(2));
        Assert.Equal(writes, shop.Writes);
        Assert.DoesNotContain(shop.Sanity.Calls.Newest, call => call.At > settled && call.Path.Contains("/data/doc/", StringComparison.Ordinal));
        Assert.Equal(4, shop.Dashboard.Prices.Length);
        Assert.Empty(await shop.Parked());
    }

    [Fact]
    public async Task A_price_that_is_made_in_Stripe_outlives_the_publishing_of_a_draft_that_was_open()
    {
        await using var shop = await Mug();
        shop.Editor.Set("mug", "description", "Typing");
        shop.Dashboard.CreatePrice(("product", (string)shop.Product("Mug")["id"]!), ("currency", "gbp"), ("unit_amount", "900"));
        await shop.Pass(TimeSpan.FromSeconds(10));
        shop.Editor.Publish("mug");
        await shop.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(3, Entries(shop).Length);
        Assert.Equal("Typing", (string?)shop.Product("Mug")["description"]);
        Assert.Equal(3, shop.Dashboard.Prices.Count(price => (bool)price["active"]!));
    }

    [Fact]
    public async Task A_draft_that_was_forked_in_the_moment_of_our_write_gets_the_new_price_too()
    {
        await using var shop = await Mug();
        var forked = false;
        shop.Sanity.Faults.OnCall = (request, moment) =>
        {
            if (!forked && moment == CallMoment.BeforeExecute && request.Path.Contains("/data/mutate/", StringComparison.Ordinal))
            {
                forked = true;
                shop.Editor.Set("mug", "description", "Typing");
            }
        };
        shop.Dashboard.CreatePrice(("product", (string)shop.Product("Mug")["id"]!), ("currency", "gbp"), ("unit_amount", "900"));
        await shop.Pass(TimeSpan.FromSeconds(10));
        Assert.True(forked);
        shop.Editor.Publish("mug");
        await shop.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal("Typing", (string?)shop.Product("Mug")["description"]);
        Assert.Equal(3, shop.Dashboard.Prices.Count(price => (bool)price["active"]!));
        Assert.Equal((string?)shop.Dashboard.Prices[0]["id"], (string?)Entries(shop)[2]["stripePriceId"]);
    }

    [Fact]
    public async Task A_price_that_is_taken_out_and_put_back_is_archived_and_sold_again()
    {
        await using var shop = await Mug();
        var entry = Entries(shop)[1].DeepClone();
        shop.Editor.Edit("mug", Shop.Json("""{"unset":["prices[_key==\"usd\"]"]}"""));
        shop.Editor.Publish("mug");
        await shop.Pass(TimeSpan.FromSeconds(10));
        Assert.False((bool)shop.Dashboard.Price((string)entry["stripePriceId"]!)!["active"]!);

        shop.Editor.Edit("mug", new JsonObject { ["insert"] = new JsonObject { ["after"] = "prices[-1]", ["items"] = new JsonArray(entry.DeepClone()) } });
        shop.Editor.Publish("mug");
        await shop.Pass(TimeSpan.FromSeconds(10));
        Assert.True((bool)shop.Dashboard.Price((string)entry["stripePriceId"]!)!["active"]!);
        Assert.Equal(2, shop.Dashboard.Prices.Length);
    }

    [Fact]
    public async Task A_list_that_is_broken_archives_nothing_and_its_editor_is_told()
    {
        await using var shop = await Mug();
        shop.Editor.SetAndPublish("mug", "prices", "soon");
        await shop.Pass(TimeSpan.FromSeconds(10));

        Assert.All(shop.Dashboard.Prices, price => Assert.True((bool)price["active"]!));
        Assert.Contains("list of prices", Assert.Single(await shop.Parked()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_state_lost_every_entry_finds_its_price_again()
    {
        await using var shop = await Mug();
        await using var again = await shop.WithoutState();
        await again.Pass(TimeSpan.FromMinutes(10));
        again.Editor.SetAndPublish("mug", "prices[_key==\"usd\"].nickname", "American");
        await again.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(2, again.Dashboard.Prices.Length);
        Assert.Equal("American", (string?)again.Dashboard.Price((string)Entries(again)[1]["stripePriceId"]!)!["nickname"]);
    }

    [Fact]
    public async Task Prices_that_move_into_the_document_keep_their_Stripe_prices_and_one_that_no_entry_names_gets_an_entry()
    {
        await using var shop = await new Shop().Open();
        shop.PublishMug();
        shop.Editor.PublishNew(Shop.Json("""{"_id":"mug-usd","_type":"price","product":{"_type":"reference","_ref":"mug"},"unit_amount":1500,"currency":"usd"}"""));
        await shop.Pass(TimeSpan.FromSeconds(10));
        var eur = (string)shop.Document("mug-eur")!["stripePriceId"]!;
        shop.Editor.Edit("mug", new JsonObject
        {
            ["set"] = new JsonObject { ["offers"] = new JsonArray(new JsonObject { ["_key"] = "eur", ["unit_amount"] = 1200, ["currency"] = "eur", ["stripePriceId"] = eur }), ["default_price"] = "eur" },
        });
        shop.Editor.Publish("mug");
        var moved = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule.Kind == Kind.Price || rule.Field == FieldNames.DefaultPrice ? rule with { Place = "offers[]" } : rule)] };
        await shop.Crash(moved, SanitySchema.Default.EmbeddedIn("offers"));
        await shop.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(2, shop.Dashboard.Prices.Length);
        Assert.All(shop.Dashboard.Prices, price => Assert.True((bool)price["active"]!));
        Assert.Equal(("mug.eur", eur), ((string?)shop.Dashboard.Price(eur)!["metadata"]!["sanity_id"], (string?)shop.Product("Mug")["default_price"]));
        Assert.Equal(["eur 1200", "usd 1500"], shop.Document("mug")!["offers"]!.AsArray().Select(entry => $"{entry!["currency"]} {entry["unit_amount"]}"));
        Assert.Empty(await shop.Parked());
        var writes = shop.Writes;
        await shop.Pass(TimeSpan.FromHours(1));
        Assert.Equal(writes, shop.Writes);
    }

    [Theory]
    [InlineData(CallMoment.BeforeExecute)]
    [InlineData(CallMoment.AfterExecute)]
    public async Task A_crash_at_any_call_loses_nothing_and_doubles_nothing(CallMoment moment)
    {
        var crashes = 0;
        for (var call = 1; call <= 26; call++)
        {
            await using var shop = await new Shop(schema: Embedded).Open();
            Publish(shop);
            crashes += await shop.DieAt(call, moment) ? 1 : 0;
            await shop.Crash();
            await shop.Pass(TimeSpan.FromMinutes(10));
            var product = (string)shop.Product("Mug")["id"]!;
            shop.Editor.SetAndPublish("mug", "prices[_key==\"eur\"].unit_amount", 1500);
            shop.Dashboard.CreatePrice(("product", product), ("currency", "gbp"), ("unit_amount", "900"));
            crashes += await shop.DieAt(call, moment) ? 1 : 0;
            await shop.Crash();
            await shop.Pass(TimeSpan.FromMinutes(10));

            var active = shop.Dashboard.Prices.Where(price => (bool)price["active"]!).ToList();
            Assert.Equal(["eur 1500", "gbp 900", "usd 1500"], active.Select(price => $"{price["currency"]} {price["unit_amount"]}").Order());
            Assert.Equal(4, shop.Dashboard.Prices.Length);
            Assert.Equal(active.Select(price => (string?)price["id"]).Order(), Entries(shop).Select(entry => (string?)entry["stripePriceId"]).Order());
            Assert.Equal((string?)Entries(shop)[0]["stripePriceId"], (string?)shop.Product("Mug")["default_price"]);
            Assert.Empty(shop.Stripe.Invariants.Violations);
            Assert.Empty(await shop.Parked());
        }

        Assert.True(crashes > 20, $"{crashes} crashes");
    }

    private static async Task<Shop> Mug()
    {
        var shop = await new Shop(schema: Embedded).Open();
        Publish(shop);
        await shop.Pass(TimeSpan.FromSeconds(4));
        return shop;
    }

    private static void Publish(Shop shop) => shop.Editor.PublishNew(Shop.Json(
        """
        {"_id":"mug","_type":"product","name":"Mug","default_price":"eur","prices":[{"_key":"eur","unit_amount":1200,"currency":"eur"},{"_key":"usd","unit_amount":1500,"currency":"usd"}]}
        """));

    private static JsonObject[] Entries(Shop shop) => [.. shop.Document("mug")!["prices"]!.AsArray().Select(entry => entry!.AsObject())];
}
