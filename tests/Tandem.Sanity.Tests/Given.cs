using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity.Tests;

/// <summary>What the tests say often.</summary>
internal static class Given
{
    public static CancellationToken Now => TestContext.Current.CancellationToken;

    public static T Value<T>(this Outcome<T> outcome)
        where T : class
    {
        Assert.Null(outcome.Fault);
        return outcome.Value!;
    }

    public static TFault Fault<TFault>(this CatalogFault? fault)
        where TFault : CatalogFault => Assert.IsType<TFault>(fault);

    public static Question About(string product, params string[] prices) => new() { ProductId = product, PriceIds = [.. prices] };

    public static async Task<ProductView> Product(string document)
    {
        using var lake = new ScriptedLake().Shows(document);
        using var catalog = lake.Catalog();
        var id = JsonDocument.Parse(document).RootElement.GetProperty("_id").GetString()!;
        return (await catalog.Observe(About(id), Now)).Value().Product!;
    }

    /// <summary>A product that shows these fields, as the adapter reads it.</summary>
    public static Task<ProductView> ProductWith(string fields) => Product($$"""{"_id":"p","_type":"product","_rev":"r1",{{fields}}}""");

    /// <summary>A price that shows these fields, as the adapter reads it.</summary>
    public static async Task<PriceView> PriceWith(string fields)
    {
        using var lake = new ScriptedLake().Shows("""{"_id":"p","_type":"product","_rev":"r1","name":"x"}""", $$"""{"_id":"q","_type":"price","_rev":"r1",{{fields}}}""");
        using var catalog = lake.Catalog();
        return Assert.Single((await catalog.Observe(About("p", "q"), Now)).Value().Prices);
    }

    public static FieldValue Text(string text) => new FieldValue.Text(text);

    public static FieldValue Number(decimal number) => new FieldValue.Number(number);

    public static FieldValue Flag(bool flag) => new FieldValue.Flag(flag);

    public static FieldValue Every(string interval, int count = 1) =>
        new FieldValue.Group(Fields.Of(("interval", Text(interval)), ("interval_count", Number(count))));

    public static Write Write(params Change[] changes) =>
        new("3f0c4d59-31c1-5d3c-9b2f-000000000001", [.. changes], ImmutableDictionary<string, string>.Empty);

    public static FieldChange To(string field, FieldValue? value) => new(field, null, value);

    public static Change.Update Update(string id, string revision, params FieldChange[] fields) =>
        new() { Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Id = id, Revision = revision, Fields = [.. fields] };

    public static Change.Update UpdatePrice(string id, string revision, params FieldChange[] fields) =>
        Update(id, revision, fields) with { Kind = Kind.Price };

    /// <summary>Equal JSON, whatever the white space.</summary>
    public static void SameJson(string expected, string actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), JsonNode.Parse(actual)!.ToJsonString());
}
