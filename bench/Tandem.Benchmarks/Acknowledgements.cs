using System.Diagnostics;

namespace Tandem.Benchmarks;

/// <summary>How fast webhooks are taken: on disk, then 200.</summary>
internal static class Acknowledgements
{
    private const int Rounds = 5;
    private const int Products = 20;
    private const double Target = 0.5;
    private static readonly TimeSpan Once = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Slowness = TimeSpan.FromMilliseconds(80);

    /// <summary>Measures against the bare endpoint, and with slow vendors.</summary>
    public static async Task Measure(string root, Page page)
    {
        await using var fast = await Worlds.Start();
        await using var slow = await Worlds.Start();
        slow.Delay(Slowness);
        var mail = Fill(fast);
        Fill(slow);
        await using var bare = await Server.Bare(root);
        await using var tandem = await Server.Tandem(root, fast);
        await using var patient = await Server.Tandem(root, slow);
        Server[] targets = [bare, tandem, patient];
        foreach (var target in targets)
        {
            await Load.Run(target.Address, mail, 32, Warm);
        }

        page.Part(
            "Durable acknowledgements",
            $"""
            `./tandem serve` (Kestrel, signature, parsing, a SQLite file with `synchronous=FULL`, a log line each, the engine at work on the hints) against a bare
            Kestrel endpoint with the same signature check that keeps nothing. Every delivery is a real `product` event of the stand-in with an event id of its own;
            {Products} products. Processor time is that of the server, and of the client beside it, for each acknowledgement. Median of {Rounds} interleaved rounds of {Once.TotalSeconds:0} s each. One write of 4 KB with fsync takes {Fsync(root):0.00} ms on this disk (median).
            """);
        page.Table("connections", "bare /s", "Tandem /s", "ratio", "ms (p50 / p99)", $"Tandem /s, vendors {Slowness.TotalMilliseconds:0} ms slower", "ms (p50 / p99)", "processor µs, bare", "processor µs, Tandem", "target");
        foreach (var connections in new[] { 1, 8, 32 })
        {
            await One(page, targets, mail, connections);
        }

        page.Line();
        var alone = await StoreAlone.Rate(root);
        page.Line($"The store alone (`IStateStore.Accept` from 32 writers in one process, no HTTP, same disk): {alone:0} /s.");
        page.Line();
    }

    private static async Task One(Page page, Server[] targets, Mail mail, int connections)
    {
        List<LoadResult>[] found = [[], [], []];
        List<(double Server, double Client)>[] effort = [[], [], []];
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < targets.Length; i++)
            {
                var (server, client) = (targets[i].Processor, Environment.CpuUsage.TotalTime);
                found[i].Add(await Load.Run(targets[i].Address, mail, connections, Once));
                var each = 1e6 / found[i][^1].Answers;
                effort[i].Add(((targets[i].Processor - server).TotalSeconds * each, (Environment.CpuUsage.TotalTime - client).TotalSeconds * each));
            }
        }

        var rates = found.Select(one => Median.Of(one.Select(result => result.Rate))).ToArray();
        var ratio = Median.Of(found[1].Zip(found[0], (tandem, bare) => tandem.Rate / bare.Rate));
        var verdict = connections == 32
            ? $"ratio ≥ {Target:0.0}: {page.Verdict(ratio >= Target, $"acknowledgements at 32 connections {ratio:0.00}× of the bare endpoint instead of {Target:0.0}×")}"
            : "";
        page.Row($"{connections}", $"{rates[0]:0}", $"{rates[1]:0}", $"{ratio:0.00}", Times(found[1]), $"{rates[2]:0}", Times(found[2]), Efforts(effort[0]), Efforts(effort[1]), verdict);
    }

    private static string Times(List<LoadResult> results) =>
        $"{Median.Of(results.Select(result => result.Middle)):0.00} / {Median.Of(results.Select(result => result.Slow)):0.00}";

    private static string Efforts(List<(double Server, double Client)> efforts) =>
        $"{Median.Of(efforts.Select(one => one.Server)):0} + {Median.Of(efforts.Select(one => one.Client)):0}";

    // The outbox is never sent; its events are the models of the mail.
    private static Mail Fill(Worlds worlds)
    {
        worlds.Subscribe(new Uri("http://127.0.0.1:1"));
        for (var i = 1; i <= Products; i++)
        {
            worlds.Stripe.Dashboard.CreateProduct(("name", $"Product {i}"), ("description", "A product of the load generator"));
        }

        return Mail.Of(Worlds.StripeSecret, worlds.Stripe.Outbox);
    }

    private static double Fsync(string root)
    {
        var path = Path.Combine(root, "artifacts", "bench", "fsync");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        var times = new List<double>();
        for (var i = 0; i < 100; i++)
        {
            var start = Stopwatch.GetTimestamp();
            file.Write(new byte[4096]);
            file.Flush(flushToDisk: true);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Median.Of(times);
    }
}
