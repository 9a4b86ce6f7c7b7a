namespace Tandem.Core.Tests;

public sealed class PolicyTests
{
    private static readonly Policy Small = new()
    {
        Rules =
        [
            new FieldRule(Kind.Product, FieldNames.Name),
            new FieldRule(Kind.Product, FieldNames.Active, Direction.Off),
            new FieldRule(Kind.Price, FieldNames.Active, Direction.ToStripe),
        ],
    };

    [Fact]
    public void A_rule_is_found_by_the_kind_and_the_field()
    {
        Assert.Equal(Direction.ToStripe, Small.Rule(Kind.Price, FieldNames.Active)!.Direction);
        Assert.Equal(Direction.Off, Small.Rule(Kind.Product, FieldNames.Active)!.Direction);
        Assert.Null(Small.Rule(Kind.Price, FieldNames.Name));
        Assert.Null(Small.Rule(Kind.Product, FieldNames.Brand));
    }

    [Fact]
    public void A_field_that_is_off_does_not_travel()
    {
        Assert.Equal([FieldNames.Name], Small.RulesOf(Kind.Product).Select(rule => rule.Field));
        Assert.Equal([FieldNames.Active], Small.RulesOf(Kind.Price).Select(rule => rule.Field));
    }

    [Fact]
    public void Where_the_metadata_travel_each_key_that_is_shown_is_a_field_of_its_own()
    {
        var policy = Policy.Default with
        {
            Rules =
            [
                .. Policy.Default.Rules.Where(rule => rule is not { Kind: Kind.Product, Field: FieldNames.Metadata }), new(Kind.Product, FieldNames.Metadata, Winner: Winner.Stripe),
                new(Kind.Product, "metadata.internal", Direction.Off),
            ],
        };
        var seen = policy.For([(Kind.Product, "metadata.size"), (Kind.Product, "metadata.color"), (Kind.Product, "metadata.size"), (Kind.Product, "metadata.internal"), (Kind.Product, FieldNames.Brand), (Kind.Product, "name"), (Kind.Price, "metadata.size")]);

        Assert.Equal(["metadata.brand", "metadata.color", "metadata.size"], seen.RulesOf(Kind.Product).Select(rule => rule.Field).Where(field => field.StartsWith("metadata", StringComparison.Ordinal)).Order());
        Assert.Equal((Winner.Stripe, Winner.Sanity), (seen.Rule(Kind.Product, "metadata.color")!.Winner, seen.Rule(Kind.Product, FieldNames.Brand)!.Winner));
        Assert.Null(seen.Rule(Kind.Price, "metadata.size"));
        Assert.Same(Policy.Default, Policy.Default.For([(Kind.Product, "metadata.size")]));
    }

    [Theory]
    [InlineData("metadata.color", "color")]
    [InlineData("metadata.a.b", "a.b")]
    [InlineData("metadata.", null)]
    [InlineData("metadata", null)]
    [InlineData("name", null)]
    public void A_field_may_be_a_key_of_the_metadata(string field, string? key) => Assert.Equal(key, FieldNames.KeyOf(field));

    [Fact]
    public void By_default_everything_of_a_price_and_the_seeds_fields_of_a_product_go_both_ways_but_images()
    {
        string[] seed =
        [
            FieldNames.Name, FieldNames.Description, FieldNames.Active, FieldNames.Images, FieldNames.Brand, FieldNames.DefaultPrice,
        ];
        Assert.All(Policy.Default.Rules, rule => Assert.Equal(rule.Field == FieldNames.Images ? Direction.ToStripe : (rule.Kind == Kind.Price && rule.Field != FieldNames.Metadata) || seed.Contains(rule.Field) ? Direction.Both : Direction.Off, rule.Direction));
        Assert.All(Policy.Default.Rules, rule => Assert.Equal(Winner.Sanity, rule.Winner));
        Assert.False(Policy.Default.ImportsArchivedPrices);
    }

    [Fact]
    public void What_stripe_cannot_change_on_a_price_is_its_content() =>
        Assert.Equal(
            [FieldNames.Currency, FieldNames.UnitAmount, FieldNames.Tiers, FieldNames.TiersMode, FieldNames.CustomUnitAmount, FieldNames.TransformQuantity, FieldNames.Recurring],
            Policy.Default.Rules.Where(rule => rule.IsContent).Select(rule => rule.Field));

    [Fact]
    public void Derived_ids_are_the_same_in_every_version()
    {
        // Ids of products, operations and transactions are made of these: other ones would double what is there already.
        Assert.Equal("625ecef71eba4ae0997908c42ba597dc", Derived.Hex("product", "default", "mug"));
        Assert.Equal("625ecef7-1eba-5ae0-9979-08c42ba597dc", Derived.Uuid("product", "default", "mug"));
    }

    [Fact]
    public void The_parts_of_a_derived_id_cannot_run_into_each_other()
    {
        Assert.NotEqual(Derived.Hex("ab", "c"), Derived.Hex("a", "bc"));
        Assert.NotEqual(Derived.Hex("a", ""), Derived.Hex("a"));
        Assert.NotEqual(Derived.Hex("1:a"), Derived.Hex("", "a"));
    }

    [Fact]
    public void A_derived_uuid_is_of_version_5_and_the_standard_variant() =>
        Assert.All(
            Enumerable.Range(0, 200).Select(number => Derived.Uuid($"{number}")),
            uuid => Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", uuid));
}
