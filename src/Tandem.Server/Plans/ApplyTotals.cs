using Tandem.Engine;

namespace Tandem.Server;

/// <summary>How many products of a plan were done, and how many were not, and why.</summary>
public sealed class ApplyTotals
{
    private readonly Dictionary<ApplyOutcome, int> _outcomes = [];
    private readonly Dictionary<Effect, int> _effects = [];

    /// <summary>All products that came by.</summary>
    public int Products => _outcomes.Values.Sum();

    /// <summary>Whether something waits for a person.</summary>
    public bool NeedsPerson => new[]
    {
        ApplyOutcome.Moved, ApplyOutcome.Held, ApplyOutcome.Asks, ApplyOutcome.Parked, ApplyOutcome.Ambiguous, ApplyOutcome.Waits, ApplyOutcome.Blocked,
    }.Any(outcome => Of(outcome) > 0);

    /// <summary>How many ended so.</summary>
    public int Of(ApplyOutcome outcome) => _outcomes.GetValueOrDefault(outcome);

    /// <summary>How many of those that were done came to that.</summary>
    public int Of(Effect effect) => _effects.GetValueOrDefault(effect);

    /// <summary>Counts one.</summary>
    public void Add(AppliedEntry applied)
    {
        ArgumentNullException.ThrowIfNull(applied);
        _outcomes[applied.Outcome] = Of(applied.Outcome) + 1;
        if (applied.Outcome is ApplyOutcome.Done or ApplyOutcome.Asks)
        {
            _effects[applied.Entry.Effect] = Of(applied.Entry.Effect) + 1;
        }
    }
}

/// <summary>A product of a plan, and what became of it.</summary>
/// <param name="Entry">The product, as it was planned.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why, where there is something to say.</param>
public sealed record AppliedEntry(PlanEntry Entry, ApplyOutcome Outcome, string? Reason);

/// <summary>What became of a product of a plan.</summary>
public enum ApplyOutcome
{
    /// <summary>Done as it was planned.</summary>
    Done,

    /// <summary>Nothing was to do, or nothing any more.</summary>
    InStep,

    /// <summary>It asks to be left alone.</summary>
    LeftAlone,

    /// <summary>A side has moved since the plan was made: nothing was done.</summary>
    Moved,

    /// <summary>Something of it is held for the word of a person.</summary>
    Held,

    /// <summary>Done, but for fields in conflict that a person decides.</summary>
    Asks,

    /// <summary>Something of it must be mended first.</summary>
    Parked,

    /// <summary>It could not be done now, or not to its end; the service or the next <c>apply</c> goes on with it.</summary>
    Later,

    /// <summary>Several products may be this one.</summary>
    Ambiguous,

    /// <summary>Only one side has it, and it waits for a person's word.</summary>
    Waits,

    /// <summary>It could not be planned.</summary>
    Blocked,
}
