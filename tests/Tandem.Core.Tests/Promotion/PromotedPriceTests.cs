using Tandem.Core.Tests.Planning;

namespace Tandem.Core.Tests.Promotions;

/// <summary>Which price here is which there, and what becomes of the others.</summary>
public sealed class PromotedPriceTests
{
    [Fact]
    public void A_price_that_comes_later_is_made_and_listed_by_its_product()
    {
        var promotion = Promotion.Of(Seen([Price("a", 1000), Price("b", 2000)], [Price("a", 1000)]));

        Assert.Equal(["+ b", "~ mug prices=[b]"], promotion.Changes.Select(Short));
        Assert.Equal(["a", "b"], promotion.After.Prices.Select(price => price.Id));
    }

    [Theory]
    [InlineData("mug", "same", "same")]
    [InlineData("mug", "mug.k1", "mug.k1")]
    [InlineData("becher", "mug.k1", "becher.k1")]
    [InlineData("becher", "mugs", "mugs")]
    public void A_part_of_a_document_is_named_after_it_and_every_other_price_keeps_its_id(string product, string there, string here) =>
        Assert.Equal(here, Assert.Single(Promotion.Of(Seen([Price(there, 1000)], [], product)).Changes.OfType<Change.Create>(), made => made.Kind == Kind.Price).Id);

    [Theory]
    [InlineData("stripePrice-price_1")]
    [InlineData("stripeProduct-prod_1")]
    public void What_is_named_after_Stripes_id_gets_one_of_its_own(string id)
    {
        Assert.Matches("^promoted-[0-9a-f]{24}$", PromotionIds.Of("staging", id));
        Assert.NotEqual(PromotionIds.Of("staging", id), PromotionIds.Of("preview", id));
        Assert.Equal("mug", PromotionIds.Of("staging", "mug"));
    }

    [Fact]
    public void Where_the_products_id_is_another_ones_here_its_prices_get_ids_of_their_own_too()
    {
        var own = PromotionIds.OfItsOwn("staging", "mug");
        var made = Promotion.Of(Seen([Price("mug-eur", 1000), Price("mug.k1", 1000)], [], own)).Changes.OfType<Change.Create>().Where(made => made.Kind == Kind.Price).Select(made => made.Id);

        Assert.Equal([PromotionIds.OfItsOwn("staging", "mug-eur"), own + ".k1"], made);
    }

    [Fact]
    public void The_default_price_is_named_as_it_is_here()
    {
        var promotion = Promotion.Of(Seen([Price("stripePrice-price_1", 1000)], [], defaultPrice: "stripePrice-price_1"));

        var made = Assert.Single(promotion.Changes.OfType<Change.Create>());
        Assert.Equal(Mug.Text(made.Id!), Assert.Single(promotion.Changes.OfType<Change.Update>()).Fields.Single().To);
    }

    [Fact]
    public void A_default_price_that_does_not_come_along_says_nothing()
    {
        var promotion = Promotion.Of(Seen([Price("a", 1000) with { IsLeftAlone = true }], [Price("x", 1)], defaultPrice: "a"));

        Assert.Empty(promotion.Changes);
    }

    [Fact]
    public void Prices_of_other_ids_are_matched_by_their_lookup_keys()
    {
        var promotion = Promotion.Of(Seen([Price("a", 1000, "std"), Price("b", 2000, "pro")], [Price("x", 1900, "pro"), Price("y", 1000, "std")]));

        Assert.Equal(["~ x"], promotion.Changes.Select(Short));
        Assert.Equal([("a", "y"), ("b", "x")], promotion.Next.Prices.Select(price => (price.Source, price.Target)));
    }

    [Fact]
    public void And_then_by_what_they_charge_where_that_is_clear()
    {
        var clear = Promotion.Of(Seen([Price("a", 1000), Price("b", 2000)], [Price("x", 2000), Price("y", 1000)]));
        Assert.Empty(clear.Changes);
        Assert.Equal([("a", "y"), ("b", "x")], clear.Next.Prices.Select(price => (price.Source, price.Target)));

        Assert.Equal(["+ a", "~ mug prices=[a]"], Promotion.Of(Seen([Price("a", 1000)], [Price("x", 1000), Price("y", 1000)])).Changes.Select(Short));
        Assert.Equal(["+ a", "+ b", "~ mug prices=[a b]"], Promotion.Of(Seen([Price("a", 1000), Price("b", 1000)], [Price("x", 1000)])).Changes.Select(Short));
        var nothing = Price("a", 1000) with { Fields = Fields.None };
        Assert.Equal(["+ a", "~ mug prices=[a]"], Promotion.Of(Seen([nothing], [nothing with { Id = "x" }])).Changes.Select(Short));
    }

    [Fact]
    public void The_same_id_comes_before_the_lookup_key_and_what_is_remembered_before_both()
    {
        var seen = Seen([Price("a", 1000, "std")], [Price("a", 1000), Price("x", 1000, "std")]);
        Assert.Equal("a", Promotion.Of(seen).Next.Prices[0].Target);

        var known = new Promoted { Source = "mug", Target = "mug", Prices = [new PromotedPrice("a", "x", Promoted.NoFields)] };
        Assert.Equal("x", Promotion.Of(seen with { Known = known }).Next.Prices[0].Target);
    }

