using System.Globalization;
using System.Text.Json.Nodes;
using Tandem.Rigs;

namespace Tandem.Simulation;

/// <summary>The rig as a program.</summary>
internal static class Command
{
    /// <summary>Does what the arguments say; 0 only when every promise was kept (of a drill: when every planted bug was noticed).</summary>
    public static Task<int> Run(string[] args) => RigCommand.Run(args, Arguments.Usage, Arguments.Read, arguments => Task.FromResult(arguments switch
    {
        { Replay: { } seed } => Replay(seed, arguments.Without),
        { IsDrill: true } => Drill(arguments),
        _ => Schedules(arguments),
    }));

    private static int Schedules(Arguments arguments)
    {
        var (totals, took) = new Campaign(arguments, Alarm.None, Console.WriteLine).Run();
        Console.WriteLine(totals.Print(took));
        RigCommand.Write(arguments.Json, totals.Json(took));
        return totals.Failures == 0 ? 0 : 1;
    }

    private static int Drill(Arguments arguments)
    {
        var drill = new AlarmDrill(arguments.Seeds, Console.WriteLine).Run();
        var caught = drill.Count(result => result.IsCaught);
        Console.WriteLine($"{caught}/{drill.Count} planted bugs were noticed");
        RigCommand.Write(arguments.Json, new JsonObject
        {
            ["planted"] = drill.Count, ["caught"] = caught,
            ["bugs"] = new JsonArray([.. drill.Select(result => new JsonObject { ["bug"] = result.Name, ["median seeds"] = result.Median, ["noticed as"] = result.Rule })]),
        });
        return caught == drill.Count ? 0 : 1;
    }

    private static int Replay(int seed, IReadOnlySet<int> without)
    {
        using var database = new Database();
        var outcome = Simulation.Run.Of(Shrinker.Without(Schedule.Draw(seed), without), Alarm.None, database, keepsHistory: true);
        foreach (var line in outcome.Universe.History)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"trace {outcome.Trace:x16}: {outcome.Violation?.Message ?? "kept all promises"}"));
        return outcome.Violation is null ? 0 : 1;
    }
}
