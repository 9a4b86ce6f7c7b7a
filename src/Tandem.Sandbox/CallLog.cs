using System.Collections.Immutable;

namespace Tandem.Sandbox;

/// <summary>One call that reached a world.</summary>
/// <param name="At">World time of the call.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with its query.</param>
/// <param name="Status">The status that was answered; 0 for a cut connection.</param>
/// <param name="Key">The caller's idempotency key or transaction id, when it sent one.</param>
/// <param name="IsWrite">Whether the call may change the world (a <c>POST</c> of a query is a read).</param>
/// <param name="Caller">Who called: the value of the <c>user-agent</c> header, or <c>person</c> for edits made through the world's own methods.</param>
public sealed record Call(DateTimeOffset At, string Method, string Path, int Status, string? Key, bool IsWrite, string Caller);

/// <summary>The calls that a world has answered, for counting and for the demo's timeline.</summary>
/// <remarks>Keeps the newest 20,000; <see cref="Reads"/> and <see cref="Writes"/> count all.</remarks>
public sealed class CallLog
{
    private const int Limit = 20_000;
    private readonly Lock _gate = new();
    private readonly Queue<Call> _calls = [];

    /// <summary>How many calls could not change the world.</summary>
    public int Reads { get; private set; }

    /// <summary>How many calls could change the world.</summary>
    public int Writes { get; private set; }

    /// <summary>How many calls came too fast, and were refused with 429.</summary>
    public int Throttled { get; private set; }

    /// <summary>The kept calls, oldest first.</summary>
    public ImmutableArray<Call> Newest
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Notes a call.</summary>
    public void Add(Call call)
    {
        lock (_gate)
        {
            _calls.Enqueue(call);
            if (_calls.Count > Limit)
            {
                _calls.Dequeue();
            }

            Throttled += call.Status == 429 ? 1 : 0;
            if (call.IsWrite)
            {
                Writes++;
            }
            else
            {
                Reads++;
            }
        }
    }
}
