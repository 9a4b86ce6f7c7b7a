using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;
using Tandem.Sandbox;
using Tandem.Sanity;

namespace Tandem.Engine.Tests;

/// <summary>What a look at two catalogues says before anything is done.</summary>
[Trait("G", "18")]
public sealed class SurveyTests
{
    private static readonly SurveyOptions ByName = new() { Rules = [MatchRule.Name] };

    [Fact]
    public async Task An_empty_dataset_gets_everything_from_Stripe_and_nothing_is_written_by_looking()
    {
        await using var shop = new Shop();
        var mug = shop.Sells("Mug", 1200, 1500);
        shop.Sells("Cap", 900);

        var found = await shop.Look();

        Assert.Equal(2, found.Count);
        var preview = found[$"stripeProduct-{mug}"];
        Assert.Equal((PreviewState.Changes, Effect.MakeInSanity, Evidence.None, mug, "Mug"), (preview.State, Effort.EffectOf(preview), preview.Evidence, preview.StripeId, preview.Name));
        Assert.Equal(3, preview.Plan!.Changes.OfType<Change.Create>().Count(made => made.Side == Side.Sanity));
        Assert.Equal(3, Effort.StripeWrites(preview.Plan));
        Assert.Equal(0, shop.Writes);
        Assert.Empty(await shop.Journal());
        Assert.Null(await shop.Store.NextDue(CancellationToken.None));
    }

    [Fact]
    public async Task An_empty_account_gets_everything_from_Sanity()
    {
        await using var shop = new Shop();
        shop.PublishMug();

        var preview = Assert.Single(await shop.Look()).Value;

        Assert.Equal((PreviewState.Changes, Effect.MakeInStripe), (preview.State, Effort.EffectOf(preview)));
        Assert.Equal((1, 1), (Effort.StripeWrites(preview.Plan!), Effort.SanityWrites(preview.Plan!)));
    }

    [Fact]
    public async Task What_is_in_step_is_told_so_and_a_look_costs_lists_only()
    {
        await using var shop = await new Shop().Open();
        for (var i = 0; i < 120; i++)
        {
            shop.PublishMug($"mug-{i}", $"Mug {i}");
        }

        await shop.Pass(TimeSpan.FromSeconds(4));
        var (stripe, sanity) = (shop.Stripe.Calls.Reads, shop.Sanity.Calls.Reads);

        var found = await shop.Look();

        Assert.Equal(120, found.Values.Count(preview => preview.State == PreviewState.InStep));
        Assert.Equal(6, shop.Stripe.Calls.Reads - stripe);
        Assert.InRange(shop.Sanity.Calls.Reads - sanity, 3, 25);
    }

    [Fact]
    public async Task Two_catalogues_that_nothing_matches_wait_on_both_sides()
    {
        await using var shop = new Shop();
        shop.Publishes("mug", "Mug", 1200);
        var mug = shop.Sells("Mug", 1200);

        var found = await shop.Look();

        Assert.Equal(["mug", $"stripeProduct-{mug}"], found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found.Values, preview => Assert.Equal((PreviewState.Waits, null), (preview.State, preview.Order)));
        Assert.Empty(found.Values.SelectMany(preview => preview.Plan!.Changes));
    }

    [Fact]
    public async Task What_is_really_new_is_made_where_a_person_says_so()
    {
        await using var shop = new Shop();
        shop.Publishes("mug", "Mug", 1200);
        var cap = shop.Sells("Cap", 900);

        var found = await shop.Look(new SurveyOptions { Make = [Side.Sanity] });

        Assert.Equal(PreviewState.Waits, found["mug"].State);
        Assert.Equal(Effect.MakeInSanity, Effort.EffectOf(found[$"stripeProduct-{cap}"]));
    }

    [Fact]
    public async Task A_name_matches_a_product_and_its_prices_without_a_twin()
    {
        await using var shop = new Shop();
        shop.Publishes("mug", "Mug", 1200, 1500);
        var mug = shop.Sells(" mUG ", 1500, 1200);
        shop.Publishes("cap", "Cap", 900);

        var found = await shop.Look(ByName);

        var preview = found["mug"];
        Assert.Equal((PreviewState.Changes, Evidence.Name, mug), (preview.State, preview.Evidence, preview.StripeId));
        Assert.Empty(preview.Plan!.Changes.OfType<Change.Create>());
        Assert.Equal([new ObjectId(Side.Stripe, Kind.Product, mug)], preview.Mentions);

        // Stripe has nothing left that nobody matched, so that what only Sanity has is new.
        Assert.Equal(Effect.MakeInStripe, Effort.EffectOf(found["cap"]));
    }

