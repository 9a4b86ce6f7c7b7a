using System.Globalization;
using Spectre.Console;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>The applying of a plan for people: a bar that moves on a terminal, with a line for what needs a look; in a pipe, a line for each product.</summary>
internal sealed class ApplyTerminal : IApplyOutput
{
    private readonly ProgressTask? _bar;
    private int _done;

    private ApplyTerminal(ProgressTask? bar) => _bar = bar;

    /// <summary>Shows a run from its beginning to its end.</summary>
    /// <param name="changes">How many products have something to do; null where nobody knows yet.</param>
    /// <param name="apply">The run.</param>
    public static async Task<ApplyTotals> Run(int? changes, Func<IApplyOutput, Task<ApplyTotals>> apply)
    {
        Terminal.Widen();
        if (Terminal.IsPiped)
        {
            return await apply(new ApplyTerminal(null));
        }

        // Whoever ends it with Ctrl-C wants the cursor back, which the bar hides.
        Console.CancelKeyPress += (_, _) => AnsiConsole.Cursor.Show();
        var columns = new List<ProgressColumn> { new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left } };
        columns.AddRange(changes is null ? [new ElapsedTimeColumn()] : [new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()]);
        return await AnsiConsole.Progress().AutoClear(true).Columns([.. columns]).StartAsync(
            async progress => await apply(new ApplyTerminal(progress.AddTask("working", maxValue: changes ?? double.MaxValue))));
    }

    /// <inheritdoc/>
    public void Begin(PlanHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        AnsiConsole.MarkupLine($"[grey]{Visible.Text(head.Pair).EscapeMarkup()}[/]");
    }

    /// <inheritdoc/>
    public void Show(AppliedEntry applied)
    {
        ArgumentNullException.ThrowIfNull(applied);
        if (ApplyText.IsNews(applied) && (_bar is null || !ApplyText.IsDone(applied)))
        {
            var (mark, colour) = PlanTerminal.Mark(ApplyText.SignOf(applied));
            AnsiConsole.MarkupLine($"[{colour}]{mark}[/] [bold]{Visible.Text(applied.Entry.Name).EscapeMarkup()}[/]  [grey]{Visible.Text(ApplyText.Title(applied)).EscapeMarkup()}[/]");
        }

        if (_bar is not null && applied.Entry.State == Engine.PreviewState.Changes)
        {
            _bar.Increment(1);
            _bar.Description = string.Create(CultureInfo.InvariantCulture, $"{++_done:#,0} products");
        }
    }

    /// <inheritdoc/>
    public void End(ApplyTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        AnsiConsole.MarkupLine($"[bold]{ApplyText.Sum(totals)}[/]{ApplyText.InStep(totals)}");
        foreach (var rest in ApplyText.Rest(totals))
        {
            AnsiConsole.WriteLine(rest);
        }
    }
}
