namespace Tandem.Core.Tests.Planning;

/// <summary>Changes of prices that look like slips wait for a person; everything else goes on.</summary>
public sealed class PriceGuardTests
{
    [Theory]
    [InlineData(10_000, false)]
    [InlineData(10_001, true)]
    [InlineData(100, false)]
    [InlineData(99, true)]
    [InlineData(0, true)]
    public void An_amount_that_leaps_waits(int amount, bool isHeld)
    {
        var plan = Mug.InStep.OnDocument((FieldNames.UnitAmount, amount), (FieldNames.Nickname, "Offer")).Plan();

        Assert.Equal(!isHeld, plan.Changes.Any(change => change is Change.Create { Side: Side.Stripe }));
        Assert.Equal(isHeld, plan.Held is [{ Side: Side.Sanity, Object: Mug.Slot, Document: Mug.Slot, Field: FieldNames.UnitAmount, CanBeRefused: true }]);
        Assert.Equal(isHeld ? [new FieldChange(FieldNames.UnitAmount, new FieldValue.Number(1000), new FieldValue.Number(amount))] : [], plan.Held.SelectMany(held => held.Changes));
        Assert.Empty(plan.Refusals);
        Assert.Contains(plan.Writes(), line => line.Contains("Offer", StringComparison.Ordinal));
        Assert.Equal(isHeld ? new FieldValue.Number(1000) : new FieldValue.Number(amount), plan.Next.Slot(Mug.Slot)!.Agreed[FieldNames.UnitAmount].Stripe);
    }

    [Fact]
    public void It_is_said_what_leaps()
    {
        string Why(string field, object value) => Assert.Single(Mug.InStep.OnDocument((field, value)).Plan().Held).Reason;

        Assert.Equal("the amount goes from 10.00 to 1000.00 EUR, which is more than 10 times as much", Why(FieldNames.UnitAmount, 100_000));
        Assert.Equal("the amount goes from 10.00 to 0.50 EUR, which is more than 10 times as little", Why(FieldNames.UnitAmount, 50));
        Assert.Equal("the amount goes from 10.00 to 0.00 EUR", Why(FieldNames.UnitAmount, 0));
        Assert.Equal("the currency goes from EUR to JPY", Why(FieldNames.Currency, "jpy"));
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(0, 0)]
    public void What_was_free_may_cost_something(int from, int to)
    {
        var free = Mug.Price.Set((FieldNames.UnitAmount, from));
        var plan = Mug.InStep.OnPrice(price => price with { Fields = free }).RecordedSlot(slot => slot with { Agreed = Mug.Agreed(Kind.Price, free) }).OnDocument((FieldNames.UnitAmount, to)).Plan();

        Assert.Empty(plan.Held);
        Assert.Equal(from != to, plan.Changes.Any(change => change is Change.Create));
    }

    [Fact]
    public void An_amount_that_gives_way_to_tiers_does_not_leap() =>
        Assert.Empty(Mug.InStep.OnDocument((FieldNames.UnitAmount, null), (FieldNames.Tiers, new FieldValue.List([new FieldValue.Group(Fields.Of((FieldNames.UnitAmount, new FieldValue.Number(1)))) ]))).Plan().Held);

    [Fact]
    public void What_a_customer_is_charged_waits_as_a_whole()
    {
        var options = new FieldValue.Group(Fields.Of(("gbp", new FieldValue.Group(Fields.Of((FieldNames.UnitAmount, new FieldValue.Number(900)))))));
        var seen = Mug.InStep.OnDocument((FieldNames.CurrencyOptions, options)).OnPrice((FieldNames.CurrencyOptions, options))
            .RecordedSlot(slot => slot with { Agreed = slot.Agreed.SetItem(FieldNames.CurrencyOptions, new AgreedValue(options, options)) });
        var plan = seen.OnDocument((FieldNames.Currency, "usd"), (FieldNames.CurrencyOptions, null)).Plan();

        Assert.Equal([FieldNames.Currency, FieldNames.CurrencyOptions], Assert.Single(plan.Held).Changes.Select(change => change.Field).Order(StringComparer.Ordinal));
        Assert.Empty(plan.Changes);
    }

    [Theory]
    [InlineData(900, 9_001, true)]
    [InlineData(900, 900, false)]
    public void Another_currency_of_a_price_leaps_too(int from, int to, bool isHeld)
    {
        FieldValue Options(int amount) => new FieldValue.Group(Fields.Of(("usd", new FieldValue.Group(Fields.Of((FieldNames.UnitAmount, new FieldValue.Number(amount)))))));
        var seen = Mug.InStep.OnDocument((FieldNames.CurrencyOptions, Options(from))).OnPrice((FieldNames.CurrencyOptions, Options(from)))
            .RecordedSlot(slot => slot with { Agreed = slot.Agreed.SetItem(FieldNames.CurrencyOptions, new AgreedValue(Options(from), Options(from))) });
        var plan = seen.OnDocument((FieldNames.CurrencyOptions, Options(to)), (FieldNames.Nickname, "Offer")).Plan();

        Assert.Equal(isHeld, plan.Held is [{ Field: FieldNames.CurrencyOptions }]);
        Assert.Equal(["stripe writes price_1 nickname: unset → \"Offer\""], plan.Writes());
    }

