using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Runs the engine for as long as the host runs; the work of each connection begins when its sides have told who they are.</summary>
/// <remarks>
/// An engine that ends because the store failed (a full disk) is started again after a while: meanwhile webhooks are answered with 503 and
/// <c>/health/ready</c> says what is wrong. Only what a restart cannot mend stops the service.
/// </remarks>
internal sealed class EngineLoop(StartCheck check, Lazy<TandemEngine> engine, IHostApplicationLifetime host, TimeProvider time, ILogger<EngineLoop> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Why the service must not run; null when nothing stands against it.</summary>
    public StartRefusedException? Refusal { get; private set; }

    /// <summary>Why no work is done right now, or null when it is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>How the engine is doing.</summary>
    public EngineHealth Health => engine.IsValueCreated ? engine.Value.Health : new EngineHealth([], 0);

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
            await Task.WhenAll(Confirm(stoppingToken), Work(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    // Several connections: one that must not work is named by its log line and by /health/ready, and the others go on.
    private async Task Confirm(CancellationToken stopping)
    {
        try
        {
            await check.Confirm(stopping);
        }
        catch (StartRefusedException refusal)
        {
            ServerLog.NoneLeft(log);
            Refusal = refusal;
            host.StopApplication();
        }
    }

    private async Task Work(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Trouble = null;
                await Run(stopping);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                Trouble = Visible.Text(fault.Message);
                ServerLog.EngineBroke(log, fault, Pause);
                await Task.Delay(Pause, time, stopping);
            }
        }
    }

    // The listener has no work of its own: it ends with the engine, and comes back with it.
    private async Task Run(CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var listening = engine.Value.Listen(ended.Token);
        try
        {
            await engine.Value.Run(stopping);
        }
        finally
        {
            await ended.CancelAsync();
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Started(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }
}
