using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Which product document of one connection is which of another one: as it was before, the same id, or what <see cref="Matcher"/> finds clear.</summary>
/// <param name="from">Where they come from.</param>
/// <param name="to">Where they go to.</param>
/// <param name="known">What was promoted before, by the document there.</param>
/// <param name="options">Which are meant, and how they are matched.</param>
/// <param name="patience">What waits for the vendors.</param>
internal sealed class PromotionIndex(Connection from, Connection to, IReadOnlyDictionary<string, Promoted> known, SurveyOptions options, Patience patience)
{
    private readonly Dictionary<string, (string Target, Evidence Evidence)> _pairs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Ambiguity> _unclear = new(StringComparer.Ordinal);
    private HashSet<string> _taken = [];

    /// <summary>The published product documents there, in the order of their ids.</summary>
    public IReadOnlyList<string> Sources { get; private set; } = [];

    /// <summary>What was asked for and cannot be done, in sentences.</summary>
    public ImmutableArray<string> Problems { get; private set; } = [];

    /// <summary>The document here of one there, and why it is that one; a new one when nothing is like it, which never takes the place of another one's.</summary>
    public (string Target, Evidence Evidence) Of(string source) => _pairs.TryGetValue(source, out var pair)
        ? pair
        : (_taken.Contains(source) ? PromotionIds.OfItsOwn(from.Name, source) : PromotionIds.Of(from.Name, source), Evidence.None);

    /// <summary>What stands against telling which document here it is.</summary>
    public Ambiguity? Unclear(string source) => _unclear.GetValueOrDefault(source);

    /// <summary>Reads both datasets and matches; null when that went well.</summary>
    public async Task<CatalogFault?> Read(CancellationToken cancellation)
    {
        var (there, here) = (new Dictionary<string, Candidate>(StringComparer.Ordinal), new Dictionary<string, Candidate>(StringComparer.Ordinal));
        if ((await Read(from, there, cancellation) ?? await Read(to, here, cancellation)) is { } fault)
        {
            return fault;
        }

        Sources = [.. there.Keys.Order(StringComparer.Ordinal)];
        Problems = [.. options.Links.SelectMany(link => Problem(link.Key, link.Value, there, here))];
        foreach (var (source, target) in known.Values.Where(one => there.ContainsKey(one.Source)).Select(one => (one.Source, one.Target)))
        {
            Join(source, target, Evidence.Record);
        }

        // What a person says comes before the same id.
        foreach (var source in Sources.Where(source => !options.Links.ContainsKey(source) && !options.Links.ContainsValue(source)).ToList())
        {
            Join(source, source, Evidence.SameId);
        }

        // Both are documents here: the matcher's two sides are the two datasets.
        var (pairs, ambiguous) = new Matcher(there.Values, here.Values, options.Rules, options.Links).Match();
        foreach (var pair in pairs)
        {
            _pairs[pair.DocumentId] = (pair.StripeId, pair.Evidence);
        }

        _taken = [.. known.Values.Select(one => one.Target), .. _pairs.Values.Select(pair => pair.Target)];

        foreach (var one in ambiguous)
        {
            foreach (var source in one.Documents)
            {
                _unclear.TryAdd(source, one);
            }
        }

        return null;

        void Join(string source, string target, Evidence evidence)
        {
            if (here.Remove(target) || evidence == Evidence.Record)
            {
                there.Remove(source);
                _pairs.Add(source, (target, evidence));
            }
        }
    }

    private async Task<CatalogFault?> Read(Connection connection, Dictionary<string, Candidate> found, CancellationToken cancellation)
    {
        var hasKeys = connection.Policy.Rule(Kind.Price, FieldNames.LookupKey) is { Direction: not Direction.Off };
        return await Candidates.Pages(connection.Sanity, patience, Kind.Product, Take, cancellation)
            ?? (hasKeys ? await Candidates.Pages(connection.Sanity, patience, Kind.Price, Take, cancellation) : null);

        // What they name belongs to their own Stripe, and says nothing of each other.
        Task Take(ViewPage page)
        {
            foreach (var product in page.Products)
            {
                found[product.Id] = Candidates.Of(product, options.Rules);
            }

            Candidates.AddKeys(found, page.Prices);
            return Task.CompletedTask;
        }
    }

    private IEnumerable<string> Problem(string source, string target, Dictionary<string, Candidate> there, Dictionary<string, Candidate> here)
    {
        if (!there.ContainsKey(source))
        {
            yield return $"There is no published product document {source} in {from.Name}.";
        }
        else if (known.ContainsKey(source))
        {
            yield return $"{source} was promoted before, as {known[source].Target}.";
        }
        else if (!here.ContainsKey(target))
        {
            yield return $"There is no published product document {target} in {to.Name}.";
        }
        else if (known.Values.FirstOrDefault(one => one.Target == target && there.ContainsKey(one.Source)) is { } other)
        {
            yield return $"{target} in {to.Name} is {other.Source} of {from.Name}, which was promoted before.";
        }
    }
}
