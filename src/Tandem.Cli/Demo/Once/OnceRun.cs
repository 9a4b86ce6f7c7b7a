namespace Tandem.Cli.Demo;

/// <summary>Plays the whole storyline without a browser.</summary>
internal static class OnceRun
{
    /// <summary>Plays it on a stage of its own, and reports.</summary>
    /// <returns>Whether all of it holds.</returns>
    public static async Task<bool> Play(IOnceReport report, TimeProvider clock, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        await using var stage = await Stage.Set(clock, cancellation);
        var rehearsal = new Rehearsal(stage);
        var results = new List<StepResult>();
        foreach (var step in new Storyline(stage, rehearsal).Steps)
        {
            report.Begin(results.Count + 1, step.Title);
            results.Add(await rehearsal.Play(step, cancellation));
            report.Show(results[^1]);

            // Later scenes stand on earlier ones: without its first, nothing else can be told.
            if (stage.Tandem.ProcessId is null)
            {
                break;
            }
        }

        report.End(results, clock.GetElapsedTime(began));
        return results.All(result => result.Holds);
    }
}
