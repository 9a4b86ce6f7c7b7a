using Spectre.Console;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>For people.</summary>
internal sealed class ConflictsTable : IConflictsOutput
{
    /// <inheritdoc/>
    public void Open(IReadOnlyCollection<OpenConflict> open)
    {
        Terminal.Widen();
        if (open.Count == 0)
        {
            AnsiConsole.WriteLine("No conflict is open.");
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        var areSeveral = open.Any(one => one.Key.Connection != Connection.Default);
        table.AddColumns([.. areSeveral ? ["Connection"] : Array.Empty<string>(), "Object", "Field", "Since (UTC)", "Sanity", "Stripe", "Agreed before"]);
        foreach (var (key, conflict, since) in open)
        {
            string[] cells =
            [
                conflict.Object, conflict.Field, Terminal.Minute(since),
                Shown(conflict.Sanity), Shown(conflict.Stripe), Shown(conflict.Agreed),
            ];
            table.AddRow([.. (areSeveral ? [key.Connection, .. cells] : cells).Select(Terminal.Plain)]);
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine("Decide with: tandem conflicts resolve OBJECT FIELD --keep sanity (or stripe).");
        if (open.Any(one => one.Conflict.Field == Conflict.Whole))
        {
            AnsiConsole.WriteLine($"{Conflict.Whole} is a document that is gone, which Stripe has changed since: publish it again to keep it, or let the delete stand with '{Conflict.Whole}' --keep sanity.");
        }
    }

    /// <inheritdoc/>
    public void Show(IReadOnlyCollection<OpenConflict> open)
    {
        foreach (var (key, conflict, since) in open)
        {
            var field = conflict.Field == Conflict.Whole ? $"'{Conflict.Whole}'" : conflict.Field;
            Terminal.Card(
                $"{conflict.Object} {conflict.Field}",
                [
                    ("product", $"{key.DocumentId} ({key.Connection})"),
                    ("open since", $"{Terminal.Minute(since)} UTC"),
                    ("why", conflict.Reason),
                    ("Sanity shows", Shown(conflict.Sanity)),
                    ("Stripe shows", Shown(conflict.Stripe)),
                    ("agreed before", Shown(conflict.Agreed)),
                    ("Sanity's stands", $"tandem conflicts resolve {conflict.Object} {field} --keep sanity"),
                    ("Stripe's stands", conflict.Field == Conflict.Whole ? "publish the document again" : $"tandem conflicts resolve {conflict.Object} {field} --keep stripe"),
                    ("its story", $"tandem why {key.DocumentId}"),
                ]);
        }

        if (open.Count == 0)
        {
            AnsiConsole.WriteLine("No such conflict is open; tandem conflicts list shows what is.");
        }
    }

    /// <inheritdoc/>
    public void Decided(IReadOnlyCollection<OpenConflict> decided, Winner winner)
    {
        Terminal.Widen();
        foreach (var (_, conflict, _) in decided)
        {
            var stands = conflict.Field == Conflict.Whole ? "the delete" : $"{winner}'s {Visible.Text(Shown(winner == Winner.Stripe ? conflict.Stripe : conflict.Sanity))}";
            AnsiConsole.WriteLine($"{Visible.Text(conflict.Object)} {Visible.Text(conflict.Field)}: {stands} stands.");
        }

        if (decided.Count == 0)
        {
            AnsiConsole.WriteLine("No such conflict is open; tandem conflicts list shows what is.");
        }
    }

    private static string Shown(FieldValue? value) => value?.ToString() ?? "unset";
}
