using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Writes intents: the line on disk that stands before every send, and names it so that a repetition is recognised.</summary>
internal static class Intents
{
    /// <summary>How our idempotency keys start; the connection's name follows.</summary>
    public const string Prefix = "tandem_";

    /// <summary>
    /// The intent of a write: an open one for the very same write is taken up again with its token; a write whose answer was a failure gets a fresh
    /// token, because the vendor would replay that failure.
    /// </summary>
    public static Intent For(
        ProductRecord record, ImmutableArray<Change> changes, ImmutableDictionary<string, string> priceIds, ImmutableArray<Intent> known, DateTimeOffset now)
    {
        var side = changes[0].Side;
        var connection = record.Key.Connection;
        var operation = Derived.Hex([connection, record.Key.DocumentId, .. changes.Select(Text), .. changes.Select(change => Default(change, priceIds))]);
        if (known.FirstOrDefault(intent => intent.Operation == operation && intent.State == IntentState.Open) is { } open)
        {
            return open;
        }

        var attempt = known.Where(intent => intent.Operation == operation).Select(intent => intent.Attempt + 1).DefaultIfEmpty(0).Max();
        string[] parts = [connection, operation, $"{record.Sequence}", $"{attempt}"];
        return new Intent
        {
            Token = side == Side.Sanity ? Derived.Uuid(parts) : $"{Prefix}{connection}_{Derived.Hex(parts)}",
            Key = record.Key,
            Side = side,
            Changes = changes,
            Operation = operation,
            Attempt = attempt,
            At = now,
        };
    }

    /// <summary>Writes to Sanity of unknown outcome: an editor may have changed since what they wrote, so that it does not show whether they were done.</summary>
    public static ImmutableArray<string> Doubts(ImmutableArray<Intent> known) =>
        [.. known.Where(intent => intent is { Side: Side.Sanity, State: IntentState.Open or IntentState.Failed }).Select(intent => intent.Token)];

    /// <summary>The intents with what their vendor says was executed: when it was asked, or by the event of the write, whose answer was lost.</summary>
    public static ImmutableArray<Intent> Known(ImmutableArray<Intent> known, ImmutableHashSet<string> executed) =>
        [.. known.Select(intent => executed.Contains(intent.Token) || intent is { IsSeen: true, IsUnrecorded: true } ? intent with { State = IntentState.Confirmed } : intent)];

    /// <summary>Whether a later write gave the same object the same values, so that these do not tell whether an open one has arrived.</summary>
    public static bool IsRepeated(Intent intent, ImmutableArray<Intent> others) =>
        intent is { State: IntentState.Open, Side: Side.Stripe } && intent.Changes.OfType<Change.Update>().Any(update => others
            .Where(other => other.Token != intent.Token && other.At >= intent.At && other.State is IntentState.Confirmed or IntentState.Done)
            .SelectMany(other => other.Changes).OfType<Change.Update>()
            .Any(later => later.Id == update.Id && update.Fields.Any(field => later.Fields.Any(again => again.Field == field.Field && Equals(again.To, field.To)))));

    private static string Text(Change change) => change switch
    {
        Change.Create made => $"create {made.Side} {made.Kind} {made.Id} {made.Slot} {made.Mirror} {made.ProductId} {made.Operation} {made.TakesLookupKey} {made.Fields}{(made.Shown.Count == 0 ? "" : $" shown as {made.Shown}")} {string.Join(',', made.AddPrices)}",
        Change.Update update => $"update {update.Side} {update.Kind} {update.Id} {update.Revision} {update.Mirror} {update.TakesLookupKey} {string.Join(',', update.Fields)} {string.Join(',', update.AddPrices)} {string.Join(',', update.Drafts.Select(Text))}",
        Change.Unflag unflag => $"unflag {string.Join(',', unflag.Ids)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // A default price is named by its slot; which Stripe price that is at the moment makes it another write.
    private static string Default(Change change, ImmutableDictionary<string, string> priceIds) =>
        change is Change.Update { Side: Side.Stripe } update && update.Fields.FirstOrDefault(field => field.Field == FieldNames.DefaultPrice)?.To is FieldValue.Text { Value: var slot }
            ? priceIds.GetValueOrDefault(slot, "")
            : "";

    private static string Text(DraftChange draft) => $"{draft.Id} {draft.Revision} {draft.Mirror} {string.Join(',', draft.Fields)}";
}
