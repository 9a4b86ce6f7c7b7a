using System.Globalization;
using Spectre.Console;
using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>For people.</summary>
internal sealed class ParkedTable : IParkedOutput
{
    /// <inheritdoc/>
    public void Parked(IReadOnlyCollection<ParkedWork> parked)
    {
        if (parked.Count == 0)
        {
            AnsiConsole.WriteLine("Nothing is parked.");
            return;
        }

        Terminal.Widen();
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("Key", "Since (UTC)", "Attempts", "Reason");
        foreach (var work in parked)
        {
            table.AddRow(
                Terminal.Plain(ParkedKey.Of(work.Key)),
                Terminal.Plain(Terminal.Minute(work.Since)),
                Terminal.Plain(work.Attempts.ToString(CultureInfo.InvariantCulture)),
                Terminal.Plain(work.Reason));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine("Mend the cause, then: tandem parked replay KEY (or --all). To give it up: tandem parked discard KEY.");
    }

    /// <inheritdoc/>
    public void Replayed(IReadOnlyCollection<ParkedWork> replayed) => Told(replayed, "is due again.");

    /// <inheritdoc/>
    public void Discarded(IReadOnlyCollection<ParkedWork> discarded) => Told(discarded, "is given up until the next hint.");

    /// <inheritdoc/>
    public void Show(IReadOnlyCollection<ParkedWork> parked)
    {
        foreach (var work in parked)
        {
            Terminal.Card(
                ParkedKey.Of(work.Key),
                [
                    ("parked since", $"{Terminal.Minute(work.Since)} UTC"),
                    ("attempts", work.Attempts.ToString(CultureInfo.InvariantCulture)),
                    ("why", work.Reason),
                    ("when it is mended", $"tandem parked replay {ParkedKey.Of(work.Key)}"),
                    ("to give it up", $"tandem parked discard {ParkedKey.Of(work.Key)}"),
                    ("its story", $"tandem why {work.Key.Id.Split(':')[^1]}"),
                ]);
        }

        if (parked.Count == 0)
        {
            AnsiConsole.WriteLine("Nothing of that name is parked.");
        }
    }

    private static void Told(IReadOnlyCollection<ParkedWork> works, string what)
    {
        Terminal.Widen();
        foreach (var work in works)
        {
            AnsiConsole.WriteLine($"{Visible.Text(ParkedKey.Of(work.Key))} {what}");
        }

        if (works.Count == 0)
        {
            AnsiConsole.WriteLine("Nothing of that name is parked.");
        }
    }
}
