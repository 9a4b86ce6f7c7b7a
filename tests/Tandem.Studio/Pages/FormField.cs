using Microsoft.Playwright;

namespace Tandem.Studio.Pages;

/// <summary>One field of a form.</summary>
/// <param name="page">The window.</param>
/// <param name="pane">The pane that the form is in.</param>
/// <param name="name">Its name in the schema.</param>
public sealed class FormField(IPage page, ILocator pane, string name)
{
    /// <summary>All of it: title, input and messages.</summary>
    public ILocator Whole => pane.GetByTestId($"field-{name}");

    /// <summary>What one types into.</summary>
    public ILocator Input => Whole.Locator("input, textarea").First;

    /// <summary>Types a text or a number in place of what is there.</summary>
    public Task Set(string text) => Input.FillAsync(text);

    /// <summary>Waits until it shows a value.</summary>
    public Task Shows(string text) => Assertions.Expect(Input).ToHaveValueAsync(text);

    /// <summary>Chooses the document that a reference field names, as a person does: by searching for its title.</summary>
    public async Task Refer(string title)
    {
        await Input.FillAsync(title);
        await page.GetByRole(AriaRole.Option).Or(page.GetByTestId("autocomplete-popover").GetByRole(AriaRole.Button))
            .Filter(new LocatorFilterOptions { HasText = title }).First.ClickAsync();
    }
}
