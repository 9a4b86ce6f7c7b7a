using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>Asks whether a person has touched an object since both sides were last in step.</summary>
internal static class Edits
{
    /// <summary>The fields that Stripe shows differently than agreed, by an edit and not by a write of ours.</summary>
    public static IEnumerable<string> InStripe(PlanBuilder b, MergedObject at) =>
        b.Situation.Policy.RulesOf(at.Kind)
            .Where(rule => at.Agreed.ContainsKey(rule.Field) && !at.IsRefused(rule.Field) && at.Stripe[rule.Field] is not FieldValue.Unresolved && IsEdited(b, at, rule.Field))
            .Select(rule => rule.Field);

    /// <summary>
    /// Whether an object whose document is gone may not simply go, or rest, because Stripe was edited: a person is asked. Once a person has said that the delete
    /// stands, the edits are kept in the journal, and the fields meet for the first time if the document ever returns.
    /// </summary>
    /// <param name="b">The plan.</param>
    /// <param name="at">The object.</param>
    /// <param name="why">What happened to the document.</param>
    /// <param name="when">When the edit was made: meanwhile, since.</param>
    /// <param name="settled">Fields of which nothing is agreed any more.</param>
    public static bool Withstand(PlanBuilder b, MergedObject at, string why, string when, out ImmutableArray<string> settled)
    {
        var edited = InStripe(b, at).ToImmutableArray();
        settled = [];
        if (edited.IsEmpty)
        {
            return false;
        }

        var said = b.Situation.Decided.Any(open => open is { Field: Conflict.Whole, Winner: Winner.Sanity } && open.Kind == at.Kind && open.Object == at.Name && Equals(open.Stripe, at.Stripe[edited[0]]));
        if (!said)
        {
            b.Conflicts.Add(new Conflict(at.Kind, at.Name, Conflict.Whole, null, null, at.Stripe[edited[0]], Winner.Ask, $"{why}, but Stripe changed {edited[0]} {when}"));
            return true;
        }

        settled = edited;
        b.Conflicts.AddRange(edited.Select(field => new Conflict(at.Kind, at.Name, field, at.Agreed[field].Sanity, null, at.Stripe[field], Winner.Sanity, $"{why}, Stripe changed it {when}, and a person let the delete stand")));
        return false;
    }

    private static bool IsEdited(PlanBuilder b, MergedObject at, string field)
    {
        var agreed = Past.Base(b, at, field, at.Agreed[field]);
        return !Equals(agreed?.Stripe, at.Stripe[field]) && Past.Late(b, at, field, agreed) is null;
    }
}
