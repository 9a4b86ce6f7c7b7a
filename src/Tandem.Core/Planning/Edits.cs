namespace Tandem.Core;

/// <summary>Asks whether a person has touched an object since both sides were last in step.</summary>
internal static class Edits
{
    /// <summary>The fields that Stripe shows differently than agreed, by an edit and not by a write of ours.</summary>
    public static IEnumerable<string> InStripe(PlanBuilder b, MergedObject at) =>
        b.Situation.Policy.RulesOf(at.Kind)
            .Where(rule => at.Agreed.ContainsKey(rule.Field) && !at.IsRefused(rule.Field) && at.Stripe[rule.Field] is not FieldValue.Unresolved && IsEdited(b, at, rule.Field))
            .Select(rule => rule.Field);

    private static bool IsEdited(PlanBuilder b, MergedObject at, string field)
    {
        var agreed = Past.Base(b, at, field, at.Agreed[field]);
        return !Equals(agreed?.Stripe, at.Stripe[field]) && Past.Late(b, at, field, agreed) is null;
    }
}
