using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Simulation;

/// <summary>What happens to the service without anybody's will, and what those do who run it.</summary>
internal sealed class Fate(Universe universe)
{
    private int _forged;

    /// <summary>The service is killed now and started again.</summary>
    public void Crash()
    {
        universe.Crash();
        universe.Start();
    }

    /// <summary>The service is killed at a step of its work, and started again.</summary>
    public void CrashSoon(Random random)
    {
        for (var steps = random.Next(1, 40); steps > 0 && (universe.Scheduler.Step() || universe.Postman.Deliver()); steps--)
        {
        }

        Crash();
    }

    /// <summary>The service is down for a while; webhooks meet nobody.</summary>
    public void Outage(Random random)
    {
        universe.Crash();
        var end = universe.Scheduler.Clock.Ticks + TimeSpan.FromMinutes(random.Next(1, 120)).Ticks;
        while (universe.Postman.Deliver() || universe.Scheduler.Step())
        {
        }

        universe.Scheduler.Jump(TimeSpan.FromTicks(end - universe.Scheduler.Clock.Ticks));
        universe.Start();
    }

    /// <summary>The database is gone.</summary>
    public void LoseDisk()
    {
        universe.LoseDisk();
        universe.Start();
    }

    /// <summary>A worker stands still for longer than its lease, and wakes up late.</summary>
    public void PauseWorker(Random random)
    {
        if (universe.Service?.Lanes.ToList() is { Count: > 0 } lanes)
        {
            var lane = lanes[random.Next(lanes.Count)];
            lane.PausedUntil = universe.Scheduler.Clock.Ticks + TimeSpan.FromSeconds(random.Next(10, 600)).Ticks;
            universe.Note($"lane {lane.Number} pauses");
        }
    }

    /// <summary>Hours or days go by at once.</summary>
    public void Jump(Random random)
    {
        Land();
        var hours = random.Next(3) switch { 0 => 1, 1 => 25, _ => 72 };
        universe.Note($"{hours} hours go by");
        universe.Scheduler.Jump(TimeSpan.FromHours(hours));
    }

    /// <summary>The service's clock is set wrong, or right again, while it runs.</summary>
    public void Skew(Random random)
    {
        universe.Skew = TimeSpan.FromMinutes(random.Next(-60, 61));
        universe.Note($"the service's clock is wrong by {universe.Skew}");
    }

    /// <summary>Stripe forgets the idempotency keys, as it may after a day.</summary>
    public void PurgeKeys()
    {
        Land();
        universe.Stripe.PurgeIdempotencyKeys();
    }

    /// <summary>A vendor sends an old webhook once more.</summary>
    public void Redeliver() => universe.Postman.Redeliver();

    /// <summary>Somebody knows the secret and says that an object changed, or invents one.</summary>
    public void ForgeHint(Random random)
    {
        var subjects = universe.Ledger.Documents.Values.Concat(universe.Ledger.Objects.Values).Select(item => new ObjectId(item.Side, item.Kind, item.Id))
            .Append(new ObjectId(Side.Stripe, Kind.Product, "prod_Nowhere")).Append(new ObjectId(Side.Sanity, Kind.Price, "nothing")).ToList();
        Hand(subjects[random.Next(subjects.Count)], null);
    }

    /// <summary>A webhook of another environment comes.</summary>
    public void ForeignHint(Random random) =>
        Hand(new ObjectId(random.Next(2) == 0 ? Side.Stripe : Side.Sanity, Kind.Product, "prod_Foreign"), "It comes from live mode and this connection is for test mode.");

    /// <summary>An operator replays all that is parked because it failed too often; what waits for a person stays.</summary>
    public void Replay() => Replay(work => work.Reason.EndsWith(" attempts)", StringComparison.Ordinal));

    /// <summary>The same for everything that is parked.</summary>
    public void ReplayAll() => Replay(_ => true);

    private void Replay(Func<ParkedWork, bool> isMeant)
    {
        if (universe.Service is { } service)
        {
            service.Lane.Post(_ => universe.Watch(Replay(service, isMeant)), null);
        }
    }

    /// <summary>An operator lets held price changes through, or takes them back.</summary>
    public void Rule(bool isMeant)
    {
        if (universe.Service is { } service)
        {
            service.Lane.Post(_ => universe.Watch(RuleAll(service, isMeant)), null);
        }
    }

    /// <summary>Sweeps and the comparison fall due.</summary>
    public void Sweep()
    {
        if (universe.Service is { } service)
        {
            service.Lane.Post(_ => universe.Watch(SweepAll(service)), null);
        }
    }

    private static async Task SweepAll(Life service)
    {
        // As if the night had come.
        await service.Store.Write(Connection.Default, "compare-due", "0", CancellationToken.None);
        var due = service.Clock.GetUtcNow();
        await service.Store.Enqueue(
            [.. new[] { "stripe", "sanity", "compare" }.Select(name => new DueWork(new WorkKey(Connection.Default, WorkKind.Sweep, name), due, [], "sweep"))],
            CancellationToken.None);
    }

    // A call may be late by minutes, but no call is on a wire for longer than Stripe remembers its key.
    private void Land()
    {
        while (universe.OnWire > 0 && (universe.Scheduler.Step() || universe.Scheduler.MoveOn(TimeSpan.FromMinutes(10))))
        {
        }
    }

    private async Task RuleAll(Life service, bool isMeant)
    {
        foreach (var (key, change, _) in (await service.Store.Held(null, 1000, CancellationToken.None)).Where(held => held.Change.CanBeRefused))
        {
            await service.Store.Rule(key, [change], isMeant ? Ruling.Released : Ruling.Refused, CancellationToken.None);
        }
    }

    private static async Task Replay(Life service, Func<ParkedWork, bool> isMeant)
    {
        var parked = await service.Store.Parked(null, 1000, CancellationToken.None);
        var due = service.Clock.GetUtcNow();
        await service.Store.Enqueue(
            [.. parked.Where(isMeant).Select(work => new DueWork(work.Key, due, [], "replayed"))],
            CancellationToken.None);
    }

    private void Hand(ObjectId subject, string? foreign)
    {
        if (universe.Service is not { } service)
        {
            return;
        }

        var delivery = new Delivery
        {
            Connection = Connection.Default, Side = subject.Side, Id = $"evt_forged{++_forged}", Type = "forged", Subject = subject, Foreign = foreign,
            ReceivedAt = universe.Scheduler.Clock.GetUtcNow(), Body = ReadOnlyMemory<byte>.Empty, Related = ImmutableArray<ObjectId>.Empty,
        };
        service.Lane.Post(_ => universe.Watch(service.Accept(delivery)), null);
    }
}
