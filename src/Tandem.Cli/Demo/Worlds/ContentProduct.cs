using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;

namespace Tandem.Cli.Demo;

/// <summary>A document of the content side: what is published, and the draft beside it.</summary>
/// <param name="Id">The published id.</param>
/// <param name="Published">What the website shows, or null.</param>
/// <param name="Draft">What the editor is working on, or null.</param>
internal sealed record ContentDocument(string Id, JsonObject? Published, JsonObject? Draft)
{
    /// <summary>What the editor sees: the draft where there is one.</summary>
    public JsonObject Shown => Draft ?? Published!;
}

/// <summary>A product of the content side with its prices.</summary>
/// <param name="Document">The product document.</param>
/// <param name="Prices">The price documents that name it, in the order of their ids.</param>
internal sealed record ContentProduct(ContentDocument Document, ImmutableArray<ContentDocument> Prices)
{
    private const string DraftPrefix = "drafts.";

    /// <summary>All products, in the order in which they were made.</summary>
    public static ImmutableArray<ContentProduct> All(SanityWorld world)
    {
        var documents = world.Documents();
        var whole = documents.Where(pair => pair.Value.Text("_type") is "product" or "price")
            .GroupBy(pair => Published(pair.Key), StringComparer.Ordinal)
            .Select(group => new ContentDocument(group.Key, documents.GetValueOrDefault(group.Key), documents.GetValueOrDefault(DraftPrefix + group.Key)))
            .ToList();
        var prices = whole.Where(document => document.Shown.Text("_type") == "price").ToLookup(price => price.Shown.Reference("product"));
        return
        [
            .. whole.Where(document => document.Shown.Text("_type") == "product")
                .OrderBy(document => (document.Published ?? document.Draft).Text("_createdAt"), StringComparer.Ordinal).ThenBy(document => document.Id, StringComparer.Ordinal)
                .Select(product => new ContentProduct(product, [.. prices[product.Id].OrderBy(price => price.Id, StringComparer.Ordinal)])),
        ];
    }

    /// <summary>The product of an id, or null.</summary>
    public static ContentProduct? Find(SanityWorld world, string id) => All(world).FirstOrDefault(product => product.Document.Id == id);

    private static string Published(string id) => id.StartsWith(DraftPrefix, StringComparison.Ordinal) ? id[DraftPrefix.Length..] : id;
}
