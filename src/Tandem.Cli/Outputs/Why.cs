using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>What <c>tandem why</c> found out about an id.</summary>
/// <param name="Asked">The id that was asked for.</param>
/// <param name="Now">The moment of looking (UTC).</param>
/// <param name="History">What is on record of its product; null when it belongs to none.</param>
/// <param name="Timeline">What happened.</param>
internal sealed record Why(string Asked, DateTimeOffset Now, ProductHistory? History, Timeline Timeline)
{
    /// <summary>Whether something of it waits for a person.</summary>
    public bool NeedsPerson => History is { } history && (!history.Conflicts.IsEmpty || !history.Held.IsEmpty || history.Work.Any(work => work.Parked is not null));

    /// <summary>How the product's link is, in a sentence.</summary>
    public string State => History?.Record switch
    {
        null => "no pass has come to an end yet",
        { Link: LinkState.Unlinked } => "not linked",
        { Link: LinkState.Pending, StripeId: var id } => $"is being linked to {id}",
        { Link: LinkState.Live, StripeId: var id } => $"linked to {id}",
        { Lost: TombstoneCause.StripeGone, StripeId: var id } => $"{id} was deleted in Stripe; the document stays, inactive",
        { StripeId: var id } => $"the document is gone; {id} is archived",
    };

    /// <summary>What is so now and not at rest, a sentence each.</summary>
    public IEnumerable<(string What, string Text)> Waiting()
    {
        foreach (var work in History?.Work ?? [])
        {
            yield return work switch
            {
                { Parked: { } parked } => ("parked", $"since {Minute(parked.Since)}, after {work.Attempts} attempts: {parked.Reason}"),
                { IsInHand: true } => ("in hand", $"{Name(work)}: {work.Reason}"),
                _ => ("due", $"{Name(work)} {(work.Due <= Now ? $"for {Ages.Of(Now - work.Due)}" : $"in {Ages.Of(work.Due - Now)}")}{(work.Attempts > 0 ? $", after {work.Attempts} failed attempts" : "")}: {work.Reason}"),
            };
        }

        foreach (var (_, conflict, since) in History?.Conflicts ?? [])
        {
            yield return ("conflict", $"since {Minute(since)}, {conflict.Object} {conflict.Field}: Sanity {Value(conflict.Sanity)}, Stripe {Value(conflict.Stripe)}, agreed before {Value(conflict.Agreed)}; {conflict.Reason}");
        }

        foreach (var (_, change, since) in History?.Held ?? [])
        {
            yield return ("held", $"since {Minute(since)}, {change.Object} {change.Field}: {change.Reason}");
        }

        if (History?.Undo is { } undo)
        {
            yield return ("undo", $"asked for, and not done yet: {string.Join(", ", undo.Changes.Select(change => $"{(change.Kind == Kind.Product ? "" : $"{change.Object} ")}{change.Field} {Value(change.From.Sanity)} → {Value(change.To.Sanity)}"))}");
        }

        foreach (var write in History?.OpenWrites ?? [])
        {
            var texts = write.Changes.Select(change => ChangeText.Of(change));
            yield return ("open write", $"to {write.Side} at {Minute(write.At)}, {StateOf(write.State)}: {string.Join("; ", texts)} [{write.Token}]");
        }
    }

    /// <summary>The product's prices, with the Stripe prices that stand or stood for them.</summary>
    public IEnumerable<SlotRecord> Prices => History?.Record?.Slots ?? ImmutableArray<SlotRecord>.Empty;

    private static string Name(WaitingWork work) => work.Key.Kind switch
    {
        WorkKind.Product => "a pass",
        WorkKind.Unflag => "clearing updatedFromStripe",
        _ => $"a hint about {work.Key.Id}",
    };

    private static string StateOf(IntentState state) => state switch
    {
        IntentState.Open => "sent, outcome not known yet",
        IntentState.Failed => "answered by a failure, and may have been done",
        IntentState.Confirmed => "done, and not recorded yet",
        _ => "given up, and may still arrive",
    };

    private static string Minute(DateTimeOffset moment) => Terminal.Minute(moment);

    private static string Value(FieldValue? value) => value?.ToString() ?? "unset";
}

/// <summary>Shows what <c>tandem why</c> found.</summary>
internal interface IWhyOutput
{
    /// <summary>Shows all of it.</summary>
    void Show(Why why);
}
