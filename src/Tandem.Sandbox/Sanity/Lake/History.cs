using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>The history of documents and transactions, as <c>data/history</c> tells it.</summary>
/// <remarks>https://www.sanity.io/docs/history-api</remarks>
internal static class History
{
    /// <summary>Transactions as NDJSON.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="ids">Only those that touched one of these documents; empty for all.</param>
    /// <param name="query">The request's parameters.</param>
    public static Value.List Transactions(Dataset dataset, ImmutableArray<string> ids, QueryText query)
    {
        IEnumerable<Commit> commits = dataset.Commits;
        if (!ids.IsEmpty)
        {
            commits = commits.Where(commit => commit.Changes.Any(change => ids.Contains(change.Id)));
        }

        // The Studio names no transaction by an empty name: that means from the beginning.
        if (query.Find("fromTransaction") is { Length: > 0 } from)
        {
            commits = commits.SkipWhile(commit => commit.Id != from);
        }

        if (query.Find("toTransaction") is { } to && dataset.Commits.FirstOrDefault(commit => commit.Id == to) is { } last)
        {
            var order = dataset.Commits.ToList();
            commits = commits.Where(commit => order.IndexOf(commit) <= order.IndexOf(last));
        }

        commits = commits.Where(commit => (query.Moment("fromTime") is not { } start || commit.At >= start) && (query.Moment("toTime") is not { } end || commit.At <= end));
        if (query.IsTrue("reverse"))
        {
            commits = commits.Reverse();
        }

        var shown = commits.Take(query.Number("limit") ?? int.MaxValue);
        return new Value.List([.. shown.Select(commit => Line(commit, ids, query))]);
    }

    /// <summary>Documents as they were.</summary>
    public static Value.Map Documents(Dataset dataset, ImmutableArray<string> ids, QueryText query) =>
        Value.Map.Empty.With("documents", Value.Of(ids.Select(id => Revision(dataset, id, query)).OfType<Value>()));

    private static Value.Map? Revision(Dataset dataset, string id, QueryText query)
    {
        var versions = dataset.Commits.SelectMany(static commit => commit.Changes.Select(change => (commit, change))).Where(pair => pair.change.Id == id);
        if (query.Find("revision") is { } revision)
        {
            return versions.LastOrDefault(pair => pair.commit.Id == revision).change?.After;
        }

        if (query.Moment("time") is { } time)
        {
            return versions.LastOrDefault(pair => pair.commit.At <= time).change?.After;
        }

        return query.IsTrue("lastRevision") ? versions.LastOrDefault(static pair => pair.change.After is not null).change?.After : dataset.Documents.GetValueOrDefault(id);
    }

    private static Value.Map Line(Commit commit, ImmutableArray<string> ids, QueryText query)
    {
        var changes = ids.IsEmpty || !query.IsTrue("includeIdentifiedDocumentsOnly")
            ? commit.Changes
            : [.. commit.Changes.Where(change => ids.Contains(change.Id))];
        var line = Value.Map.Empty
            .With("id", Value.Of(commit.Id))
            .With("timestamp", Value.Of(ValueJson.Text(commit.At)))
            .With("author", Value.Of(commit.Author))
            .With("documentIDs", Value.Of(changes.Select(static change => Value.Of(change.Id))));
        if (!query.IsTrue("excludeContent") && !query.IsTrue("excludeMutations"))
        {
            line = line.With("mutations", Value.Of(changes.SelectMany(static change => change.Mutations)));
        }

        if (query.Find("effectFormat") != "mendoza")
        {
            return line;
        }

        return line.With("effects", new Value.Map([.. changes.Select(static change => KeyValuePair.Create<string, Value>(change.Id, Mendoza.Effects(change)))]));
    }
}