    [Fact]
    public void A_price_that_was_deleted_here_is_not_made_again_unless_a_person_says_so()
    {
        var known = new Promoted { Source = "mug", Target = "mug", Prices = [new PromotedPrice("a", "a", Promoted.NoFields.Add(FieldNames.Nickname, default))] };
        var seen = Seen([Price("a", 1000)], []) with { Known = known };

        var promotion = Promotion.Of(seen);
        Assert.Empty(promotion.Changes);
        Assert.Equal("a was promoted before and is gone here since: it is not made again (--overwrite makes it).", Assert.Single(promotion.Notes));
        Assert.Equal((1, 0), (promotion.Next.Prices.Length, promotion.After.Prices.Length));
        Assert.True(promotion.Next.Prices[0].IsSame(known.Prices[0]));
        Assert.Equal(["+ a", "~ mug prices=[a]"], Promotion.Of(seen with { Overwrites = true }).Changes.Select(Short));
    }

    [Fact]
    public void A_price_that_asks_to_be_left_alone_stays_as_it_is()
    {
        var promotion = Promotion.Of(Seen([Price("a", 1000)], [Price("a", 2000) with { IsLeftAlone = true }]));
        Assert.Empty(promotion.Changes);
        Assert.Equal("a asks to be left alone here.", Assert.Single(promotion.Notes));
        Assert.Equal(new FieldValue.Number(2000), Assert.Single(promotion.After.Prices).Fields[FieldNames.UnitAmount]);
        Assert.Empty(promotion.Next.Prices);
    }

    [Fact]
    public void What_is_gone_there_stays_here_and_is_remembered()
    {
        var known = new Promoted { Source = "mug", Target = "mug", Prices = [new PromotedPrice("a", "a", Promoted.NoFields)] };
        var promotion = Promotion.Of(Seen([], [Price("a", 1000)]) with { Known = known });

        Assert.Empty(promotion.Changes);
        Assert.Equal("a", Assert.Single(promotion.Next.Prices).Source);
        Assert.Single(promotion.After.Prices);
    }

    [Fact]
    public void A_part_of_its_products_document_is_made_as_one()
    {
        var promotion = Promotion.Of(Seen([Price("mug.k1", 1000) with { IsEmbedded = true }, Price("b", 1)], []));

        Assert.Equal([true, false], promotion.After.Prices.Select(price => price.IsEmbedded));
    }

    [Fact]
    public void The_digest_tells_other_changes_and_other_revisions_apart()
    {
        var seen = Seen([Price("a", 1500)], [Price("a", 1000)]);
        var digest = Promotion.Of(seen).Digest();

        Assert.Equal(digest, Promotion.Of(seen).Digest());
        Assert.NotEqual(digest, Promotion.Of(Seen([Price("a", 1600)], [Price("a", 1000)])).Digest());
        Assert.NotEqual(digest, Promotion.Of(seen with { Target = seen.Target with { Prices = [seen.Target.Prices[0] with { Revision = "other" }] } }).Digest());
    }

    [Fact]
    public void What_is_remembered_is_the_same_only_if_all_of_it_is()
    {
        var one = new Promoted { Source = "a", Target = "b", Fields = Promoted.NoFields.Add("name", default), Prices = [new PromotedPrice("p", "q", Promoted.NoFields)] };

        Assert.True(one.IsSame(one with { Prices = [new PromotedPrice("p", "q", Promoted.NoFields)] }));
        Assert.All(
            new Promoted?[]
            {
                null, one with { Source = "x" }, one with { Target = "x" }, one with { Fields = Promoted.NoFields }, one with { Prices = [] }, one with { Prices = [.. one.Prices, one.Prices[0]] },
                one with { Prices = [one.Prices[0] with { Source = "x" }] }, one with { Prices = [one.Prices[0] with { Target = "x" }] }, one with { Prices = [one.Prices[0] with { Fields = one.Fields }] },
            },
            other => Assert.False(one.IsSame(other)));
    }

    private static PromotionSituation Seen(PriceView[] there, PriceView[] here, string product = "mug", string? defaultPrice = null) => new()
    {
        Origin = "staging", SourcePolicy = Policy.Default, TargetPolicy = Policy.Default, Record = new ProductRecord { Key = new ProductKey("live", product) },
        Source = new Observation { Product = new ProductView { Id = "mug", Fields = Mug.Product.Set((FieldNames.DefaultPrice, defaultPrice)) }, Prices = [.. there] },
        Target = new Observation { Product = new ProductView { Id = product, Revision = "t1", Fields = Mug.Product }, Prices = [.. here] },
    };

    private static PriceView Price(string id, int amount, string? key = null) =>
        new() { Id = id, Revision = $"r-{id}", ProductId = "mug", Fields = Mug.Price.Set((FieldNames.UnitAmount, amount), (FieldNames.LookupKey, key)) };

    private static string Short(Change change) => change switch
    {
        Change.Create made => $"+ {made.Id}",
        Change.Update update => $"~ {update.Id}{(update.AddPrices.IsEmpty ? "" : $" prices=[{string.Join(' ', update.AddPrices)}]")}",
        _ => "?",
    };
}
