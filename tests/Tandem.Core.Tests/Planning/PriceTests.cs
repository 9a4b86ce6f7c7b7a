using System.Collections.Immutable;

namespace Tandem.Core.Tests.Planning;

/// <summary>A price that lives: its fields, its replacement, its return to a former value.</summary>
[Trait("G", "7")]
public sealed class PriceTests
{
    private const string Created = "stripe makes price mug-eur";

    [Theory]
    [InlineData(FieldNames.Nickname, "Offer", "nickname: unset → \"Offer\"")]
    [InlineData(FieldNames.LookupKey, "mug", "lookup_key: unset → \"mug\"")]
    [InlineData(FieldNames.Active, false, "active: true → false")]
    public void What_stripe_can_change_on_a_price_is_changed_there(string field, object value, string change)
    {
        var plan = Mug.InStep.OnDocument((field, value)).InSanity((FieldNames.DefaultPrice, null)).InStripe((FieldNames.DefaultPrice, null)).Plan();

        Assert.Equal([$"stripe writes price_1 {change}"], plan.Writes());
        Assert.Equal(("the document changed", Mug.Slot), (plan.Changes[0].Reason, plan.Changes[0].Slot));
        Assert.Equal(new AgreedValue(Mug.Value(value), Mug.Value(value)), plan.Next.Slot(Mug.Slot)!.Agreed[field]);
    }

    [Fact]
    public void What_somebody_changes_on_a_price_in_stripe_goes_to_its_document()
    {
        var plan = Mug.InStep.OnPrice((FieldNames.Nickname, "Offer")).Plan();

        Assert.Equal(["sanity writes mug-eur @ r2 nickname: unset → \"Offer\""], plan.Writes());
        Assert.Equal(("the price changed in Stripe", Mug.Slot), (plan.Changes[0].Reason, plan.Changes[0].Slot));
    }

    [Fact]
    public void A_price_becomes_active_before_its_product_and_inactive_after_it()
    {
        var off = Mug.InStep.InSanity((FieldNames.Name, "Cup"), (FieldNames.DefaultPrice, null)).OnDocument((FieldNames.Active, false)).Plan();
        var inactive = Mug.InStep.RecordedSlot(slot => slot with { Agreed = Mug.Agreed(Kind.Price, Mug.Price.Set((FieldNames.Active, false))) }).OnPrice((FieldNames.Active, false));
        var on = inactive.InSanity((FieldNames.Name, "Cup")).Plan();
        var still = inactive.InSanity((FieldNames.Name, "Cup")).OnDocument((FieldNames.Active, false), (FieldNames.Nickname, "Offer")).Plan();

        Assert.Equal([Mug.StripeId, Mug.PriceId], Updated(off));
        Assert.Equal([Mug.PriceId, Mug.StripeId], Updated(on));
        Assert.Equal([Mug.PriceId, Mug.StripeId], Updated(still));
    }

    [Fact]
    public void Another_amount_needs_a_new_price_that_comes_in_before_the_old_one_goes_out()
    {
        var plan = Mug.InStep.OnDocument((FieldNames.UnitAmount, 2000), (FieldNames.Nickname, "Offer")).Plan();

        Assert.Equal(
            [
                $"{Created} {Mug.Price.Set((FieldNames.UnitAmount, 2000), (FieldNames.Nickname, "Offer"))} of prod_1 mirror mug-eur",
                "stripe writes prod_1 default_price: \"mug-eur\" → \"mug-eur\"",
                "stripe writes price_1 active: true → false",
                "sanity writes mug-eur @ r2 mirrors its price",
            ],
            plan.Writes());
        Assert.Contains("unit_amount: 1000 → 2000", plan.Changes[0].Reason, StringComparison.Ordinal);
        Assert.Equal("the document learns its Stripe price", plan.Changes[3].Reason);
        var slot = plan.Next.Slot(Mug.Slot)!;
        Assert.Equal((null, 1), (slot.PriceId, slot.Generation));
        Assert.Equal([Mug.PriceId], slot.Lineage);
    }

