using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

/// <summary>Fields that lie deeper in a document: in objects, in one language of several, in entries of lists.</summary>
public sealed class FieldPathTests : IDisposable
{
    private readonly StandIn _lake = new(schema: Localized);

    private static SanitySchema Localized { get; } = SanitySchema.Default with
    {
        Fields =
        [
            .. SanitySchema.Default.Fields.Select(field => field.Field switch
            {
                FieldNames.Name => field with { Name = "title[en].value" },
                FieldNames.Description => field with { Name = "texts.long.en" },
                FieldNames.Brand => field with { Name = "maker.name" },
                FieldNames.Images => field with { Name = "gallery.pictures" },
                FieldNames.UnitAmount => field with { Name = "cost.amount", Companion = "cost.exact" },
                FieldNames.Recurring => field with { Name = "cost.rhythm" },
                FieldNames.Nickname => field with { Name = "label[language=en].text.short" },
                _ => field,
            }),
        ],
    };

    [Theory]
    [InlineData("title", "title")]
    [InlineData("title.en", "title.en")]
    [InlineData("title[en].value", "title[_key==\"en\"].value")]
    [InlineData("title[language=en-GB].value", "title[language==\"en-GB\"].value")]
    [InlineData("a.b[c].d.e", "a.b[_key==\"c\"].d.e")]
    [InlineData("a1_b", "a1_b")]
    [InlineData("tags[key=order.id no. 1=2].value", "tags[key==\"order.id no. 1=2\"].value")]
    public void A_path_is_said_in_the_language_of_patches(string text, string patch) => Assert.Equal(patch, FieldPath.Parse(text)!.Patch());

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("1a")]
    [InlineData("_a")]
    [InlineData("a-b")]
    [InlineData("a[]")]
    [InlineData("a[0")]
    [InlineData("a[en]")]
    [InlineData("a[en][de].b")]
    [InlineData("a[\"en\"].b")]
    [InlineData("a[x=].b")]
    [InlineData("a[x= y].b")]
    [InlineData("a[x=y\\].b")]
    [InlineData("a[x=y\"].b")]
    [InlineData("a[x]b")]
    [InlineData("a]b")]
    [InlineData("a b")]
    [InlineData("a.b.c.d.e.f.g.h.i")]
    [InlineData("a\n")]
    public void What_is_no_path_is_none(string text) => Assert.Null(FieldPath.Parse(text));

    [Theory]
    [InlineData("title", "title", true)]
    [InlineData("title", "title.en", true)]
    [InlineData("title[en].value", "title", true)]
    [InlineData("title[en].value", "title[de].value", false)]
    [InlineData("title", "titles", false)]
    [InlineData("seo.title", "seo.text", false)]
    public void Paths_overlap_when_one_lies_in_the_other(string one, string other, bool overlap) => Assert.Equal(overlap, SanitySchema.Overlap(one, other));

    [Fact]
    public async Task Fields_are_read_where_they_lie()
    {
        _lake.Has(
            """{"_id":"tee","_type":"product","title":[{"_key":"de","value":"Hemd"},{"_key":"en","value":" Tee "}],"texts":{"long":{"en":"Soft"}},"maker":{"name":"Acme"},"gallery":{"pictures":["https://x.test/1.png"]}}""",
            """{"_id":"q1","_type":"price","currency":"eur","cost":{"exact":"0.5","rhythm":{"interval":"month"}},"label":[{"_key":"7","language":"en","text":{"short":"N"}}],"product":{"_type":"reference","_ref":"tee"}}""");
        var seen = (await _lake.Catalog.Observe(About("tee", "q1"), Now)).Value();

        Assert.Equal("""{active: true, description: "Soft", images: ["https://x.test/1.png"], metadata.brand: "Acme", name: "Tee"}""", $"{seen.Product!.Fields}");
        Assert.Equal("""{active: true, currency: "eur", nickname: "N", recurring: {interval: "month", interval_count: 1}, unit_amount: 0.5}""", $"{Assert.Single(seen.Prices).Fields}");
    }

    [Theory]
    [InlineData("""{"_id":"tee","_type":"product"}""")]
    [InlineData("""{"_id":"tee","_type":"product","title":[],"texts":{},"maker":{}}""")]
    [InlineData("""{"_id":"tee","_type":"product","title":[{"_key":"de","_type":"localText","value":"Hemd"}],"texts":{"long":{"de":"Weich"}},"maker":{"name":"Old","since":1900}}""")]
    [InlineData("""{"_id":"tee","_type":"product","title":[{"_key":"en","_type":"localText","note":"x","value":"Old"}],"texts":{"long":{"en":"Old"}},"maker":{"name":"Old"}}""")]
    public async Task What_is_written_is_read_again_and_leaves_alone_what_lies_beside_it(string document)
    {
        var before = JsonNode.Parse(document)!;
        var draft = before.DeepClone();
        draft["_id"] = "drafts.tee";
        _lake.Has(document, draft.ToJsonString());
        FieldChange[] changes = [To("name", Text("Tee")), To("description", Text("Soft")), To("metadata.brand", Text("Acme"))];
        (await Apply(Update("tee", _lake.Rev("tee"), changes) with { Drafts = [new DraftChange("drafts.tee", _lake.Rev("drafts.tee"), [.. changes], null)] })).Value();

        Assert.Equal("""{active: true, description: "Soft", metadata.brand: "Acme", name: "Tee"}""", $"{(await _lake.Catalog.Observe(About("tee"), Now)).Value().Product!.Fields}");
        foreach (var after in new[] { _lake.World.Document("tee")!, _lake.World.Document("drafts.tee")! })
        {
            var english = Assert.Single(after["title"]!.AsArray(), entry => (string?)entry!["_key"] == "en")!;
            Assert.Equal(before["title"] is JsonArray { Count: > 0 } ? "localText" : "internationalizedArrayStringValue", (string?)english["_type"]);
            Assert.Equal((string?)before["title"]?.AsArray().FirstOrDefault(entry => (string?)entry!["_key"] == "en")?["note"], (string?)english["note"]);
            Assert.Equal((string?)before["title"]?.AsArray().FirstOrDefault(entry => (string?)entry!["_key"] == "de")?["value"], (string?)after["title"]!.AsArray().FirstOrDefault(entry => (string?)entry!["_key"] == "de")?["value"]);
            Assert.Equal((string?)before["texts"]?["long"]?["de"], (string?)after["texts"]!["long"]!["de"]);
            Assert.Equal((int?)before["maker"]?["since"], (int?)after["maker"]!["since"]);
        }
    }

    [Fact]
    public async Task What_is_cleared_is_gone_and_its_neighbours_stay()
    {
        _lake.Has("""{"_id":"tee","_type":"product","title":[{"_key":"en","value":"Tee"}],"texts":{"long":{"en":"Soft","de":"Weich"}},"maker":{"name":"Acme","since":1900}}""");
        (await Apply(Update("tee", _lake.Rev("tee"), To("description", null), To("metadata.brand", null)))).Value();

        Assert.Equal("""{active: true, name: "Tee"}""", $"{(await _lake.Catalog.Observe(About("tee"), Now)).Value().Product!.Fields}");
        Assert.Equal("""[{"long":{"de":"Weich"}},{"since":1900}]""", new JsonArray(_lake.World.Document("tee")!["texts"]!.DeepClone(), _lake.World.Document("tee")!["maker"]!.DeepClone()).ToJsonString());
    }

    [Fact]
    public async Task A_document_that_is_born_in_Stripe_has_its_fields_there()
    {
        var product = new Change.Create { Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Id = "mug", Fields = Fields.Of(("name", Text("Mug")), ("active", Flag(true)), ("description", Text("For tea")), ("metadata.brand", Text("Acme"))) };
        var price = new Change.Create
        {
            Side = Side.Sanity, Kind = Kind.Price, Reason = "test", Id = "q1", ProductId = "mug",
            Fields = Fields.Of(("currency", Text("eur")), ("unit_amount", Number(900)), ("active", Flag(true)), ("recurring", Every("month", 3)), ("nickname", Text("N"))),
        };
        (await Apply(product, price)).Value();
        var seen = (await _lake.Catalog.Observe(About("mug"), Now)).Value();

        Assert.Equal(product.Fields, seen.Product!.Fields);
        Assert.Equal(price.Fields, Assert.Single(seen.Prices).Fields);
        Assert.Equal("en", (string?)_lake.World.Document("q1")!["label"]![0]!["language"]);
    }

    [Fact]
    public async Task A_language_that_another_program_adds_at_the_same_time_is_not_doubled()
    {
        _lake.Has("""{"_id":"tee","_type":"product","title":[]}""");
        var revision = _lake.Rev("tee");
        _lake.Has("""{"_id":"tee","_type":"product","title":[{"_key":"en","value":"Theirs"}]}""");

        Assert.IsType<CatalogFault.Stale>((await Apply(Update("tee", revision, To("name", Text("Tee"))))).Fault);
    }

    public void Dispose() => _lake.Dispose();

    private Task<Outcome<Written>> Apply(params Change[] changes) => _lake.Catalog.Apply(Write(changes), Now);
}
