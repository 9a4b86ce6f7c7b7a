using System.Security.Cryptography;

namespace Tandem.Sandbox.Sanity;

/// <summary>Uploads of images and files, and the files themselves.</summary>
/// <remarks>
/// An asset's id is made of the hash of its bytes (and an image's size): the same bytes give the same document in every dataset, so an
/// upload may be repeated. https://www.sanity.io/docs/http-reference/assets
/// </remarks>
internal sealed class AssetEndpoints(SanityWorldOptions options, WriteEndpoints write)
{
    // 256 megapixels: https://www.sanity.io/docs/http-reference/assets
    private const long MostPixels = 256_000_000;

    private readonly Dictionary<string, (byte[] Bytes, string Type)> _files = [];

    /// <summary><c>POST assets/images/{dataset}</c> or <c>assets/files/{dataset}</c>.</summary>
    public SandboxResponse Upload(Route route, Dataset dataset, bool isImage)
    {
        if (!route.Caller.Known().MayWrite)
        {
            throw Refusals.Item("mutationError", "Mutation failed", Refusals.Permission("create"), 0);
        }

        var bytes = route.Request.Body.ToArray();
        if (bytes.Length == 0)
        {
            throw Refusals.Boom(400, "Bad Request", "No file uploaded");
        }

        var document = isImage ? Image(bytes, route, dataset.Name) : File(bytes, route, dataset.Name);
        var id = document["_id"].Characters!;
        if (!dataset.Documents.ContainsKey(id))
        {
            var order = new WriteOrder(route.Caller.UserId, null, MayWrite: true, AddsKeys: false);
            write.Mutate([Value.Map.Empty.With("create", document)], dataset, order);
        }

        var kept = dataset.Documents[id];
        _files[kept["path"].Characters!] = (bytes, kept["mimeType"].Characters!);
        return Reply.Json(Value.Map.Empty.With("document", kept));
    }

    /// <summary>The bytes of an upload, by the path in its document.</summary>
    public SandboxResponse? Download(string path) =>
        _files.TryGetValue(path.TrimStart('/'), out var file) ? Reply.Raw(file.Bytes, file.Type) : null;

    private Value.Map Image(byte[] bytes, Route route, string dataset)
    {
        var header = ImageHeader.Read(bytes) ?? throw Refusals.Boom(400, "Bad Request", "Invalid image: could not read its format");
        if ((long)header.Width * header.Height > MostPixels)
        {
            throw Refusals.Boom(400, "Bad Request", "Invalid image: it has too many pixels");
        }

        var size = $"{header.Width}x{header.Height}";
        var dimensions = Value.Map.Empty
            .With("_type", Value.Of("sanity.imageDimensions"))
            .With("width", Value.Of(header.Width))
            .With("height", Value.Of(header.Height))
            .With("aspectRatio", Value.Of((double)header.Width / header.Height));
        var metadata = Value.Map.Empty
            .With("_type", Value.Of("sanity.imageMetadata"))
            .With("dimensions", dimensions)
            .With("hasAlpha", Value.Of(header.HasAlpha))
            .With("isOpaque", Value.Of(!header.HasAlpha));
        var hash = Hash(bytes);
        return Asset("image", hash, $"image-{hash}-{size}-{header.Extension}", $"images/{options.ProjectId}/{dataset}/{hash}-{size}.{header.Extension}", route)
            .With("size", Value.Of(bytes.Length))
            .With("mimeType", Value.Of(header.MimeType))
            .With("extension", Value.Of(header.Extension))
            .With("metadata", metadata);
    }

    private Value.Map File(byte[] bytes, Route route, string dataset)
    {
        var hash = Hash(bytes);
        var given = Path.GetExtension(route.Query.Find("filename") ?? string.Empty).TrimStart('.').ToLowerInvariant();
        var extension = given.Length > 0 && given.All(char.IsAsciiLetterOrDigit) ? given : "bin";
        return Asset("file", hash, $"file-{hash}-{extension}", $"files/{options.ProjectId}/{dataset}/{hash}.{extension}", route)
            .With("size", Value.Of(bytes.Length))
            .With("mimeType", Value.Of(route.Request.Headers.GetValueOrDefault("content-type", "application/octet-stream")))
            .With("extension", Value.Of(extension));
    }

    private static Value.Map Asset(string kind, string hash, string id, string path, Route route)
    {
        var document = Value.Map.Empty
            .With("_id", Value.Of(id))
            .With("_type", Value.Of($"sanity.{kind}Asset"))
            .With("assetId", Value.Of(hash))
            .With("sha1hash", Value.Of(hash))
            .With("uploadId", Value.Of(hash[..32]))
            .With("path", Value.Of(path))
            .With("url", Value.Of("https://cdn.sanity.io/" + path));
        foreach (var (parameter, attribute) in new[] { ("filename", "originalFilename"), ("label", "label"), ("title", "title"), ("description", "description") })
        {
            document = route.Query.Find(parameter) is { } text ? document.With(attribute, Value.Of(text)) : document;
        }

        return route.Query.Find("sourceName") is { } source
            ? document.With("source", Value.Map.Empty
                .With("name", Value.Of(source))
                .With("id", Value.Of(route.Query.Find("sourceId")))
                .With("url", Value.Of(route.Query.Find("sourceUrl"))))
            : document;
    }

    // The vendor's choice of hash: an identity, not a protection.
#pragma warning disable CA5350
    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA1.HashData(bytes));
#pragma warning restore CA5350
}
