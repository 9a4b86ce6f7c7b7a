using System.CommandLine;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Cli;

/// <summary><c>tandem parked</c>: work that waits for a person. It works beside a running service.</summary>
internal static class ParkedCommand
{
    private const string More =
        """
        It may be used while the service is running.
        Exit codes: 0 done and nothing waits, 1 no such work, 2 wrong usage or no database, 3 something waits.

        Examples:
          tandem parked list
          tandem parked list --json
          tandem parked replay default/product/mug
          tandem parked replay --all --connection staging
          tandem parked refuse default/product/mug
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var options = new Options(StoreOptions.Database(), StoreOptions.Connection(), StoreOptions.Json());
        return new ToldCommand("parked", "Shows what waits for a person, and gives it another try.", More)
        {
            options.Database, options.Connection, options.Json, List(options), Replay(options), Refuse(options),
        };
    }

    private static Command List(Options options)
    {
        var command = new Command("list", "Lists what is parked, the oldest first, with the reasons.");
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = SqliteStore.OpenReadOnly(StoreOptions.PathOf(parsed.GetValue(options.Database)), TimeProvider.System);
            var parked = await store.Parked(parsed.GetValue(options.Connection), StoreOptions.Limit, cancellation);
            Output(parsed.GetValue(options.Json)).Parked(parked);
            return parked.IsEmpty ? ExitCode.Done : ExitCode.NeedsPerson;
        });
        return command;
    }

    private static Command Replay(Options options)
    {
        var key = new Argument<string?>("key") { Description = "A key as the list shows it, or the id alone.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Everything that is parked." };
        var command = new Command("replay", "Makes parked work due again, with its failed attempts forgotten.") { key, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(key) is not null)
            {
                result.AddError("Give a key, or --all for everything.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var (wanted, output) = (parsed.GetValue(key), Output(parsed.GetValue(options.Json)));
            var code = await Enqueue(options, parsed, wanted, DueWork.AskedFor, output.Replayed, cancellation);
            return wanted is null && code == ExitCode.Failed ? ExitCode.Done : code;
        });
        return command;
    }

    private static Command Refuse(Options options)
    {
        var key = new Argument<string>("key") { Description = "A key as the list shows it, or the id alone." };
        var command = new Command("refuse", "Takes a price change back that is held: its document shows again what Stripe shows. What was wanted is in the journal.") { key };
        command.SetAction((parsed, cancellation) => Enqueue(options, parsed, parsed.GetValue(key), DueWork.Refused, Output(parsed.GetValue(options.Json)).Refused, cancellation));
        return command;
    }

    private static async Task<int> Enqueue(
        Options options, ParseResult parsed, string? wanted, Func<WorkKey, DateTimeOffset, DueWork> work, Action<IReadOnlyCollection<ParkedWork>> tell, CancellationToken cancellation)
    {
        await using var store = SqliteStore.OpenBeside(StoreOptions.PathOf(parsed.GetValue(options.Database)), TimeProvider.System);
        var all = await store.Parked(parsed.GetValue(options.Connection), StoreOptions.Limit, cancellation);
        var parked = all.Where(one => wanted is null || ParkedKey.Means(wanted, one.Key)).ToList();
        if (wanted is not null && StoreOptions.IsAmbiguous(wanted, parked.Select(one => one.Key.Connection)))
        {
            return ExitCode.Usage;
        }

        var now = TimeProvider.System.GetUtcNow();
        await store.Enqueue([.. parked.Select(one => work(one.Key, now))], cancellation);
        tell(parked);
        return parked.Count == 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private static IParkedOutput Output(bool isJson) => isJson ? new ParkedJson(Console.Out) : new ParkedTable();

    private sealed record Options(Option<string?> Database, Option<string?> Connection, Option<bool> Json);
}
