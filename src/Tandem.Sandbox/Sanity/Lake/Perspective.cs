using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>Which documents a query sees, and under which ids.</summary>
/// <remarks>https://www.sanity.io/docs/perspectives</remarks>
internal sealed class Perspective
{
    private readonly ImmutableArray<string> _layers;

    private Perspective(ImmutableArray<string> layers) => _layers = layers;

    /// <summary>Documents as they are stored.</summary>
    public static Perspective Raw { get; } = new(["raw"]);

    /// <summary>Whether it shows documents as they are stored.</summary>
    public bool IsRaw => _layers is ["raw"];

    /// <summary>Whether it shows what only a token may see.</summary>
    public bool NeedsToken => _layers is not ["raw"] and not ["published"];

    /// <summary>Reads the parameter: <c>raw</c>, <c>published</c>, <c>drafts</c> (once <c>previewDrafts</c>), or releases by priority.</summary>
    /// <exception cref="LakeRefusalException">It names no perspective.</exception>
    public static Perspective Parse(string text)
    {
        var layers = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static layer => layer == "previewDrafts" ? "drafts" : layer)
            .ToImmutableArray();
        return layers.IsEmpty || (layers.Length > 1 && layers.Contains("raw")) ? throw Refusals.Invalid($"Invalid perspective \"{text}\"") : new Perspective(layers);
    }

    /// <summary>The documents that it shows, by the id that they are shown under.</summary>
    public ImmutableSortedDictionary<string, Value.Map> View(ImmutableSortedDictionary<string, Value.Map> documents)
    {
        if (IsRaw)
        {
            return documents;
        }

        var shown = ImmutableSortedDictionary.CreateBuilder<string, Value.Map>(StringComparer.Ordinal);
        var ranks = new Dictionary<string, int>();
        foreach (var (id, document) in documents)
        {
            var rank = Rank(id);
            var published = DocumentId.Published(id);
            if (rank < 0 || (ranks.TryGetValue(published, out var other) && other <= rank))
            {
                continue;
            }

            ranks[published] = rank;
            shown[published] = document.With("_id", Value.Of(published)).With("_originalId", Value.Of(id));
        }

        return shown.ToImmutable();
    }

    /// <summary>The smaller, the higher the priority; negative for what is not shown.</summary>
    private int Rank(string id)
    {
        if (DocumentId.IsPublished(id))
        {
            return int.MaxValue;
        }

        return _layers.IndexOf(DocumentId.IsDraft(id) ? "drafts" : DocumentId.Release(id)!);
    }
}
