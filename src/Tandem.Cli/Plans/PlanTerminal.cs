using System.Globalization;
using Spectre.Console;
using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>A plan for people: what is made, changed, linked and ended, product by product, and what it comes to. Quiet where nothing is to do.</summary>
/// <param name="most">How many products are shown one by one; the rest is counted only. Null for all.</param>
/// <param name="pace">The calls a second that doing it may make.</param>
internal sealed class PlanTerminal(int? most, Pace pace) : IPlanOutput
{
    private const int PartWidth = 14;
    private const int Indent = 8;
    private const int LeastWidth = 30;
    private int _shown;
    private int _kept;
    private bool _wasShort;

    /// <summary>How to see what is only counted.</summary>
    public string WhereAllIs { get; init; } = "tandem plan --all shows every one, --out FILE keeps them";

    /// <inheritdoc/>
    public void Begin(PlanHead head)
    {
        Terminal.Widen();
        AnsiConsole.MarkupLine($"[grey]{Plain(head.Pair)}[/]");
    }

    /// <inheritdoc/>
    public void Show(Preview preview)
    {
        if (preview.State is PreviewState.InStep or PreviewState.LeftAlone)
        {
            return;
        }

        if (_shown >= most)
        {
            _kept++;
            return;
        }

        // Products of which there is nothing more to say stand together.
        var parts = PlanText.Parts(preview).ToList();
        if (_shown++ == 0 || parts.Count > 0 || !_wasShort)
        {
            AnsiConsole.WriteLine();
        }

        _wasShort = parts.Count == 0;
        var (mark, colour) = Mark(PlanText.SignOf(preview));
        AnsiConsole.MarkupLine($"[{colour}]{mark}[/] [bold]{Plain(preview.Name)}[/]  [grey]{Plain(PlanText.Title(preview))}[/]");
        foreach (var part in parts)
        {
            if (part.Title.Length > 0)
            {
                AnsiConsole.MarkupLine($"    [grey]{part.Title}[/]");
            }

            foreach (var line in part.Lines)
            {
                Show(line);
            }
        }
    }

    /// <inheritdoc/>
    public void End(PlanTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        AnsiConsole.WriteLine();
        if (_kept > 0)
        {
            AnsiConsole.MarkupLine($"[grey]… and {Number(_kept)} more: {WhereAllIs}.[/]");
            AnsiConsole.WriteLine();
        }

        if (totals.IsNothing)
        {
            AnsiConsole.MarkupLine($"[green]Nothing to do.[/] {Count(totals.Of(PreviewState.InStep), "product is", "products are")} in step{(totals.Of(PreviewState.LeftAlone) is > 0 and var left ? $", {Number(left)} left alone" : "")}.");
            return;
        }

        AnsiConsole.MarkupLine($"[bold]Plan:[/] {string.Join(", ", Parts(totals))}.");
        foreach (var word in Words(totals))
        {
            AnsiConsole.WriteLine(word);
        }

        if (totals.StripeWrites + totals.SanityWrites > 0)
        {
            AnsiConsole.MarkupLine($"[grey]{Count(totals.StripeWrites, "write", "writes")} to Stripe and {Number(totals.SanityWrites)} to Sanity: at least {Time(totals)} within the budgets. Nothing was written yet.[/]");
        }
    }

    /// <summary>Says where a plan was kept, and what for.</summary>
    public static void Kept(string file) => AnsiConsole.MarkupLine($"[grey]Kept in {Plain(file)}: tandem apply {Plain(file)} does exactly this.[/]");

    private static IEnumerable<string> Parts(PlanTotals totals)
    {
        (int Count, string Text)[] parts =
        [
            (totals.Of(Effect.MakeInStripe), "to make in Stripe"), (totals.Of(Effect.MakeInSanity), "to make in Sanity"), (totals.Of(Effect.Change), "to change"), (totals.Of(Effect.Link), "to link"),
            (totals.Of(Effect.Archive), "to archive"), (totals.Of(PreviewState.Ambiguous), "ambiguous"), (totals.Of(PreviewState.Waits), "waiting for your word"),
            (totals.Of(PreviewState.Blocked), "blocked"), (totals.Of(PreviewState.InStep), "in step"), (totals.Of(PreviewState.LeftAlone), "left alone"),
        ];
        return parts.Where(part => part.Count > 0).Select(part => $"{Number(part.Count)} {part.Text}");
    }

    private static IEnumerable<string> Words(PlanTotals totals)
    {
        if (totals.IsCut)
        {
            yield return "The look ended there, because of --limit.";
        }

        if (totals.Of(PreviewState.Waits) > 0)
        {
            yield return $"Both sides have products that the other lacks ({Number(totals.OnlySanity)} only in Sanity, {Number(totals.OnlyStripe)} only in Stripe), and some may be the same. Match them with "
                + "--match name, --match slug or --link DOCUMENT=PRODUCT; what is really new is made with --make both (or sanity, or stripe).";
        }
    }

    // The mark has the colour; what continues a line stands below its beginning.
    private static void Show(PlanLine line)
    {
        var (mark, colour) = Mark(line.Sign);
        var part = line.Part.Length > 0 ? Visible.Text(line.Part).PadRight(PartWidth) + " " : "";
        var width = Console.IsOutputRedirected ? int.MaxValue : Math.Max(LeastWidth, AnsiConsole.Profile.Width - Indent - part.Length - 1);
        var isQuiet = line.Sign is Sign.Link or Sign.Note;
        var isFirst = true;
        foreach (var text in Wrapped.Lines(Visible.Text(line.Text), width))
        {
            var shown = isFirst ? $"      [{colour}]{mark}[/] {(isQuiet ? "[grey]" : "")}{part.EscapeMarkup()}" : new string(' ', Indent + part.Length) + (isQuiet ? "[grey]" : "");
            AnsiConsole.MarkupLine($"{shown}{text.EscapeMarkup()}{(isQuiet ? "[/]" : "")}");
            isFirst = false;
        }
    }

    private string Time(PlanTotals totals)
    {
        var time = TimeSpan.FromSeconds(Math.Ceiling(Math.Max(totals.StripeWrites / pace.StripeRate, totals.SanityWrites / pace.SanityRate)));
        return time.TotalMinutes < 2 ? $"{time.TotalSeconds:0} s" : time.TotalHours < 2 ? $"{time.TotalMinutes:0} min" : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h");
    }

    /// <summary>How a sign looks.</summary>
    internal static (string Mark, string Colour) Mark(Sign sign) => sign switch
    {
        Sign.Make => ("+", "green"),
        Sign.Change => ("~", "yellow"),
        Sign.End => ("-", "red"),
        Sign.Link => ("=", "aqua"),
        Sign.Heed => ("!", "fuchsia"),
        Sign.Ask => ("?", "fuchsia"),
        _ => ("·", "grey"),
    };

    private static string Plain(string text) => Visible.Text(text).EscapeMarkup();

    private static string Count(int count, string one, string many) => $"{Number(count)} {(count == 1 ? one : many)}";

    private static string Number(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
