using System.CommandLine;
using Tandem.Engine;

namespace Tandem.Cli;

/// <summary><c>tandem parked</c>: work that cannot go on until a person mends something. It works beside a running service.</summary>
internal static class ParkedCommand
{
    private const string More =
        """
        Parked is what a vendor refuses, or what failed too often. Mend the cause and replay it; an edit of the object or a webhook that is sent again unparks it too.
        To discard gives the waiting work up: nothing is written, both sides stay as they are, and the next hint about the object makes it due again.
        What waits for a yes or no, and not for a remedy, is in tandem held list.
        Exit codes: 0 done and nothing waits, 1 no such work, or the answer was no, 2 wrong usage or no database, or nobody can be asked and --yes is missing, 3 something waits.

        Examples:
          tandem parked    (the same as: tandem parked list)
          tandem parked list --json
          tandem parked show mug
          tandem parked replay default/product/mug
          tandem parked replay --all --connection staging
          tandem parked discard mug --yes
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var options = new StoreOptions();
        var command = new ToldCommand("parked", "Shows what cannot go on until something is mended, and gives it another try.", More) { List(options), Show(options), Replay(options), Discard(options) };
        options.AddTo(command);
        return command;
    }

    private static Command List(StoreOptions options)
    {
        var command = new Command("list", "Lists what is parked, the oldest first, with the reasons.");
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = options.Look(parsed);
            var parked = await store.Parked(options.ConnectionOf(parsed), StoreOptions.Limit, cancellation);
            Output(options.IsJson(parsed)).Parked(parked);
            return parked.IsEmpty ? ExitCode.Done : ExitCode.NeedsPerson;
        });
        return command;
    }

    private static Command Show(StoreOptions options)
    {
        var key = Key(ArgumentArity.ExactlyOne);
        var command = new Command("show", "Shows parked work in full, and what can be done about it.") { key };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = options.Look(parsed);
            var parked = (await store.Parked(options.ConnectionOf(parsed), StoreOptions.Limit, cancellation)).Where(one => ParkedKey.Means(parsed.GetValue(key)!, one.Key)).ToList();
            Output(options.IsJson(parsed)).Show(parked);
            return parked.Count == 0 ? ExitCode.Failed : ExitCode.NeedsPerson;
        });
        return command;
    }

    private static Command Replay(StoreOptions options)
    {
        var key = Key(ArgumentArity.ZeroOrOne);
        var all = new Option<bool>("--all") { Description = "Everything that is parked." };
        var command = new Command("replay", "Makes parked work due again, with its failed attempts forgotten. What is held stays held.") { key, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(key) is not null)
            {
                result.AddError("Give a key, or --all for everything.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = options.Open(parsed);
            var (wanted, output) = (parsed.GetValue(key), Output(options.IsJson(parsed)));
            var parked = await Meant(store, options.ConnectionOf(parsed), wanted, cancellation);
            if (parked is null)
            {
                return ExitCode.Usage;
            }

            var now = TimeProvider.System.GetUtcNow();
            await store.Operator.Note([.. parked.Select(one => Told.Line(one.Key, $"gave it another try; it was parked because {one.Reason}"))], cancellation);
            await store.Enqueue([.. parked.Select(one => new DueWork(one.Key, now, [], "an operator gave it another try"))], cancellation);
            output.Replayed(parked);
            return wanted is not null && parked.Count == 0 ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static Command Discard(StoreOptions options)
    {
        var (key, yes) = (Key(ArgumentArity.ExactlyOne), Consent.Yes());
        var command = new Command("discard", "Gives parked work up: nothing is written, and the next hint makes it due again.") { key, yes };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = options.Open(parsed);
            var output = Output(options.IsJson(parsed));
            var parked = await Meant(store, options.ConnectionOf(parsed), parsed.GetValue(key), cancellation);
            if (parked is null)
            {
                return ExitCode.Usage;
            }

            if (parked.FirstOrDefault(one => one.Key.Kind is WorkKind.Sweep or WorkKind.Notice) is { } sweep)
            {
                await Console.Error.WriteLineAsync($"{ParkedKey.Of(sweep.Key)} keeps the service looking for changes and cannot be given up; replay it.");
                return ExitCode.Failed;
            }

            if (parked.Count > 0 && Consent.Missing(parsed.GetValue(yes), $"Give up {string.Join(", ", parked.Select(one => ParkedKey.Of(one.Key)))}? Both sides stay as they are until the next hint.") is { } missing)
            {
                return missing;
            }

            await store.Operator.Note([.. parked.Select(one => Told.Line(one.Key, $"gave it up; it was parked because {one.Reason}"))], cancellation);
            var discarded = new List<ParkedWork>();
            foreach (var one in parked)
            {
                discarded.AddRange(await store.Operator.Discard(one, cancellation) ? [one] : Array.Empty<ParkedWork>());
            }

            output.Discarded(discarded);
            return discarded.Count == 0 ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    // Null when the name is in several connections, which was told.
    private static async Task<IReadOnlyList<ParkedWork>?> Meant(Store.Sqlite.SqliteStore store, string? connection, string? wanted, CancellationToken cancellation)
    {
        var parked = (await store.Parked(connection, StoreOptions.Limit, cancellation)).Where(one => wanted is null || ParkedKey.Means(wanted, one.Key)).ToList();
        return wanted is not null && StoreOptions.IsAmbiguous(wanted, parked.Select(one => one.Key.Connection)) ? null : parked;
    }

    private static Argument<string?> Key(ArgumentArity arity) => new("key") { Description = "A key as the list shows it, or the id alone.", Arity = arity };

    private static IParkedOutput Output(bool isJson) => isJson ? new ParkedJson(Console.Out) : new ParkedTable();
}
