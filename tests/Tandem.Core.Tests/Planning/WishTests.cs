namespace Tandem.Core.Tests.Planning;

/// <summary>What a person asks for in the Studio: it counts once, for one document, and goes before the policy.</summary>
[Trait("G", "4")]
public sealed class WishTests
{
    private static readonly Situation Asks = Mug.InStep with { Policy = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule with { Winner = Winner.Ask })] } };

    [Theory]
    [InlineData(WishKind.ToStripe, "stripe writes prod_1 name: \"Finance\" → \"Editor\"", Winner.Sanity)]
    [InlineData(WishKind.FromStripe, "sanity writes mug @ r1 name: \"Editor\" → \"Finance\"", Winner.Stripe)]
    [InlineData(null, null, Winner.Ask)]
    public void Where_both_sides_differ_it_decides_what_the_policy_leaves_open(WishKind? kind, string? write, Winner winner)
    {
        var plan = (Asks.InSanity((FieldNames.Name, "Editor")).InStripe((FieldNames.Name, "Finance")) with { Wish = kind is { } asked ? new Wish(Mug.Document, asked) : null }).Plan();

        Assert.Equal(write is null ? [] : [write], plan.Writes());
        Assert.Equal(winner, Assert.Single(plan.Conflicts).Winner);
    }

    [Theory]
    [InlineData("Mug", "Finance", WishKind.ToStripe, "stripe writes prod_1 name: \"Finance\" → \"Mug\"", "Finance")]
    [InlineData("Editor", "Mug", WishKind.FromStripe, "sanity writes mug @ r1 name: \"Editor\" → \"Mug\"", "Editor")]
    public void An_edit_that_nobody_met_gives_way_and_is_kept(string sanity, string stripe, WishKind kind, string write, string loser)
    {
        var plan = (Mug.InStep.InSanity((FieldNames.Name, sanity)).InStripe((FieldNames.Name, stripe)) with { Wish = new Wish(Mug.Document, kind) }).Plan();

        Assert.Equal([write], plan.Writes());
        Assert.Equal(Mug.Text(loser), Assert.Single(plan.Conflicts).Loser);
    }

    [Theory]
    [InlineData(Mug.Document, "stripe writes price_1 nickname: unset → \"Offer\"", "sanity writes mug @ r1 name: \"Editor\" → \"Mug\"")]
    [InlineData(Mug.Slot, "stripe writes prod_1 name: \"Mug\" → \"Editor\"", "sanity writes mug-eur @ r2 nickname: \"Offer\" → unset")]
    [InlineData("cup", "stripe writes price_1 nickname: unset → \"Offer\"", "stripe writes prod_1 name: \"Mug\" → \"Editor\"")]
    public void It_counts_for_the_document_that_it_names_alone(string document, params string[] writes)
    {
        var seen = Mug.InStep.InSanity((FieldNames.Name, "Editor")).OnDocument((FieldNames.Nickname, "Offer"));

        Assert.Equal(writes.Order(StringComparer.Ordinal), (seen with { Wish = new Wish(document, WishKind.FromStripe) }).Plan().Writes().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true, "sanity writes mug-eur @ r2 nickname: \"Offer\" → unset")]
    [InlineData(false, "stripe writes price_1 nickname: unset → \"Offer\"")]
    public void Of_a_product_it_stands_for_the_prices_inside_of_its_document_too(bool isEmbedded, string write)
    {
        var seen = Mug.InStep.OnDocument(price => price with { IsEmbedded = isEmbedded }).OnDocument((FieldNames.Nickname, "Offer"));

        Assert.Equal([write], (seen with { Wish = new Wish(Mug.Document, WishKind.FromStripe) }).Plan().Writes());
    }

    [Theory]
    [InlineData(Direction.ToStripe, WishKind.FromStripe, Winner.Sanity, "stripe writes prod_1 name: \"Mug\" → \"Editor\"")]
    [InlineData(Direction.ToSanity, WishKind.ToStripe, Winner.Stripe, "sanity writes mug @ r1 name: \"Editor\" → \"Mug\"")]
    [InlineData(Direction.Both, WishKind.FromStripe, Winner.Sanity, "sanity writes mug @ r1 name: \"Editor\" → \"Mug\"")]
    public void A_field_that_may_not_travel_that_way_is_merged_as_without_it(Direction direction, WishKind kind, Winner winner, string write)
    {
        var policy = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule is { Kind: Kind.Product, Field: FieldNames.Name } ? rule with { Direction = direction, Winner = winner } : rule)] };
        var seen = Mug.InStep.InSanity((FieldNames.Name, "Editor")) with { Policy = policy, Wish = new Wish(Mug.Document, kind) };

        Assert.Equal([write], seen.Plan().Writes());
    }

    [Fact]
    public void At_first_contact_it_decides_between_two_values_and_an_unset_one_is_still_no_statement()
    {
        var met = (Mug.InStep with { Record = Mug.Blank }).InSanity((FieldNames.Name, "Editor"), (FieldNames.Description, null)).InStripe((FieldNames.Description, "From Stripe."));

        Assert.Equal(
            ["sanity writes mug @ r1 name: \"Editor\" → \"Mug\", description: unset → \"From Stripe.\""],
            (met with { Wish = new Wish(Mug.Document, WishKind.FromStripe) }).Plan().Writes());
        Assert.Equal(
            ["stripe writes prod_1 name: \"Mug\" → \"Editor\"", "sanity writes mug @ r1 description: unset → \"From Stripe.\""],
            (met with { Wish = new Wish(Mug.Document, WishKind.ToStripe) }).Plan().Writes());
    }

    [Theory]
    [InlineData(WishKind.ToStripe)]
    [InlineData(WishKind.FromStripe)]
    public void A_slip_stays_held_whatever_side_was_asked_for(WishKind kind)
    {
        var plan = (Mug.InStep.OnDocument((FieldNames.UnitAmount, 0), (FieldNames.Nickname, "Offer")) with { Wish = new Wish(Mug.Slot, kind) }).Plan();

        Assert.Equal(FieldNames.UnitAmount, Assert.Single(plan.Held).Field);
        Assert.Equal([kind == WishKind.ToStripe ? "stripe writes price_1 nickname: unset → \"Offer\"" : "sanity writes mug-eur @ r2 nickname: \"Offer\" → unset"], plan.Writes());
    }

    [Theory]
    [InlineData(Mug.Document, WishKind.ToStripe, true)]
    [InlineData(Mug.Document, WishKind.FromStripe, false)]
    [InlineData(Mug.Slot, WishKind.ToStripe, false)]
    public void A_product_that_was_deleted_in_Stripe_is_made_again_when_it_is_sent_there(string document, WishKind kind, bool isMade)
    {
        var lost = Mug.InStep.InSanity((FieldNames.Active, false)).ProductGone().Recorded(record => record with { Link = LinkState.Tombstone, Lost = TombstoneCause.StripeGone });
        Assert.Empty(lost.Plan().Writes());

        var plan = (lost with { Wish = new Wish(document, kind) }).Plan();

        Assert.Equal(isMade, plan.Changes.Any(change => change is Change.Create { Side: Side.Stripe, Kind: Kind.Product }));
        Assert.Equal(isMade ? 1 : 0, plan.Next.Generation);
    }
}
