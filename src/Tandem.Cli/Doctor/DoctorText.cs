using System.Collections.Immutable;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tandem.Server;

namespace Tandem.Cli.Doctor;

/// <summary>For people: each area when it is done.</summary>
internal sealed class DoctorText : IDoctorOutput
{
    private readonly List<Result> _all = [];
    private readonly List<Result> _area = [];

    /// <inheritdoc/>
    public void Found(Result result)
    {
        if (_area.Count > 0 && _area[0].Area != result.Area)
        {
            Flush();
        }

        _area.Add(result);
        _all.Add(result);
    }

    /// <inheritdoc/>
    public void Ended()
    {
        Flush();
        var counts = _all.CountBy(result => result.Finding.Severity).ToDictionary();
        AnsiConsole.WriteLine($"{_all.Count} checks: {string.Join(", ", Enum.GetValues<Severity>().Reverse().Where(counts.ContainsKey).Select(severity => $"{counts[severity]} {Word(severity, counts[severity])}"))}.");
    }

    private void Flush()
    {
        Terminal.Widen();
        AnsiConsole.MarkupLineInterpolated($"[bold]{_area[0].Area}[/]");
        Terminal.Rows(indent: 2, Folded(_area).SelectMany(Rows));
        AnsiConsole.WriteLine();
        _area.Clear();
    }

    /// <summary>Checks in a row that were not looked at for the same reason take one line.</summary>
    private static IEnumerable<(string Name, Result Result)> Folded(List<Result> area)
    {
        for (var at = 0; at < area.Count;)
        {
            var same = area[at].Finding.Severity == Severity.Skipped ? area.Skip(at).TakeWhile(other => other.Finding == area[at].Finding).Count() : 1;
            yield return (same == 1 ? area[at].Check.Name : $"{same} more checks", area[at]);
            at += same;
        }
    }

    private static IEnumerable<ImmutableArray<IRenderable>> Rows((string Name, Result Result) row)
    {
        var (name, result) = row;
        var (glyph, colour) = Look(result.Finding.Severity);
        var isQuiet = result.Finding.Severity is Severity.Good or Severity.Skipped;
        yield return [new Text(glyph, new Style(colour)), Terminal.Plain(name), isQuiet ? new Text(Visible.Text(result.Finding.Text), new Style(decoration: Decoration.Dim)) : Terminal.Plain(result.Finding.Text)];
        if (result.Remedy is { } remedy)
        {
            yield return [new Text(""), new Text(""), new Text($"→ {Visible.Text(remedy)}", new Style(colour))];
        }
    }

    private static (string Glyph, Color Colour) Look(Severity severity) => severity switch
    {
        Severity.Good => ("✓", Color.Green),
        Severity.Skipped => ("–", Color.Grey),
        Severity.Note => ("i", Color.Blue),
        Severity.Warning => ("!", Color.Yellow),
        _ => ("✗", Color.Red),
    };

    private static string Word(Severity severity, int count) => severity switch
    {
        Severity.Good => "good",
        Severity.Skipped => "not looked at",
        Severity.Note => count == 1 ? "note" : "notes",
        Severity.Warning => count == 1 ? "warning" : "warnings",
        _ => "wrong",
    };
}
