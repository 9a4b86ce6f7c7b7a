using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Says for the Studio how a product's documents are doing. Pure: equal findings say the same.</summary>
/// <param name="found">What a pass found.</param>
/// <param name="before">What was said last.</param>
/// <param name="now">The moment of the pass.</param>
internal sealed class StatusOf(Findings found, ImmutableArray<DocumentStatus> before, DateTimeOffset now)
{
    /// <summary>How many Stripe prices of a price document are told.</summary>
    private const int MostPrices = 20;

    /// <summary>The status of each document of the product that is there, or was said to be.</summary>
    public ImmutableArray<DocumentStatus> All()
    {
        var prices = found.Record.Slots.Select(slot => slot.Slot).Concat(found.Observed.Sanity.Prices.Where(IsOurs).Select(price => price.Id))
            .Concat(before.Where(status => status.Kind == Kind.Price && found.Observed.Sanity.Gone.Contains(status.DocumentId)).Select(status => status.DocumentId))
            .Distinct(StringComparer.Ordinal).Select(slot => new StatusSubject(found, Kind.Price, slot)).ToImmutableArray();
        var product = new StatusSubject(found, Kind.Product, found.Plan.Key.DocumentId);
        return
        [
            .. new[] { product }.Where(IsTold).Select(subject => Of(subject, [.. prices.Where(price => price.IsPart)])),
            .. prices.Where(price => !price.IsPart && IsTold(price)).Select(price => Of(price, [])),
        ];
    }

    private bool IsOurs(PriceView price) => price.ProductId is null || price.ProductId == found.Plan.Key.DocumentId;

    private bool IsTold(StatusSubject subject) => subject.HasDocument || Before(subject) is not null;

    private DocumentStatus? Before(StatusSubject subject) => before.FirstOrDefault(status => status.DocumentId == subject.Name);

    private DocumentStatus Of(StatusSubject subject, ImmutableArray<StatusSubject> parts)
    {
        ImmutableArray<StatusSubject> all = [subject, .. parts];
        var last = Before(subject);
        var (state, message) = Judge(subject, all);
        return new DocumentStatus
        {
            DocumentId = subject.Name,
            Kind = subject.Kind,
            State = state,
            StripeId = subject.StripeId,
            SyncedAt = state == StatusState.InStep && (last?.SyncedAt is null || all.Any(one => one.IsWritten)) ? now : last?.SyncedAt,
            Message = message,
            Fields = state == StatusState.Off ? [] : [.. all.SelectMany(one => FieldsOf(one, one == subject ? null : one.Name, last)).DistinctBy(field => (field.Part, field.Field))],
            Lineage = subject.Kind == Kind.Price ? Lineage(subject) : [],
        };
    }

    private (StatusState State, string? Message) Judge(StatusSubject subject, ImmutableArray<StatusSubject> all)
    {
        if (WhyOff(subject) is { } off)
        {
            return (StatusState.Off, off);
        }

        var refusals = all.SelectMany(one => one.Refusals).ToImmutableArray();
        if (!refusals.IsEmpty)
        {
            return (StatusState.Error, string.Join(" ", refusals.Select(refusal => refusal.Field == Conflict.Whole ? refusal.Message : $"{refusal.Field}: {refusal.Message}").Distinct()));
        }

        var held = all.SelectMany(one => one.Held).ToImmutableArray();
        if (!held.IsEmpty)
        {
            return (StatusState.Held, string.Join(" ", held.Select(Held).Distinct()));
        }

        var conflicts = all.SelectMany(one => one.Conflicts).ToImmutableArray();
        return conflicts switch
        {
            [] when all.Any(one => one.Missing.Any()) => (StatusState.Pending, "The change is being carried over."),
            [] when subject.StripeId is null => NotThere(subject),
            [] => (StatusState.InStep, null),
            [{ Field: Conflict.Whole } whole, ..] => (StatusState.Conflict, $"{Capital(whole.Reason)}. Let the delete stand, or publish the document again."),
            _ => (StatusState.Conflict, $"Both sides changed {string.Join(", ", conflicts.Select(conflict => conflict.Field))}. Decide whose value stands."),
        };
    }

