using System.Text.Json.Nodes;
using Tandem.Cli.Demo;
using Tandem.Core;

namespace Tandem.Kill;

/// <summary>What must hold after each kill, looked at from outside.</summary>
internal static class Checks
{
    /// <summary>Everything that does not.</summary>
    /// <param name="standIns">Both vendors.</param>
    /// <param name="acknowledged">Webhooks that the service answered with 2xx.</param>
    /// <param name="database">Its database file.</param>
    public static IEnumerable<string> Of(StandIns standIns, IEnumerable<(Side Side, string Id)> acknowledged, string database)
    {
        var stored = Inbox.Stored(database);
        return acknowledged.Where(delivery => !stored.Contains(delivery)).Select(lost => $"LOST DELIVERY: {lost.Side} {lost.Id} was acknowledged and is not in the inbox")
            .Concat(Doubled(standIns.Stripe.Dashboard.Prices))
            .Concat(Comparison.Differences(standIns).Select(difference => $"UNCONVERGED: {difference}"))
            .Concat(standIns.Stripe.Invariants.Violations.Select(violation => $"INVARIANT: {violation.Rule}: {violation.Detail}"))
            .Concat(Inbox.Parked(database).Select(parked => $"PARKED: {parked}"));
    }

    // One price for each intended amount: no two that we made say the same for one document of one product.
    private static IEnumerable<string> Doubled(IEnumerable<JsonObject> prices) => prices
        .Where(price => price["metadata"]?["sync_op"] is not null)
        .GroupBy(price => (Text(price["metadata"]!["sanity_id"]), Text(price["product"]), Text(price["unit_amount"]), Text(price["currency"])))
        .Where(same => same.Key.Item1 is not null && same.Count() > 1)
        .Select(same => $"DUPLICATE PRICE: {string.Join(", ", same.Select(price => Text(price["id"])))} of {same.Key.Item1}");

    private static string? Text(JsonNode? node) => node?.ToString();
}
