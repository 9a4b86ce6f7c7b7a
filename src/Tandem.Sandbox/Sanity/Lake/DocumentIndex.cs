namespace Tandem.Sandbox.Sanity;

/// <summary>What of a dataset's documents can be found without looking at each: the versions of one, and those that refer to one. It follows every commit.</summary>
internal sealed class DocumentIndex
{
    private readonly Dictionary<string, SortedSet<string>> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> _referrers = new(StringComparer.Ordinal);

    /// <summary>The ids under which a document exists: as published, draft, in releases; in their order.</summary>
    public IReadOnlyCollection<string> VersionsOf(string published) => _versions.TryGetValue(published, out var ids) ? ids : [];

    /// <summary>The ids of the documents that refer to one of these, in their order.</summary>
    public IEnumerable<string> ReferrersOf(IEnumerable<string> targets)
    {
        var all = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            if (_referrers.TryGetValue(target, out var ids))
            {
                all.UnionWith(ids);
            }
        }

        return all;
    }

    /// <summary>Takes a commit in.</summary>
    public void Follow(Commit commit)
    {
        foreach (var change in commit.Changes)
        {
            foreach (var target in TargetsOf(change.Before))
            {
                Drop(_referrers, target, change.Id);
            }

            foreach (var target in TargetsOf(change.After))
            {
                Add(_referrers, target, change.Id);
            }

            if (change.After is null)
            {
                Drop(_versions, DocumentId.Published(change.Id), change.Id);
            }
            else
            {
                Add(_versions, DocumentId.Published(change.Id), change.Id);
            }
        }
    }

    private static IEnumerable<string> TargetsOf(Value.Map? document) => document is null ? [] : References.All(document).Select(static reference => reference.To).Distinct(StringComparer.Ordinal);

    private static void Add(Dictionary<string, SortedSet<string>> index, string key, string id)
    {
        if (!index.TryGetValue(key, out var ids))
        {
            index.Add(key, ids = new SortedSet<string>(StringComparer.Ordinal));
        }

        ids.Add(id);
    }

    private static void Drop(Dictionary<string, SortedSet<string>> index, string key, string id)
    {
        if (index.TryGetValue(key, out var ids) && ids.Remove(id) && ids.Count == 0)
        {
            index.Remove(key);
        }
    }
}
