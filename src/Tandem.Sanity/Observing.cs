using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Reads one product with its prices, drafts and versions as they are now.</summary>
internal sealed class Observing(SanityClient client, SanityOptions options, SanitySchema schema)
{
    // A limit against runaway reads.
    private const int MostPrices = PriceEntries.MostPrices;

    /// <summary>One read in the usual case; one more for references that nobody expected, and one before it when a search is asked for.</summary>
    public async Task<Outcome<Observation>> Observe(Question question, CancellationToken cancellation)
    {
        var asked = new SortedSet<string>(schema.Embedded is null ? question.PriceIds.Where(IsPublished) : [], StringComparer.Ordinal);
        if (question.Membership == Membership.All && schema.Embedded is null)
        {
            var search = await Search(question.ProductId, cancellation);
            if (search.Fault is { } fault)
            {
                return fault;
            }

            asked.UnionWith(search.Value!.Items.Select(row => SanityId.PublishedOf(row.Text("_id"))).OfType<string>());
        }

        asked.Add(question.ProductId);

        // Before the documents: what is executed in between, they show.
        var executed = await Executed(question, asked, cancellation);
        if (executed.Fault is { } unheard)
        {
            return unheard;
        }

        var first = await Read(asked, cancellation);
        if (first.Fault is { } unread)
        {
            return unread;
        }

        var found = first.Value!;
        var named = Named(new DocumentSet(found.Documents), question.ProductId).Except(asked).ToImmutableArray();
        if (asked.Count + named.Length > MostPrices + 1)
        {
            return SanityFaults.Refused(SanitySchema.ProductPrices, null, $"The product {question.ProductId} names more than {MostPrices} prices.");
        }

        if (!named.IsEmpty)
        {
            var second = await Read(named, cancellation);
            if (second.Fault is { } fault)
            {
                return fault;
            }

            found = found.With(second.Value!);
        }

        var proven = await Proven(found, [.. asked, .. named], cancellation);
        return proven.Fault is { } unproven ? unproven : Seen(proven.Value!, question) with { Executed = executed.Value! };
    }

    // A token without the right to the history still synchronizes; a write that an editor has undone before its outcome was known then counts as never done.
    private async Task<Outcome<ImmutableHashSet<string>>> Executed(Question question, IEnumerable<string> ids, CancellationToken cancellation)
    {
        ImmutableHashSet<string> none = [];
        if (question.Doubts.IsEmpty)
        {
            return none;
        }

        var history = await client.History(ids, cancellation);
        return history.Fault switch
        {
            CatalogFault.Unauthorized or CatalogFault.Refused => none,
            { } fault => fault,
            null => none.Union(history.Value!.Items.Select(line => line.Text("id")).OfType<string>().Intersect(question.Doubts, StringComparer.Ordinal)),
        };
    }

    // An answer about all versions may stay silent about a published document where only a draft exists. Absence needs evidence: ask for it alone.
    private async Task<Outcome<FoundDocuments>> Proven(FoundDocuments found, IEnumerable<string> asked, CancellationToken cancellation)
    {
        var documents = new DocumentSet(found.Documents);
        var silent = asked.Except(found.Missing).Where(id => documents.Find(id) is null).ToImmutableArray();
        if (silent.IsEmpty)
        {
            return found;
        }

        var outcome = await client.Documents(silent, Versions.Named, "observe", cancellation);
        return outcome.Fault is { } fault ? fault : found.With(outcome.Value!);
    }

    private Observation Seen(FoundDocuments found, Question question)
    {
        var documents = new DocumentSet(found.Documents);
        var context = new ReadingContext(schema, new PictureServer(options.ProjectId, options.Dataset), (id, _) => IsPrice(documents, id));
        var views = new DocumentViews(documents, context);
        return new Observation
        {
            Product = views.Product(question.ProductId),
            Prices = views.Prices(),
            Gone = [.. found.Missing.Where(IsPublished), .. Taken(found, documents, question)],
        };
    }

    // A document that was read tells of all its entries: one that was asked for and is not in it was taken out, if the list can be told. A document that is gone has none.
    private IEnumerable<string> Taken(FoundDocuments found, DocumentSet documents, Question question)
    {
        if (schema.Entries is not { } entries)
        {
            return [];
        }

        if (documents.Find(question.ProductId) is not { } document)
        {
            return found.Missing.Contains(question.ProductId) ? question.PriceIds : [];
        }

        return schema.KindOf(document.Text("_type")) == Kind.Product && entries.Problem(document) is null
            ? question.PriceIds.Except(entries.Of(document).Select(entry => entry.Slot), StringComparer.Ordinal)
            : [];
    }

    // Drafts' references too: whether a draft's default price exists decides what the draft shows.
    private IEnumerable<string> Named(DocumentSet documents, string productId)
    {
        if (schema.Embedded is not null)
        {
            return [];
        }

        var defaults = schema.Find(Kind.Product, FieldNames.DefaultPrice)?.Name ?? "";
        return documents.DraftsOf(productId).Append(documents.Find(productId) ?? default)
            .SelectMany(document => document.Items(SanitySchema.ProductPrices).Select(entry => entry.Text("_ref")).Append(FieldPath.In(document, defaults)?.Text("_ref")))
            .OfType<string>()
            .Where(IsPublished)
            .Distinct(StringComparer.Ordinal);
    }

    private Task<Outcome<FoundDocuments>> Read(IEnumerable<string> published, CancellationToken cancellation) =>
        client.Documents(published.SelectMany(id => new[] { id, SanityId.DraftOf(id) }), Versions.All, "observe", cancellation);

    private Task<Outcome<Rows>> Search(string productId, CancellationToken cancellation) => client.Query(
        Groq.PricesOf,
        new JsonObject { ["type"] = schema.PriceType, ["id"] = productId, ["last"] = "", ["limit"] = (2 * MostPrices) + 2 },
        "members",
        cancellation);

    private bool IsPrice(DocumentSet documents, string id) =>
        documents.Find(id) is { } document && schema.KindOf(document.Text("_type")) == Kind.Price;

    private static bool IsPublished(string id) => SanityId.Parse(id) is SanityId.Published;
}
