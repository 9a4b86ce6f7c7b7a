using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What a look at both catalogues is to find, and how products that nothing links are matched.</summary>
public sealed record SurveyOptions
{
    /// <summary>The rules by which unlinked products may be matched, the first one first. Default: none.</summary>
    public ImmutableArray<MatchRule> Rules { get; init; } = [];

    /// <summary>Which Stripe product a document is, as a person says: document id to product id.</summary>
    public ImmutableDictionary<string, string> Links { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Which products are meant: ids of documents or of Stripe products, in which <c>*</c> stands for anything. Empty means all.</summary>
    public ImmutableArray<string> Only { get; init; } = [];

    /// <summary>
    /// On which sides products are made that only the other side has. Null, the default: on both, unless both sides have such products and nothing says which of them are the
    /// same: then on none, or everything would be there twice.
    /// </summary>
    public ImmutableHashSet<Side>? Make { get; init; }

    /// <summary>Whether a product is meant.</summary>
    internal bool Means(string documentId, string? stripeId) => Only.IsEmpty || Only.Any(wanted => Fits(wanted, documentId) || (stripeId is not null && Fits(wanted, stripeId)));

    // Without a star, the very id; else the pieces between the stars, in their order.
    private static bool Fits(string wanted, string id)
    {
        var pieces = wanted.Split('*');
        if (pieces is [var whole])
        {
            return whole == id;
        }

        if (id.Length < pieces[0].Length + pieces[^1].Length || !id.StartsWith(pieces[0], StringComparison.Ordinal) || !id.EndsWith(pieces[^1], StringComparison.Ordinal))
        {
            return false;
        }

        var rest = id[pieces[0].Length..(id.Length - pieces[^1].Length)];
        foreach (var piece in pieces[1..^1])
        {
            var at = rest.IndexOf(piece, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + piece.Length)..];
        }

        return true;
    }
}
