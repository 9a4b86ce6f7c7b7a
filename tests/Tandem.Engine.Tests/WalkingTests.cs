using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Sanity;

namespace Tandem.Engine.Tests;

public sealed class WalkingTests
{
    [Theory]
    [InlineData("subtitle", Direction.Both, "Holds tea")]
    [InlineData("description", Direction.Off, "Flat")]
    public async Task What_another_mapping_changes_reaches_products_that_nobody_touches(string place, Direction before, string shown)
    {
        Policy With(string held, Direction direction) => Policy.Default with
        {
            Rules = [.. Policy.Default.Rules.Select(rule => rule.Field == FieldNames.Description ? rule with { Direction = direction, Place = held == "description" ? "" : held } : rule)],
        };
        SanitySchema Held(string held) => SanitySchema.Default with
        {
            Fields = [.. SanitySchema.Default.Fields.Select(field => field.Field == FieldNames.Description ? field with { Name = held } : field)],
        };
        await using var shop = await new Shop(With("description", before)).Open();
        shop.PublishMug();
        shop.Editor.Edit("mug", Shop.Json("""{"set":{"description":"Flat","subtitle":"Holds tea"}}"""));
        shop.Editor.Publish("mug");
        await shop.Pass(TimeSpan.FromHours(1));
        await shop.Crash(With(place, Direction.Both), Held(place));
        await shop.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(shown, (string?)shop.Product("Mug")["description"]);
        var reads = shop.Reads;
        await shop.Crash();
        await shop.Pass(TimeSpan.FromMinutes(1));
        Assert.InRange(shop.Reads - reads, 0, 8);
    }

    [Fact]
    public async Task A_product_published_in_Sanity_appears_in_Stripe_with_its_price_and_default()
    {
        await using var shop = await new Shop().Open();

        shop.PublishMug();
        await shop.Settle();

        var product = shop.Product("Mug");
        var price = Assert.Single(shop.Dashboard.Prices);
        Assert.Equal("Round", (string?)product["description"]);
        Assert.Equal("mug", (string?)product["metadata"]!["sanity_id"]);
        Assert.Equal(1200, (long)price["unit_amount"]!);
        Assert.Equal((string?)price["id"], (string?)product["default_price"]);
        Assert.Equal((string?)product["id"], (string?)shop.Document("mug")!["stripeProductId"]);
        Assert.Equal((string?)price["id"], (string?)shop.Document("mug-eur")!["stripePriceId"]);
        Assert.Empty(await shop.Parked());
    }

    [Fact]
    public async Task A_product_made_in_Stripe_appears_in_Sanity_and_the_flag_is_cleared_after_two_seconds()
    {
        await using var shop = await new Shop().Open();

        var product = shop.Dashboard.CreateProduct(("name", "Cap"), ("description", "Red"));
        var id = (string)product["id"]!;
        var price = shop.Dashboard.CreatePrice(("product", id), ("currency", "usd"), ("unit_amount", "900"));
        shop.Dashboard.EditProduct(id, ("default_price", (string)price["id"]!));
        await shop.Settle();

        var document = shop.Document($"stripeProduct-{id}")!;
        var priceDocument = shop.Document($"stripePrice-{price["id"]}")!;
        Assert.Equal("Cap", (string?)document["name"]);
        Assert.Equal(id, (string?)document["stripeProductId"]);
        Assert.True((bool)document["updatedFromStripe"]!);
        Assert.Equal(900, (int)priceDocument["unit_amount"]!);
        Assert.Equal($"stripeProduct-{id}", (string?)priceDocument["product"]!["_ref"]);
        Assert.Equal($"stripePrice-{price["id"]}", (string?)document["default_price"]!["_ref"]);
        Assert.Equal($"stripePrice-{price["id"]}", (string?)document["prices"]![0]!["_ref"]);

        await shop.Pass(TimeSpan.FromSeconds(3));

        Assert.False((bool)shop.Document($"stripeProduct-{id}")!["updatedFromStripe"]!);
        Assert.False((bool)shop.Document($"stripePrice-{price["id"]}")!["updatedFromStripe"]!);
    }

    [Fact]
    public async Task An_edit_on_either_side_reaches_the_other_and_then_all_is_quiet()
    {
        await using var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Settle();

        shop.Editor.SetAndPublish("mug", "name", "Big mug");
        await shop.Settle();
        var id = (string)shop.Product("Big mug")["id"]!;
        shop.Dashboard.EditProduct(id, ("description", "Blue"));
        await shop.Pass(TimeSpan.FromSeconds(4));

        Assert.Equal("Blue", (string?)shop.Document("mug")!["description"]);
        var writes = shop.Writes;
        await shop.Pass(TimeSpan.FromHours(1));
        Assert.Equal(writes, shop.Writes);
    }

    [Fact]
    public async Task A_changed_amount_replaces_the_price_and_keeps_the_product_sellable()
    {
        await using var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Settle();
        var old = (string)shop.Dashboard.Prices.Single()["id"]!;

        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
        await shop.Settle();

        var active = shop.Dashboard.Prices.Single(price => (bool)price["active"]!);
        Assert.Equal(1500, (long)active["unit_amount"]!);
        Assert.Equal((string?)active["id"], (string?)shop.Product("Mug")["default_price"]);
        Assert.False((bool)shop.Dashboard.Price(old)!["active"]!);
        Assert.Equal((string?)active["id"], (string?)shop.Document("mug-eur")!["stripePriceId"]);
        Assert.Empty(shop.Stripe.Invariants.Violations);
    }

    [Fact]
    public async Task A_to_B_to_A_to_B_makes_two_prices_in_all()
    {
        await using var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Settle();

        foreach (var amount in new[] { 1500, 1200, 1500 })
        {
            shop.Editor.SetAndPublish("mug-eur", "unit_amount", JsonValue.Create(amount));
            await shop.Settle();
        }

        Assert.Equal(2, shop.Dashboard.Prices.Length);
        Assert.Equal(1500, (long)shop.Dashboard.Prices.Single(price => (bool)price["active"]!)["unit_amount"]!);
    }

    [Fact]
    public async Task A_conflict_is_won_by_Sanity_and_the_losing_value_is_in_the_journal()
    {
        await using var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Settle();

        shop.Dashboard.EditProduct((string)shop.Product("Mug")["id"]!, ("name", "Stripe mug"));
        shop.Editor.SetAndPublish("mug", "name", "Sanity mug");
        await shop.Settle();

        Assert.Equal("Sanity mug", (string?)shop.Product("Sanity mug")["name"]);
        Assert.Equal("Sanity mug", (string?)shop.Document("mug")!["name"]);
        Assert.Contains("Stripe mug", await shop.Journal("mug"));
    }
}
