using Tandem.Studio.Harness;

namespace Tandem.Studio;

public sealed class ExploreTests(Shop shop)
{
    [Fact]
    public async Task Explore()
    {
        shop.Sanity.Editor.PublishNew(System.Text.Json.Nodes.JsonNode.Parse("""{"_id":"mug","_type":"product","name":"Mug","active":true}""")!.AsObject());
        await using var studio = await shop.Open();
        var log = new List<string>();
        studio.Page.Response += (_, r) => { lock (log) { log.Add($"{r.Status} {r.Request.Method} {Uri.UnescapeDataString(r.Url)} {r.Request.PostData}"); } };
        studio.Page.RequestFailed += (_, r) => { lock (log) { log.Add($"FAILED {r.Method} {r.Url} {r.Failure}"); } };
        studio.Page.WebSocket += (_, w) => { log.Add("WS " + w.Url); w.FrameSent += (_, f) => log.Add("WS> " + f.Text); w.FrameReceived += (_, f) => log.Add("WS< " + f.Text); w.SocketError += (_, e) => log.Add("WSERR " + e); };
        await studio.Go(Environment.GetEnvironmentVariable("X_PATH") ?? "/structure/product;mug");
        await studio.Page.WaitForTimeoutAsync(float.Parse(Environment.GetEnvironmentVariable("X_WAIT") ?? "9000"));
        await studio.Page.ScreenshotAsync(new() { Path = "/tmp/lake-1.png" });
        File.WriteAllLines("/tmp/lake-log.txt", log);
        File.WriteAllLines("/tmp/lake-complaints.txt", studio.Complaints);
        File.WriteAllText("/tmp/lake.html", await studio.Page.ContentAsync());
    }
}
