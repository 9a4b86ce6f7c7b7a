using System.Collections.Immutable;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>The terminal that people look at, or the pipe in its place.</summary>
internal static class Terminal
{
    private const int PipeWidth = 1000;

    /// <summary>Ids, values and reasons come from vendors and editors: no markup, no control characters.</summary>
    public static Text Plain(string text) => new(Visible.Text(text));

    /// <summary>A moment for people, in UTC.</summary>
    public static string Minute(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Whether the output goes to a file or another program.</summary>
    public static bool IsPiped => Console.IsOutputRedirected;

    /// <summary>Writes rows whose last column is wrapped within itself on a screen; without one, a row is a line.</summary>
    /// <param name="indent">How many blanks stand before each row.</param>
    /// <param name="rows">The rows, all of the same number of columns.</param>
    public static void Rows(int indent, IEnumerable<ImmutableArray<IRenderable>> rows)
    {
        Widen();
        var grid = new Grid();
        foreach (var row in rows)
        {
            for (var column = grid.Columns.Count; column < row.Length; column++)
            {
                grid.AddColumn(new GridColumn { NoWrap = column < row.Length - 1, Padding = new Padding(column == 0 ? indent : 0, 0, column < row.Length - 1 ? 2 : 0, 0) });
            }

            grid.AddRow([.. row]);
        }

        if (!IsPiped)
        {
            AnsiConsole.Write(grid);
            return;
        }

        // Columns are filled up with blanks, which nobody wants at the end of a line in a file.
        using var text = new StringWriter();
        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        plain.Profile.Width = PipeWidth;
        plain.Write(grid);
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
        {
            Console.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>One thing in full: its name, and what there is to say of it, a row each.</summary>
    public static void Card(string heading, IEnumerable<(string What, string Text)> rows)
    {
        Widen();
        AnsiConsole.Write(new Text(Visible.Text(heading), new Style(decoration: Decoration.Bold)));
        AnsiConsole.WriteLine();
        Rows(2, rows.Select(row => (ImmutableArray<IRenderable>)[new Text(row.What, new Style(decoration: Decoration.Dim)), Plain(row.Text)]));
    }

    /// <summary>Without a screen no width matters: one row a line, for grep.</summary>
    public static void Widen()
    {
        if (IsPiped)
        {
            AnsiConsole.Profile.Width = PipeWidth;
        }
    }
}
