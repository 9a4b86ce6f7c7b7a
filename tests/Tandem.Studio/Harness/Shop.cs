using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Tandem.Cli.Demo;
using Tandem.Sandbox;
using Tandem.Sandbox.Sanity;
using Tandem.Server;
using Tandem.Studio.Harness;
using Tandem.Studio.Pages;

[assembly: AssemblyFixture(typeof(Shop))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Tandem.Studio.Harness;

/// <summary>A whole shop: the Studio of examples/studio-shop in a browser, both vendors' stand-ins, and the service between them. One for all tests, so each uses documents of its own.</summary>
public sealed class Shop : IAsyncLifetime
{
    // The address that the build carries; the browser is told that it is where the stand-in really listens.
    private const string Host = LocalCertificate.Host;

    private static readonly Dictionary<string, string> BuildVariables = new(StringComparer.Ordinal)
    {
        ["SANITY_STUDIO_API_HOST"] = $"https://{Host}:4010",
        ["SANITY_STUDIO_PROJECT_ID"] = "standin1",
        ["SANITY_STUDIO_DATASET"] = "production",
    };

    private static readonly Dictionary<Variable, string> Pace = new() { [EngineVariables.FirstRetry] = "50ms" };

    private readonly ThrowawayFolder _folder = new();
    private readonly List<IAsyncDisposable> _open = [];
    private IPlaywright? _playwright;
    private IBrowser? _chromium;
    private StudioSite _site = null!;
    private StandIns _standIns = null!;

    /// <summary>The content side.</summary>
    public SanityWorld Sanity => _standIns.Sanity;

    /// <summary>The charging side.</summary>
    public StripeDashboard Stripe => _standIns.Stripe.Dashboard;

    public async ValueTask InitializeAsync()
    {
        var studio = new NpmPackage("examples/studio-shop");
        await studio.Build(BuildVariables);
        _open.Add(_site = await StudioSite.Start(studio.Output));
        _open.Add(_standIns = await StandIns.Start(TimeProvider.System, TestContext.Current.CancellationToken, browserPort: 0));
        var service = new TandemProcess(_folder.Path, _standIns, TimeProvider.System);
        _open.Add(service);
        await service.Start(Pace, TestContext.Current.CancellationToken);
        _playwright = await Playwright.CreateAsync();
        _open.Add(_chromium = await Chromium.Launch(_playwright, Host, _standIns.SanityBrowserAddress!.Port));
    }

    /// <summary>Opens the Studio in a browser profile of its own, logged in.</summary>
    public async Task<StudioPage> Open(string token = SanityWorldOptions.PersonToken)
    {
        var context = await _chromium!.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1500, Height = 1000 } });
        var entry = new JsonObject { ["token"] = token }.ToJsonString();
        await context.AddInitScriptAsync($"localStorage.setItem('__studio_auth_token_{Sanity.Options.ProjectId}', '{entry}')");
        return StudioPage.In(await context.NewPageAsync(), _site.Address);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open))
        {
            await open.DisposeAsync();
        }

        _playwright?.Dispose();
        _folder.Dispose();
    }
}
