using Microsoft.Extensions.Time.Testing;

namespace Tandem.Engine.Tests;

/// <summary>The clock of a shop. It knows whether somebody waits for it, so that a slow machine is not taken for a long wait.</summary>
public sealed class ShopClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    /// <summary>How long the adapters give a call by default. Whoever sets such a timer waits for an answer, not for the clock.</summary>
    private static readonly TimeSpan Call = TimeSpan.FromSeconds(30);
    private int _waiting;

    /// <summary>Whether somebody waits for time to pass.</summary>
    public bool IsAwaited => Volatile.Read(ref _waiting) > 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Call)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Interlocked.Increment(ref _waiting);
        return new Watched(base.CreateTimer(callback, state, dueTime, period), () => Interlocked.Decrement(ref _waiting));
    }

    private sealed class Watched(ITimer inner, Action ended) : ITimer
    {
        private Action? _ended = ended;

        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

        public void Dispose()
        {
            Interlocked.Exchange(ref _ended, null)?.Invoke();
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Interlocked.Exchange(ref _ended, null)?.Invoke();
            return inner.DisposeAsync();
        }
    }
}
