using Microsoft.Playwright;
using Tandem.Cli.Demo;
using Tandem.Studio.Harness;
using Tandem.Studio.Pages;

namespace Tandem.Studio;

/// <summary><c>tandem demo --studio</c>, with ports of the system's choice: a stage of its own, not the shop of the other tests.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task What_is_published_in_the_left_half_of_the_demo_is_seen_in_the_right_and_nothing_answers_after_its_end()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var ready = new TaskCompletionSource<DemoAddresses>();
        var place = new DemoPlace(0, new StudioPlace(await Shop.BuiltStudio(), ApiPort: 0));
        var playing = DemoRun.Play(place, TimeProvider.System, ready.SetResult, stopping.Token);
        await Task.WhenAny(ready.Task, playing);
        Assert.False(playing.IsCompleted, $"The demo ended: {playing.Exception}");
        var demo = await ready.Task;
        Assert.All([demo.Page, demo.Studio!.LogIn, demo.Studio.Ping], address => Assert.Contains(address.AbsoluteUri, demo.Told));

        await Publish(demo, "Field Notebook", "Travel Notebook");

        await stopping.CancelAsync();
        await playing;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        foreach (var address in new[] { demo.Page, demo.Studio.LogIn, demo.Listening! })
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(address, cancellation));
        }
    }

    private static async Task Publish(DemoAddresses demo, string name, string newName)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await Chromium.Launch(playwright, ShopStudio.Host, demo.Listening!.Port);
        var page = await chromium.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 2000, Height = 1100 } });
        var studio = StudioPage.In(page, demo.Page);
        await studio.Go("/");
        await Assertions.Expect(page.Locator("#charging").GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Name = name })).ToBeVisibleAsync();

        var frame = page.FrameLocator("#studio");
        await frame.GetByText("Products").First.ClickAsync();
        await frame.GetByTestId("document-list-pane").GetByText(name).First.ClickAsync();
        await frame.Locator("[id='name']").First.FillAsync(newName);
        await frame.GetByTestId("action-publish").ClickAsync();

        await Assertions.Expect(page.Locator("#charging").GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Name = newName })).ToBeVisibleAsync();
        await Assertions.Expect(frame.GetByText("In step with Stripe").First).ToBeVisibleAsync();
        Assert.Empty(studio.Complaints);
    }
}
