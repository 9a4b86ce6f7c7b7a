using Tandem.Core.Tests.Planning;

namespace Tandem.Core.Tests.Promotions;

/// <summary>One product of one connection comes to another one: what is made, what changes, what stays.</summary>
public sealed class PromotionTests
{
    private static readonly PriceView Eur = new() { Id = "mug-eur", Revision = "s2", ProductId = "mug", Mirror = "price_test", Fields = Mug.Price };

    private static readonly Observation There = new()
    {
        Product = new ProductView { Id = "mug", Revision = "s1", Mirror = "prod_test", Fields = Mug.Product.Set((FieldNames.DefaultPrice, "mug-eur"), (FieldNames.Description, "Blue")) },
        Prices = [Eur],
    };

    private static readonly PromotionSituation New = new()
    {
        Origin = "staging", Source = There, SourcePolicy = Policy.Default, Record = new ProductRecord { Key = new ProductKey("live", "mug") }, Target = Observation.Nothing, TargetPolicy = Policy.Default,
    };

    /// <summary>Promoted, and nothing has changed since.</summary>
    private static readonly PromotionSituation Again = After(New);

    [Fact]
    public void A_new_product_is_made_with_its_prices_and_without_Stripes_ids()
    {
        var promotion = Promotion.Of(New);

        Assert.Equal(
            [
                """+ Sanity Product mug  {active: true, default_price: "mug-eur", description: "Blue", name: "Mug"} of  mirror= op= prices=[] takes=False: promoted from staging""",
                """+ Sanity Price mug-eur mug-eur {active: true, currency: "eur", unit_amount: 1000} of mug mirror= op= prices=[] takes=False: promoted from staging""",
            ],
            promotion.Changes.Select(PlanPrint.Of));
        Assert.Equal(("mug", null, There.Product!.Fields), (promotion.After.Product!.Id, promotion.After.Product.Mirror, promotion.After.Product.Fields));
        Assert.Equal(("mug-eur", "mug", null, Eur.Fields), (promotion.After.Prices[0].Id, promotion.After.Prices[0].ProductId, promotion.After.Prices[0].Mirror, promotion.After.Prices[0].Fields));
        Assert.Equal(("mug", "mug", ("mug-eur", "mug-eur")), (promotion.Next.Source, promotion.Next.Target, (promotion.Next.Prices[0].Source, promotion.Next.Prices[0].Target)));
        Assert.Equal(new PromotedValue(Mug.Text("Mug"), Mug.Text("Mug")), promotion.Next.Fields[FieldNames.Name]);
        Assert.Equal((false, false, promotion.Key), (promotion.IsLeftAlone, promotion.IsContested, New.Key));
        Assert.Empty(promotion.Notes);
    }

    [Fact]
    public void Once_it_is_there_nothing_is_to_do_and_the_same_is_remembered()
    {
        var promotion = Promotion.Of(Again);

        Assert.Empty(promotion.Changes);
        Assert.Empty(promotion.Notes);
        Assert.True(promotion.Next.IsSame(Again.Known));
        Assert.Equal(Again.Target.Prices.Length, promotion.After.Prices.Length);
    }

    [Fact]
    public void What_changes_there_follows_guarded_by_the_revision_and_into_drafts_that_nobody_edited()
    {
        var seen = Again.There((FieldNames.Name, "Cup")).TherePrice((FieldNames.UnitAmount, 1500)).Here(product => product with
        {
            Drafts = [new DraftView("drafts.mug", "d1", product.Fields, null), new DraftView("versions.r.mug", "d2", product.Fields.Set((FieldNames.Name, "Bowl")), null)],
        });

        var promotion = Promotion.Of(seen);

        Assert.Equal(
            [
                "~ Sanity Price mug-eur mug-eur @t2 unit_amount: 1000 → 1500 mirror= False prices=[] takes=False drafts=[]: promoted from staging",
                """~ Sanity Product mug  @t1 name: "Mug" → "Cup" mirror= False prices=[] takes=False drafts=[drafts.mug name: "Mug" → "Cup" ]: promoted from staging""",
            ],
            promotion.Changes.Select(PlanPrint.Of));
        Assert.All(promotion.Changes.OfType<Change.Update>(), update => Assert.True(update.Kind == Kind.Product || update.ProductId == "mug"));
        Assert.Equal((Mug.Text("Cup"), new FieldValue.Number(1500)), (promotion.After.Product!.Fields[FieldNames.Name], promotion.After.Prices[0].Fields[FieldNames.UnitAmount]));
    }

