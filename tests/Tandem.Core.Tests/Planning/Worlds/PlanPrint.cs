using System.Collections.Immutable;
using System.Text;

namespace Tandem.Core.Tests.Planning;

/// <summary>The whole text of a plan: equal plans print equally, and people can read a failing case.</summary>
internal static class PlanPrint
{
    public static string Of(Plan plan)
    {
        var text = new StringBuilder();
        plan.Changes.Aggregate(text, (all, change) => all.AppendLine(Of(change)));
        plan.Conflicts.Aggregate(text, (all, conflict) => all.AppendLine($"{conflict}"));
        plan.Refusals.Aggregate(text, (all, refusal) => all.AppendLine($"{refusal}"));
        plan.Held.Aggregate(text, (all, held) => all.AppendLine($"{held}: {string.Join(", ", held.Changes)}"));
        plan.Notes.Aggregate(text, (all, note) => all.AppendLine(note));
        return text.AppendJoin(' ', plan.Released).AppendJoin(' ', plan.Settled).AppendJoin(' ', plan.LateTokens).Append(plan.Archives).AppendLine().Append(Of(plan.Next)).ToString();
    }

    public static string Of(Change change) => change switch
    {
        Change.Create create => $"+ {create.Side} {create.Kind} {create.Id} {create.Slot} {create.Fields} of {create.ProductId} mirror={create.Mirror} op={create.Operation} prices=[{string.Join(' ', create.AddPrices)}] takes={create.TakesLookupKey}: {create.Reason}",
        Change.Update update => $"~ {update.Side} {update.Kind} {update.Id} {update.Slot} @{update.Revision} {string.Join(", ", update.Fields)} mirror={update.Mirror} {update.MirrorsPrice} prices=[{string.Join(' ', update.AddPrices)}] takes={update.TakesLookupKey} drafts=[{string.Join(' ', update.Drafts.Select(draft => $"{draft.Id} {string.Join(", ", draft.Fields)} {draft.Mirror}"))}]: {update.Reason}",
        _ => $"{change}",
    };

    public static string Of(ProductRecord record) =>
        $"{record.Key} {record.StripeId} {record.Link} {record.Lost} gen {record.Generation} agreed {Of(record.Agreed)} over {Of(record.Overwritten)} {string.Join(" | ", record.Slots.Select(Of))}";

    private static string Of(SlotRecord slot) =>
        $"{slot.Slot}={slot.PriceId} gen {slot.Generation} {(slot.IsGone ? "gone" : "")} agreed {Of(slot.Agreed)} over {Of(slot.Overwritten)} lineage [{string.Join(' ', slot.Lineage)}]";

    private static string Of(ImmutableSortedDictionary<string, AgreedValue> agreed) =>
        "{" + string.Join(", ", agreed.Select(pair => Equals(pair.Value.Sanity, pair.Value.Stripe) ? $"{pair.Key}: {pair.Value.Sanity}" : $"{pair.Key}: {pair.Value.Sanity}≠{pair.Value.Stripe}")) + "}";

    private static string Of(ImmutableSortedDictionary<string, FieldValue?> values) => "{" + string.Join(", ", values.Select(pair => $"{pair.Key}: {pair.Value}")) + "}";
}
