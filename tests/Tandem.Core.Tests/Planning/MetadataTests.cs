namespace Tandem.Core.Tests.Planning;

/// <summary>Metadata: each key is merged for itself, and keys that no rule names are nobody's to touch.</summary>
[Trait("G", "4")]
public sealed class MetadataTests
{
    private const string Color = "metadata.color";
    private const string Size = "metadata.size";

    private static readonly Situation Mapped = Mug.InStep with
    {
        Policy = Policy.Default with
        {
            Rules = [.. Policy.Default.Rules.Where(rule => rule.Field != FieldNames.Metadata), new(Kind.Product, FieldNames.Metadata), new(Kind.Price, FieldNames.Metadata)],
        },
    };

    [Fact]
    public void Two_keys_that_each_side_changed_are_no_conflict()
    {
        var seen = Mapped.Recorded(record => record with { Agreed = record.Agreed.SetItem(Color, Both("red")).SetItem(Size, Both("S")) });
        var plan = seen.InSanity((Color, "blue"), (Size, "S")).InStripe((Color, "red"), (Size, "M")).Plan();

        Assert.Equal(["stripe writes prod_1 metadata.color: \"red\" → \"blue\"", "sanity writes mug @ r1 metadata.size: \"S\" → \"M\""], plan.Writes());
        Assert.Empty(plan.Conflicts);
        Assert.Equal(new AgreedValue(Mug.Text("M"), Mug.Text("M")), plan.Next.Agreed[Size]);
    }

    [Fact]
    public void A_key_that_goes_on_one_side_goes_on_the_other()
    {
        var seen = Mapped.Recorded(record => record with { Agreed = record.Agreed.SetItem(Color, Both("red")) });

        Assert.Equal(["stripe writes prod_1 metadata.color: \"red\" → unset"], seen.InStripe((Color, "red")).Plan().Writes());
        Assert.Equal(["sanity writes mug @ r1 metadata.color: \"red\" → unset"], seen.InSanity((Color, "red")).Plan().Writes());
        Assert.Empty(seen.Plan().Writes());
    }

    [Fact]
    public void Keys_of_a_price_travel_too() =>
        Assert.Equal(["sanity writes mug-eur @ r2 metadata.color: unset → \"red\""], Mapped.OnPrice((Color, "red")).Plan().Writes());

    [Fact]
    public void Keys_that_no_rule_names_stay_where_they_are_and_go_along_to_a_new_price()
    {
        var plan = Mug.InStep.InStripe((Color, "red")).OnPrice((Size, "M")).OnDocument((FieldNames.UnitAmount, 1100)).Plan();

        Assert.Equal($"stripe makes price mug-eur {Mug.Price.Set((FieldNames.UnitAmount, 1100), (Size, "M"))} of prod_1 mirror mug-eur", plan.Writes()[0]);
        Assert.DoesNotContain(plan.Writes(), line => line.Contains("metadata", StringComparison.Ordinal) && !line.StartsWith("stripe makes", StringComparison.Ordinal));
        Assert.DoesNotContain(Color, plan.Next.Agreed.Keys);
    }

    [Fact]
    public void Where_the_list_moves_its_keys_meet_for_the_first_time_again()
    {
        var seen = Mapped.Recorded(record => record with { Mapping = "Product.metadata=tags", Agreed = record.Agreed.SetItem(Color, Both("red")) });

        // What the new place does not say is not said yet.
        Assert.Equal(["sanity writes mug @ r1 metadata.color: unset → \"red\""], seen.InStripe((Color, "red")).Plan().Writes());
    }

    private static AgreedValue Both(string value) => new(Mug.Text(value), Mug.Text(value));
}
