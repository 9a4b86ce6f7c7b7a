using Tandem.Studio.Harness;

namespace Tandem.Studio;

public sealed class ExploreTests(Shop shop)
{
    [Fact]
    public async Task Explore()
    {
        shop.Sanity.Editor.PublishNew(System.Text.Json.Nodes.JsonNode.Parse("""{"_id":"mug","_type":"product","name":"Mug","active":true}""")!.AsObject());
        await using var studio = await shop.Open(); studio.Page.SetDefaultTimeout(15000);
        var log = new List<string>();
        studio.Page.Response += (_, r) => { lock (log) { log.Add($"{r.Status} {r.Request.Method} {Uri.UnescapeDataString(r.Url)} {r.Request.PostData}"); } };
        studio.Page.RequestFailed += (_, r) => { lock (log) { log.Add($"FAILED {r.Method} {r.Url} {r.Failure}"); } };
        try
        {
            shop.Sanity.Listen(new Tandem.Sandbox.Sanity.ListenRequest("*[_id in [\"mug\",\"drafts.mug\",\"price-x\",\"drafts.price-x\"]]") { WithEffects = true, IncludeAllVersions = true }, f => { lock (log) { log.Add("EVENT " + f.Data); } });
            var pane = await studio.Open("product", "mug");
            await pane.Field("name").Set("Blue mug");
            await pane.Publish();
            await studio.Page.WaitForTimeoutAsync(6000);
            await studio.Picture("/tmp/lake-2.png");
            pane = await studio.Create("price", "price-x");
            await pane.Field("unit_amount").Set("1999");
            await studio.Page.WaitForTimeoutAsync(6000);
            await studio.Picture("/tmp/lake-3.png");
            await studio.Page.GetByTestId("reference-input").Locator("input").FillAsync("mug");
            await studio.Page.WaitForTimeoutAsync(3000);
            await studio.Picture("/tmp/lake-4.png");
            File.WriteAllText("/tmp/lake.html", await studio.Page.ContentAsync());
        }
        catch (Exception e) { log.Add(e.ToString()); await studio.Picture("/tmp/lake-err.png"); }
        File.WriteAllLines("/tmp/lake-log.txt", log);
        File.WriteAllLines("/tmp/lake-complaints.txt", studio.Complaints);
    }
}
