using System.CommandLine;
using Spectre.Console;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary><c>tandem promote</c>: the products of one connection to another one, staging to production.</summary>
internal static class PromoteCommand
{
    private const int ShownByDefault = 50;

    private const string More =
        """
        It writes the fields that Tandem knows into the other dataset, as an editor there would, and from there into the other Stripe, with every guard. Which document is which is
        remembered: by the same id, by the lookup keys of the prices, and by the rules you name. Stripe's own ids never travel. So it can be repeated: what was edited in the other
        dataset since the last time stays (--overwrite takes it over), and nothing is deleted there. What Tandem does not know of a document (texts, references) is yours to bring;
        pictures travel where tandem.json lets them be downloaded. It may be used while the service is running, and can be stopped at any moment.
        Exit codes: 0 done, or nothing to do; 1 failed (the same command goes on); 2 wrong usage or settings; 3 something is left for you, or with --dry-run something would be done.

        Examples:
          tandem promote --from staging --to default                    (shows, asks, does it)
          tandem promote --from staging --to default --dry-run
          tandem promote --from staging --to default --only 'mug-*' --yes
          tandem promote --from staging --to default --match name --link mug=becher
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var options = PlanOptions.OfPromotion();
        var from = new Option<string>("--from") { Description = "The connection whose products are promoted.", Required = true, HelpName = "CONNECTION" };
        var to = new Option<string>("--to") { Description = "The connection that they go to.", Required = true, HelpName = "CONNECTION" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Takes over also what was edited, and makes what was deleted, in the other connection since the last promotion." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Shows what would be done, and writes nothing." };
        var all = new Option<bool>("--all") { Description = $"Shows every product; else the first {ShownByDefault}, and counts the rest." };
        var (json, yes) = (StoreOptions.Json(), Consent.Yes());
        var command = new ToldCommand("promote", "Brings the products of one connection to another one, such as staging to production.", More) { from, to, overwrite, dryRun, all, json, yes };
        foreach (var option in options.All)
        {
            command.Add(option);
        }

        command.Validators.Add(given =>
        {
            if (given.GetValue(from) is { } one && one == given.GetValue(to))
            {
                given.AddError($"--from and --to are both {one}.");
            }

            if (given.GetValue(json) && !given.GetValue(yes) && !given.GetValue(dryRun))
            {
                given.AddError("--json leaves no room for a question: say --yes or --dry-run as well.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var run = new Given(
                options, parsed, options.SettingsOf(parsed, parsed.GetRequiredValue(from)), options.SettingsOf(parsed, parsed.GetRequiredValue(to)), parsed.GetValue(overwrite), parsed.GetValue(json));
            if (!run.IsJson)
            {
                Terminal.Widen();
                AnsiConsole.MarkupLine($"[grey]{Visible.Text($"from {run.From.Connections[0].Name}: {Place(run.From)}").EscapeMarkup()}[/]");
            }

            if (parsed.GetValue(yes) && !parsed.GetValue(dryRun))
            {
                return await Done(run, null, null, cancellation);
            }

            var shown = new Dictionary<string, string>(StringComparer.Ordinal);
            var totals = await Look(run, shown, parsed.GetValue(all), cancellation);
            var changes = totals.Of(Engine.PreviewState.Changes);
            if (changes == 0 || parsed.GetValue(dryRun))
            {
                return totals.IsNothing ? ExitCode.Done : ExitCode.NeedsPerson;
            }

            return Consent.Missing(isGiven: false, changes == 1 ? "Promote it?" : $"Promote all {changes}?") ?? await Done(run, shown, changes, cancellation);
        });
        return command;
    }

    private static async Task<PlanTotals> Look(Given run, Dictionary<string, string> shown, bool isWhole, CancellationToken cancellation)
    {
        await using var from = Workplace.ForLooking(run.From, run.From.Connections[0].Name, TimeProvider.System);
        await using var to = Workplace.ForLooking(run.To, run.To.Connections[0].Name, TimeProvider.System);
        using var document = run.IsJson ? new PlanDocument(Console.OpenStandardOutput()) : null;
        IPlanOutput output = document ?? (IPlanOutput)new PlanTerminal(isWhole ? null : ShownByDefault, to.Settings.Pace) { WhereAllIs = "--dry-run --all shows every one" };
        return await Promoting.Look(run.Order(from, to), output, shown, TimeProvider.System, cancellation);
    }

    private static async Task<int> Done(Given run, Dictionary<string, string>? shown, int? changes, CancellationToken cancellation)
    {
        await using var to = await Workplace.ForWorking(run.To, run.To.Connections[0].Name, TimeProvider.System);
        await using var from = Workplace.ForLooking(run.From, run.From.Connections[0].Name, TimeProvider.System);
        return await ApplyCommand.Shown(run.IsJson, changes, output => Promoting.Run(run.Order(from, to), output, shown, TimeProvider.System, cancellation));
    }

    private static string Place(TandemSettings settings) =>
        $"Stripe in {settings.Connections[0].StripeMode} mode with Sanity project {settings.Connections[0].SanityProject}, dataset {settings.Connections[0].SanityDataset}";

    private sealed record Given(PlanOptions Options, ParseResult Parsed, TandemSettings From, TandemSettings To, bool Overwrites, bool IsJson)
    {
        public Promoting.Order Order(Workplace from, Workplace to) => new(from, to, Options.SurveyOf(Parsed), Overwrites, Options.LimitOf(Parsed));
    }
}
