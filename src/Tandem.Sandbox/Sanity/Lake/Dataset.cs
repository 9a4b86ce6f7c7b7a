using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>One dataset: its documents now, and every transaction that ever was.</summary>
/// <param name="name">Its name, such as <c>production</c>.</param>
/// <param name="projectId">The project it belongs to.</param>
internal sealed class Dataset(string name, string projectId)
{
    private readonly List<Commit> _commits = [];
    private readonly HashSet<string> _ids = [];
    private readonly DocumentIndex _index = new();
    private (ImmutableSortedDictionary<string, Value.Map>? Of, Value.List List) _everything = (null, Value.List.Empty);

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Every document, by id.</summary>
    public ImmutableSortedDictionary<string, Value.Map> Documents { get; private set; } =
        ImmutableSortedDictionary.Create<string, Value.Map>(StringComparer.Ordinal);

    /// <summary>Every transaction, oldest first.</summary>
    public IReadOnlyList<Commit> Commits => _commits;

    /// <summary>Raised for each commit, after it is visible.</summary>
    public event Action<Dataset, Commit>? Committed;

    /// <summary>Prepares a transaction.</summary>
    /// <exception cref="LakeRefusalException">The transaction id was used before.</exception>
    public Staging Stage(WriteOrder order, DateTimeOffset now, IdSource ids)
    {
        if (order.TransactionId is { } given && _ids.Contains(given))
        {
            throw Refusals.TransactionExists(given);
        }

        return new Staging(Documents, order.TransactionId ?? ids.Next(22), now, order, ids);
    }

    /// <summary>Makes a transaction visible.</summary>
    public void Accept(Commit commit)
    {
        _ids.Add(commit.Id);
        _commits.Add(commit);
        Documents = commit.Documents;
        _index.Follow(commit);
        Committed?.Invoke(this, commit);
    }

    /// <summary>The documents as they were at a moment: what a lagging index still shows.</summary>
    public ImmutableSortedDictionary<string, Value.Map> At(DateTimeOffset moment)
    {
        for (var index = _commits.Count - 1; index >= 0; index--)
        {
            if (_commits[index].At <= moment)
            {
                return _commits[index].Documents;
            }
        }

        return Documents.Clear();
    }

    /// <summary>The ids under which a document exists now: as published, draft, in releases; in their order.</summary>
    public IReadOnlyCollection<string> VersionsOf(string published) => _index.VersionsOf(published);

    /// <summary>What a query over these documents sees.</summary>
    public QueryContext Context(ImmutableSortedDictionary<string, Value.Map> shown, DateTimeOffset now, string identity) => new()
    {
        All = () => Everything(shown),
        ReferrersOf = ReferenceEquals(shown, Documents) ? _index.ReferrersOf : null,
        Dereference = id => (Value?)shown.GetValueOrDefault(id) ?? Value.Null,
        Now = now,
        ProjectId = projectId,
        Dataset = Name,
        Identity = identity,
    };

    /// <summary>What a filter may see that looks at one change only: no other document.</summary>
    /// <remarks>Sub-queries silently give <c>false</c>; whether a dereference works there is not verified, so it gives nothing.</remarks>
    public QueryContext Context(DocumentChange change, DateTimeOffset now) => new()
    {
        All = static () => Value.False,
        Dereference = static _ => Value.Null,
        Now = now,
        ProjectId = projectId,
        Dataset = Name,
        Before = (Value?)change.Before ?? Value.Null,
        After = (Value?)change.After ?? Value.Null,
    };

    // Many queries look at the same documents between two writes.
    private Value.List Everything(ImmutableSortedDictionary<string, Value.Map> shown)
    {
        if (!ReferenceEquals(_everything.Of, shown))
        {
            _everything = (shown, new Value.List([.. shown.Values]));
        }

        return _everything.List;
    }
}
