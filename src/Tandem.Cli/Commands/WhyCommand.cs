using System.CommandLine;
using Tandem.Core;
using Tandem.Sanity;
using Tandem.Server;
using Tandem.Store.Sqlite;

namespace Tandem.Cli;

/// <summary><c>tandem why</c>: what happened to a product or price, and what waits for it. It works beside a running service or without one.</summary>
internal static class WhyCommand
{
    private const int Lines = 60;

    private const string More =
        """
        The id may be that of a document (a draft's too), of a price inside of a product's document, of a Stripe product or of a Stripe price, current or former:
        what is shown is the product that it belongs to, with all its prices. A line of the journal has a number, by which tandem undo --to can go back.
          hint      a webhook, or a line of a feed, that an object may differ
          studio    what an editor asked for in the Studio
          plan      what was decided, and which hint it was decided on
          write     what was written, field by field, with the vendor's request id
          agreed    what both sides agree on anew, and what they agreed on before
          conflict, refusal, note    what was decided for one side, cannot be carried, or is worth a word
        A hint on which nothing was to be done leaves no plan.
        Exit codes: 0 known, 1 nothing is known of it, 2 wrong usage or no database, 3 something of it waits for a person.

        Examples:
          tandem why mug
          tandem why prod_tdm0123456789 --limit 200
          tandem why price_1Abc --json
          tandem why mug | grep write
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var options = new StoreOptions();
        var id = new Argument<string>("id") { Description = "A document id, prod_… or price_…." };
        var limit = new Option<int>("--limit") { Description = "How many lines of the timeline, the newest.", DefaultValueFactory = _ => Lines };
        limit.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > StoreOptions.Limit)
            {
                given.AddError($"--limit is a number from 1 to {StoreOptions.Limit}.");
            }
        });
        var command = new ToldCommand("why", "Shows what happened to a product or price, and why it is as it is.", More) { id, limit };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = options.Look(parsed);
            var asked = SanityId.PublishedOf(parsed.GetRequiredValue(id)) ?? parsed.GetRequiredValue(id);
            var keys = await store.Operator.Resolve(options.ConnectionOf(parsed), asked, cancellation);
            if (StoreOptions.IsAmbiguous(asked, keys.Select(key => key.Connection)))
            {
                return ExitCode.Usage;
            }

            IWhyOutput output = options.IsJson(parsed) ? new WhyJson(Console.Out) : new WhyTable();
            return keys is [var key]
                ? await Known(store, output, asked, key, parsed.GetValue(limit), cancellation)
                : await Unknown(store, output, (asked, options.ConnectionOf(parsed), options.PathOf(parsed)), parsed.GetValue(limit), cancellation);
        });
        return command;
    }

    private static async Task<int> Known(SqliteStore store, IWhyOutput output, string asked, ProductKey key, int limit, CancellationToken cancellation)
    {
        var history = await store.Operator.History(key, limit + 1, cancellation);
        var why = new Why(asked, TimeProvider.System.GetUtcNow(), history, Timeline.Of(history, limit));
        output.Show(why);
        return why.NeedsPerson ? ExitCode.NeedsPerson : ExitCode.Done;
    }

    private static async Task<int> Unknown(SqliteStore store, IWhyOutput output, (string Asked, string? Connection, string Path) of, int limit, CancellationToken cancellation)
    {
        var hints = await store.Operator.Hints(of.Connection, of.Asked, limit + 1, cancellation);
        if (hints.IsEmpty)
        {
            await Console.Error.WriteLineAsync(
                $"Nothing is known of {Visible.Text(of.Asked)} in {Visible.Text(of.Path)}: no product is linked to it, and no webhook or feed has named it. "
                + "The service may use another database, or the object may be of a type or environment that it does not keep equal.");
            return ExitCode.Failed;
        }

        output.Show(new Why(of.Asked, TimeProvider.System.GetUtcNow(), null, Timeline.Of(hints, limit)));
        if (hints.All(hint => hint.Foreign is not null))
        {
            await Console.Error.WriteLineAsync($"{Visible.Text(of.Asked)} belongs to another environment: its webhooks are kept apart and never applied.");
        }

        return ExitCode.Failed;
    }
}
