using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Takes verified deliveries in: judges whether they are echoes of our own writes, and puts them on disk.</summary>
/// <remarks>Nothing here talks to a vendor: the answer to a webhook never waits for one.</remarks>
public sealed class Intake(IStateStore store)
{
    /// <summary>Stores a delivery. When this returns, the delivery is on disk and may be acknowledged.</summary>
    public async Task<Acceptance> Accept(Delivery delivery, CancellationToken cancellation) =>
        await store.Accept(delivery, await Judge(delivery, cancellation), cancellation);

    private async Task<Verdict> Judge(Delivery delivery, CancellationToken cancellation)
    {
        if (delivery.Foreign is not null || delivery.Token is not { } token || delivery.Subject is not { } subject)
        {
            return Verdict.News;
        }

        if (await store.FindIntent(delivery.Connection, token, cancellation) is not { } intent)
        {
            return Verdict.News;
        }

        var overtaken = ImmutableArray<OvertakenEdit>.Empty;
        if (!delivery.Previous.IsEmpty)
        {
            var record = await store.Load(intent.Key, cancellation);
            overtaken = Echo.Overtaken(intent, record, subject, delivery.Previous.Select(previous => (previous.Field, previous.Value)));
        }

        return intent.State switch
        {
            IntentState.Done => new Verdict(overtaken.IsEmpty, token, overtaken),

            // The vendor tells of it, so that it was done, whatever became of the answer.
            IntentState.Open when overtaken.IsEmpty => new Verdict(false, token, []) { Awaits = token },
            IntentState.Open or IntentState.Failed => new Verdict(false, token, overtaken),
            _ => new Verdict(false, null, overtaken),
        };
    }
}
