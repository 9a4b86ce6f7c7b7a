using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>One product or price on its way through the merge: what each side shows, what was agreed, and what comes out.</summary>
internal sealed class MergedObject
{
    public required Kind Kind { get; init; }

    /// <summary>The name that conflicts carry: the document id or slot.</summary>
    public required string Name { get; init; }

    /// <summary>The Stripe object's id, if it exists.</summary>
    public string? StripeId { get; init; }

    /// <summary>The operation that made the Stripe price, if we did.</summary>
    public string? Operation { get; init; }

    /// <summary>Whether the Stripe object carries its document's id: one that we made does so from its birth.</summary>
    public bool IsMirrored { get; init; } = true;

    /// <summary>Whether the document exists; one that we were only about to make shows nothing and says nothing.</summary>
    public required bool HasDocument { get; init; }

    public Fields Sanity { get; init; } = Fields.None;

    public Fields Stripe { get; init; } = Fields.None;

    public ImmutableSortedDictionary<string, string> SanityRefused { get; init; } = ProductView.NoRefusals;

    public ImmutableSortedDictionary<string, string> StripeRefused { get; init; } = ProductView.NoRefusals;

    /// <summary>Fields of which something stays behind in Sanity; none when nobody has changed the document since that was said.</summary>
    public ImmutableSortedDictionary<string, string> Remarks { get; init; } = ProductView.NoRefusals;

    /// <summary>Whether an archived price comes back to a document, and whether it is on sale again is not agreed yet: the document decides, also by what it does not say.</summary>
    public bool IsReturning { get; init; }

    /// <summary>What a person asked for about this very object, if somebody did.</summary>
    public Wish? Wish { get; init; }

    /// <summary>Fields whose change waits for a person, or that a person refused.</summary>
    public ImmutableArray<string> Held { get; set; } = [];

    /// <summary>Whether a person refused the change of the fields that are held.</summary>
    public bool IsTakenBack { get; set; }

    public required ImmutableSortedDictionary<string, AgreedValue> Agreed { get; set; }

    public required ImmutableSortedDictionary<string, ImmutableArray<FieldValue?>> Published { get; set; }

    public required ImmutableSortedDictionary<string, FieldValue?> Overwritten { get; set; }

    /// <summary>Whether something of it is to show again what was agreed before.</summary>
    public bool IsUndone { get; private set; }

    /// <summary>What Stripe is to show.</summary>
    public Fields StripeAfter { get; private set; } = Fields.None;

    /// <summary>What Sanity is to show.</summary>
    public Fields SanityAfter { get; private set; } = Fields.None;

    public List<FieldChange> ToSanity { get; } = [];

    public List<FieldChange> ToStripe { get; } = [];

    // One amount, tiers, or what the customer chooses: each excludes the others, and what goes with them.
    private bool IsChargedOtherwise => Way(Sanity) is { } sanity && Way(Stripe) is { } stripe && sanity != stripe;

    private static string? Way(Fields shown) => FieldNames.Ways.FirstOrDefault(field => shown[field] is not null);

    /// <summary>Fields that Sanity is still to learn.</summary>
    public ImmutableArray<string> Owed => [.. ToSanity.Select(change => change.Field)];

    /// <summary>Whether a written object is this one.</summary>
    public bool Is(Side side, string? id, string? slot = null, string? operation = null) =>
        side == Side.Sanity ? HasDocument && id == Name : (id is not null && id == StripeId) || (slot == Name && operation is not null && operation == Operation);

    /// <summary>Whether Sanity's value of a field cannot be used.</summary>
    public bool IsRefused(string field) => SanityRefused.ContainsKey(field) || StripeRefused.ContainsKey(field);

    /// <summary>Merges every field that a rule names, except those that need more than both values.</summary>
    public void Merge(PlanBuilder b, Func<FieldRule, bool> accepts)
    {
        foreach (var (field, message) in SanityRefused)
        {
            b.Refuse(Side.Sanity, Name, field, message);
        }

        foreach (var rule in b.Situation.Policy.RulesOf(Kind).Where(accepts))
        {
            if (rule.Direction != Direction.ToSanity && Remarks.TryGetValue(rule.Field, out var remark))
            {
                b.Notes.Add($"{Name}, {rule.Field}: {remark}");
            }

            Take(rule, Decide(b, rule, Stripe[rule.Field]));
        }
    }

