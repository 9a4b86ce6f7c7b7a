using Microsoft.Playwright;

namespace Tandem.Demo.Tests;

/// <summary>The demo with a headless Chromium that looks at it; one for all tests of the page.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // As root there is no sandbox; the rest keeps Chromium from asking the network for anything.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly DemoProgram _demo = DemoProgram.Start("demo", "--port", "0");
    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    /// <summary>Where the page is.</summary>
    public Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Address = await _demo.Address(TestContext.Current.CancellationToken);
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Programs.First(File.Exists),
            Args = Flags,
        });
    }

    /// <summary>Opens the page, and gathers what its console complains of.</summary>
    public async Task<(IPage Page, List<string> Complaints)> Open(int width = 1400)
    {
        var page = await _chromium!.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Address.AbsoluteUri, StringComparison.Ordinal))
            {
                complaints.Add($"asked {request.Url}");
            }
        };
        await page.GotoAsync(Address.AbsoluteUri);
        return (page, complaints);
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        _playwright?.Dispose();
        await _demo.Stop(CancellationToken.None);
        await _demo.DisposeAsync();
    }
}
