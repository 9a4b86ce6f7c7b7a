using System.Collections.Immutable;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli.Setup;

/// <summary>For people.</summary>
/// <param name="file">The file that settings are written to, as it was named.</param>
internal sealed class SetupText(string file) : ISetupOutput
{
    private const int ProgressLines = 100;

    /// <inheritdoc/>
    public void Checked(SetupFinding finding)
    {
        Terminal.Widen();
        Row(finding.IsGood ? "[green]✓[/]" : "[red]✗[/]", finding.About, finding.Text);
    }

    /// <inheritdoc/>
    public void Planned(ImmutableArray<SetupStep> steps)
    {
        Terminal.Widen();
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine("What there is to do:");
        foreach (var step in steps)
        {
            AnsiConsole.WriteLine();
            AnsiConsole.MarkupLineInterpolated($"  [{Colour(step.Glyph)}]{step.Glyph}[/] [bold]{Named(step)}[/]");
            var rows = step.Differences.Select(difference => (difference.Name, Text: Change(difference))).Concat(step.Why is { } why ? [("note", why)] : []);
            Terminal.Rows(indent: 6, rows.Select(ImmutableArray<IRenderable> (row) => [Terminal.Plain(row.Name), Terminal.Plain(row.Text)]));
        }

        AnsiConsole.WriteLine();
    }

    /// <inheritdoc/>
    public void Progress(SetupStep step, int done, int all)
    {
        // On a screen one line counts up; in a file there is a line now and then.
        if (!Terminal.IsPiped)
        {
            Console.Write($"\r  {done} of {all} {Visible.Text(step.What)}{(done >= all ? Environment.NewLine : "")}");
        }
        else if (done % ProgressLines == 0 || done == all)
        {
            Console.WriteLine($"  {done} of {all} {Visible.Text(step.What)}");
        }
    }

    /// <inheritdoc/>
    public void Done(SetupStep step)
    {
        Terminal.Widen();
        var word = step.Glyph switch { '+' => "created", '-' => "deleted", _ => step is SetupStep.SaveSettings ? "written" : "changed" };
        Row("[green]✓[/]", word, Named(step));
    }

    /// <inheritdoc/>
    public void Waits(CatalogFault fault, TimeSpan wait) =>
        Console.Error.WriteLine(Visible.Text($"{fault.Message} Looking again in {wait.TotalSeconds:0} s."));

    /// <inheritdoc/>
    public void Ended(SetupEnd end)
    {
        Terminal.Widen();
        if (end.Code is ExitCode.Failed or ExitCode.Usage)
        {
            Console.Error.WriteLine(Visible.Text(end.Text, LineFeeds.Keep));
            return;
        }

        AnsiConsole.WriteLine(Visible.Text(end.Text));
        foreach (var (at, deed) in end.ByHand.Index())
        {
            Row(" ", $"{at + 1}.", deed);
        }

        foreach (var hint in end.Hints)
        {
            AnsiConsole.WriteLine(Visible.Text(hint));
        }
    }

    private string Named(SetupStep step) => step is SetupStep.SaveSettings ? file : step.What;

    private static string Change(Difference difference) => (difference.From, difference.To) switch
    {
        (null, { } to) => to,
        ({ } from, null) => from,
        var (from, to) => $"{from}  →  {to}",
    };

    private static string Colour(char glyph) => glyph switch { '+' => "green", '-' => "red", _ => "yellow" };

    private static void Row(string mark, string name, string text) =>
        Terminal.Rows(indent: 0, [[new Markup(mark), Terminal.Plain(name), Terminal.Plain(text)]]);
}
