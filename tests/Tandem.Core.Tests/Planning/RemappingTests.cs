namespace Tandem.Core.Tests.Planning;

/// <summary>The mapping has changed: documents hold a field somewhere else than when both sides were last in step.</summary>
public sealed class RemappingTests
{
    [Fact]
    public void A_field_that_is_held_elsewhere_meets_for_the_first_time_again()
    {
        var plan = Moved(Mug.InStep, Kind.Product, FieldNames.Name, "title").InSanity((FieldNames.Name, "Cup")).Plan();

        // Under the old mapping this would have been an edit in Sanity, and no conflict.
        Assert.Equal(["stripe writes prod_1 name: \"Mug\" → \"Cup\""], plan.Writes());
        Assert.Equal((FieldNames.Name, null), (Assert.Single(plan.Conflicts).Field, plan.Conflicts[0].Agreed));
        Assert.Equal("Product.name=title", plan.Next.Mapping);
    }

    [Fact]
    public void Equal_values_are_agreed_silently_and_the_new_place_is_remembered()
    {
        var plan = Moved(Mug.InStep, Kind.Product, FieldNames.Name, "title").Plan();

        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Conflicts);
        Assert.Equal(Mug.InStep.Record.Agreed[FieldNames.Name], plan.Next.Agreed[FieldNames.Name]);
        Assert.Equal("Product.name=title", plan.Next.Mapping);
    }

    [Fact]
    public void Fields_that_stayed_where_they_were_are_merged_as_ever()
    {
        var plan = Moved(Mug.InStep, Kind.Product, FieldNames.Name, "title").InStripe((FieldNames.Description, "New")).OnPrice((FieldNames.Nickname, "Offer")).Plan();

        Assert.Equal(["sanity writes mug-eur @ r2 nickname: unset → \"Offer\"", "sanity writes mug @ r1 description: unset → \"New\""], plan.Writes().OrderDescending());
        Assert.Empty(plan.Conflicts);
    }

    [Fact]
    public void A_field_of_a_price_is_no_field_of_its_product()
    {
        var plan = Moved(Mug.InStep, Kind.Price, FieldNames.Active, "isSold").OnDocument((FieldNames.Active, false)).InSanity((FieldNames.Active, false)).Plan();

        // The product's own switch was edited; the price's meets anew.
        Assert.Equal((Kind.Price, FieldNames.Active), (Assert.Single(plan.Conflicts).Kind, plan.Conflicts[0].Field));
    }

    [Fact]
    public void What_was_agreed_in_the_present_place_counts()
    {
        var first = Moved(Mug.InStep, Kind.Product, FieldNames.Name, "title");
        var plan = (first.InSanity((FieldNames.Name, "Cup")) with { Record = first.Plan().Next }).Plan();

        Assert.Equal(["stripe writes prod_1 name: \"Mug\" → \"Cup\""], plan.Writes());
        Assert.Empty(plan.Conflicts);
    }

    [Fact]
    public void A_field_that_comes_back_to_its_usual_place_meets_anew_too()
    {
        var moved = Moved(Mug.InStep, Kind.Product, FieldNames.Name, "title").Plan().Next;
        var plan = (Mug.InStep.InSanity((FieldNames.Name, "Cup")) with { Record = moved }).Plan();

        Assert.Single(plan.Conflicts);
        Assert.Equal("", plan.Next.Mapping);
    }

    [Fact]
    public void Every_key_of_metadata_that_is_held_elsewhere_meets_anew()
    {
        const string Color = "metadata.color";
        var agreed = new AgreedValue(Mug.Text("red"), Mug.Text("red"));
        var whole = Mug.InStep with { Policy = Mug.InStep.Policy with { Rules = [.. Mug.InStep.Policy.Rules.Where(rule => rule.Field != FieldNames.Metadata), new(Kind.Product, FieldNames.Metadata)] } };
        var seen = whole.Recorded(record => record with { Agreed = record.Agreed.SetItem(Color, agreed) }).InSanity((Color, "blue")).InStripe((Color, "red"));

        Assert.Empty(seen.Plan().Conflicts);
        Assert.Equal(Color, Assert.Single(Moved(seen, Kind.Product, FieldNames.Metadata, "extras[]").Plan().Conflicts).Field);
        Assert.Empty(Moved(seen, Kind.Price, FieldNames.Active, "isSold").Plan().Conflicts);
    }

    [Theory]
    [InlineData(Kind.Product, FieldNames.Name)]
    [InlineData(Kind.Price, FieldNames.Nickname)]
    public void What_the_former_place_has_shown_says_nothing_about_drafts_and_stale_publishes_of_the_new_one(Kind kind, string field)
    {
        var published = ProductRecord.NoneKnown.SetItem(field, [Mug.Text("Before")]).SetItem(FieldNames.Active, [Mug.Flag(false)]);
        var overwritten = ProductRecord.NoneOverwritten.SetItem(field, Mug.Text("Before")).SetItem(FieldNames.Active, Mug.Flag(false));
        var seen = Mug.InStep.Recorded(record => record with { Published = published, Overwritten = overwritten })
            .RecordedSlot(slot => slot with { Published = published, Overwritten = overwritten });
        var next = Moved(seen, kind, field, "elsewhere").Plan().Next;
        var (there, over) = kind == Kind.Product ? (next.Published, next.Overwritten) : (next.Slots[0].Published, next.Slots[0].Overwritten);

        Assert.DoesNotContain(Mug.Text("Before"), there[field]);
        Assert.Contains(Mug.Flag(false), there[FieldNames.Active]);
        Assert.Equal([FieldNames.Active], over.Keys);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Prices_that_moved_into_the_product_s_document_keep_their_Stripe_price_when_they_name_it(bool wasCutOff)
    {
        var seen = Moved(Moved(Mug.InStep, Kind.Price, FieldNames.Currency, "prices[]"), Kind.Product, FieldNames.DefaultPrice, "default_price as PriceKey");
        seen = seen with
        {
            Sanity = new Observation
            {
                Product = seen.Sanity.Product! with { Fields = seen.Sanity.Product.Fields.Set((FieldNames.DefaultPrice, "mug.k")) },
                Prices = [seen.Sanity.Prices[0] with { Id = "mug.k", IsEmbedded = true }],
                Gone = [Mug.Slot],
            },
        };
        seen = wasCutOff ? seen.Recorded(record => Recorder.Pending(record, seen.Plan())) : seen;
        var plan = seen.Plan();

        Assert.Equal(["stripe writes price_1 mirror mug.k"], plan.Writes());
        Assert.Equal(("mug.k", Mug.PriceId), (Assert.Single(plan.Next.Slots).Slot, plan.Next.Slots[0].PriceId));
    }

    [Fact]
    public void Two_prices_that_name_the_same_Stripe_price_do_not_tell_which_of_them_it_was()
    {
        var seen = Moved(Mug.InStep, Kind.Price, FieldNames.Currency, "prices[]");
        var embedded = seen.Sanity.Prices[0] with { Id = "mug.k", IsEmbedded = true };
        seen = seen with { Sanity = seen.Sanity with { Prices = [embedded, embedded with { Id = "mug.l" }], Gone = [Mug.Slot] } };

        Assert.DoesNotContain(seen.Plan().Next.Slots, slot => slot.Slot != Mug.Slot && slot.PriceId == Mug.PriceId);
    }

    [Fact]
    public void A_price_of_another_product_is_not_where_a_price_moved_to()
    {
        var seen = Moved(Mug.InStep, Kind.Price, FieldNames.Currency, "prices[]");
        seen = seen with { Sanity = seen.Sanity with { Prices = [seen.Sanity.Prices[0] with { Id = "cup.k", ProductId = "cup" }], Gone = [Mug.Slot] } };

        Assert.Equal((Mug.Slot, true), (Assert.Single(seen.Plan().Next.Slots).Slot, seen.Plan().Next.Slots[0].IsGone));
    }

    [Fact]
    public void A_price_that_names_a_Stripe_price_that_another_one_shows_is_none_of_it()
    {
        var seen = Moved(Mug.InStep, Kind.Price, FieldNames.Currency, "prices[]").WithDocument(Mug.InStep.Sanity.Prices[0] with { Id = "mug.k" });

        Assert.Equal([Mug.PriceId, null], seen.Plan().Next.Slots.OrderBy(slot => slot.Slot, StringComparer.Ordinal).Select(slot => slot.PriceId));
    }

    private static Situation Moved(Situation seen, Kind kind, string field, string place) => seen with
    {
        Policy = seen.Policy with { Rules = [.. seen.Policy.Rules.Select(rule => rule.Kind == kind && rule.Field == field ? rule with { Place = place } : rule)] },
    };
}
