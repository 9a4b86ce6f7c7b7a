using System.Text.Json;
using Tandem.Core;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

/// <summary>Documents that ask to be left alone.</summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData("{}", "channel", "\"shop\"", false, true)]
    [InlineData("""{"channel":"shop"}""", "channel", "\"shop\"", false, false)]
    [InlineData("""{"channel":"Shop"}""", "channel", "\"shop\"", false, true)]
    [InlineData("{}", "hidden", "false", false, false)]
    [InlineData("""{"hidden":null}""", "hidden", "false", false, false)]
    [InlineData("""{"hidden":true}""", "hidden", "false", false, true)]
    [InlineData("{}", "noStripe", "true", true, false)]
    [InlineData("""{"noStripe":true}""", "noStripe", "true", true, true)]
    [InlineData("""{"noStripe":"true"}""", "noStripe", "true", true, false)]
    [InlineData("""{"shop":{"level":3}}""", "shop.level", "3", false, false)]
    [InlineData("""{"shop":{"level":3.0}}""", "shop.level", "3", false, false)]
    [InlineData("""{"shop":7}""", "shop.level", "3", false, true)]
    public async Task A_document_is_left_alone_as_the_conditions_say(string document, string path, string value, bool isException, bool isLeftAlone)
    {
        var condition = new DocumentCondition(Kind.Product, path, JsonDocument.Parse(value).RootElement, isException);
        using var lake = new StandIn(schema: SanitySchema.Default with { Conditions = [condition, condition with { Kind = Kind.Price }] });
        var shown = document[1..^1] is { Length: > 0 } fields ? "," + fields : "";
        lake.Has($$"""{"_id":"tee","_type":"product","name":"Tee"{{shown}} }""", $$"""{"_id":"q1","_type":"price","unit_amount":1,"currency":"eur","product":{"_type":"reference","_ref":"tee"}{{shown}} }""");
        var seen = (await lake.Catalog.Observe(About("tee", "q1"), Now)).Value();

        Assert.Equal(isLeftAlone, seen.Product!.IsLeftAlone);
        Assert.Equal(isLeftAlone, Assert.Single(seen.Prices).IsLeftAlone);
    }

    [Fact]
    public async Task What_Stripe_makes_is_not_left_alone()
    {
        using var lake = new StandIn(schema: SanitySchema.Default with
        {
            Conditions =
            [
                new(Kind.Product, "shop.channel", JsonDocument.Parse("\"b2c\"").RootElement, false), new(Kind.Product, "noStripe", JsonDocument.Parse("true").RootElement, true),
                new(Kind.Price, "level", JsonDocument.Parse("3").RootElement, false),
            ],
        });
        (await lake.Catalog.Apply(
            Write(
                new Change.Create { Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Id = "mug", Fields = Fields.Of(("name", Text("Mug"))) },
                new Change.Create { Side = Side.Sanity, Kind = Kind.Price, Reason = "test", Id = "q1", ProductId = "mug", Fields = Fields.Of(("currency", Text("eur")), ("unit_amount", Number(1))) }),
            Now)).Value();
        var seen = (await lake.Catalog.Observe(About("mug"), Now)).Value();

        Assert.False(seen.Product!.IsLeftAlone);
        Assert.False(Assert.Single(seen.Prices).IsLeftAlone);
        Assert.Equal("b2c", (string?)lake.World.Document("mug")!["shop"]!["channel"]);
        Assert.Null(lake.World.Document("mug")!["noStripe"]);
    }
}