    [Fact]
    public void A_drafts_value_that_the_document_has_shown_before_is_no_edit()
    {
        var published = ProductRecord.NoneKnown.SetItem(FieldNames.Name, [Mug.Text("Mug"), Mug.Text("Pot")]);
        var seen = Again.There((FieldNames.Name, "Cup")).TherePrice((FieldNames.Nickname, "b")).Here(product => product with
        {
            Drafts = [new DraftView("drafts.mug", "d1", product.Fields.Set((FieldNames.Name, "Pot")), null)],
        });
        seen = seen with
        {
            Record = seen.Record with
            {
                Published = published,
                Slots = [new SlotRecord { Slot = "mug-eur", Published = ProductRecord.NoneKnown.SetItem(FieldNames.Nickname, [Mug.Text("old")]) }],
            },
            Target = seen.Target with { Prices = [seen.Target.Prices[0] with { Drafts = [new DraftView("drafts.mug-eur", "d2", Mug.Of((FieldNames.Nickname, "old")), null)] }] },
        };

        Assert.All(Promotion.Of(seen).Changes.OfType<Change.Update>(), update => Assert.Single(update.Drafts));
        Assert.Equal(2, Promotion.Of(seen).Changes.Length);
    }

    [Fact]
    public void What_was_edited_here_since_stays_and_where_both_were_edited_a_person_is_told()
    {
        var edited = Again.Here((FieldNames.Name, "Becher"));
        var quiet = Promotion.Of(edited);
        Assert.Empty(quiet.Changes);
        Assert.False(quiet.IsContested);
        Assert.Equal(new PromotedValue(Mug.Text("Mug"), Mug.Text("Mug")), quiet.Next.Fields[FieldNames.Name]);

        var contested = Promotion.Of(edited.There((FieldNames.Name, "Cup")));
        Assert.Empty(contested.Changes);
        Assert.True(contested.IsContested);
        Assert.Equal("""mug, name was edited here since the last promotion: it stays "Becher" (--overwrite takes "Cup" over from staging).""", Assert.Single(contested.Notes));

        var cleared = Promotion.Of(Again.There((FieldNames.Description, null)).Here((FieldNames.Description, "Green")));
        Assert.Equal("""mug, description was edited here since the last promotion: it stays "Green" (--overwrite takes nothing over from staging).""", Assert.Single(cleared.Notes));
        var unset = Promotion.Of(Again.There((FieldNames.Description, "Red")).Here((FieldNames.Description, null)));
        Assert.Equal("""mug, description was edited here since the last promotion: it stays unset (--overwrite takes "Red" over from staging).""", Assert.Single(unset.Notes));
    }

    [Fact]
    public void Overwriting_takes_over_also_what_was_edited_here()
    {
        var promotion = Promotion.Of(Again.Here((FieldNames.Name, "Becher")) with { Overwrites = true });

        Assert.Equal("""name: "Becher" → "Mug" """.Trim(), string.Join(", ", Assert.IsType<Change.Update>(Assert.Single(promotion.Changes)).Fields));
        Assert.False(promotion.IsContested);
    }

    [Fact]
    public void Both_edited_to_the_same_is_in_step()
    {
        var promotion = Promotion.Of(Again.There((FieldNames.Name, "Cup")).Here((FieldNames.Name, "Cup")));

        Assert.Empty(promotion.Changes);
        Assert.Equal(new PromotedValue(Mug.Text("Cup"), Mug.Text("Cup")), promotion.Next.Fields[FieldNames.Name]);
    }

    [Fact]
    public void A_field_that_is_cleared_there_is_cleared_here_but_only_if_it_was_promoted()
    {
        var cleared = Promotion.Of(Again.There((FieldNames.Description, null)));
        Assert.Equal("description: \"Blue\" → unset", string.Join(", ", Assert.IsType<Change.Update>(Assert.Single(cleared.Changes)).Fields));

        var met = Promotion.Of((Again with { Known = null }).There((FieldNames.Description, null)));
        Assert.Empty(met.Changes);
        Assert.False(met.Next.Fields.ContainsKey(FieldNames.Description));
    }

    [Fact]
    public void At_the_first_meeting_what_the_other_shows_goes_over()
    {
        var promotion = Promotion.Of((Again with { Known = null }).Here((FieldNames.Name, "Becher")));

        Assert.Equal("name: \"Becher\" → \"Mug\"", string.Join(", ", Assert.IsType<Change.Update>(Assert.Single(promotion.Changes)).Fields));
        Assert.Empty(promotion.Notes);
    }