    // Nothing is said against it, but Stripe does not have it: a price waits for its product.
    private (StatusState State, string? Message) NotThere(StatusSubject subject)
    {
        var product = new StatusSubject(found, Kind.Product, found.Plan.Key.DocumentId);
        var (state, message) = subject.Kind == Kind.Price && product.StripeId is null ? Judge(product, [product]) : (StatusState.Pending, null);
        return state is StatusState.Pending or StatusState.InStep ? (StatusState.Pending, "It is being made in Stripe.") : (state, $"Its product is not in Stripe. {message}");
    }

    private string? WhyOff(StatusSubject subject) => subject switch
    {
        { IsLeftAlone: true } => "The document asks to be left alone, or is one that the configuration leaves out.",

        // An edit in Stripe that met the delete is still to be decided.
        { HasDocument: false } when !subject.Conflicts.Any() && !subject.Refusals.Any() && !subject.Held.Any() => "The document is not published; what it had in Stripe is archived.",
        { IsDeletedInStripe: true } => "The price was deleted in Stripe. Switch the document on again to make a new one.",
        _ when found.Record.Lost == TombstoneCause.StripeGone => "The product was deleted in Stripe. Sync the product to Stripe to make a new one.",
        _ => null,
    };

    private static string Held(HeldChange held) => held.Field switch
    {
        Conflict.Whole => $"It waits: {held.Reason}. Sync it to Stripe to make it there.",
        FieldNames.Active => $"Held: {held.Reason}. Release it if it is meant; if not, publish the document again.",
        _ => $"Held: {held.Reason}. Release it if it is meant, or refuse it.",
    };

    private IEnumerable<FieldStatus> Rows(StatusSubject subject, string? part)
    {
        foreach (var conflict in subject.Conflicts)
        {
            yield return new FieldStatus
            {
                Field = conflict.Field, Part = part, State = FieldCondition.Conflict, Why = $"{Capital(conflict.Reason)}.", At = now,
                Sanity = ValueText.Of(conflict.Field, conflict.Sanity, subject.Sanity),
                Stripe = ValueText.Of(conflict.Field, conflict.Stripe, subject.Stripe),
                Agreed = ValueText.Of(conflict.Field, conflict.Agreed, subject.Sanity),
            };
        }

        foreach (var refusal in subject.Refusals.Where(refusal => refusal.Field != Conflict.Whole))
        {
            yield return Shown(refusal.Field, FieldCondition.Refused, refusal.Message);
        }

        foreach (var held in subject.Held.Where(held => held.Field != Conflict.Whole))
        {
            yield return Shown(held.Field, FieldCondition.Held, $"{Capital(held.Reason)}.");
        }

        foreach (var change in subject.Missing.SelectMany(change => change.Fields))
        {
            yield return Shown(change.Field, FieldCondition.Differs, "It is being carried over.");
        }

        FieldStatus Shown(string field, FieldCondition state, string why) => new()
        {
            Field = field, Part = part, State = state, Why = why, At = now,
            Sanity = ValueText.Of(field, subject.Sanity[field], subject.Sanity),
            Stripe = ValueText.Of(field, subject.Stripe[field], subject.Stripe),
            Agreed = ValueText.Of(field, subject.Agreed(field), subject.Sanity),
        };
    }

    // What was so before keeps its age.
    private IEnumerable<FieldStatus> FieldsOf(StatusSubject subject, string? part, DocumentStatus? last) => Rows(subject, part)
        .Select(field => last?.Fields.FirstOrDefault(known => known with { At = field.At } == field) ?? field);

    private static ImmutableArray<FormerPrice> Lineage(StatusSubject subject)
    {
        var slot = subject.Slot;
        var ids = (slot?.Lineage.Reverse() ?? []).Prepend(slot?.PriceId).OfType<string>().Distinct(StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var newest = subject.StripePrices.Where(price => ids.Contains(price.Id)).OrderByDescending(price => price.Id == slot?.PriceId).ThenByDescending(price => price.CreatedAt).ToImmutableArray();
        return
        [
            .. newest.Take(MostPrices).Select((price, place) => new FormerPrice(
                price.Id,
                price.Fields[FieldNames.UnitAmount] is { } amount ? ValueText.Of(FieldNames.UnitAmount, amount, price.Fields) : null,
                price.Fields[FieldNames.Active] is FieldValue.Flag { Value: true },
                price.CreatedAt,
                place == 0 ? null : newest[place - 1].CreatedAt)),
        ];
    }

    private static string Capital(string sentence) => sentence.Length == 0 ? sentence : char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
