using System.Net;
using System.Text;
using Tandem.Core;
using Tandem.Sandbox;

namespace Tandem.Simulation;

/// <summary>A call that reached a vendor, as the checkers see it.</summary>
/// <param name="Side">Which vendor.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Token">The idempotency key (Stripe) or null.</param>
internal sealed record Arrival(Side Side, SandboxRequest Request, string? Token)
{
    /// <summary>Whether it was on the wire for longer than its sender waited.</summary>
    public bool IsLate { get; init; }

    /// <summary>Whether its sender waits no more: it gave up, or it was killed.</summary>
    public bool IsOrphan { get; init; }

    /// <summary>Whether it may change the vendor's data.</summary>
    public bool IsWrite => Request.Method == "POST" && !Request.Path.Contains("/data/query/", StringComparison.Ordinal);
}

/// <summary>The wire between a process and one vendor's stand-in, all in this thread: a call travels, is executed, its answer travels back.</summary>
internal sealed class SimNetwork(Universe universe, Side side, Lane lane)
{
    private readonly SimScheduler _scheduler = universe.Scheduler;
    private readonly IWorld _world = side == Side.Sanity ? universe.Sanity : universe.Stripe;

    /// <summary>Sends a call; the answer comes back in the sender's lane, if that still lives.</summary>
    public Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Bodies are in memory, so this never waits.
        var call = InProcessHandler.Read(request, CancellationToken.None).GetAwaiter().GetResult();
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        universe.Sent(side);
        var mishap = universe.Weather.Strike(call);
        After(universe.Nature, mishap == Mishap.Late ? universe.Weather.Late() : universe.Weather.Way(), () => Arrive(request, call, mishap, answer));
        return answer.Task;
    }

    private void Arrive(HttpRequestMessage request, SandboxRequest call, Mishap mishap, TaskCompletionSource<HttpResponseMessage> answer)
    {
        universe.Reached();
        if (mishap is Mishap.Unauthorized or Mishap.Missing)
        {
            Return(request, answer, mishap == Mishap.Unauthorized ? Unauthorized() : Missing(call));
            return;
        }

        if (Fault(mishap) is { } fault)
        {
            _world.Faults.Add(fault);
        }

        var response = _world.Handle(call);
        _world.Faults.Clear();
        universe.Arrived(new Arrival(side, call, call.Headers.GetValueOrDefault("idempotency-key")) { IsLate = mishap == Mishap.Late, IsOrphan = mishap == Mishap.Late || lane.IsDead }, response);
        if (mishap != Mishap.NoAnswer)
        {
            Return(request, answer, response);
        }
    }

    private void Return(HttpRequestMessage request, TaskCompletionSource<HttpResponseMessage> answer, SandboxResponse response) =>
        After(lane, response.Delay + universe.Weather.Way(), () =>
        {
            if (response.Status == 0)
            {
                answer.TrySetException(new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was cut."));
            }
            else
            {
                answer.TrySetResult(InProcessHandler.Answer(request, response));
            }
        });

    private void After(Lane where, TimeSpan wait, Action act)
    {
        if (wait > TimeSpan.Zero)
        {
            _scheduler.Clock.Set(where, _ => act(), null, wait, Timeout.InfiniteTimeSpan);
        }
        else
        {
            where.PostBare(_ => act(), null);
        }
    }

    private CallFault? Fault(Mishap mishap) => mishap switch
    {
        Mishap.Throttled => new CallFault(CallFaultKind.RateLimited) { Times = 1, RetryAfter = side == Side.Sanity && universe.Weather.Coin() ? TimeSpan.FromSeconds(3) : null },
        Mishap.ErrorBefore => new CallFault(CallFaultKind.ErrorBeforeCommit) { Times = 1 },
        Mishap.ErrorAfter => new CallFault(CallFaultKind.ErrorAfterCommit) { Times = 1 },
        Mishap.CutBefore => new CallFault(CallFaultKind.CutBeforeCommit) { Times = 1 },
        Mishap.CutAfter => new CallFault(CallFaultKind.CutAfterCommit) { Times = 1 },
        Mishap.Torn => new CallFault(CallFaultKind.MalformedBody) { Times = 1 },
        _ => null,
    };

    private SandboxResponse Unauthorized() => Json(HttpStatusCode.Unauthorized, side == Side.Stripe
        ? """{"error":{"message":"Invalid API Key provided: sk_test_***","type":"invalid_request_error"}}"""
        : """{"statusCode":401,"error":"Unauthorized","message":"Session not found","errorCode":"SIO-401-ANF"}""");

    private static SandboxResponse Missing(SandboxRequest call) => Json(
        HttpStatusCode.NotFound,
        $$$"""{"error":{"code":"resource_missing","message":"No such object: '{{{call.Path[(call.Path.LastIndexOf('/') + 1)..]}}}'","param":"id","type":"invalid_request_error"}}""");

    private static SandboxResponse Json(HttpStatusCode status, string body) =>
        new((int)status, new Dictionary<string, string> { ["Content-Type"] = "application/json" }, Encoding.UTF8.GetBytes(body));
}