    [Fact]
    public void What_a_person_releases_goes_ahead()
    {
        var plan = Mug.InStep.OnDocument((FieldNames.UnitAmount, 0)).Ruled(Ruling.Released).Plan();

        Assert.Empty(plan.Held);
        Assert.Equal(new FieldValue.Number(0), Assert.IsType<Change.Create>(plan.Changes[0]).Fields[FieldNames.UnitAmount]);
    }

    [Fact]
    public void What_a_person_refuses_is_taken_back_and_kept_in_the_journal()
    {
        var plan = Mug.InStep.OnDocument((FieldNames.UnitAmount, 0), (FieldNames.Nickname, "Offer")).Ruled(Ruling.Refused).Plan();

        Assert.Equal(["stripe writes price_1 nickname: unset → \"Offer\"", "sanity writes mug-eur @ r2 unit_amount: 0 → 1000"], plan.Writes());
        var conflict = Assert.Single(plan.Conflicts);
        Assert.Equal((FieldNames.UnitAmount, Winner.Stripe, new FieldValue.Number(0)), (conflict.Field, conflict.Winner, conflict.Loser));
        Assert.Empty(plan.Held);
    }

    [Theory]
    [InlineData(Ruling.Released)]
    [InlineData(Ruling.Refused)]
    public void What_a_person_said_counts_for_the_change_that_was_seen_and_no_other(Ruling ruling)
    {
        var ruled = Mug.InStep.OnDocument((FieldNames.UnitAmount, 0)).Ruled(ruling);
        var moved = ruled.OnDocument((FieldNames.UnitAmount, 1)).Plan();

        Assert.Equal(new FieldValue.Number(1), Assert.Single(Assert.Single(moved.Held).Changes).To);
        Assert.Empty(moved.Writes());
        Assert.Equal(Mug.InStep.OnDocument((FieldNames.UnitAmount, 1100)).Plan().Writes(), ruled.OnDocument((FieldNames.UnitAmount, 1100)).Plan().Writes());
        Assert.Single(ruled.OnDocument((FieldNames.Currency, "usd")).Plan().Held);
    }

    [Theory]
    [InlineData(WishKind.ToStripe)]
    [InlineData(WishKind.FromStripe)]
    public void Whose_value_a_person_asked_for_changes_nothing_of_what_is_held(WishKind kind)
    {
        var slip = Mug.InStep.OnDocument((FieldNames.UnitAmount, 0));

        Assert.True(Assert.Single((slip with { Wish = new Wish(Mug.Slot, kind) }).Plan().Held).IsSame(Assert.Single(slip.Plan().Held)));
    }

    [Fact]
    public void Of_a_price_inside_of_a_document_its_product_speaks() =>
        Assert.Equal(
            (Mug.Slot, Mug.Document),
            Mug.InStep.OnDocument(price => price with { IsEmbedded = true }).OnDocument((FieldNames.UnitAmount, 0)).Plan().Held.Select(held => (held.Object, held.Document)).Single());

    [Fact]
    public void Nothing_waits_where_a_policy_says_so()
    {
        var seen = Mug.InStep with { Policy = Policy.Default with { Limits = PriceLimits.None } };
        Assert.All([(FieldNames.UnitAmount, (object)0), (FieldNames.UnitAmount, 1_000_000), (FieldNames.Currency, "usd")], change => Assert.Empty(seen.OnDocument(change).Plan().Held));
    }

    [Fact]
    public void What_comes_back_to_sale_was_not_sold_for_less_just_now() =>
        Assert.Empty(Mug.InStep.RecordedSlot(slot => slot with { Agreed = ProductRecord.NoneAgreed }).OnPrice((FieldNames.Active, false)).OnDocument((FieldNames.UnitAmount, 100_000)).Plan().Held);

    [Fact]
    public void At_first_contact_a_price_that_leaps_waits_and_a_new_one_may_be_free()
    {
        Assert.Single(Mug.InStep.RecordedSlot(slot => slot with { Agreed = ProductRecord.NoneAgreed }).OnDocument((FieldNames.UnitAmount, 100_000)).Plan().Held);
        Assert.Empty(Mug.New.OnDocument((FieldNames.UnitAmount, 0)).Plan().Held);
    }
}
