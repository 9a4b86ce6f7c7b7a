using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>One pass over one product: observe both sides, plan, apply, record. The page to read first.</summary>
internal sealed class Reconciler(Connection connection, IStateStore store, ArchiveGuard guard, EngineOptions options, TimeProvider time, ILogger log, OrderGate? order = null)
{
    /// <summary>How often one pass plans anew after a surprise before it gives its turn up.</summary>
    private const int Rounds = 6;

    private const string LinkedElsewhere = "a price or product is still linked elsewhere";

    private readonly Observer _observer = new(connection, store);
    private readonly Seeing _seeing = new(connection, store);
    private readonly Applier _applier = new(connection, store, options, time, log) { Order = order?.Text };
    private readonly Gate _gate = new(connection, store, guard);

    /// <summary>What the pass has found out so far; null before it could plan anything.</summary>
    public Findings? Findings { get; private set; }

    /// <summary>The product of a piece of work.</summary>
    public static ProductKey KeyOf(Lease lease) => new(lease.Key.Connection, lease.Key.Id);

    /// <summary>Brings one product in step, and says how the lease is to end.</summary>
    public Task<PassResult> Pass(Lease lease, CancellationToken cancellation) => Pass(lease, null, cancellation);

    /// <summary>The same, as a person asked for it.</summary>
    public async Task<PassResult> Pass(Lease lease, Wish? wish, CancellationToken cancellation)
    {
        var key = KeyOf(lease);
        var bars = Bars.None;
        var denied = ImmutableSortedSet<string>.Empty;
        var elsewhere = ImmutableSortedSet<string>.Empty;
        string? taken = null;
        for (var round = 0; round < Rounds; round++)
        {
            var record = await store.Load(key, cancellation) ?? new ProductRecord { Key = key };
            var intents = await store.Intents(key, cancellation);

            // observe
            var observed = await _observer.Observe(record, lease.Mentions, Intents.Doubts(intents), cancellation);
            if (observed.Fault is { } blind)
            {
                return PassResult.Failed(blind);
            }

            // plan
            record = Existed(record, taken, observed.Value!);
            intents = Intents.Known(intents, observed.Value!.Sanity.Executed);
            var situation = await _seeing.See(observed.Value.Record ?? record, intents, Without(elsewhere, bars, observed.Value), wish, cancellation);
            var (undecided, judged) = await Judge(situation, bars, cancellation);
            if (undecided is not null)
            {
                return undecided;
            }

            var plan = Found(judged!, observed.Value!);
            if (plan.RestsOnAbsence && !observed.Value!.Gone.IsSubsetOf(denied))
            {
                // Absence needs evidence, twice: one answer may come from a replica that lags.
                denied = observed.Value!.Gone;
                continue;
            }

            // apply
            var decision = Journal.Decision(plan, lease, time.GetUtcNow());
            var application = await Apply(lease, plan, record, intents, observed.Value!, cancellation);
            if (application.Commit != CommitResult.Committed)
            {
                if (await StillElsewhere(application, plan, cancellation) is var held && !held.IsSubsetOf(elsewhere))
                {
                    elsewhere = elsewhere.Union(held);
                    continue;
                }

                return application.Commit == CommitResult.LeaseLost ? PassResult.LeaseLost : PassResult.Again(LinkedElsewhere);
            }

            // record
            if (application is { Fault: null, WasRepeated: false })
            {
                return Finish(plan, application with { Journal = [.. decision, .. application.Journal] }, situation, observed.Value!, bars.Waits ?? (elsewhere.IsEmpty ? null : LinkedElsewhere));
            }

            var (end, barred) = await Stop(lease, application, bars, cancellation);
            if (end is not null)
            {
                return end;
            }

            bars = barred;
            taken = application is { Fault: CatalogFault.Stale, Stopped: Change.Create { Side: Side.Stripe, Kind: Kind.Product, Id: { } id } } ? id : taken;
        }

        return bars.IsEmpty
            ? PassResult.Again("the product moved faster than it could be read")
            : PassResult.Parked(bars.ToString());
    }

    // What a person ordered is done as it was shown, or nothing is.
    private async Task<(PassResult? End, Plan? Plan)> Judge(Situation situation, Bars bars, CancellationToken cancellation)
    {
        if (order?.Objection(situation, isReduced: !bars.IsEmpty) is { } objection)
        {
            return (PassResult.Refused(objection), null);
        }

        var gated = await _gate.Judge(situation, isOrdered: order is not null, cancellation);
        return gated.Fault is { } fault ? (PassResult.Failed(fault), null) : (null, gated.Value);
    }

    private Plan Found(Plan plan, Observed observed)
    {
        Findings = new Findings(plan, observed, plan.Next) { Written = Findings?.Written ?? [] };
        return plan;
    }

