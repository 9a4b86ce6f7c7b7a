using Tandem.Core;
using Tandem.Sandbox;

namespace Tandem.Engine.Tests;

/// <summary>A person takes an object back to what both sides agreed on earlier.</summary>
public sealed class UndoTests
{
    private static readonly ProductKey Mug = new(Connection.Default, "mug");

    [Fact]
    public async Task A_name_goes_back_on_both_sides_and_forward_again()
    {
        await using var shop = await InStep();
        shop.Editor.SetAndPublish("mug", "name", "Cup");
        await shop.Settle();

        await Undo(shop);
        Assert.Equal(("Mug", "Mug"), Names(shop));
        Assert.Null((await shop.Store.Said(Mug, default)).Undo);
        Assert.Contains("agreed: in step again: name", await shop.Journal("mug"), StringComparison.Ordinal);

        await Undo(shop);
        Assert.Equal(("Cup", "Cup"), Names(shop));
        Assert.Empty(await shop.Store.Conflicts(null, 10, default));
        Assert.Empty(await shop.Parked());
    }

    [Fact]
    public async Task A_name_that_was_changed_in_Stripe_goes_back_too()
    {
        await using var shop = await InStep();
        shop.Dashboard.EditProduct((string)shop.Product("Mug")["id"]!, ("name", "Cup"));
        await shop.Pass(TimeSpan.FromMinutes(1));

        await Undo(shop);

        Assert.Equal(("Mug", "Mug"), Names(shop));
        Assert.DoesNotContain("conflict", await shop.Journal("mug"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_amount_goes_back_and_its_former_price_with_it()
    {
        await using var shop = await InStep();
        var former = (string)Assert.Single(shop.Dashboard.Prices)["id"]!;
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
        await shop.Settle();
        shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1800);
        await shop.Settle();

        // Two amounts back at once, to before the first of the two changes.
        var first = (await shop.Store.Journal(Connection.Default, "mug", 0, 100, default)).Last(line => !line.Agreed.IsEmpty && line.Agreed[0].Field == FieldNames.UnitAmount);
        await Undo(shop, first.Number - 1);

        Assert.Equal(former, (string?)Assert.Single(shop.Dashboard.Prices, price => (bool)price["active"]!)["id"]);
        Assert.Equal((1200, former, former), ((int)shop.Document("mug-eur")!["unit_amount"]!, (string?)shop.Document("mug-eur")!["stripePriceId"], (string?)shop.Product("Mug")["default_price"]));
        Assert.Equal(3, shop.Dashboard.Prices.Length);
    }

    [Fact]
    public async Task An_archived_product_comes_back_on_sale()
    {
        await using var shop = await InStep();
        shop.Editor.SetAndPublish("mug", "active", false);
        await shop.Settle();
        Assert.False((bool)shop.Product("Mug")["active"]!);

        await Undo(shop);

        Assert.True((bool)shop.Product("Mug")["active"]!);
        Assert.True((bool)shop.Document("mug")!["active"]!);
    }

    [Fact]
    public async Task An_editor_who_is_quicker_is_not_overruled()
    {
        await using var shop = await InStep();
        shop.Editor.SetAndPublish("mug", "name", "Cup");
        await shop.Settle();
        await Ask(shop, null);
        shop.Editor.SetAndPublish("mug", "name", "Bowl");
        await shop.Settle();

        Assert.Equal(("Bowl", "Bowl"), Names(shop));
        Assert.Contains("its document has been edited since", await shop.Journal("mug"), StringComparison.Ordinal);
        Assert.Null((await shop.Store.Said(Mug, default)).Undo);
    }

    [Fact]
    public async Task What_is_asked_for_anew_while_a_pass_is_on_its_way_is_done_too()
    {
        await using var shop = await InStep();
        shop.Editor.SetAndPublish("mug", "name", "Cup");
        await shop.Settle();
        await Ask(shop, null);
        var asked = (await shop.Store.Said(Mug, default)).Undo!;
        var lease = await shop.Store.Claim("test", TimeSpan.FromMinutes(1), default);
        await Ask(shop, null);
        await shop.Store.Release(lease!, new Recording { Undone = asked.Number }, new Ending.Done(), default);
        Assert.NotNull((await shop.Store.Said(Mug, default)).Undo);

        await shop.Settle();
        Assert.Equal(("Mug", "Mug"), Names(shop));
    }

    [Theory]
    [InlineData(CallMoment.BeforeExecute)]
    [InlineData(CallMoment.AfterExecute)]
    public async Task A_service_that_dies_at_any_call_finishes_it_once(CallMoment moment)
    {
        for (var call = 1; ; call++)
        {
            await using var shop = await InStep();
            shop.Editor.SetAndPublish("mug-eur", "unit_amount", 1500);
            shop.Editor.SetAndPublish("mug", "name", "Cup");
            await shop.Pass(TimeSpan.FromMinutes(1));
            var all = (await shop.Store.Journal(Connection.Default, "mug", 0, 100, default)).Last(line => !line.Agreed.IsEmpty).Number;
            await Ask(shop, all - 1);
            if (!await shop.DieAt(call, moment))
            {
                Assert.True(call > 4, "there were too few calls to die at");
                return;
            }

            await shop.Crash();
            await shop.Pass(TimeSpan.FromMinutes(20));
            Assert.Equal(("Mug", "Mug"), Names(shop));
            Assert.Equal(1200, (int)Assert.Single(shop.Dashboard.Prices, price => (bool)price["active"]!)["unit_amount"]!);
            Assert.Equal(2, shop.Dashboard.Prices.Length);
            Assert.Null((await shop.Store.Said(Mug, default)).Undo);
        }
    }

    private static async Task<Shop> InStep()
    {
        var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Pass(TimeSpan.FromMinutes(1));
        return shop;
    }

    private static (string?, string?) Names(Shop shop) => ((string?)shop.Document("mug")!["name"], (string?)Assert.Single(shop.Dashboard.Products)["name"]);

    private static async Task Undo(Shop shop, long? to = null)
    {
        await Ask(shop, to);
        await shop.Pass(TimeSpan.FromMinutes(1));
    }

    // As the command does it: without a line, to before the newest change.
    private static async Task Ask(Shop shop, long? to)
    {
        var lines = await shop.Store.Journal(Connection.Default, "mug", 0, 1000, default);
        var after = to ?? lines.First(line => !line.Agreed.IsEmpty).Number - 1;
        var earlier = Undoing.Of((await shop.Store.Load(Mug, default))!, lines.Where(line => line.Number > after), null);
        Assert.NotEmpty(earlier.Changes);
        await shop.Store.Operator.AskUndo(Mug, earlier.Changes, new JournalEntry { At = shop.Time.GetUtcNow(), Connection = Connection.Default, DocumentId = "mug", Type = "operator", Text = "takes it back" }, default);
    }
}
