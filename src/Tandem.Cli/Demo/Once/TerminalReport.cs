using Spectre.Console;

namespace Tandem.Cli.Demo;

/// <summary>The same table on a terminal, in colours, growing as the steps end.</summary>
/// <param name="console">The terminal.</param>
internal sealed class TerminalReport(IAnsiConsole console) : IOnceReport
{
    private const int WidestTable = 150;
    private const int FiguresWidth = 30;
    private const string ClearLine = "\r\u001b[2K";

    /// <inheritdoc/>
    public void Begin(int number, string title)
    {
        if (number == 1)
        {
            console.MarkupLine("[bold]Tandem[/] between two stand-ins on this machine: no account, no key, no network.");
            console.MarkupLine("[grey]Calls of the service as reads+writes, echoes included; ms until both sides showed what they should.[/]");
            console.WriteLine();
            console.Write(Row("", "", "[grey]ms[/]", "[grey]Stripe[/]", "[grey]Sanity[/]"));
        }

        if (console.Profile.Capabilities.Ansi)
        {
            var line = $" … {title}";
            console.Markup($"[grey]{line[..Math.Min(line.Length, console.Profile.Width - 1)].EscapeMarkup()}[/]");
        }
    }

    /// <inheritdoc/>
    public void Show(StepResult result)
    {
        if (console.Profile.Capabilities.Ansi)
        {
            console.Write(new ControlCode(ClearLine));
        }

        var (colour, mark) = result.Holds ? ("green", "✓") : ("red", "✗");
        var calls = result.Calls;
        console.Write(Row(
            $"[{colour}]{mark}[/]",
            result.Title.EscapeMarkup(),
            $"{result.Milliseconds:0}",
            $"{calls.StripeReads}+{calls.StripeWrites}",
            $"{calls.SanityReads}+{calls.SanityWrites}"));
        foreach (var difference in result.Differences)
        {
            console.Write(Row("", $"[red]{difference.EscapeMarkup()}[/]", "", "", ""));
        }
    }

    /// <inheritdoc/>
    public void End(IReadOnlyList<StepResult> results, TimeSpan took)
    {
        var colour = results.All(result => result.Holds) ? "green" : "red";
        console.WriteLine();
        console.MarkupLine($"[{colour}]{PlainReport.Summary(results, took)}[/]");
    }

    private Grid Row(string mark, string title, string time, string stripe, string sanity)
    {
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn { Width = 1, NoWrap = true });
        grid.AddColumn(new GridColumn { Width = Math.Max(30, Math.Min(console.Profile.Width, WidestTable) - FiguresWidth) });
        grid.AddColumn(new GridColumn { Width = 6, Alignment = Justify.Right, NoWrap = true });
        grid.AddColumn(new GridColumn { Width = 6, Alignment = Justify.Right, NoWrap = true });
        grid.AddColumn(new GridColumn { Width = 6, Alignment = Justify.Right, NoWrap = true });
        return grid.AddRow(mark, title, time, stripe, sanity);
    }
}
