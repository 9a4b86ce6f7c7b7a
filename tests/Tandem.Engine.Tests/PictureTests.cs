using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Sandbox;
using Tandem.Sanity;

namespace Tandem.Engine.Tests;

/// <summary>Pictures that somebody sets in Stripe: each side shows them in its own way, and neither writes for that.</summary>
public sealed class PictureTests : IAsyncDisposable
{
    private const string First = $"https://{PictureHost.Name}/first.png";
    private const string Second = $"https://{PictureHost.Name}/second.png";

    private static readonly Policy Both = Policy.Default with
    {
        Rules = [.. Policy.Default.Rules.Select(rule => rule.Field == FieldNames.Images ? rule with { Direction = Direction.Both } : rule)],
    };

    private static readonly SanitySchema Fetching = SanitySchema.Default with
    {
        Fields = [.. SanitySchema.Default.Fields.Select(field => field.Field == FieldNames.Images ? field with { Downloads = [PictureHost.Name] } : field)],
    };

    private readonly PictureHost _host = new PictureHost().Has("/first.png", PictureHost.Png(2, 3)).Has("/second.png", PictureHost.Png(4, 5));

    [Fact]
    public async Task A_picture_of_elsewhere_comes_into_the_document_and_both_sides_are_in_step()
    {
        await using var shop = await Mug();
        shop.Dashboard.EditProduct(Id(shop), ("images[0]", First));
        await shop.Pass(TimeSpan.FromSeconds(10));
        var shown = Assert.Single(Shown(shop));
        Assert.Contains("-2x3.png", shown, StringComparison.Ordinal);
        Assert.Equal([First], InStripe(shop));

        // Everything arrives again, and sweeps look at all of it: nothing is written and nothing is fetched.
        var writes = shop.Writes;
        foreach (var delivery in shop.Delivered.ToList())
        {
            await shop.Accept(delivery);
        }

        await shop.Pass(TimeSpan.FromHours(25));
        Assert.Equal(0, shop.ServiceWritesSince(writes));
        Assert.Single(_host.Asked);

        // One more in Stripe: the first is known.
        shop.Dashboard.EditProduct(Id(shop), ("images[0]", Second), ("images[1]", First));
        await shop.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal([true, true], Shown(shop).Zip(["-4x5.png", "-2x3.png"], (address, end) => address.EndsWith(end, StringComparison.Ordinal)));
        Assert.Equal([Second, First], InStripe(shop));
        Assert.Equal(2, _host.Asked.Count);

        // An editor's change is a change of the whole list.
        shop.Editor.SetAndPublish("mug", "images", new JsonArray(shop.Document("mug")!["images"]![0]!.DeepClone()));
        await shop.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(Shown(shop), InStripe(shop));
        Assert.Equal(2, _host.Asked.Count);
        Assert.DoesNotContain("conflict", await shop.Journal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CallMoment.BeforeExecute)]
    [InlineData(CallMoment.AfterExecute)]
    public async Task A_crash_at_any_call_takes_neither_sides_picture_for_an_edit(CallMoment moment)
    {
        var crashes = 0;
        for (var (call, died) = (1, true); died; call++)
        {
            await using var shop = await Mug();
            shop.Dashboard.EditProduct(Id(shop), ("images[0]", First), ("name", "Cup"));
            died = await shop.DieAt(call, moment);
            crashes += died ? 1 : 0;
            await shop.Crash();
            await shop.Pass(TimeSpan.FromMinutes(10));

            Assert.Equal([First], InStripe(shop));
            Assert.EndsWith("-2x3.png", Assert.Single(Shown(shop)), StringComparison.Ordinal);
            Assert.Equal("Cup", (string?)shop.Document("mug")!["name"]);
            Assert.DoesNotContain("conflict", await shop.Journal(), StringComparison.Ordinal);
            Assert.Empty(await shop.Parked());
        }

        Assert.True(crashes > 5, $"{crashes} crashes");
    }

