namespace Tandem.Core.Tests.Planning;

/// <summary>Edits in Stripe that writes of ours overtook.</summary>
public sealed class OvertakenTests
{
    private const string StripeId = "prod_1";
    private static readonly ProductKey Key = new("default", "mug");

    [Fact]
    [Trait("G", "4")]
    public void A_late_write_over_our_own_newer_value_does_not_hide_the_edit_that_was_overtaken_before()
    {
        // A person said "theirs"; our "ours" went over it unseen, and then an older write of ours, which cleared the field, came late.
        var plan = Planner.Plan(Seen(agreed: "ours", sanity: "ours", stripe: null, lateTo: null, "theirs", "ours"));

        var conflict = Assert.Single(plan.Conflicts);
        Assert.Equal(new FieldValue.Text("theirs"), conflict.Stripe);
        Assert.Equal("ours", Written(plan));
        Assert.Equal([1L, 2L], plan.Settled.Order());
    }

    [Fact]
    [Trait("G", "4")]
    public void Our_own_value_is_no_edit_that_was_overtaken()
    {
        // The editor has gone on to "next"; only a late write of ours came over "ours".
        var plan = Planner.Plan(Seen(agreed: "ours", sanity: "next", stripe: "late", lateTo: "late", "ours"));

        Assert.Empty(plan.Conflicts);
        Assert.Equal("next", Written(plan));
        Assert.Equal([1L], plan.Settled);
    }

    [Fact]
    [Trait("G", "4")]
    public void A_person_who_edits_again_replaces_what_was_overtaken()
    {
        var plan = Planner.Plan(Seen(agreed: "ours", sanity: "ours", stripe: "newest", lateTo: null, "theirs"));

        Assert.Empty(plan.Conflicts);
        Assert.Equal([1L], plan.Settled);
        Assert.Contains(plan.Changes.OfType<Change.Update>(), update => update.Side == Side.Sanity);
    }

    private static Situation Seen(string agreed, string? sanity, string? stripe, string? lateTo, params string[] overtaken)
    {
        static FieldValue? Text(string? value) => value is null ? null : new FieldValue.Text(value);
        static Fields Shown(string? description) => Fields.None.With(FieldNames.Active, new FieldValue.Flag(true)).With(FieldNames.Name, new FieldValue.Text("Mug")).With(FieldNames.Description, Text(description));
        var both = new AgreedValue(new FieldValue.Flag(true), new FieldValue.Flag(true));
        var name = new AgreedValue(new FieldValue.Text("Mug"), new FieldValue.Text("Mug"));
        return new Situation
        {
            Record = new ProductRecord
            {
                Key = Key, StripeId = StripeId, Link = LinkState.Live,
                Agreed = ProductRecord.NoneAgreed.SetItem(FieldNames.Active, both).SetItem(FieldNames.Name, name).SetItem(FieldNames.Description, new AgreedValue(Text(agreed), Text(agreed))),
            },
            Sanity = new Observation { Product = new ProductView { Id = "mug", Revision = "r1", Mirror = StripeId, Fields = Shown(sanity) } },
            Stripe = new Observation { Product = new ProductView { Id = StripeId, Mirror = "mug", Fields = Shown(stripe) } },
            Intents =
            [
                new Intent
                {
                    Token = "t", Key = Key, Side = Side.Stripe, Operation = "o", At = default, State = IntentState.Superseded,
                    Changes = [new Change.Update { Side = Side.Stripe, Kind = Kind.Product, Id = StripeId, Reason = "late", Fields = [new FieldChange(FieldNames.Description, Text("before"), Text(lateTo))] }],
                },
            ],
            Overtaken = [.. overtaken.Select((value, index) => new OvertakenEdit(index + 1, new ObjectId(Side.Stripe, Kind.Product, StripeId), FieldNames.Description, Text(value)))],
            Policy = Policy.Default,
        };
    }

    private static string? Written(Plan plan) => plan.Changes.OfType<Change.Update>().Where(update => update.Side == Side.Stripe)
        .SelectMany(update => update.Fields).Where(field => field.Field == FieldNames.Description).Select(field => (field.To as FieldValue.Text)?.Value).Single();
}
