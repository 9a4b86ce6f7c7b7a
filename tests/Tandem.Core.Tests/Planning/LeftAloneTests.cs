namespace Tandem.Core.Tests.Planning;

/// <summary>What a document asks to be left alone: nothing happens to it, nor to what it is linked to.</summary>
public sealed class LeftAloneTests
{
    [Fact]
    public void A_product_that_is_left_alone_is_neither_made_nor_changed_on_any_side()
    {
        Situation[] seen =
        [
            Mug.New, Mug.InStep.InSanity((FieldNames.Name, "Cup")), Mug.InStep.InStripe((FieldNames.Name, "Cup")), Mug.InStep.OnDocument((FieldNames.UnitAmount, 1100)), Mug.InStep.PriceDocumentGone(),
            Mug.InStep.InStripe((FieldNames.Active, false)),
        ];
        Assert.All(seen, situation =>
        {
            var alone = situation.InSanity(product => product with { IsLeftAlone = true });
            Assert.Empty(alone.Plan().Writes());
            Assert.Equal(alone.Record, alone.Plan().Next);
            Assert.NotEmpty(situation.Plan().Writes());
        });
    }

    [Fact]
    public void What_was_edited_meanwhile_meets_when_it_is_carried_again()
    {
        var seen = Mug.InStep.InSanity((FieldNames.Name, "Cup")).InStripe((FieldNames.Description, "For tea"));
        var alone = seen.InSanity(product => product with { IsLeftAlone = true }).Plan();

        Assert.Equal(["stripe writes prod_1 name: \"Mug\" → \"Cup\"", "sanity writes mug @ r1 description: unset → \"For tea\""], (seen with { Record = alone.Next }).Plan().Writes());
    }

    [Fact]
    public void A_price_that_is_left_alone_keeps_its_Stripe_price_and_the_product_goes_on()
    {
        var plan = Mug.InStep.InSanity((FieldNames.Name, "Cup")).OnDocument((FieldNames.UnitAmount, 1100)).OnDocument(price => price with { IsLeftAlone = true }).Plan();

        Assert.Equal(["stripe writes prod_1 name: \"Mug\" → \"Cup\""], plan.Writes());
        Assert.Equal(Mug.InStep.Record.Slot(Mug.Slot), plan.Next.Slot(Mug.Slot));
    }

    [Fact]
    public void A_new_price_that_is_left_alone_is_not_made() =>
        Assert.DoesNotContain(Mug.New.OnDocument(price => price with { IsLeftAlone = true }).Plan().Changes, change => change.Kind == Kind.Price);
}
