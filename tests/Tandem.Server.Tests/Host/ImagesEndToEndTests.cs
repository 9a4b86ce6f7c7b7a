using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Tandem.Server.Tests.Host;

/// <summary>Pictures from Stripe to Sanity, with the whole service, both stand-ins and a stranger's host on real sockets.</summary>
public sealed class ImagesEndToEndTests
{
    private const string Config = $$"""{ "product": { "fields": { "images": { "direction": "both", "download": ["{{PictureHost.Name}}"] } } } }""";

    [Fact]
    public async Task A_picture_that_is_set_in_the_Dashboard_is_uploaded_and_stays_where_it_is_in_Stripe()
    {
        await using var host = new PictureHost().Has("/mug.png", PictureHost.Png(2, 3));
        await using var worlds = await StandIns.Start();
        using var folder = new Folder();
        await using var server = await RunningServer.Start(new Folder(), builder => builder.Services.AddSingleton(host.Network), [.. worlds.Variables, ("TANDEM_CONFIG", folder.Write("shop.json", Config))]);
        worlds.Connect(server.Address);
        await server.UntilReady();
        worlds.Sanity.Editor.PublishNew(new JsonObject { ["_id"] = "mug", ["_type"] = "product", ["name"] = "Mug" });
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug")!, "stripeProductId") is not null, () => server.Said.Text);
        var id = Text(worlds.Sanity.Document("mug")!, "stripeProductId")!;

        worlds.Stripe.Dashboard.EditProduct(id, ("images[0]", $"https://{PictureHost.Name}/mug.png"));
        await Eventually.Is(() => Pictures(worlds) is [_], () => server.Said.Text);
        var asset = Text(Pictures(worlds)![0]!["asset"]!.AsObject(), "_ref")!;
        Assert.Equal("mug.png", Text(worlds.Sanity.Document(asset)!, "originalFilename"));

        // An editor describes the picture; Stripe reorders nothing and replaces nothing.
        worlds.Sanity.Editor.SetAndPublish("mug", "images[0].alt", "A mug");
        worlds.Sanity.Editor.SetAndPublish("mug", "name", "Cup");
        await Eventually.Is(() => Text(worlds.Stripe.Dashboard.Product(id)!, "name") == "Cup", () => server.Said.Text);
        Assert.Equal($"""["https://{PictureHost.Name}/mug.png"]""", worlds.Stripe.Dashboard.Product(id)!["images"]!.ToJsonString());

        // A picture of the dataset itself comes back as the asset that it is, and the described one stays described.
        worlds.Stripe.Dashboard.EditProduct(id, ("images[0]", Text(worlds.Sanity.Document(asset)!, "url") + "?w=9"), ("images[1]", $"https://{PictureHost.Name}/mug.png"));
        await Eventually.Is(() => Pictures(worlds) is [_, _], () => server.Said.Text);
        Assert.Equal("A mug", Text(Pictures(worlds)![0]!.AsObject(), "alt"));
        Assert.All(Pictures(worlds)!, entry => Assert.Equal(asset, Text(entry!["asset"]!.AsObject(), "_ref")));
        Assert.Single(host.Asked);

        worlds.Stripe.Dashboard.EditProduct(id, ("images[0]", "https://169.254.169.254/latest/meta-data"), ("name", "Beaker"));
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug")!, "name") == "Beaker", () => server.Said.Text);
        await Eventually.Is(() => server.Store.Parked(null, 10, default).GetAwaiter().GetResult() is [{ Reason: var reason }] && reason.Contains("169.254.169.254 is not fetched", StringComparison.Ordinal), () => server.Said.Text);
        Assert.Equal(2, Pictures(worlds)!.Count);
        Assert.Single(host.Dialled);
    }

    private static JsonArray? Pictures(StandIns worlds) => worlds.Sanity.Document("mug")!["images"] as JsonArray;

    private static string? Text(JsonObject node, string name) => (string?)node[name];
}