    private Application Told(Application application)
    {
        Findings = Findings! with { Written = [.. Findings.Written, .. application.Applied] };
        return application;
    }

    private async Task<Application> Apply(Lease lease, Plan plan, ProductRecord record, ImmutableArray<Intent> intents, Observed observed, CancellationToken cancellation)
    {
        var application = Told(await _applier.Apply(lease, plan, record, intents, cancellation));
        return application is { Commit: CommitResult.Committed, Fault: null, WasRepeated: false }
            ? await FollowDrafts(lease, application, intents, observed, cancellation)
            : application;
    }

    // Records what was done so far. What a vendor refuses is left out of the next round; a document that moved is read again; all else is tried later.
    private async Task<(PassResult? End, Bars Bars)> Stop(Lease lease, Application application, Bars bars, CancellationToken cancellation)
    {
        if (await store.Commit(lease, Unfinished(application), cancellation) != CommitResult.Committed)
        {
            return (PassResult.LeaseLost, bars);
        }

        return application.Fault switch
        {
            CatalogFault.Refused refused => (null, bars.With(application.Stopped!, refused)),
            CatalogFault.Unavailable { Field: not null } waiting => (null, bars.With(application.Stopped!, waiting)),
            null or CatalogFault.Stale or CatalogFault.Gone => (null, bars),
            var fault => (PassResult.Failed(fault), bars),
        };
    }

    private PassResult Finish(Plan plan, Application application, Situation situation, Observed observed, string? waits)
    {
        var next = Recorder.Record(plan, application.Applied) with { Sequence = application.Record.Sequence };
        Findings = Findings! with { Record = next, IsFinished = true };
        var open = plan.Conflicts.Where(conflict => conflict.Winner == Winner.Ask).ToImmutableArray();
        foreach (var conflict in plan.Conflicts)
        {
            log.Conflicts(plan.Key.ToString(), conflict.Field, conflict.Object, conflict.Reason, conflict.Winner.ToString());
        }

        var recording = new Recording
        {
            Record = next,
            Intents = [.. application.Intents, .. Settle(plan, application, situation.Intents, observed)],
            Journal =
            [
                .. application.Untold, .. Journal.Remarks(plan, situation.Held, time.GetUtcNow()), .. application.Journal,
                .. Journal.Agreed(plan, application.Record, next, time.GetUtcNow()),
            ],
            OpenConflicts = open,
            Held = plan.Held,
            Due =
            [
                .. plan.Released.Select(slot => new DueWork(
                    new WorkKey(connection.Name, WorkKind.Product, slot.Product), time.GetUtcNow(), [new ObjectId(Side.Sanity, Kind.Price, slot.Slot)], "a price document moved here")),
                .. Movement.After(application.Applied, observed.Stripe, plan.Key, time.GetUtcNow()),
                .. _applier.Flag(plan.Key, [.. application.Applied.Select(applied => applied.Change), .. Unrecorded(situation.Intents, observed)]),
            ],
            Settled = plan.Settled,
            Guarded = plan.Archives,
            Undone = plan.UndoWaits ? null : situation.Undo?.Number,
        };
        if (!plan.Refusals.IsEmpty && waits is null or LinkedElsewhere)
        {
            return new PassResult(recording, new Ending.Park(string.Join(" ", plan.Refusals)), null);
        }

        return waits is null ? new PassResult(recording, new Ending.Done(), null) : PassResult.Again(waits) with { Recording = recording };
    }

    // Every intent that this pass found open is over now: it shows, or it was given up for this plan. What shows because it was written once more may still
    // arrive, when somebody has edited it since.
    private static IEnumerable<Intent> Settle(Plan plan, Application application, ImmutableArray<Intent> known, Observed observed)
    {
        ImmutableArray<Intent> all = [.. known, .. application.Intents];
        var handled = application.Intents.Select(intent => intent.Token).ToHashSet(StringComparer.Ordinal);
        foreach (var intent in known.Where(intent => !handled.Contains(intent.Token)))
        {
            if (plan.LateTokens.Contains(intent.Token, StringComparer.Ordinal))
            {
                yield return intent with { IsSeen = true };
            }
            else if (intent.IsUnrecorded)
            {
                var shows = Recorder.IsShown(intent, intent.Side == Side.Sanity ? observed.Sanity : observed.Stripe);
                yield return intent with
                {
                    State = intent.State switch
                    {
                        _ when shows && !Intents.IsRepeated(intent, all) => IntentState.Done,
                        IntentState.Confirmed => IntentState.Done,
                        IntentState.Failed => IntentState.Refused,
                        _ => IntentState.Superseded,
                    },
                };
            }
        }
    }

