using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>How far the applying of a plan came.</summary>
internal sealed record Application
{
    /// <summary>The record as it is on disk now.</summary>
    public required ProductRecord Record { get; init; }

    /// <summary>The record as the plan means it to be in the end; it knows the prices that slots are to show.</summary>
    public required ProductRecord Next { get; init; }

    /// <summary>What the vendors confirmed.</summary>
    public ImmutableArray<AppliedChange> Applied { get; init; } = [];

    /// <summary>The intents of the confirmed writes; closed only together with the record.</summary>
    public ImmutableArray<Intent> Intents { get; init; } = [];

    /// <summary>Journal lines of the confirmed writes.</summary>
    public ImmutableArray<JournalEntry> Journal { get; init; } = [];

    /// <summary>Journal lines that the next commit must bring to disk: what a write is about to replace.</summary>
    public ImmutableArray<JournalEntry> Untold { get; init; } = [];

    /// <summary>What stopped it, or null when all of it was done.</summary>
    public CatalogFault? Fault { get; init; }

    /// <summary>The write that was stopped.</summary>
    public Change? Stopped { get; init; }

    /// <summary>Anything but <see cref="CommitResult.Committed"/>: nothing more may be sent.</summary>
    public CommitResult Commit { get; init; }

    /// <summary>Whether a vendor said that it had executed a write before, so that both sides must be observed again.</summary>
    public bool WasRepeated { get; init; }
}

/// <summary>Does a plan: Stripe's changes one by one, then Sanity's as one transaction, each behind an intent on disk.</summary>
internal sealed class Applier(Connection connection, IStateStore store, EngineOptions options, TimeProvider time, ILogger log)
{
    /// <summary>The order of a person that it works for, in its text form; null for all other work.</summary>
    public string? Order { get; init; }

    /// <summary>Applies as much of the plan as goes; stops at the first surprise.</summary>
    public async Task<Application> Apply(Lease lease, Plan plan, ProductRecord record, ImmutableArray<Intent> known, CancellationToken cancellation)
    {
        var state = new Application { Record = Recorder.Pending(record, plan), Next = plan.Next, Untold = Journal.Losers(plan, time.GetUtcNow()) };
        foreach (var changes in Bundle.Of(plan.Changes.Where(change => change.Side == Side.Stripe)))
        {
            state = await (changes is [var change] ? One(lease, state, change, known, cancellation) : Together(lease, state, changes, known, cancellation));
            if (IsStopped(state))
            {
                return state;
            }
        }

        var documents = plan.Changes.Where(change => change.Side == Side.Sanity).Select(change => Mirrored(change, state)).ToImmutableArray();
        return documents.IsEmpty ? state : await Send(lease, state, documents, known, cancellation);
    }

    private Task<Application> One(Lease lease, Application state, Change change, ImmutableArray<Intent> known, CancellationToken cancellation) =>
        Begun(change, known) is { } begun ? Finish(lease, state, begun, known, cancellation) : Send(lease, state, [change], known, cancellation);

    // What is refused together is sent one by one: then the refusal names what it is about, and the rest goes on.
    private async Task<Application> Together(Lease lease, Application state, ImmutableArray<Change> changes, ImmutableArray<Intent> known, CancellationToken cancellation)
    {
        var sent = await Send(lease, state, changes, known, cancellation);
        if (sent.Fault is not CatalogFault.Refused)
        {
            return sent;
        }

        state = sent with { Fault = null, Stopped = null };
        foreach (var change in changes.TakeWhile(_ => !IsStopped(state)))
        {
            state = await One(lease, state, change, known, cancellation);
        }

        return state;
    }

    // A price whose making may still be on the wire is made as it was begun, although its nickname has changed since: or there would be two.
    private static Change.Create? Begun(Change change, ImmutableArray<Intent> known) => change is Change.Create { Kind: Kind.Price, Operation: { } operation } made
        ? known.Where(intent => intent.State == IntentState.Open).SelectMany(intent => intent.Changes).OfType<Change.Create>()
            .FirstOrDefault(begun => begun.Operation == operation && !(begun.Fields.Equals(made.Fields) && begun.TakesLookupKey == made.TakesLookupKey))
        : null;

    private async Task<Application> Finish(Lease lease, Application state, Change.Create begun, ImmutableArray<Intent> known, CancellationToken cancellation)
    {
        var finished = await Send(lease, state, [begun], known, cancellation);

        // Made or refused, the rest is planned anew.
        return finished.Fault is null or CatalogFault.Refused ? finished with { Fault = null, Stopped = null, WasRepeated = true } : finished;
    }

