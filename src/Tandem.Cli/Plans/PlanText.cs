using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>Says what would be done for a product in lines for people: what is made, what changes from what to what, what ends.</summary>
internal static class PlanText
{
    /// <summary>The sign of a product as a whole.</summary>
    public static Sign SignOf(Preview preview) => preview.State switch
    {
        PreviewState.Changes => Effort.EffectOf(preview) switch
        {
            Effect.MakeInSanity or Effect.MakeInStripe => Sign.Make,
            Effect.Archive => Sign.End,
            Effect.Link => Sign.Link,
            _ => Sign.Change,
        },
        PreviewState.Ambiguous or PreviewState.Waits => Sign.Ask,
        PreviewState.Blocked => Sign.Heed,
        _ => Sign.Note,
    };

    /// <summary>What it is on both sides, and what doing it comes to.</summary>
    public static string Title(Preview preview) => preview.State switch
    {
        PreviewState.Changes => Effort.EffectOf(preview) switch
        {
            Effect.MakeInStripe => $"{preview.Key.DocumentId} → new in Stripe",
            Effect.MakeInSanity => $"{preview.StripeId} → new in Sanity",
            Effect.Archive => $"{Both(preview)}: archived",
            Effect.Link => $"{Both(preview)}: linked",
            _ => Both(preview),
        },
        PreviewState.Ambiguous => "ambiguous",
        PreviewState.Waits => preview.Seen?.Sanity.Product is null ? $"{preview.StripeId}, only in Stripe" : $"{preview.Key.DocumentId}, only in Sanity",
        PreviewState.LeftAlone => $"{preview.StripeId ?? preview.Key.DocumentId}, left alone",
        _ => Both(preview),
    };

    /// <summary>The lines below it.</summary>
    public static IEnumerable<PlanPart> Parts(Preview preview)
    {
        var (stripe, sanity) = (Side(preview, Core.Side.Stripe), Side(preview, Core.Side.Sanity));
        if (stripe.Count > 0)
        {
            yield return new PlanPart("in Stripe", stripe);
        }

        if (sanity.Count > 0)
        {
            yield return new PlanPart("in Sanity", sanity);
        }

        List<PlanLine> remarks =
        [
            .. (preview.Plan?.Conflicts ?? []).Select(Conflict),
            .. preview.State == PreviewState.Waits ? [] : (preview.Plan?.Refusals ?? []).Select(refusal => new PlanLine(Sign.Heed, Part(preview, refusal.Object, refusal.Field), refusal.Message)),
            .. preview.State == PreviewState.Waits ? [] : (preview.Plan?.Held ?? []).Select(held => new PlanLine(Sign.Heed, Part(preview, held.Object, held.Field), $"held for your word: {held.Reason}")),
            .. preview.Notes.Select(note => new PlanLine(preview.State == PreviewState.Ambiguous ? Sign.Ask : Sign.Note, "", note)),
        ];
        if (remarks.Count > 0)
        {
            yield return new PlanPart(preview.Plan is null ? "" : "to know", remarks);
        }
    }

    private static string Both(Preview preview)
    {
        var why = preview.Evidence switch
        {
            Evidence.Name => " (same name)",
            Evidence.Slug => " (same slug)",
            Evidence.LookupKey => " (same lookup key)",
            Evidence.Person => " (as you say)",
            Evidence.Ids => " (one names the other)",
            Evidence.SameId => " (same id)",
            _ => "",
        };
        return preview.StripeId is { } id ? $"{preview.Key.DocumentId} ↔ {id}{why}" : preview.Key.DocumentId;
    }

    private static List<PlanLine> Side(Preview preview, Side side)
    {
        var plan = preview.Plan;
        if (plan is null || preview.State == PreviewState.Waits)
        {
            return [];
        }

        var changes = plan.Changes.Where(change => change.Side == side).ToList();
        var lines = changes.SelectMany(change => Lines(preview, changes, change)).ToList();
        var linked = changes.OfType<Change.Update>().Where(update => update.Mirror is not null || update.MirrorsPrice).Select(update => update.Id).ToList();
        return linked.Count == 0 ? lines : [.. lines, new PlanLine(Sign.Link, "", $"{string.Join(", ", linked)} {(linked.Count == 1 ? "learns its" : "learn their")} {(side == Core.Side.Stripe ? "document id" : "Stripe id")}{(linked.Count == 1 ? "" : "s")}")];
    }

