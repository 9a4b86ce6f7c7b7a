using Tandem.Engine;

namespace Tandem.Server;

/// <summary>How many products of a plan stand how, and what doing it would cost.</summary>
public sealed class PlanTotals
{
    private readonly Dictionary<PreviewState, int> _states = [];
    private readonly Dictionary<Effect, int> _effects = [];

    /// <summary>Products that only Sanity has, older than the connection, which nothing matches.</summary>
    public int OnlySanity { get; set; }

    /// <summary>Products that only Stripe has, older than the connection, which nothing matches.</summary>
    public int OnlyStripe { get; set; }

    /// <summary>Whether the look ended before it had seen everything, because enough was found.</summary>
    public bool IsCut { get; set; }

    /// <summary>Products that a document and a Stripe product were taken for, although no record links them.</summary>
    public int Matched { get; private set; }

    /// <summary>Fields in conflict, which the policy or a person decides.</summary>
    public int Conflicts { get; private set; }

    /// <summary>Products of which something must be mended, or waits for a person's word.</summary>
    public int Refused { get; private set; }

    /// <summary>Calls that write to Stripe.</summary>
    public int StripeWrites { get; private set; }

    /// <summary>Calls that write to Sanity.</summary>
    public int SanityWrites { get; private set; }

    /// <summary>All products that were looked at.</summary>
    public int Products => _states.Values.Sum();

    /// <summary>Whether nothing is to be done and nothing waits for a person.</summary>
    public bool IsNothing => Products == Of(PreviewState.InStep) + Of(PreviewState.LeftAlone);

    /// <summary>How many stand so.</summary>
    public int Of(PreviewState state) => _states.GetValueOrDefault(state);

    /// <summary>How many come to that.</summary>
    public int Of(Effect effect) => _effects.GetValueOrDefault(effect);

    /// <summary>Counts one.</summary>
    public void Add(Preview preview)
    {
        ArgumentNullException.ThrowIfNull(preview);
        _states[preview.State] = Of(preview.State) + 1;
        if (preview.Plan is not { } plan)
        {
            return;
        }

        Refused += (plan.Refusals.IsEmpty && plan.Held.IsEmpty) || preview.State == PreviewState.Waits ? 0 : 1;
        if (preview.State != PreviewState.Changes)
        {
            return;
        }

        var effect = Effort.EffectOf(preview);
        _effects[effect] = Of(effect) + 1;
        Matched += preview.Evidence is Evidence.None or Evidence.Record ? 0 : 1;
        Conflicts += plan.Conflicts.Length;
        StripeWrites += Effort.StripeWrites(plan);
        SanityWrites += Effort.SanityWrites(plan);
    }
}
