using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Puts together what a plan is made from: what both sides show, and what is remembered.</summary>
internal sealed class Seeing(Connection connection, IStateStore store)
{
    /// <summary>The situation of one product.</summary>
    public async Task<Situation> See(ProductRecord record, ImmutableArray<Intent> intents, Observed observed, Wish? wish, CancellationToken cancellation) => new()
    {
        Record = record,
        Sanity = observed.Sanity,
        Stripe = observed.Stripe,
        Intents = intents,
        Overtaken = await store.Overtaken(record.Key, cancellation),
        Decided = MayAsk(record, observed) ? await store.Decided(record.Key, cancellation) : [],
        Policy = connection.Policy,
        Wish = wish,
    };

    // Most passes have nothing that a person could have been asked about.
    private bool MayAsk(ProductRecord record, Observed observed) =>
        connection.Policy.Rules.Any(rule => rule.Winner == Winner.Ask) || record.Link == LinkState.Tombstone || record.Slots.Any(slot => slot.IsGone) || !observed.Sanity.Gone.IsEmpty;
}
