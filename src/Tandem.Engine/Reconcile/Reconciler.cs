using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>One pass over one product: observe both sides, plan, apply, record. The page to read first.</summary>
internal sealed class Reconciler(Connection connection, IStateStore store, ArchiveGuard guard, EngineOptions options, TimeProvider time, ILogger log)
{
    /// <summary>How often one pass plans anew after a surprise before it gives its turn up.</summary>
    private const int Rounds = 6;

    private readonly Observer _observer = new(connection, store);
    private readonly Applier _applier = new(connection, store, options, time, log);
    private readonly Gate _gate = new(connection, store, guard);

    /// <summary>The product of a piece of work.</summary>
    public static ProductKey KeyOf(Lease lease) => new(lease.Key.Connection, lease.Key.Id);

    /// <summary>Brings one product in step, and says how the lease is to end.</summary>
    public async Task<PassResult> Pass(Lease lease, CancellationToken cancellation)
    {
        var key = KeyOf(lease);
        var bars = Bars.None;
        var denied = ImmutableSortedSet<string>.Empty;
        for (var round = 0; round < Rounds; round++)
        {
            var record = await store.Load(key, cancellation) ?? new ProductRecord { Key = key };
            var intents = await store.Intents(key, cancellation);

            // observe
            var observed = await _observer.Observe(record, lease.Mentions, cancellation);
            if (observed.Fault is { } blind)
            {
                return PassResult.Failed(blind);
            }

            // plan
            var situation = await See(record, intents, observed.Value! with { Sanity = bars.On(observed.Value!.Sanity) }, cancellation);
            var gated = await _gate.Judge(situation, lease.Reason, cancellation);
            if (gated.Fault is { } undecided)
            {
                return PassResult.Failed(undecided);
            }

            var plan = gated.Value!;
            if (plan.RestsOnAbsence && !observed.Value!.Gone.IsSubsetOf(denied))
            {
                // Absence needs evidence, twice: one answer may come from a replica that lags.
                denied = observed.Value!.Gone;
                continue;
            }

            var decision = Journal.Decision(plan, lease, time.GetUtcNow());

            // apply
            var application = await _applier.Apply(lease, plan, record, intents, cancellation);
            if (application.Commit == CommitResult.Committed && application is { Fault: null, WasRepeated: false })
            {
                application = await FollowDrafts(lease, application, intents, observed.Value!, cancellation);
            }

            if (application.Commit != CommitResult.Committed)
            {
                return await Lost(application, plan, cancellation);
            }

            // record
            if (application is { Fault: null, WasRepeated: false })
            {
                return Finish(plan, application with { Journal = [.. decision, .. application.Journal] }, intents, observed.Value!);
            }

            if (await store.Commit(lease, Unfinished(application), cancellation) != CommitResult.Committed)
            {
                return PassResult.LeaseLost;
            }

            if (application.Fault is CatalogFault.Refused refused)
            {
                bars = bars.With(application.Stopped!, refused);
            }
            else if (application.Fault is { } fault and not (CatalogFault.Stale or CatalogFault.Gone))
            {
                return PassResult.Failed(fault);
            }
        }

        return bars.IsEmpty
            ? PassResult.Again("the product moved faster than it could be read")
            : PassResult.Parked(bars.ToString());
    }

    private async Task<Situation> See(ProductRecord record, ImmutableArray<Intent> intents, Observed observed, CancellationToken cancellation) => new()
    {
        Record = record,
        Sanity = observed.Sanity,
        Stripe = observed.Stripe,
        Intents = intents,
        Overtaken = await store.Overtaken(record.Key, cancellation),
        Policy = connection.Policy,
    };

