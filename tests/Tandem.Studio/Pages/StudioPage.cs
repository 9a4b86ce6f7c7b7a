using Microsoft.Playwright;

namespace Tandem.Studio.Pages;

/// <summary>The Studio in a browser window, as a person uses it.</summary>
public sealed class StudioPage : IAsyncDisposable
{
    // Generous: a Studio boots in seconds, and other tests may have the machine as well.
    private const float Patience = 45_000;

    private static readonly string[] VendorHosts = ["api.sanity.io", "core.sanity-cdn.com", "sanity-cdn.com", "studio-static.sanity.io"];

    private readonly List<string> _complaints = [];
    private readonly Uri _address;

    private StudioPage(IPage page, Uri address) => (Page, _address) = (page, address);

    /// <summary>What the browser shows.</summary>
    public IPage Page { get; }

    /// <summary>What its console called an error. That the vendor's own hosts are out of reach here is none.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints)
            {
                return [.. _complaints];
            }
        }
    }

    /// <summary>Opens a window.</summary>
    /// <param name="page">The window.</param>
    /// <param name="address">Where the Studio is.</param>
    internal static StudioPage In(IPage page, Uri address)
    {
        var studio = new StudioPage(page, address);
        page.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        page.PageError += (_, error) => studio.Complain(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !IsOfTheVendor(message))
            {
                studio.Complain($"{message.Text} ({message.Location})");
            }
        };
        return studio;
    }

    /// <summary>Goes to an address of the Studio.</summary>
    public Task Go(string path) => Page.GotoAsync(new Uri(_address, path).AbsoluteUri);

    /// <summary>Opens the list of a type and gives the titles that it shows.</summary>
    public async Task<ILocator> List(string type)
    {
        await Go($"/structure/{type}");
        return Page.GetByTestId("document-list-pane").GetByTestId("default-preview__header").Or(Page.GetByTestId("document-list-pane").GetByTestId("compact-preview__header"));
    }

    /// <summary>Types into the search of the list that is open.</summary>
    public Task SearchList(string text) => Page.GetByPlaceholder("Search list").FillAsync(text);

    /// <summary>Opens the menu of who else is in the Studio.</summary>
    public async Task<ILocator> Others()
    {
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Global presence" }).ClickAsync();
        return Page.GetByRole(AriaRole.Menu);
    }

    /// <summary>Opens a document by its published id.</summary>
    public async Task<DocumentPane> Open(string type, string id)
    {
        await Go($"/structure/{type};{id}");
        return await Shown();
    }

    /// <summary>Begins a new document with an id that the test knows.</summary>
    public async Task<DocumentPane> Create(string type, string id)
    {
        await Go($"/intent/create/template={type};type={type};id={id}/");
        return await Shown();
    }

    /// <summary>Takes a picture, for somebody who wants to look.</summary>
    public Task Picture(string file) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = file });

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();

    private async Task<DocumentPane> Shown()
    {
        var pane = new DocumentPane(Page);
        await pane.Ready();
        return pane;
    }

    private void Complain(string what)
    {
        lock (_complaints)
        {
            _complaints.Add(what);
        }
    }

    // Fonts, news and newer versions are its vendor's; StudioSite's policy and the browser's names keep the Studio from asking for them.
    private static bool IsOfTheVendor(IConsoleMessage message) =>
        message.Text.Contains("net::ERR_NAME_NOT_RESOLVED", StringComparison.Ordinal)
        || (message.Text.Contains("Content Security Policy", StringComparison.Ordinal) && VendorHosts.Any(host => message.Text.Contains($"https://{host}/", StringComparison.Ordinal)))
        || (message.Text.Contains("Content Security Policy", StringComparison.Ordinal) && message.Text.Contains(".sanity", StringComparison.Ordinal))
        || message.Text.StartsWith("Failed to fetch version for package", StringComparison.Ordinal);
}
