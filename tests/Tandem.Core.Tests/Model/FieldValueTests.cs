using System.Collections.Immutable;

namespace Tandem.Core.Tests;

public sealed class FieldValueTests
{
    public static TheoryData<string, FieldValue> Printed => new()
    {
        { "\"Mug\"", new FieldValue.Text("Mug") },
        { """ "a \"b\" \\ c" """.Trim(), new FieldValue.Text("""a "b" \ c""") },
        { """ "one\u000atwo\u001f" """.Trim(), new FieldValue.Text("one\ntwo\u001f") },
        { "\"ä 漢 ~\"", new FieldValue.Text("ä 漢 ~") },
        { "true", new FieldValue.Flag(true) },
        { "false", new FieldValue.Flag(false) },
        { "12.5", new FieldValue.Number(12.50m) },
        { "[\"a\", 1]", List(new FieldValue.Text("a"), new FieldValue.Number(1)) },
        { "[]", List() },
        { "{interval: \"month\", interval_count: 1}", Rhythm("month", 1) },
        { "?\"price\\\"x\"", new FieldValue.Unresolved("price\"x") },
    };

    [Theory]
    [MemberData(nameof(Printed))]
    public void A_value_prints_canonically(string text, FieldValue value) => Assert.Equal(text, value.ToString());

    [Theory]
    [InlineData("Mug", "Mug")]
    [InlineData("  Mug cup\n", "Mug cup")]
    [InlineData("", null)]
    [InlineData(" \t\n", null)]
    [InlineData(null, null)]
    public void A_text_is_trimmed_and_a_blank_one_is_unset(string? text, string? value) =>
        Assert.Equal(value is null ? null : new FieldValue.Text(value), FieldValue.OfText(text));

    [Fact]
    public void A_list_of_texts_keeps_their_order_and_an_empty_one_is_unset()
    {
        Assert.Equal(List(new FieldValue.Text("b"), new FieldValue.Text("a")), FieldValue.OfTexts(["b", "a"]));
        Assert.Null(FieldValue.OfTexts([]));
    }

    [Fact]
    public void Numbers_are_equal_by_amount()
    {
        Equal(new FieldValue.Number(10m), new FieldValue.Number(10.00m));
        Differ(new FieldValue.Number(10m), new FieldValue.Number(10.01m));
        Assert.False(new FieldValue.Number(0).Equals((FieldValue.Number?)null));
    }

    [Fact]
    public void Lists_are_equal_by_their_items_in_order()
    {
        Equal(List(new FieldValue.Text("a"), new FieldValue.Number(1)), List(new FieldValue.Text("a"), new FieldValue.Number(1.0m)));
        Differ(List(new FieldValue.Text("a"), new FieldValue.Text("b")), List(new FieldValue.Text("b"), new FieldValue.Text("a")));
        Differ(List(new FieldValue.Text("a")), List(new FieldValue.Text("a"), new FieldValue.Text("a")));
        Assert.False(List().Equals((FieldValue.List?)null));
    }

    [Fact]
    public void Groups_are_equal_by_their_fields()
    {
        Equal(Rhythm("month", 1), Rhythm("month", 1));
        Differ(Rhythm("month", 1), Rhythm("year", 1));
        Differ(Rhythm("month", 1), Rhythm("month", 3));
    }

    [Fact]
    public void A_text_and_a_reference_of_the_same_letters_differ() => Differ(new FieldValue.Text("a"), new FieldValue.Unresolved("a"));

    private static void Equal(FieldValue one, FieldValue other)
    {
        Assert.True(one.Equals(other));
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal(one.ToString(), other.ToString());
    }

    private static void Differ(FieldValue one, FieldValue other)
    {
        Assert.False(one.Equals(other));
        Assert.NotEqual(one.GetHashCode(), other.GetHashCode());
    }

    private static FieldValue.List List(params ImmutableArray<FieldValue> items) => new(items);

    private static FieldValue.Group Rhythm(string interval, int count) =>
        new(Fields.Of(("interval", new FieldValue.Text(interval)), ("interval_count", new FieldValue.Number(count))));
}
