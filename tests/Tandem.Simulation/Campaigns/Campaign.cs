using System.Diagnostics;
using System.Globalization;

namespace Tandem.Simulation;

/// <summary>Many schedules, a thread each at a time; the first failures are shrunk and told.</summary>
internal sealed class Campaign(Arguments arguments, Alarm alarm, Action<string> say)
{
    /// <summary>Every hundredth schedule runs twice: both must take the very same steps.</summary>
    private const int Twice = 100;

    /// <summary>How many failures are shrunk; the others are only named.</summary>
    private const int MostTold = 5;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Totals _totals = new();
    private int _next = arguments.From - 1;
    private int _told;

    /// <summary>Runs the schedules.</summary>
    public (Totals Totals, TimeSpan Took) Run()
    {
        var threads = Enumerable.Range(0, Math.Max(1, arguments.Threads)).Select(_ => new Thread(Work)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return (_totals, _watch.Elapsed);
    }

    private void Work()
    {
        using var database = new Database();
        while (_watch.Elapsed < arguments.Limit && Interlocked.Increment(ref _next) is var seed && seed < (long)arguments.From + arguments.Seeds)
        {
            var outcome = Simulation.Run.Of(Schedule.Draw(seed), alarm, database);
            _totals.Add(outcome);
            if (seed % Twice == 0)
            {
                _totals.AddReplay(Simulation.Run.Of(Schedule.Draw(seed), alarm, database).Trace == outcome.Trace);
            }

            if (outcome.Violation is not null)
            {
                Tell(outcome, database);
            }
        }
    }

    private void Tell(Outcome outcome, Database database)
    {
        var seed = outcome.Schedule.Seed;
        if (Interlocked.Increment(ref _told) > MostTold)
        {
            say($"FAIL seed={seed}: {outcome.Violation!.Message}");
            return;
        }

        var (small, dropped) = Shrinker.Shrink(outcome, alarm, database);
        var without = dropped.Count == 0 ? "" : $" --without {string.Join(',', dropped.Order())}";
        var told = Simulation.Run.Of(small, alarm, database, keepsHistory: true);
        var folder = Directory.CreateDirectory(Path.Combine("artifacts", "simulation"));
        var file = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"seed-{seed}.txt"));
        File.WriteAllLines(file, told.Universe.History);
        say($"FAIL seed={seed}: {outcome.Violation!.Message}\n"
            + $"  shrunk from {outcome.Schedule.Operations.Length} to {small.Operations.Length} operations; its story: {Path.GetRelativePath(Environment.CurrentDirectory, file)}\n"
            + $"  → dotnet run -c Release --project tests/Tandem.Simulation -- --replay {seed}{without}");
    }
}
