using System.Globalization;
using Tandem.Core;

namespace Tandem.Engine.Tests;

/// <summary>A side that holds nothing and counts how often its feed is asked for.</summary>
internal sealed class AskedSide(Side side) : ICatalog
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Side Side => side;

    public int Feeds { get; private set; }

    public CatalogFault? Fault { get; init; }

    /// <summary>How many empty pages its listing has.</summary>
    public int Pages { get; init; } = 1;

    /// <summary>Where its listing was asked for.</summary>
    public List<string> Listed { get; } = [];

    /// <summary>At which place its listing fails.</summary>
    public string? FailsAt { get; set; }

    /// <summary>How it fails there.</summary>
    public CatalogFault ListFault { get; init; } = new CatalogFault.Unavailable { Side = side, Message = "away" };

    /// <summary>The feed answers when it ends.</summary>
    public Task Hold { get; init; } = Task.CompletedTask;

    /// <summary>Ends when the feed has been asked for once.</summary>
    public Task Asked => _asked.Task.WaitAsync(TimeSpan.FromMinutes(1));

    public async Task<Outcome<FeedPage>> Feed(string? cursor, CancellationToken cancellation)
    {
        Feeds++;
        _asked.TrySetResult();
        await Hold;
        return Fault is { } fault ? fault : new FeedPage([], "1", false, false);
    }

    public Task<Outcome<CatalogPage>> List(string? cursor, CancellationToken cancellation)
    {
        Listed.Add(cursor ?? "");
        var next = int.Parse(cursor ?? "0", CultureInfo.InvariantCulture) + 1;
        return Task.FromResult<Outcome<CatalogPage>>(
            FailsAt is { } place && place == cursor ? ListFault : new CatalogPage([], next < Pages ? next.ToString(CultureInfo.InvariantCulture) : null));
    }

    public Task<Outcome<Identity>> Identify(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Outcome<Observations>> Observe(System.Collections.Immutable.ImmutableArray<Question> questions, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Outcome<ViewPage>> Show(Kind kind, Shelf shelf, string? cursor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Outcome<Observation>> Observe(Question question, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Outcome<Written>> Apply(Write write, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Outcome<Belonging>> Locate(ObjectId subject, CancellationToken cancellation) => throw new NotSupportedException();
}
