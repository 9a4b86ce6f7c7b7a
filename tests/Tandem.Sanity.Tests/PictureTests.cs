using System.Collections.Immutable;
using System.Security.Cryptography;
using Tandem.Core;
using Tandem.Engine;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

/// <summary>Pictures that somebody sets in Stripe, on their way into documents that hold uploaded ones.</summary>
public sealed class PictureTests : IAsyncLifetime
{
    private const string First = $"https://{PictureHost.Name}/first.png";
    private const string Second = $"https://{PictureHost.Name}/second.png";
    private static readonly byte[] FirstPng = PictureHost.Png(2, 3);
    private static readonly byte[] SecondPng = PictureHost.Png(4, 5);
    private readonly PictureHost _host = new PictureHost().Has("/first.png", FirstPng).Has("/second.png", SecondPng);
    private StandIn _lake = null!;

    private static string FirstAsset { get; } = Asset(FirstPng, "2x3");

    private static string SecondAsset { get; } = Asset(SecondPng, "4x5");

    private string Folder => $"https://cdn.sanity.io/images/{_lake.World.Options.ProjectId}/production/";

    public ValueTask InitializeAsync()
    {
        _lake = Lake([PictureHost.Name]);
        _lake.Has("""{"_id":"image-abc-200x300-jpg","_type":"sanity.imageAsset"}""", """{"_id":"image-def-20x30-png","_type":"sanity.imageAsset"}""");
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_picture_from_elsewhere_is_uploaded_once_and_the_document_shows_it()
    {
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee"}""");
        var prepared = await Set("tee", First);

        Assert.Equal($$$"""[{"_type":"image","_key":"{{{Key(First, FirstAsset)}}}","asset":{"_type":"reference","_ref":"{{{FirstAsset}}}"}}]""", Pictures("tee"));
        Assert.Equal(prepared.Shown, (await Shown("tee"))[FieldNames.Images]);
        Assert.Equal("first.png", (string?)_lake.World.Document(FirstAsset)!["originalFilename"]);
        Assert.Equal("image/png", (string?)_lake.World.Document(FirstAsset)!["mimeType"]);

        // The document remembers which picture the address became.
        await Set("tee", Second, First);
        Assert.Equal([SecondAsset, FirstAsset], References("tee"));
        Assert.Equal(2, _host.Asked.Count);
        Assert.Equal(2, Uploads());
    }

    [Fact]
    public async Task Equal_content_is_not_uploaded_again_and_takes_the_entry_that_is_there()
    {
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee"}""", """{"_id":"cap","_type":"product","name":"Cap"}""");
        await Set("tee", First);
        _host.Has("/copy.png", FirstPng);
        await Set("cap", $"https://{PictureHost.Name}/copy.png");

