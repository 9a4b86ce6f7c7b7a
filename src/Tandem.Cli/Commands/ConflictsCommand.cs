using System.CommandLine;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Cli;

/// <summary><c>tandem conflicts</c>: fields that both sides edited and that a person decides. It works beside a running service.</summary>
internal static class ConflictsCommand
{
    private const string More =
        """
        Fields whose conflicts a person decides are those with "conflict": "ask" in tandem.json. An edit that makes both sides equal decides, too.
        It may be used while the service is running. The value that does not stand is in the journal.
        Exit codes: 0 done and nothing is open, 1 no such conflict, 2 wrong usage or no database, 3 something is open.

        Examples:
          tandem conflicts list
          tandem conflicts list --json
          tandem conflicts resolve mug name --keep sanity
          tandem conflicts resolve mug '*' --keep sanity    (an edit in Stripe met a delete: the delete stands)
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var options = new Options(StoreOptions.Database(), StoreOptions.Connection(), StoreOptions.Json());
        return new ToldCommand("conflicts", "Shows conflicts that a person decides, and takes the decision.", More)
        {
            options.Database, options.Connection, options.Json, List(options), Resolve(options),
        };
    }

    private static Command List(Options options)
    {
        var command = new Command("list", "Lists open conflicts, the oldest first, with what each side shows.");
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = SqliteStore.OpenReadOnly(StoreOptions.PathOf(parsed.GetValue(options.Database)), TimeProvider.System);
            var open = await store.Conflicts(parsed.GetValue(options.Connection), StoreOptions.Limit, cancellation);
            Output(parsed.GetValue(options.Json)).Open(open);
            return open.IsEmpty ? ExitCode.Done : ExitCode.NeedsPerson;
        });
        return command;
    }

    private static Command Resolve(Options options)
    {
        var subject = new Argument<string>("object") { Description = "The document's id, as the list shows it." };
        var field = new Argument<string>("field") { Description = "The field, as the list shows it." };
        var keep = new Option<string>("--keep") { Description = "The side whose value stands.", Required = true };
        keep.AcceptOnlyFromAmong("sanity", "stripe");
        var command = new Command("resolve", "Lets one side's value stand; the other side gets it within seconds.") { subject, field, keep };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(field) == Conflict.Whole && parsed.GetValue(keep) == "stripe")
            {
                await Console.Error.WriteLineAsync("A document that is gone cannot show what Stripe says: publish it again, and it is decided; or let the delete stand with --keep sanity.");
                return ExitCode.Failed;
            }

            await using var store = SqliteStore.OpenBeside(StoreOptions.PathOf(parsed.GetValue(options.Database)), TimeProvider.System);
            var winner = parsed.GetValue(keep) == "stripe" ? Winner.Stripe : Winner.Sanity;
            var all = await store.Conflicts(parsed.GetValue(options.Connection), StoreOptions.Limit, cancellation);
            var meant = all.Where(open => open.Conflict.Object == parsed.GetValue(subject) && open.Conflict.Field == parsed.GetValue(field)).ToList();
            if (StoreOptions.IsAmbiguous($"{parsed.GetValue(subject)} {parsed.GetValue(field)}", meant.Select(open => open.Key.Connection)))
            {
                return ExitCode.Usage;
            }

            var decided = new List<OpenConflict>();
            foreach (var open in meant)
            {
                if (await store.Decide(open, winner, cancellation))
                {
                    decided.Add(open);
                }
            }

            Output(parsed.GetValue(options.Json)).Decided(decided, winner);
            return decided.Count == 0 ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static IConflictsOutput Output(bool isJson) => isJson ? new ConflictsJson(Console.Out) : new ConflictsTable();

    private sealed record Options(Option<string?> Database, Option<string?> Connection, Option<bool> Json);
}
