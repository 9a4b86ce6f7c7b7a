namespace Tandem.Core.Tests.Recording;

/// <summary>Whether a write whose answer was lost took effect, by what shows now.</summary>
[Trait("G", "8")]
public sealed class LostAnswerTests
{
    private static readonly Observation Shown = new()
    {
        Product = new ProductView { Id = "prod_1", Fields = Fields.Of((FieldNames.Name, Text("Mug")), (FieldNames.DefaultPrice, Text("price_1"))) },
        Prices =
        [
            new PriceView { Id = "price_1", Fields = Fields.Of((FieldNames.Nickname, Text("Offer"))), Operation = "op_1" },
            new PriceView { Id = "price_2", Fields = Fields.None },
        ],
    };

    [Theory]
    [InlineData("prod_1", true)]
    [InlineData("prod_2", false)]
    [InlineData("price_1", false)]
    public void A_product_was_made_when_it_is_there(string id, bool isShown) => Assert.Equal(isShown, IsShown(Create(Kind.Product, id, null)));

    [Theory]
    [InlineData("price_2", null, true)]
    [InlineData(null, "op_1", true)]
    [InlineData("price_3", null, false)]
    [InlineData(null, "op_2", false)]
    [InlineData("prod_1", null, false)]
    public void A_price_was_made_when_its_id_or_its_operation_is_there(string? id, string? operation, bool isShown) =>
        Assert.Equal(isShown, IsShown(Create(Kind.Price, id, operation)));

    [Theory]
    [InlineData("prod_1", FieldNames.Name, "Mug", true)]
    [InlineData("prod_1", FieldNames.Name, "Cup", false)]
    [InlineData("prod_1", FieldNames.Brand, null, true)]
    [InlineData("price_1", FieldNames.Nickname, "Offer", true)]
    [InlineData("price_2", FieldNames.Nickname, "Offer", false)]
    [InlineData("price_2", FieldNames.Nickname, null, true)]
    [InlineData("price_3", FieldNames.Nickname, null, false)]
    public void An_update_was_done_when_its_object_shows_it(string id, string field, string? value, bool isShown) =>
        Assert.Equal(isShown, IsShown(Update(id, (field, value))));

    [Fact]
    public void Every_field_of_an_update_must_show()
    {
        Assert.True(IsShown(Update("prod_1", (FieldNames.Name, "Mug"), (FieldNames.Brand, null))));
        Assert.False(IsShown(Update("prod_1", (FieldNames.Name, "Mug"), (FieldNames.Brand, "Acme"))));
    }

    [Fact]
    public void The_default_price_is_written_as_a_slot_and_shown_as_an_id_so_it_proves_nothing()
    {
        Assert.True(IsShown(Update("prod_1", (FieldNames.Name, "Mug"), (FieldNames.DefaultPrice, "mug-eur"))));
        Assert.False(IsShown(Update("prod_1", (FieldNames.Name, "Cup"), (FieldNames.DefaultPrice, "price_1"))));
    }

    [Fact]
    public void A_transaction_was_done_when_all_of_it_shows()
    {
        Assert.True(IsShown(Update("prod_1", (FieldNames.Name, "Mug")), Create(Kind.Price, "price_1", null)));
        Assert.False(IsShown(Update("prod_1", (FieldNames.Name, "Mug")), Create(Kind.Price, "price_3", null)));
    }

    [Fact]
    public void Of_a_cleared_flag_nothing_shows() =>
        Assert.False(IsShown(new Change.Unflag { Side = Side.Sanity, Kind = Kind.Product, Reason = "r", Ids = ["mug"] }));

    [Fact]
    public void Where_nothing_is_there_nothing_was_done() =>
        Assert.False(Recorder.IsShown(Written(Update("prod_1", (FieldNames.Brand, null))), Observation.Nothing));

    private static bool IsShown(params Change[] changes) => Recorder.IsShown(Written(changes), Shown);

    private static Intent Written(params Change[] changes) =>
        new() { Token = "t", Key = new ProductKey("shop", "mug"), Side = Side.Stripe, Operation = "o", At = default, Changes = [.. changes] };

    private static Change.Create Create(Kind kind, string? id, string? operation) =>
        new() { Side = Side.Stripe, Kind = kind, Id = id, Operation = operation, Reason = "r", Fields = Fields.None };

    private static Change.Update Update(string id, params (string Field, string? To)[] fields) => new()
    {
        Side = Side.Stripe, Kind = Kind.Product, Id = id, Reason = "r",
        Fields = [.. fields.Select(field => new FieldChange(field.Field, null, field.To is null ? null : Text(field.To)))],
    };

    private static FieldValue.Text Text(string text) => new(text);
}
