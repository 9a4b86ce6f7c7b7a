using Tandem.Core;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

/// <summary>Metadata that documents hold as a list of keys and values.</summary>
public sealed class MetadataTests : IDisposable
{
    private readonly StandIn _lake = new(schema: SanitySchema.Default with { Fields = [.. SanitySchema.Default.Fields, SanitySchema.Usual(Kind.Product, FieldNames.Metadata)! with { Name = "seo.tags" }] });

    [Fact]
    public async Task Each_entry_is_a_field_and_one_that_is_not_filled_in_says_nothing()
    {
        var seen = await Seen("""{"_key":"1","key":"color","value":" red "},{"_key":"2","key":"order.id no. 1","value":"7"},{"_key":"3","key":"size"},{"_key":"4","value":"x"},{"_key":"5"}""");

        Assert.Equal("""{active: true, metadata.brand: "Acme", metadata.color: "red", metadata.order.id no. 1: "7", name: "Tee"}""", $"{seen.Fields}");
        Assert.Empty(seen.Refused);
    }

    [Theory]
    [InlineData("""{"_key":"1","key":"color","value":"a"},{"_key":"2","key":"color","value":"b"}""", "metadata.color", "twice")]
    [InlineData("""{"_key":"1","key":"color","value":7}""", "metadata.color", "text")]
    [InlineData("""{"_key":"1","key":"brand","value":"a"}""", "metadata", "is held in the field brand")]
    [InlineData("""{"_key":"1","key":"a[0]","value":"a"}""", "metadata", "cannot be a key")]
    [InlineData("""{"_key":"1","key":" a","value":"a"}""", "metadata", "cannot be a key")]
    [InlineData("\"color=red\"", "metadata", "list of objects")]
    public async Task What_cannot_be_carried_is_refused_with_a_reason(string entries, string field, string reason)
    {
        var refused = Assert.Single((await Seen(entries)).Refused);

        Assert.Equal(field, refused.Key);
        Assert.Contains(reason, refused.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_written_into_their_entries_and_others_stay()
    {
        await Seen("""{"_key":"1","key":"color","value":"red","note":"ours"},{"_key":"2","key":"size","value":"M"},{"_key":"3","key":"kept","value":"x"}""");
        await Write(To("metadata.color", Text("blue")), To("metadata.size", null), To("metadata.made.of", Text("wool")));

        var entries = _lake.World.Document("tee")!["seo"]!["tags"]!.AsArray().Select(entry => $"{entry!["key"]}={entry["value"]} {entry["note"]}{entry["_type"]}".Trim());
        Assert.Equal(["color=blue ours", "kept=x", "made.of=wool"], entries);
        Assert.Equal("""{active: true, metadata.brand: "Acme", metadata.color: "blue", metadata.kept: "x", metadata.made.of: "wool", name: "Tee"}""", $"{(await _lake.Catalog.Observe(About("tee"), Now)).Value().Product!.Fields}");
    }

    [Fact]
    public async Task A_list_that_is_not_there_is_made()
    {
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee"}""");
        await Write(To("metadata.color", Text("red")), To("metadata.size", Text("M")));

        Assert.Equal("""{active: true, metadata.color: "red", metadata.size: "M", name: "Tee"}""", $"{(await _lake.Catalog.Observe(About("tee"), Now)).Value().Product!.Fields}");
    }

    [Fact]
    public async Task A_document_is_born_with_its_keys()
    {
        var made = new Change.Create { Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Id = "mug", Fields = Fields.Of(("name", Text("Mug")), ("metadata.color", Text("red")), ("metadata.size", Text("M"))) };
        (await _lake.Catalog.Apply(Given.Write(made), Now)).Value();

        Assert.Equal("""{active: true, metadata.color: "red", metadata.size: "M", name: "Mug"}""", $"{(await _lake.Catalog.Observe(About("mug"), Now)).Value().Product!.Fields}");
    }

    public void Dispose() => _lake.Dispose();

    private async Task<ProductView> Seen(string entries)
    {
        _lake.Has($$$"""{"_id":"tee","_type":"product","name":"Tee","brand":"Acme","seo":{"tags":[{{{entries}}}]}}""");
        return (await _lake.Catalog.Observe(About("tee"), Now)).Value().Product!;
    }

    private async Task Write(params FieldChange[] changes) =>
        Assert.Null((await _lake.Catalog.Apply(Given.Write(Update("tee", _lake.Rev("tee"), changes)), Now)).Fault);
}
