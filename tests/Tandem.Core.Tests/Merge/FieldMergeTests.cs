namespace Tandem.Core.Tests;

[Trait("G", "4")]
public sealed class FieldMergeTests
{
    [Theory]
    [InlineData("a", "b", "a")]
    [InlineData("a", null, "a")]
    [InlineData(null, "b", null)]
    public void An_edit_in_sanity_goes_to_stripe(string? agreed, string? sanity, string? stripe) => Agrees(sanity, Field(agreed, sanity, stripe));

    [Theory]
    [InlineData("a", "a", "b")]
    [InlineData("a", "a", null)]
    [InlineData(null, null, "b")]
    public void An_edit_in_stripe_goes_to_sanity(string? agreed, string? sanity, string? stripe) => Agrees(stripe, Field(agreed, sanity, stripe));

    [Theory]
    [InlineData(Winner.Sanity, "b", "b")]
    [InlineData(Winner.Stripe, "c", "c")]
    [InlineData(Winner.Ask, "b", "c")]
    public void Two_different_edits_are_a_conflict_that_the_policy_decides(Winner winner, string sanity, string stripe)
    {
        var decision = FieldMerge.Decide(Field("a", "b", "c", winner: winner));

        Assert.Equal((Text(sanity), Text(stripe)), (decision.Sanity, decision.Stripe));
        Assert.Equal(winner, decision.Conflict!.Winner);
        Assert.Equal("both sides changed it", decision.Conflict.Reason);
        Assert.Equal(winner != Winner.Ask, decision.Settles);
    }

    [Fact]
    public void What_a_vendor_shows_in_its_own_way_is_no_edit()
    {
        var decision = FieldMerge.Decide(Field(null, "long text", "long") with { Agreed = new AgreedValue(Text("long text"), Text("long")) });

        Assert.Equal(new FieldDecision(Text("long text"), Text("long")), decision);
    }

    [Theory]
    [InlineData("a", null, Direction.Both)]
    [InlineData("a", null, Direction.ToStripe)]
    [InlineData(null, "a", Direction.Both)]
    [InlineData(null, "a", Direction.ToSanity)]
    public void At_first_contact_a_value_fills_what_is_unset(string? sanity, string? stripe, Direction direction) =>
        Agrees("a", FirstContact(sanity, stripe, direction));

    [Theory]
    [InlineData("a", null, Direction.ToSanity)]
    [InlineData(null, "a", Direction.ToStripe)]
    public void At_first_contact_a_value_that_may_not_travel_stays_where_it_is(string? sanity, string? stripe, Direction direction) =>
        Assert.Equal(new FieldDecision(Text(sanity), Text(stripe)), FieldMerge.Decide(FirstContact(sanity, stripe, direction)));

    [Fact]
    public void At_first_contact_two_different_values_are_a_conflict()
    {
        var decision = FieldMerge.Decide(FirstContact("a", "b", Direction.Both));

        Assert.Equal((Text("a"), Text("a")), (decision.Sanity, decision.Stripe));
        Assert.Equal("both sides had a value at first contact", decision.Conflict!.Reason);
    }

    [Theory]
    [InlineData(Side.Sanity, Direction.ToSanity, Winner.Stripe, "a")]
    [InlineData(Side.Stripe, Direction.ToStripe, Winner.Sanity, "a")]
    [InlineData(Side.Sanity, Direction.Off, Winner.Ask, null)]
    public void An_edit_against_the_direction_is_a_conflict_and_the_winner_is_put_back(Side editor, Direction direction, Winner winner, string? result)
    {
        var field = editor == Side.Sanity ? Field("a", "b", "a", direction, winner) : Field("a", "a", "b", direction, winner);
        var decision = FieldMerge.Decide(field);

        Assert.Equal(result is null ? (field.Sanity, field.Stripe) : (Text(result), Text(result)), (decision.Sanity, decision.Stripe));
        Assert.Equal($"{editor} changed it, but it travels from {editor.Other()} only", decision.Conflict!.Reason);
    }

    [Theory]
    [InlineData(Side.Sanity, Direction.ToSanity, Winner.Sanity)]
    [InlineData(Side.Stripe, Direction.ToStripe, Winner.Stripe)]
    public void A_winner_that_may_not_travel_leaves_both_sides_as_they_are_and_settles(Side editor, Direction direction, Winner winner)
    {
        var field = editor == Side.Sanity ? Field("a", "b", "a", direction, winner) : Field("a", "a", "b", direction, winner);
        var decision = FieldMerge.Decide(field);

        Assert.Equal((field.Sanity, field.Stripe), (decision.Sanity, decision.Stripe));
        Assert.Equal(winner, decision.Conflict!.Winner);
        Assert.True(decision.Settles);
    }

