namespace Tandem.Core.Tests.Planning;

/// <summary>The fields of a product, its drafts, and what is remembered of them.</summary>
[Trait("G", "4")]
public sealed class ProductFieldTests
{
    [Fact]
    public void An_edit_of_the_document_goes_to_stripe()
    {
        var plan = Mug.InStep.InSanity((FieldNames.Name, "Cup"), (FieldNames.Brand, "Acme")).Plan();

        Assert.Equal(["stripe writes prod_1 name: \"Mug\" → \"Cup\", metadata.brand: unset → \"Acme\""], plan.Writes());
        Assert.Equal("the document changed", plan.Changes[0].Reason);
        Assert.Equal(new AgreedValue(Mug.Text("Cup"), Mug.Text("Cup")), plan.Next.Agreed[FieldNames.Name]);
    }

    [Fact]
    public void An_edit_in_stripe_goes_to_the_document()
    {
        var plan = Mug.InStep.InStripe((FieldNames.Description, "Blue")).Plan();

        Assert.Equal(["sanity writes mug @ r1 description: unset → \"Blue\""], plan.Writes());
        Assert.Equal("the product changed in Stripe", plan.Changes[0].Reason);
        Assert.Null(plan.Next.Overwritten[FieldNames.Description]);
    }

    [Fact]
    public void Missing_links_are_put_back_on_both_sides()
    {
        var plan = Mug.InStep.InSanity(product => product with { Mirror = null }).InStripe(product => product with { Mirror = null }).Plan();

        Assert.Equal(["stripe writes prod_1 mirror mug", "sanity writes mug @ r1 mirror prod_1"], plan.Writes());
        Assert.Equal(["the link back to its document was missing", "the document learns its Stripe product"], plan.Changes.Select(change => change.Reason));
    }

    [Fact]
    public void A_default_that_moves_is_a_change_of_the_document() =>
        Assert.Equal("the document changed", Assert.Single(Mug.InStep.InSanity((FieldNames.DefaultPrice, null)).Plan().Changes).Reason);

    [Theory]
    [InlineData(Winner.Sanity, "Cup", "Cup")]
    [InlineData(Winner.Stripe, "Glass", "Glass")]
    [InlineData(Winner.Ask, "Cup", "Glass")]
    public void Two_edits_are_a_conflict_with_every_value_in_it(Winner winner, string sanity, string stripe)
    {
        var plan = (Mug.InStep.InSanity((FieldNames.Name, "Cup")).InStripe((FieldNames.Name, "Glass")) with { Policy = WonBy(winner) }).Plan();

        var conflict = Assert.Single(plan.Conflicts);
        Assert.Equal((Mug.Text("Mug"), Mug.Text("Cup"), Mug.Text("Glass"), winner), (conflict.Agreed, conflict.Sanity, conflict.Stripe, conflict.Winner));
        Assert.Equal(winner == Winner.Stripe ? Mug.Text("Cup") : Mug.Text("Glass"), conflict.Loser);
        Assert.Equal(winner == Winner.Ask ? Mug.InStep.Record.Agreed[FieldNames.Name] : new AgreedValue(Mug.Text(sanity), Mug.Text(stripe)), plan.Next.Agreed[FieldNames.Name]);
        Assert.Equal(winner == Winner.Ask ? 0 : 1, plan.Writes().Length);
    }

    [Fact]
    public void A_product_without_a_name_is_refused_and_nothing_is_made()
    {
        var plan = Mug.New.InSanity((FieldNames.Name, null)).Plan();

        Assert.Empty(plan.Writes());
        var refusal = Assert.Single(plan.Refusals);
        Assert.Equal((Side.Sanity, Mug.Document, FieldNames.Name, "is missing; Stripe needs one. Set a name and publish."), (refusal.Side, refusal.Object, refusal.Field, refusal.Message));
        Assert.Equal("Sanity mug, name: is missing; Stripe needs one. Set a name and publish.", refusal.ToString());
        Assert.Equal(Mug.Blank, plan.Next);
    }

    [Fact]
    public void A_name_that_cannot_be_carried_is_refused_once()
    {
        var plan = Mug.New.InSanity((FieldNames.Name, null)).InSanity(product => product with { Refused = ProductView.NoRefusals.SetItem(FieldNames.Name, "is too long") }).Plan();

        Assert.Equal(["is too long"], plan.Refusals.Select(refusal => refusal.Message));
    }

    [Fact]
    public void A_refused_field_waits_and_every_other_goes_on()
    {
        var plan = Mug.InStep.InSanity((FieldNames.Name, "Cup"), (FieldNames.Description, "long"))
            .InSanity(product => product with { Refused = ProductView.NoRefusals.SetItem(FieldNames.Description, "is too long") })
            .InStripe((FieldNames.Brand, "odd")).InStripe(product => product with { Refused = ProductView.NoRefusals.SetItem(FieldNames.Brand, "is odd") }).Plan();

        Assert.Equal(["stripe writes prod_1 name: \"Mug\" → \"Cup\""], plan.Writes());
        Assert.Equal([(Side.Sanity, Mug.Document, FieldNames.Description, "is too long")], plan.Refusals.Select(refusal => (refusal.Side, refusal.Object, refusal.Field, refusal.Message)));
        Assert.Empty(plan.Conflicts);
    }

