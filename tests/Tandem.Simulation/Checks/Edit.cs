using Tandem.Core;

namespace Tandem.Simulation;

/// <summary>A value that a person gave a field on one side.</summary>
/// <param name="Number">Its place among all edits.</param>
/// <param name="Side">Where it was made.</param>
/// <param name="Kind">On what.</param>
/// <param name="Object">The object's id there.</param>
/// <param name="Pair">What the object and its counterpart are called together.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">The value; null cleared it.</param>
internal sealed record Edit(int Number, Side Side, Kind Kind, string Object, string Pair, string Field, string? Value)
{
    /// <summary>
    /// Whether nobody meant it: publishing a draft that was forked before Stripe's change brought the old value back. Whatever becomes of it, it is not lost.
    /// </summary>
    public bool IsStale { get; init; }

    /// <summary>Whether it returned the field to a value that it had before: nobody can tell that from no edit.</summary>
    public bool IsReturn { get; init; }

    /// <summary>Whether it was made on an archived price while its slot showed another: if the price is sold again, its document decides.</summary>
    public bool IsAside { get; init; }

    /// <summary>Whether both sides showed it at once at some moment: what happens after that is another edit's story.</summary>
    public bool IsCarried { get; set; }

    /// <summary>Whether it was the service that brought both sides to show it; two people may have typed the same.</summary>
    public bool IsAgreed { get; set; }

    /// <summary>Whether the database was lost before it could travel, and nothing else tells it.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Whether a write overtook it in a field whose former value Stripe's events do not tell: nobody can know of it.</summary>
    public bool IsUnseen { get; set; }

    /// <summary>Whether its object was deleted afterwards, on its own side.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>Whether a later edit of the field was carried: this value must not come back.</summary>
    public bool IsOver { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"edit {Number} in {Side}: {Kind} {Object} {Field} := {Value ?? "unset"}{(IsStale ? " (stale publish)" : "")}{(IsReturn ? " (return)" : "")}";
}
