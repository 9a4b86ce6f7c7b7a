using Microsoft.Extensions.Logging;

namespace Tandem.Engine;

/// <summary>Keeps a listener open to the dataset, and comes back whenever it ends. What it hears is only a hint.</summary>
internal sealed class StudioListening(Connection connection, IStateStore store, EngineOptions options, TimeProvider time, Random random, ILogger log)
{
    /// <summary>Listens until it is stopped.</summary>
    public async Task Run(CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            var heard = false;
            string? why = null;
            try
            {
                why = (await connection.Studio!.Listen(Hear, stopping))?.Message;
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
            var wait = Backoff.After(failures, options, random);
            if (why is not null)
            {
                log.ListenerEnded(connection.Name, why, wait);
            }

            await Task.Delay(wait, time, stopping);

            Task Hear()
            {
                heard = true;
                return store.Enqueue([Mailbox.Look(connection.Name, time.GetUtcNow())], stopping);
            }
        }
    }
}
