using System.CommandLine;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Sanity;
using Tandem.Server;
using Tandem.Store.Sqlite;

namespace Tandem.Cli;

/// <summary><c>tandem undo</c>: an object back to what both sides agreed on earlier. It works beside a running service or without one.</summary>
internal static class UndoCommand
{
    private const string More =
        """
        It goes back to before the newest change that both sides agreed on; with --to, to a line of the journal (tandem why numbers them) or to a moment (UTC, unless it says otherwise).
        A product's id stands for its prices too; the id of a price document or price_… for that price alone. Once more, it undoes the undo.
        What goes back is an edit like any other: the document shows it again and Stripe follows, with the former price or a new one where an amount goes back, and with every guard. A field
        that is edited before the service comes to it stays as it is. What has no earlier state stays too: a price that was made since, a document that is gone (publish it again).
        Exit codes: 0 asked for, or nothing to undo; 1 not known, gone, the journal does not reach so far, or the answer was no; 2 wrong usage or no database, or nobody can be asked and --yes is missing;
        3 with --dry-run: something would change.

        Examples:
          tandem undo mug
          tandem undo mug --to 26
          tandem undo mug --to '2026-11-28 18:00' --dry-run
          tandem undo price_1Abc --yes
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var options = new StoreOptions();
        var id = new Argument<string>("id") { Description = "A document id, prod_… or price_…." };
        var to = new Option<string?>("--to") { Description = "How far back: the number of a line of the journal, or a moment.", HelpName = "NUMBER|MOMENT" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would change, and ask for nothing." };
        var yes = Consent.Yes();
        to.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string?>() is { } said && !UndoAim.IsUnderstood(said))
            {
                given.AddError("--to is the number of a line of the journal, or a moment such as 2026-11-28T18:00.");
            }
        });
        var command = new ToldCommand("undo", "Takes a product or price back to what both sides agreed on earlier.", More) { id, to, dryRun, yes };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = options.Open(parsed);
            var asked = SanityId.PublishedOf(parsed.GetRequiredValue(id)) ?? parsed.GetRequiredValue(id);
            var keys = await store.Operator.Resolve(options.ConnectionOf(parsed), asked, cancellation);
            if (StoreOptions.IsAmbiguous(asked, keys.Select(key => key.Connection)))
            {
                return ExitCode.Usage;
            }

            if (keys is not [var key])
            {
                return Refuse($"Nothing is known of {asked}.");
            }

            var (view, refusal) = await Look(store, key, asked, parsed.GetValue(to), cancellation);
            if (view is null)
            {
                return Refuse(refusal!);
            }

            IUndoOutput output = options.IsJson(parsed) ? new UndoJson(Console.Out) : new UndoText();
            var isServed = SqliteStore.IsServed(options.PathOf(parsed));
            output.Show(view);
            if (view.Changes.IsEmpty || parsed.GetValue(dryRun))
            {
                output.End(view, isAsked: false, isServed);
                return view.Changes.IsEmpty ? ExitCode.Done : ExitCode.NeedsPerson;
            }

            if (Consent.Missing(parsed.GetValue(yes), "Take it back?") is { } missing)
            {
                return missing;
            }

            await store.Operator.AskUndo(key, view.Changes, Told.Line(key.Connection, key.DocumentId, $"takes {asked} back to {view.Back}"), cancellation);
            output.End(view, isAsked: true, isServed);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<(UndoView? View, string? Refusal)> Look(SqliteStore store, ProductKey key, string asked, string? to, CancellationToken cancellation)
    {
        var record = await store.Load(key, cancellation);
        var slot = record is null || asked == key.DocumentId || asked == record.StripeId ? null : record.Slot(asked)?.Slot ?? record.SlotOfPrice(asked)?.Slot;
        if (Gone(record, slot) is { } gone)
        {
            return (null, gone);
        }

        var (aim, refusal) = UndoAim.Find(await store.Journal(key.Connection, key.DocumentId, 0, StoreOptions.Limit, cancellation), slot, to);
        if (aim is null)
        {
            return (null, refusal);
        }

        var (policy, earlier) = (PolicyOf(key.Connection), Undoing.Of(record!, aim.Newer, slot));
        var travels = earlier.Changes.ToLookup(change => policy.Rule(change.Kind, change.Field) is not { Direction: not Direction.Both });
        return (
            new UndoView(key, aim.Text, [.. travels[true]],
            [
                .. travels[false].Select(change => $"{Name(change)} stays: it does not travel both ways, and is edited where it comes from."),
                .. earlier.Uncertain.Select(field => $"{field} stays: the journal does not tell without a gap what it was."),
            ]),
            null);
    }

    private static string? Gone(ProductRecord? record, string? slot) => record switch
    {
        null or { Link: LinkState.Unlinked or LinkState.Pending } => "Nothing was agreed on it yet.",
        { Link: LinkState.Tombstone, Lost: TombstoneCause.StripeGone, StripeId: var id } => $"{id} was deleted in Stripe. Switch the document on again and publish it: then it gets a new product.",
        { Link: LinkState.Tombstone } => "Its document is gone. Publish it again: that brings its product and prices back as they were.",
        _ when slot is not null && record.Slot(slot) is { IsGone: true } => $"The document {slot} is gone. Publish it again: that brings its price back as it was.",
        _ => null,
    };

    // Which fields travel both ways is in tandem.json; where the settings cannot be read, the usual ones are meant, and the pass looks again.
    private static Policy PolicyOf(string connection)
    {
        try
        {
            var directory = Directory.GetCurrentDirectory();
            return TandemSettings.ConnectionOf(SettingsSource.Standard(directory), directory, connection).Mapping.Policy;
        }
        catch (SettingsException)
        {
            return Policy.Default;
        }
    }

    private static string Name(AgreedChange change) => change.Kind == Kind.Product ? change.Field : $"{change.Object} {change.Field}";

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(Visible.Text(why));
        return ExitCode.Failed;
    }
}
