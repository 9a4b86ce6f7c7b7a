using Microsoft.Playwright;

namespace Tandem.Studio.Harness;

/// <summary>Debian's Chromium without a window; nothing is ever downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // As root there is no sandbox; the rest keeps Chromium from asking the network for anything.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--no-proxy-server", "--ignore-certificate-errors",
    ];

    /// <summary>Starts one that finds the host for which the Studio was built at a stand-in, and no other host but 127.0.0.1.</summary>
    /// <param name="playwright">Drives it.</param>
    /// <param name="host">The host, such as <c>dev.localhost</c>, whose subdomains are meant too.</param>
    /// <param name="port">The stand-in's port on 127.0.0.1.</param>
    public static Task<IBrowser> Launch(IPlaywright playwright, string host, int port) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Programs.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("The tests of the Studio need Chromium: apt-get install chromium"),
        Args = [.. Flags, $"--host-resolver-rules=MAP {host} 127.0.0.1:{port}, MAP *.{host} 127.0.0.1:{port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
    });
}
