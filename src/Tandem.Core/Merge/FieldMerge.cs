namespace Tandem.Core;

/// <summary>What the merge of one field needs to know.</summary>
public sealed record FieldState
{
    /// <summary>The field's rule.</summary>
    public required FieldRule Rule { get; init; }

    /// <summary>What both sides showed when they were last in step; null at first contact.</summary>
    public AgreedValue? Agreed { get; init; }

    /// <summary>What Sanity shows now.</summary>
    public FieldValue? Sanity { get; init; }

    /// <summary>What Stripe shows now.</summary>
    public FieldValue? Stripe { get; init; }

    /// <summary>The side whose value a person asked for, where the field may travel from there; null when nobody did.</summary>
    public Side? Preferred { get; init; }

    /// <summary>A side whose value came there by a late write of ours, and is no edit: the other side's value is applied again.</summary>
    public Side? Late { get; init; }

    /// <summary>Whether an unset field is a statement also at first contact: the price is charged in another way there, or comes back to a document that decides.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>Whether Sanity's value is the one that a Stripe change had just replaced: a stale draft was published.</summary>
    public bool IsStalePublish { get; init; }
}

/// <summary>What both sides of a field are to show.</summary>
/// <param name="Sanity">In Sanity.</param>
/// <param name="Stripe">In Stripe.</param>
/// <param name="Conflict">Why it was a conflict and who won, or null when it was none.</param>
public sealed record FieldDecision(FieldValue? Sanity, FieldValue? Stripe, FieldConflict? Conflict = null)
{
    /// <summary>Whether the field is in step once both sides show what was decided; an open conflict or an unresolved reference is not.</summary>
    public bool Settles { get; init; } = true;
}

/// <summary>A conflict of one field.</summary>
/// <param name="Winner">Who wins by policy.</param>
/// <param name="Reason">Why it is one.</param>
public sealed record FieldConflict(Winner Winner, string Reason);

/// <summary>The three-way merge of a single field.</summary>
/// <remarks>
/// A side has edited the field when it differs from what that same side showed when both were last in step. One edit is carried over,
/// two equal edits agree, two different edits conflict and the policy decides. Time plays no part.
/// </remarks>
public static class FieldMerge
{
    /// <summary>Decides one field.</summary>
    public static FieldDecision Decide(FieldState field)
    {
        if (field.Sanity is FieldValue.Unresolved || field.Stripe is FieldValue.Unresolved)
        {
            return new FieldDecision(field.Sanity, field.Stripe) { Settles = false };
        }

        if (Equals(field.Sanity, field.Stripe))
        {
            return new FieldDecision(field.Sanity, field.Stripe);
        }

        if (field.Late is { } late)
        {
            return Carry(field, late.Other());
        }

        return field.Agreed is { } agreed ? Compare(field, agreed) : FirstContact(field);
    }

    private static FieldDecision Compare(FieldState field, AgreedValue agreed) =>
        (Sanity: !Equals(agreed.Sanity, field.Sanity), Stripe: !Equals(agreed.Stripe, field.Stripe)) switch
        {
            (false, false) => new FieldDecision(field.Sanity, field.Stripe),
            (true, false) when field.Preferred == Side.Stripe => Conflict(field, "a person asked for what Stripe shows"),
            (false, true) when field.Preferred == Side.Sanity => Conflict(field, "a person asked for what the document shows"),
            (true, false) when field.IsStalePublish => Conflict(field, "a draft from before the change in Stripe was published"),
            (true, false) => Carry(field, Side.Sanity),
            (false, true) => Carry(field, Side.Stripe),
            (true, true) => Conflict(field, "both sides changed it"),
        };

    private static FieldDecision FirstContact(FieldState field)
    {
        if (field.IsExclusive || (field.Sanity is not null && field.Stripe is not null))
        {
            return Conflict(field, "both sides had a value at first contact");
        }

        // An unset field is no statement at first contact: the set value flows where it may, else the sides agree to differ.
        var from = field.Sanity is not null ? Side.Sanity : Side.Stripe;
        return Allows(field.Rule.Direction, from) ? Carry(field, from) : new FieldDecision(field.Sanity, field.Stripe);
    }

    private static FieldDecision Carry(FieldState field, Side from)
    {
        if (!Allows(field.Rule.Direction, from))
        {
            return Conflict(field, $"{from} changed it, but it travels from {from.Other()} only");
        }

        var value = from == Side.Sanity ? field.Sanity : field.Stripe;
        return new FieldDecision(value, value);
    }

    private static FieldDecision Conflict(FieldState field, string reason)
    {
        var conflict = new FieldConflict(field.Rule.Winner, reason);
        return field.Rule.Winner switch
        {
            Winner.Ask => new FieldDecision(field.Sanity, field.Stripe, conflict) { Settles = false },

            // The winner's value cannot be written over there, so each side keeps its own and the difference is agreed.
            Winner.Sanity when !Allows(field.Rule.Direction, Side.Sanity) => new FieldDecision(field.Sanity, field.Stripe, conflict),
            Winner.Stripe when !Allows(field.Rule.Direction, Side.Stripe) => new FieldDecision(field.Sanity, field.Stripe, conflict),
            Winner.Sanity => new FieldDecision(field.Sanity, field.Sanity, conflict),
            _ => new FieldDecision(field.Stripe, field.Stripe, conflict),
        };
    }

    /// <summary>Whether a field of that direction travels from a side.</summary>
    internal static bool Allows(Direction direction, Side from) =>
        direction == Direction.Both || direction == (from == Side.Sanity ? Direction.ToStripe : Direction.ToSanity);
}
