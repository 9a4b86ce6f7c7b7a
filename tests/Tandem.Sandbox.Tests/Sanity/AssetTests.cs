using Tandem.Sandbox.Sanity;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>S20 of facts/sanity.md: uploads are known by their bytes.</summary>
public sealed class AssetTests
{
    private readonly Lake _lake = new();

    private (int Status, System.Text.Json.Nodes.JsonNode Body) Upload(byte[] bytes, string path = "/v1/assets/images/production?filename=dot.png&title=Dot")
    {
        var parts = path.Split('?');
        var headers = new Dictionary<string, string> { ["authorization"] = $"Bearer {SanityWorldOptions.EditorToken}", ["content-type"] = "image/png" };
        var answer = _lake.World.Handle(new SandboxRequest("POST", parts[0], parts[1], headers, bytes));
        return (answer.Status, System.Text.Json.Nodes.JsonNode.Parse(answer.Body.Span)!);
    }

    public static TheoryData<string, string, string, string> Images() => new()
    {
        { "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "4a5eb7171b58e08a6881721e3b43d5a44419a2be", "1x1-png", "image/png" },
        { "R0lGODlhAwACAIAAAAAAAP///yH5BAEAAAAALAAAAAADAAIAAAIChF8AOw==", "12861f79ca4a3ad2997488322bba6a5c2c962dda", "3x2-gif", "image/gif" },
        { "/9j/4AAQSkZJRgABAQAAAQABAAD/wAARCAAHAAUDASIAAhEBAxEB/9k=", "ede331207f4790aa415149f524bc4c03abcbe236", "5x7-jpg", "image/jpeg" },
        { "UklGRhoAAABXRUJQVlA4TA0AAAAvBAABEAcQERGIiP4HAA==", "586608b4ba50c1f2c09f6ac04c2012f8c3a51ee1", "5x5-webp", "image/webp" },
        { "UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoIAAQAAkA4JaQAA3AA/vuUAAA=", "6d5ddf0cbcc862878945f0a8601fa086aeba9a0a", "8x4-webp", "image/webp" },
        { "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIyMCIgaGVpZ2h0PSIxMCI+PC9zdmc+", "ca38e517ab8d95933427cce1ae3a795b39add304", "20x10-svg", "image/svg+xml" },
    };

    [Theory]
    [MemberData(nameof(Images))]
    public void An_images_id_is_made_of_its_hash_and_size(string base64, string hash, string tail, string type)
    {
        var bytes = Convert.FromBase64String(base64);

        var document = Upload(bytes).Body["document"]!;

        Assert.Equal($"image-{hash}-{tail}", (string?)document["_id"]);
        Assert.Equal("sanity.imageAsset", (string?)document["_type"]);
        Assert.Equal((hash, hash), ((string?)document["sha1hash"], (string?)document["assetId"]));
        Assert.Equal($"images/standin1/production/{hash}-{tail.Replace('-', '.')}", (string?)document["path"]);
        Assert.Equal($"https://cdn.sanity.io/{document["path"]}", (string?)document["url"]);
        Assert.Equal((type, bytes.Length), ((string?)document["mimeType"], (int)document["size"]!));
        Assert.Equal(tail.Split('-')[0], $"{document["metadata"]!["dimensions"]!["width"]}x{document["metadata"]!["dimensions"]!["height"]}");
    }

    [Theory]
    [InlineData("iVBORw0KGgoAAAANSUhEUgAAPoAAAD6ACAYAAAA=", 200)]
    [InlineData("iVBORw0KGgoAAAANSUhEUgAAPoEAAD6ACAYAAAA=", 400)]
    public void More_pixels_than_the_vendor_takes_are_refused(string base64, int status) => Assert.Equal(status, Upload(Convert.FromBase64String(base64)).Status);

    [Fact]
    public void The_same_bytes_give_the_same_document_without_another_transaction()
    {
        var bytes = Convert.FromBase64String("R0lGODlhAwACAIAAAAAAAP///yH5BAEAAAAALAAAAAADAAIAAAIChF8AOw==");
        var first = Upload(bytes).Body["document"]!;

        var second = Upload(bytes, "/v1/assets/images/production?filename=other.gif").Body["document"]!;

        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(first, second));
        Assert.Single(_lake.World.Transactions());
        Assert.Equal("dot.png", (string?)_lake.World.Document((string)first["_id"]!)!["originalFilename"]);
    }

    [Fact]
    public void An_upload_can_be_fetched_at_its_path_and_is_in_the_export()
    {
        var bytes = Convert.FromBase64String("R0lGODlhAwACAIAAAAAAAP///yH5BAEAAAAALAAAAAADAAIAAAIChF8AOw==");
        var document = Upload(bytes).Body["document"]!;

        var file = _lake.World.Handle(new SandboxRequest("GET", $"/{document["path"]}", "", new Dictionary<string, string>(), default));

        Assert.Equal(bytes, file.Body.ToArray());
        Assert.Equal("image/gif", file.Headers["content-type"]);
        Assert.Contains("sanity.imageAsset", _lake.Send("GET", "/v1/data/export/production").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_known_by_hash_and_extension_and_what_is_no_image_is_refused()
    {
        var file = Upload("text"u8.ToArray(), "/v1/assets/files/production?filename=note.TXT");

        Assert.Equal("file-372ea08cab33e71c02c651dbc83a474d32c676ea-txt", (string?)file.Body["document"]!["_id"]);
        Assert.Equal("sanity.fileAsset", (string?)file.Body["document"]!["_type"]);
        Assert.Equal(400, Upload("text"u8.ToArray()).Status);
        Assert.Equal(400, Upload([]).Status);
    }
}
