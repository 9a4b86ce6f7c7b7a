using System.Collections.Immutable;

namespace Tandem.Engine;

/// <summary>A product that nothing recorded links, by what it may be matched.</summary>
/// <param name="Id">Its id on its own side.</param>
/// <param name="Mirror">The other side's id that it names.</param>
/// <param name="Name">What its name is compared by.</param>
/// <param name="Slug">What its slug is compared by.</param>
/// <param name="IsOlder">Whether it is older than the connection, so that it does not flow by itself.</param>
internal sealed record Candidate(string Id, string? Mirror, string? Name, string? Slug, bool IsOlder)
{
    /// <summary>The lookup keys of its prices.</summary>
    public ImmutableArray<string> LookupKeys { get; init; } = [];

    /// <summary>Whether it asks to be left alone.</summary>
    public bool IsLeftAlone { get; init; }
}

/// <summary>A document and a Stripe product that are the same.</summary>
internal sealed record Pair(string DocumentId, string StripeId, Evidence Evidence);

/// <summary>Products that may be the same, of which it cannot be told which is which.</summary>
/// <param name="Evidence">By what they are alike.</param>
/// <param name="Documents">The documents.</param>
/// <param name="Products">The Stripe products.</param>
public sealed record Ambiguity(Evidence Evidence, ImmutableArray<string> Documents, ImmutableArray<string> Products);

/// <summary>Finds which product here is which product there: by what they name, then by lookup keys, then by the rules that a person named, the strongest evidence first.</summary>
/// <remarks>Evidence counts only where it is clear both ways: one document and one product. What a weaker one makes clear is no longer ambiguous.</remarks>
internal sealed class Matcher(IEnumerable<Candidate> documents, IEnumerable<Candidate> products, ImmutableArray<MatchRule> rules, ImmutableDictionary<string, string> links)
{
    private readonly Dictionary<string, Candidate> _documents = documents.ToDictionary(document => document.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, Candidate> _products = products.ToDictionary(product => product.Id, StringComparer.Ordinal);
    private readonly List<Pair> _pairs = [];
    private readonly List<Ambiguity> _ambiguous = [];

    /// <summary>The pairs that are clear, and what remains unclear.</summary>
    public (IReadOnlyList<Pair> Pairs, IReadOnlyList<Ambiguity> Ambiguous) Match()
    {
        var all = _products.Keys.ToHashSet(StringComparer.Ordinal);
        Take(Evidence.Person, document => links.GetValueOrDefault(document.Id), product => product.Id);
        foreach (var pair in _documents.Values.Where(document => document.Mirror is { } id && _products.TryGetValue(id, out var product) && product.Mirror == document.Id).ToList())
        {
            Join(pair.Id, pair.Mirror!, Evidence.Ids);
        }

        // Who names a product that names somebody else carries a copied id.
        Take(Evidence.Ids, document => document.Mirror, product => product.Mirror is null ? product.Id : null);
        Take(Evidence.Ids, document => document.Mirror is { } id && all.Contains(id) ? null : document.Id, product => product.Mirror);
        TakeKeys();
        foreach (var rule in rules)
        {
            if (rule == MatchRule.Name)
            {
                Take(Evidence.Name, document => document.Name, product => product.Mirror is null ? product.Name : null);
            }
            else
            {
                Take(Evidence.Slug, document => document.Slug, product => product.Mirror is null ? product.Slug : null);
            }
        }

        return (_pairs, [.. _ambiguous.Select(Left).OfType<Ambiguity>().DistinctBy(left => (left.Documents[0], left.Products[0]))]);
    }

    private void Take(Evidence evidence, Func<Candidate, string?> ofDocument, Func<Candidate, string?> ofProduct)
    {
        var there = _products.Values.Where(product => ofProduct(product) is not null).ToLookup(product => ofProduct(product)!, StringComparer.Ordinal);
        foreach (var here in _documents.Values.Where(document => ofDocument(document) is not null).GroupBy(document => ofDocument(document)!, StringComparer.Ordinal).ToList())
        {
            Take(evidence, [.. here], [.. there[here.Key]]);
        }
    }

    // One product on each side, or nothing is said.
    private void Take(Evidence evidence, List<Candidate> here, List<Candidate> there)
    {
        if (here is [var document] && there is [var product])
        {
            Join(document.Id, product.Id, evidence);
        }
        else if (there.Count > 0)
        {
            _ambiguous.Add(new Ambiguity(evidence, [.. here.Select(one => one.Id).Order(StringComparer.Ordinal)], [.. there.Select(one => one.Id).Order(StringComparer.Ordinal)]));
        }
    }

    // A product may have several keys: all of them must lead to the same product.
    private void TakeKeys()
    {
        var there = Holders(_products.Values);
        var here = Holders(_documents.Values);
        foreach (var document in _documents.Values.Where(document => !document.LookupKeys.IsEmpty).ToList())
        {
            var holders = document.LookupKeys.SelectMany(key => there[key]).Where(product => product.Mirror is null && _products.ContainsKey(product.Id)).Distinct().ToList();
            var sharers = holders.SelectMany(product => product.LookupKeys).SelectMany(key => here[key]).Append(document).Distinct().Where(one => _documents.ContainsKey(one.Id)).ToList();
            Take(Evidence.LookupKey, sharers, holders);
        }
    }

    private static ILookup<string, Candidate> Holders(IEnumerable<Candidate> candidates) =>
        candidates.SelectMany(candidate => candidate.LookupKeys.Select(key => (key, candidate))).ToLookup(held => held.key, held => held.candidate, StringComparer.Ordinal);

    private void Join(string document, string product, Evidence evidence)
    {
        _pairs.Add(new Pair(document, product, evidence));
        _documents.Remove(document);
        _products.Remove(product);
    }

    // Without those that were matched by something else since.
    private Ambiguity? Left(Ambiguity ambiguity)
    {
        var left = ambiguity with { Documents = ambiguity.Documents.RemoveAll(id => !_documents.ContainsKey(id)), Products = ambiguity.Products.RemoveAll(id => !_products.ContainsKey(id)) };
        return left.Documents.IsEmpty || left.Products.IsEmpty ? null : left;
    }
}
