using System.Collections.Immutable;
using System.Text.Json;

namespace Tandem.Sanity;

/// <summary>Documents that were read, told apart into published ones and their drafts and versions.</summary>
internal sealed class DocumentSet
{
    private readonly SortedDictionary<string, JsonElement> _published = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, JsonElement> _drafts = new(StringComparer.Ordinal);

    /// <summary>A set of those documents.</summary>
    public DocumentSet(IEnumerable<JsonElement> documents) => Add(documents);

    /// <summary>The published documents in the order of their ids.</summary>
    public IEnumerable<JsonElement> Published => _published.Values;

    /// <summary>Everything, published or not.</summary>
    public IEnumerable<JsonElement> All => _published.Values.Concat(_drafts.Values);

    /// <summary>Takes more documents in; a known id is replaced.</summary>
    public void Add(IEnumerable<JsonElement> documents)
    {
        foreach (var document in documents)
        {
            var whole = document.Text("_id");
            switch (SanityId.Parse(whole))
            {
                case SanityId.Published:
                    _published[whole!] = document;
                    break;
                case not null:
                    _drafts[whole!] = document;
                    break;
            }
        }
    }

    /// <summary>The document of that whole id, if it was read.</summary>
    public JsonElement? Find(string whole) =>
        _published.TryGetValue(whole, out var document) || _drafts.TryGetValue(whole, out document) ? document : null;

    /// <summary>The drafts and versions of a published id, in the order of their ids.</summary>
    public ImmutableArray<JsonElement> DraftsOf(string published) =>
        [.. _drafts.Where(draft => SanityId.PublishedOf(draft.Key) == published).Select(draft => draft.Value)];
}
