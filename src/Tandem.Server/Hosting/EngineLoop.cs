using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Runs the engine for as long as the host runs: first the check of who is who, then the work.</summary>
internal sealed class EngineLoop(StartCheck check, TandemEngine engine, IHostApplicationLifetime host, ILogger<EngineLoop> log) : BackgroundService
{
    /// <summary>Why the engine stopped although nobody had asked it to; null while it runs, or when somebody had.</summary>
    public Exception? Failure { get; private set; }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await check.CompareSettings(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Webhooks first: they can be stored while the vendors are still being asked.
            await Started(stoppingToken);
            await check.Confirm(stoppingToken);
            await engine.Run(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop before the work began.
        }
        catch (StartRefusedException refusal)
        {
            ServerLog.Refused(log, refusal.Message);
            Stop(refusal);
        }
        catch (Exception fault)
        {
            ServerLog.EngineBroke(log, fault);
            Stop(fault);
        }
    }

    private async Task Started(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }

    private void Stop(Exception failure)
    {
        Failure = failure;
        host.StopApplication();
    }
}