    [Fact]
    public async Task A_lost_database_meets_both_forms_and_Sanity_wins()
    {
        await using var shop = await Mug();
        shop.Dashboard.EditProduct(Id(shop), ("images[0]", First));
        await shop.Pass(TimeSpan.FromSeconds(10));
        await using var other = await shop.WithoutState();
        await other.Pass(TimeSpan.FromHours(25));

        Assert.EndsWith("-2x3.png", Assert.Single(Shown(other)), StringComparison.Ordinal);
        Assert.Equal(Shown(other), InStripe(other));
        Assert.Contains("both sides had a value at first contact", await other.Journal("mug"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_is_refused_stops_nothing_else_and_comes_once_it_is_mended()
    {
        await using var shop = await Mug();
        shop.Dashboard.EditProduct(Id(shop), ("images[0]", "https://elsewhere.test/a.png"), ("name", "Cup"));
        await shop.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal("Cup", (string?)shop.Document("mug")!["name"]);
        Assert.Empty(Shown(shop));
        Assert.Contains("The picture at elsewhere.test is not fetched: its host is not in the list of download", Assert.Single(await shop.Parked()).Reason, StringComparison.Ordinal);
        Assert.Equal(["https://elsewhere.test/a.png"], InStripe(shop));

        shop.Dashboard.EditProduct(Id(shop), ("images[0]", Second));
        await shop.Pass(TimeSpan.FromSeconds(10));
        Assert.EndsWith("-4x5.png", Assert.Single(Shown(shop)), StringComparison.Ordinal);
        Assert.Empty(await shop.Parked());
    }

    [Fact]
    public async Task A_picture_that_cannot_be_fetched_now_is_tried_again_while_everything_else_goes_on()
    {
        await using var shop = await Mug();
        _host.Has("/first.png", [], "HTTP/1.1 503 Busy");
        shop.Dashboard.EditProduct(Id(shop), ("images[0]", First), ("name", "Cup"));
        await shop.Settle();
        Assert.Equal("Cup", (string?)shop.Document("mug")!["name"]);
        Assert.Empty(Shown(shop));
        Assert.Empty(await shop.Parked());
        Assert.All(shop.Engine.Health.Sides, side => Assert.Null(side.Fault));

        _host.Has("/first.png", PictureHost.Png(2, 3));
        await shop.Pass(TimeSpan.FromMinutes(10));
        Assert.EndsWith("-2x3.png", Assert.Single(Shown(shop)), StringComparison.Ordinal);
        Assert.Equal([First], InStripe(shop));
    }

    [Theory]
    [InlineData(First, 1, 0)]
    [InlineData("https://elsewhere.test/a.png", 0, 1)]
    public async Task A_product_born_in_Stripe_gets_its_document_with_the_picture_or_without_it(string address, int pictures, int parked)
    {
        await using var shop = await Mug();
        shop.Dashboard.CreateProduct(("name", "Plate"), ("images[0]", address));
        await shop.Pass(TimeSpan.FromSeconds(10));
        var document = shop.Sanity.Documents().Values.Single(document => (string?)document["name"] == "Plate");
        Assert.Equal(pictures, (document["images"] as JsonArray)?.Count ?? 0);
        Assert.Equal(parked, (await shop.Parked()).Length);
        Assert.Equal([address], shop.Product("Plate")["images"]!.AsArray().Select(image => (string?)image));

        var writes = shop.Writes;
        await shop.Pass(TimeSpan.FromHours(25));
        Assert.Equal(0, shop.ServiceWritesSince(writes));
    }

    [Fact]
    public async Task A_list_of_more_than_eight_is_told_once_for_each_change_of_the_document()
    {
        await using var shop = await Mug();
        shop.Editor.SetAndPublish("mug", "images", new JsonArray([.. Enumerable.Range(1, 9).Select(JsonNode (index) => JsonValue.Create($"https://x.test/{index}.png"))]));
        await shop.Pass(TimeSpan.FromHours(25));
        Assert.Equal(8, InStripe(shop).Length);
        Assert.Equal(1, Told(await shop.Journal("mug")));
        shop.Editor.SetAndPublish("mug", "name", "Cup");
        await shop.Pass(TimeSpan.FromHours(25));
        Assert.Equal(2, Told(await shop.Journal("mug")));

        static int Told(string journal) => journal.Split("note: mug, images: holds 9 pictures and Stripe takes 8: the first 8 go, the others stay here.").Length - 1;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<Shop> Mug()
    {
        var shop = await new Shop(Both, schema: Fetching, pictures: _host.Network).Open();
        shop.PublishMug();
        await shop.Pass(TimeSpan.FromSeconds(5));
        return shop;
    }

    private static string Id(Shop shop) => (string)shop.Document("mug")!["stripeProductId"]!;

    private static ImmutableArray<string> InStripe(Shop shop) => [.. shop.Dashboard.Product(Id(shop))!["images"]!.AsArray().Select(image => (string)image!)];

    private static ImmutableArray<string> Shown(Shop shop) => shop.Document("mug")!["images"] is JsonArray images
        ? [.. images.Select(entry => ((string)entry!["asset"]!["_ref"]!).Split('-') is [_, var hash, var size, var kind] ? $"https://cdn.sanity.io/images/standin1/production/{hash}-{size}.{kind}" : "")]
        : [];
}
