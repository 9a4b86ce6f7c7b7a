using Tandem.Core;

namespace Tandem.Engine.Tests;

/// <summary>A backup is put back: what happened since is caught up, no price is made twice, and no edit is lost.</summary>
public sealed class RestoringTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"tandem-restoring-{Guid.NewGuid():n}.db");

    public void Dispose()
    {
        foreach (var end in new[] { "", "-wal", "-shm", ".lock" })
        {
            File.Delete(_file + end);
        }
    }

    [Fact]
    public async Task Everything_that_was_done_since_is_known_again_and_nothing_is_written()
    {
        await using var shop = await Kept();
        shop.PublishMug("cap", "Cap");
        shop.Editor.SetAndPublish("mug", "name", "Cup");
        foreach (var amount in new[] { 1500, 1800, 1200, 2100 })
        {
            shop.Editor.SetAndPublish("mug-eur", "unit_amount", amount);
            await shop.Settle();
        }

        var pan = shop.Dashboard.CreateProduct(("name", "Pan"));
        shop.Dashboard.CreatePrice(("product", (string)pan["id"]!), ("unit_amount", "900"), ("currency", "eur"));
        await shop.Pass(TimeSpan.FromMinutes(1));
        var (prices, documents, writes) = (shop.Dashboard.Prices.Length, shop.Sanity.Documents().Count, shop.Writes);

        await using var restored = await shop.Restored(_file);
        await restored.Pass(TimeSpan.FromHours(25));

        Assert.Equal((prices, documents), (shop.Dashboard.Prices.Length, shop.Sanity.Documents().Count));
        Assert.Equal(0, restored.Writes - writes);
        Assert.Empty(await restored.Store.Conflicts(null, 10, default));
        Assert.Empty(await restored.Parked());
        Assert.Equal(1, await restored.Store.CountLinked(Connection.Default, default) - 2);
    }

    [Fact]
    public async Task What_is_edited_afterwards_travels_as_ever_and_the_former_price_comes_back()
    {
        await using var shop = await Kept();
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
        await shop.Settle();
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1800);
        await shop.Settle();
        await using var restored = await shop.Restored(_file);
        await restored.Pass(TimeSpan.FromMinutes(20));
        var before = shop.Dashboard.Prices.Length;
        restored.Delivers = true;

        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
        shop.Editor.SetAndPublish("mug", "name", "Cup");
        await restored.Settle();
        await restored.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(before, shop.Dashboard.Prices.Length);
        Assert.Equal(1500, (int)shop.Dashboard.Prices.Single(price => (bool)price["active"]!)["unit_amount"]!);
        Assert.Equal("Cup", (string?)Assert.Single(shop.Dashboard.Products)["name"]);
    }

    [Fact]
    public async Task An_edit_that_was_not_carried_any_more_arrives_or_is_kept()
    {
        await using var shop = await Kept();
        shop.Editor.SetAndPublish("mug", "name", "Cup");
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
        await shop.Pass(TimeSpan.FromMinutes(1));

        // The disk breaks; people go on editing.
        shop.Delivers = false;
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1700);
        shop.Dashboard.EditProduct((string)shop.Product("Cup")["id"]!, ("description", "Blue"));
        shop.Dashboard.EditProduct((string)shop.Product("Cup")["id"]!, ("name", "Bowl"));
        await using var restored = await shop.Restored(_file);
        await restored.Pass(TimeSpan.FromMinutes(20));

        Assert.Equal(1700, (int)shop.Dashboard.Prices.Single(price => (bool)price["active"]!)["unit_amount"]!);
        Assert.Equal("Blue", (string?)shop.Document("mug")!["description"]);

        // Both differ from what the backup knows: the value that does not stand is in the journal.
        Assert.Equal("Cup", (string?)Assert.Single(shop.Dashboard.Products)["name"]);
        Assert.Contains("Bowl", await restored.Journal("mug"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_product_whose_document_went_since_stays_archived_and_nobody_is_asked()
    {
        await using var shop = await Kept();
        shop.Editor.SetAndPublish("mug", "name", "Cup");
        await shop.Settle();
        shop.Editor.Edit("mug", Shop.Json("""{"unset":["default_price","prices"]}"""));
        shop.Editor.Publish("mug");
        shop.Editor.Delete("mug-eur");
        shop.Editor.Delete("mug");
        await shop.Settle();
        await using var restored = await shop.Restored(_file);
        await restored.Pass(TimeSpan.FromMinutes(20));

        Assert.False((bool)Assert.Single(shop.Dashboard.Products)["active"]!);
        Assert.Empty(await restored.Store.Conflicts(null, 10, default));
        Assert.Empty(await restored.Held());
    }

    [Fact]
    public async Task A_product_that_was_deleted_in_Stripe_and_made_anew_since_is_the_one_that_its_document_names()
    {
        await using var shop = await Kept();
        shop.Dashboard.EditProduct((string)shop.Product("Mug")["id"]!, ("default_price", ""));
        await shop.Settle();
        foreach (var price in shop.Dashboard.Prices)
        {
            shop.Dashboard.DeletePrice((string)price["id"]!);
        }

        shop.Dashboard.DeleteProduct((string)shop.Product("Mug")["id"]!);
        await shop.Settle();
        shop.Editor.SetAndPublish("mug", "active", true);
        shop.Editor.SetAndPublish("mug-eur", "active", true);
        await shop.Pass(TimeSpan.FromMinutes(1));
        var made = (string)shop.Product("Mug")["id"]!;

        await using var restored = await shop.Restored(_file);
        await restored.Pass(TimeSpan.FromMinutes(20));

        Assert.True((bool)shop.Document("mug")!["active"]!);
        Assert.Equal(made, (string?)Assert.Single(shop.Dashboard.Products)["id"]);
        Assert.Equal(made, (await restored.Store.Load(new ProductKey(Connection.Default, "mug"), default))!.StripeId);
    }

    [Fact]
    public async Task A_write_that_the_former_life_sent_too_is_not_answered_from_Stripe_s_memory()
    {
        await using var shop = await Kept();
        shop.Editor.SetAndPublish("mug", "name", "Cup");
        await shop.Pass(TimeSpan.FromMinutes(1));
        await using var restored = await shop.Restored(_file);
        await restored.Pass(TimeSpan.FromMinutes(20));

        restored.Delivers = true;

        // The same change once more, within the day in which Stripe remembers keys.
        shop.Editor.SetAndPublish("mug", "name", "Mug");
        await restored.Settle();
        shop.Editor.SetAndPublish("mug", "name", "Cup");
        await restored.Settle();

        Assert.Equal("Cup", (string?)Assert.Single(shop.Dashboard.Products)["name"]);
        var keys = shop.Stripe.Calls.Newest.Where(call => call.IsWrite && call.Caller != "person").Select(call => call.Key).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    // A shop in step, of which a backup is taken.
    private async Task<Shop> Kept()
    {
        var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Pass(TimeSpan.FromMinutes(1));
        shop.BackUp(_file);
        return shop;
    }
}
