using System.Collections.Concurrent;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Server.Tests.Host;

/// <summary>A side that says who it is and holds nothing; it remembers what it was asked for.</summary>
public sealed class SideDouble(Side side) : ICatalog
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Side Side => side;

    public Identity Identity { get; set; } = side == Side.Sanity ? new Identity("abc123", "production") : new Identity("acct_1", "test");

    public CatalogFault? Fault { get; set; }

    /// <summary>The objects that somebody looked for, each once.</summary>
    public ConcurrentDictionary<string, bool> Looked { get; } = new();

    /// <summary>How often somebody tried to write.</summary>
    public int Writes { get; private set; }

    /// <summary>Ends when it has been asked once.</summary>
    public Task Asked => _asked.Task;

    public Task<Outcome<Identity>> Identify(CancellationToken cancellation)
    {
        var answer = Fault is { } fault ? fault : (Outcome<Identity>)Identity;
        _asked.TrySetResult();
        return Task.FromResult(answer);
    }

    public Task<Outcome<Observation>> Observe(Question question, CancellationToken cancellation)
    {
        Looked.TryAdd(question.ProductId, true);
        return Nothing<Observation>();
    }

    public Task<Outcome<Observations>> Observe(System.Collections.Immutable.ImmutableArray<Question> questions, CancellationToken cancellation) => Nothing<Observations>();

    public Task<Outcome<ViewPage>> Show(Kind kind, Shelf shelf, string? cursor, CancellationToken cancellation) => Task.FromResult<Outcome<ViewPage>>(ViewPage.Nothing);

    public Task<Outcome<Written>> Apply(Write write, CancellationToken cancellation)
    {
        Writes++;
        return Nothing<Written>();
    }

    public Task<Outcome<Belonging>> Locate(ObjectId subject, CancellationToken cancellation)
    {
        Looked.TryAdd(subject.Id, true);
        return Task.FromResult<Outcome<Belonging>>(new Belonging(null, null));
    }

    public Task<Outcome<FeedPage>> Feed(string? cursor, CancellationToken cancellation) => Task.FromResult(Fault is { } fault ? fault : (Outcome<FeedPage>)new FeedPage([], "1", false, false));

    public Task<Outcome<CatalogPage>> List(string? cursor, CancellationToken cancellation) => Task.FromResult<Outcome<CatalogPage>>(new CatalogPage([], null));

    private Task<Outcome<T>> Nothing<T>()
        where T : class =>
        Task.FromResult<Outcome<T>>(new CatalogFault.Unavailable { Side = side, Message = "There is nothing here." });
}
