using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Reads what an index needs: all documents; and of Stripe's lists as much as is needed to match what nothing links.</summary>
internal sealed class Indexing(Connection connection, IStateStore store, SurveyOptions options, Patience patience)
{
    private readonly List<string> _all = [];
    private readonly Dictionary<string, Candidate> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Candidate> _products = new(StringComparer.Ordinal);
    private SurveyIndex _known = SurveyIndex.Nothing;

    private bool HasLookupKeys => connection.Policy.Rule(Kind.Price, FieldNames.LookupKey) is { Direction: not Direction.Off };

    /// <summary>Reads and matches.</summary>
    public async Task<Outcome<SurveyIndex>> Read(CancellationToken cancellation)
    {
        var (began, flows) = await FirstContact.Of(connection.Name, store, cancellation);
        _known = new SurveyIndex([], []) { Began = began };
        if (await Documents(cancellation) is { } unread)
        {
            return unread;
        }

        // Where every document has its product, whatever else Stripe has is new.
        if (_documents.Count > 0 && await Products(cancellation) is { } fault)
        {
            return fault;
        }

        var problems = Problems().ToImmutableArray();
        var (pairs, ambiguous) = new Matcher(_documents.Values, _products.Values, options.Rules, options.Links).Match();
        var taken = pairs.SelectMany(pair => new[] { pair.DocumentId, pair.StripeId }).Concat(ambiguous.SelectMany(one => one.Documents.Concat(one.Products))).ToHashSet(StringComparer.Ordinal);
        return new SurveyIndex(pairs, ambiguous)
        {
            Documents = _all, Began = began, Flows = flows, Problems = problems,
            OnlySanity = _documents.Values.Count(document => document is { IsOlder: true, IsLeftAlone: false } && !taken.Contains(document.Id)),
            OnlyStripe = _products.Values.Count(product => product is { IsOlder: true, Mirror: null } && !taken.Contains(product.Id)),
        };
    }

    private async Task<CatalogFault?> Documents(CancellationToken cancellation)
    {
        var fault = await Candidates.Pages(connection.Sanity, patience, Kind.Product, async page =>
        {
            foreach (var document in page.Products)
            {
                _all.Add(document.Id);
                if (await store.Load(new ProductKey(connection.Name, document.Id), cancellation) is not { StripeId: not null })
                {
                    _documents.Add(document.Id, Of(document));
                }
            }

            Candidates.AddKeys(_documents, page.Prices);
        }, cancellation);
        return fault ?? (HasLookupKeys && _documents.Count > 0 ? await Candidates.Pages(connection.Sanity, patience, Kind.Price, page => { Candidates.AddKeys(_documents, page.Prices); return Task.CompletedTask; }, cancellation) : null);
    }

    private async Task<CatalogFault?> Products(CancellationToken cancellation)
    {
        await foreach (var listed in new StripeStock(connection.Stripe, patience).Products(cancellation))
        {
            if (listed.Fault is { } fault)
            {
                return fault;
            }

            var product = listed.Value!;
            if (await store.Find(connection.Name, new ObjectId(Side.Stripe, Kind.Product, product.Id), cancellation) is null)
            {
                _products.TryAdd(product.Id, Of(product));
            }
        }

        var keys = _documents.Values.SelectMany(document => document.LookupKeys).ToHashSet(StringComparer.Ordinal);
        return keys.Count > 0 ? await Keys(keys, cancellation) : null;
    }

    private async Task<CatalogFault?> Keys(HashSet<string> wanted, CancellationToken cancellation)
    {
        await foreach (var listed in new StripeStock(connection.Stripe, patience).Prices(cancellation))
        {
            if (listed.Fault is { } fault)
            {
                return fault;
            }

            if (Candidates.KeyOf(listed.Value!) is { } key && wanted.Contains(key))
            {
                Candidates.AddKeys(_products, [listed.Value!]);
            }
        }

        return null;
    }

    private Candidate Of(ProductView shown) => Candidates.Of(shown, options.Rules) with { Mirror = shown.Mirror, IsOlder = _known.IsOlder(shown.CreatedAt) };

    private IEnumerable<string> Problems()
    {
        foreach (var (document, product) in options.Links)
        {
            if (!_documents.ContainsKey(document))
            {
                yield return _all.Contains(document) ? $"The document {document} is linked already." : $"There is no published product document {document}.";
            }
            else if (!_products.TryGetValue(product, out var found))
            {
                yield return $"Stripe has no product {product}, or it is linked already.";
            }
            else if (found.Mirror is { } mirror && mirror != document)
            {
                yield return $"The Stripe product {product} says in its metadata that it is the document {mirror}; clear that first, if it is {document}.";
            }
        }

        foreach (var twice in options.Links.GroupBy(link => link.Value, StringComparer.Ordinal).Where(links => links.Count() > 1))
        {
            yield return $"{twice.Key} cannot be {string.Join(" and ", twice.Select(link => link.Key))} at once.";
        }
    }
}
