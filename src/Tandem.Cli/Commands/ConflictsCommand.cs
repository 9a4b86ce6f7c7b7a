using System.CommandLine;
using Tandem.Core;
using Tandem.Engine;

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
          tandem conflicts    (the same as: tandem conflicts list)
          tandem conflicts list --json
          tandem conflicts show mug
          tandem conflicts resolve mug name --keep sanity
          tandem conflicts resolve mug '*' --keep sanity    (an edit in Stripe met a delete: the delete stands)
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var options = new StoreOptions();
        var command = new ToldCommand("conflicts", "Shows conflicts that a person decides, and takes the decision.", More) { List(options), Show(options), Resolve(options) };
        options.AddTo(command);
        return command;
    }

    private static Command List(StoreOptions options)
    {
        var command = new Command("list", "Lists open conflicts, the oldest first, with what each side shows.");
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = options.Look(parsed);
            var open = await store.Conflicts(options.ConnectionOf(parsed), StoreOptions.Limit, cancellation);
            Output(options.IsJson(parsed)).Open(open);
            return open.IsEmpty ? ExitCode.Done : ExitCode.NeedsPerson;
        });
        return command;
    }

    private static Command Show(StoreOptions options)
    {
        var subject = new Argument<string>("object") { Description = "The document's id, as the list shows it; a product's stands for its prices too." };
        var field = new Argument<string?>("field") { Description = "Only that field.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("show", "Shows open conflicts of an object in full, and how to decide them.") { subject, field };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = options.Look(parsed);
            var named = parsed.GetRequiredValue(subject);
            var open = (await store.Conflicts(options.ConnectionOf(parsed), StoreOptions.Limit, cancellation))
                .Where(one => (one.Conflict.Object == named || one.Key.DocumentId == named) && (parsed.GetValue(field) is not { } only || one.Conflict.Field == only)).ToList();
            Output(options.IsJson(parsed)).Show(open);
            return open.Count == 0 ? ExitCode.Failed : ExitCode.NeedsPerson;
        });
        return command;
    }

    private static Command Resolve(StoreOptions options)
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

            await using var store = options.Open(parsed);
            var winner = parsed.GetValue(keep) == "stripe" ? Winner.Stripe : Winner.Sanity;
            var all = await store.Conflicts(options.ConnectionOf(parsed), StoreOptions.Limit, cancellation);
            var meant = all.Where(open => open.Conflict.Object == parsed.GetValue(subject) && open.Conflict.Field == parsed.GetValue(field)).ToList();
            if (StoreOptions.IsAmbiguous($"{parsed.GetValue(subject)} {parsed.GetValue(field)}", meant.Select(open => open.Key.Connection)))
            {
                return ExitCode.Usage;
            }

            var decided = new List<OpenConflict>();
            foreach (var open in meant)
            {
                await store.Operator.Note([Told.Line(open.Key.Connection, open.Key.DocumentId, $"let {winner}'s value of {open.Conflict.Object} {open.Conflict.Field} stand")], cancellation);
                if (await store.Decide(open, winner, cancellation))
                {
                    decided.Add(open);
                }
            }

            Output(options.IsJson(parsed)).Decided(decided, winner);
            return decided.Count == 0 ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static IConflictsOutput Output(bool isJson) => isJson ? new ConflictsJson(Console.Out) : new ConflictsTable();
}
