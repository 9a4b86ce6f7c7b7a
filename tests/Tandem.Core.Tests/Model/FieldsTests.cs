using System.Collections;

namespace Tandem.Core.Tests;

public sealed class FieldsTests
{
    private static readonly Fields Mug = Fields.Of((FieldNames.Name, Text("Mug")), (FieldNames.Active, new FieldValue.Flag(true)), (FieldNames.Brand, null));

    [Fact]
    public void A_field_shows_what_was_set()
    {
        Assert.Equal(Text("Mug"), Mug[FieldNames.Name]);
        Assert.Equal(new FieldValue.Flag(true), Mug[FieldNames.Active]);
        Assert.Null(Mug[FieldNames.Brand]);
        Assert.Equal(2, Mug.Count);
        Assert.Equal([FieldNames.Active, FieldNames.Name], Mug.Names);
    }

    [Fact]
    public void Setting_a_field_leaves_the_others_and_the_original_alone()
    {
        var renamed = Mug.With(FieldNames.Name, Text("Cup"));

        Assert.Equal(Text("Cup"), renamed[FieldNames.Name]);
        Assert.Equal(new FieldValue.Flag(true), renamed[FieldNames.Active]);
        Assert.Equal(Text("Mug"), Mug[FieldNames.Name]);
    }

    [Fact]
    public void A_field_that_is_set_to_nothing_is_unset()
    {
        var anonymous = Mug.With(FieldNames.Name, null);

        Assert.Null(anonymous[FieldNames.Name]);
        Assert.Equal([FieldNames.Active], anonymous.Names);
        Assert.Equal(Fields.Of((FieldNames.Active, new FieldValue.Flag(true))), anonymous);
    }

    [Fact]
    public void Only_the_accepted_fields_are_left() =>
        Assert.Equal(Fields.None.With(FieldNames.Name, Text("Mug")), Mug.Only(name => name == FieldNames.Name));

    [Fact]
    public void Fields_are_equal_when_they_show_the_same_however_they_were_made()
    {
        var other = Fields.None.With(FieldNames.Active, new FieldValue.Flag(true)).With(FieldNames.Brand, Text("x")).With(FieldNames.Name, Text("Mug")).With(FieldNames.Brand, null);

        Assert.True(Mug.Equals(other));
        Assert.True(Mug.Equals((object)other));
        Assert.Equal(Mug.GetHashCode(), other.GetHashCode());
        Assert.Equal(Mug.ToString(), other.ToString());
    }

    [Fact]
    public void Fields_differ_when_a_name_or_a_value_differs()
    {
        Assert.False(Mug.Equals(Mug.With(FieldNames.Name, Text("Cup"))));
        Assert.False(Mug.Equals(Mug.With(FieldNames.Name, null).With(FieldNames.Brand, Text("Mug"))));
        Assert.False(Mug.Equals(Fields.None));
        Assert.False(Mug.Equals(null));
        Assert.False(Mug.Equals((object)"Mug"));
        Assert.NotEqual(Mug.GetHashCode(), Mug.With(FieldNames.Name, Text("Cup")).GetHashCode());
    }

    [Fact]
    public void The_text_is_canonical()
    {
        Assert.Equal("{active: true, name: \"Mug\"}", Mug.ToString());
        Assert.Equal("{}", Fields.None.ToString());
    }

    [Fact]
    public void One_can_go_through_the_set_fields()
    {
        Assert.Equal([FieldNames.Active, FieldNames.Name], Mug.Select(pair => pair.Key));
        Assert.Equal(2, ((IEnumerable)Mug).Cast<object>().Count());
    }

    [Fact]
    public void A_change_says_from_what_to_what()
    {
        Assert.Equal("name: \"Mug\" → \"Cup\"", new FieldChange(FieldNames.Name, Text("Mug"), Text("Cup")).ToString());
        Assert.Equal("name: unset → \"Cup\"", new FieldChange(FieldNames.Name, null, Text("Cup")).ToString());
        Assert.Equal("name: \"Mug\" → unset", new FieldChange(FieldNames.Name, Text("Mug"), null).ToString());
    }

    private static FieldValue.Text Text(string text) => new(text);
}
