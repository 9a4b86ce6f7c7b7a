using System.Collections.Immutable;
using System.Globalization;
using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>How far back an undo goes: to a line of the journal, to a moment, or to before the newest change that both sides agreed on.</summary>
/// <param name="Newer">The lines since then, newest first.</param>
/// <param name="Text">When that was, for people.</param>
internal sealed record UndoAim(ImmutableArray<JournalEntry> Newer, string Text)
{
    /// <summary>Whether this can be said of how far to go back.</summary>
    public static bool IsUnderstood(string to) => Number(to) is not null || Moment(to) is not null;

    /// <summary>Finds the place in a product's journal; or says why there is none.</summary>
    /// <param name="lines">Its lines, newest first.</param>
    /// <param name="slot">The only price that is meant; null for all of the product.</param>
    /// <param name="to">What was said; null for the newest change.</param>
    public static (UndoAim? Aim, string? Refusal) Find(ImmutableArray<JournalEntry> lines, string? slot, string? to)
    {
        if (lines.IsEmpty)
        {
            return (null, "The journal tells nothing of it.");
        }

        var oldest = lines[^1];
        if (to is null)
        {
            var newest = lines.FirstOrDefault(line => line.Agreed.Any(change => slot is null || change.Object == slot));
            return newest is null
                ? (null, $"Nothing was agreed anew since {At(oldest)}, where its journal begins.")
                : (new UndoAim([.. lines.TakeWhile(line => line.Number >= newest.Number)], $"what was agreed before #{newest.Number}, {At(newest)}"), null);
        }

        if (Number(to) is { } number)
        {
            return lines.FirstOrDefault(line => line.Number == number) is { } meant
                ? (new UndoAim([.. lines.TakeWhile(line => line.Number > number)], $"what was agreed at #{number}, {At(meant)}"), null)
                : (null, number < oldest.Number
                    ? $"Its journal reaches back to #{oldest.Number}, {At(oldest)}; what is older is not kept (TANDEM_RETENTION)."
                    : $"#{number} is no line of its journal; tandem why shows them.");
        }

        var moment = Moment(to)!.Value;
        return moment < oldest.At
            ? (null, $"Its journal reaches back to {At(oldest)}; what is older is not kept (TANDEM_RETENTION), or it was not known then.")
            : (new UndoAim([.. lines.Where(line => line.At > moment)], $"what was agreed on {Terminal.Minute(moment)} UTC"), null);
    }

    private static long? Number(string to) => long.TryParse(to.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Moment(string to) =>
        DateTimeOffset.TryParse(to, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    private static string At(JournalEntry line) => $"{Terminal.Minute(line.At)} UTC";
}
