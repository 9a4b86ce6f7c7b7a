using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine.Tests;

/// <summary>What was agreed earlier is read from the journal, change by change, and never guessed.</summary>
public sealed class UndoingTests
{
    private static readonly ProductRecord Record = new()
    {
        Key = new ProductKey("shop", "mug"),
        StripeId = "prod_1",
        Link = LinkState.Live,
        Agreed = ProductRecord.NoneAgreed.SetItem(FieldNames.Name, Both("C")).SetItem(FieldNames.Description, Both("same")),
        Slots = [new SlotRecord { Slot = "eur", Agreed = ProductRecord.NoneAgreed.SetItem(FieldNames.UnitAmount, Both("20")) }, new SlotRecord { Slot = "usd", IsGone = true, Agreed = ProductRecord.NoneAgreed.SetItem(FieldNames.UnitAmount, Both("9")) }],
    };

    [Fact]
    public void It_goes_back_through_every_change_and_names_what_differs()
    {
        var earlier = Of(null, Line(Name("B", "C")), Line(Amount("10", "20")), Line(Name("A", "B")));

        Assert.Equal(["Product mug name C → A", "Price eur unit_amount 20 → 10"], earlier.Changes.Select(Text));
        Assert.Empty(earlier.Uncertain);
    }

    [Fact]
    public void A_price_alone_goes_back_alone()
    {
        Assert.Equal(["Price eur unit_amount 20 → 10"], Of("eur", Line(Name("B", "C")), Line(Amount("10", "20"))).Changes.Select(Text));
    }

    [Fact]
    public void What_went_there_and_back_needs_nothing()
    {
        Assert.Empty(Of(null, Line(Name("B", "C")), Line(Name("C", "B"))).Changes);
    }

    [Fact]
    public void Where_the_journal_has_a_gap_nothing_is_guessed()
    {
        var earlier = Of(null, Line(Name("B", "C")), Line(Name("A", "X")), Line(Amount("10", "20")));

        Assert.Equal(["Price eur unit_amount 20 → 10"], earlier.Changes.Select(Text));
        Assert.Equal(["name"], earlier.Uncertain);
    }

    [Fact]
    public void A_time_without_a_document_is_no_state_to_go_back_to()
    {
        var record = Record with { Agreed = Record.Agreed.SetItem(FieldNames.Active, new AgreedValue(new FieldValue.Flag(true), new FieldValue.Flag(true))) };
        var returned = new AgreedChange(Kind.Product, "mug", FieldNames.Active, new AgreedValue(null, new FieldValue.Flag(false)), record.Agreed[FieldNames.Active]);
        var earlier = Undoing.Of(record, [Line(returned)], null);

        Assert.Empty(earlier.Changes);
        Assert.Equal(["active"], earlier.Uncertain);
    }

    private static Earlier Of(string? slot, params JournalEntry[] newestFirst) => Undoing.Of(Record, newestFirst, slot);

    private static AgreedChange Name(string from, string to) => new(Kind.Product, "mug", FieldNames.Name, Both(from), Both(to));

    private static AgreedChange Amount(string from, string to) => new(Kind.Price, "eur", FieldNames.UnitAmount, Both(from), Both(to));

    private static AgreedValue Both(string value) => new(new FieldValue.Text(value), new FieldValue.Text(value));

    private static JournalEntry Line(params ImmutableArray<AgreedChange> changes) => new() { At = default, Connection = "shop", DocumentId = "mug", Type = "agreed", Text = "in step again", Agreed = changes };

    private static string Text(AgreedChange change) => $"{change.Kind} {change.Object} {change.Field} {((FieldValue.Text)change.From.Sanity!).Value} → {((FieldValue.Text)change.To.Sanity!).Value}";
}
