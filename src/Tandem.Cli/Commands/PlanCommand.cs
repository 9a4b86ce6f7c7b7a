using System.CommandLine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary><c>tandem plan</c>: what would be done for the whole catalogue, or for some products. It writes nothing anywhere.</summary>
internal static class PlanCommand
{
    private const int ShownByDefault = 50;

    private const string More =
        """
        Products are matched by what is recorded, by stripeProductId and sanity_id, by the lookup keys of their prices, and then by the rules you name. A match must be
        clear both ways; what is ambiguous is listed, and nothing is done for it. It may be used while the service is running, and before there is a database.
        Exit codes: 0 nothing to do, 1 failed, 2 wrong usage or settings, 3 there is something to do or to decide.

        Examples:
          tandem plan                                      (what tandem apply would do)
          tandem plan --match name --match slug            (two catalogues that were kept by hand until now)
          tandem plan --link mug=prod_123 --only mug
          tandem plan --only 'sweater-*' --all
          tandem plan --out plan.json                      (then: tandem apply plan.json does exactly that)
          tandem plan --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var options = new PlanOptions();
        var json = StoreOptions.Json();
        var file = new Option<string?>("--out") { Description = "Keeps the plan in a file, for tandem apply.", HelpName = "FILE" };
        var all = new Option<bool>("--all") { Description = $"Shows every product; else the first {ShownByDefault}, and counts the rest." };
        var command = new ToldCommand("plan", "Shows what would be done, and writes nothing.", More) { json, file, all };
        foreach (var option in options.All)
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = options.SettingsOf(parsed);
            using var output = parsed.GetValue(json) ? new PlanDocument(Console.OpenStandardOutput()) : null;
            IPlanOutput shown = output ?? (IPlanOutput)new PlanTerminal(parsed.GetValue(all) ? null : ShownByDefault, settings.Of(options.ConnectionOf(parsed)).Pace);
            await using var kept = parsed.GetValue(file) is { } path ? PlanFile.Create(path) : null;
            await using var workplace = Workplace.ForLooking(settings, options.ConnectionOf(parsed), TimeProvider.System);
            var totals = await Planning.Run(
                workplace, options.SurveyOf(parsed), options.LimitOf(parsed), kept is null ? shown : new PlanOutputs(shown, kept.Document), TimeProvider.System, cancellation);
            kept?.Keep();
            if (kept is not null && output is null)
            {
                PlanTerminal.Kept(parsed.GetValue(file)!);
            }

            return totals.IsNothing ? ExitCode.Done : ExitCode.NeedsPerson;
        });
        return command;
    }
}
