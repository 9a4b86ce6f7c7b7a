using System.CommandLine;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Cli;

/// <summary><c>tandem held</c>: changes that wait for the word of a person. It works beside a running service.</summary>
internal static class HeldCommand
{
    private const string More =
        """
        Held are price changes that look like slips ("hold" in tandem.json), archives beyond what the guard lets through in a day, and products that only one side had when
        two populated catalogues met. Everything else goes on. Released is the very change that is listed: if somebody changes it again meanwhile, it is held anew.
        Only a price change can be refused: its document shows again what Stripe shows, and what was wanted is in the journal. To take an archive back, publish the document again.
        Exit codes: 0 done and nothing is held, 1 no such change, or the answer was no, 2 wrong usage or no database, or nobody can be asked and --yes is missing, 3 something is held.

        Examples:
          tandem held    (the same as: tandem held list)
          tandem held list --json
          tandem held show mug-eur
          tandem held release mug-eur
          tandem held release --all --connection staging --yes
          tandem held refuse mug-eur unit_amount
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var options = new StoreOptions();
        var command = new ToldCommand("held", "Shows changes that wait for a person's yes or no, and takes the answer.", More) { List(options), Show(options), Rule(options, Ruling.Released), Rule(options, Ruling.Refused) };
        options.AddTo(command);
        return command;
    }

    private static Command List(StoreOptions options)
    {
        var command = new Command("list", "Lists what is held, the oldest first, with what changes and why it waits.");
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = options.Look(parsed);
            var held = await store.Held(options.ConnectionOf(parsed), StoreOptions.Limit, cancellation);
            Output(options.IsJson(parsed)).List(held);
            return held.IsEmpty ? ExitCode.Done : ExitCode.NeedsPerson;
        });
        return command;
    }

    private static Command Show(StoreOptions options)
    {
        var (subject, field) = Named(ArgumentArity.ExactlyOne);
        var command = new Command("show", "Shows what is held of an object in full, and what can be said of it.") { subject, field };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = options.Look(parsed);
            var meant = Meant(await store.Held(options.ConnectionOf(parsed), StoreOptions.Limit, cancellation), parsed.GetValue(subject), parsed.GetValue(field));
            Output(options.IsJson(parsed)).Show(meant);
            return meant.Count == 0 ? ExitCode.Failed : ExitCode.NeedsPerson;
        });
        return command;
    }

    private static Command Rule(StoreOptions options, Ruling ruling)
    {
        var isRelease = ruling == Ruling.Released;
        var (subject, field) = Named(isRelease ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne);
        var all = new Option<bool>("--all") { Description = "Everything that is held." };
        var yes = Consent.Yes();
        var command = isRelease
            ? new Command("release", "Lets a change go ahead as it is listed.") { subject, field, all, yes }
            : new Command("refuse", "Takes a price change back: its document shows again what Stripe shows.") { subject, field, yes };
        command.Validators.Add(given =>
        {
            if (isRelease && given.GetValue(all) == given.GetValue(subject) is not null)
            {
                given.AddError("Give an object, or --all for everything.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = options.Open(parsed);
            var named = parsed.GetValue(subject);
            var held = Meant(await store.Held(options.ConnectionOf(parsed), StoreOptions.Limit, cancellation), named, parsed.GetValue(field));
            if (named is not null && StoreOptions.IsAmbiguous(named, held.Select(one => one.Key.Connection)))
            {
                return ExitCode.Usage;
            }

            var (meant, output) = (held.Where(one => isRelease || one.Change.CanBeRefused).ToList(), Output(options.IsJson(parsed)));
            if (meant.Count == 0)
            {
                await Console.Error.WriteLineAsync(held.Count == 0
                    ? "Nothing of that name is held; tandem held list shows what is."
                    : "Only a changed price can be refused. To take an archive back, publish the document again; what is not made yet just waits.");
                return ExitCode.Failed;
            }

            if (!parsed.GetValue(yes) && !options.IsJson(parsed))
            {
                output.List(meant);
            }

            if (Consent.Missing(parsed.GetValue(yes), isRelease ? $"Let {Count(meant.Count)} go ahead?" : $"Take {Count(meant.Count)} back?") is { } missing)
            {
                return missing;
            }

            var ruled = new List<WaitingChange>();
            foreach (var product in meant.GroupBy(one => one.Key))
            {
                var changes = product.Select(one => one.Change).ToList();
                await store.Operator.Note([.. changes.Select(change => Told.Line(product.Key.Connection, product.Key.DocumentId, $"{(isRelease ? "released" : "refused")} what was held: {change}"))], cancellation);
                ruled.AddRange(await store.Rule(product.Key, [.. changes], ruling, cancellation) > 0 ? product : []);
            }

            output.Ruled(ruled, ruling);
            return ruled.Count == 0 ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static (Argument<string?> Subject, Argument<string?> Field) Named(ArgumentArity arity) => (
        new Argument<string?>("object") { Description = "An object as the list shows it; a document's id stands for all that is held of it.", Arity = arity },
        new Argument<string?>("field") { Description = "Only that field.", Arity = ArgumentArity.ZeroOrOne });

    private static List<WaitingChange> Meant(IEnumerable<WaitingChange> held, string? named, string? field) =>
    [
        .. held.Where(one => (named is null || one.Change.Object == named || one.Change.Document == named || one.Key.DocumentId == named) && (field is null || one.Change.Field == field)),
    ];

    private static string Count(int changes) => changes == 1 ? "this change" : $"these {changes} changes";

    private static IHeldOutput Output(bool isJson) => isJson ? new HeldJson(Console.Out) : new HeldTable();
}