    // A draft that was forked between our read and our write still shows what Stripe has just replaced, and lacks a price that was made: it follows.
    private async Task<Application> FollowDrafts(Lease lease, Application application, ImmutableArray<Intent> known, Observed observed, CancellationToken cancellation)
    {
        var done = application.Applied.Select(applied => applied.Change).Concat(Unrecorded(known, observed)).Where(change => change.Side == Side.Sanity).ToImmutableArray();
        var changes = done.OfType<Change.Update>().Where(update => !update.Fields.IsEmpty).ToImmutableArray();
        var parts = application.Applied.Select(applied => applied.Price).Concat(observed.Sanity.Prices).OfType<PriceView>().Where(price => price.IsEmbedded).Select(price => price.Id).ToHashSet(StringComparer.Ordinal);
        var made = done.OfType<Change.Create>().Where(create => create.Id is { } id && parts.Contains(id)).ToImmutableArray();
        if (changes.IsEmpty && made.IsEmpty)
        {
            return application;
        }

        var again = await connection.Sanity.Observe(Observer.SanityQuestion(application.Record, []) with { Membership = Membership.Known }, cancellation);
        if (again.Fault is not null || StaleDrafts.In(again.Value!, changes).AddRange(StaleDrafts.Without(again.Value!, made)) is not { IsEmpty: false } stale)
        {
            return application;
        }

        var followed = await _applier.Send(lease, application, stale, [], cancellation);

        // An editor who typed in that very moment wins: the draft is theirs.
        return followed.Fault is CatalogFault.Stale ? followed with { Fault = null, Stopped = null } : followed;
    }

    // What an earlier pass wrote to Sanity without living to record it.
    private static IEnumerable<Change> Unrecorded(ImmutableArray<Intent> known, Observed observed) =>
        known.Where(intent => intent is { Side: Side.Sanity, IsUnrecorded: true } && Recorder.IsShown(intent, observed.Sanity)).SelectMany(intent => intent.Changes);

    // Price documents that another product's record still holds: that product lets go first. It may wait for one of ours in turn, so that the
    // rest of this plan is done without them.
    private async Task<ImmutableSortedSet<string>> StillElsewhere(Application application, Plan plan, CancellationToken cancellation)
    {
        if (application.Commit != CommitResult.LinkTaken)
        {
            return [];
        }

        var due = time.GetUtcNow();
        var held = new Dictionary<string, ProductKey>(StringComparer.Ordinal);
        foreach (var slot in plan.Next.Slots.Where(slot => !slot.IsGone))
        {
            if (await store.Find(connection.Name, new ObjectId(Side.Sanity, Kind.Price, slot.Slot), cancellation) is { } owner && owner != plan.Key)
            {
                held.Add(slot.Slot, owner);
            }
        }

        await store.Enqueue(
            [.. held.Select(pair => new DueWork(new WorkKey(connection.Name, WorkKind.Product, pair.Value.DocumentId), due, [], $"{pair.Key} moved to {plan.Key.DocumentId}"))], cancellation);
        return [.. held.Keys];
    }

    private static Observed Without(ImmutableSortedSet<string> slots, Bars bars, Observed observed)
    {
        var sanity = bars.On(observed.Sanity);
        return observed with { Sanity = slots.IsEmpty ? sanity : sanity with { Prices = [.. sanity.Prices.Where(price => !slots.Contains(price.Id))] } };
    }

    // A confirmed write whose record never came: a repetition of its token would be answered from the vendor's memory and do nothing.
    private static Intent Spent(Intent intent) => intent.State == IntentState.Done ? intent with { State = IntentState.Confirmed } : intent;

    // What a vendor has made, now or when it heard the same write before, existed: if it is gone at the next look, a person has deleted it, and nobody
    // makes it again.
    private static ProductRecord? Existed(Application application) =>
        application.Record.Link == LinkState.Pending && application.Applied.Any(applied => applied.Change is Change.Create { Kind: Kind.Product })
            ? application.Record with { Link = LinkState.Live }
            : null;

    // The same after the database was lost: Stripe does not make what it says it has, and has not what it is asked for.
    private static ProductRecord Existed(ProductRecord record, string? taken, Observed observed) =>
        record.Link == LinkState.Pending && taken is not null && record.StripeId == taken && observed.Stripe.Gone.Contains(taken) ? record with { Link = LinkState.Live } : record;

    // What may still arrive stays open on disk, so that the next round knows it; the others are spent. Nothing is agreed yet.
    private static Recording Unfinished(Application application) => new()
    {
        Record = Existed(application),
        Intents = [.. application.Intents.Where(intent => intent.State != IntentState.Open).Select(Spent)],
        Journal = application.Journal,
    };
}