    [Fact]
    public async Task A_slug_matches_by_the_metadata_or_by_the_name_as_a_slug()
    {
        await using var shop = new Shop();
        shop.Publishes("grosse-taesse", "Tasse", 1200);
        shop.Publishes("kappe", "Kappe", 900);
        var cup = shop.Sells("Große -  Tässe!", 1200);
        var cap = (string)shop.Dashboard.CreateProduct(("name", "Something else"), ("metadata[slug]", "kappe"))["id"]!;

        var found = await shop.Look(new SurveyOptions { Rules = [MatchRule.Slug] });

        Assert.Equal((cup, Evidence.Slug), (found["grosse-taesse"].StripeId, found["grosse-taesse"].Evidence));
        Assert.Equal((cap, Evidence.Slug), (found["kappe"].StripeId, found["kappe"].Evidence));
        Assert.Equal(2, found.Count);
    }

    [Fact]
    public async Task What_several_products_may_be_is_ambiguous_until_a_person_says_which()
    {
        await using var shop = new Shop();
        shop.Publishes("mug", "Mug", 1200);
        shop.Publishes("mug-2", "Mug", 1300);
        var mug = shop.Sells("Mug", 1200);

        var unclear = Assert.Single(await shop.Look(ByName)).Value;
        Assert.Equal((PreviewState.Ambiguous, null), (unclear.State, unclear.Order));
        Assert.Contains($"--link mug={mug}", unclear.Notes[0], StringComparison.Ordinal);

        var found = await shop.Look(ByName with { Links = ImmutableDictionary<string, string>.Empty.Add("mug-2", mug) });
        Assert.Equal((mug, Evidence.Person), (found["mug-2"].StripeId, found["mug-2"].Evidence));
        Assert.Equal(Effect.MakeInStripe, Effort.EffectOf(found["mug"]));
    }

    [Fact]
    public async Task Ids_and_lookup_keys_match_without_a_rule()
    {
        await using var shop = new Shop();
        var (named, naming, keyed) = (shop.Sells("Named", 100), shop.Sells("Naming", 200), shop.Sells("Keyed"));
        shop.Dashboard.EditProduct(naming, ("metadata[sanity_id]", "naming"));
        shop.Dashboard.CreatePrice(("product", keyed), ("currency", "eur"), ("unit_amount", "300"), ("lookup_key", "standard"));
        shop.Publishes("named", "A", 100);
        shop.Editor.SetAndPublish("named", "stripeProductId", named);
        shop.Publishes("naming", "B", 200);
        shop.Publishes("keyed", "C");
        var price = Looks.Price("keyed-price", "keyed", 350);
        price["lookup_key"] = "standard";
        shop.Editor.PublishNew(price);

        var found = await shop.Look();

        Assert.Equal(3, found.Count);
        Assert.Equal((named, Evidence.Ids), (found["named"].StripeId, found["named"].Evidence));
        Assert.Equal((naming, Evidence.Ids), (found["naming"].StripeId, found["naming"].Evidence));
        Assert.Equal((keyed, Evidence.LookupKey), (found["keyed"].StripeId, found["keyed"].Evidence));

        // The price with the same key is the same price: it is replaced by one with the document's amount, and both are not kept beside each other.
        var made = Assert.Single(found["keyed"].Plan!.Changes.OfType<Change.Create>());
        Assert.Equal(("keyed-price", true), (made.Slot, made.TakesLookupKey));
    }

    [Fact]
    public async Task A_duplicated_document_is_a_product_of_its_own()
    {
        await using var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Pass(TimeSpan.FromSeconds(4));
        shop.Delivers = false;
        shop.Editor.Duplicate("mug", "mug-copy");
        shop.Editor.SetAndPublish("mug-copy", "name", "Copy");

        var found = await shop.Look();

        Assert.Equal(PreviewState.InStep, found["mug"].State);
        Assert.Equal(Effect.MakeInStripe, Effort.EffectOf(found["mug-copy"]));
        Assert.NotEqual(found["mug"].StripeId, found["mug-copy"].StripeId);
    }

    [Fact]
    public async Task Edits_deletes_and_refusals_are_shown_as_the_live_path_would_do_them()
    {
        await using var shop = await new Shop().Open();
        foreach (var id in new[] { "edited", "gone", "free", "twice" })
        {
            shop.PublishMug(id, id, withDefault: false);
        }

        await shop.Pass(TimeSpan.FromSeconds(4));
        shop.Delivers = false;
        shop.Editor.SetAndPublish("edited-eur", "unit_amount", 1500);
        shop.Editor.SetAndPublish("free-eur", "unit_amount", 0);
        shop.Editor.SetAndPublish("twice", "name", "Sanity's");
        shop.Dashboard.EditProduct((string)shop.Product("twice")["id"]!, ("name", "Stripe's"));
        shop.Sanity.Mutate([Shop.Json("""{"delete":{"id":"gone-eur"}}"""), Shop.Json("""{"delete":{"id":"gone"}}""")]);

        var found = await shop.Look();

        Assert.Contains(found["edited"].Words(), word => word.Contains("a price is immutable", StringComparison.Ordinal));
        Assert.Equal(Effect.Archive, Effort.EffectOf(found["gone"]));
        Assert.Equal(PreviewState.Blocked, found["free"].State);
        Assert.Equal(FieldNames.UnitAmount, found["free"].Plan!.Held[0].Field);
        Assert.Equal(Winner.Sanity, Assert.Single(found["twice"].Plan!.Conflicts).Winner);
    }

