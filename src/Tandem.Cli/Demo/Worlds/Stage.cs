using System.Collections.Immutable;
using Tandem.Engine;
using Tandem.Server;
using Tandem.Store.Sqlite;

namespace Tandem.Cli.Demo;

/// <summary>All that the demo plays on: two stand-ins, the service between them, and a folder that is thrown away.</summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>The rows that keep sweeps going are always in the queue; they are no work in hand.</summary>
    private const int StandingRows = 4;

    private readonly ThrowawayFolder _folder;
    // The service's own database, looked at from outside; there is none until the service has started once.
    private SqliteStore? _store;

    private Stage(ThrowawayFolder folder, StandIns standIns, TimeProvider clock)
    {
        (_folder, StandIns, Clock) = (folder, standIns, clock);
        Author = new Author(standIns.Sanity);
        SampleCatalogue.Publish(Author);

        // Only now are the webhooks set up: the catalogue is older than the connection, as in life.
        Tandem = new TandemProcess(folder.Path, standIns, clock);
    }

    /// <summary>Both sides.</summary>
    public StandIns StandIns { get; }

    /// <summary>The service.</summary>
    public TandemProcess Tandem { get; }

    /// <summary>The editor of the content side.</summary>
    public Author Author { get; }

    /// <summary>The clock of all of it.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Sets the stage: the sample catalogue is published, Stripe is empty, the service is not started yet.</summary>
    /// <param name="clock">The clock of all of it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="browserPort">Where the content side listens for the Studio in a browser; null is nowhere.</param>
    public static async Task<Stage> Set(TimeProvider clock, CancellationToken cancellation, int? browserPort = null)
    {
        var folder = new ThrowawayFolder();
        try
        {
            return new Stage(folder, await StandIns.Start(clock, cancellation, browserPort: browserPort), clock);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Starts the service and waits until it is ready.</summary>
    /// <param name="pace">Variables of <see cref="EngineVariables"/> to set for this run.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task Start(IReadOnlyDictionary<Variable, string> pace, CancellationToken cancellation)
    {
        await Tandem.Start(pace, cancellation);
        _store ??= SqliteStore.OpenReadOnly(Tandem.Database, Clock);
    }

    /// <summary>Whether nothing is under way: no webhook, no work in the service's queue.</summary>
    public async Task<bool> IsQuiet(CancellationToken cancellation)
    {
        var now = Clock.GetUtcNow();
        return StandIns.SanityCourier.IsIdle(now) && StandIns.StripeCourier.IsIdle(now)
            && _store is { } store && (await store.Count(cancellation)).Work <= StandingRows;
    }

    /// <summary>The newest lines of the service's journal, newest first.</summary>
    public async Task<ImmutableArray<JournalEntry>> Journal(long after, int limit, CancellationToken cancellation) =>
        _store is { } store ? await store.Journal(null, null, after, limit, cancellation) : [];

    /// <summary>What waits for a person, a sentence each.</summary>
    public async Task<ImmutableArray<string>> Waiting(CancellationToken cancellation) => _store is not { } store
        ? []
        :
        [
            .. (await store.Parked(null, 20, cancellation)).Select(work => $"{work.Key.Kind} {work.Key.Id} is parked: {work.Reason}"),
            .. (await store.Held(null, 20, cancellation)).Select(held => $"{held.Change} is held"),
        ];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Tandem.DisposeAsync();
        await StandIns.DisposeAsync();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        _folder.Dispose();
    }
}
