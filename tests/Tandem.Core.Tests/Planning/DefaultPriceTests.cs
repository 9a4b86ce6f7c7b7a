using System.Collections.Immutable;

namespace Tandem.Core.Tests.Planning;

/// <summary>The default price: a document's on one side, a Stripe price's on the other, and only one that can be sold.</summary>
[Trait("G", "7")]
public sealed class DefaultPriceTests
{
    private const string Usd = "mug-usd";

    private static readonly Fields UsdPrice = Mug.Price.Set((FieldNames.Currency, "usd"));

    // A product with two prices, of which the first is the default.
    private static readonly Situation Two = Mug.InStep
        .Recorded(record => record with { Slots = [.. record.Slots, new SlotRecord { Slot = Usd, PriceId = "price_2", Agreed = Mug.Agreed(Kind.Price, UsdPrice), Lineage = ["price_0"] }] })
        .WithDocument(new PriceView { Id = Usd, Revision = "r3", Mirror = "price_2", ProductId = Mug.Document, Fields = UsdPrice })
        .With(new PriceView { Id = "price_2", Mirror = Usd, ProductId = Mug.StripeId, Fields = UsdPrice });

    [Fact]
    public void An_editors_choice_goes_to_stripe()
    {
        Assert.Empty(Two.Plan().Writes());
        Assert.Equal(["stripe writes prod_1 default_price: \"mug-eur\" → \"mug-usd\""], Two.InSanity((FieldNames.DefaultPrice, Usd)).Plan().Writes());
    }

    [Fact]
    public void A_choice_in_stripe_goes_to_the_document()
    {
        var plan = Two.InStripe((FieldNames.DefaultPrice, "price_2")).Plan();

        Assert.Equal(["sanity writes mug @ r1 default_price: \"mug-eur\" → \"mug-usd\""], plan.Writes());
        Assert.Equal(new AgreedValue(Mug.Text(Usd), Mug.Text(Usd)), plan.Next.Agreed[FieldNames.DefaultPrice]);
    }

    [Fact]
    public void A_default_that_is_taken_away_is_taken_away_on_both_sides()
    {
        Assert.Equal(["stripe writes prod_1 default_price: \"mug-eur\" → unset"], Two.InSanity((FieldNames.DefaultPrice, null)).Plan().Writes());
        Assert.Equal(["sanity writes mug @ r1 default_price: \"mug-eur\" → unset"], Two.InStripe((FieldNames.DefaultPrice, null)).Plan().Writes());
    }

    [Fact]
    public void A_rule_that_is_off_or_missing_leaves_it_alone()
    {
        var seen = Two.InSanity((FieldNames.DefaultPrice, Usd));
        ImmutableArray<FieldRule> others = [.. Policy.Default.Rules.Where(rule => rule.Field != FieldNames.DefaultPrice)];

        Assert.Empty((seen with { Policy = new Policy { Rules = others } }).Plan().Writes());
        Assert.Empty((seen with { Policy = new Policy { Rules = [.. others, new FieldRule(Kind.Product, FieldNames.DefaultPrice, Direction.Off)] } }).Plan().Writes());
    }

    [Fact]
    public void A_price_that_is_archived_is_no_default_until_it_can_be_sold_again()
    {
        var off = Two.OnDocument((FieldNames.Active, false));
        var archived = off.Plan();
        var later = off.Recorded(_ => archived.Next).OnPrice((FieldNames.Active, false)).InStripe((FieldNames.DefaultPrice, null));

        Assert.Equal(["stripe writes prod_1 default_price: \"mug-eur\" → unset", "stripe writes price_1 active: true → false"], archived.Writes());
        Assert.Equal(["mug-eur is the default price, but it is archived or not in Stripe; Stripe shows no default until it can be sold."], archived.Notes);
        Assert.Equal(new AgreedValue(Mug.Text(Mug.Slot), null), archived.Next.Agreed[FieldNames.DefaultPrice]);
        Assert.Empty(later.Plan().Writes());
        Assert.Equal(["stripe writes price_1 active: false → true", "stripe writes prod_1 default_price: unset → \"mug-eur\""], later.OnDocument((FieldNames.Active, true)).Plan().Writes());
        Assert.Equal(["sanity writes mug @ r1 default_price: \"mug-eur\" → \"mug-usd\""], later.InStripe((FieldNames.DefaultPrice, "price_2")).Plan().Writes());
    }

    [Fact]
    public void A_default_that_somebody_cleared_in_stripe_is_not_put_back()
    {
        var plan = Two.Recorded(record => record with { Agreed = record.Agreed.SetItem(FieldNames.DefaultPrice, new AgreedValue(Mug.Text(Usd), null)) }).InStripe((FieldNames.DefaultPrice, null)).Plan();

        // The document has moved on to another one since: that is an edit.
        Assert.Equal(["stripe writes prod_1 default_price: unset → \"mug-eur\""], plan.Writes());
        Assert.Empty(plan.Conflicts);
    }

