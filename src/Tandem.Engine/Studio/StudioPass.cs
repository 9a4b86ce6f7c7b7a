using Microsoft.Extensions.Logging;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>A pass where the Studio plugin is in use: it does what an editor asked for, and says how the documents are doing.</summary>
/// <remarks>The answer is committed with what the pass recorded, or not at all: a request that a crash cut off is done again, which writes nothing twice.</remarks>
internal sealed class StudioPass(Connection connection, IStateStore store, Reconciler reconciler, TimeProvider time, ILogger log)
{
    /// <summary>Brings one product in step, as the oldest request for it wants.</summary>
    public async Task<PassResult> Pass(Lease lease, CancellationToken cancellation)
    {
        var key = Reconciler.KeyOf(lease);
        var (request, others) = await Next(key, cancellation);
        var conflict = request?.Action == StudioAction.Resolve ? await Decide(key, request, cancellation) : null;
        if (request is { Action: StudioAction.Release or StudioAction.Refuse })
        {
            await Rule(key, request, cancellation);
        }

        var result = await reconciler.Pass(lease, request is null ? null : WishOf(request), cancellation);
        if (result.Ending is null && result.Reason is null)
        {
            return result;
        }

        var before = await store.Studio.Statuses(key, cancellation);
        var statuses = reconciler.Findings is { } found ? new StatusOf(found, before, time.GetUtcNow()).All() : before;
        if (result.Fault is { } fault)
        {
            statuses = StatusAfter.Fault(statuses, fault);
        }

        var answer = request is null ? null : StudioAnswers.To(request, result, reconciler.Findings, statuses, conflict, time.GetUtcNow());
        if (answer is not null)
        {
            log.Answered(connection.Name, request!.Action.ToString(), request.DocumentId, request.Author, answer.Outcome.ToString(), answer.Message);
        }

        return result with
        {
            Recording = result.Recording with
            {
                Statuses = statuses,
                Answers = answer is null ? [] : [answer],
                Journal = answer is null ? result.Recording.Journal : [Asked(key, request!, answer), .. result.Recording.Journal],
                Due = answer is not null && others ? [.. result.Recording.Due, new DueWork(lease.Key, time.GetUtcNow(), [], "the Studio asks for more")] : result.Recording.Due,
            },
        };
    }

    // The oldest request that somebody still waits for, and whether there are more.
    private async Task<(StudioRequest? Request, bool Others)> Next(ProductKey key, CancellationToken cancellation)
    {
        var open = await store.Studio.Open(key, cancellation);
        for (var place = 0; place < open.Length; place++)
        {
            var request = open[place];
            if (Mailbox.IsExpired(request, time.GetUtcNow()))
            {
                await store.Studio.Answer(connection.Name, StudioAnswers.Expired(request, time.GetUtcNow()), cancellation);
                continue;
            }

            // Who cannot tell does it: the editor was told that it would be done.
            var seen = await connection.Studio!.Look(request.Nonce, cancellation);
            if (seen.Value is not { IsThere: false })
            {
                return (request, place + 1 < open.Length);
            }

            await store.Studio.Answer(connection.Name, StudioAnswers.Withdrawn(request, time.GetUtcNow()), cancellation);
        }

        return (null, false);
    }

    private static Wish? WishOf(StudioRequest request) => request.Action switch
    {
        StudioAction.SyncToStripe => new Wish(request.DocumentId, WishKind.ToStripe),
        StudioAction.SyncFromStripe => new Wish(request.DocumentId, WishKind.FromStripe),
        _ => null,
    };

    // As an operator decides it: for the values that the conflict holds, and no others.
    private async Task<Conflict?> Decide(ProductKey key, StudioRequest request, CancellationToken cancellation)
    {
        var open = (await store.Studio.Conflicts(key, cancellation)).FirstOrDefault(open => IsMeant(open.Conflict, request));
        return open is not null && await store.Decide(open, request.Keep == Side.Stripe ? Winner.Stripe : Winner.Sanity, cancellation) ? open.Conflict : null;
    }

    // As an operator says it: of the very changes that the editor was shown. What is archived with a product, its document speaks for.
    private async Task Rule(ProductKey key, StudioRequest request, CancellationToken cancellation)
    {
        var held = (await store.Said(key, cancellation)).Held.Where(held => held.Document == request.DocumentId || (held.Field == FieldNames.Active && request.DocumentId == key.DocumentId));
        var ruling = request.Action == StudioAction.Release ? Ruling.Released : Ruling.Refused;
        await store.Rule(key, [.. held.Where(one => ruling == Ruling.Released || one.CanBeRefused)], ruling, cancellation);
    }

    // A price that is a part of the document is named too, as in the status document.
    private static bool IsMeant(Conflict conflict, StudioRequest request) =>
        FieldStatus.NameOf(conflict.Object == request.DocumentId ? null : conflict.Object, conflict.Field) == request.Field;

    private JournalEntry Asked(ProductKey key, StudioRequest request, StudioAnswer answer) => new()
    {
        At = time.GetUtcNow(), Connection = key.Connection, DocumentId = key.DocumentId, Type = "note",
        Text = $"{request.Author} asked in the Studio for {request.Action} of {request.DocumentId}{(request.Field is { } field ? $", {field}" : "")}: {answer.Outcome}. {answer.Message}",
    };
}