    [Fact]
    public void A_price_that_is_inactive_is_replaced_by_an_inactive_one_and_not_archived_again()
    {
        var off = Mug.Price.Set((FieldNames.Active, false));
        var plan = Mug.InStep.RecordedSlot(slot => slot with { Agreed = Mug.Agreed(Kind.Price, off) }).OnPrice((FieldNames.Active, false))
            .InSanity((FieldNames.DefaultPrice, null)).InStripe((FieldNames.DefaultPrice, null)).OnDocument((FieldNames.Active, false), (FieldNames.UnitAmount, 2000)).Plan();

        Assert.Equal([$"{Created} {off.Set((FieldNames.UnitAmount, 2000))} of prod_1 mirror mug-eur", "sanity writes mug-eur @ r2 mirrors its price"], plan.Writes());
    }

    [Fact]
    public void The_lookup_key_goes_over_to_the_new_price()
    {
        var keyed = Mug.Price.Set((FieldNames.LookupKey, "mug"));
        var seen = Mug.InStep.RecordedSlot(slot => slot with { Agreed = Mug.Agreed(Kind.Price, keyed) }).OnPrice((FieldNames.LookupKey, "mug"));

        Assert.Contains($"{Created} {keyed.Set((FieldNames.UnitAmount, 2000))} of prod_1 taking the key mirror mug-eur", seen.OnDocument((FieldNames.LookupKey, "mug"), (FieldNames.UnitAmount, 2000)).Plan().Writes());
        Assert.Contains($"{Created} {Mug.Price.Set((FieldNames.UnitAmount, 2000), (FieldNames.LookupKey, "cup"))} of prod_1 mirror mug-eur", seen.OnDocument((FieldNames.LookupKey, "cup"), (FieldNames.UnitAmount, 2000)).Plan().Writes());
    }

    [Theory]
    [InlineData("mug", true)]
    [InlineData("cup", false)]
    public void A_lookup_key_is_taken_only_from_a_price_of_the_same_slot(string key, bool isTaken)
    {
        var plan = Mug.InStep.RecordedSlot(slot => slot with { Lineage = ["price_0"] }).With(Mug.StripePrice("price_0", (FieldNames.Active, false), (FieldNames.LookupKey, "mug")))
            .With(Mug.StripePrice("price_theirs", (FieldNames.LookupKey, "cup")) with { Mirror = "cup" }).OnDocument((FieldNames.LookupKey, key)).Plan();

        Assert.Equal([$"stripe writes price_1 lookup_key: unset → \"{key}\"{(isTaken ? " taking the key" : "")}"], plan.Writes());
    }

    [Fact]
    public void A_field_that_is_no_key_takes_none()
    {
        var keyed = Mug.Price.Set((FieldNames.LookupKey, "mug"));
        var plan = Mug.InStep.RecordedSlot(slot => slot with { Agreed = Mug.Agreed(Kind.Price, keyed) }).OnPrice((FieldNames.LookupKey, "mug")).OnDocument((FieldNames.LookupKey, null), (FieldNames.Nickname, "mug")).Plan();

        Assert.Equal(["stripe writes price_1 nickname: unset → \"mug\", lookup_key: \"mug\" → unset"], plan.Writes());
    }

    [Theory]
    [InlineData("price_0")]
    [InlineData("price_2")]
    public void A_price_that_goes_back_to_a_former_amount_gets_its_former_price_back(string former)
    {
        var seen = Mug.InStep.RecordedSlot(slot => slot with { Lineage = [former, "price_00"], Generation = 4 })
            .With(Mug.StripePrice(former, (FieldNames.Active, false), (FieldNames.UnitAmount, 900), (FieldNames.Nickname, "Old")) with { Mirror = Mug.Slot })
            .With(Mug.StripePrice("price_00", (FieldNames.Active, false), (FieldNames.UnitAmount, 900), (FieldNames.Currency, "usd")) with { Mirror = Mug.Slot });
        var plan = seen.OnDocument((FieldNames.UnitAmount, 900)).Plan();

        Assert.Equal(
            [
                $"stripe writes {former} active: false → true, nickname: \"Old\" → unset",
                "stripe writes prod_1 default_price: \"mug-eur\" → \"mug-eur\"",
                "stripe writes price_1 active: true → false",
                $"sanity writes mug-eur @ r2 mirror {former}",
            ],
            plan.Writes());
        var slot = plan.Next.Slot(Mug.Slot)!;
        Assert.Equal((former, 5), (slot.PriceId, slot.Generation));
        Assert.Equal(["price_00", Mug.PriceId], slot.Lineage);
    }