    private PassResult Finish(Plan plan, Application application, ImmutableArray<Intent> known, Observed observed)
    {
        var next = Recorder.Record(plan, application.Applied) with { Sequence = application.Record.Sequence };
        var open = plan.Conflicts.Where(conflict => conflict.Winner == Winner.Ask).ToImmutableArray();
        foreach (var conflict in plan.Conflicts)
        {
            log.Conflicts(plan.Key.ToString(), conflict.Field, conflict.Object, conflict.Reason, conflict.Winner.ToString());
        }

        var recording = new Recording
        {
            Record = next,
            Intents = [.. application.Intents, .. Settle(plan, application, known, observed)],
            Journal = [.. application.Untold, .. Journal.Remarks(plan, time.GetUtcNow()), .. application.Journal],
            OpenConflicts = open,
            Due =
            [
                .. plan.Released.Select(slot => new DueWork(
                    new WorkKey(connection.Name, WorkKind.Product, slot.Product), time.GetUtcNow(), [new ObjectId(Side.Sanity, Kind.Price, slot.Slot)], "a price document moved here")),
                .. _applier.Flag(plan.Key, [.. application.Applied.Select(applied => applied.Change), .. Unrecorded(known, observed)]),
            ],
            Settled = plan.Settled,
            Guarded = plan.Archives,
        };
        return plan.Refusals.IsEmpty
            ? new PassResult(recording, new Ending.Done(), null)
            : new PassResult(recording, new Ending.Park(string.Join(" ", plan.Refusals)), null);
    }

    // Every intent that this pass found open is over now: it shows, or it was given up for this plan.
    private static IEnumerable<Intent> Settle(Plan plan, Application application, ImmutableArray<Intent> known, Observed observed)
    {
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
                var without = intent.State == IntentState.Failed ? IntentState.Refused : IntentState.Superseded;
                yield return intent with { State = shows ? IntentState.Done : without };
            }
        }
    }

    // A draft that was forked between our read and our write still shows what Stripe has just replaced: it follows.
    private async Task<Application> FollowDrafts(Lease lease, Application application, ImmutableArray<Intent> known, Observed observed, CancellationToken cancellation)
    {
        var changes = application.Applied.Select(applied => applied.Change)
            .Concat(Unrecorded(known, observed))
            .OfType<Change.Update>().Where(update => update is { Side: Side.Sanity, Fields.IsEmpty: false }).ToImmutableArray();
        if (changes.IsEmpty)
        {
            return application;
        }

        var again = await connection.Sanity.Observe(Observer.SanityQuestion(application.Record, []) with { Membership = Membership.Known }, cancellation);
        if (again.Fault is not null || StaleDrafts.In(again.Value!, changes) is not { IsEmpty: false } stale)
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

    private async Task<PassResult> Lost(Application application, Plan plan, CancellationToken cancellation)
    {
        if (application.Commit == CommitResult.LeaseLost)
        {
            return PassResult.LeaseLost;
        }

        // Another product's record still holds one of the price documents: that product lets go first.
        var due = time.GetUtcNow();
        var owners = new List<DueWork>();
        foreach (var slot in plan.Next.Slots)
        {
            if (await store.Find(connection.Name, new ObjectId(Side.Sanity, Kind.Price, slot.Slot), cancellation) is { } owner && owner != plan.Key)
            {
                owners.Add(new DueWork(new WorkKey(connection.Name, WorkKind.Product, owner.DocumentId), due, [], $"{slot.Slot} moved to {plan.Key.DocumentId}"));
            }
        }

        await store.Enqueue([.. owners], cancellation);
        return PassResult.Again("a price or product is still linked elsewhere");
    }

    // A confirmed write whose record never came: a repetition of its token would be answered from the vendor's memory and do nothing.
    private static Intent Spent(Intent intent) => intent.State == IntentState.Done ? intent with { State = IntentState.Failed } : intent;

    // What a vendor has made existed: if it is gone at the next look, a person has deleted it, and nobody makes it again.
    private static ProductRecord? Existed(Application application) =>
        application.Record.Link == LinkState.Pending && application.Applied.Any(applied => applied is { Change: Change.Create { Kind: Kind.Product }, Product: not null })
            ? application.Record with { Link = LinkState.Live }
            : null;

    // What may still arrive stays open on disk, so that the next round knows it; the others are spent. Nothing is agreed yet.
    private static Recording Unfinished(Application application) => new()
    {
        Record = Existed(application),
        Intents = [.. application.Intents.Where(intent => intent.State != IntentState.Open).Select(Spent)],
        Journal = application.Journal,
    };
}
