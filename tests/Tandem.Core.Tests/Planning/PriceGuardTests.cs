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
        Assert.Equal(isHeld, plan.Refusals is [{ Side: Side.Sanity, Object: Mug.Slot, Field: FieldNames.UnitAmount }]);
        Assert.Contains(plan.Writes(), line => line.Contains("Offer", StringComparison.Ordinal));
        Assert.Equal(isHeld ? new FieldValue.Number(1000) : new FieldValue.Number(amount), plan.Next.Slot(Mug.Slot)!.Agreed[FieldNames.UnitAmount].Stripe);
    }

    [Fact]
    public void It_is_said_what_leaps_and_what_to_do()
    {
        Assert.Equal(
            "held: the amount goes from 10.00 to 1000.00 EUR, which is more than 10 times as much. If this is meant, replay the key; if not, correct the document or refuse the key.",
            Assert.Single(Mug.InStep.OnDocument((FieldNames.UnitAmount, 100_000)).Plan().Refusals).Message);
        Assert.Contains("from 10.00 to 0.50 EUR, which is more than 10 times as little.", Assert.Single(Mug.InStep.OnDocument((FieldNames.UnitAmount, 50)).Plan().Refusals).Message, StringComparison.Ordinal);
        Assert.Contains("held: the amount goes from 10.00 to 0.00 EUR. If", Assert.Single(Mug.InStep.OnDocument((FieldNames.UnitAmount, 0)).Plan().Refusals).Message, StringComparison.Ordinal);
        Assert.Contains("held: the currency goes from EUR to JPY. If", Assert.Single(Mug.InStep.OnDocument((FieldNames.Currency, "jpy")).Plan().Refusals).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(0, 0)]
    public void What_was_free_may_cost_something(int from, int to)
    {
        var free = Mug.Price.Set((FieldNames.UnitAmount, from));
        var plan = Mug.InStep.OnPrice(price => price with { Fields = free }).RecordedSlot(slot => slot with { Agreed = Mug.Agreed(Kind.Price, free) }).OnDocument((FieldNames.UnitAmount, to)).Plan();

        Assert.Empty(plan.Refusals);
        Assert.Equal(from != to, plan.Changes.Any(change => change is Change.Create));
    }

    [Fact]
    public void An_amount_that_gives_way_to_tiers_does_not_leap() =>
        Assert.Empty(Mug.InStep.OnDocument((FieldNames.UnitAmount, null), (FieldNames.Tiers, new FieldValue.List([new FieldValue.Group(Fields.Of((FieldNames.UnitAmount, new FieldValue.Number(1)))) ]))).Plan().Refusals);

    [Theory]
    [InlineData(900, 9_001, true)]
    [InlineData(900, 900, false)]
    public void Another_currency_of_a_price_leaps_too(int from, int to, bool isHeld)
    {
        FieldValue Options(int amount) => new FieldValue.Group(Fields.Of(("usd", new FieldValue.Group(Fields.Of((FieldNames.UnitAmount, new FieldValue.Number(amount)))))));
        var seen = Mug.InStep.OnDocument((FieldNames.CurrencyOptions, Options(from))).OnPrice((FieldNames.CurrencyOptions, Options(from)))
            .RecordedSlot(slot => slot with { Agreed = slot.Agreed.SetItem(FieldNames.CurrencyOptions, new AgreedValue(Options(from), Options(from))) });
        var plan = seen.OnDocument((FieldNames.CurrencyOptions, Options(to)), (FieldNames.Nickname, "Offer")).Plan();

        Assert.Equal(isHeld, plan.Refusals is [{ Field: FieldNames.CurrencyOptions }]);
        Assert.Equal(["stripe writes price_1 nickname: unset → \"Offer\""], plan.Writes());
    }

    [Fact]
    public void What_a_person_releases_goes_ahead()
    {
        var plan = (Mug.InStep.OnDocument((FieldNames.UnitAmount, 0)) with { Ruling = Ruling.Released }).Plan();

        Assert.Empty(plan.Refusals);
        Assert.Equal(new FieldValue.Number(0), Assert.IsType<Change.Create>(plan.Changes[0]).Fields[FieldNames.UnitAmount]);
    }

    [Fact]
    public void What_a_person_refuses_is_taken_back_and_kept_in_the_journal()
    {
        var plan = (Mug.InStep.OnDocument((FieldNames.UnitAmount, 0), (FieldNames.Nickname, "Offer")) with { Ruling = Ruling.Refused }).Plan();

        Assert.Equal(["stripe writes price_1 nickname: unset → \"Offer\"", "sanity writes mug-eur @ r2 unit_amount: 0 → 1000"], plan.Writes());
        var conflict = Assert.Single(plan.Conflicts);
        Assert.Equal((FieldNames.UnitAmount, Winner.Stripe, new FieldValue.Number(0)), (conflict.Field, conflict.Winner, conflict.Loser));
        Assert.Empty(plan.Refusals);
    }

    [Fact]
    public void A_refusal_touches_nothing_that_is_not_held() =>
        Assert.Equal(Mug.InStep.OnDocument((FieldNames.UnitAmount, 1100)).Plan().Writes(), (Mug.InStep.OnDocument((FieldNames.UnitAmount, 1100)) with { Ruling = Ruling.Refused }).Plan().Writes());

    [Fact]
    public void Nothing_waits_where_a_policy_says_so()
    {
        var seen = Mug.InStep with { Policy = Policy.Default with { Limits = PriceLimits.None } };
        Assert.All([(FieldNames.UnitAmount, (object)0), (FieldNames.UnitAmount, 1_000_000), (FieldNames.Currency, "usd")], change => Assert.Empty(seen.OnDocument(change).Plan().Refusals));
    }

    [Fact]
    public void What_comes_back_to_sale_was_not_sold_for_less_just_now() =>
        Assert.Empty(Mug.InStep.RecordedSlot(slot => slot with { Agreed = ProductRecord.NoneAgreed }).OnPrice((FieldNames.Active, false)).OnDocument((FieldNames.UnitAmount, 100_000)).Plan().Refusals);

    [Fact]
    public void At_first_contact_a_price_that_leaps_waits_and_a_new_one_may_be_free()
    {
        Assert.Single(Mug.InStep.RecordedSlot(slot => slot with { Agreed = ProductRecord.NoneAgreed }).OnDocument((FieldNames.UnitAmount, 100_000)).Plan().Refusals);
        Assert.Empty(Mug.New.OnDocument((FieldNames.UnitAmount, 0)).Plan().Refusals);
    }
}
