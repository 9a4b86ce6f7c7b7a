using CsCheck;

namespace Tandem.Core.Tests.Planning;

/// <summary>
/// The fields that mean the same on both sides: edits of them, made on the other side each, under the mirrored policy, come to the mirrored values and conflicts. Prices'
/// content, archiving, the default price and lookup keys are not among them: Stripe has rules about them that Sanity has not.
/// </summary>
internal static class Swap
{
    private static readonly string[] Fields = [FieldNames.Name, FieldNames.Description, FieldNames.Brand, FieldNames.Nickname];

    // Without former prices, so that the n-th price is the same one on both sides.
    public static Gen<Perturbation> Any { get; } = Perturbation.Any.Select(drawn => drawn with
    {
        Incident = Incident.None, Before = [], DeletesPrice = false, InSanity = [.. drawn.InSanity.Select(InSanity)], InStripe = [.. drawn.InStripe.Select(InStripe)],
    }).Where(drawn => drawn.Agreed.Prices.All(price => !price.IsReplaced));

    public static void Holds(PerturbedPair perturbed)
    {
        var drawn = perturbed.Played;
        var other = PerturbedPair.Of(drawn with
        {
            InSanity = [.. drawn.InStripe.Select(InSanity)],
            InStripe = [.. drawn.InSanity.Select(InStripe)],
            Winner = drawn.Winner switch { Winner.Sanity => Winner.Stripe, Winner.Stripe => Winner.Sanity, var ask => ask },
        });
        perturbed.Pair.Sync();
        other.Pair.Sync();
        var (shown, swapped) = (Shown(perturbed.Pair, isSwapped: false), Shown(other.Pair, isSwapped: true));
        Assert.True(shown == swapped, $"swapped edits come to something else:\n{shown}\n-----\n{swapped}\n-----");
    }

    private static Step InSanity(Step step) => Known(step) with { Move = IsOfProduct(step) ? Move.SanityText : Move.SanityNickname };

    private static Step InStripe(Step step) => Known(step) with { Move = IsOfProduct(step) ? Move.StripeText : Move.StripeNickname };

    // Texts of the alphabet, and no cleared name: what the player writes instead is another text each time.
    private static Step Known(Step step) => step with { Value = Math.Max(IsOfProduct(step) && step.What == 0 ? 1 : 0, step.Value % 3) };

    private static bool IsOfProduct(Step step) => step.Move is Move.SanityText or Move.StripeText || (int)step.Move % 2 == 0 && step.Move is not (Move.SanityNickname or Move.StripeNickname);

    private static string Shown(Pair pair, bool isSwapped)
    {
        var lines = new List<string>();
        foreach (var slot in pair.Record.Slots.Select(slot => slot.Slot).Prepend(Pair.Product))
        {
            var item = slot == Pair.Product ? pair.Linked! : pair.Stripe.Prices[pair.Record.Slot(slot)!.PriceId!];
            lines.AddRange(Fields.Select(field => Line(slot, field, pair.Sanity.Docs[slot].Fields[field], item.Fields[field], isSwapped)));
        }

        lines.AddRange(pair.Kept.Select(conflict => Line(conflict.Object, $"{conflict.Field} {(conflict.Winner == Winner.Ask ? "open" : $"{conflict.Loser} gives way")}", conflict.Sanity, conflict.Stripe, isSwapped)));
        return string.Join('\n', lines);
    }

    private static string Line(string slot, string field, FieldValue? sanity, FieldValue? stripe, bool isSwapped) =>
        isSwapped ? $"{slot} {field}: {stripe} | {sanity}" : $"{slot} {field}: {sanity} | {stripe}";
}
