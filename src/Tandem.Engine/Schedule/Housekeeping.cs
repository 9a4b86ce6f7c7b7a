namespace Tandem.Engine;

/// <summary>Deletes what is older than it is kept, in small lots: between two of them everybody else who writes has a turn.</summary>
internal sealed class Housekeeping(IStateStore store, EngineOptions options, TimeProvider time)
{
    /// <summary>Name of the work row.</summary>
    public const string Row = "retention";

    private const int Lot = 500;
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    /// <summary>The work row, for every start.</summary>
    public static DueWork Look(string connection, DateTimeOffset now) => new(new WorkKey(connection, WorkKind.Sweep, Row), now, [], "what is old is deleted");

    /// <summary>Deletes one lot, and says when the next one is due.</summary>
    public async Task<PassResult> Tidy(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var isMore = await store.Forget(now - options.Retention, Lot, cancellation) >= Lot;
        return PassResult.Done with { Ending = new Ending.Retry(now + (isMore ? Breath : Rest), "what is old is deleted", Counts: false) };
    }
}