    [Fact]
    public void Every_replacement_has_an_operation_of_its_own()
    {
        string Operation(Situation seen) => seen.Plan().Changes.OfType<Change.Create>().Single(create => create.Kind == Kind.Price).Operation!;
        var two = Mug.InStep.OnDocument((FieldNames.UnitAmount, 2000));
        string[] operations =
        [
            Operation(two), Operation(Mug.InStep.OnDocument((FieldNames.UnitAmount, 3000))), Operation(two.RecordedSlot(slot => slot with { Generation = 1 })),
            Operation(Mug.New), Operation(Mug.InStep.OnDocument((FieldNames.Currency, "usd")).Ruled(Ruling.Released)),
        ];

        Assert.Equal(operations.Length, operations.Distinct().Count());
        Assert.Equal(Operation(two), Operation(two.OnDocument((FieldNames.Nickname, "Offer"))));
        Assert.Equal(Operation(Mug.InStep.RecordedSlot(slot => slot with { Generation = 1 }).OnDocument((FieldNames.UnitAmount, 2000))), operations[2]);
    }

    [Theory]
    [InlineData(FieldNames.UnitAmount)]
    [InlineData(FieldNames.Currency)]
    public void A_price_that_lacks_what_stripe_needs_is_refused_and_stays_as_it_was(string field)
    {
        var plan = Mug.InStep.OnDocument((field, null)).Plan();

        Assert.Empty(plan.Writes());
        var refusal = Assert.Single(plan.Refusals);
        Assert.Equal((Side.Sanity, Mug.Slot, field, $"is missing; Stripe needs it. Set {field} and publish."), (refusal.Side, refusal.Object, refusal.Field, refusal.Message));
        Assert.Equal(Mug.InStep.Record.Slots, plan.Next.Slots);
    }

    [Fact]
    public void A_new_price_whose_amount_cannot_be_carried_is_not_made_and_its_product_is()
    {
        var plan = Mug.New.OnDocument(price => price with { Refused = ProductView.NoRefusals.SetItem(FieldNames.UnitAmount, "is no number") }).Plan();

        Assert.DoesNotContain(plan.Changes, change => change.Kind == Kind.Price);
        Assert.Equal([(FieldNames.UnitAmount, "is no number"), ("*", "the price cannot be made in Stripe until the fields above are mended.")], plan.Refusals.Select(refusal => (refusal.Field, refusal.Message)));
        Assert.DoesNotContain(plan.Writes(), line => line.Contains(FieldNames.DefaultPrice + ": unset", StringComparison.Ordinal));
        Assert.Contains(plan.Notes, note => note.StartsWith(Mug.Slot, StringComparison.Ordinal));
    }

    [Fact]
    public void A_refused_field_waits_and_every_other_field_goes_on()
    {
        var plan = Mug.InStep.OnDocument((FieldNames.LookupKey, "taken"), (FieldNames.Nickname, "Offer"))
            .OnDocument(price => price with { Refused = ProductView.NoRefusals.SetItem(FieldNames.LookupKey, "is taken") }).Plan();

        Assert.Equal(["stripe writes price_1 nickname: unset → \"Offer\""], plan.Writes());
        Assert.Equal((Side.Sanity, Mug.Slot, FieldNames.LookupKey, "is taken"), plan.Refusals.Select(refusal => (refusal.Side, refusal.Object, refusal.Field, refusal.Message)).Single());
        Assert.Equal(new AgreedValue(null, null), plan.Next.Slot(Mug.Slot)!.Agreed[FieldNames.LookupKey]);
    }

    [Fact]
    public void What_stripe_shows_and_we_cannot_carry_is_left_alone()
    {
        var plan = Mug.InStep.OnPrice(price => price with { Refused = ProductView.NoRefusals.SetItem(FieldNames.Nickname, "is odd"), Fields = price.Fields.Set((FieldNames.Nickname, "odd")) }).Plan();

        Assert.Empty(plan.Writes());
        Assert.Empty(plan.Conflicts);
    }

    [Fact]
    public void Missing_links_are_put_back_on_both_sides()
    {
        var plan = Mug.InStep.OnDocument(price => price with { Mirror = null }).OnPrice(price => price with { Mirror = null }).Plan();

        Assert.Equal(["stripe writes price_1 mirror mug-eur", "sanity writes mug-eur @ r2 mirror price_1"], plan.Writes());
        Assert.Equal(["the link back to its document was missing", "the document learns its Stripe price"], plan.Changes.Select(change => change.Reason));
    }

