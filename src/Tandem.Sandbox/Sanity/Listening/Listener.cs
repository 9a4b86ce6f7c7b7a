using System.Globalization;

namespace Tandem.Sandbox.Sanity;

/// <summary>One open listener.</summary>
internal sealed class Listener
{
    private const int Resumable = 1_000;
    private readonly ListenRequest _request;
    private readonly Dataset _dataset;
    private readonly Expr? _filter;
    private readonly bool _seesPrivate;
    private readonly Action<ListenFrame> _hear;

    /// <summary>Makes a listener.</summary>
    /// <param name="request">What it wants to hear.</param>
    /// <param name="dataset">Where.</param>
    /// <param name="seesPrivate">Whether it has a token, and so sees ids with dots.</param>
    /// <param name="hear">Takes each frame.</param>
    /// <exception cref="LakeRefusalException">The query does not parse.</exception>
    public Listener(ListenRequest request, Dataset dataset, bool seesPrivate, Action<ListenFrame> hear)
    {
        (_request, _dataset, _seesPrivate, _hear) = (request, dataset, seesPrivate, hear);
        try
        {
            _filter = TopFilter(Parser.Parse(request.Query, (Value.Map)ValueJson.From(request.Parameters)));
        }
        catch (GroqSyntaxException fault)
        {
            throw Refusals.Query(request.Query, fault);
        }
    }

    /// <summary>Says hello: afresh, or with everything since the last event, or that too much was missed.</summary>
    public void Greet(string name)
    {
        var hello = ValueJson.Text(Value.Map.Empty.With("listenerName", Value.Of(name)));
        if (!_request.EnableResume || _request.LastEventId is not { } last)
        {
            _hear(new ListenFrame("welcome", null, hello));
            return;
        }

        var commits = _dataset.Commits;
        var from = LastHeard(last);
        if (from < 0)
        {
            _hear(new ListenFrame("reset", null, hello));
            return;
        }

        _hear(new ListenFrame("welcomeback", null, hello));
        foreach (var frame in commits.Skip(from).SelectMany(Frames).SkipWhile(frame => frame.Id != last).Skip(1))
        {
            _hear(frame);
        }
    }

    /// <summary>Tells of a commit.</summary>
    public void Tell(Commit commit)
    {
        foreach (var frame in Frames(commit))
        {
            _hear(frame);
        }
    }

    /// <summary>What this listener hears of a commit. Each event tells how many there are for it: the Studio waits until it has them all.</summary>
    private IEnumerable<ListenFrame> Frames(Commit commit)
    {
        var heard = commit.Changes
            .Select(change => (Change: change, Transition: Transition(change, commit.At)))
            .Where(static pair => pair.Transition is not null)
            .ToList();
        return heard.Select((pair, index) => new ListenFrame(
            "mutation",
            EventId(commit, pair.Change),
            ValueJson.Text(Event(commit, pair.Change, pair.Transition!)
                .With("transactionTotalEvents", Value.Of(heard.Count))
                .With("transactionCurrentEvent", Value.Of(index)))));
    }

    private int LastHeard(string eventId)
    {
        var commits = _dataset.Commits;
        for (var index = commits.Count - 1; index >= 0 && index >= commits.Count - Resumable; index--)
        {
            if (commits[index].Changes.Any(change => EventId(commits[index], change) == eventId))
            {
                return index;
            }
        }

        return -1;
    }

    private string? Transition(DocumentChange change, DateTimeOffset now)
    {
        if ((!_seesPrivate && !DocumentId.IsRoot(change.Id)) || (!_request.IncludeAllVersions && DocumentId.IsVersion(change.Id)))
        {
            return null;
        }

        return (Matches(change, change.Before, now), Matches(change, change.After, now)) switch
        {
            (false, false) => null,
            (false, true) => "appear",
            (true, false) => "disappear",
            _ => "update",
        };
    }

    private bool Matches(DocumentChange change, Value.Map? document, DateTimeOffset now) =>
        document is not null && (_filter is null || Evaluator.Holds(_filter, _dataset.Context(change, now), document));

    private Value.Map Event(Commit commit, DocumentChange change, string transition)
    {
        var data = Value.Map.Empty
            .With("eventId", Value.Of(EventId(commit, change)))
            .With("documentId", Value.Of(change.Id))
            .With("transactionId", Value.Of(commit.Id))
            .With("transition", Value.Of(transition))
            .With("identity", Value.Of(commit.Author))
            .With("resultRev", change.After?["_rev"] ?? Value.Of(commit.Id))
            .With("timestamp", Value.Of(commit.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)))
            .With("visibility", Value.Of("transaction"));

        // Absent, not null, where there was no document: the Studio compares it with a revision that it does not have either.
        data = change.Before is not null ? data.With("previousRev", change.Before["_rev"]) : data;
        data = _request.IncludeMutations ? data.With("mutations", new Value.List(change.Mutations)) : data;
        data = _request.IncludeResult && change.After is not null ? data.With("result", change.After) : data;
        data = _request.IncludePreviousRevision && change.Before is not null ? data.With("previous", change.Before) : data;
        return _request.WithEffects ? data.With("effects", Mendoza.Effects(change)) : data;
    }

    private static string EventId(Commit commit, DocumentChange change) => $"{commit.Id}#{change.Id}";

    /// <summary>The filters directly behind <c>*</c>; everything else of the query is not looked at.</summary>
    private static Expr? TopFilter(Expr query) => query switch
    {
        Expr.Everything => null,
        Expr.Filter { Base: Expr.Everything } filter => filter.Condition,
        Expr.Filter filter when TopFilter(filter.Base) is { } outer && filter.Base is Expr.Filter => new Expr.And(outer, filter.Condition),
        Expr.Filter filter => TopFilter(filter.Base),
        Expr.Map map => TopFilter(map.Base),
        Expr.FlatMap map => TopFilter(map.Base),
        Expr.Projection projection => TopFilter(projection.Base),
        Expr.Attribute { Base: { } origin } => TopFilter(origin),
        Expr.Slice slice => TopFilter(slice.Base),
        Expr.Element element => TopFilter(element.Base),
        Expr.AsArray array => TopFilter(array.Base),
        Expr.Order order => TopFilter(order.Base),
        Expr.Group group => TopFilter(group.Base),
        _ => throw new GroqSyntaxException("a listener needs a query that starts with *", 0, 0),
    };
}
