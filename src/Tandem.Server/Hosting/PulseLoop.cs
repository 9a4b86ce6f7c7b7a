using Microsoft.Extensions.Hosting;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Leaves a <see cref="Pulse"/> of each connection in the database: when something of it has changed, and at most once a minute unless a side begins or ceases to fail.</summary>
internal sealed class PulseLoop(Health health, EngineLoop engine, IStateStore store, TimeProvider time) : BackgroundService
{
    /// <summary>How often it looks for a change; looking costs nothing.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, Pulse> _left = [];
    private readonly Queue<(DateTimeOffset At, EngineHealth Health)> _minute = [];

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Leave(isLast: true, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _minute.Enqueue((time.GetUtcNow(), engine.Health));
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Leave(isLast: false, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last one is left by StopAsync.
        }
    }

    private async Task Leave(bool isLast, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        _minute.Enqueue((now, engine.Health));
        while (_minute.TryPeek(out var oldest) && (now - oldest.At > Minute || now < oldest.At))
        {
            _minute.Dequeue();
        }

        foreach (var connection in health.Connections())
        {
            try
            {
                await Leave(connection, now, isLast, cancellation);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // The store cannot commit: /health/ready says so, and the next look tries again.
            }
        }
    }

    private async Task Leave(ConnectionReport connection, DateTimeOffset now, bool isLast, CancellationToken cancellation)
    {
        if (!_left.TryGetValue(connection.Name, out var before))
        {
            before = Pulse.Parse(await store.Read(connection.Name, Pulse.Name, cancellation));
        }

        var pulse = new Pulse(
            now,
            Of(connection.Name, Side.Sanity, connection.Sanity, before?.Sanity),
            Of(connection.Name, Side.Stripe, connection.Stripe, before?.Stripe)) { Refusal = connection.Refusal };
        var isUrgent = isLast || before is null || IsFailing(pulse.Sanity) != IsFailing(before.Sanity) || IsFailing(pulse.Stripe) != IsFailing(before.Stripe) || pulse.Refusal != before.Refusal;
        if ((before is not null && pulse with { At = before.At } == before) || (!isUrgent && now - before!.At < Minute && now >= before.At))
        {
            return;
        }

        await store.Write(connection.Name, Pulse.Name, pulse.Store(), cancellation);
        _left[connection.Name] = pulse;
    }

    private static bool IsFailing(SidePulse side) => side.Fault is not null;

    private SidePulse Of(string connection, Side side, SideReport report, SidePulse? before)
    {
        var (first, last) = (Engine(_minute.Peek().Health), Engine(_minute.Last().Health));
        return new SidePulse(report.LastContact ?? before?.LastContact, report.Fault, report.FailingSince, (last?.Calls ?? 0) - (first?.Calls ?? 0), last?.CallsASecond);

        SideHealth? Engine(EngineHealth health) => health.Sides.FirstOrDefault(one => one.Connection == connection && one.Side == side);
    }
}
