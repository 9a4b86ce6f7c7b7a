using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What is known of two catalogues before their products are looked at one by one: ids, and which of them belong together.</summary>
internal sealed class SurveyIndex
{
    private readonly Dictionary<string, Pair> _byDocument;
    private readonly Dictionary<string, Pair> _byProduct;
    private readonly Dictionary<(Side Side, string Id), Ambiguity> _ambiguous = [];

    public SurveyIndex(IEnumerable<Pair> pairs, IEnumerable<Ambiguity> ambiguous)
    {
        var all = pairs.ToList();
        _byDocument = all.ToDictionary(pair => pair.DocumentId, StringComparer.Ordinal);
        _byProduct = all.ToDictionary(pair => pair.StripeId, StringComparer.Ordinal);
        foreach (var ambiguity in ambiguous)
        {
            foreach (var id in ambiguity.Documents.Select(id => (Side.Sanity, id)).Concat(ambiguity.Products.Select(id => (Side.Stripe, id))))
            {
                _ambiguous.TryAdd(id, ambiguity);
            }
        }
    }

    /// <summary>An index of nothing.</summary>
    public static SurveyIndex Nothing { get; } = new([], []);

    /// <summary>Every published product document, in the order of the ids.</summary>
    public IReadOnlyList<string> Documents { get; init; } = [];

    /// <summary>Since when the connection has been kept; null when it never began.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>Products that only Sanity has, older than the connection and unlinked.</summary>
    public int OnlySanity { get; init; }

    /// <summary>Products that only Stripe has, older than the connection and unlinked.</summary>
    public int OnlyStripe { get; init; }

    /// <summary>What a person asked for and cannot be done, in sentences.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>Whether products are made without a word, although they are older than the connection.</summary>
    public bool Flows { get; init; }

    /// <summary>The pair of a document.</summary>
    public Pair? OfDocument(string id) => _byDocument.GetValueOrDefault(id);

    /// <summary>The pair of a Stripe product.</summary>
    public Pair? OfProduct(string id) => _byProduct.GetValueOrDefault(id);

    /// <summary>What stands against telling which product it is.</summary>
    public Ambiguity? Unclear(Side side, string id) => _ambiguous.GetValueOrDefault((side, id));

    /// <summary>Whether a product that only the other side has is not made on this one.</summary>
    public bool Waits(SurveyOptions options, Side side, DateTimeOffset? madeAt) =>
        options.Make is { } make ? !make.Contains(side) : !Flows && OnlySanity > 0 && OnlyStripe > 0 && IsOlder(madeAt);

    /// <summary>Whether an object was there before the connection.</summary>
    public bool IsOlder(DateTimeOffset? madeAt) => Began is not { } began || madeAt is not { } made || made < began;
}
