using System.Text.RegularExpressions;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Cli.Demo;

/// <summary>Says the service's journal in the words of the page: amounts instead of ids, the reason apart.</summary>
internal static partial class JournalLines
{
    /// <summary>The lines of entries, oldest first; documents that one transaction links are one line.</summary>
    public static IEnumerable<TimelineItem> Of(StandIns standIns, IReadOnlyList<JournalEntry> entries)
    {
        // What is in step again, the writes beside it tell.
        entries = [.. entries.Where(entry => entry.Type != "agreed")];
        var links = entries.Where(IsLink).GroupBy(entry => entry.RequestId).Where(group => group.Count() > 1).ToDictionary(group => group.Key ?? "", group => group.ToList(), StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!IsLink(entry) || !links.TryGetValue(entry.RequestId ?? "", out var together))
            {
                yield return Line(standIns, entry);
            }
            else if (together[0] == entry)
            {
                yield return Bare(entry) with { Text = $"{together.Count} documents linked", Reason = "they learn their ids in Stripe" };
            }
        }
    }

    private static bool IsLink(JournalEntry entry) => entry is { Type: "write", Side: Side.Sanity, Fields.IsEmpty: true } && entry.Text.Contains(" linked: ", StringComparison.Ordinal);

    private static TimelineItem Bare(JournalEntry entry) => new(entry.At, KindOf(entry.Type), entry.Side, entry.DocumentId, entry.Text, entry.Milliseconds);

    private static TimelineItem Line(StandIns standIns, JournalEntry entry)
    {
        var line = Bare(entry);
        if (entry.Type == "plan")
        {
            var parts = entry.Text.Split(": ", 2);
            return parts is [var why, var what] ? line with { Text = what, Reason = LastId().Replace(why, "") } : line;
        }

        if (entry.Type == "conflict" && entry.Text.Split("; ", 2) is [var clash, var outcome])
        {
            var told = clash[(clash.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            return line with { Text = told.StartsWith("*: ", StringComparison.Ordinal) ? told[3..] : told, Reason = outcome };
        }

        if (entry.Type != "write" || Parts().Match(entry.Text) is not { Success: true } match)
        {
            return line;
        }

        var (noun, id, rest) = (match.Groups["noun"].Value, match.Groups["id"].Value, match.Groups["rest"].Value);
        var named = Named(standIns, noun, id);
        return match.Groups["verb"].Value switch
        {
            "" => Updated(line, entry, named, rest),
            var verb => line with { Text = $"{named} {verb}", Reason = rest },
        };
    }

    private static TimelineItem Updated(TimelineItem line, JournalEntry entry, string named, string rest)
    {
        var fields = string.Join(", ", entry.Fields);
        var reason = rest.StartsWith(fields, StringComparison.Ordinal) ? rest[fields.Length..].Trim(' ', '(', ')') : null;
        var says = entry.Fields.Select(Says).ToList();
        return line with
        {
            Text = says is ["archived" or "activated"] ? $"{named} {says[0]}" : $"{named}: {string.Join(", ", says)}",
            Reason = reason,
        };
    }

    private static string Says(FieldChange change) => change switch
    {
        { Field: FieldNames.Active, To: FieldValue.Flag { Value: false } } => "archived",
        { Field: FieldNames.Active, To: FieldValue.Flag { Value: true } } => "activated",
        { Field: FieldNames.DefaultPrice, To: null } => "default price cleared",
        { Field: FieldNames.DefaultPrice } => "default price set",
        _ => $"{change.Field} {change.From?.ToString() ?? "unset"} → {change.To?.ToString() ?? "unset"}",
    };

    private static string Named(StandIns standIns, string noun, string id)
    {
        var price = noun switch
        {
            "price" => standIns.Stripe.Dashboard.Price(id),
            "price document" => standIns.Sanity.Document(id),
            _ => null,
        };
        return price is null ? noun : $"{noun} {Amounts.Show(price.Number("unit_amount"), price.Text("currency"))}";
    }

    private static TimelineKind KindOf(string type) => type switch
    {
        "plan" => TimelineKind.Plan,
        "write" => TimelineKind.Write,
        "conflict" => TimelineKind.Conflict,
        "refusal" or "held" => TimelineKind.Trouble,
        _ => TimelineKind.Note,
    };

    // The delivery's own id, which tells a visitor nothing.
    [GeneratedRegex(@" (evt_\w+|[0-9a-f-]{36})$")]
    private static partial Regex LastId();

    // The sentences of ChangeText.
    [GeneratedRegex(@"^(?<noun>product document|price document|product|price) (?<id>[^\s:]+)(?: (?<verb>created|linked))?: (?<rest>.*)$", RegexOptions.Singleline)]
    private static partial Regex Parts();
}