    [Fact]
    public void What_this_dataset_keeps_in_a_form_of_its_own_is_remembered_as_it_shows_it()
    {
        var picture = new FieldValue.List([Mug.Text("https://cdn/staging.png")]);
        var own = new FieldValue.List([Mug.Text("https://cdn/live.png")]);
        var policy = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule.Field == FieldNames.Images ? rule with { Direction = Direction.Both } : rule)] };
        var first = New with { SourcePolicy = policy, TargetPolicy = policy, Source = There with { Product = There.Product! with { Fields = There.Product!.Fields.With(FieldNames.Images, picture) } } };
        var promotion = Promotion.Of(first);
        var shown = promotion.After.Product! with { Fields = promotion.After.Product!.Fields.With(FieldNames.Images, own).With(FieldNames.Active, null) };

        var known = promotion.Done([shown], promotion.After.Prices);

        Assert.Equal(new PromotedValue(picture, own), known.Fields[FieldNames.Images]);
        Assert.Equal(new PromotedValue(Mug.Flag(true), Mug.Flag(true)), known.Fields[FieldNames.Active]);
        Assert.Empty(Promotion.Of(first with { Known = known, Target = promotion.After with { Product = shown } }).Changes);
        Assert.True(promotion.Done([], []).IsSame(promotion.Next));
        Assert.True(promotion.Done([], promotion.After.Prices).IsSame(promotion.Next));
    }

    [Fact]
    public void What_was_not_written_is_remembered_as_it_was()
    {
        var promotion = Promotion.Of(Again.Here((FieldNames.Name, "Becher")).There((FieldNames.Description, "Red")));

        var known = promotion.Done([promotion.After.Product!], promotion.After.Prices);

        Assert.Equal(new PromotedValue(Mug.Text("Mug"), Mug.Text("Mug")), known.Fields[FieldNames.Name]);
        Assert.Equal(new PromotedValue(Mug.Text("Red"), Mug.Text("Red")), known.Fields[FieldNames.Description]);

        // Two fields in dispute, of which both sides edited one, are in dispute whatever their order.
        var twice = Promotion.Of(Again.Here((FieldNames.Name, "Becher"), (FieldNames.Description, "Green")).There((FieldNames.Name, "Cup"), (FieldNames.Description, "Red")));
        Assert.Equal((true, 2), (twice.IsContested, twice.Notes.Length));
    }

    [Fact]
    public void What_asks_to_be_left_alone_or_is_gone_stays_as_it_is()
    {
        Assert.Equal("mug asks to be left alone in staging.", Left(Again with { Source = There with { Product = There.Product! with { IsLeftAlone = true } } }));
        Assert.Equal("mug asks to be left alone here.", Left(Again.Here(product => product with { IsLeftAlone = true })));
        Assert.Equal("mug is not there in staging: it stays here as it is.", Left(Again with { Source = Observation.Nothing }));
        Assert.Equal("mug is not there in staging: it stays here as it is.", Left(New with { Source = Observation.Nothing }));
        var gone = Again with { Target = Observation.Nothing };
        Assert.Equal("mug was promoted before and is gone here since: it is not made again (--overwrite makes it).", Left(gone));
        Assert.Equal(2, Promotion.Of(gone with { Overwrites = true }).Changes.OfType<Change.Create>().Count());

        static string Left(PromotionSituation seen)
        {
            var promotion = Promotion.Of(seen);
            Assert.Equal((true, 0, seen.Target.Product?.Fields), (promotion.IsLeftAlone, promotion.Changes.Length, promotion.After.Product?.Fields));
            Assert.True(seen.Known is null || promotion.Next.IsSame(seen.Known));
            return Assert.Single(promotion.Notes);
        }
    }

    [Fact]
    public void What_travels_one_way_only_here_or_is_not_known_there_is_not_promoted()
    {
        var oneWay = Of(FieldNames.Description, Direction.ToStripe);
        var promotion = Promotion.Of(Again.There((FieldNames.Description, "Red")) with { TargetPolicy = oneWay });
        Assert.Empty(promotion.Changes);
        Assert.Equal("mug, description does not travel both ways: it stays as it is here.", Assert.Single(promotion.Notes));
        Assert.Empty(Promotion.Of(Again with { TargetPolicy = oneWay }).Notes);

        var fromStripe = Promotion.Of(Again.There((FieldNames.Description, "Red")) with { TargetPolicy = Of(FieldNames.Description, Direction.ToSanity) });
        Assert.Empty(fromStripe.Changes);
        Assert.Empty(fromStripe.Notes);

        Assert.Empty(Promotion.Of(Again.There((FieldNames.Description, null)) with { SourcePolicy = Of(FieldNames.Description, Direction.Off) }).Changes);
        Assert.Single(Promotion.Of(Again.There((FieldNames.Description, "Red")) with { SourcePolicy = oneWay }).Changes);

        static Policy Of(string field, Direction direction) => Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule.Kind == Kind.Product && rule.Field == field ? rule with { Direction = direction } : rule)] };
    }

    [Fact]
    public void Keys_of_the_metadata_go_over_one_by_one()
    {
        var policy = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule.Field == FieldNames.Metadata ? rule with { Direction = Direction.Both } : rule)] };
        var seen = Again.There(("metadata.color", "blue")).TherePrice(("metadata.tier", "a")).Here(("metadata.shelf", "7")) with { SourcePolicy = policy, TargetPolicy = policy };

        var promotion = Promotion.Of(seen);

        Assert.Equal(["metadata.tier: unset → \"a\"", "metadata.color: unset → \"blue\""], promotion.Changes.Cast<Change.Update>().Select(update => string.Join(", ", update.Fields)));
    }

    [Fact]
    public void A_value_that_cannot_be_read_stays_out_with_the_reason()
    {
        var there = Again.There((FieldNames.Name, "Cup")).There(product => product with { Refused = product.Refused.Add(FieldNames.Name, "This must be a text.") });
        var promotion = Promotion.Of(there);
        Assert.Empty(promotion.Changes);
        Assert.Equal("mug in staging, name: This must be a text.", Assert.Single(promotion.Notes));

        promotion = Promotion.Of(Again.There((FieldNames.Name, "Cup")).Here(product => product with { Refused = product.Refused.Add(FieldNames.Name, "This must be a text.") }));
        Assert.Empty(promotion.Changes);
        Assert.Equal("mug, name: This must be a text.", Assert.Single(promotion.Notes));

        promotion = Promotion.Of(New with { Source = There with { Prices = [Eur with { Refused = ProductView.NoRefusals.Add(FieldNames.UnitAmount, "No amount.") }] } });
        Assert.Equal("+ Sanity Product mug  {active: true, default_price: \"mug-eur\", description: \"Blue\", name: \"Mug\"}", PlanPrint.Of(Assert.Single(promotion.Changes)).Split(" of ")[0]);
        Assert.Equal(["mug-eur in staging, unit_amount: No amount.", "mug-eur is not made: its price in staging must be mended first."], promotion.Notes);
        Assert.Empty(promotion.After.Prices);
        Assert.Empty(promotion.Next.Prices);
    }

    private static PromotionSituation After(PromotionSituation seen)
    {
        var promotion = Promotion.Of(seen);
        return seen with
        {
            Known = promotion.Next,
            Target = promotion.After with { Product = promotion.After.Product! with { Revision = "t1" }, Prices = [.. promotion.After.Prices.Select(price => price with { Revision = "t2" })] },
        };
    }
}

/// <summary>What may happen between two promotions, in few words.</summary>
internal static class PromotionWords
{
    public static PromotionSituation There(this PromotionSituation seen, Func<ProductView, ProductView> change) => seen with { Source = seen.Source with { Product = change(seen.Source.Product!) } };

    public static PromotionSituation There(this PromotionSituation seen, params (string, object?)[] fields) => seen.There(product => product with { Fields = product.Fields.Set(fields) });

    public static PromotionSituation TherePrice(this PromotionSituation seen, params (string, object?)[] fields) =>
        seen with { Source = seen.Source with { Prices = [seen.Source.Prices[0] with { Fields = seen.Source.Prices[0].Fields.Set(fields) }, .. seen.Source.Prices.Skip(1)] } };

    public static PromotionSituation Here(this PromotionSituation seen, Func<ProductView, ProductView> change) => seen with { Target = seen.Target with { Product = change(seen.Target.Product!) } };

    public static PromotionSituation Here(this PromotionSituation seen, params (string, object?)[] fields) => seen.Here(product => product with { Fields = product.Fields.Set(fields) });
}
