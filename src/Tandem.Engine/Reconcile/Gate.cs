using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Asks whether a plan may go ahead without a person: first contact of two populated catalogues, and mass archives.</summary>
internal sealed class Gate(Connection connection, IStateStore store, ArchiveGuard guard)
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private readonly FirstContact _firstContact = new(connection, store);

    /// <summary>Plans, and plans again with whatever must wait held back. What a person has let go ahead is not held, and what a person ordered needs no further word to be made.</summary>
    public async Task<Outcome<Plan>> Judge(Situation situation, bool isOrdered, CancellationToken cancellation)
    {
        if (!isOrdered && situation.Record.Link == LinkState.Unlinked && situation.Wish is null && (situation.Sanity.Product is null) != (situation.Stripe.Product is null))
        {
            var made = situation.Sanity.Product?.CreatedAt ?? situation.Stripe.Product?.CreatedAt;
            var contact = await _firstContact.Creation(made, cancellation);
            if (contact.Fault is { } fault)
            {
                return fault;
            }

            situation = situation with { Creation = contact.Value!.Creation };
        }

        var plan = Planner.Plan(situation);
        if (plan.Archives == 0)
        {
            return plan;
        }

        return await guard.Ask(situation.Key, plan.Archives, cancellation) switch
        {
            Admission.Admitted => plan,
            Admission.Held => Planner.Plan(situation with { Archiving = Archiving.Held }),
            _ => new CatalogFault.Throttled(Turn, "archives") { Side = Side.Stripe, Message = "Other archives are under way; whether this one is held shows when they have ended." },
        };
    }
}
