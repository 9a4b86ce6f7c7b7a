using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Plans products as a pass would: on what Stripe's lists showed of them, and on what their documents show now.</summary>
internal sealed class Looking(Connection connection, IStateStore store, Patience patience)
{
    private readonly Seeing _seeing = new(connection, store);

    /// <summary>What would be done for each. A fault is the last that comes.</summary>
    public async IAsyncEnumerable<Outcome<Preview>> At(IReadOnlyCollection<Subject> subjects, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (subjects.Count == 0)
        {
            yield break;
        }

        var looks = new List<(Subject Subject, ProductRecord Record, ImmutableArray<Intent> Intents, Question Question)>();
        foreach (var subject in subjects)
        {
            var record = await store.Load(subject.Key, cancellation) ?? new ProductRecord { Key = subject.Key };
            var intents = await store.Intents(subject.Key, cancellation);
            looks.Add((subject, record, intents, Observer.SanityQuestion(record, subject.Mentions) with { Doubts = Intents.Doubts(intents) }));
        }

        var documents = await patience.Try(() => connection.Sanity.Observe([.. looks.Select(look => look.Question)], cancellation), cancellation);
        if (documents.Fault is { } unread)
        {
            yield return unread;
            yield break;
        }

        foreach (var (place, (subject, record, intents, _)) in looks.Index())
        {
            var sanity = documents.Value!.Each[place];
            if (sanity.Fault is { } fault)
            {
                yield return Blocked(subject, fault.Message);
                continue;
            }

            var stripe = await Stripe(subject, record, cancellation);
            if (stripe.Fault is CatalogFault.Refused refused)
            {
                yield return Blocked(subject, refused.Message);
                continue;
            }

            if (stripe.Fault is { } broken)
            {
                yield return broken;
                yield break;
            }

            var observed = new Observed(sanity.Value!, stripe.Value!);
            yield return Planned(subject, await _seeing.See(record, Intents.Known(intents, observed.Sanity.Executed), observed, wish: null, cancellation));
        }
    }

    // A linked product is asked for by itself where the lists did not show all that is expected of it: only an answer to its name proves an absence.
    private async Task<Outcome<Observation>> Stripe(Subject subject, ProductRecord record, CancellationToken cancellation)
    {
        if (record.StripeId is not { } id)
        {
            return subject.Stocked?.Shown ?? Observation.Nothing;
        }

        var question = Observer.StripeQuestion(record, id);
        return subject.Stocked is { } stocked && stocked.Product.Id == id && question.PriceIds.All(price => stocked.Shown.Prices.Any(shown => shown.Id == price))
            ? stocked.Shown
            : await patience.Try(() => connection.Stripe.Observe(question, cancellation), cancellation);
    }

    private static Preview Planned(Subject subject, Situation seen)
    {
        var isNew = seen.Record.Link == LinkState.Unlinked && (seen.Sanity.Product is null) != (seen.Stripe.Product is null);
        var waits = isNew && (subject.WaitsAt?.Invoke(seen.Sanity.Product?.CreatedAt) ?? subject.Waits);
        var plan = Planner.Plan(waits ? seen with { Creation = Creation.Waits } : seen);
        var state = StateOf(seen, plan, waits);
        return new Preview
        {
            Key = subject.Key,
            StripeId = plan.Next.StripeId ?? seen.Stripe.Product?.Id,
            Name = NameOf(seen) ?? subject.Key.DocumentId,
            State = state,
            Evidence = subject.Evidence == Evidence.None && !isNew && state == PreviewState.Changes ? Evidence.Ids : subject.Evidence,
            Plan = plan,
            Order = state == PreviewState.Changes ? Order.Of(seen, plan) : null,
            Seen = seen,
            Mentions = seen.Record.Link == LinkState.Unlinked ? subject.Mentions : [],
            Notes = plan.Notes,
        };
    }

    private static PreviewState StateOf(Situation seen, Plan plan, bool waits) => plan switch
    {
        _ when seen.Sanity.Product?.IsLeftAlone == true => PreviewState.LeftAlone,
        _ when waits && !plan.Held.IsEmpty => PreviewState.Waits,
        { IsEmpty: false } => PreviewState.Changes,
        { Refusals.IsEmpty: false } or { Held.IsEmpty: false } => PreviewState.Blocked,
        _ when plan.Conflicts.Any(conflict => conflict.Winner == Winner.Ask) => PreviewState.Blocked,

        // Nothing is to be written, but that both are the same is news.
        { Next.Link: not LinkState.Unlinked } when plan.Next.Link != seen.Record.Link || plan.Next.StripeId != seen.Record.StripeId => PreviewState.Changes,
        { Next.Link: LinkState.Unlinked } => PreviewState.LeftAlone,
        _ => PreviewState.InStep,
    };

    private static string? NameOf(Situation seen) =>
        new[] { seen.Sanity.Product, seen.Stripe.Product }.Select(shown => (shown?.Fields[FieldNames.Name] as FieldValue.Text)?.Value).FirstOrDefault(name => name is not null);

    private static Preview Blocked(Subject subject, string why) => new()
    {
        Key = subject.Key, StripeId = subject.Stocked?.Product.Id, Name = (subject.Stocked?.Product.Fields[FieldNames.Name] as FieldValue.Text)?.Value ?? subject.Key.DocumentId,
        State = PreviewState.Blocked, Evidence = subject.Evidence, Notes = [why],
    };
}
