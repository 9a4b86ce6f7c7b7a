namespace Tandem.Simulation;

/// <summary>Where the continuations of one simulated process run. A process that died runs nothing any more; one that is paused runs nothing until it wakes.</summary>
internal sealed class Lane(SimScheduler scheduler, int number) : SynchronizationContext
{
    /// <summary>Tells lanes apart in traces.</summary>
    public int Number => number;

    /// <summary>Whether the process is dead: what it still had to do is forgotten, as a kill forgets it.</summary>
    public bool IsDead { get; set; }

    /// <summary>Until when the process stands still (ticks of the true clock), as one that the system has suspended.</summary>
    public long PausedUntil { get; set; }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => scheduler.Add(this, this, d, state);

    /// <summary>Runs something in the process's name with no context of its own: completions of the network and of timers.</summary>
    /// <remarks>With a context set, <see cref="HttpClient"/>'s own continuations would hop to the pool.</remarks>
    public void PostBare(SendOrPostCallback d, object? state) => scheduler.Add(this, null, d, state);

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) =>
        throw new InvalidOperationException("Nothing may wait synchronously for the simulator.");

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;
}
