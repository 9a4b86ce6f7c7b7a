using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>What a document shows in one field: a value, nothing, or something that cannot be carried.</summary>
/// <param name="Value">The value; null when the field is unset or refused.</param>
/// <param name="Refusal">Why it cannot be carried, said to the editor; null when it can.</param>
internal readonly record struct Cell(FieldValue? Value, string? Refusal)
{
    /// <summary>What of it stays behind, said to the editor.</summary>
    public string? Remark { get; init; }

    /// <summary>An unset field.</summary>
    public static Cell Unset { get; }

    /// <summary>A value.</summary>
    public static Cell Of(FieldValue? value) => new(value, null);

    /// <summary>Something that cannot be carried.</summary>
    public static Cell Refused(string refusal) => new(null, refusal);
}
