using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>A transaction while it is being made: nothing of it is visible until <see cref="Finish"/> has found it sound.</summary>
/// <param name="before">Every document before the transaction.</param>
/// <param name="id">The transaction's id.</param>
/// <param name="at">World time.</param>
/// <param name="order">Who writes, and how.</param>
/// <param name="ids">Makes random ids and keys.</param>
internal sealed class Staging(ImmutableSortedDictionary<string, Value.Map> before, string id, DateTimeOffset at, WriteOrder order, IdSource ids)
{
    private readonly List<string> _touched = [];
    private readonly Dictionary<string, (int Index, List<Value> Mutations)> _history = [];
    private readonly List<MutationResult> _results = [];
    private readonly string _now = ValueJson.Text(new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero));
    private readonly ImmutableSortedDictionary<string, Value.Map> _before = before;
    private ImmutableSortedDictionary<string, Value.Map> _documents = before;
    private int _index;

    /// <summary>The documents as this transaction sees them.</summary>
    public ImmutableSortedDictionary<string, Value.Map> Documents => _documents;

    /// <summary>The place of the mutation or action that is being applied.</summary>
    public int Index
    {
        get => _index;
        set => _index = value;
    }

    /// <summary>Adds a document that must not exist.</summary>
    public void Create(Value.Map content)
    {
        var document = WithId(content);
        var created = IdOf(document);
        if (_documents.ContainsKey(created))
        {
            throw Refusals.Exists(created);
        }

        Put(created, Fresh(document), "create", Mutation("create", document));
    }

    /// <summary>Adds a document unless it exists.</summary>
    public void CreateIfNotExists(Value.Map content)
    {
        var document = WithId(content);
        var created = IdOf(document);
        if (_documents.ContainsKey(created))
        {
            _results.Add(new MutationResult(created, "none"));
            return;
        }

        Put(created, Fresh(document), "create", Mutation("createIfNotExists", document));
    }

    /// <summary>Replaces a document totally, or adds it.</summary>
    public void CreateOrReplace(Value.Map content)
    {
        var document = WithId(content);
        var replaced = IdOf(document);
        var mutation = Mutation("createOrReplace", document);
        if (!_documents.TryGetValue(replaced, out var old))
        {
            Put(replaced, Fresh(document), "create", mutation);
            return;
        }

        if (old["_type"].Characters != document["_type"].Characters && StrongReferrers(replaced) is { IsEmpty: false } referrers)
        {
            throw Refusals.Referenced(replaced, referrers, _index);
        }

        var createdAt = document.Find("_createdAt") ?? old["_createdAt"];
        Put(replaced, document.With("_createdAt", createdAt).With("_updatedAt", Value.Of(_now)), "update", mutation);
    }

    /// <summary>Removes a document; one that is absent is no fault.</summary>
    public void Delete(string deleted)
    {
        Allow("delete");
        if (!_documents.ContainsKey(deleted))
        {
            _results.Add(new MutationResult(deleted, "none"));
            return;
        }

        _documents = _documents.Remove(deleted);
        Note(deleted, Mutation("delete", Value.Map.Empty.With("id", Value.Of(deleted))));
        _results.Add(new MutationResult(deleted, "delete"));
    }

    /// <summary>Changes a document that must exist. A patch that changes nothing still counts as a change.</summary>
    public void Patch(string patched, Value.Map patch)
    {
        Allow("update");
        if (!_documents.TryGetValue(patched, out var old))
        {
            throw Refusals.Missing(patched);
        }

        Expect(old, patch["ifRevisionID"].Characters);
        var changed = Sanity.Patch.Apply(patch, old);
        foreach (var name in new[] { "_id", "_type" })
        {
            if (!Sameness.Equal(changed[name], old[name]))
            {
                throw Refusals.Senseless($"Cannot modify immutable attribute \"{name}\"");
            }
        }

        var described = Mutation("patch", patch.Without("query").Without("params").With("id", Value.Of(patched)));
        Put(patched, changed.With("_createdAt", old["_createdAt"]).With("_updatedAt", Value.Of(_now)), "update", described);
    }

    /// <summary>Refuses unless the document has the revision. Within a transaction an earlier mutation of the document has already moved it on.</summary>
    /// <remarks>Whether the real server compares with the revision at the transaction's start is not verified: this is the harder reading.</remarks>
    public static void Expect(Value.Map document, string? revision)
    {
        var current = document["_rev"].Characters ?? string.Empty;
        if (revision is not null && revision != current)
        {
            throw Refusals.Revision(document["_id"].Characters!, current, revision);
        }
    }

    /// <summary>Checks what can only be known at the end (references) and gives the commit.</summary>
    public Commit Finish()
    {
        var changes = ImmutableArray.CreateBuilder<DocumentChange>();
        foreach (var touched in _touched)
        {
            var change = new DocumentChange(
                touched,
                _before.GetValueOrDefault(touched),
                _documents.GetValueOrDefault(touched),
                [.. _history[touched].Mutations]);
            if (change.Before is not null || change.After is not null)
            {
                changes.Add(change);
            }
        }

        CheckReferences(changes);
        return new Commit(id, at, order.Author, changes.ToImmutable(), [.. _results], _documents);
    }

    private void CheckReferences(IEnumerable<DocumentChange> changes)
    {
        foreach (var change in changes)
        {
            var index = _history[change.Id].Index;
            if (change.After is null)
            {
                var referrers = StrongReferrers(change.Id);
                if (!referrers.IsEmpty)
                {
                    throw Refusals.Referenced(change.Id, referrers, index);
                }

                continue;
            }

            if (References.Strong(change.After).FirstOrDefault(to => !_documents.ContainsKey(to)) is { } missing)
            {
                throw Refusals.Dangling(change.Id, missing, index);
            }
        }
    }

    // Drafts count too: a capture shows that a draft's reference blocks a delete.
    private ImmutableArray<string> StrongReferrers(string target) =>
        [.. _documents.Where(pair => pair.Key != target && References.IsStrong(pair.Value, target)).Select(static pair => pair.Key)];

    private void Put(string key, Value.Map document, string operation, Value mutation)
    {
        Allow(operation);
        var kept = order.AddsKeys ? (Value.Map)ids.WithKeys(document) : document;
        _documents = _documents.SetItem(key, kept.With("_rev", Value.Of(id)));
        Note(key, mutation);
        _results.Add(new MutationResult(key, operation));
    }

    private void Note(string key, Value mutation)
    {
        if (!_history.TryGetValue(key, out var entry))
        {
            entry = (_index, []);
            _touched.Add(key);
        }

        entry.Mutations.Add(mutation);
        _history[key] = (_index, entry.Mutations);
    }

    private void Allow(string permission)
    {
        if (!order.MayWrite)
        {
            throw Refusals.Permission(permission);
        }
    }

    private Value.Map WithId(Value.Map content)
    {
        if (content["_type"] is not Value.Text { Content.Length: > 0 })
        {
            throw Refusals.Senseless("Document must have a \"_type\" attribute");
        }

        var given = content["_id"].Characters;
        var chosen = given is null or "" ? ids.Next(22) : given.EndsWith('.') ? given + ids.Next(22) : given;
        return DocumentId.IsValid(chosen)
            ? content.With("_id", Value.Of(chosen))
            : throw Refusals.Senseless($"Invalid document ID \"{chosen}\"");
    }

    private Value.Map Fresh(Value.Map document)
    {
        var now = Value.Of(_now);
        return document.With("_createdAt", document.Find("_createdAt") ?? now).With("_updatedAt", document.Find("_updatedAt") ?? now);
    }

    private static string IdOf(Value.Map document) => document["_id"].Characters!;

    private static Value.Map Mutation(string kind, Value content) => Value.Map.Empty.With(kind, content);
}
