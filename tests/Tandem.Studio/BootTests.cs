using Microsoft.Playwright;
using Tandem.Sandbox.Sanity;
using Tandem.Studio.Harness;

namespace Tandem.Studio;

public sealed class BootTests(Shop shop)
{
    [Fact]
    public async Task The_studio_boots_without_an_error_in_its_console_and_lists_the_products()
    {
        await shop.InStep("boot-lamp", "Boot lamp");
        await shop.InStep("boot-vase", "Boot vase");
        await using var studio = await shop.Open();

        var list = await studio.List("product");

        await Assertions.Expect(list.GetByText("Boot lamp")).ToBeVisibleAsync();
        await Assertions.Expect(list.GetByText("Boot vase")).ToBeVisibleAsync();
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task The_list_of_products_can_be_searched()
    {
        await shop.InStep("search-kettle", "Copper kettle");
        await shop.InStep("search-pan", "Copper pan");
        await using var studio = await shop.Open();
        var list = await studio.List("product");
        await Assertions.Expect(list.GetByText("Copper pan")).ToBeVisibleAsync();

        await studio.SearchList("kettle");

        await Assertions.Expect(list.GetByText("Copper pan")).Not.ToBeVisibleAsync();
        await Assertions.Expect(list.GetByText("Copper kettle")).ToBeVisibleAsync();
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task Whoever_has_the_same_document_open_is_seen()
    {
        await shop.InStep("boot-desk", "Boot desk");
        await using var editor = await shop.Open();
        await using var viewer = await shop.Open(SanityWorldOptions.ReaderToken);

        await editor.Open("product", "boot-desk");
        await viewer.Open("product", "boot-desk");

        await Assertions.Expect((await editor.Others()).GetByText(SanityUser.Reader.Name)).ToBeVisibleAsync();
        await Assertions.Expect((await viewer.Others()).GetByText(SanityUser.Person.Name)).ToBeVisibleAsync();
        Assert.Empty(editor.Complaints.Concat(viewer.Complaints));
    }
}
