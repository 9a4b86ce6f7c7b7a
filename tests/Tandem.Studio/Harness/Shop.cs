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
    private static readonly Dictionary<Variable, string> Pace = new() { [EngineVariables.FirstRetry] = "50ms", [Variables.Studio] = "on" };

    // Generous: the tests of other projects may have the machine as well.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly ThrowawayFolder _folder = new();
    private readonly List<IAsyncDisposable> _open = [];
    private IPlaywright? _playwright;
    private IBrowser? _chromium;
    private StudioSite _site = null!;
    private StandIns _standIns = null!;
    private TandemProcess _service = null!;

    /// <summary>The content side.</summary>
    public SanityWorld Sanity => _standIns.Sanity;

    /// <summary>The charging side.</summary>
    public StripeDashboard Stripe => _standIns.Stripe.Dashboard;

    public async ValueTask InitializeAsync()
    {
        _open.Add(_site = await StudioSite.Start(await BuiltStudio()));
        _open.Add(_standIns = await StandIns.Start(TimeProvider.System, TestContext.Current.CancellationToken, browserPort: 0));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, Mapping.FileName), """{"product":{"fields":{"metadata.brand":{"path":"brand","conflict":"ask"}}}}""", TestContext.Current.CancellationToken);
        _open.Add(_service = new TandemProcess(_folder.Path, _standIns, TimeProvider.System));
        await _service.Start(Pace, TestContext.Current.CancellationToken);
        _playwright = await Playwright.CreateAsync();
        _open.Add(_chromium = await Chromium.Launch(_playwright, ShopStudio.Host, _standIns.SanityBrowserAddress!.Port));
    }

    /// <summary>The folder of the Studio that is tested: that of <c>examples/studio-shop</c>, or one that was built elsewhere, of another version (<c>eng/studio6</c>).</summary>
    public static async Task<string> BuiltStudio() =>
        Environment.GetEnvironmentVariable("TANDEM_STUDIO_SITE") ?? await ShopStudio.Build(Console.Error.WriteLine, TestContext.Current.CancellationToken);

    /// <summary>Has a product on both sides, in step.</summary>
    /// <returns>Its id in Stripe.</returns>
    public Task<string> InStep(string id, string name)
    {
        Sanity.Editor.PublishNew(new JsonObject { ["_id"] = id, ["_type"] = "product", ["name"] = name, ["active"] = true });
        return See($"\"{id}\" with the id of its Stripe product", () => (string?)Sanity.Document(id)?["stripeProductId"]);
    }

    /// <summary>Gives a product a price, in step on both sides.</summary>
    /// <param name="id">The price document's id.</param>
    /// <param name="product">The product's.</param>
    /// <param name="amount">In minor units of the euro.</param>
    /// <returns>Its id in Stripe.</returns>
    public Task<string> Priced(string id, string product, int amount)
    {
        Sanity.Editor.PublishNew(new JsonObject
        {
            ["_id"] = id, ["_type"] = "price", ["product"] = new JsonObject { ["_type"] = "reference", ["_ref"] = product }, ["currency"] = "eur", ["unit_amount"] = amount, ["active"] = true,
        });
        return See($"\"{id}\" with the id of its Stripe price", () => (string?)Sanity.Document(id)?["stripePriceId"]);
    }

    /// <summary>Lets things happen while the service is not there to see them.</summary>
    public async Task Away(Func<Task> happening)
    {
        ArgumentNullException.ThrowIfNull(happening);
        _service.Kill();
        await happening();
        await _service.Start(Pace, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until there is something to see on a side.</summary>
    /// <param name="what">What is waited for, for the message when it never comes.</param>
    /// <param name="look">Looks; null for not yet.</param>
    public static async Task<T> See<T>(string what, Func<T?> look)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var timer = new PeriodicTimer(Glance);
        try
        {
            while (true)
            {
                if (look() is { } seen)
                {
                    return seen;
                }

                await timer.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException late) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Waited {Patience.TotalSeconds} seconds for {what}.", late);
        }
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
