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

        if (Console.IsOutputRedirected)
        {
            // There is no screen whose width would matter: one row a line, for grep.
            AnsiConsole.Profile.Width = 1000;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("Key", "Since (UTC)", "Attempts", "Reason");
        foreach (var work in parked)
        {
            table.AddRow(
                Plain(ParkedKey.Of(work.Key)),
                Plain(work.Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
                Plain(work.Attempts.ToString(CultureInfo.InvariantCulture)),
                Plain(work.Reason));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine("Mend the cause, then: tandem parked replay KEY (or --all).");
    }

    /// <inheritdoc/>
    public void Replayed(IReadOnlyCollection<ParkedWork> replayed)
    {
        foreach (var work in replayed)
        {
            AnsiConsole.WriteLine($"{Visible.Text(ParkedKey.Of(work.Key))} is due again.");
        }

        if (replayed.Count == 0)
        {
            AnsiConsole.WriteLine("Nothing of that name is parked.");
        }
    }

    // Ids and reasons come from vendors and editors: no markup, no control characters.
    private static Text Plain(string text) => new(Visible.Text(text));
}