    [Fact]
    public void A_document_that_is_not_published_yet_is_waited_for()
    {
        var plan = Two.InSanity((FieldNames.DefaultPrice, new FieldValue.Unresolved("mug-gbp"))).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(Two.Record.Agreed[FieldNames.DefaultPrice], plan.Next.Agreed[FieldNames.DefaultPrice]);
    }

    [Fact]
    public void A_default_of_stripes_own_that_no_slot_explains_stays()
    {
        var plan = Two.InStripe((FieldNames.DefaultPrice, "price_far")).Plan();

        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Conflicts);
    }

    [Fact]
    public void A_choice_in_stripe_without_a_document_leaves_the_document_its_own()
    {
        // Its document is gone, and it stays archived: it was reactivated in Stripe, and made the default there.
        var gone = Two.Recorded(record => record with { Slots = [record.Slots[0], record.Slots[1] with { IsGone = true }] });
        var plan = (gone with { Sanity = gone.Sanity with { Prices = [gone.Sanity.Prices[0]], Gone = [Usd] } }).InStripe((FieldNames.DefaultPrice, "price_2")).Plan();

        Assert.DoesNotContain(plan.Changes, change => change.Side == Side.Sanity);
        Assert.Contains("Stripe's default price has no document (mug-usd); the document keeps its own.", plan.Notes);
        Assert.Equal(Two.Record.Agreed[FieldNames.DefaultPrice], plan.Next.Agreed[FieldNames.DefaultPrice]);
    }

    [Fact]
    public void A_choice_in_stripe_that_cannot_be_sold_and_has_no_document_gives_way_to_the_documents()
    {
        var gone = Two.Recorded(record => record with
        {
            Slots = [record.Slots[0], record.Slots[1] with { IsGone = true, Agreed = record.Slots[1].Agreed.SetItem(FieldNames.Active, new AgreedValue(null, Mug.Flag(false))) }],
        });
        var inactive = gone.Stripe.Prices[1] with { Fields = UsdPrice.Set((FieldNames.Active, false)) };
        var plan = (gone with
        {
            Sanity = gone.Sanity with { Prices = [gone.Sanity.Prices[0]], Gone = [Usd] },
            Stripe = gone.Stripe with { Prices = [gone.Stripe.Prices[0], inactive] },
        }).InStripe((FieldNames.DefaultPrice, "price_2")).Plan();

        Assert.Equal(["stripe writes prod_1 default_price: \"mug-usd\" → \"mug-eur\""], plan.Writes());
        Assert.Equal(new AgreedValue(Mug.Text(Mug.Slot), Mug.Text(Mug.Slot)), plan.Next.Agreed[FieldNames.DefaultPrice]);
    }

    [Fact]
    public void The_only_question_is_closed_alike()
    {
        var asking = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule with { Winner = Winner.Ask })] };
        var documents = Two.Sanity.Prices;
        var plan = (Two with { Policy = asking, Sanity = Two.Sanity with { Prices = [documents[0], documents[1] with { Fields = UsdPrice.Set((FieldNames.Active, false)) }] } })
            .InSanity((FieldNames.DefaultPrice, null)).InStripe((FieldNames.DefaultPrice, "price_2")).Plan();

        Assert.Equal(Winner.Sanity, Assert.Single(plan.Conflicts).Winner);
        Assert.Equal(new AgreedValue(null, null), plan.Next.Agreed[FieldNames.DefaultPrice]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_question_is_closed_when_the_choice_in_stripe_can_no_longer_be_sold(bool isSellable)
    {
        // Both chose another one, and a person is asked.
        var asking = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule with { Winner = Winner.Ask })] };
        var seen = (Two with { Policy = asking }).InSanity((FieldNames.DefaultPrice, null), (FieldNames.Name, "Cup")).InStripe((FieldNames.DefaultPrice, "price_2"), (FieldNames.Name, "Pot"));
        if (!isSellable)
        {
            seen = seen with { Sanity = seen.Sanity with { Prices = [seen.Sanity.Prices[0], seen.Sanity.Prices[1] with { Fields = UsdPrice.Set((FieldNames.Active, false)) }] } };
        }

        var plan = seen.Plan();

        Assert.Equal(isSellable ? Winner.Ask : Winner.Sanity, plan.Conflicts.Single(conflict => conflict.Field == FieldNames.DefaultPrice).Winner);
        Assert.Equal(Winner.Ask, plan.Conflicts.Single(conflict => conflict.Field == FieldNames.Name).Winner);
        Assert.Equal(isSellable ? [] : ["stripe writes prod_1 default_price: \"mug-usd\" → unset", "stripe writes price_2 active: true → false"], plan.Writes());
        Assert.Equal(isSellable ? Two.Record.Agreed[FieldNames.DefaultPrice] : new AgreedValue(null, null), plan.Next.Agreed[FieldNames.DefaultPrice]);
    }

    [Fact]
    public void A_former_price_that_is_the_default_stands_for_its_slot()
    {
        var plan = Two.With(Mug.StripePrice("price_0", (FieldNames.Active, false))).InStripe((FieldNames.DefaultPrice, "price_0")).InSanity((FieldNames.DefaultPrice, Usd)).Plan();

        // It was left over by a replacement that was cut off.
        Assert.Equal(["stripe writes prod_1 default_price: \"mug-usd\" → \"mug-usd\""], plan.Writes());
    }

    [Fact]
    public void The_default_of_a_document_that_moved_away_is_cleared()
    {
        var plan = Two.OnDocument(price => price with { ProductId = "cup" }).InSanity((FieldNames.DefaultPrice, null)).Plan();

        Assert.Contains("stripe writes prod_1 default_price: \"mug-eur\" → unset", plan.Writes());
        Assert.Equal([Usd], plan.Next.Slots.Select(slot => slot.Slot));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2000)]
    public void A_choice_in_stripe_reaches_the_document_whatever_becomes_of_the_price(int? amount)
    {
        var documents = Two.Sanity.Prices;
        var plan = (Two with { Sanity = Two.Sanity with { Prices = [documents[0], documents[1] with { Fields = UsdPrice.Set((FieldNames.UnitAmount, amount)) }] } })
            .InStripe((FieldNames.DefaultPrice, "price_2")).Plan();

        Assert.Contains("sanity writes mug @ r1 default_price: \"mug-eur\" → \"mug-usd\"", plan.Writes());
    }

    [Fact]
    public void A_choice_in_stripe_of_a_price_that_moved_away_leaves_the_document_its_own()
    {
        var documents = Two.Sanity.Prices;
        var plan = (Two with { Sanity = Two.Sanity with { Prices = [documents[0], documents[1] with { ProductId = "cup" }] } }).InStripe((FieldNames.DefaultPrice, "price_2")).Plan();

        Assert.DoesNotContain(plan.Changes, change => change.Side == Side.Sanity);
        Assert.Contains("stripe writes prod_1 default_price: \"mug-usd\" → \"mug-eur\"", plan.Writes());
    }

    [Fact]
    public void Where_a_choice_in_stripe_may_not_travel_the_sides_agree_to_differ()
    {
        var rules = Policy.Default.Rules.Select(rule => rule.Field == FieldNames.DefaultPrice ? rule with { Direction = Direction.ToStripe, Winner = Winner.Stripe } : rule);
        var plan = (Two.InStripe((FieldNames.DefaultPrice, "price_2")) with { Policy = new Policy { Rules = [.. rules] } }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(new AgreedValue(Mug.Text(Mug.Slot), Mug.Text(Usd)), plan.Next.Agreed[FieldNames.DefaultPrice]);
    }

    [Fact]
    public void A_document_of_elsewhere_is_no_default()
    {
        var plan = Two.InSanity((FieldNames.DefaultPrice, "cup-eur")).Plan();

        Assert.Equal(["stripe writes prod_1 default_price: \"mug-eur\" → unset"], plan.Writes());
        Assert.StartsWith("cup-eur is the default price", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_half_made_price_that_became_the_default_gives_way_before_it_is_archived()
    {
        var plan = Two.With(Mug.StripePrice("price_3", (FieldNames.UnitAmount, 3000)) with { Mirror = Mug.Slot }).InStripe((FieldNames.DefaultPrice, "price_3")).Plan();

        Assert.Equal(["stripe writes prod_1 default_price: \"mug-eur\" → \"mug-eur\"", "stripe writes price_3 active: true → false"], plan.Writes());
    }

    [Theory]
    [InlineData(Mug.PriceId)]
    [InlineData("price_00")]
    public void The_default_of_a_price_that_moved_away_is_known_for_what_it_was(string shown)
    {
        // Its current price had been made and not recorded; another one it had before.
        var moved = Two.RecordedSlot(slot => slot with { PriceId = null, Lineage = ["price_00"] }).OnDocument(price => price with { ProductId = "cup" })
            .With(Mug.StripePrice("price_00", (FieldNames.Active, false)));
        var plan = moved.InSanity((FieldNames.DefaultPrice, null)).InStripe((FieldNames.DefaultPrice, shown)).Plan();

        Assert.Contains("stripe writes prod_1 default_price: \"mug-eur\" → unset", plan.Writes());
    }

    [Fact]
    public void An_overtaken_choice_is_known_by_the_name_that_its_slot_has_now()
    {
        var seen = Two.InSanity((FieldNames.DefaultPrice, Usd)).InStripe((FieldNames.DefaultPrice, "price_2"))
            .Recorded(record => record with { Agreed = record.Agreed.SetItem(FieldNames.DefaultPrice, new AgreedValue(Mug.Text(Usd), Mug.Text(Usd))) });
        var product = new ObjectId(Side.Stripe, Kind.Product, Mug.StripeId);
        var plan = (seen with
        {
            Overtaken = [new OvertakenEdit(1, product, FieldNames.DefaultPrice, Mug.Text("stripePrice-price_1")), new OvertakenEdit(2, product, FieldNames.Name, Mug.Text("stripePrice-price_1"))],
        }).Plan();

        Assert.Equal([Mug.Text("stripePrice-price_1"), Mug.Text(Mug.Slot)], plan.Conflicts.Select(conflict => conflict.Stripe));
    }
}
