using System.Collections.Immutable;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tandem.Core;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>For people: what is so now, then the timeline with the newest line last.</summary>
internal sealed class WhyTable : IWhyOutput
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <inheritdoc/>
    public void Show(Why why)
    {
        Terminal.Widen();
        if (why.History is { } history)
        {
            Heading($"{Visible.Text(history.Key.DocumentId)} ({Visible.Text(history.Key.Connection)}): {Visible.Text(why.State)}");
            foreach (var price in why.Prices)
            {
                AnsiConsole.WriteLine(Visible.Text(Price(price)));
            }

            Now(why);
        }
        else
        {
            Heading($"{Visible.Text(why.Asked)}: no product is known for it, but it has been named");
        }

        AnsiConsole.WriteLine();
        if (why.Timeline.IsCut)
        {
            AnsiConsole.WriteLine($"The newest {why.Timeline.Lines.Length} lines; --limit shows more.");
        }

        Lines(why.Timeline);
    }

    private static void Now(Why why)
    {
        var isAtRest = true;
        foreach (var (what, text) in why.Waiting())
        {
            isAtRest = false;
            AnsiConsole.Write(new Text($"{what}: {Visible.Text(text)}", new Style(Color.Yellow)));
            AnsiConsole.WriteLine();
        }

        if (isAtRest && why.History!.Record is not null)
        {
            AnsiConsole.Write(new Text("Nothing waits for it.", new Style(Color.Green)));
            AnsiConsole.WriteLine();
        }
    }

    private static string Price(SlotRecord price) =>
        $"price {price.Slot}: {price.PriceId ?? "not in Stripe yet"}{(price.IsGone ? ", its document is gone" : "")}{(price.Lineage.IsEmpty ? "" : $", formerly {string.Join(", ", price.Lineage)}")}";

    private static void Lines(Timeline timeline)
    {
        if (Terminal.IsPiped)
        {
            foreach (var line in timeline.Lines)
            {
                AnsiConsole.WriteLine($"{At(line, "yyyy-MM-ddTHH:mm:ss.fffZ")} {Number(line)} {line.What}: {Visible.Text(line.Text)}");
            }

            return;
        }

        Terminal.Rows(0, timeline.Lines.Select(line => (ImmutableArray<IRenderable>)
        [
            new Text(At(line, "yyyy-MM-dd HH:mm:ss"), Dim), new Text(Number(line), Dim), new Text(line.What, StyleOf(line.What)), new Text(Visible.Text(line.Text), StyleOf(line.What)),
        ]));
    }

    private static Style StyleOf(string what) => what switch
    {
        "write" => new Style(Color.Green),
        "conflict" or "refusal" or "held" => new Style(Color.Yellow),
        "hint" => Dim,
        _ => Style.Plain,
    };

    private static string Number(TimelineLine line) => line.Entry is { } entry ? string.Create(CultureInfo.InvariantCulture, $"#{entry.Number}") : "-";

    private static string At(TimelineLine line, string form) => line.At.UtcDateTime.ToString(form, CultureInfo.InvariantCulture);

    private static void Heading(string text)
    {
        AnsiConsole.Write(new Text(text, new Style(decoration: Decoration.Bold)));
        AnsiConsole.WriteLine();
    }
}
