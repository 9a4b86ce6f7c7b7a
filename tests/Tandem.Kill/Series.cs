using System.Collections.Concurrent;
using System.Diagnostics;
using Tandem.Cli.Demo;
using Tandem.Core;
using Tandem.Sandbox;
using Tandem.Server;

namespace Tandem.Kill;

/// <summary>One service between two stand-ins, which is killed again and again; its database is never thrown away.</summary>
internal sealed class Series : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    /// <summary>How long it must be quiet to count as quiet: a webhook may be between two hands.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(60);

    // Nothing is held back for its number, waits after a failure are short, and the flag does not stay for long.
    private static readonly Dictionary<Variable, string> Pace = new()
    {
        [EngineVariables.ArchiveFloor] = "100000", [EngineVariables.FirstRetry] = "50ms", [EngineVariables.Flag] = "100ms",
    };

    private readonly ThrowawayFolder _folder = new();
    private readonly ConcurrentDictionary<(Side Side, string Id), byte> _acknowledged;
    private readonly StandIns _standIns;
    private readonly TandemProcess _service;
    private readonly Trigger _trigger;
    private readonly Acts _acts;

    private Series(StandIns standIns, Trigger trigger, ConcurrentDictionary<(Side Side, string Id), byte> acknowledged)
    {
        (_standIns, _trigger, _acknowledged) = (standIns, trigger, acknowledged);
        _service = new TandemProcess(_folder.Path, standIns, TimeProvider.System);
        _acts = new Acts(standIns);
    }

    /// <summary>Webhooks that the service has acknowledged.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>Its database file.</summary>
    public string Database => _service.Database;

    /// <summary>The stand-ins.</summary>
    public StandIns StandIns => _standIns;

    /// <summary>Prepares one; nothing runs yet but the stand-ins.</summary>
    public static async Task<Series> Begin()
    {
        Trigger? trigger = null;
        var acknowledged = new ConcurrentDictionary<(Side Side, string Id), byte>();
        var standIns = await StandIns.Start(TimeProvider.System, CancellationToken.None, side => new Post(side, () => trigger, acknowledged));
        trigger = new Trigger(standIns);
        return new Series(standIns, trigger, acknowledged);
    }

    /// <summary>Starts the service for the first time, and makes what the acts need.</summary>
    public async Task Open()
    {
        await _service.Start(Pace, CancellationToken.None);
        _acts.Begin();
        await Quiet();
    }

    /// <summary>Kills the service while it makes its database.</summary>
    public async Task<Trial> FirstStart(KillPoint point)
    {
        var start = _service.Start(Pace, CancellationToken.None);
        await Task.Delay(point.Count);
        _service.Kill();
        try
        {
            await start;
        }
        catch (InvalidOperationException)
        {
            // It was killed before it was ready.
        }

        return await Recover(point);
    }

    /// <summary>Lets an act happen and kills the service at a point of it; null when the act was over before.</summary>
    public async Task<Trial?> Kill(KillPoint point)
    {
        _trigger.Arm(point, _service.Kill);
        _acts.Do(point.Act);
        if (point.Moment == Moment.AtRandom)
        {
            await Task.Delay(point.Count);
            _trigger.Fire();
        }

        var began = Stopwatch.GetTimestamp();
        var isQuiet = await Quiet(() => _trigger.HasFired);
        if (_trigger.HasFired)
        {
            return await Recover(point);
        }

        _trigger.Disarm();
        return isQuiet ? null : new Trial(point, Stopwatch.GetElapsedTime(began), ["UNCONVERGED: no rest, though nothing was killed"]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _standIns.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<Trial> Recover(KillPoint point)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await _service.Start(Pace, CancellationToken.None);
        }
        catch (InvalidOperationException failed)
        {
            return new Trial(point, Stopwatch.GetElapsedTime(began), ["FAILED RESTART: " + failed.Message]);
        }

        if (point.Moment == Moment.AtFirstStart)
        {
            _acts.Begin();
        }

        var isQuiet = await Quiet();
        var took = Stopwatch.GetElapsedTime(began) - Silence;
        var wrong = Checks.Of(_standIns, _acknowledged.Keys, Database).ToList();
        return new Trial(point, took, isQuiet ? wrong : ["UNCONVERGED: no rest", .. wrong]);
    }

    // The vendors' next attempts are minutes away: here they come at once.
    private void Hasten()
    {
        foreach (var outbox in new[] { _standIns.Sanity.Outbox, _standIns.Stripe.Outbox })
        {
            foreach (var late in outbox.Waiting.Where(delivery => delivery.Due > DateTimeOffset.UtcNow && outbox.Take(delivery)))
            {
                late.Due = DateTimeOffset.UtcNow;
                outbox.Add(late);
            }
        }
    }

    private static int Made(CallLog calls) => calls.Reads + calls.Writes;

    private async Task<bool> Quiet(Func<bool>? stop = null)
    {
        var began = Stopwatch.GetTimestamp();
        var since = began;
        var calls = -1;
        while (Stopwatch.GetElapsedTime(began) < Patience && stop?.Invoke() != true)
        {
            if (_service.ProcessId is not null)
            {
                Hasten();
            }

            var now = Made(_standIns.Sanity.Calls) + Made(_standIns.Stripe.Calls);
            var isBusy = now != calls || !_standIns.SanityCourier.IsIdle(DateTimeOffset.UtcNow) || !_standIns.StripeCourier.IsIdle(DateTimeOffset.UtcNow)
                || Inbox.IsIdle(Database) != true;
            calls = now;
            if (isBusy)
            {
                since = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetElapsedTime(since) > Silence)
            {
                return true;
            }

            await Task.Delay(Glance);
        }

        return false;
    }
}
