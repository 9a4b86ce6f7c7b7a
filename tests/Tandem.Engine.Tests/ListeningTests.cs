using Microsoft.Extensions.Logging.Abstractions;

namespace Tandem.Engine.Tests;

public sealed class ListeningTests : IDisposable
{
    private static readonly EngineOptions Options = new() { FirstRetry = TimeSpan.FromSeconds(1), LongestRetry = TimeSpan.FromSeconds(8) };

    private readonly ShopClock _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _stop = new();
    private readonly Line _line = new();

    public void Dispose() => _stop.Dispose();

    private Listening New(Func<Heard, Task>? hear = null) =>
        new("default", "changed documents", _line, (heard, _) => hear?.Invoke(heard) ?? Task.CompletedTask, Options, _time, new Random(1), NullLogger.Instance);

    [Fact]
    public async Task It_comes_back_after_growing_waits_and_at_once_after_it_has_heard_something()
    {
        var listening = New();
        var running = listening.Run(Task.CompletedTask, _stop.Token);
        var waits = new List<double>();
        for (var failure = 0; failure < 5; failure++)
        {
            Assert.Null(listening.Health.Since);
            _line.End(new CatalogFault.Unavailable { Side = Core.Side.Sanity, Message = "no answer" });
            Assert.Equal("no answer", listening.Health.Fault);
            waits.Add(Wait());
        }

        Assert.All(waits.Zip(waits.Skip(1)), pair => Assert.True(pair.Second > pair.First * 0.9, $"{pair}"));
        Assert.InRange(waits[^1], 4, 8);

        await _line.Tell(Heard.Something);
        Assert.Equal(_time.GetUtcNow(), listening.Health.Since);
        _line.End(null);
        Assert.InRange(Wait(), 0.5, 1);

        await _stop.CancelAsync();
        _line.End(null);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task What_cannot_be_kept_ends_the_connection_so_that_the_next_greeting_brings_it_again()
    {
        var isFull = true;
        var kept = new List<Heard>();
        var listening = New(heard =>
        {
            if (isFull)
            {
                throw new IOException("disk full");
            }

            kept.Add(heard);
            return Task.CompletedTask;
        });
        var running = listening.Run(Task.CompletedTask, _stop.Token);

        await Assert.ThrowsAsync<IOException>(() => _line.Tell(new Heard("mug", "1")));
        _line.Break(new IOException("disk full"));
        Assert.Equal("disk full", listening.Health.Fault);
        isFull = false;
        Wait();
        await _line.Tell(Heard.Something);

        Assert.Equal([Heard.Something], kept);
        await _stop.CancelAsync();
        _line.End(null);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    // Lets the clock run until it has come back, and tells after how many seconds that was.
    private double Wait()
    {
        var began = _time.GetUtcNow();
        var times = _line.Times;
        for (var steps = 0; _line.Times == times && steps < 1_000; steps++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.NotEqual(times, _line.Times);
        return (_time.GetUtcNow() - began).TotalSeconds;
    }

    private sealed class Line : IListener
    {
        private TaskCompletionSource<CatalogFault?> _end = new();
        private Func<Heard, Task>? _heard;

        public int Times { get; private set; }

        public Task<CatalogFault?> Listen(Func<Heard, Task> heard, CancellationToken cancellation)
        {
            (_heard, _end, Times) = (heard, new TaskCompletionSource<CatalogFault?>(), Times + 1);
            return _end.Task;
        }

        public Task Tell(Heard heard) => _heard!(heard);

        public void End(CatalogFault? fault) => _end.TrySetResult(fault);

        public void Break(Exception exception) => _end.TrySetException(exception);
    }
}
