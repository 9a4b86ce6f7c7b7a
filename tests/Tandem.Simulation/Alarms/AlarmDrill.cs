namespace Tandem.Simulation;

/// <summary>How soon a planted bug was noticed.</summary>
/// <param name="Name">The bug.</param>
/// <param name="IsCaught">Whether it was noticed from every start.</param>
/// <param name="Median">The median number of seeds until it was.</param>
/// <param name="Rule">What it was noticed as, most often.</param>
internal sealed record DrillResult(string Name, bool IsCaught, int Median, string Rule);

/// <summary>Proof that the rig can fail: each known bug is planted, and schedules run until one breaks a promise.</summary>
internal sealed class AlarmDrill(int most, Action<string> say)
{
    private const int Starts = 5;
    private const int Apart = 1_000_000;

    /// <summary>Plants all of them, one after the other.</summary>
    public IReadOnlyList<DrillResult> Run()
    {
        var results = new DrillResult[PlantedBugs.All.Length];
        Parallel.For(0, results.Length, index => results[index] = Plant(PlantedBugs.All[index]));
        return results;
    }

    private DrillResult Plant(Alarm bug)
    {
        using var database = new Database();
        var counts = new List<int>();
        var rules = new List<string>();
        for (var start = 0; start < Starts; start++)
        {
            var first = (start * Apart) + 1;
            for (var seed = first; seed < first + most; seed++)
            {
                if (Simulation.Run.Of(Schedule.Draw(seed), bug, database).Violation is { } noticed)
                {
                    counts.Add(seed - first + 1);
                    rules.Add(noticed.Rule);
                    break;
                }
            }
        }

        var isCaught = counts.Count == Starts;
        var median = counts.Count == 0 ? most : counts.Order().ElementAt(counts.Count / 2);
        var rule = rules.GroupBy(name => name, StringComparer.Ordinal).OrderByDescending(group => group.Count()).Select(group => group.Key).FirstOrDefault() ?? "";
        say(isCaught ? $"noticed after {median} seeds (median of {Starts}) as {rule}: {bug.Name}" : $"SURVIVED {most} seeds in {Starts - counts.Count} of {Starts} runs: {bug.Name}");
        return new DrillResult(bug.Name, isCaught, median, rule);
    }
}
