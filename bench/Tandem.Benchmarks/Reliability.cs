using System.Globalization;
using System.Text.Json.Nodes;

namespace Tandem.Benchmarks;

/// <summary>Writes docs/RELIABILITY.md from what the rigs left in a folder.</summary>
internal static class Reliability
{
    /// <summary>Adds the lots up and writes the page; 0 only when no promise was broken.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="folder">Where the rigs wrote their figures; a <c>NOTES.md</c> there ends the page.</param>
    public static async Task<int> Write(string root, string folder)
    {
        var lots = Directory.GetFiles(folder, "simulation-*.json").Select(Read).ToList();
        var drill = Read(Path.Combine(folder, "drill.json"));
        var kills = Read(Directory.GetFiles(folder, "kills-*.json").OrderByDescending(File.GetLastWriteTimeUtc).First());
        var page = new Page();
        Simulation(page, lots);
        Kills(page, kills);
        Drill(page, drill);
        var notes = Path.Combine(folder, "NOTES.md");
        await page.Save(root, "RELIABILITY.md", "Reliability", "bench/prove", File.Exists(Path.Combine(root, notes)) ? notes : null);
        return page.IsMet ? 0 : 1;
    }

    private static void Simulation(Page page, IReadOnlyList<JsonObject> lots)
    {
        page.Part(
            "Simulation",
            """
            The production engine, both adapters and the SQLite store under a seeded scheduler and virtual time, between the stand-ins, with people, faults and crashes
            ([how](../tests/Tandem.Simulation/README.md), and what it lets pass). Every hundredth schedule is played twice.
            """);
        page.Table("", "");
        var schedules = Sum(lots, "schedules");
        foreach (var name in new[]
                 {
                     "schedules", "operations", "edits", "edits shown on both sides", "edits replaced by a later one", "edits kept in a conflict", "edits that wait for a person",
                     "edits of what is gone", "edits undone or stale", "call faults", "webhooks delivered", "webhooks dropped", "crashes", "reads", "writes", "steps", "replays", "replays that differ",
                 })
        {
            page.Row(name, Number(Sum(lots, name)));
        }

        page.Row("simulated days", Number(Sum(lots, "simulated days")));
        page.Row("passes per key", (Sum(lots, "passes") / Math.Max(1, Sum(lots, "products"))).ToString("0.00", CultureInfo.InvariantCulture));
        page.Row("writes per edit", (Sum(lots, "writes") / Math.Max(1, Sum(lots, "edits"))).ToString("0.00", CultureInfo.InvariantCulture));
        page.Row("milliseconds per schedule", (1000 * Sum(lots, "seconds") / Math.Max(1, schedules)).ToString("0.0", CultureInfo.InvariantCulture));
        var broken = lots.SelectMany(lot => lot["violations by rule"]!.AsObject()).GroupBy(rule => rule.Key).ToDictionary(rule => rule.Key, rule => rule.Sum(one => (double)one.Value!));
        foreach (var rule in new[] { "LOST", "LOST DELIVERY", "INVENTED", "RESURRECTED", "DUPLICATE PRICE", "ECHO", "UNCONVERGED", "DIFFERENT REPLAY" }.Union(broken.Keys))
        {
            var count = broken.GetValueOrDefault(rule);
            page.Row($"**{rule}**", $"{Number(count)} ({page.Verdict(count == 0, $"{rule} in {Number(count)} of {Number(schedules)} schedules")})");
        }

        page.Line();
    }

    private static void Kills(Page page, JsonObject kills)
    {
        page.Part(
            "Kills",
            """
            Real `tandem serve` processes on sockets and a database file, killed with SIGKILL and started again ([how](../tests/Tandem.Kill/README.md)). SIGKILL leaves the page cache as it is: this shows nothing
            about power cuts. Recovery is the time from the new start until all is quiet and equal.
            """);
        page.Table("", "");
        foreach (var (name, value) in kills.Where(pair => pair.Value is JsonValue && pair.Key is not ("seconds" or "violations")))
        {
            page.Row(name, Number((double)value!));
        }

        foreach (var (moment, count) in kills["kills by moment"]!.AsObject())
        {
            page.Row($"killed {moment}", Number((double)count!));
        }

        var violations = (double)kills["violations"]!;
        page.Row("**violations**", $"{Number(violations)} ({page.Verdict(violations == 0, $"{Number(violations)} violations in {Number((double)kills["kills"]!)} kills")})");
        page.Line();
    }

    private static void Drill(Page page, JsonObject drill)
    {
        page.Part("Alarm drill", "Known bugs, planted one at a time by the rig: how many schedules until one breaks a promise (median of 5 starts). No build of the product knows them.");
        page.Table("planted bug", "noticed after", "as");
        foreach (var bug in drill["bugs"]!.AsArray())
        {
            page.Row((string)bug!["bug"]!, $"{bug["median seeds"]} schedules", (string)bug["noticed as"]!);
        }

        page.Line();
        page.Line($"{drill["caught"]} of {drill["planted"]} were noticed from every start ({page.Verdict((int)drill["caught"]! == (int)drill["planted"]!, $"only {drill["caught"]} of {drill["planted"]} planted bugs were noticed")}).");
    }

    private static double Sum(IEnumerable<JsonObject> lots, string name) => lots.Sum(lot => (double?)lot[name] ?? 0);

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(file))!.AsObject();
}
