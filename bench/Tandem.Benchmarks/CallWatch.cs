using System.Collections.Concurrent;
using System.Diagnostics;
using Tandem.Sandbox;

namespace Tandem.Benchmarks;

/// <summary>A vendor.</summary>
internal enum Side
{
    /// <summary>The content side.</summary>
    Sanity,

    /// <summary>The charging side.</summary>
    Stripe,
}

/// <summary>Watches the calls at both stand-ins from now on, until one write is answered.</summary>
internal sealed class CallWatch
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource<double> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<(double At, string Call, bool IsAnswer)> _calls = [];

    /// <summary>Waits for a write to a path of a side.</summary>
    public CallWatch(Worlds worlds, Side side, string path)
    {
        worlds.Sanity.Faults.OnCall = (request, moment) => See(request, moment, Side.Sanity, side == Side.Sanity ? path : null);
        worlds.Stripe.Faults.OnCall = (request, moment) => See(request, moment, Side.Stripe, side == Side.Stripe ? path : null);
    }

    /// <summary>Ends with the milliseconds from now to that write's answer.</summary>
    public Task<double> Answered => _answered.Task;

    /// <summary>The calls until then.</summary>
    public string Trace
    {
        get
        {
            var calls = _calls.ToArray();
            return string.Join("; ", calls.Where(call => !call.IsAnswer).Select(call =>
                $"{call.Call} {call.At:0}–{calls.Where(answer => answer.IsAnswer && answer.Call == call.Call && answer.At >= call.At).Select(answer => answer.At.ToString("0")).FirstOrDefault("")}"));
        }
    }

    private void See(SandboxRequest request, CallMoment moment, Side side, string? wanted)
    {
        var at = Stopwatch.GetElapsedTime(_start).TotalMilliseconds;
        if (_answered.Task.IsCompleted || moment == CallMoment.AfterExecute)
        {
            return;
        }

        _calls.Enqueue((at, $"{side} {request.Method} {Short(request)}", moment == CallMoment.AfterReply));
        if (moment == CallMoment.AfterReply && request.Method == "POST" && wanted is not null && request.Path.Contains(wanted, StringComparison.Ordinal))
        {
            _answered.TrySetResult(at);
        }
    }

    private static string Short(SandboxRequest request) => request.Path.Split('/') switch
    {
        ["", "v1", var kind, _] => $"{kind}/…",
        ["", "v1", var kind] => request.Query.Contains("active=false", StringComparison.Ordinal) ? $"{kind} (archived)" : kind,
        [.., "data", var verb, _] => verb,
        var parts => parts[^1],
    };
}