    [Fact]
    public void What_waits_at_the_side_of_a_price_is_archived()
    {
        var plan = Mug.InStep.RecordedSlot(slot => slot with { Lineage = ["price_0"] })
            .With(Mug.StripePrice("price_2", (FieldNames.UnitAmount, 2000)) with { Mirror = Mug.Slot }).With(Mug.StripePrice("price_3", (FieldNames.Active, false)) with { Mirror = Mug.Slot }).Plan();

        Assert.Equal(["stripe writes price_2 active: true → false"], plan.Writes());
        Assert.Equal("it was superseded before it was ever shown", plan.Changes[0].Reason);
        Assert.Equal(["price_0", "price_2", "price_3"], plan.Next.Slot(Mug.Slot)!.Lineage);
    }

    [Fact]
    public void A_half_made_price_of_another_amount_is_archived_and_the_newest_gets_its_price()
    {
        var plan = Mug.InStep.With(Mug.StripePrice("price_2", (FieldNames.UnitAmount, 2000)) with { Mirror = Mug.Slot }).OnDocument((FieldNames.UnitAmount, 3000)).Plan();

        Assert.StartsWith(Created, plan.Writes()[0], StringComparison.Ordinal);
        Assert.Equal(["stripe writes price_2 active: true → false", "stripe writes price_1 active: true → false"], plan.Writes()[2..4]);
    }

    [Fact]
    public void A_half_made_price_that_is_still_wanted_is_taken()
    {
        var plan = Mug.InStep.With(Mug.StripePrice("price_2", (FieldNames.UnitAmount, 2000)) with { Mirror = Mug.Slot }).OnDocument((FieldNames.UnitAmount, 2000)).Plan();

        Assert.Equal(
            ["stripe writes prod_1 default_price: \"mug-eur\" → \"mug-eur\"", "stripe writes price_1 active: true → false", "sanity writes mug-eur @ r2 mirror price_2"], plan.Writes());
        Assert.Equal("price_2", plan.Next.Slot(Mug.Slot)!.PriceId);
    }

    [Fact]
    public void The_lookup_key_that_went_ahead_to_a_half_made_price_was_cleared_by_nobody()
    {
        var keyed = Mug.Price.Set((FieldNames.LookupKey, "mug"));
        var seen = Mug.InStep.RecordedSlot(slot => slot with { Agreed = Mug.Agreed(Kind.Price, keyed), Lineage = ["price_0"] }).OnDocument((FieldNames.LookupKey, "mug"), (FieldNames.UnitAmount, 2000))
            .With(Mug.StripePrice("price_0", (FieldNames.Active, false), (FieldNames.LookupKey, "old")) with { Mirror = Mug.Slot, Operation = "op_0" })
            .With(Mug.StripePrice("price_mine", (FieldNames.Active, false), (FieldNames.LookupKey, "person")) with { Mirror = Mug.Slot });
        var made = seen.With(Mug.StripePrice("price_00", (FieldNames.Active, false)) with { Mirror = Mug.Slot, Operation = "op_1" })
            .With(Mug.StripePrice("price_2", (FieldNames.UnitAmount, 2000), (FieldNames.LookupKey, "mug")) with { Mirror = Mug.Slot, Operation = "op_2" })
            .Writing(IntentState.Failed, new Change.Create
            {
                Side = Side.Stripe, Kind = Kind.Price, Slot = Mug.Slot, Operation = "op_2", Reason = "r", Fields = keyed.Set((FieldNames.UnitAmount, 2000)),
            }).Plan();
        var cleared = seen.Plan();

        Assert.DoesNotContain(made.Writes(), line => line.Contains(FieldNames.LookupKey, StringComparison.Ordinal));
        Assert.Contains("sanity writes mug-eur @ r2 lookup_key: \"mug\" → unset mirrors its price", cleared.Writes());
    }

