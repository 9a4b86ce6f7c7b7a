namespace Tandem.Cli.Demo;

/// <summary>The demo with its page, until somebody stops it.</summary>
internal static class DemoRun
{
    /// <summary>Runs it.</summary>
    /// <param name="port">Where the page is; 0 lets the system choose.</param>
    /// <param name="clock">The clock of all of it.</param>
    /// <param name="ready">Told the page's address once everything is running.</param>
    /// <param name="stopping">Ends it.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task Play(int port, TimeProvider clock, Action<Uri> ready, CancellationToken stopping)
    {
        await using var stage = await Stage.Set(clock, stopping);
        var timeline = new Timeline(stage);
        using var trouble = new TroubleActs(stage, timeline);
        var page = new LivePage(stage, timeline, trouble);
        await using var server = await PageServer.Start(port, stage, timeline, trouble, page);
        try
        {
            await trouble.Start(stopping);
            ready(server.Address);
            await page.Run(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Ctrl-C: what was on the stage is cleared away below.
        }
    }
}
