namespace Tandem.Core;

/// <summary>
/// Which price here is which price there when a document and a Stripe product meet for the first time and nothing links their prices: those with the same lookup key,
/// then those that charge the same. Without it each would get a twin on the other side.
/// </summary>
internal static class PriceMeeting
{
    /// <summary>The Stripe price of each document that has one; no price stands for two documents.</summary>
    /// <param name="policy">Which fields make a price what it is.</param>
    /// <param name="documents">Price documents that nothing links.</param>
    /// <param name="prices">Stripe prices that no document claims, and that claim none.</param>
    public static Dictionary<string, PriceView> Of(Policy policy, IReadOnlyCollection<PriceView> documents, IEnumerable<PriceView> prices)
    {
        var pairs = new Dictionary<string, PriceView>(StringComparer.Ordinal);
        var free = prices.OrderBy(price => price.CreatedAt).ThenBy(price => price.Id, StringComparer.Ordinal).ToList();

        // Stripe sees to it that a lookup key is one price's; documents may share one by mistake, and then it says nothing.
        foreach (var key in documents.Where(document => KeyOf(document) is not null).GroupBy(KeyOf).Where(sharing => sharing.Count() == 1))
        {
            if (free.FirstOrDefault(price => Equals(KeyOf(price), key.Key)) is { } price)
            {
                pairs.Add(key.Single().Id, price);
                free.Remove(price);
            }
        }

        foreach (var document in documents.Where(document => !pairs.ContainsKey(document.Id)).OrderBy(document => document.Id, StringComparer.Ordinal))
        {
            if (free.FirstOrDefault(price => IsSame(policy, document, price)) is { } price)
            {
                pairs.Add(document.Id, price);
                free.Remove(price);
            }
        }

        return pairs;
    }

    private static FieldValue? KeyOf(PriceView price) => price.Fields[FieldNames.LookupKey];

    private static bool IsSame(Policy policy, PriceView document, PriceView price) =>
        policy.RulesOf(Kind.Price).Where(rule => rule.IsContent).All(rule => Equals(document.Fields[rule.Field], price.Fields[rule.Field]))
        && document.Fields[FieldNames.Currency] is not null && document.Refused.Count == 0 && price.Refused.Count == 0
        && Flags.IsActive(document) == Flags.IsActive(price)
        && (KeyOf(document) is null || KeyOf(price) is null);
}