    /// <summary>Decides one field, and notes its conflict.</summary>
    public FieldDecision Decide(PlanBuilder b, FieldRule rule, FieldValue? stripe)
    {
        var field = rule.Field;
        var back = b.Situation.Undo?.For(this, rule);
        var sanity = back is null ? Sanity[field] : back.To.Sanity;
        OvertakenEdit[] overtaken = [.. b.Situation.Overtaken.Where(edit => edit.Object.Id == StripeId && edit.Field == field).Select(edit => Renamed(b, edit))];
        rule = Decided(b, rule, sanity, [stripe, .. overtaken.Select(edit => edit.Value)]);
        if (Held.Contains(field) && IsTakenBack && back is null && !Equals(sanity, stripe) && !IsRefused(field))
        {
            b.Conflicts.Add(new Conflict(Kind, Name, field, null, sanity, stripe, Winner.Stripe, "a person refused the change"));
            return new FieldDecision(stripe, stripe);
        }

        if (IsRefused(field) || Held.Contains(field))
        {
            b.UndoWaits |= back is not null && Held.Contains(field) && !IsTakenBack;
            return new FieldDecision(Sanity[field], stripe) { Settles = false };
        }

        IsUndone |= back is not null;
        var preferred = Wish?.Preferred is { } side && FieldMerge.Allows(rule.Direction, side) ? side : (Side?)null;
        rule = preferred switch
        {
            Side.Sanity => rule with { Winner = Winner.Sanity },
            Side.Stripe => rule with { Winner = Winner.Stripe },
            _ => rule,
        };
        AgreedValue? recorded = Agreed.TryGetValue(field, out var known) ? known : null;
        var agreed = Past.Base(b, this, field, recorded);
        var state = new FieldState
        {
            Rule = rule,
            Agreed = agreed,
            Sanity = sanity,
            Stripe = stripe,
            Preferred = preferred,
            Late = Past.Late(b, this, field, agreed),
            IsExclusive = IsReturning || (rule.IsContent && IsChargedOtherwise),
            IsStalePublish = back is null && Overwritten.TryGetValue(field, out var replaced) && Equals(replaced, sanity),
        };
        var decision = FieldMerge.Decide(state);
        var shown = stripe;
        if (overtaken.Length > 0)
        {
            (decision, shown) = Overtake(b, state, decision, overtaken);
        }

        if (decision.Conflict is { } conflict)
        {
            b.Conflicts.Add(new Conflict(Kind, Name, field, agreed?.Sanity, sanity, shown, conflict.Winner, conflict.Reason));
        }

        return decision;
    }

    /// <summary>Takes a decision over: what is to be written on each side, and what is agreed once it is.</summary>
    public void Take(FieldRule rule, FieldDecision decision)
    {
        var field = rule.Field;
        SanityAfter = SanityAfter.With(field, decision.Sanity);
        StripeAfter = StripeAfter.With(field, decision.Stripe);
        Remember(field);
        if (!Equals(Sanity[field], decision.Sanity))
        {
            ToSanity.Add(new FieldChange(field, Sanity[field], decision.Sanity));
            Overwritten = HasDocument ? Overwritten.SetItem(field, Sanity[field]) : Overwritten;
        }

        if (!Equals(Stripe[field], decision.Stripe))
        {
            ToStripe.Add(new FieldChange(field, Stripe[field], decision.Stripe));
            Overwritten = Overwritten.Remove(field);
        }

        if (decision.Settles)
        {
            Agreed = Agreed.SetItem(field, new AgreedValue(decision.Sanity, decision.Stripe));
        }
    }

    // A person who was asked has answered, for these two values.
    private FieldRule Decided(PlanBuilder b, FieldRule rule, FieldValue? sanity, FieldValue?[] stripe) =>
        b.Situation.Decided.FirstOrDefault(open => open.Kind == Kind && open.Object == Name && open.Field == rule.Field && Equals(open.Sanity, sanity) && stripe.Contains(open.Stripe)) is { } decided
            ? rule with { Winner = decided.Winner }
            : rule;

    private static OvertakenEdit Renamed(PlanBuilder b, OvertakenEdit edit) =>
        edit.Field == FieldNames.DefaultPrice ? edit with { Value = DefaultPrice.Renamed(edit.Value, b.Next) } : edit;

    private static (FieldDecision Decision, FieldValue? Shown) Overtake(PlanBuilder b, FieldState state, FieldDecision decision, OvertakenEdit[] edits)
    {
        // A late write of ours overtakes our own newer values too: what is agreed, or shown in Sanity, needs no saving.
        var edit = edits.LastOrDefault(edit => !Equals(edit.Value, state.Sanity) && (state.Agreed is not { } known || !Equals(known.Stripe, edit.Value)));
        var isEdited = state.Late != Side.Stripe && state.Agreed is { } agreed && !Equals(agreed.Stripe, state.Stripe);
        if (edit is null || isEdited)
        {
            // Somebody has changed the field in Stripe again since: the overtaken value is replaced.
            b.Settled.AddRange(edits.Select(one => one.Id));
            return (decision, state.Stripe);
        }

        var conflict = new FieldConflict(state.Rule.Winner, "an edit in Stripe was overtaken by our write of the same moment");
        if (state.Rule.Winner == Winner.Ask)
        {
            return (new FieldDecision(state.Sanity, state.Stripe, conflict) { Settles = false }, edit.Value);
        }

        b.Settled.AddRange(edits.Select(one => one.Id));
        var takesBack = state.Rule.Winner == Winner.Stripe && state.Rule.Direction is Direction.Both or Direction.ToSanity;
        return takesBack
            ? (new FieldDecision(edit.Value, edit.Value, conflict), edit.Value)
            : (decision with { Conflict = conflict }, edit.Value);
    }

    // What the published document has shown: newest first, bounded, without repeats.
    private void Remember(string field)
    {
        var known = Published.GetValueOrDefault(field, []);
        if (known.IsEmpty || !Equals(known[0], Sanity[field]))
        {
            var newest = known.Where(value => !Equals(value, Sanity[field])).Take(ProductRecord.KnownLimit - 1);
            Published = Published.SetItem(field, [Sanity[field], .. newest]);
        }
    }
}
