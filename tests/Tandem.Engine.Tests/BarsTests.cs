using Tandem.Core;

namespace Tandem.Engine.Tests;

/// <summary>What a refusal says of the rest of the plan.</summary>
public sealed class BarsTests
{
    private static readonly PriceView Price = new() { Id = "mug-eur", ProductId = "mug", Fields = Fields.Of(("unit_amount", new FieldValue.Number(1200)), ("active", new FieldValue.Flag(true))) };

    [Fact]
    public void An_archive_that_Stripe_refuses_says_nothing_of_the_price_that_takes_its_place()
    {
        var archive = Change("price_old", new FieldChange(FieldNames.Active, new FieldValue.Flag(true), new FieldValue.Flag(false)));

        var seen = Bars.None.With(archive, Refusal()).On(new Observation { Prices = [Price] });

        Assert.Empty(Assert.Single(seen.Prices).Refused);
    }

    [Fact]
    public void Anything_else_that_is_refused_is_refused_of_the_document()
    {
        var rename = Change("price_old", new FieldChange(FieldNames.Nickname, null, new FieldValue.Text("Gold")));

        var seen = Bars.None.With(rename, Refusal()).On(new Observation { Prices = [Price] });

        Assert.Equal("no", Assert.Single(seen.Prices).Refused[FieldNames.Nickname]);
    }

    private static Change.Update Change(string id, FieldChange field) =>
        new() { Side = Side.Stripe, Kind = Kind.Price, Id = id, Slot = "mug-eur", Reason = "its amount changed", Fields = [field] };

    private static CatalogFault.Refused Refusal() => new(Field: null, Code: null) { Side = Side.Stripe, Message = "no" };
}
