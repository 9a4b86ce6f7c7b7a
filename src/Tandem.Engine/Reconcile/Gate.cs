using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Asks whether a plan may go ahead without a person: first contact of two populated catalogues, and mass archives.</summary>
internal sealed class Gate(Connection connection, IStateStore store, EngineOptions options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);
    private readonly FirstContact _firstContact = new(connection, store);

    /// <summary>Plans, and plans again with whatever must wait held back. What a person asked for is not held.</summary>
    public async Task<Outcome<Plan>> Judge(Situation situation, string reason, CancellationToken cancellation)
    {
        var isAsked = reason.StartsWith(Reasons.ByPerson, StringComparison.Ordinal);
        if (situation.Record.Link == LinkState.Unlinked && !isAsked && (situation.Sanity.Product is null) != (situation.Stripe.Product is null))
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
        if (plan.Archives == 0 || isAsked)
        {
            return plan;
        }

        var counted = await store.CountGuarded(connection.Name, time.GetUtcNow() - Window, cancellation);
        var limit = Math.Max(options.ArchiveFloor, await store.CountLinked(connection.Name, cancellation) / 10);

        return counted + plan.Archives <= limit ? plan : Planner.Plan(situation with { Archiving = Archiving.Held });
    }
}

/// <summary>Reasons that the engine itself reads.</summary>
public static class Reasons
{
    /// <summary>How the reason of work starts that a person asked for: it passes the guard and the wait of first contact.</summary>
    public const string ByPerson = "a person asked";
}
