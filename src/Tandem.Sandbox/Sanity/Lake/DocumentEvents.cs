namespace Tandem.Sandbox.Sanity;

/// <summary>What became of a document and its draft or version, as the Studio's history shows it: created, published, unpublished, discarded, deleted.</summary>
/// <remarks>
/// The shapes are those of the Studio's own types (<c>DocumentGroupEvent</c>). Edits are no events: the Studio reads them from the transactions.
/// </remarks>
internal static class DocumentEvents
{
    /// <summary>The events of an id, newest first.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="id">A published, draft or version id. For a published one, that of its draft is meant along.</param>
    /// <param name="limit">At most so many. There is no next page.</param>
    public static Value.Map Of(Dataset dataset, string id, int limit)
    {
        var published = DocumentId.Published(id);
        var version = DocumentId.IsPublished(id) ? DocumentId.Draft(published) : id;
        var events = dataset.Commits.Reverse().Select(commit => Event(commit, published, version)).OfType<Value>().Take(limit);
        return Value.Map.Empty.With("events", Value.Map.Empty.With(id, Value.Of(events))).With("nextCursor", Value.Of(string.Empty));
    }

    private static Value.Map? Event(Commit commit, string published, string version)
    {
        var (document, draft) = (Fate(commit, published), Fate(commit, version));
        if (document.Was is null && document.Is is null && draft.Was is null && draft.Is is null)
        {
            return null;
        }

        var (isThere, wasThere) = (document.Is is not null, document.Was is not null);
        var told = Value.Map.Empty
            .With("timestamp", Value.Of(ValueJson.Text(commit.At)))
            .With("author", Value.Of(commit.Author))
            .With("documentId", Value.Of(published));
        var ofVersion = told.With("versionId", Value.Of(version));
        return (draft.Was is not null, draft.Is is not null) switch
        {
            (true, false) when isThere => Named(ofVersion, "publishDocumentVersion")
                .With("revisionId", Value.Of(commit.Id)).With("versionRevisionId", draft.Was!["_rev"]).With("publishCause", Value.Of("document.publish")),
            (_, false) when wasThere && !isThere => Named(told, "deleteDocumentGroup"),
            (true, false) => Named(ofVersion, "deleteDocumentVersion").With("versionRevisionId", draft.Was!["_rev"]),
            (false, true) when wasThere && !isThere => Named(ofVersion, "unpublishDocument").With("versionRevisionId", Value.Of(commit.Id)),
            (false, true) => Named(ofVersion, "createDocumentVersion").With("versionRevisionId", Value.Of(commit.Id)),
            _ when isThere => Named(told, wasThere ? "updateLiveDocument" : "createLiveDocument").With("revisionId", Value.Of(commit.Id)),
            _ => null,
        };
    }

    private static (Value.Map? Was, Value.Map? Is) Fate(Commit commit, string id) =>
        commit.Changes.FirstOrDefault(change => change.Id == id) is { } change ? (change.Before, change.After) : (null, null);

    private static Value.Map Named(Value.Map told, string type) => told.With("type", Value.Of(type));
}
