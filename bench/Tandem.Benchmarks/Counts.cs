using Tandem.Engine.Tests;

namespace Tandem.Benchmarks;

/// <summary>What changes cost in API calls, counted by the stand-ins.</summary>
internal static class Counts
{
    /// <summary>Counts.</summary>
    public static async Task Measure(Page page)
    {
        page.Part(
            "API calls per change",
            """
            Exact: engine, adapters and stand-ins in one process on a clock that stands still between steps. Everything that a change causes is counted: the passes, the
            echoes of our own writes, the flag's clear, until all is quiet. `ApiCallTests` asserts the targets and the writes.
            """);
        page.Table("change", "Stripe reads", "Stripe writes", "Sanity reads", "Sanity writes", "target", "");
        await One("name edited in Sanity", ApiCalls.EditInSanity, "Stripe ≤ 3 reads, 1 write; Sanity ≤ 2 reads", cost => cost is { StripeReads: <= 3, StripeWrites: 1, SanityReads: <= 2, SanityWrites: 0 });
        await One("name edited in Stripe", ApiCalls.EditInStripe, "Stripe ≤ 3 reads; Sanity ≤ 2 reads, 2 writes", cost => cost is { StripeReads: <= 3, StripeWrites: 0, SanityReads: <= 2, SanityWrites: 2 });
        await One("echo of our write to Stripe", ApiCalls.EchoFromStripe, "0", cost => cost == ApiCost.None);
        await One("echo of our writes to Sanity", ApiCalls.EchoFromSanity, "0", cost => cost == ApiCost.None);
        await One("field that is not synced, Sanity", ApiCalls.UnsyncedFieldInSanity, "0 writes", cost => cost.Writes == 0);
        await One("metadata key that is not synced, Stripe", ApiCalls.UnsyncedFieldInStripe, "0 writes", cost => cost.Writes == 0);
        await One("20 edits at once, Sanity", ApiCalls.BurstInSanity, "far fewer than 20 writes", cost => cost.Writes <= 4);
        await One("20 edits at once, Stripe", ApiCalls.BurstInStripe, "far fewer than 20 writes", cost => cost.Writes <= 4);
        await One("amount changed in Sanity (price replaced)", ApiCalls.AmountInSanity, "none set", _ => true);
        await One("new product with 2 prices in Sanity", ApiCalls.NewProductInSanity, "none set", _ => true);
        page.Line();

        async Task One(string change, Func<Task<ApiCost>> measure, string target, Func<ApiCost, bool> isMet)
        {
            var cost = await measure();
            page.Row(change, $"{cost.StripeReads}", $"{cost.StripeWrites}", $"{cost.SanityReads}", $"{cost.SanityWrites}", target,
                target == "none set" ? "" : page.Verdict(isMet(cost), $"API calls for \"{change}\": {cost}"));
        }
    }
}