    [Theory]
    [InlineData(Direction.ToStripe, Winner.Stripe, "mine", "theirs")]
    [InlineData(Direction.ToSanity, Winner.Sanity, "mine", "theirs")]
    [InlineData(Direction.ToStripe, Winner.Sanity, "mine", "mine")]
    [InlineData(Direction.ToSanity, Winner.Stripe, "theirs", "theirs")]
    public void At_first_contact_too_a_winner_that_may_not_travel_stands_at_home_only(Direction direction, Winner winner, string sanity, string stripe)
    {
        var first = FirstContact("mine", "theirs", direction);
        var decision = FieldMerge.Decide(first with { Rule = first.Rule with { Winner = winner } });

        Assert.Equal((Text(sanity), Text(stripe), winner, true), (decision.Sanity, decision.Stripe, decision.Conflict!.Winner, decision.Settles));
    }

    [Theory]
    [InlineData(Side.Sanity, "theirs")]
    [InlineData(Side.Stripe, "mine")]
    public void What_came_by_a_late_write_of_ours_gives_way_to_the_other_side(Side late, string result) =>
        Agrees(result, Field("a", "mine", "theirs") with { Late = late });

    [Fact]
    public void A_stale_draft_that_is_published_is_a_conflict_and_no_edit()
    {
        var decision = FieldMerge.Decide(Field("new", "old", "new", winner: Winner.Stripe) with { IsStalePublish = true });

        Assert.Equal((Text("new"), Text("new")), (decision.Sanity, decision.Stripe));
        Assert.Equal("a draft from before the change in Stripe was published", decision.Conflict!.Reason);
    }

    [Theory]
    [InlineData("mine", "old", Side.Stripe, Winner.Stripe, "old", "a person asked for what Stripe shows")]
    [InlineData("old", "theirs", Side.Sanity, Winner.Sanity, "old", "a person asked for what the document shows")]
    [InlineData("mine", "old", Side.Sanity, Winner.Sanity, "mine", null)]
    [InlineData("old", "theirs", Side.Stripe, Winner.Stripe, "theirs", null)]
    [InlineData("mine", "theirs", Side.Stripe, Winner.Stripe, "theirs", "both sides changed it")]
    [InlineData("mine", "theirs", Side.Sanity, Winner.Sanity, "mine", "both sides changed it")]
    [InlineData(null, "old", Side.Stripe, Winner.Stripe, "old", "a person asked for what Stripe shows")]
    public void The_side_that_a_person_asked_for_stands_and_what_it_replaces_is_told(string? sanity, string stripe, Side preferred, Winner winner, string result, string? reason)
    {
        var decision = FieldMerge.Decide(Field("old", sanity, stripe, winner: winner) with { Preferred = preferred });

        Assert.Equal((Text(result), Text(result), reason), (decision.Sanity, decision.Stripe, decision.Conflict?.Reason));
    }

    [Theory]
    [InlineData(Side.Sanity)]
    [InlineData(Side.Stripe)]
    public void What_was_agreed_to_differ_still_does_whatever_side_a_person_asked_for(Side preferred)
    {
        var decision = FieldMerge.Decide(Field(null, "long text", "long") with { Agreed = new AgreedValue(Text("long text"), Text("long")), Preferred = preferred });

        Assert.Equal(new FieldDecision(Text("long text"), Text("long")), decision);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reference_that_does_not_resolve_waits_and_clears_nothing(bool isInSanity)
    {
        FieldValue unresolved = new FieldValue.Unresolved("x");
        var field = Field("a", "b", "c");
        field = isInSanity ? field with { Sanity = unresolved } : field with { Stripe = unresolved };
        var decision = FieldMerge.Decide(field);

        Assert.Equal(new FieldDecision(field.Sanity, field.Stripe) { Settles = false }, decision);
    }

    private static void Agrees(string? value, FieldState field) => Assert.Equal(new FieldDecision(Text(value), Text(value)), FieldMerge.Decide(field));

    private static FieldState Field(string? agreed, string? sanity, string? stripe, Direction direction = Direction.Both, Winner winner = Winner.Sanity) => new()
    {
        Rule = new FieldRule(Kind.Product, FieldNames.Name, direction, winner),
        Agreed = new AgreedValue(Text(agreed), Text(agreed)),
        Sanity = Text(sanity),
        Stripe = Text(stripe),
    };

    private static FieldState FirstContact(string? sanity, string? stripe, Direction direction) => Field(null, sanity, stripe, direction) with { Agreed = null };

    private static FieldValue? Text(string? text) => text is null ? null : new FieldValue.Text(text);
}
