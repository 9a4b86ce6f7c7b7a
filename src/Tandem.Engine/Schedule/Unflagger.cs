using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Clears <c>updatedFromStripe</c> when its time is over: the seed promises it, and a durable row keeps the promise over a crash.</summary>
internal sealed class Unflagger(Connection connection, IStateStore store, TimeProvider time)
{
    /// <summary>Clears the flag on a product's documents and their drafts.</summary>
    public async Task<PassResult> Clear(Lease lease, CancellationToken cancellation)
    {
        var key = new ProductKey(lease.Key.Connection, lease.Key.Id);
        var record = await store.Load(key, cancellation) ?? new ProductRecord { Key = key };
        var unflag = new Change.Unflag
        {
            Side = Side.Sanity, Kind = Kind.Product, Reason = lease.Reason, Ids = [key.DocumentId, .. record.Slots.Select(slot => slot.Slot)],
        };

        // The lease makes this clearing unique: a repetition of the same clearing is the same transaction.
        var intent = new Intent
        {
            Token = Derived.Uuid("unflag", key.Connection, key.DocumentId, lease.Fence), Key = key, Side = Side.Sanity, Changes = [unflag],
            Operation = Derived.Hex("unflag", key.Connection, key.DocumentId), State = IntentState.Done, At = time.GetUtcNow(),
        };
        if (await store.Commit(lease, Recording.Nothing with { Intents = [intent] }, cancellation) != CommitResult.Committed)
        {
            return PassResult.LeaseLost;
        }

        var outcome = await connection.Sanity.Apply(new Write(intent.Token, [unflag], ImmutableDictionary<string, string>.Empty), cancellation);
        return outcome.Fault is { } fault ? PassResult.Failed(fault) : PassResult.Done;
    }
}