    [Fact]
    public void A_rule_that_is_off_writes_nothing_and_an_archived_price_may_differ_there()
    {
        var off = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule.Field == FieldNames.Nickname ? rule with { Direction = Direction.Off } : rule)] };

        Assert.Empty((Mug.InStep.OnDocument((FieldNames.Nickname, "Offer")) with { Policy = off }).Plan().Writes());
    }

    private static ImmutableArray<string> Updated(Plan plan) => [.. plan.Changes.OfType<Change.Update>().Where(update => update.Side == Side.Stripe).Select(update => update.Id)];

    [Fact]
    public void What_Stripe_lets_be_set_once_is_set_on_the_price_that_lacks_it()
    {
        var plan = Mug.InStep.OnDocument((FieldNames.TaxBehavior, "exclusive")).Plan();

        Assert.Equal(["stripe writes price_1 tax_behavior: unset → \"exclusive\""], plan.Writes());
    }

    [Theory]
    [InlineData("inclusive")]
    [InlineData(null)]
    public void Another_value_of_what_is_set_once_needs_a_new_price(string? wanted)
    {
        var taxed = Mug.Price.Set((FieldNames.TaxBehavior, "exclusive"));
        var seen = Mug.InStep.OnDocument(price => price with { Fields = taxed }).OnPrice(price => price with { Fields = taxed })
            .RecordedSlot(slot => slot with { Agreed = slot.Agreed.SetItem(FieldNames.TaxBehavior, new AgreedValue(Mug.Text("exclusive"), Mug.Text("exclusive"))) });
        var plan = seen.OnDocument((FieldNames.TaxBehavior, wanted)).Plan();

        Assert.Equal(Mug.Value(wanted), Assert.IsType<Change.Create>(plan.Changes[0]).Fields[FieldNames.TaxBehavior]);
        Assert.Equal("stripe writes price_1 active: true → false", plan.Writes()[2]);
        Assert.Empty(seen.Plan().Writes());
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("inclusive", true)]
    [InlineData("exclusive", false)]
    public void A_former_price_comes_back_if_it_can_still_be_given_what_is_set_once(string? had, bool comesBack)
    {
        var former = Mug.StripePrice("price_0", (FieldNames.Active, false), (FieldNames.UnitAmount, 900), (FieldNames.TaxBehavior, had));
        var plan = Mug.InStep.With(former).RecordedSlot(slot => slot with { Lineage = ["price_0"] }).OnDocument((FieldNames.UnitAmount, 900), (FieldNames.TaxBehavior, "inclusive")).Plan();

        Assert.Equal(comesBack, plan.Next.Slot(Mug.Slot)!.PriceId == "price_0");
        Assert.Equal(comesBack && had is null, plan.Writes().Any(line => line.StartsWith("stripe writes price_0", StringComparison.Ordinal) && line.Contains("tax_behavior: unset → \"inclusive\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_a_person_sets_once_on_a_half_made_price_is_an_edit_and_no_reason_for_another_price()
    {
        var made = new Change.Create { Side = Side.Stripe, Kind = Kind.Price, Slot = Mug.Slot, Operation = "op_1", Reason = "r", Fields = Mug.Price.Set((FieldNames.UnitAmount, 2000)) };
        var price = Mug.StripePrice("price_2", (FieldNames.UnitAmount, 2000), (FieldNames.TaxBehavior, "exclusive")) with { Mirror = Mug.Slot, Operation = "op_1" };
        var plan = Mug.InStep.OnDocument((FieldNames.UnitAmount, 2000)).With(price).Writing(IntentState.Confirmed, made).Plan();

        Assert.Equal("price_2", plan.Next.Slot(Mug.Slot)!.PriceId);
        Assert.Contains("sanity writes mug-eur @ r2 tax_behavior: unset → \"exclusive\" mirror price_2", plan.Writes());
    }

    [Fact]
    public void What_does_not_travel_keeps_no_former_price_from_coming_back()
    {
        var former = Mug.StripePrice("price_0", (FieldNames.Active, false), (FieldNames.UnitAmount, 900), (FieldNames.TaxBehavior, "exclusive"));
        var seen = Mug.InStep.With(former).RecordedSlot(slot => slot with { Lineage = ["price_0"] }).OnDocument((FieldNames.UnitAmount, 900));
        var untaxed = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule.Field == FieldNames.TaxBehavior ? rule with { Direction = Direction.Off } : rule)] };

        Assert.Equal("price_0", (seen with { Policy = untaxed }).Plan().Next.Slot(Mug.Slot)!.PriceId);
        Assert.NotEqual("price_0", seen.Plan().Next.Slot(Mug.Slot)!.PriceId);
    }

    [Theory]
    [InlineData("usd 900 exclusive", "usd 950 exclusive", false)]
    [InlineData("usd 900", "usd 900 exclusive", false)]
    [InlineData("usd 900", "usd 900, jpy 120", false)]
    [InlineData("usd 900 exclusive", "usd 900 inclusive", true)]
    [InlineData("usd 900 exclusive", "usd 900", true)]
    [InlineData("usd 900, jpy 120", "jpy 120", true)]
    [InlineData("usd 900", "", true)]
    public void Other_currencies_are_added_and_changed_on_the_price_and_leave_with_it(string agreed, string wanted, bool isReplaced)
    {
        var (before, after) = (Currencies(agreed), Currencies(wanted));
        var seen = Mug.InStep.OnDocument((FieldNames.CurrencyOptions, before)).OnPrice((FieldNames.CurrencyOptions, before))
            .RecordedSlot(slot => slot with { Agreed = slot.Agreed.SetItem(FieldNames.CurrencyOptions, new AgreedValue(before, before)) });
        var plan = seen.OnDocument((FieldNames.CurrencyOptions, after)).Plan();

        Assert.Empty(seen.Plan().Writes());
        Assert.Equal(isReplaced, plan.Changes[0] is Change.Create { Side: Side.Stripe });
        var shown = plan.Changes[0] is Change.Create made ? made.Fields[FieldNames.CurrencyOptions] : Assert.Single(((Change.Update)plan.Changes[0]).Fields).To;
        Assert.Equal(after, shown);
        Assert.Equal(isReplaced ? 1 : 0, plan.Next.Slot(Mug.Slot)!.Generation);
    }

    [Theory]
    [InlineData("jpy 120", true)]
    [InlineData("", true)]
    [InlineData("usd 900", false)]
    public void A_former_price_comes_back_if_it_has_no_currency_too_many(string had, bool comesBack)
    {
        var former = Mug.StripePrice("price_0", (FieldNames.Active, false), (FieldNames.UnitAmount, 900), (FieldNames.CurrencyOptions, Currencies(had)));
        var plan = Mug.InStep.With(former).RecordedSlot(slot => slot with { Lineage = ["price_0"] })
            .OnDocument((FieldNames.UnitAmount, 900), (FieldNames.CurrencyOptions, Currencies("jpy 130"))).Plan();

        Assert.Equal(comesBack, plan.Next.Slot(Mug.Slot)!.PriceId == "price_0");
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "Old")]
    public void A_document_that_comes_back_to_its_archived_price_decides_also_by_what_it_does_not_say(bool isActive, string? nickname)
    {
        var seen = Mug.InStep.Recorded(record => record with { Slots = [] }).OnPrice((FieldNames.Active, isActive), (FieldNames.Nickname, "Old")).Plan();

        Assert.Equal(nickname is null, seen.Changes.OfType<Change.Update>().Any(update => update.Side == Side.Stripe && update.Fields.Contains(new FieldChange(FieldNames.Nickname, Mug.Text("Old"), null))));
        Assert.Equal(nickname is not null, seen.Changes.OfType<Change.Update>().Any(update => update.Side == Side.Sanity && update.Fields.Contains(new FieldChange(FieldNames.Nickname, null, Mug.Text("Old")))));
        Assert.Equal(nickname is null, seen.Conflicts.Any(conflict => conflict.Field == FieldNames.Nickname && Equals(conflict.Loser, Mug.Text("Old"))));
    }

    [Theory]
    [InlineData(FieldNames.Tiers)]
    [InlineData(FieldNames.CustomUnitAmount)]
    public void Tiers_or_a_chosen_amount_take_the_place_of_the_amount(string field)
    {
        var value = field == FieldNames.Tiers
            ? new FieldValue.List([new FieldValue.Group(Fields.Of((FieldNames.UnitAmount, new FieldValue.Number(5))))])
            : (FieldValue)new FieldValue.Group(Fields.Of(("enabled", new FieldValue.Flag(true))));
        var plan = Mug.InStep.OnDocument((FieldNames.UnitAmount, null), (field, value)).Plan();

        Assert.Empty(plan.Refusals);
        var made = Assert.IsType<Change.Create>(plan.Changes[0]);
        Assert.Equal((null, value), (made.Fields[FieldNames.UnitAmount], made.Fields[field]));
    }

    private static FieldValue? Currencies(string text) => text.Length == 0 ? null : new FieldValue.Group(Fields.Of(text.Split(", ").Select(option =>
    {
        var words = option.Split(' ');
        return (words[0], (FieldValue?)new FieldValue.Group(Fields.Of(
            (FieldNames.UnitAmount, new FieldValue.Number(int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture))),
            (FieldNames.TaxBehavior, FieldValue.OfText(words.ElementAtOrDefault(2))))));
    })));
}
