using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Simulation;

/// <summary>Answers a webhook first and stores it a moment later.</summary>
internal sealed class AckBeforeCommit : Alarm
{
    public override string Name => "acknowledgement before commit";

    public override IStateStore Around(IStateStore store, Universe universe) => new Store(store, universe);

    private sealed class Store(IStateStore inner, Universe universe) : StoreShell(inner)
    {
        public override Task<Acceptance> Accept(Delivery delivery, Verdict verdict, CancellationToken cancellation)
        {
            SynchronizationContext.Current?.Post(_ => universe.Watch(Inner.Accept(delivery, verdict, cancellation)), null);
            return Task.FromResult(Acceptance.Stored);
        }
    }
}

/// <summary>Makes the work due before it looks whether the delivery is known.</summary>
internal sealed class DedupeAfterWork : Alarm
{
    public override string Name => "deduplication after the work";

    public override IStateStore Around(IStateStore store, Universe universe) => new Store(store);

    private sealed class Store(IStateStore inner) : StoreShell(inner)
    {
        public override async Task<Acceptance> Accept(Delivery delivery, Verdict verdict, CancellationToken cancellation)
        {
            if (delivery.Subject is { } subject)
            {
                await Inner.Enqueue([new DueWork(new WorkKey(delivery.Connection, WorkKind.Route, subject.ToString()), delivery.ReceivedAt, [], "hint")], cancellation);
            }

            var acceptance = await Inner.Accept(delivery, verdict, cancellation);
            return acceptance == Acceptance.Duplicate ? Acceptance.Stored : acceptance;
        }
    }
}

/// <summary>Sends without having written down what it sends.</summary>
internal sealed class NoIntent : Alarm
{
    public override string Name => "no intent row";

    public override IStateStore Around(IStateStore store, Universe universe) => new Store(store);

    private sealed class Store(IStateStore inner) : StoreShell(inner)
    {
        public override Task<CommitResult> Commit(Lease lease, Recording recording, CancellationToken cancellation) =>
            Inner.Commit(lease, recording with { Intents = [] }, cancellation);
    }

    /// <inheritdoc/>
    public override bool HidesIntents => true;
}

/// <summary>Records what a write is to bring about before it is sent.</summary>
internal sealed class AgreedBeforeApplied : Alarm
{
    public override string Name => "agreed before applied";

    public override IStateStore Around(IStateStore store, Universe universe) => new Store(store);

    private sealed class Store(IStateStore inner) : StoreShell(inner)
    {
        public override Task<CommitResult> Commit(Lease lease, Recording recording, CancellationToken cancellation) =>
            Inner.Commit(lease, recording with { Record = recording.Record is { } record ? recording.Intents.SelectMany(intent => intent.Changes).Aggregate(record, Agree) : null }, cancellation);

        private static ProductRecord Agree(ProductRecord record, Change change) => change is Change.Update { Kind: Kind.Product } update
            ? record with { Agreed = update.Fields.Aggregate(record.Agreed, (agreed, field) => agreed.SetItem(field.Field, new AgreedValue(field.To, field.To))) }
            : record;
    }
}

/// <summary>The seed document's own design: what comes within some seconds after our write is taken for its echo.</summary>
internal sealed class EchoWindow : Alarm
{
    public override string Name => "echoes recognised by a time window";

    public override IStateStore Around(IStateStore store, Universe universe) => new Store(store, universe);

    private sealed class Store(IStateStore inner, Universe universe) : StoreShell(inner)
    {
        public override Task<Acceptance> Accept(Delivery delivery, Verdict verdict, CancellationToken cancellation)
        {
            var isFlagged = delivery is { Side: Side.Sanity, Subject.Id: var id } && (bool?)universe.Sanity.Document(id)?["updatedFromStripe"] == true;
            return Inner.Accept(delivery, isFlagged ? new Verdict(true, null, []) : verdict, cancellation);
        }
    }
}

/// <summary>Lets a worker commit although its lease is over.</summary>
internal sealed class LeaseWithoutFence : Alarm
{
    public override string Name => "lease without fencing";

    public override IStateStore Around(IStateStore store, Universe universe) => new Store(store);

    private sealed class Store(IStateStore inner) : StoreShell(inner)
    {
        private readonly Dictionary<WorkKey, Lease> _newest = [];

        public override async Task<Lease?> Claim(string owner, TimeSpan length, ImmutableArray<string>? only, CancellationToken cancellation)
        {
            var lease = await Inner.Claim(owner, length, only, cancellation);
            if (lease is not null)
            {
                _newest[lease.Key] = lease;
            }

            return lease;
        }

        public override async Task<CommitResult> Commit(Lease lease, Recording recording, CancellationToken cancellation) =>
            await Inner.Commit(_newest.GetValueOrDefault(lease.Key, lease), recording, cancellation) is CommitResult.LinkTaken ? CommitResult.LinkTaken : CommitResult.Committed;
    }
}
