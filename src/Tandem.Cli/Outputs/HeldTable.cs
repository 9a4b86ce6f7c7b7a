using Spectre.Console;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>For people.</summary>
internal sealed class HeldTable : IHeldOutput
{
    /// <inheritdoc/>
    public void List(IReadOnlyCollection<WaitingChange> held)
    {
        Terminal.Widen();
        if (held.Count == 0)
        {
            AnsiConsole.WriteLine("Nothing is held.");
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        var areSeveral = held.Any(one => one.Key.Connection != Connection.Default);
        table.AddColumns([.. areSeveral ? ["Connection"] : Array.Empty<string>(), "Object", "Field", "Since (UTC)", "What waits", "Why"]);
        foreach (var (key, change, since) in held)
        {
            string[] cells = [change.Object, change.Field, Terminal.Minute(since), What(change), change.Reason];
            table.AddRow([.. (areSeveral ? [key.Connection, .. cells] : cells).Select(Terminal.Plain)]);
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine("Say yes with: tandem held release OBJECT (or --all). A price change that is not meant: tandem held refuse OBJECT.");
    }

    /// <inheritdoc/>
    public void Show(IReadOnlyCollection<WaitingChange> held)
    {
        if (held.Count == 0)
        {
            AnsiConsole.WriteLine("Nothing of that name is held; tandem held list shows what is.");
        }

        foreach (var (key, change, since) in held)
        {
            var named = change.Object.Contains(' ', StringComparison.Ordinal) ? $"'{change.Object}'" : change.Object;
            Terminal.Card(
                $"{change.Side} {change.Object}, {change.Field}",
                [
                    ("product", $"{key.DocumentId} ({key.Connection})"),
                    ("document", change.Document),
                    ("held since", $"{Terminal.Minute(since)} UTC"),
                    ("why", change.Reason),
                    .. change.Changes.Select(field => (field.Field, $"{Value(field.From)} → {Value(field.To)}")),
                    ("if it is meant", $"tandem held release {named} {Field(change)}"),
                    ("if it is not", change.CanBeRefused ? $"tandem held refuse {named} {Field(change)}; or correct the document and publish it"
                        : change.Field == Conflict.Whole ? "it just waits; mark the document as left alone, and it is not listed any more"
                        : "publish the document again"),
                    ("its story", $"tandem why {key.DocumentId}"),
                ]);
        }
    }

    /// <inheritdoc/>
    public void Ruled(IReadOnlyCollection<WaitingChange> ruled, Ruling ruling)
    {
        Terminal.Widen();
        foreach (var (_, change, _) in ruled)
        {
            AnsiConsole.WriteLine($"{Visible.Text(change.Object)} {Visible.Text(change.Field)} {(ruling == Ruling.Released ? $"goes ahead, {Visible.Text(What(change))}." : "is taken back; the document will show what Stripe shows.")}");
        }
    }

    private static string Field(HeldChange change) => change.Field == Conflict.Whole ? $"'{Conflict.Whole}'" : change.Field;

    private static string What(HeldChange change) => change.Field switch
    {
        Conflict.Whole => $"to be made in {(change.Side == Side.Sanity ? Side.Stripe : Side.Sanity)}: {(change.Changes is [{ To: { } name }, ..] ? name.ToString() : "no name")}",
        FieldNames.Active => "to be archived",
        _ => string.Join(", ", change.Changes.Select(field => $"{field.Field} {Value(field.From)} → {Value(field.To)}")),
    };

    private static string Value(FieldValue? value) => value?.ToString() ?? "unset";
}
