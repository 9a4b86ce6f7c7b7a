using System.Globalization;
using System.Text.RegularExpressions;
using Tandem.Core;

namespace Tandem.Cli.Demo;

/// <summary>The middle: what happened, a card for each stretch of work on one product, newest first.</summary>
internal static partial class TimelinePane
{
    private const int Shown = 30;

    /// <summary>What follows within this time on the same product belongs together.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(3);

    /// <summary>The cards.</summary>
    public static IReadOnlyList<Fragment> Of(StandIns standIns, IEnumerable<TimelineItem> items) =>
        [.. Stretches(items).Reverse().Take(Shown).Select(stretch => Card(standIns, stretch))];

    private static IReadOnlyList<List<TimelineItem>> Stretches(IEnumerable<TimelineItem> items)
    {
        var stretches = new List<List<TimelineItem>>();
        var open = new Dictionary<string, List<TimelineItem>>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var key = item.Product ?? "";
            if (open.TryGetValue(key, out var stretch) && item.At - stretch[^1].At < Together && (item.Kind != TimelineKind.Act || stretch.All(before => before.Kind == TimelineKind.Act)))
            {
                stretch.Add(item);
                continue;
            }

            stretches.Add(open[key] = [item]);
        }

        return stretches;
    }

    private static Fragment Card(StandIns standIns, List<TimelineItem> stretch)
    {
        var first = stretch[0];
        var key = $"{first.At.UtcTicks.ToString(CultureInfo.InvariantCulture)}-{first.Product}";
        var name = first.Product is { } product ? Subject.NameOf(standIns, product) ?? product : "Tandem";
        var isMuted = stretch.All(item => item.Kind == TimelineKind.Echo);
        return new Fragment(key, Html.Of($"""
            <li class="stretch {(isMuted ? "muted" : "")}" data-key="{key}">
              <header>{(first.Product is null ? Html.None : Swatch.Of(first.Product, name))}<h3>{name}</h3><time>{first.At.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</time></header>
              <ol>{Html.All(Lines(stretch))}</ol>
              {Took(stretch)}
            </li>
            """).Text);
    }

    // Echoes are told as one line: that there were some, and that they did nothing.
    private static IEnumerable<Html> Lines(List<TimelineItem> stretch)
    {
        var told = stretch.Where(item => item.Kind != TimelineKind.Echo).ToList();
        for (var index = 0; index < told.Count; index++)
        {
            // An attempt that fails again and again is one line.
            var again = told.Skip(index + 1).TakeWhile(next => (next.Kind, next.Text) == (told[index].Kind, told[index].Text) && next.Milliseconds is null).Count();
            yield return Line(again == 0 ? told[index] : told[index] with { Reason = $"{again + 1} times" });
            index += again;
        }

        var echoes = stretch.Where(item => item.Kind == TimelineKind.Echo).ToList();
        if (echoes.Count == 1)
        {
            yield return Line(echoes[0]);
        }
        else if (echoes.Count > 1)
        {
            yield return Line(echoes[0] with { Text = $"{echoes.Count} webhooks", Reason = "our own writes come back, or duplicates: nothing to do", Milliseconds = null });
        }
    }

    private static Html Line(TimelineItem item)
    {
        var kind = item.Kind.ToString().ToLowerInvariant();
        var side = item.Side?.ToString().ToLowerInvariant() ?? "";
        return Html.Of($"""
            <li class="line {kind} {side}"><span class="what">{What(item)}</span><span class="says">{Shortened(item.Text)} {Html.If(item.Reason is not null, Html.Of($"""<span class="why">{Shortened(item.Reason ?? "")}</span>"""))}</span>
            {Html.If(item.Milliseconds is not null, Html.Of($"""<span class="ms">{item.Milliseconds?.ToString(item.Milliseconds < 10 ? "0.#" : "0", CultureInfo.InvariantCulture)} ms</span>"""))}</li>
            """);
    }

    private static string What(TimelineItem item) => (item.Kind, item.Side) switch
    {
        (TimelineKind.Act, _) => "you",
        (TimelineKind.Hint, Side.Sanity) => "hint ← Sanity",
        (TimelineKind.Hint, _) => "hint ← Stripe",
        (TimelineKind.Echo, _) => "echo",
        (TimelineKind.Plan, _) => "plan",
        (TimelineKind.Write, Side.Sanity) => "write → Sanity",
        (TimelineKind.Write, _) => "write → Stripe",
        (TimelineKind.Conflict, _) => "conflict",
        (TimelineKind.Trouble, _) => "trouble",
        _ => "note",
    };

    private static Html Took(List<TimelineItem> stretch)
    {
        var hint = stretch.FirstOrDefault(item => item.Kind is TimelineKind.Act or TimelineKind.Hint);
        var write = stretch.LastOrDefault(item => item.Kind == TimelineKind.Write);
        return hint is null || write is null || write.At <= hint.At
            ? Html.None
            : Html.Of($"""<p class="took">in step after <strong>{(long)(write.At - hint.At).TotalMilliseconds} ms</strong></p>""");
    }

    private static string Shortened(string text) => Ids().Replace(text, match => ChargingPane.Short(match.Value));

    [GeneratedRegex(@"\b(price|prod|evt)_\w{9,}")]
    private static partial Regex Ids();
}