    /// <summary>Sends one write: intent to disk (which also proves the lease), then the call.</summary>
    public async Task<Application> Send(Lease lease, Application state, ImmutableArray<Change> changes, ImmutableArray<Intent> known, CancellationToken cancellation)
    {
        var side = changes[0].Side;
        var prepared = await connection.On(side).Prepare(changes, cancellation);
        if (prepared.Fault is { } unready)
        {
            return state with { Fault = unready, Stopped = Stopped(changes, unready) };
        }

        changes = prepared.Value!.Changes;
        var priceIds = PriceIds(state);
        var intent = Intents.For(state.Record, changes, priceIds, known, time.GetUtcNow());
        intent = intent with { Order = Order ?? intent.Order };
        state = state with { Record = state.Record with { Sequence = state.Record.Sequence + 1 } };
        var opening = new Recording { Record = state.Record, Intents = [intent], Journal = state.Untold, Due = Flag(state.Record.Key, changes) };
        var commit = await store.Commit(lease, opening, cancellation);
        if (commit != CommitResult.Committed)
        {
            return state with { Commit = commit };
        }

        state = state with { Untold = [] };
        var start = time.GetTimestamp();
        var outcome = await connection.On(side).Apply(new Write(intent.Token, changes, priceIds), cancellation);
        var took = time.GetElapsedTime(start).TotalMilliseconds;
        if (outcome.Fault is { } fault)
        {
            return state with { Fault = fault, Stopped = Stopped(changes, fault), Intents = [.. state.Intents, Ended(intent, fault, known)] };
        }

        var written = outcome.Value!;
        var applied = changes.Select(change => new AppliedChange(change, written.Products.FirstOrDefault(view => Is(change, view.Id)), PriceOf(change, written))).ToImmutableArray();
        return state with
        {
            Applied = [.. state.Applied, .. applied],

            // A repeated one was done before, and if it does not show at the next look, somebody has changed that since: its token is spent either way.
            Intents = [.. state.Intents, intent with { State = IntentState.Done }],
            Journal = [.. state.Journal, .. changes.Select(change => Tell(state.Record.Key, change, applied, written.RequestId, took))],
            WasRepeated = state.WasRepeated || written.WasRepeated,
        };
    }

    // Of a transaction, the change that a named field belongs to.
    private static Change Stopped(ImmutableArray<Change> changes, CatalogFault fault)
    {
        var field = fault switch
        {
            CatalogFault.Refused refused => refused.Field,
            CatalogFault.Unavailable waiting => waiting.Field,
            _ => null,
        };
        return changes.FirstOrDefault(change => change switch
        {
            _ when field is null => true,
            Change.Create made => made.Fields[field] is not null,
            Change.Update update => update.Fields.Concat(update.Drafts.SelectMany(draft => draft.Fields)).Any(written => written.Field == field),
            _ => false,
        }) ?? changes[0];
    }

    // What may still be tried stays open, because its token must be used again: an earlier send of it may be on the wire, and would be a second write beside
    // one with a new token. What is refused is over; but an earlier send of the same may come late all the same.
    private static Intent Ended(Intent intent, CatalogFault fault, ImmutableArray<Intent> known) => fault switch
    {
        CatalogFault.Unknown { WasAnswered: true } => intent with { State = IntentState.Failed },
        CatalogFault.Refused or CatalogFault.Stale or CatalogFault.Gone =>
            intent with { State = known.Any(other => other.Token == intent.Token) ? IntentState.Superseded : IntentState.Refused },
        _ => intent,
    };

    private static bool IsStopped(Application state) => state.Fault is not null || state.Commit != CommitResult.Committed || state.WasRepeated;

    private static bool Is(Change change, string id) => change switch
    {
        Change.Create { Id: { } made } => made == id,
        Change.Update update => update.Id == id,
        _ => false,
    };

    private static PriceView? PriceOf(Change change, Written written) =>
        change is Change.Create { Side: Side.Stripe, Kind: Kind.Price }
            ? written.Prices.FirstOrDefault()
            : written.Prices.FirstOrDefault(view => Is(change, view.Id));

    // The price that a slot is to show: known when the plan was made, or made in this very application.
    private static ImmutableDictionary<string, string> PriceIds(Application state)
    {
        var ids = state.Next.Slots.Where(slot => slot.PriceId is not null).ToImmutableDictionary(slot => slot.Slot, slot => slot.PriceId!, StringComparer.Ordinal);
        return state.Applied.Aggregate(ids, (known, applied) => applied is { Price: { } price, Change: Change.Create { Side: Side.Stripe, Slot: { } slot } }
            ? known.SetItem(slot, price.Id)
            : known);
    }

    private static Change Mirrored(Change change, Application state) =>
        change is Change.Update { MirrorsPrice: true } update && PriceIds(state).TryGetValue(update.Slot!, out var id)
            ? update with { Mirror = id, Drafts = [.. update.Drafts.Select(draft => draft with { Mirror = id })] }
            : change;

    /// <summary>
    /// The clearing of the flag that changes set. It is on disk before the flag is, so that a crash in between cannot leave it set; and again with the
    /// record, because a slow vendor may set the flag only after the first clearing.
    /// </summary>
    public ImmutableArray<DueWork> Flag(ProductKey key, ImmutableArray<Change> changes) =>
        changes.Any(SetsFlag)
            ? [new DueWork(new WorkKey(connection.Name, WorkKind.Unflag, key.DocumentId), time.GetUtcNow() + options.Flag, [], "the flag's time is over")]
            : [];

    /// <summary>Whether a change sets the flag.</summary>
    public static bool SetsFlag(Change change) => change is Change.Create { Side: Side.Sanity }
        || (change is Change.Update { Side: Side.Sanity } update && (!update.Fields.IsEmpty || update.Drafts.Any(draft => !draft.Fields.IsEmpty)));

    private JournalEntry Tell(ProductKey key, Change change, ImmutableArray<AppliedChange> applied, string? requestId, double took)
    {
        var made = applied.FirstOrDefault(entry => entry.Change == change);
        var madeId = made?.Price?.Id ?? made?.Product?.Id;
        var text = ChangeText.Of(change, madeId);
        if (change.Side == Side.Stripe)
        {
            log.WroteStripe(key, text, requestId, took);
        }
        else
        {
            log.WroteSanity(key, text, requestId, took);
        }

        return Journal.Written(key, change, text, madeId, time.GetUtcNow()) with { RequestId = requestId, Milliseconds = took };
    }
}
