using Microsoft.Playwright;

namespace Tandem.Studio.Pages;

/// <summary>One field of a form.</summary>
/// <param name="page">The window.</param>
/// <param name="pane">The pane that the form is in.</param>
/// <param name="name">Its name in the schema.</param>
public sealed class FormField(IPage page, ILocator pane, string name)
{
    /// <summary>What one types into or clicks.</summary>
    public ILocator Input => pane.Locator($"[id='{name}']").First;

    /// <summary>All of it: title, input and messages. A reference has no such frame.</summary>
    public ILocator Whole => pane.GetByTestId($"field-{name}");

    /// <summary>Types a text or a number in place of what is there.</summary>
    public Task Set(string text) => Input.FillAsync(text);

    /// <summary>Chooses an entry of a list of texts by what it is called.</summary>
    public Task Choose(string label) => Input.SelectOptionAsync(new SelectOptionValue { Label = label });

    /// <summary>Waits until it shows a value.</summary>
    public Task Shows(string text) => Assertions.Expect(Input).ToHaveValueAsync(text);

    /// <summary>Waits until nobody can type into it.</summary>
    public Task IsReadOnly() => Assertions.Expect(Input).Not.ToBeEditableAsync();

    /// <summary>Chooses the document that a reference names, as a person does: searches for its title and takes the first that is offered.</summary>
    public async Task Refer(string title)
    {
        await Input.FillAsync(title);
        await page.Locator($"[id='{name}-listbox']").GetByText(title).First.ClickAsync();
    }
}
