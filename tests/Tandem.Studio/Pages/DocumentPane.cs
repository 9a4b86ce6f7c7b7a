using Microsoft.Playwright;

namespace Tandem.Studio.Pages;

/// <summary>The form of one document, with the buttons below it.</summary>
/// <param name="page">The window that shows it.</param>
public sealed class DocumentPane(IPage page)
{
    private ILocator Pane => page.GetByTestId("document-pane").Last;

    /// <summary>The button that publishes.</summary>
    public ILocator PublishButton => Pane.GetByTestId("action-publish");

    /// <summary>The document's title above its form.</summary>
    public ILocator Title => Pane.GetByTestId("document-panel-document-title");

    /// <summary>A field, by its name in the schema (nested: <c>recurring.interval</c>).</summary>
    public FormField Field(string name) => new(page, Pane, name);

    /// <summary>Waits until the form can be used.</summary>
    public Task Ready() => Pane.GetByTestId("form-view").WaitForAsync();

    /// <summary>Publishes what was typed, once the Studio allows it, and waits until it says that it is done.</summary>
    public async Task Publish()
    {
        // A publish that comes before the typed values are saved and validated is taken back without a word.
        await Assertions.Expect(Pane.GetByText("Saved", new LocatorGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(PublishButton).ToBeEnabledAsync();
        await PublishButton.ClickAsync();
        await Assertions.Expect(PublishButton).ToBeDisabledAsync();
    }

    /// <summary>Runs a document action of the menu beside the publish button; a dialog that it opens is left to the caller.</summary>
    public async Task Act(string action)
    {
        await Pane.GetByTestId("action-menu-button").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = action }).ClickAsync();
    }

    /// <summary>The names of the actions in the menu, with it left open.</summary>
    public async Task<ILocator> Actions()
    {
        await Pane.GetByTestId("action-menu-button").ClickAsync();
        return page.GetByRole(AriaRole.Menuitem);
    }

    /// <summary>Presses a button of the dialog that is open.</summary>
    public Task Confirm(string button) => page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button }).ClickAsync();
}