        Assert.Equal([FirstAsset], References("cap"));
        Assert.Equal(1, Uploads());
    }

    [Fact]
    public async Task Pictures_of_the_dataset_come_back_as_they_are_in_Stripes_order_with_all_that_an_editor_keeps_in_them()
    {
        const string Edited = """{"_key":"1","_type":"image","alt":"front","asset":{"_type":"reference","_ref":"image-abc-200x300-jpg"},"hotspot":{"x":0.5}}""";
        _lake.Has($$"""{"_id":"tee","_type":"product","name":"Tee","images":[{{Edited}}]}""");
        await Set("tee", $"{Folder}def-20x30.png?w=50&fm=webp", $"{Folder}abc-200x300.jpg?h=3");

        Assert.Equal(["image-def-20x30-png", "image-abc-200x300-jpg"], References("tee"));
        SameJson(Edited, _lake.World.Document("tee")!["images"]![1]!.ToJsonString());
        Assert.Equal($"""["{Folder}def-20x30.png", "{Folder}abc-200x300.jpg"]""", $"{(await Shown("tee"))[FieldNames.Images]}");
        Assert.Empty(_host.Asked);
    }

    [Fact]
    public async Task The_same_picture_twice_gets_two_entries()
    {
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee"}""");
        await Set("tee", First, First);
        Assert.Equal([FirstAsset, FirstAsset], References("tee"));
        Assert.Equal(2, _lake.World.Document("tee")!["images"]!.AsArray().Select(entry => (string?)entry!["_key"]).Distinct(StringComparer.Ordinal).Count());
        await Set("tee", First);
        Assert.Equal([FirstAsset], References("tee"));
        Assert.Single(_host.Asked);
    }

    [Fact]
    public async Task What_Stripe_was_never_shown_stays()
    {
        var entries = Enumerable.Range(0, 10).Select(index => $$$"""{"_type":"image","_key":"k{{{index}}}","asset":{"_type":"reference","_ref":"image-abc-200x300-jpg"}}""");
        _lake.Has($$"""{"_id":"tee","_type":"product","name":"Tee","images":[{{string.Join(',', entries)}},{"_type":"image","_key":"open"}]}""");
        var seen = (await _lake.Catalog.Observe(About("tee"), Now)).Value().Product!;
        Assert.Equal("holds 10 pictures and Stripe takes 8: the first 8 go, the others stay here.", seen.Remarks[FieldNames.Images]);

        var prepared = await Set("tee", $"{Folder}abc-200x300.jpg");
        Assert.Equal(["k0", "k8", "k9", "open"], _lake.World.Document("tee")!["images"]!.AsArray().Select(entry => (string?)entry!["_key"]));
        Assert.Equal(prepared.Shown, (await Shown("tee"))[FieldNames.Images]);

        await Set("tee");
        Assert.Equal(["open"], _lake.World.Document("tee")!["images"]!.AsArray().Select(entry => (string?)entry!["_key"]));
        Assert.Null((await Shown("tee"))[FieldNames.Images]);
    }

    [Fact]
    public async Task A_list_of_addresses_stays_one_and_nothing_is_fetched()
    {
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee","images":["https://x.test/a.png"]}""");
        Assert.Null((await Set("tee", First)).Shown);
        Assert.Equal($"""["{First}"]""", Pictures("tee"));
        Assert.Empty(_host.Asked);
    }

    [Fact]
    public async Task A_document_is_born_with_its_pictures()
    {
        var made = new Change.Create { Side = Side.Sanity, Kind = Kind.Product, Reason = "test", Id = "mug", Fields = Fields.Of(("name", Text("Mug")), ("images", FieldValue.OfTexts([First]))) };
        var prepared = (Change.Create)(await _lake.Catalog.Prepare([made], Now)).Value().Changes.Single();
        (await _lake.Catalog.Apply(Write(prepared), Now)).Value();

        Assert.Equal([FirstAsset], References("mug"));
        Assert.Equal(prepared.Shown[FieldNames.Images], (await Shown("mug"))[FieldNames.Images]);
        Assert.Null(prepared.Shown[FieldNames.Name]);
    }

    [Fact]
    public async Task A_draft_that_follows_shows_the_same_picture_and_keeps_its_own()
    {
        const string Own = """{"_key":"1","_type":"image","alt":"draft","asset":{"_type":"reference","_ref":"image-abc-200x300-jpg"}}""";
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee"}""", $$"""{"_id":"drafts.tee","_type":"product","name":"T","images":[{{Own}}]}""");
        var to = To(FieldNames.Images, FieldValue.OfTexts([First, $"{Folder}abc-200x300.jpg"]));
        var update = Update("tee", _lake.Rev("tee"), to) with { Drafts = [new DraftChange("drafts.tee", _lake.Rev("drafts.tee"), [to], null)] };
        (await _lake.Catalog.Apply(Write([.. (await _lake.Catalog.Prepare([update], Now)).Value().Changes]), Now)).Value();

        Assert.Equal([FirstAsset, "image-abc-200x300-jpg"], References("drafts.tee"));
        SameJson(Own, _lake.World.Document("drafts.tee")!["images"]![1]!.ToJsonString());
        Assert.Equal([FirstAsset, "image-abc-200x300-jpg"], References("tee"));
        Assert.Single(_host.Asked);
    }

    [Fact]
    public async Task Without_a_list_of_hosts_nothing_is_asked_and_uploaded_pictures_only_travel_to_Stripe()
    {
        using var lake = Lake(null);
        lake.Has("""{"_id":"image-abc-200x300-jpg","_type":"sanity.imageAsset"}""", """{"_id":"tee","_type":"product","name":"Tee","images":[{"_type":"image","_key":"1","asset":{"_type":"reference","_ref":"image-abc-200x300-jpg"}}]}""");
        var calls = lake.World.Calls.Newest.Length;
        Change update = Update("tee", lake.Rev("tee"), To(FieldNames.Images, FieldValue.OfTexts([First])));
        var prepared = (await lake.Catalog.Prepare([update], Now)).Value();

        Assert.Same(update, prepared.Changes.Single());
        Assert.Equal(calls, lake.World.Calls.Newest.Length);
        Assert.Contains("only travel to Stripe", (await lake.Catalog.Apply(Write(update), Now)).Fault.Fault<CatalogFault.Refused>().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.test/a.png", "elsewhere.test", "tandem.json")]
    [InlineData($"http://{PictureHost.Name}/first.png", PictureHost.Name, "only https")]
    [InlineData($"https://{PictureHost.Name}/missing.png", PictureHost.Name, "(404)")]
    [InlineData("https://cdn.sanity.io/images/other/production/abc-200x300.jpg", "cdn.sanity.io", "tandem.json")]
    public async Task What_cannot_be_fetched_is_a_refusal_of_the_field_that_names_the_host(string address, string host, string words)
    {
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee"}""");
        var fault = (await Prepared("tee", address)).Fault.Fault<CatalogFault.Refused>();
        Assert.Equal(FieldNames.Images, fault.Field);
        Assert.Contains(host, fault.Message, StringComparison.Ordinal);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, Uploads());
    }

    [Fact]
    public async Task A_picture_that_Sanity_cannot_read_is_refused_by_name()
    {
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee"}""");
        _host.Has("/broken.jpg", [0xFF, 0xD8, 0xFF, 0xE0]);
        var fault = (await Prepared("tee", $"https://{PictureHost.Name}/broken.jpg")).Fault.Fault<CatalogFault.Refused>();
        Assert.Equal(FieldNames.Images, fault.Field);
        Assert.Contains("could not read its format", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_of_the_dataset_that_is_gone_is_a_refusal_of_the_field()
    {
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee"}""");
        var prepared = (await Prepared("tee", $"{Folder}aaa-1x1.png")).Value();
        Assert.Equal(FieldNames.Images, (await _lake.Catalog.Apply(Write([.. prepared.Changes]), Now)).Fault.Fault<CatalogFault.Refused>().Field);
    }

    [Fact]
    public async Task All_pictures_of_a_write_have_a_minute_together_and_what_came_is_not_fetched_again()
    {
        _lake.Has("""{"_id":"tee","_type":"product","name":"Tee"}""");
        _host.Answers["/slow.png"] = ("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n", FirstPng);
        _host.Stalls.Add("/slow.png");
        var prepare = Prepared("tee", First, $"https://{PictureHost.Name}/slow.png");
        await _host.Stalled.Task;
        _lake.Clock.Advance(Preparing.Patience);
        Assert.Equal(FieldNames.Images, (await prepare).Fault.Fault<CatalogFault.Unavailable>().Field);

        _host.Stalls.Clear();
        _host.Has("/slow.png", SecondPng);
        Assert.Null((await Prepared("tee", First, $"https://{PictureHost.Name}/slow.png")).Fault);
        Assert.Equal(1, _host.Asked.Count(asked => asked.Contains("/first.png", StringComparison.Ordinal)));
    }

    public async ValueTask DisposeAsync()
    {
        _lake.Dispose();
        await _host.DisposeAsync();
    }

    private static string Asset(byte[] bytes, string size)
    {
#pragma warning disable CA5350 // The vendor's choice of hash.
        return $"image-{Convert.ToHexStringLower(SHA1.HashData(bytes))}-{size}-png";
#pragma warning restore CA5350
    }

    private static string Key(string address, string asset) => Derived.Hex("picture", address, asset, "0")[..12];

    private StandIn Lake(ImmutableArray<string>? hosts) => new(
        schema: SanitySchema.Default with { Fields = [.. SanitySchema.Default.Fields.Select(field => field.Field == FieldNames.Images ? field with { Downloads = hosts } : field)] }, pictures: _host.Network);

    private int Uploads() => _lake.World.Calls.Newest.Count(call => call.Path.Contains("/assets/images/", StringComparison.Ordinal));

    private string Pictures(string id) => _lake.World.Document(id)!["images"]!.ToJsonString();

    private IEnumerable<string?> References(string id) => _lake.World.Document(id)!["images"]!.AsArray().Select(entry => (string?)entry!["asset"]!["_ref"]);

    private async Task<Fields> Shown(string id) => (await _lake.Catalog.Observe(About(id), Now)).Value().Product!.Fields;

    private Task<Outcome<Prepared>> Prepared(string id, params string[] addresses) => _lake.Catalog.Prepare([Update(id, _lake.Rev(id), To(FieldNames.Images, FieldValue.OfTexts(addresses)))], Now);

    private async Task<FieldChange> Set(string id, params string[] addresses)
    {
        var prepared = (await Prepared(id, addresses)).Value();
        (await _lake.Catalog.Apply(Write([.. prepared.Changes]) with { Token = Guid.NewGuid().ToString() }, Now)).Value();
        return ((Change.Update)prepared.Changes.Single()).Fields.Single();
    }
}
