using Microsoft.Extensions.Logging;

namespace Tandem.Engine;

/// <summary>Keeps a listener open, and comes back whenever it ends. What it hears is only a hint.</summary>
/// <param name="connection">The connection, for people.</param>
/// <param name="what">What is listened for, for people.</param>
/// <param name="listener">The listener.</param>
/// <param name="hear">Makes work due for what was heard.</param>
/// <param name="options">How long to wait before coming back.</param>
/// <param name="time">The clock of the waits.</param>
/// <param name="random">Their jitter.</param>
/// <param name="log">Told of what ended the listening.</param>
internal sealed class Listening(
    string connection, string what, IListener listener, Func<Heard, CancellationToken, Task> hear, EngineOptions options, TimeProvider time, Random random, ILogger log)
{
    /// <summary>How it is doing.</summary>
    public ListenerHealth Health { get; private set; } = new(connection, what, null, null);

    /// <summary>Listens until it is stopped.</summary>
    /// <param name="ready">Completes when the listening may begin.</param>
    /// <param name="stopping">Stops it.</param>
    public async Task Run(Task ready, CancellationToken stopping)
    {
        var failures = 0;
        await ready.WaitAsync(stopping);
        while (!stopping.IsCancellationRequested)
        {
            var heard = false;
            string? why = null;
            try
            {
                why = (await listener.Listen(Hear, stopping))?.Message;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A full disk, or a bug, must not end the listening for good.
            catch (Exception broken)
#pragma warning restore CA1031
            {
                (why, heard) = (broken.Message, false);
            }

            failures = heard ? 0 : failures + 1;
            Health = Health with { Since = null, Fault = why };
            var wait = Backoff.After(failures, options, random);
            if (why is not null)
            {
                log.ListenerEnded(connection, what, why, wait);
            }

            await Task.Delay(wait, time, stopping);

            Task Hear(Heard told)
            {
                heard = true;
                Health = Health with { Since = Health.Since ?? time.GetUtcNow(), Fault = null };
                return hear(told, stopping);
            }
        }
    }
}
