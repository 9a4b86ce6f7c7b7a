namespace Tandem.Cli.Demo;

/// <summary>The demo with its page, until somebody stops it.</summary>
internal static class DemoRun
{
    /// <summary>Runs it.</summary>
    /// <param name="place">Where things are.</param>
    /// <param name="clock">The clock of all of it.</param>
    /// <param name="ready">Told where everything is once it is running.</param>
    /// <param name="stopping">Ends it.</param>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task Play(DemoPlace place, TimeProvider clock, Action<DemoAddresses> ready, CancellationToken stopping)
    {
        await using var stage = await Stage.Set(clock, stopping, place.Studio?.ApiPort);
        await using var site = place.Studio is { } studio ? await StudioSite.Start(studio.Folder, place.StudioPort) : null;
        var frame = site is null ? null : new StudioFrame(site.LogIn, ShopStudio.Api);
        var timeline = new Timeline(stage);
        using var trouble = new TroubleActs(stage, timeline);
        var page = new LivePage(stage, timeline, trouble, frame);
        await using var server = await PageServer.Start(place.Port, stage, timeline, trouble, page);
        try
        {
            await trouble.Start(stopping);
            ready(new DemoAddresses(server.Address, frame, stage.StandIns.SanityBrowserAddress));
            await page.Run(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Ctrl-C: what was on the stage is cleared away below.
        }
    }
}
