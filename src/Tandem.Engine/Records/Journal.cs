using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Turns a plan's decisions into journal lines.</summary>
internal static class Journal
{
    /// <summary>That something was decided: why the product was taken up, how much is to be written, and how long after the hint.</summary>
    public static ImmutableArray<JournalEntry> Decision(Plan plan, Lease lease, DateTimeOffset at) => plan.IsEmpty
        ? []
        : [Line(plan, at, "plan", null, $"{lease.Reason}: {Count(plan)}") with { Milliseconds = Math.Max(0, (at - lease.DueAt).TotalMilliseconds) }];

    /// <summary>That a change was written: what each field was before and after.</summary>
    /// <param name="key">The product.</param>
    /// <param name="change">The change.</param>
    /// <param name="text">The change in a sentence.</param>
    /// <param name="madeId">The id that the vendor gave to a new object.</param>
    /// <param name="at">When (UTC).</param>
    public static JournalEntry Written(ProductKey key, Change change, string text, string? madeId, DateTimeOffset at) => new()
    {
        At = at, Connection = key.Connection, DocumentId = key.DocumentId, Type = "write", Side = change.Side, Kind = change.Kind, Text = text,
        Object = change switch
        {
            Change.Create create => create.Id ?? madeId,
            Change.Update update => update.Id,
            _ => null,
        },
        Fields = change switch
        {
            Change.Create create => [.. create.Fields.Select(field => new FieldChange(field.Key, null, field.Value))],
            Change.Update update => update.Fields,
            _ => [],
        },
    };

    /// <summary>The losers of a plan's conflicts: on disk before the first write replaces one, whatever happens next.</summary>
    public static ImmutableArray<JournalEntry> Losers(Plan plan, DateTimeOffset at) =>
    [
        .. plan.Conflicts.Select(conflict => Line(plan, at, "conflict", null, $"{conflict.Object} {conflict.Field}: {conflict.Reason}; {Outcome(conflict)}") with
        {
            Kind = conflict.Kind, Object = conflict.Object,
            Fields = [new FieldChange(conflict.Field, conflict.Loser, conflict.Winner == Winner.Stripe ? conflict.Stripe : conflict.Sanity)],
        }),
    ];

    /// <summary>What else a finished plan has to say. What was held before was said when it was held.</summary>
    public static ImmutableArray<JournalEntry> Remarks(Plan plan, ImmutableArray<HeldChange> before, DateTimeOffset at) =>
    [
        .. plan.Held.Where(held => !before.Any(held.IsSame)).Select(held => Line(plan, at, "held", held.Side, held.ToString()) with { Object = held.Object, Fields = held.Changes }),
        .. plan.Refusals.Select(refusal => Line(plan, at, "refusal", refusal.Side, refusal.ToString())),
        .. plan.Notes.Select(note => Line(plan, at, "note", null, note)),
    ];

    /// <summary>What both sides agree on after a pass and did not before it.</summary>
    public static ImmutableArray<JournalEntry> Agreed(Plan plan, ProductRecord before, ProductRecord after, DateTimeOffset at) =>
        AgreedChange.Between(before, after) is { IsEmpty: false } changes
            ? [Line(plan, at, "agreed", null, $"in step again: {string.Join(", ", changes.Select(change => change.Kind == Kind.Product ? change.Field : $"{change.Object} {change.Field}"))}") with { Agreed = changes }]
            : [];

    private static JournalEntry Line(Plan plan, DateTimeOffset at, string type, Side? side, string text) => new()
    {
        At = at, Connection = plan.Key.Connection, DocumentId = plan.Key.DocumentId, Type = type, Side = side, Text = text,
    };

    private static string Count(Plan plan) => string.Join(", ", plan.Changes.GroupBy(change => change.Side)
        .Select(side => $"{side.Count()} {(side.Count() == 1 ? "change" : "changes")} in {side.Key}"));

    private static string Outcome(Conflict conflict) => conflict.Winner == Winner.Ask
        ? "a person must decide"
        : $"{conflict.Winner} wins, the other value was {conflict.Loser?.ToString() ?? "unset"}";
}
