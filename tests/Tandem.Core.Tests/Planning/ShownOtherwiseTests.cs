using static Tandem.Core.Tests.Planning.Mug;

namespace Tandem.Core.Tests.Planning;

/// <summary>Values that a side keeps in a form of its own: Stripe shows a picture's address, Sanity the address of what it became.</summary>
public sealed class ShownOtherwiseTests
{
    private static readonly FieldValue Theirs = FieldValue.OfTexts(["https://x.test/a.png"])!;
    private static readonly FieldValue Ours = FieldValue.OfTexts(["https://cdn.test/abc.png"])!;
    private static readonly FieldValue Old = FieldValue.OfTexts(["https://cdn.test/old.png"])!;

    private static readonly Policy Both = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule.Field == FieldNames.Images ? rule with { Direction = Direction.Both } : rule)] };

    private static Situation Seen { get; } = (InStep with { Policy = Both }).Recorded(record => record with { Agreed = record.Agreed.SetItem(FieldNames.Images, new AgreedValue(Old, Old)) });

    private static Change.Update Written { get; } = new()
    {
        Side = Side.Sanity, Kind = Kind.Product, Id = Document, Reason = "r", Fields = [new FieldChange(FieldNames.Images, Old, Theirs) { Shown = Ours }],
    };

    [Fact]
    public void What_was_recorded_is_in_step_in_both_forms()
    {
        var plan = Shows(Old, Theirs).Plan();
        var update = Assert.IsType<Change.Update>(Assert.Single(plan.Changes));
        var next = Recorder.Record(plan, [new AppliedChange(update, Seen.Sanity.Product! with { Fields = Seen.Sanity.Product!.Fields.With(FieldNames.Images, Ours) }, null)]);

        Assert.Equal(new AgreedValue(Ours, Theirs), next.Agreed[FieldNames.Images]);
        Assert.True((Shows(Ours, Theirs) with { Record = next }).Plan().IsEmpty);
    }

    [Theory]
    [InlineData(IntentState.Open)]
    [InlineData(IntentState.Failed)]
    [InlineData(IntentState.Confirmed)]
    public void A_write_that_was_cut_off_before_its_record_is_known_by_what_it_shows(IntentState state)
    {
        var plan = Shows(Ours, Theirs).Writing(state, Written).Plan();
        Assert.True(plan.IsEmpty);
        Assert.Empty(plan.Conflicts);
        Assert.Equal(new AgreedValue(Ours, Theirs), plan.Next.Agreed[FieldNames.Images]);
    }

    [Fact]
    public void An_edit_after_such_a_write_is_an_edit()
    {
        var edited = FieldValue.OfTexts(["https://cdn.test/edited.png"])!;
        var change = Assert.IsType<Change.Update>(Assert.Single(Shows(edited, Theirs).Writing(IntentState.Confirmed, Written).Plan().Changes));
        Assert.Equal((Side.Stripe, edited), (change.Side, change.Fields.Single().To));
    }

    [Fact]
    public void A_late_write_is_known_by_what_it_shows_too()
    {
        var seen = Seen.Recorded(record => record with { Agreed = record.Agreed.SetItem(FieldNames.Images, new AgreedValue(Old, Old)) });
        var plan = (seen.InSanity(product => product with { Fields = product.Fields.With(FieldNames.Images, Ours) }).InStripe(product => product with { Fields = product.Fields.With(FieldNames.Images, Old) })
            .Writing(IntentState.Superseded, Written)).Plan();
        Assert.Equal((Side.Sanity, Old), plan.Changes.OfType<Change.Update>().Select(update => (update.Side, update.Fields.Single().To)).Single());
    }

    [Fact]
    public void A_document_that_was_born_so_is_known_by_what_it_shows()
    {
        var born = new Change.Create
        {
            Side = Side.Sanity, Kind = Kind.Product, Id = Document, Reason = "r", Mirror = StripeId, Fields = Product.With(FieldNames.Images, Theirs), Shown = Fields.None.With(FieldNames.Images, Ours),
        };
        var plan = Shows(Ours, Theirs).Recorded(record => record with { Agreed = ProductRecord.NoneAgreed }).Writing(IntentState.Open, born).Plan();
        Assert.Empty(plan.Conflicts);
        Assert.Equal(new AgreedValue(Ours, Theirs), plan.Next.Agreed[FieldNames.Images]);
        Assert.Equal(new AgreedValue(Text("Mug"), Text("Mug")), plan.Next.Agreed[FieldNames.Name]);
    }

    [Fact]
    public void Whether_a_write_was_done_is_told_by_what_it_shows()
    {
        var intent = Seen.Writing(IntentState.Open, Written).Intents[0];
        Assert.True(Recorder.IsShown(intent, Shows(Ours, Theirs).Sanity));
        Assert.False(Recorder.IsShown(intent, Shows(Theirs, Theirs).Sanity));
        Assert.Equal("""images: ["https://cdn.test/old.png"] → ["https://x.test/a.png"], shown as ["https://cdn.test/abc.png"]""", $"{Written.Fields[0]}");
    }

    [Theory]
    [InlineData("r1", Direction.Both, 0)]
    [InlineData("r0", Direction.Both, 1)]
    [InlineData("r0", Direction.ToStripe, 1)]
    [InlineData("r0", Direction.ToSanity, 0)]
    [InlineData("r0", Direction.Off, 0)]
    public void What_stays_behind_is_noted_when_somebody_has_changed_the_document(string known, Direction direction, int notes)
    {
        var policy = Both with { Rules = [.. Both.Rules.Select(rule => rule.Field == FieldNames.Images ? rule with { Direction = direction } : rule)] };
        var seen = Shows(Old, Old).Recorded(record => record with { Revision = known })
            .InSanity(product => product with { Remarks = product.Remarks.SetItem(FieldNames.Images, "holds 9.") }) with { Policy = policy };
        Assert.Equal(Enumerable.Repeat("mug, images: holds 9.", notes), seen.Plan().Notes);
    }

    [Fact]
    public void What_a_document_cannot_take_at_its_birth_is_told_and_left_out()
    {
        var seen = Foreign with { Policy = Both, Sanity = Observation.Nothing with { Refused = ProductView.NoRefusals.SetItem(FieldNames.Images, "is not fetched.") } };
        var plan = seen.InStripe(product => product with { Fields = product.Fields.With(FieldNames.Images, Theirs) }).Plan();

        var made = Assert.Single(plan.Changes.OfType<Change.Create>(), create => create.Kind == Kind.Product);
        Assert.Null(made.Fields[FieldNames.Images]);
        Assert.Equal("Mug", ((FieldValue.Text)made.Fields[FieldNames.Name]!).Value);
        Assert.Contains("is not fetched.", Assert.Single(plan.Refusals).ToString(), StringComparison.Ordinal);
        Assert.False(plan.Next.Agreed.ContainsKey(FieldNames.Images));
    }

    private static Situation Shows(FieldValue sanity, FieldValue stripe) => Seen
        .InSanity(product => product with { Fields = product.Fields.With(FieldNames.Images, sanity) }).InStripe(product => product with { Fields = product.Fields.With(FieldNames.Images, stripe) });
}
