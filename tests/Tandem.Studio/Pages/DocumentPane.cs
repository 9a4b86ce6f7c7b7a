using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Tandem.Studio.Pages;

/// <summary>The form of one document, with the buttons below it.</summary>
/// <param name="page">The window that shows it.</param>
public sealed partial class DocumentPane(IPage page)
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
        // While the Studio checks and saves what was typed last, it takes no click, or takes it back, though the button is there: then it can be pressed again.
        await Assertions.Expect(PublishButton).ToBeEnabledAsync();
        for (var tries = 0; tries < 10; tries++)
        {
            if (!await Soon(() => Assertions.Expect(PublishButton).ToBeEnabledAsync(new LocatorAssertionsToBeEnabledOptions { Timeout = 1_500 })))
            {
                return;
            }

            await PublishButton.ClickAsync();
            await Soon(() => Assertions.Expect(PublishButton).ToBeDisabledAsync(new LocatorAssertionsToBeDisabledOptions { Timeout = 3_000 }));
        }

        throw new TimeoutException("The document could not be published in ten tries.");
    }

    private static async Task<bool> Soon(Func<Task> expected)
    {
        try
        {
            await expected();
            return true;
        }
        catch (PlaywrightException)
        {
            return false;
        }
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

    /// <summary>Shows the fields of a group.</summary>
    public Task Group(string title) => Pane.GetByRole(AriaRole.Tab, new LocatorGetByRoleOptions { Name = title }).ClickAsync();

    /// <summary>Opens the plugin's panel.</summary>
    public Task<StripePanel> Panel() => new StripePanel(page).Open();

    /// <summary>Waits until the badge beside the title says something.</summary>
    public Task Badge(string text) => Assertions.Expect(Pane.GetByText(text).First).ToBeVisibleAsync();

    /// <summary>Waits until the dialog that is open says something.</summary>
    public Task Hears(string text) => Assertions.Expect(page.GetByRole(AriaRole.Dialog).GetByText(text).First).ToBeVisibleAsync();

    /// <summary>Presses a button of the dialog that is open.</summary>
    public Task Confirm(string button) => page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true }).ClickAsync();

    /// <summary>Answers the Studio's own question whether a document is to be deleted, which Studio 6 words by how many versions there are.</summary>
    public Task ConfirmDelete() => page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = DeleteNow }).ClickAsync();

    [GeneratedRegex("^Delete (all versions|document)$")]
    private static partial Regex DeleteNow { get; }
}
