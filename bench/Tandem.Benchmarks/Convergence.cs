using System.Diagnostics;
using System.Globalization;

namespace Tandem.Benchmarks;

/// <summary>How long a change takes to reach the other side when every vendor call takes 50 ms.</summary>
internal static class Convergence
{
    private const int Edits = 9;
    private const double Target = 1.3;
    private static readonly TimeSpan Trip = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3.5);

    /// <summary>Measures.</summary>
    public static async Task Measure(string root, Page page)
    {
        await using var worlds = await Worlds.Start();
        Publish(worlds);
        await using var tandem = await Server.Tandem(root, worlds);
        worlds.Subscribe(tandem.Address);
        worlds.Deliver();
        await InStep(worlds);
        worlds.Delay(Trip);

        page.Part(
            "Convergence",
            $"""
            From the edit (which makes the vendor send its webhook) to the answer of the last write at the other side, over real HTTP, with {Trip.TotalMilliseconds:0} ms added to every
            vendor call. Unavoidable is the longest chain of calls of which each needs the answer of the one before: both sides are read at once (1 round
            trip), then each dependent write is 1 more. An edit of a field: read, write = 2. A changed amount: read, create the new price, make it the default,
            archive the old = 4. Median of {Edits} edits.
            """);
        page.Table("change", "round trips", "unavoidable ms", "measured ms", "ratio", "target", "calls of the last edit (sent–answered, ms)");
        await One("name edited in Sanity", 2, number =>
        {
            worlds.Sanity.Editor.Set("mug", "name", $"Mug {number}");
            return (() => worlds.Sanity.Editor.Publish("mug"), Side.Stripe, "/v1/products/");
        });
        await One("name edited in Stripe", 2, number =>
        {
            var id = (string)worlds.Stripe.Dashboard.Products.Single()["id"]!;
            return (() => worlds.Stripe.Dashboard.EditProduct(id, ("name", $"Cup {number}")), Side.Sanity, "/data/mutate/");
        });
        await One("amount changed in Sanity", 4, number =>
        {
            var old = (string)worlds.Stripe.Dashboard.Prices.Single(price => (bool)price["active"]!)["id"]!;
            worlds.Sanity.Editor.Set("mug-eur", "unit_amount", 2000 + number);
            return (() => worlds.Sanity.Editor.Publish("mug-eur"), Side.Stripe, $"/v1/prices/{old}");
        });
        page.Line();

        async Task One(string change, int trips, Func<int, (Action Edit, Side Side, string Path)> prepare)
        {
            var times = new List<double>();
            var trace = "";
            for (var number = 1; number <= Edits; number++)
            {
                await Task.Delay(Quiet);
                var (edit, side, path) = prepare(number);
                var watch = new CallWatch(worlds, side, path);
                edit();
                times.Add(await watch.Answered.WaitAsync(TimeSpan.FromSeconds(20)));
                trace = watch.Trace;
            }

            var (unavoidable, measured) = (trips * Trip.TotalMilliseconds, Median.Of(times));
            var ratio = measured / unavoidable;
            page.Row(change, $"{trips}", $"{unavoidable:0}", $"{measured:0}", ratio.ToString("0.00", CultureInfo.InvariantCulture),
                $"≤ {Target:0.0}: {page.Verdict(ratio <= Target, $"convergence of \"{change}\" {ratio:0.00}× instead of {Target:0.0}×")}", trace);
        }
    }

    private static void Publish(Worlds worlds)
    {
        var editor = worlds.Sanity.Editor;
        editor.PublishNew(Tandem.Engine.Tests.Shop.Json("""{"_id":"mug","_type":"product","name":"Mug","description":"Round","active":true}"""));
        editor.PublishNew(Tandem.Engine.Tests.Shop.Json("""{"_id":"mug-eur","_type":"price","product":{"_type":"reference","_ref":"mug"},"unit_amount":1200,"currency":"eur","active":true}"""));
        editor.SetAndPublish("mug", "default_price", Tandem.Engine.Tests.Shop.Json("""{"_type":"reference","_ref":"mug-eur"}"""));
    }

    private static async Task InStep(Worlds worlds)
    {
        for (var waited = Stopwatch.StartNew(); worlds.Sanity.Document("mug-eur")?["stripePriceId"] is null; await Task.Delay(50))
        {
            if (waited.Elapsed > TimeSpan.FromSeconds(60))
            {
                throw new InvalidOperationException("The product did not reach Stripe.");
            }
        }
    }
}
