using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Takes in what editors ask for in the Studio: each request becomes durable work once, or is answered at once.</summary>
/// <remarks>The listener says only that there may be requests; this looks. So a lost, doubled or late event is harmless, and the sweep finds what none told of.</remarks>
internal sealed class Mailbox(Connection connection, IStateStore store, TimeProvider time, ILogger log)
{
    /// <summary>Name of the work row that looks for requests.</summary>
    public const string Row = "studio";

    /// <summary>How many requests an author may make within <see cref="Window"/>.</summary>
    private const int MostAsked = 30;

    private const string Begun = "studio-begun";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly Router _router = new(connection, store, time);

    /// <summary>Whether a request is too old to be done.</summary>
    public static bool IsExpired(StudioRequest request, DateTimeOffset now) => now - request.AskedAt > Life;

    /// <summary>The work row, for every start and for what the listener hears.</summary>
    public static DueWork Look(string connection, DateTimeOffset now) => new(new WorkKey(connection, WorkKind.Sweep, Row), now, [], "there may be requests from the Studio");

    /// <summary>Where nobody uses the plugin any more, what it was shown is out of date: it is shown anew when somebody does again.</summary>
    public static async Task Close(string connection, IStateStore store, CancellationToken cancellation)
    {
        if (await store.Read(connection, Begun, cancellation) == "yes")
        {
            await store.Studio.Forget(connection, cancellation);
            await store.Write(connection, Begun, "no", cancellation);
        }
    }

    /// <summary>Looks for requests, and says when to look again.</summary>
    public async Task<PassResult> Collect(CancellationToken cancellation)
    {
        await Begin(cancellation);
        var isIncomplete = false;
        string? after = null;
        do
        {
            var page = await connection.Studio!.Collect(after, cancellation);
            if (page.Fault is { } fault)
            {
                return PassResult.Failed(fault);
            }

            foreach (var request in page.Value!.Requests.OrderBy(request => request.AskedAt).ThenBy(request => request.Nonce, StringComparer.Ordinal))
            {
                if (!await store.Studio.Recall(connection.Name, request.Nonce, cancellation) && await Receive(request, cancellation) is { } failed)
                {
                    return PassResult.Failed(failed);
                }
            }

            if (await Clean(page.Value.Strays, cancellation) is { } dirty)
            {
                return PassResult.Failed(dirty);
            }

            (after, isIncomplete) = (page.Value.Next, isIncomplete || page.Value.IsIncomplete);
        }
        while (after is not null);

        foreach (var late in await store.Studio.Overdue(connection.Name, time.GetUtcNow() - Life, cancellation))
        {
            await Tell(late, StudioAnswers.Expired(late, time.GetUtcNow()), cancellation);
        }

        return PassResult.Done with { Ending = new Ending.Retry(time.GetUtcNow() + (isIncomplete ? Moment : connection.Pace.SanitySweep), "sweep", Counts: false) };
    }

    // Documents that were in step before the plugin came get a status too: each product is looked at once.
    private async Task Begin(CancellationToken cancellation)
    {
        const int Page = 1_000;
        if (await store.Read(connection.Name, Begun, cancellation) == "yes")
        {
            return;
        }

        var after = "";
        ImmutableArray<LinkedObject> linked;
        do
        {
            linked = await store.Linked(connection.Name, Side.Sanity, Kind.Product, after, Page, cancellation);
            await store.Enqueue(
                [.. linked.Select(one => new DueWork(new WorkKey(connection.Name, WorkKind.Product, one.Key.DocumentId), time.GetUtcNow(), [], "the Studio shows how each product is doing"))], cancellation);
            after = linked.IsEmpty ? after : linked[^1].Object.Id;
        }
        while (linked.Length == Page);
        await store.Enqueue([DueWork.Notices(connection.Name, time.GetUtcNow())], cancellation);
        await store.Write(connection.Name, Begun, "yes", cancellation);
    }

    private async Task<CatalogFault?> Receive(StudioRequest request, CancellationToken cancellation)
    {
        if (await Objection(request, cancellation) is { } answer)
        {
            log.Answered(connection.Name, request.Action.ToString(), request.DocumentId, request.Author, answer.Outcome.ToString(), answer.Message);
            await store.Studio.Receive(connection.Name, request, null, answer, cancellation);
            return null;
        }

        var found = await _router.Home(request.DocumentId, cancellation);
        if (found.Fault is CatalogFault.Gone or CatalogFault.Refused)
        {
            var message = found.Fault is CatalogFault.Gone ? "There is no published product or price of this id. Publish it first." : found.Fault.Message;
            await store.Studio.Receive(connection.Name, request, null, StudioAnswers.Of(request, StudioOutcome.Failed, message, time.GetUtcNow()), cancellation);
            return null;
        }

        if (found.Fault is { } fault)
        {
            return fault;
        }

        var key = new WorkKey(connection.Name, WorkKind.Product, found.Value!);
        ImmutableArray<ObjectId> mentions = found.Value == request.DocumentId ? [] : [new ObjectId(Side.Sanity, Kind.Price, request.DocumentId)];
        await store.Studio.Receive(connection.Name, request, new DueWork(key, time.GetUtcNow(), mentions, $"the Studio asks: {request.Action}"), null, cancellation);
        return null;
    }

    // Why a request is not done, by what it says alone.
    private async Task<StudioAnswer?> Objection(StudioRequest request, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (request.Author is not { } author)
        {
            return StudioAnswers.Of(request, StudioOutcome.Denied, "Sanity does not say who asked, so nothing was done.", now);
        }

        if (IsExpired(request, now))
        {
            return StudioAnswers.Expired(request, now);
        }

        if (await store.Studio.CountAsked(connection.Name, author, request.AskedAt - Window, request.AskedAt, cancellation) >= MostAsked)
        {
            return StudioAnswers.Of(request, StudioOutcome.Limited, $"More than {MostAsked} requests in a minute. Wait a minute, and ask again.", now);
        }

        return request switch
        {
            { Action: StudioAction.Unknown } => Failed("The service does not know this request. Plugin and service may be of different versions."),
            { Action: StudioAction.Resolve, Field: null } or { Action: StudioAction.Resolve, Keep: null } => Failed("The request does not say which conflict is decided, or for whom."),
            { Action: StudioAction.Resolve, Field: Conflict.Whole, Keep: Side.Stripe } => Failed("A document that is gone cannot show what Stripe says. Publish it again, and it is decided; or let the delete stand."),
            _ => null,
        };

        StudioAnswer Failed(string message) => StudioAnswers.Of(request, StudioOutcome.Failed, message, now);
    }

    private async Task Tell(StudioRequest request, StudioAnswer answer, CancellationToken cancellation)
    {
        log.Answered(connection.Name, request.Action.ToString(), request.DocumentId, request.Author, answer.Outcome.ToString(), answer.Message);
        await store.Studio.Answer(connection.Name, answer, cancellation);
    }

    private async Task<CatalogFault?> Clean(ImmutableArray<string> strays, CancellationToken cancellation) => strays.IsEmpty
        ? null
        : (await connection.Studio!.Post(new StudioPost { Strays = strays }, Derived.Uuid(["strays", connection.Name, $"{time.GetUtcNow().Ticks}", .. strays]), cancellation)).Fault;
}
