using System.Collections.Immutable;
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
        var all = await Observe([question], cancellation);
        return all.Fault is { } fault ? fault : all.Value!.Each[0];
    }

    /// <summary>The same of several products, with as many calls as the documents of all of them need; a product that cannot be shown spoils no other.</summary>
    public async Task<Outcome<Observations>> Observe(ImmutableArray<Question> questions, CancellationToken cancellation)
    {
        var search = new PriceSearch(client, schema);
        var members = await search.Of([.. questions.Where(question => question.Membership == Membership.All).Select(question => question.ProductId)], cancellation);
        if (members.Fault is { } lost)
        {
            return lost;
        }

        var expected = questions.Select(question => ImmutableSortedSet.CreateRange<string>(StringComparer.Ordinal, schema.Embedded is null ? question.PriceIds.Where(IsPublished) : []).Add(question.ProductId)).ToArray();
        var everything = expected.SelectMany(ids => ids).Union(members.Value!, StringComparer.Ordinal).ToImmutableSortedSet(StringComparer.Ordinal);

        // Before the documents: what is executed in between, they show.
        var executed = await Executed(questions, everything, cancellation);
        if (executed.Fault is { } unheard)
        {
            return unheard;
        }

        var first = await Read(everything, cancellation);
        if (first.Fault is { } unread)
        {
            return unread;
        }

        var found = first.Value!;
        var documents = new DocumentSet(found.Documents);
        var asked = questions.Select((question, i) => expected[i].Union(PriceSearch.For(question, questions, members.Value!, documents))).ToArray();
        var named = questions.Select(question => Named(documents, question.ProductId).ToImmutableArray()).ToArray();
        var more = named.Where((ids, i) => !IsTooMany(asked[i].Union(ids))).SelectMany(ids => ids).Except(everything).ToImmutableArray();
        if (!more.IsEmpty)
        {
            var second = await Read(more, cancellation);
            if (second.Fault is { } fault)
            {
                return fault;
            }

            found = found.With(second.Value!);
        }

        var proven = await Proven(found, everything.Union(more), cancellation);
        return proven.Fault is { } unproven
            ? unproven
            : new Observations([.. questions.Select((question, i) => Seen(proven.Value!, question, asked[i].Union(named[i]), executed.Value!))]);
    }

    private static bool IsTooMany(ImmutableSortedSet<string> documents) => documents.Count > MostPrices + 1;

    private Outcome<Observation> Seen(FoundDocuments found, Question question, ImmutableSortedSet<string> asked, ImmutableHashSet<string> executed) => IsTooMany(asked)
        ? SanityFaults.Refused(SanitySchema.ProductPrices, null, $"The product {question.ProductId} names more than {MostPrices} prices.")
        : Seen(Part(found, asked), question) with { Executed = executed.Intersect(question.Doubts) };

    private static FoundDocuments Part(FoundDocuments found, ImmutableSortedSet<string> published) => found with
    {
        Documents = [.. found.Documents.Where(document => SanityId.PublishedOf(document.Text("_id")) is { } id && published.Contains(id))],
        Missing = [.. found.Missing.Where(id => SanityId.PublishedOf(id) is { } of && published.Contains(of))],
    };

    // A token without the right to the history still synchronizes; a write that an editor has undone before its outcome was known then counts as never done.
    private async Task<Outcome<ImmutableHashSet<string>>> Executed(ImmutableArray<Question> questions, ImmutableSortedSet<string> ids, CancellationToken cancellation)
    {
        ImmutableHashSet<string> none = [];
        var doubts = questions.SelectMany(question => question.Doubts).ToImmutableArray();
        if (doubts.IsEmpty)
        {
            return none;
        }

        var history = await client.History(ids, cancellation);
        return history.Fault switch
        {
            CatalogFault.Unauthorized or CatalogFault.Refused => none,
            { } fault => fault,
            null => none.Union(history.Value!.Items.Select(line => line.Text("id")).OfType<string>().Intersect(doubts, StringComparer.Ordinal)),
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

    private bool IsPrice(DocumentSet documents, string id) =>
        documents.Find(id) is { } document && schema.KindOf(document.Text("_type")) == Kind.Price;

    private static bool IsPublished(string id) => SanityId.Parse(id) is SanityId.Published;
}
