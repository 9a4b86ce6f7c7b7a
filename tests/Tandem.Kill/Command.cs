using System.Diagnostics;
using System.Text.Json;

namespace Tandem.Kill;

/// <summary>The rig as a program.</summary>
internal static class Command
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Does what the arguments say; 0 only when every promise was kept.</summary>
    public static async Task<int> Run(string[] args)
    {
        Arguments arguments;
        try
        {
            arguments = Arguments.Read(args);
        }
        catch (FormatException wrong)
        {
            Console.Error.WriteLine($"{wrong.Message}\n{Arguments.Usage}");
            return 2;
        }

        if (arguments.Only is { } point)
        {
            return Tell(await Campaign.Once(point));
        }

        var began = Stopwatch.GetTimestamp();
        var totals = await new Campaign(arguments.Kills, arguments.Seed, Console.WriteLine).Run();
        var took = Stopwatch.GetElapsedTime(began);
        Console.WriteLine(totals.Print(took));
        if (arguments.Json is { } file)
        {
            await File.WriteAllTextAsync(file, totals.Json(took).ToJsonString(Indented) + "\n");
        }

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
