using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What editors are told of their requests.</summary>
internal static class StudioAnswers
{
    /// <summary>The answer after a pass; null when the pass is to be tried again, so that there is none yet.</summary>
    /// <param name="request">The request.</param>
    /// <param name="result">How the pass ended.</param>
    /// <param name="found">What it found.</param>
    /// <param name="statuses">How the documents are doing now.</param>
    /// <param name="decided">The conflict that the request decided, if it was open.</param>
    /// <param name="now">The moment.</param>
    public static StudioAnswer? To(StudioRequest request, PassResult result, Findings? found, ImmutableArray<DocumentStatus> statuses, Conflict? decided, DateTimeOffset now)
    {
        if (result is { Ending: Ending.Done or Ending.Park } && found is { IsFinished: true })
        {
            var (outcome, message) = Judge(request, found, statuses.FirstOrDefault(status => status.DocumentId == request.DocumentId), decided);
            return Of(request, outcome, message, now);
        }

        return result switch
        {
            { Ending: Ending.Park park } => Of(request, StudioOutcome.Refused, park.Reason, now),
            { Fault: CatalogFault.Refused refused } => Of(request, StudioOutcome.Refused, refused.Message, now),
            _ => null,
        };
    }

    /// <summary>It was done too late.</summary>
    public static StudioAnswer Expired(StudioRequest request, DateTimeOffset now) =>
        Of(request, StudioOutcome.Expired, "The request is older than ten minutes, so nothing was done for it. Ask again if it is still wanted.", now);

    /// <summary>Its author deleted it.</summary>
    public static StudioAnswer Withdrawn(StudioRequest request, DateTimeOffset now) => Of(request, StudioOutcome.Expired, "The request was withdrawn before it was done.", now);

    /// <summary>An answer.</summary>
    public static StudioAnswer Of(StudioRequest request, StudioOutcome outcome, string message, DateTimeOffset now) =>
        new(request.Nonce, request.Action, outcome, message, now, request.Author);

    private static (StudioOutcome Outcome, string Message) Judge(StudioRequest request, Findings found, DocumentStatus? status, Conflict? decided) => request.Action switch
    {
        StudioAction.Resolve => Resolved(request, found, decided),
        _ => status?.State switch
        {
            // What was held has gone ahead: the document is gone, and now its product is archived.
            StatusState.Off when !found.Written.IsEmpty => (StudioOutcome.Done, status.Message!),
            null or StatusState.Off => (StudioOutcome.Failed, status?.Message ?? "The document is not published. Publish it, and it goes to Stripe."),
            StatusState.Error => (StudioOutcome.Refused, status.Message!),
            StatusState.Held when request.Action == StudioAction.Refuse => (StudioOutcome.Held, $"Only a changed price can be refused. {status.Message}"),
            StatusState.Held or StatusState.Conflict => (StudioOutcome.Held, status.Message!),
            _ when Sides(found) is { Length: > 0 } sides => (StudioOutcome.Done, sides),
            _ when request.Action is StudioAction.Release or StudioAction.Refuse => (StudioOutcome.NothingToDo, "Nothing of this document is held."),
            _ => (StudioOutcome.NothingToDo, "Both sides show the same already."),
        },
    };

    private static (StudioOutcome Outcome, string Message) Resolved(StudioRequest request, Findings found, Conflict? decided)
    {
        var keep = request.Keep == Side.Stripe ? "Stripe's" : "Sanity's";
        return decided switch
        {
            null => (StudioOutcome.NothingToDo, "This conflict is not open any more."),
            _ when found.Plan.Conflicts.Any(open => open.Winner == Winner.Ask && open.Kind == decided.Kind && open.Object == decided.Object && open.Field == decided.Field) =>
                (StudioOutcome.Failed, "The values have changed since. Look at them again, and decide anew."),
            _ => (StudioOutcome.Done, decided.Field == Conflict.Whole ? "The delete stands." : $"{keep} value stands."),
        };
    }

    private static string Sides(Findings found) => string.Join(" ", new[]
    {
        found.Written.Any(written => written.Change.Side == Side.Stripe) ? "Stripe shows what was published." : "",
        found.Written.Any(written => written.Change.Side == Side.Sanity) ? "The document shows what Stripe has." : "",
    }.Where(text => text.Length > 0));
}
