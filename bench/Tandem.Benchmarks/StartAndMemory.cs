using System.Diagnostics;

namespace Tandem.Benchmarks;

/// <summary>How fast the service is there, and how much memory it takes.</summary>
internal static class StartAndMemory
{
    private const int Starts = 9;
    private const int First = 20_000;
    private const int All = 100_000;
    private const double StartTarget = 0.6;
    private const double FreshTarget = 100;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    /// <summary>Measures.</summary>
    public static async Task Measure(string root, Page page)
    {
        await using var worlds = await Worlds.Start();
        var (starts, effort) = (new List<double>(), new List<double>());
        for (var i = 0; i < Starts; i++)
        {
            await using var once = await Server.Tandem(root, worlds);
            starts.Add(once.Began.TotalSeconds);
            effort.Add(once.Effort.TotalSeconds);
        }

        await using var tandem = await Server.Tandem(root, worlds);
        await Task.Delay(Rest);
        var fresh = tandem.Memory;
        var mail = Fill(worlds);
        var after = new List<double>();
        var clock = Stopwatch.StartNew();
        for (var sent = 0; sent < All; sent += First)
        {
            await Load.Run(tandem.Address, mail, 32, TimeSpan.FromMinutes(5), First);
            await Task.Delay(Rest);
            after.Add(tandem.Memory);
        }

        var (start, growth) = (Median.Of(starts), after[^1] / after[0]);
        page.Part("Start and memory", $"`./tandem serve` on a built tree, from its start to the first answer of `/health/live` (median of {Starts}); resident memory at rest.");
        page.Table("what", "measured", "target", "");
        page.Row("cold start", $"{start:0.00} s (fastest {starts.Min():0.00}, slowest {starts.Max():0.00}); {Median.Of(effort):0.00} s of processor time", $"< {StartTarget:0.0} s", page.Verdict(start < StartTarget, $"cold start {start:0.00} s instead of {StartTarget:0.0} s"));
        page.Row("memory, fresh", $"{fresh:0} MB", $"< {FreshTarget:0} MB", page.Verdict(fresh < FreshTarget, $"fresh memory {fresh:0} MB instead of {FreshTarget:0} MB"));
        page.Row($"memory after {First:N0}, … {All:N0} deliveries", $"{string.Join(", ", after.Select(one => $"{one:0}"))} MB", "flat", page.Verdict(growth < 1.15, $"memory grew {growth:0.00}× from {First:N0} to {All:N0} deliveries"));
        page.Line();
    }

    private static Mail Fill(Worlds worlds)
    {
        worlds.Subscribe(new Uri("http://127.0.0.1:1"));
        for (var i = 1; i <= 20; i++)
        {
            worlds.Stripe.Dashboard.CreateProduct(("name", $"Product {i}"));
        }

        return Mail.Of(Worlds.StripeSecret, worlds.Stripe.Outbox);
    }
}
