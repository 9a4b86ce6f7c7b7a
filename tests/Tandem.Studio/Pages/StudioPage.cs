using Microsoft.Playwright;

namespace Tandem.Studio.Pages;

/// <summary>The Studio in one browser window.</summary>
public sealed class StudioPage : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private readonly Uri _address;

    internal StudioPage(IPage page, Uri address)
    {
        (Page, _address) = (page, address);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    /// <summary>What the browser shows.</summary>
    public IPage Page { get; }

    /// <summary>What its console said that is bad.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Goes to an address of the Studio.</summary>
    public Task Go(string path) => Page.GotoAsync(new Uri(_address, path).AbsoluteUri);

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
