using System.Collections.Immutable;

namespace Tandem.Core.Tests;

public sealed class AgreedChangeTests
{
    [Fact]
    public void What_is_agreed_anew_is_told_with_what_was_agreed_before()
    {
        var before = Record(("name", Both("Mug")), ("description", Both("Blue"))) with { Slots = [Slot("mug-eur", ("nickname", Both("Offer"))), Slot("mug-usd", ("nickname", Both("Sale")))] };
        var after = Record(("name", Both("Cup")), ("description", Both("Blue"))) with { Slots = [Slot("mug-eur", ("nickname", new AgreedValue(null, null))), Slot("mug-usd", ("nickname", Both("Sale")))] };

        Assert.Equal(
            [
                new AgreedChange(Kind.Product, "mug", "name", Both("Mug"), Both("Cup")),
                new AgreedChange(Kind.Price, "mug-eur", "nickname", Both("Offer"), new AgreedValue(null, null)),
            ],
            AgreedChange.Between(before, after));
    }

    [Fact]
    public void What_was_never_agreed_before_or_is_not_agreed_any_more_is_no_change()
    {
        var before = Record(("name", Both("Mug")), ("brand", Both("Kiln"))) with { Slots = [Slot("mug-eur", ("nickname", Both("Offer")))] };
        var after = Record(("name", Both("Mug")), ("description", Both("Blue"))) with { Slots = [Slot("mug-usd", ("nickname", Both("Sale")))] };

        Assert.Empty(AgreedChange.Between(before, after));
    }

    private static AgreedValue Both(string text) => new(new FieldValue.Text(text), new FieldValue.Text(text));

    private static ProductRecord Record(params (string Field, AgreedValue Value)[] agreed) => new() { Key = new ProductKey("shop", "mug"), Agreed = Map(agreed) };

    private static SlotRecord Slot(string slot, params (string Field, AgreedValue Value)[] agreed) => new() { Slot = slot, Agreed = Map(agreed) };

    private static ImmutableSortedDictionary<string, AgreedValue> Map((string Field, AgreedValue Value)[] agreed) =>
        agreed.Aggregate(ProductRecord.NoneAgreed, (all, one) => all.SetItem(one.Field, one.Value));
}
