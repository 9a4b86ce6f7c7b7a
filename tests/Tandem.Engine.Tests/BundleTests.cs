using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine.Tests;

/// <summary>Which changes are one call of Stripe's.</summary>
[Trait("G", "8")]
public sealed class BundleTests
{
    private static readonly Change.Create Product = new() { Side = Side.Stripe, Kind = Kind.Product, Id = "prod_1", Reason = "r", Fields = Fields.Of(("name", Text("Mug"))) };

    private static readonly Change.Update Choice = new() { Side = Side.Stripe, Kind = Kind.Product, Id = "prod_1", Reason = "r", Fields = [new FieldChange(FieldNames.DefaultPrice, null, Text("mug-eur"))] };

    private static readonly Change.Create Price = new()
    {
        Side = Side.Stripe, Kind = Kind.Price, Slot = "mug-eur", ProductId = "prod_1", Operation = "op", Reason = "r",
        Fields = Fields.Of(("active", new FieldValue.Flag(true)), ("currency", Text("eur")), ("unit_amount", new FieldValue.Number(1200)), ("metadata.sku", Text("M"))),
    };

    [Fact]
    public void A_new_product_is_made_with_its_default_price_and_the_rest_stays_in_order()
    {
        var other = Price with { Slot = "mug-usd" };

        Assert.Equal<ImmutableArray<Change>>([[Product, Price, Choice], [other]], Bundle.Of([Product, other, Price, Choice]), Same);
    }

    [Theory]
    [InlineData("nickname")]
    [InlineData("lookup_key")]
    [InlineData("tiers")]
    [InlineData("transform_quantity")]
    [InlineData("trial")]
    [InlineData("archived")]
    [InlineData("another's")]
    [InlineData("key")]
    public void What_Stripe_does_not_take_with_a_product_is_made_by_itself(string what)
    {
        var price = what switch
        {
            "trial" => Price with { Fields = Price.Fields.With(FieldNames.Recurring, new FieldValue.Group(Fields.Of(("interval", Text("month")), ("trial_period_days", new FieldValue.Number(7))))) },
            "archived" => Price with { Fields = Price.Fields.With(FieldNames.Active, new FieldValue.Flag(false)) },
            "another's" => Price with { ProductId = "prod_2" },
            "key" => Price with { TakesLookupKey = true },
            _ => Price with { Fields = Price.Fields.With(what, Text("x")) },
        };

        Assert.Equal<ImmutableArray<Change>>([[Product], [price], [Choice]], Bundle.Of([Product, price, Choice]), Same);
    }

    [Fact]
    public void A_choice_that_changes_more_or_of_another_product_stays_by_itself()
    {
        var more = Choice with { Fields = Choice.Fields.Add(new FieldChange(FieldNames.Name, null, Text("Cup"))) };
        Assert.All([more, Choice with { Id = "prod_2" }, Choice with { Mirror = "mug" }], choice => Assert.Equal(3, Bundle.Of([Product, Price, choice]).Count()));
        Assert.Equal(2, Bundle.Of([Price, Choice]).Count());
    }

    [Fact]
    public async Task What_is_refused_together_is_refused_for_what_it_is_alone()
    {
        await using var shop = await new Shop().Open();
        shop.PublishMug(amount: 1_000_000_000);
        await shop.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal("Mug", (string?)Assert.Single(shop.Dashboard.Products)["name"]);
        Assert.Empty(shop.Dashboard.Prices);
        Assert.Contains("unit_amount", Assert.Single(await shop.Parked()).Reason, StringComparison.Ordinal);
    }

    private static bool Same(ImmutableArray<Change> one, ImmutableArray<Change> other) => one.SequenceEqual(other);

    private static FieldValue Text(string text) => new FieldValue.Text(text);
}
