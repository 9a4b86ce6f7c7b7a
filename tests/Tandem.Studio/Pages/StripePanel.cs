using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Tandem.Studio.Pages;

/// <summary>The plugin's panel beside a form: how the document stands, and what can be decided.</summary>
/// <param name="page">The window.</param>
public sealed partial class StripePanel(IPage page)
{
    private ILocator Panel => page.GetByTestId("document-pane").Last.Locator("aside, [data-ui='DocumentInspectorPanel'], [data-testid='document-inspector']").Or(page.GetByTestId("document-pane").Last).Last;

    /// <summary>Opens the panel by its button above the form.</summary>
    internal async Task<StripePanel> Open()
    {
        await page.GetByTestId("document-pane").Last.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = Opener }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Close the Stripe panel" }).WaitForAsync();
        return this;
    }

    /// <summary>Waits until it says something.</summary>
    public Task Says(string text) => Assertions.Expect(Panel.GetByText(text).First).ToBeVisibleAsync();

    /// <summary>Presses one of its buttons.</summary>
    public Task Press(string button) => Panel.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true }).First.ClickAsync();

    [GeneratedRegex("^(Stripe$|Stripe: |In step with Stripe$)")]
    private static partial Regex Opener { get; }
}
