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
        AnsiConsole.WriteLine("Mend the cause, then: tandem parked replay KEY (or --all). A price change that is held and not meant: tandem parked refuse KEY.");
    }

    /// <inheritdoc/>
    public void Replayed(IReadOnlyCollection<ParkedWork> replayed) => Told(replayed, "is due again.");

    /// <inheritdoc/>
    public void Refused(IReadOnlyCollection<ParkedWork> refused) => Told(refused, "is due again: documents whose price change is held will show what Stripe shows.");

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
