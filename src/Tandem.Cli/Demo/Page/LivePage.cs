using System.Threading.Channels;
using Tandem.Store.Sqlite;

namespace Tandem.Cli.Demo;

/// <summary>Renders what moves on the page a few times a second, and tells whoever is watching when something changed.</summary>
/// <param name="stage">What is shown.</param>
/// <param name="timeline">What happened.</param>
/// <param name="trouble">Knows whether the service is being started.</param>
/// <param name="studio">The Studio, where it takes the place of the content side's cards.</param>
internal sealed class LivePage(Stage stage, Timeline timeline, TroubleActs trouble, StudioFrame? studio)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(150);

    private readonly Lock _gate = new();
    private readonly List<Channel<Snapshot>> _watchers = [];

    /// <summary>The Studio, where it takes the place of the content side's cards.</summary>
    public StudioFrame? Studio => studio;

    /// <summary>The page as it is now.</summary>
    public Snapshot Now => new(
        studio is null ? ContentPane.Of(stage.StandIns) : [],
        ChargingPane.Of(stage.StandIns),
        TimelinePane.Of(stage.StandIns, timeline.Items),
        StatusPane.Of(stage, trouble.IsStarting));

    /// <summary>Renders until the demo ends.</summary>
    public async Task Run(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Tick, stage.Clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await timeline.ReadJournal(stopping);
            }
            catch (StoreUnavailableException)
            {
                // The service is just being killed or started: the next tick reads it.
            }

            lock (_gate)
            {
                if (_watchers.Count == 0)
                {
                    continue;
                }
            }

            var now = Now;
            lock (_gate)
            {
                _watchers.ForEach(watcher => watcher.Writer.TryWrite(now));
            }
        }
    }

    /// <summary>Every snapshot from now on; a watcher that is slow misses some, never the newest.</summary>
    public async IAsyncEnumerable<Snapshot> Watch([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<Snapshot>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            _watchers.Add(channel);
        }

        try
        {
            await foreach (var snapshot in channel.Reader.ReadAllAsync(cancellation))
            {
                yield return snapshot;
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(channel);
            }
        }
    }
}
