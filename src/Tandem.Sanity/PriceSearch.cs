using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Finds the price documents that refer to products, whether or not anybody expected them.</summary>
internal sealed class PriceSearch(SanityClient client, SanitySchema schema)
{
    // One product cannot have more than it may have, with a draft of each; several are looked through page by page.
    private const int OfOne = (2 * PriceEntries.MostPrices) + 2;
    private const int OfMany = 1_000;

    /// <summary>The published ids of documents that, published or as drafts, refer to one of the products.</summary>
    public async Task<Outcome<ImmutableSortedSet<string>>> Of(ImmutableArray<string> products, CancellationToken cancellation)
    {
        var members = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
        for (var last = products.IsEmpty || schema.Embedded is not null ? null : ""; last is not null;)
        {
            var limit = products.Length == 1 ? OfOne : OfMany;
            var outcome = await client.Query(
                Groq.PricesOf,
                new JsonObject { ["type"] = schema.PriceType, ["id"] = Named(products), ["last"] = last, ["limit"] = limit },
                "members",
                cancellation);
            if (outcome.Fault is { } fault)
            {
                return fault;
            }

            var rows = outcome.Value!.Items;
            members = members.Union(rows.Select(row => SanityId.PublishedOf(row.Text("_id"))).OfType<string>());
            last = products.Length > 1 && rows.Length >= limit ? rows[^1].Text("_id") : null;
        }

        return members;
    }

    /// <summary>Those that were found for one of the products: with several, their own references tell.</summary>
    public static IEnumerable<string> For(Question question, ImmutableArray<Question> questions, ImmutableSortedSet<string> members, DocumentSet documents) => question.Membership switch
    {
        Membership.Known => [],
        _ when questions.Length == 1 => members,
        _ => members.Where(member => documents.DraftsOf(member).Append(documents.Find(member) ?? default).SelectMany(JsonReading.References).Contains(question.ProductId, StringComparer.Ordinal)),
    };

    private static JsonNode Named(ImmutableArray<string> products) => products is [var product] ? product : new JsonArray([.. products.Select(id => (JsonNode)id)]);
}