    [Fact]
    public async Task A_document_that_asks_to_be_left_alone_is_and_a_draft_is_none_of_ours()
    {
        await using var shop = new Shop(schema: SanitySchema.Default with { Conditions = [new DocumentCondition(Kind.Product, "noSync", JsonSerializer.SerializeToElement(true), IsException: true)] });
        shop.Publishes("mug", "Mug", 1200);
        shop.Editor.SetAndPublish("mug", "noSync", true);
        shop.Editor.Create(Shop.Json("""{"_id":"drafted","_type":"product","name":"Drafted"}"""));

        var preview = Assert.Single(await shop.Look()).Value;

        Assert.Equal(("mug", PreviewState.LeftAlone), (preview.Key.DocumentId, preview.State));
    }

    [Theory]
    [InlineData("mug", 1)]
    [InlineData("mug*", 2)]
    [InlineData("*g-2", 1)]
    [InlineData("m*-*2", 1)]
    [InlineData("nothing*", 0)]
    public async Task Only_what_is_meant_is_looked_at(string only, int count)
    {
        await using var shop = new Shop();
        shop.Publishes("mug", "Mug", 1200);
        shop.Publishes("mug-2", "Mug 2", 1300);
        shop.Publishes("cap", "Cap", 900);

        Assert.Equal(count, (await shop.Look(new SurveyOptions { Only = [only] })).Count);
    }

    [Fact]
    public async Task A_product_that_is_named_costs_its_own_calls_only()
    {
        await using var shop = new Shop();
        var ids = Enumerable.Range(0, 30).Select(i => shop.Sells($"Mug {i}", 1000 + i)).ToList();
        shop.Publishes("cap", "Cap", 900);

        var found = await shop.Look(new SurveyOptions { Only = [ids[7], "cap", "nobody"] });

        Assert.Equal(Effect.MakeInSanity, Effort.EffectOf(found[$"stripeProduct-{ids[7]}"]));
        Assert.Equal(Effect.MakeInStripe, Effort.EffectOf(found["cap"]));
        Assert.Equal(PreviewState.Blocked, found["nobody"].State);
        Assert.InRange(shop.Reads, 5, 16);
    }

    [Fact]
    public async Task What_cannot_be_linked_is_said_before_anything_is_looked_at()
    {
        await using var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Pass(TimeSpan.FromSeconds(4));
        shop.Publishes("cap", "Cap", 900);
        var links = ImmutableDictionary<string, string>.Empty.Add("mug", "prod_1").Add("cap", "prod_2").Add("nobody", "prod_2");

        var start = await shop.Engine.Survey(Connection.Default, new SurveyOptions { Links = links }).Prepare(CancellationToken.None);

        Assert.Equal(4, start.Value!.Problems.Length);
    }

    [Fact]
    public async Task A_vendor_that_asks_for_patience_gets_it_and_one_that_refuses_ends_the_look()
    {
        await using var shop = new Shop();
        shop.Sells("Mug", 1200);
        shop.Stripe.Faults.Add(new CallFault(CallFaultKind.RateLimited) { Method = "GET", PathPrefix = "/v1/products", Times = 2 });
        Assert.Single(await Passing(shop, shop.Look()));

        shop.Stripe.Faults.Add(new CallFault(CallFaultKind.ErrorBeforeCommit) { PathPrefix = "/v1/prices" });
        var survey = shop.Engine.Survey(Connection.Default, new SurveyOptions());
        await survey.Prepare(CancellationToken.None);
        var ends = await Passing(shop, Last(survey));
        Assert.IsType<CatalogFault.Unavailable>(ends.Fault);
    }

    private static async Task<Outcome<Preview>> Last(Engine.Survey survey)
    {
        var last = default(Outcome<Preview>);
        await foreach (var preview in survey.Previews(CancellationToken.None))
        {
            last = preview;
        }

        return last;
    }

    // Whoever waits for the clock sees it move.
    private static async Task<T> Passing<T>(Shop shop, Task<T> task)
    {
        while (true)
        {
            try
            {
                return await task.WaitAsync(TimeSpan.FromMilliseconds(50));
            }
            catch (TimeoutException) when (!task.IsCompleted)
            {
                if (shop.Time.IsAwaited)
                {
                    shop.Time.Advance(TimeSpan.FromSeconds(1));
                }
            }
        }
    }
}