    private static IEnumerable<PlanLine> Lines(Preview preview, List<Change> changes, Change change) => change switch
    {
        Change.Create { Kind: Kind.Product } made => made.Fields.Where(field => field.Key != FieldNames.DefaultPrice).Select(field => new PlanLine(Sign.Make, field.Key, ValueWords.Of(field.Value))),
        Change.Create made => [Made(preview, changes, made)],
        Change.Update { Kind: Kind.Product } update => update.Fields.Where(field => !IsToldWithPrice(changes, field)).Select(field => Changed(field.Field, field)).Concat(Drafts(update)),
        Change.Update update when IsReplaced(preview, changes, update) => [],
        Change.Update update => update.Fields.Select(field => Price(preview, update, field)).Concat(Drafts(update)),
        _ => [],
    };

    private static PlanLine Changed(string part, FieldChange field) => new(
        field switch { { From: null } => Sign.Make, { To: null } => Sign.End, { Field: FieldNames.Active, To: FieldValue.Flag { Value: false } } => Sign.End, _ => Sign.Change },
        part,
        field.From is null ? ValueWords.Of(field.To) : $"{ValueWords.Of(field.From)} → {ValueWords.Of(field.To)}");

    private static PlanLine Price(Preview preview, Change.Update update, FieldChange field) =>
        field is { Field: FieldNames.Active, To: FieldValue.Flag { Value: false } } && Shown(preview, update) is { } price
            ? new PlanLine(Sign.End, "price", $"{ValueWords.OfPrice(price.Fields)}  {update.Id} is archived: {update.Reason}")
            : Changed($"price {update.Slot ?? update.Id}, {field.Field}", field);

    private static PlanLine Made(Preview preview, List<Change> changes, Change.Create made)
    {
        var isDefault = changes.OfType<Change.Update>().SelectMany(update => update.Fields).Any(field => field.Field == FieldNames.DefaultPrice && field.To == new FieldValue.Text(made.Slot!))
            || changes.OfType<Change.Create>().Any(product => product.Fields[FieldNames.DefaultPrice] == new FieldValue.Text(made.Slot!));
        var name = $"{made.Slot}{(isDefault ? ", the default" : "")}";
        return Replaced(preview, made) is { } old
            ? new PlanLine(Sign.Change, "price", $"{ValueWords.OfPrice(old.Fields)} → {ValueWords.OfPrice(made.Fields)}  {name}; a new price takes over, {old.Id} is archived and existing subscriptions keep it")
            : new PlanLine(Sign.Make, "price", $"{ValueWords.OfPrice(made.Fields)}  {name}");
    }

    // The price that a slot shows now, if a new one takes its place.
    private static PriceView? Replaced(Preview preview, Change.Create made) =>
        made.Side == Core.Side.Stripe && preview.Seen?.Record.Slot(made.Slot!)?.PriceId is { } id ? preview.Seen.Stripe.Prices.FirstOrDefault(price => price.Id == id) : null;

    private static bool IsReplaced(Preview preview, List<Change> changes, Change.Update update) =>
        update is { Side: Core.Side.Stripe, Fields: [{ Field: FieldNames.Active, To: FieldValue.Flag { Value: false } }] }
        && changes.OfType<Change.Create>().Any(made => made.Kind == Kind.Price && Replaced(preview, made)?.Id == update.Id);

    private static bool IsToldWithPrice(List<Change> changes, FieldChange field) =>
        field is { Field: FieldNames.DefaultPrice, To: FieldValue.Text { Value: var slot } } && changes.OfType<Change.Create>().Any(made => made.Kind == Kind.Price && made.Slot == slot);

    private static IEnumerable<PlanLine> Drafts(Change.Update update) => update.Drafts.Where(draft => !draft.Fields.IsEmpty)
        .Select(draft => new PlanLine(Sign.Change, "draft", $"{draft.Id} follows: {string.Join(", ", draft.Fields.Select(field => field.Field))}"));

    private static PriceView? Shown(Preview preview, Change.Update update) =>
        (update.Side == Core.Side.Stripe ? preview.Seen?.Stripe : preview.Seen?.Sanity)?.Prices.FirstOrDefault(price => price.Id == update.Id);

    private static PlanLine Conflict(Conflict conflict) => new(
        conflict.Winner == Winner.Ask ? Sign.Ask : Sign.Heed,
        conflict.Kind == Kind.Price ? $"price {conflict.Object}, {conflict.Field}" : conflict.Field,
        $"Sanity {ValueWords.Of(conflict.Sanity)}, Stripe {ValueWords.Of(conflict.Stripe)}: {conflict.Reason}; {(conflict.Winner == Winner.Ask ? "a person decides" : $"{conflict.Winner}'s stands")}");

    private static string Part(Preview preview, string subject, string field) =>
        subject == preview.Key.DocumentId || subject == preview.StripeId ? field == Core.Conflict.Whole ? "" : field : field == Core.Conflict.Whole ? $"price {subject}" : $"price {subject}, {field}";
}
