using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Puts together what a plan is made from: what both sides show, and what is remembered.</summary>
internal sealed class Seeing(Connection connection, IStateStore store)
{
    /// <summary>The situation of one product.</summary>
    public async Task<Situation> See(ProductRecord record, ImmutableArray<Intent> intents, Observed observed, Wish? wish, CancellationToken cancellation)
    {
        var said = await store.Said(record.Key, cancellation);
        return new Situation
        {
            Record = record,
            Sanity = observed.Sanity,
            Stripe = observed.Stripe,
            Intents = intents,
            Overtaken = await store.Overtaken(record.Key, cancellation),
            Decided = said.Decided,
            Held = said.Held,
            Undo = said.Undo,
            Policy = connection.Policy,
            Wish = wish,
        };
    }
}