    [Fact]
    public void A_draft_follows_what_stripe_changes_where_its_editor_has_not_been()
    {
        var plan = Mug.InStep.Recorded(record => record with { Published = ProductRecord.NoneKnown.SetItem(FieldNames.Name, [Mug.Text("Mug"), Mug.Text("Pot")]) })
            .InSanity(product => product with
            {
                Drafts =
                [
                    new DraftView("drafts.mug", "d1", product.Fields.Set((FieldNames.Description, "mine")), Mug.StripeId),
                    new DraftView("versions.a.mug", "d2", product.Fields.Set((FieldNames.Name, "Pot")), "prod_0"),
                    new DraftView("versions.b.mug", "d3", product.Fields.Set((FieldNames.Name, "Mine"), (FieldNames.Description, "mine")), Mug.StripeId),
                    new DraftView("versions.c.mug", "d4", product.Fields.Set((FieldNames.Name, "Glass"), (FieldNames.Description, "Blue")), Mug.StripeId),
                ],
            }).InStripe((FieldNames.Name, "Glass"), (FieldNames.Description, "Blue")).Plan();

        Assert.Equal(
            [
                "sanity writes mug @ r1 name: \"Mug\" → \"Glass\", description: unset → \"Blue\" [drafts.mug @ d1 name: \"Mug\" → \"Glass\"]"
                    + " [versions.a.mug @ d2 name: \"Pot\" → \"Glass\", description: unset → \"Blue\" mirror prod_1]",
            ],
            plan.Writes());
    }

    [Fact]
    public void A_draft_learns_its_product_though_nothing_else_is_to_be_done()
    {
        var plan = Mug.InStep.InSanity(product => product with { Drafts = [new DraftView("drafts.mug", "d1", product.Fields, null)] })
            .OnDocument(price => price with { Drafts = [new DraftView("drafts.mug-eur", "d2", price.Fields, null)] }).Plan();

        Assert.Equal(["sanity writes mug-eur @ r2 [drafts.mug-eur @ d2 mirror price_1]", "sanity writes mug @ r1 [drafts.mug @ d1 mirror prod_1]"], plan.Writes());
    }

    [Fact]
    public void A_draft_of_a_price_that_is_made_is_marked_for_its_id()
    {
        var plan = Mug.New.OnDocument(price => price with { Drafts = [new DraftView("drafts.mug-eur", "d2", price.Fields, null)] }).Plan();

        Assert.Equal("", Assert.Single(plan.Changes.OfType<Change.Update>().Single(update => update.Id == Mug.Slot).Drafts).Mirror);
    }

    [Fact]
    public void A_stale_draft_that_is_published_is_a_conflict()
    {
        var seen = Mug.InStep.Recorded(record => record with { Agreed = record.Agreed.SetItem(FieldNames.Name, new AgreedValue(Mug.Text("Glass"), Mug.Text("Glass"))) }).InStripe((FieldNames.Name, "Glass"));
        var stale = seen.Recorded(record => record with { Overwritten = ProductRecord.NoneOverwritten.SetItem(FieldNames.Name, Mug.Text("Mug")) }).Plan();
        var fresh = seen.Recorded(record => record with { Overwritten = ProductRecord.NoneOverwritten.SetItem(FieldNames.Name, Mug.Text("Pot")) }).Plan();

        Assert.Equal("a draft from before the change in Stripe was published", Assert.Single(stale.Conflicts).Reason);
        Assert.Empty(fresh.Conflicts);
        Assert.Equal(["stripe writes prod_1 name: \"Glass\" → \"Mug\""], fresh.Writes());
        Assert.DoesNotContain(FieldNames.Name, fresh.Next.Overwritten.Keys);
    }

    [Fact]
    public void What_a_change_in_stripe_replaces_is_remembered() =>
        Assert.Equal(Mug.Text("Mug"), Mug.InStep.InStripe((FieldNames.Name, "Glass")).Plan().Next.Overwritten[FieldNames.Name]);

    [Fact]
    public void What_a_document_has_shown_is_remembered_newest_first_without_repeats()
    {
        var known = ProductRecord.NoneKnown.SetItem(FieldNames.Name, [Mug.Text("Pot"), Mug.Text("Mug"), Mug.Text("Cup")]).SetItem(FieldNames.Brand, [null, Mug.Text("Acme")]);
        var next = Mug.InStep.Recorded(record => record with { Published = known }).Plan().Next;

        Assert.Equal([Mug.Text("Mug"), Mug.Text("Pot"), Mug.Text("Cup")], next.Published[FieldNames.Name]);
        Assert.Equal([null, Mug.Text("Acme")], next.Published[FieldNames.Brand]);
        Assert.Equal([null], next.Published[FieldNames.Description]);
    }

    [Fact]
    public void No_more_is_remembered_than_twenty_values()
    {
        var many = ProductRecord.NoneKnown.SetItem(FieldNames.Name, [.. Enumerable.Range(1, ProductRecord.KnownLimit).Select(number => Mug.Text($"{number}"))]);
        var next = Mug.InStep.Recorded(record => record with { Published = many }).Plan().Next.Published[FieldNames.Name];

        Assert.Equal(20, next.Length);
        Assert.Equal([Mug.Text("Mug"), Mug.Text("1")], next[..2]);
        Assert.Equal(Mug.Text("19"), next[^1]);
    }

    [Fact]
    public void An_unset_flag_means_that_a_document_is_active()
    {
        var plan = Mug.InStep.InSanity((FieldNames.Active, null)).OnDocument((FieldNames.Active, null))
            .InSanity(product => product with { Drafts = [new DraftView("drafts.mug", "d1", product.Fields, Mug.StripeId)] }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(new AgreedValue(Mug.Flag(true), Mug.Flag(true)), plan.Next.Agreed[FieldNames.Active]);
    }

    private static Policy WonBy(Winner winner) => Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule with { Winner = winner })] };
}
