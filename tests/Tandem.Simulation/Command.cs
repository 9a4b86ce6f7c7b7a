using System.Globalization;

namespace Tandem.Simulation;

/// <summary>The rig as a program.</summary>
internal static class Command
{
    public static int Run(string[] args)
    {
        if (args[0] == "--replay")
        {
            return Replay(int.Parse(args[1], CultureInfo.InvariantCulture));
        }

        var first = Number(args, "--from", 1);
        var count = Number(args, "--seeds", 1000);
        using var database = new Database();
        var failures = 0;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var seed = first; seed < first + count; seed++)
        {
            var start = watch.ElapsedMilliseconds;
            var outcome = Tandem.Simulation.Run.Of(Schedule.Draw(seed), Alarm.None, database);
            if (watch.ElapsedMilliseconds - start > 500) { Console.WriteLine($"slow {seed} {watch.ElapsedMilliseconds - start} steps {outcome.Universe.Scheduler.Steps} ops {outcome.Schedule.Operations.Length} reads {outcome.Universe.Reads} writes {outcome.Universe.Writes}"); }
            if (outcome.Violation is { } violation)
            {
                failures++;
                Console.WriteLine($"FAIL seed={seed} {(violation.Message.Length > 400 ? violation.Message[..400] : violation.Message)}");
            }
        }

        Console.WriteLine($"{count} schedules, {failures} failures, {watch.Elapsed.TotalMilliseconds / count:0.00} ms each");
        return failures == 0 ? 0 : 1;
    }

    private static int Replay(int seed)
    {
        using var database = new Database();
        var outcome = Tandem.Simulation.Run.Of(Schedule.Draw(seed), Alarm.None, database, keepsHistory: true);
        foreach (var line in outcome.Universe.History)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine(outcome.Violation?.Message ?? "kept all promises");
        return outcome.Violation is null ? 0 : 1;
    }

    private static int Number(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is var at && at >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
