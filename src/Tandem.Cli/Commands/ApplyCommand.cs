using System.CommandLine;
using Spectre.Console;
using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary><c>tandem apply</c>: does what <c>tandem plan</c> shows, by the pass of the service.</summary>
internal static class ApplyCommand
{
    private const int ShownBeforehand = 20;

    private const string More =
        """
        Without a file it plans, shows what would be done and asks; with one, which tandem plan --out has written, it does exactly that plan. A product of which
        either side has moved since is not touched and is named. It may be used while the service is running. It can be stopped at any moment: what was done
        is done, and the same command goes on with the rest.
        Exit codes: 0 done, 1 failed (the same command goes on), 2 wrong usage or settings, 3 something is left for you: moved, ambiguous, held, parked.

        Examples:
          tandem apply                                     (plans, shows, asks, does it)
          tandem apply --yes                               (for scripts: does each product as soon as it is planned)
          tandem plan --out plan.json && tandem apply plan.json
          tandem apply --match name --only 'sweater-*' --limit 10
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var options = new PlanOptions();
        var file = new Argument<string?>("plan") { Description = "A plan that tandem plan --out has written.", Arity = ArgumentArity.ZeroOrOne };
        var (json, yes) = (StoreOptions.Json(), Consent.Yes());
        var command = new ToldCommand("apply", "Does what tandem plan shows: the whole catalogue, some products, or exactly a plan that was kept.", More) { file, json, yes };
        foreach (var option in options.All)
        {
            command.Add(option);
        }

        command.Validators.Add(given =>
        {
            if (given.GetValue(file) is not null && options.Meant.FirstOrDefault(option => given.GetResult(option) is { Implicit: false }) is { } meant)
            {
                given.AddError($"{meant.Name} belongs to the making of a plan; a plan that was kept is done as it is.");
            }

            if (given.GetValue(json) && !given.GetValue(yes))
            {
                given.AddError("--json leaves no room for a question: say --yes as well.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            var run = new Given(options, parsed, parsed.GetValue(json), parsed.GetValue(yes));
            return parsed.GetValue(file) is { } path ? Kept(run, path, cancellation) : run.IsSaid ? AtOnce(run, cancellation) : Asked(run, cancellation);
        });
        return command;
    }

    // Each product is done as soon as it is planned.
    private static async Task<int> AtOnce(Given run, CancellationToken cancellation)
    {
        await using var workplace = await Workplace.ForWorking(run.Options.SettingsOf(run.Parsed), run.Options.ConnectionOf(run.Parsed), TimeProvider.System);
        return await Shown(run.IsJson, null, output => Applying.Plan(workplace, run.Options.SurveyOf(run.Parsed), run.Options.LimitOf(run.Parsed), output, TimeProvider.System, cancellation));
    }

    // What was shown is kept meanwhile, so that the answer counts for that and nothing else.
    private static async Task<int> Asked(Given run, CancellationToken cancellation)
    {
        var settings = run.Options.SettingsOf(run.Parsed);
        var folder = Directory.CreateTempSubdirectory("tandem-");
        try
        {
            var path = Path.Combine(folder.FullName, "plan.json");
            PlanTotals totals;
            await using (var kept = PlanFile.Create(path))
            {
                await using var workplace = Workplace.ForLooking(settings, run.Options.ConnectionOf(run.Parsed), TimeProvider.System);
                var shown = new PlanTerminal(ShownBeforehand, settings.Of(run.Options.ConnectionOf(run.Parsed)).Pace);
                totals = await Planning.Run(workplace, run.Options.SurveyOf(run.Parsed), run.Options.LimitOf(run.Parsed), new PlanOutputs(shown, kept.Document), TimeProvider.System, cancellation);
                kept.Keep();
            }

            var changes = totals.Of(PreviewState.Changes);
            if (changes == 0)
            {
                return totals.IsNothing ? ExitCode.Done : ExitCode.NeedsPerson;
            }

            return Consent.Missing(isGiven: false, changes == 1 ? "Do it?" : $"Do all {Text(changes)}?") ?? await Done(run, settings, path, changes, cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> Kept(Given run, string path, CancellationToken cancellation)
    {
        string connection;
        var changes = 0;
        await using (var stream = PlanFile.Read(path))
        {
            var reader = await PlanReader.Open(stream, cancellation);
            connection = reader.Head.Connection;
            await foreach (var entry in reader.Entries(cancellation))
            {
                changes += entry.State == PreviewState.Changes ? 1 : 0;
            }

            if (!run.IsSaid)
            {
                Terminal.Widen();
                AnsiConsole.WriteLine(Visible.Text($"{path}, made {Terminal.Minute(reader.Head.MadeAt)} UTC for {reader.Head.Pair}"));
            }
        }

        var settings = run.Options.SettingsOf(run.Parsed, connection);
        return (changes == 0 ? null : Consent.Missing(run.IsSaid, $"Do {(changes == 1 ? "the one product" : $"the {Text(changes)} products")} of this plan?")) ?? await Done(run, settings, path, changes, cancellation);
    }

    private static async Task<int> Done(Given run, TandemSettings settings, string path, int changes, CancellationToken cancellation)
    {
        await using var stream = PlanFile.Read(path);
        await using var workplace = await Workplace.ForWorking(settings, settings.Connections[0].Name, TimeProvider.System);
        return await Shown(run.IsJson, changes, output => Applying.File(workplace, stream, output, TimeProvider.System, cancellation));
    }

    /// <summary>Shows a run from its beginning to its end; gives the code to exit with.</summary>
    /// <param name="isJson">Whether programs read it.</param>
    /// <param name="changes">How many products have something to do; null where nobody knows yet.</param>
    /// <param name="apply">The run.</param>
    public static async Task<int> Shown(bool isJson, int? changes, Func<IApplyOutput, Task<ApplyTotals>> apply)
    {
        ApplyTotals totals;
        if (isJson)
        {
            using var output = new ApplyJson(Console.OpenStandardOutput());
            totals = await apply(output);
        }
        else
        {
            totals = await ApplyTerminal.Run(changes, apply);
        }

        return totals.Of(ApplyOutcome.Later) > 0 ? ExitCode.Failed : totals.NeedsPerson ? ExitCode.NeedsPerson : ExitCode.Done;
    }

    private static string Text(int number) => number.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Given(PlanOptions Options, ParseResult Parsed, bool IsJson, bool IsSaid);
}
