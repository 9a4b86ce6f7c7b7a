using System.Diagnostics;
using Tandem.Rigs;

namespace Tandem.Kill;

/// <summary>The rig as a program.</summary>
internal static class Command
{
    /// <summary>Does what the arguments say; 0 only when every promise was kept.</summary>
    public static Task<int> Run(string[] args) => RigCommand.Run(args, Arguments.Usage, Arguments.Read, Run);

    private static async Task<int> Run(Arguments arguments)
    {
        if (arguments.Only is { } point)
        {
            return Tell(await Campaign.Once(point));
        }

        var began = Stopwatch.GetTimestamp();
        var totals = await new Campaign(arguments.Kills, arguments.Seed, Console.WriteLine).Run();
        var took = Stopwatch.GetElapsedTime(began);
        Console.WriteLine(totals.Print(took));
        RigCommand.Write(arguments.Json, totals.Json(took));
        return totals.Violations == 0 ? 0 : 1;
    }

    private static int Tell(Trial? trial)
    {
        if (trial is null)
        {
            Console.WriteLine("The act was over before that point.");
            return 0;
        }

        Console.WriteLine($"Quiet again after {trial.Recovery.TotalMilliseconds:0} ms; {(trial.Violations.Count == 0 ? "kept all promises" : string.Join('\n', trial.Violations))}");
        return trial.Violations.Count == 0 ? 0 : 1;
    }
}
