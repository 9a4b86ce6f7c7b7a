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
          tandem parked replay --all
          tandem parked refuse default/product/mug
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var (database, json) = (StoreOptions.Database(), StoreOptions.Json());
        return new ToldCommand("parked", "Shows what waits for a person, and gives it another try.", More) { database, json, List(database, json), Replay(database, json), Refuse(database, json) };
    }

    private static Command List(Option<string?> database, Option<bool> json)
    {
        var command = new Command("list", "Lists what is parked, the oldest first, with the reasons.");
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = SqliteStore.OpenReadOnly(StoreOptions.PathOf(parsed.GetValue(database)), TimeProvider.System);
            var parked = await store.Parked(connection: null, StoreOptions.Limit, cancellation);
            Output(parsed.GetValue(json)).Parked(parked);
            return parked.IsEmpty ? ExitCode.Done : ExitCode.NeedsPerson;
        });
        return command;
    }

    private static Command Replay(Option<string?> database, Option<bool> json)
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
            var (wanted, output) = (parsed.GetValue(key), Output(parsed.GetValue(json)));
            var found = await Enqueue(parsed.GetValue(database), wanted, DueWork.AskedFor, output.Replayed, cancellation);
            return wanted is not null && found == 0 ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static Command Refuse(Option<string?> database, Option<bool> json)
    {
        var key = new Argument<string>("key") { Description = "A key as the list shows it, or the id alone." };
        var command = new Command("refuse", "Takes a price change back that is held: its document shows again what Stripe shows. What was wanted is in the journal.") { key };
        command.SetAction(async (parsed, cancellation) =>
        {
            var found = await Enqueue(parsed.GetValue(database), parsed.GetValue(key), DueWork.Refused, Output(parsed.GetValue(json)).Refused, cancellation);
            return found == 0 ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static async Task<int> Enqueue(
        string? database, string? wanted, Func<WorkKey, DateTimeOffset, DueWork> work, Action<IReadOnlyCollection<ParkedWork>> tell, CancellationToken cancellation)
    {
        await using var store = SqliteStore.OpenBeside(StoreOptions.PathOf(database), TimeProvider.System);
        var parked = (await store.Parked(connection: null, StoreOptions.Limit, cancellation)).Where(one => wanted is null || ParkedKey.Means(wanted, one.Key)).ToList();
        var now = TimeProvider.System.GetUtcNow();
        await store.Enqueue([.. parked.Select(one => work(one.Key, now))], cancellation);
        tell(parked);
        return parked.Count;
    }

    private static IParkedOutput Output(bool isJson) => isJson ? new ParkedJson(Console.Out) : new ParkedTable();
}
