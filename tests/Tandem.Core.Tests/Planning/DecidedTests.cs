namespace Tandem.Core.Tests.Planning;

/// <summary>A conflict that was left open, after a person has decided it.</summary>
[Trait("G", "4")]
public sealed class DecidedTests
{
    private static readonly Policy Asks = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule with { Winner = Winner.Ask })] };

    private static readonly Situation Clash = Mug.InStep.InSanity((FieldNames.Name, "Editor")).InStripe((FieldNames.Name, "Finance")) with { Policy = Asks };

    [Theory]
    [InlineData(Winner.Sanity, "stripe writes prod_1 name: \"Finance\" → \"Editor\"")]
    [InlineData(Winner.Stripe, "sanity writes mug @ r1 name: \"Editor\" → \"Finance\"")]
    public void The_side_that_the_person_named_wins(Winner winner, string write)
    {
        var open = Assert.Single(Clash.Plan().Conflicts);
        Assert.Empty(Clash.Plan().Writes());
        var plan = (Clash with { Decided = [open with { Winner = winner }] }).Plan();

        Assert.Equal([write], plan.Writes());
        Assert.Equal(winner, Assert.Single(plan.Conflicts).Winner);
        Assert.Equal(plan.Next.Agreed[FieldNames.Name].Sanity, plan.Next.Agreed[FieldNames.Name].Stripe);
    }

    [Theory]
    [InlineData("Newer", "Finance")]
    [InlineData("Editor", "Newer")]
    public void It_counts_for_those_two_values_alone(string sanity, string stripe)
    {
        var open = Assert.Single(Clash.Plan().Conflicts) with { Winner = Winner.Stripe };
        var plan = (Clash.InSanity((FieldNames.Name, sanity)).InStripe((FieldNames.Name, stripe)) with { Decided = [open] }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(Winner.Ask, Assert.Single(plan.Conflicts).Winner);
    }

    [Fact]
    public void It_counts_for_that_field_of_that_object_alone()
    {
        var open = Assert.Single(Clash.Plan().Conflicts) with { Winner = Winner.Stripe };
        Conflict[] others = [open with { Field = FieldNames.Description }, open with { Object = "cup" }, open with { Kind = Kind.Price }];

        Assert.All(others, other => Assert.Empty((Clash with { Decided = [other] }).Plan().Writes()));
    }

    [Fact]
    public void An_edit_that_we_overtook_can_be_taken_back()
    {
        var seen = Mug.InStep with { Policy = Asks, Overtaken = [new OvertakenEdit(7, new ObjectId(Side.Stripe, Kind.Product, Mug.StripeId), FieldNames.Name, Mug.Text("Finance"))] };
        var open = Assert.Single(seen.Plan().Conflicts);
        var plan = (seen with { Decided = [open with { Winner = Winner.Stripe }] }).Plan();

        Assert.Equal(["stripe writes prod_1 name: \"Mug\" → \"Finance\"", "sanity writes mug @ r1 name: \"Mug\" → \"Finance\""], plan.Writes());
        Assert.Equal([7], plan.Settled);
    }

    [Fact]
    public void What_an_archived_price_shows_when_it_comes_back_stays_a_question_until_it_is_answered()
    {
        var seen = Mug.InStep.Recorded(record => record with { Slots = [] }).OnPrice((FieldNames.Active, false), (FieldNames.Nickname, "Old")) with { Policy = Asks };
        var again = seen.Recorded(_ => seen.Plan().Next);

        Assert.All([seen, again], next => Assert.Equal([FieldNames.Active, FieldNames.Nickname], next.Plan().Conflicts.Select(conflict => conflict.Field).Order(StringComparer.Ordinal)));
        Assert.DoesNotContain(again.Plan().Changes, change => change.Kind == Kind.Price);
    }

    [Theory]
    [InlineData(Winner.Sanity, true)]
    [InlineData(Winner.Stripe, false)]
    public void A_person_may_let_a_delete_stand_that_an_edit_in_stripe_met(Winner winner, bool isArchived)
    {
        var seen = Mug.InStep.InStripe((FieldNames.Name, "Cup"), (FieldNames.Description, "New")).DocumentGone();
        var open = Assert.Single(seen.Plan().Conflicts);
        var plan = (seen with { Decided = [open with { Winner = winner }] }).Plan();

        Assert.Equal("*", open.Field);
        Assert.Equal(isArchived, plan.Writes().Any(line => line.StartsWith("stripe writes prod_1 active: true → false", StringComparison.Ordinal)));
        Assert.Equal(isArchived, plan.Conflicts.All(conflict => conflict.Winner == Winner.Sanity));
        Assert.Equal(isArchived ? [FieldNames.Name, FieldNames.Description] : ["*"], plan.Conflicts.Select(conflict => conflict.Field).Order().Reverse());

        // Nothing more is said of it; and if the document returns, both values meet.
        if (isArchived)
        {
            var archived = seen with { Record = plan.Next, Stripe = new Observation { Product = seen.Stripe.Product! with { Fields = seen.Stripe.Product.Fields.Set((FieldNames.Active, false), (FieldNames.DefaultPrice, null)) } } };
            Assert.Empty(archived.Plan().Conflicts);
            Assert.Equal("both sides had a value at first contact", Assert.Single((archived with { Sanity = Mug.InStep.Sanity }).Plan().Conflicts, conflict => conflict.Field == FieldNames.Name).Reason);
        }
    }

    [Fact]
    public void An_edit_of_what_rests_already_may_be_let_go_too()
    {
        var gone = Mug.InStep.OnPrice((FieldNames.Nickname, "Offer")).PriceDocumentGone();
        var open = Assert.Single(gone.Plan().Conflicts);
        var plan = (gone with { Decided = [open with { Winner = Winner.Sanity }] }).Plan();
        Assert.Contains("stripe writes price_1 active: true → false", plan.Writes());

        var resting = (gone with { Record = plan.Next }).OnPrice((FieldNames.Active, false));
        Assert.Empty(resting.Plan().Conflicts);
        var edited = resting.OnPrice((FieldNames.LookupKey, "mug"));
        var told = Assert.Single(edited.Plan().Conflicts);
        Assert.Equal(Winner.Ask, told.Winner);
        Assert.DoesNotContain(Winner.Ask, (edited with { Decided = [told with { Winner = Winner.Sanity }] }).Plan().Conflicts.Select(conflict => conflict.Winner));
    }

    [Theory]
    [InlineData(true, "stripe writes prod_1 active: true → false")]
    [InlineData(false, "stripe writes price_1 active: true → false")]
    public void What_was_made_active_again_is_archived_again_when_a_person_lets_the_delete_stand(bool isProduct, string archived)
    {
        var gone = isProduct ? Mug.InStep.DocumentGone() : Mug.InStep.PriceDocumentGone();
        var again = gone with { Record = gone.Plan().Next };
        var open = Assert.Single(again.Plan().Conflicts);
        Assert.DoesNotContain(again.Plan().Changes, change => change.Side == Side.Stripe);

        var plan = (again with { Decided = [open with { Winner = Winner.Sanity }] }).Plan();

        Assert.Contains(plan.Writes(), line => line.StartsWith(archived, StringComparison.Ordinal));
        Assert.DoesNotContain(Winner.Ask, plan.Conflicts.Select(conflict => conflict.Winner));
        Assert.Equal((1, true), (plan.Archives, plan.RestsOnAbsence));

        // Who makes it active once more is asked once more.
        Assert.Equal(Winner.Ask, Assert.Single((again with { Record = plan.Next }).Plan().Conflicts).Winner);
    }
}
