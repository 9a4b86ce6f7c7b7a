using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Simulation;

/// <summary>Passes every call on to a store, for those that watch it or break it.</summary>
internal abstract class StoreShell(IStateStore inner) : IStateStore
{
    public event Action? WorkAdded
    {
        add => inner.WorkAdded += value;
        remove => inner.WorkAdded -= value;
    }

    public IStudioStore Studio => inner.Studio;

    public IOperatorStore Operator => inner.Operator;

    protected IStateStore Inner => inner;

    public virtual Task<Acceptance> Accept(Delivery delivery, Verdict verdict, CancellationToken cancellation) => inner.Accept(delivery, verdict, cancellation);

    public virtual Task Enqueue(ImmutableArray<DueWork> work, CancellationToken cancellation) => inner.Enqueue(work, cancellation);

    public virtual Task<Lease?> Claim(string owner, TimeSpan length, ImmutableArray<string>? only, CancellationToken cancellation) => inner.Claim(owner, length, only, cancellation);

    public Task<Lease?> Claim(string owner, TimeSpan length, string connection, WorkKind kind, CancellationToken cancellation) => inner.Claim(owner, length, connection, kind, cancellation);

    public Task<Lease?> Take(WorkKey key, string owner, TimeSpan length, string reason, CancellationToken cancellation) => inner.Take(key, owner, length, reason, cancellation);

    public virtual Task<DateTimeOffset?> NextDue(ImmutableArray<string>? only, CancellationToken cancellation) => inner.NextDue(only, cancellation);

    public virtual Task<CommitResult> Commit(Lease lease, Recording recording, CancellationToken cancellation) => inner.Commit(lease, recording, cancellation);

    public virtual Task<CommitResult> Release(Lease lease, Recording recording, Ending ending, CancellationToken cancellation) => inner.Release(lease, recording, ending, cancellation);

    public Task<ProductRecord?> Load(ProductKey key, CancellationToken cancellation) => inner.Load(key, cancellation);

    public Task<ProductKey?> Find(string connection, ObjectId subject, CancellationToken cancellation) => inner.Find(connection, subject, cancellation);

    public virtual Task<ImmutableArray<Intent>> Intents(ProductKey key, CancellationToken cancellation) => inner.Intents(key, cancellation);

    public virtual Task<Intent?> FindIntent(string connection, string token, CancellationToken cancellation) => inner.FindIntent(connection, token, cancellation);

    public Task<ImmutableArray<OvertakenEdit>> Overtaken(ProductKey key, CancellationToken cancellation) => inner.Overtaken(key, cancellation);

    public Task<string?> Read(string connection, string name, CancellationToken cancellation) => inner.Read(connection, name, cancellation);

    public Task Write(string connection, string name, string value, CancellationToken cancellation) => inner.Write(connection, name, value, cancellation);

    public Task<ImmutableArray<string>> Connections(CancellationToken cancellation) => inner.Connections(cancellation);

    public Task<int> CountLinked(string connection, CancellationToken cancellation) => inner.CountLinked(connection, cancellation);

    public Task<ImmutableArray<LinkedObject>> Linked(string connection, Side side, Kind kind, string after, int limit, CancellationToken cancellation) =>
        inner.Linked(connection, side, kind, after, limit, cancellation);

    public Task<int> CountGuarded(string connection, DateTimeOffset since, CancellationToken cancellation) => inner.CountGuarded(connection, since, cancellation);

    public Task<ImmutableArray<ParkedWork>> Parked(string? connection, int limit, CancellationToken cancellation) => inner.Parked(connection, limit, cancellation);

    public Task<ImmutableArray<JournalEntry>> Journal(string? connection, string? documentId, long after, int limit, CancellationToken cancellation) =>
        inner.Journal(connection, documentId, after, limit, cancellation);

    public Task<bool> Decide(OpenConflict open, Winner winner, CancellationToken cancellation) => inner.Decide(open, winner, cancellation);

    public Task<ImmutableArray<WaitingChange>> Held(string? connection, int limit, CancellationToken cancellation) => inner.Held(connection, limit, cancellation);

    public Task<int> Rule(ProductKey key, ImmutableArray<HeldChange> held, Ruling ruling, CancellationToken cancellation) => inner.Rule(key, held, ruling, cancellation);

    public Task<Said> Said(ProductKey key, CancellationToken cancellation) => inner.Said(key, cancellation);

    public Task<ImmutableArray<OpenConflict>> Conflicts(string? connection, int limit, CancellationToken cancellation) => inner.Conflicts(connection, limit, cancellation);

    public Task<StoreCounts> Count(CancellationToken cancellation) => inner.Count(cancellation);

    public Task<int> Forget(DateTimeOffset before, int limit, CancellationToken cancellation) => inner.Forget(before, limit, cancellation);

    public Task Probe(CancellationToken cancellation) => inner.Probe(cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

/// <summary>Watches what is committed: one lease a key, nothing under a lost lease, each delivery once, and which writes were announced.</summary>
internal sealed class WatchedStore(IStateStore inner, Universe universe, TimeProvider clock) : StoreShell(inner)
{
    public override async Task<Acceptance> Accept(Delivery delivery, Verdict verdict, CancellationToken cancellation)
    {
        var acceptance = await Inner.Accept(delivery, verdict, cancellation);
        if (acceptance is Acceptance.Stored or Acceptance.Echo && !universe.Inbox.Add((delivery.Side, delivery.Id)))
        {
            throw universe.Violated("STORED TWICE", $"delivery {delivery.Id} of {delivery.Side}");
        }

        return acceptance;
    }

    public override async Task<Lease?> Claim(string owner, TimeSpan length, ImmutableArray<string>? only, CancellationToken cancellation)
    {
        var lease = await Inner.Claim(owner, length, only, cancellation);
        if (lease is null)
        {
            return null;
        }

        if (universe.Leases.TryGetValue(lease.Key, out var held) && held.Until > clock.GetUtcNow())
        {
            throw universe.Violated("LEASE", $"{lease.Key} was given away while its lease ran");
        }

        universe.Leases[lease.Key] = lease;
        universe.Passes += lease.Key.Kind == WorkKind.Product ? 1 : 0;
        return lease;
    }

    public override async Task<CommitResult> Commit(Lease lease, Recording recording, CancellationToken cancellation)
    {
        var result = await Inner.Commit(lease, recording, cancellation);
        Check(lease, recording, result);
        return result;
    }

    public override async Task<CommitResult> Release(Lease lease, Recording recording, Ending ending, CancellationToken cancellation)
    {
        var result = await Inner.Release(lease, recording, ending, cancellation);
        Check(lease, recording, result);
        if (result == CommitResult.Committed)
        {
            universe.Leases.Remove(lease.Key);
            universe.Note($"{lease.Key.Kind} {lease.Key.Id} ({lease.Reason}) ends: {ending}");
        }

        return result;
    }

    private void Check(Lease lease, Recording recording, CommitResult result)
    {
        if (result != CommitResult.Committed)
        {
            return;
        }

        if (!universe.Leases.TryGetValue(lease.Key, out var held) || held.Fence != lease.Fence)
        {
            throw universe.Violated("FENCE", $"a commit for {lease.Key} went through although another lease is newer");
        }

        foreach (var intent in recording.Intents)
        {
            universe.Announced.Add(intent.Token);
        }

        foreach (var entry in recording.Journal)
        {
            universe.Note($"  journal {entry.Type}: {entry.Text}");
        }
    }
}
