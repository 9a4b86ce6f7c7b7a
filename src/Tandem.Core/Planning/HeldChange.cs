using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>A change that waits for the word of a person, who may let it go ahead or, if it is a price's, take it back.</summary>
/// <param name="Side">The side that the object is on.</param>
/// <param name="Object">The object's id there: a document id or slot, or a Stripe id.</param>
/// <param name="Document">The published document that it is about, as an editor knows it; it may be gone, or not be there yet.</param>
/// <param name="Field">The field that looks odd; <see cref="Conflict.Whole"/> when the object as a whole waits to be made on the other side.</param>
/// <param name="Reason">Why it waits, in a sentence.</param>
/// <param name="Changes">What waits, field by field; for a whole object, what it is called.</param>
public sealed record HeldChange(Side Side, string Object, string Document, string Field, string Reason, ImmutableArray<FieldChange> Changes)
{
    /// <summary>An archive that waits, because the guard has let through as many as it may.</summary>
    internal static HeldChange Archive(Side side, ProductView view, string document) =>
        new(side, view.Id, document, FieldNames.Active, Hold.TooMany, [new FieldChange(FieldNames.Active, view.Fields[FieldNames.Active], new FieldValue.Flag(false))]);

    /// <summary>What a person said of it. It counts for these changes and no others.</summary>
    public Ruling Ruling { get; init; }

    /// <summary>Whether it can be taken back. Only a changed price can: nothing makes up for a document that is gone, and what is not made yet just waits.</summary>
    public bool CanBeRefused => Field is not (Conflict.Whole or FieldNames.Active);

    /// <summary>
    /// Whether it is the same change. An object that waits to be made may be edited meanwhile, and an archive that was released may have been cut off half done:
    /// of these no value was seen that could be another by now.
    /// </summary>
    public bool IsSame(HeldChange other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Side, Object, Field) == (other.Side, other.Object, other.Field) && (!CanBeRefused || Changes.SequenceEqual(other.Changes));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Side} {Object}, {Field}: {Reason}";
}
