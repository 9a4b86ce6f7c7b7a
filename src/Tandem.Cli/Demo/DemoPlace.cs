namespace Tandem.Cli.Demo;

/// <summary>Where the demo is to be found, all of it on 127.0.0.1.</summary>
/// <param name="Port">The page's port; 0 lets the system choose.</param>
/// <param name="Studio">The Studio as the left side; null for cards.</param>
internal sealed record DemoPlace(int Port, StudioPlace? Studio = null)
{
    /// <summary>The Studio's own port: the one after the page's.</summary>
    public int StudioPort => Port == 0 ? 0 : Port + 1;
}

/// <summary>Where the Studio comes from, and where it finds its API.</summary>
/// <param name="Folder">The folder of the built Studio.</param>
/// <param name="ApiPort">Where its stand-in listens; 0 lets the system choose, for browsers that are told where <see cref="ShopStudio.Api"/> really is.</param>
internal sealed record StudioPlace(string Folder, int ApiPort = ShopStudio.Port);

/// <summary>Where the running demo is.</summary>
/// <param name="Page">The page.</param>
/// <param name="Studio">The Studio, if it is the left side.</param>
/// <param name="Listening">Where the stand-in of Sanity listens for it.</param>
internal sealed record DemoAddresses(Uri Page, StudioFrame? Studio, Uri? Listening)
{
    /// <summary>What somebody who started it must know.</summary>
    public string Told => string.Join(Environment.NewLine, (string[])
    [
        "Sanity and Stripe are stand-ins on this machine: no account, no key, nothing leaves it.",
        $"Open {Page.AbsoluteUri} and change something on either side. Ctrl-C ends the demo and removes all of it.",
        .. Studio is { } studio ? OfStudio(studio) : [],
    ]);

    private static string[] OfStudio(StudioFrame studio) =>
    [
        "The Studio talks to its stand-in over HTTPS, with a certificate made in memory for this run, so your browser warns once a run:",
        $"open {studio.Ping.AbsoluteUri}, choose Advanced and Proceed, and go back when you see \"pong\":true.",
        $"The Studio alone, logged in: {studio.LogIn.AbsoluteUri}",
    ];
}
