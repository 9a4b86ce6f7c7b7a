namespace Tandem.Core.Tests.Planning;

/// <summary>The planner's table: what is done with a product, by what each side shows of it and what is remembered.</summary>
[Trait("G", "19")]
public sealed class TableTests
{
    [Fact]
    public void Nothing_is_done_where_everything_is_in_step()
    {
        var plan = Mug.InStep.Plan();

        Assert.True(plan.IsEmpty);
        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Notes);
        Assert.False(plan.RestsOnAbsence);
        Assert.Equal(0, plan.Archives);
        Assert.False(Mug.New.Plan().IsEmpty);
    }

    [Fact]
    public void A_new_document_is_made_in_stripe()
    {
        var plan = Mug.New.Plan();

        var id = plan.Next.StripeId!;
        Assert.StartsWith("prod_tdm", id, StringComparison.Ordinal);
        Assert.Equal(32, id.Length);
        Assert.Equal(
            [
                $"stripe makes product {id} {Mug.Product} mirror mug",
                $"stripe makes price mug-eur {Mug.Price} of {id} mirror mug-eur",
                $"stripe writes {id} default_price: unset → \"mug-eur\"",
                "sanity writes mug-eur @ r2 mirrors its price",
                $"sanity writes mug @ r1 mirror {id}",
            ],
            plan.Writes());
        Assert.Equal((LinkState.Live, "r1"), (plan.Next.Link, plan.Next.Revision));
        Assert.Equal(Mug.InStep.Record.Agreed, plan.Next.Agreed);
        Assert.Equal(Mug.InStep.Record.Slots[0].Agreed, plan.Next.Slot(Mug.Slot)!.Agreed);
        Assert.Empty(plan.Refusals);
    }

    [Fact]
    public void A_document_that_is_older_than_the_connection_waits_for_a_person()
    {
        var plan = (Mug.New with { Creation = Creation.Waits }).Plan();

        Assert.Empty(plan.Writes());
        var held = Assert.Single(plan.Held);
        Assert.Equal((Side.Sanity, Mug.Document, "*", Mug.Text("Mug")), (held.Side, held.Object, held.Field, held.Changes.Single().To));
        Assert.Equal(Mug.Blank, plan.Next);
    }

    [Fact]
    public void A_person_lets_it_through_whatever_it_is_called_by_then()
    {
        var released = (Mug.New with { Creation = Creation.Waits }).Ruled(Ruling.Released);

        Assert.Equal(Mug.New.Plan().Writes(), released.Plan().Writes());
        Assert.Equal(Mug.New.InSanity((FieldNames.Name, "Cup")).Plan().Writes(), released.InSanity((FieldNames.Name, "Cup")).Plan().Writes());
    }

    [Fact]
    public void What_was_begun_waits_no_more()
    {
        var pending = Mug.New.Recorded(record => record with { Link = LinkState.Pending, StripeId = "prod_begun" }) with { Creation = Creation.Waits };

        Assert.Contains($"stripe makes product prod_begun {Mug.Product} mirror mug", pending.Plan().Writes());
    }

    [Theory]
    [InlineData(LinkState.Unlinked, 1)]
    [InlineData(LinkState.Pending, 0)]
    public void A_document_that_names_a_product_of_another_account_gets_its_own(LinkState link, int notes)
    {
        var plan = Mug.New.InSanity(product => product with { Mirror = "prod_far" }).Recorded(record => record with { Link = link }).Plan();

        Assert.Equal(notes, plan.Notes.Count(note => note.Contains("prod_far", StringComparison.Ordinal)));
        Assert.Contains($"sanity writes mug @ r1 mirror {plan.Next.StripeId}", plan.Writes());
    }

    [Fact]
    public void A_new_product_in_stripe_gets_its_documents()
    {
        var plan = Mug.Foreign.Plan();

        Assert.Equal(
            [
                "stripe writes prod_1 mirror stripeProduct-prod_1",
                "stripe writes price_1 mirror stripePrice-price_1",
                $"sanity makes price stripePrice-price_1 {Mug.Price} of stripeProduct-prod_1 mirror price_1",
                $"sanity makes product stripeProduct-prod_1 {Mug.Product.With(FieldNames.DefaultPrice, Mug.Text("stripePrice-price_1"))} adding stripePrice-price_1 mirror prod_1",
            ],
            plan.Writes().Order(StringComparer.Ordinal).Reverse().OrderBy(line => line.StartsWith("sanity", StringComparison.Ordinal)).ThenBy(line => line.Contains("makes product", StringComparison.Ordinal)));
        Assert.Equal((LinkState.Live, "prod_1", null), (plan.Next.Link, plan.Next.StripeId, plan.Next.Revision));
    }

    [Fact]
    public void A_product_that_is_older_than_the_connection_waits_for_a_person()
    {
        var plan = (Mug.Foreign with { Creation = Creation.Waits }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal((Side.Stripe, Mug.StripeId, "*"), plan.Held.Select(held => (held.Side, held.Object, held.Field)).Single());
        Assert.Equal(Mug.Foreign.Plan().Writes(), (Mug.Foreign with { Creation = Creation.Waits }).Ruled(Ruling.Released).Plan().Writes());
    }

    [Fact]
    public void A_product_that_was_begun_in_sanity_waits_no_more()
    {
        var pending = Mug.Foreign.Recorded(record => record with { Link = LinkState.Pending, StripeId = Mug.StripeId }) with { Creation = Creation.Waits };

        Assert.Contains(pending.Plan().Changes, change => change is Change.Create { Side: Side.Sanity, Kind: Kind.Product });
    }

    [Fact]
    public void A_product_that_names_a_document_of_elsewhere_is_left_alone()
    {
        var plan = Mug.Foreign.InStripe(product => product with { Mirror = "far" }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal("Stripe product prod_1 says that it mirrors the document far, which does not exist; it is left alone.", Assert.Single(plan.Notes));
    }

    [Fact]
    public void A_product_that_names_the_document_that_it_is_to_get_is_carried() =>
        Assert.Contains(Mug.Foreign.InStripe(product => product with { Mirror = "stripeProduct-prod_1" }).Plan().Changes, change => change is Change.Create { Side: Side.Sanity, Kind: Kind.Product });

    [Fact]
    public void A_product_of_a_document_that_is_not_there_is_left_alone()
    {
        var plan = (Mug.InStep with { Record = Mug.Blank, Sanity = Observation.Nothing }).InStripe(product => product with { Mirror = null }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Contains("mirrors the document mug, which does not exist", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Mug.Document)]
    public void Two_that_name_each_other_are_linked_and_keep_what_is_equal(string? mirror)
    {
        var plan = (Mug.InStep with { Record = Mug.Blank }).InStripe(product => product with { Mirror = mirror }).Plan();

        Assert.Equal(mirror is null ? ["stripe writes prod_1 mirror mug"] : [], plan.Writes());
        Assert.Empty(plan.Conflicts);
        Assert.Equal((LinkState.Live, Mug.StripeId), (plan.Next.Link, plan.Next.StripeId));
        Assert.Equal(Mug.PriceId, plan.Next.Slot(Mug.Slot)!.PriceId);
    }

    [Fact]
    public void Two_that_meet_for_the_first_time_with_different_values_have_a_conflict()
    {
        var plan = (Mug.InStep with { Record = Mug.Blank }).InSanity((FieldNames.Name, "Cup")).Plan();

        Assert.Equal(["stripe writes prod_1 name: \"Mug\" → \"Cup\""], plan.Writes());
        var conflict = Assert.Single(plan.Conflicts);
        Assert.Equal((Kind.Product, Mug.Document, FieldNames.Name, null), (conflict.Kind, conflict.Object, conflict.Field, conflict.Agreed));
        Assert.Equal((Mug.Text("Cup"), Mug.Text("Mug"), Mug.Text("Mug")), (conflict.Sanity, conflict.Stripe, conflict.Loser));
    }

    [Fact]
    public void A_copied_document_gets_a_product_of_its_own()
    {
        // It still carries the id of the product of the document that it was copied from.
        var plan = (Mug.InStep with { Record = Mug.Blank }).InStripe(product => product with { Mirror = "original" }).Plan();

        Assert.StartsWith("prod_tdm", plan.Next.StripeId, StringComparison.Ordinal);
        Assert.Equal(3, plan.Changes.Count(change => change.Side == Side.Stripe));
        Assert.Contains($"stripe makes price mug-eur {Mug.Price} of {plan.Next.StripeId} mirror mug-eur", plan.Writes());
        Assert.Contains($"sanity writes mug @ r1 mirror {plan.Next.StripeId}", plan.Writes());
    }

    [Fact]
    public void A_document_that_was_made_for_a_product_is_linked_whatever_the_product_says()
    {
        var born = ProductKey.ForStripe("shop", Mug.StripeId);
        var seen = (Mug.InStep with { Record = new ProductRecord { Key = born } })
            .InSanity(product => product with { Id = born.DocumentId }).OnDocument(price => price with { ProductId = born.DocumentId }).InStripe(product => product with { Mirror = "far" });

        Assert.Equal(["stripe writes prod_1 mirror stripeProduct-prod_1"], seen.Plan().Writes());
    }

    [Fact]
    public void Prices_of_a_product_that_is_not_published_are_named()
    {
        var other = Mug.New.Sanity.Prices[0] with { Id = "cup-eur", ProductId = "cup" };
        var plan = Mug.New.InSanity(_ => null).WithDocument(other).Plan();

        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Notes);
        Assert.Equal((Side.Sanity, Mug.Slot, "product"), plan.Refusals.Select(refusal => (refusal.Side, refusal.Object, refusal.Field)).Single());
    }

    [Fact]
    public void An_id_of_elsewhere_is_named_and_not_followed()
    {
        var seen = Mug.New.InSanity(_ => null) with { Stripe = new Observation { Gone = ["prod_b", "prod_a"] } };

        Assert.Equal("Stripe does not know prod_a, prod_b; ids from elsewhere are not followed.", Assert.Single(seen.Plan().Notes));
        Assert.Empty(seen.Recorded(record => record with { StripeId = Mug.StripeId }).Plan().Notes);
    }

    [Fact]
    public void What_was_cut_off_before_the_product_was_made_is_made_by_the_same_id()
    {
        var pending = Mug.New.Recorded(record => record with { Link = LinkState.Pending, StripeId = "prod_begun", Generation = 1 });

        Assert.Equal("prod_begun", pending.Plan().Next.StripeId);
        Assert.Equal("prod_begun", (pending with { Stripe = Observation.Nothing }).Plan().Next.StripeId);
    }

    [Fact]
    public void What_was_cut_off_after_the_product_was_made_is_linked()
    {
        var plan = Mug.InStep.Recorded(record => record with { Link = LinkState.Pending }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Equal(LinkState.Live, plan.Next.Link);
    }

    [Fact]
    public void A_stranger_under_the_id_that_was_meant_for_us_is_refused()
    {
        var plan = Mug.InStep.Recorded(record => record with { Link = LinkState.Pending }).InStripe(product => product with { Mirror = "far" }).Plan();

        Assert.Empty(plan.Writes());
        var refusal = Assert.Single(plan.Refusals);
        Assert.Equal((Side.Stripe, Mug.StripeId), (refusal.Side, refusal.Object));
        Assert.Contains("mirrors far, not mug", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LinkState.Live, true)]
    [InlineData(LinkState.Live, false)]
    [InlineData(LinkState.Tombstone, true)]
    public void Nothing_is_concluded_from_what_is_merely_not_shown(LinkState link, bool isInSanity)
    {
        var seen = isInSanity ? Mug.InStep with { Sanity = Observation.Nothing } : Mug.InStep with { Stripe = Observation.Nothing };
        var plan = seen.Recorded(record => record with { Link = link }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Refusals);
        Assert.Equal(link, plan.Next.Link);
    }

    [Fact]
    public void What_is_gone_is_known_by_its_own_id()
    {
        var others = Mug.InStep with { Sanity = new Observation { Gone = ["cup", Mug.StripeId] } };

        Assert.Equal(LinkState.Live, others.Plan().Next.Link);
    }

    [Fact]
    public void A_product_that_was_born_in_stripe_and_made_again_is_finished_like_any_other()
    {
        var born = new ProductRecord { Key = ProductKey.ForStripe("shop", "prod_0"), Link = LinkState.Pending, StripeId = "prod_begun", Generation = 1 };

        Assert.Equal("prod_begun", (Mug.New with { Record = born }).Plan().Changes.OfType<Change.Create>().First().Id);
        Assert.Empty((Mug.New with { Record = born with { StripeId = "prod_0" } }).Plan().Writes());
    }
}
