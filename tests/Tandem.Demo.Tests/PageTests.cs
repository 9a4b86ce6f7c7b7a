using Microsoft.Playwright;

namespace Tandem.Demo.Tests;

public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    // Generous: the tests of other projects may have the machine as well.
    private const float Patience = 15_000;

    [Fact]
    public async Task An_edit_on_the_left_appears_on_the_right_and_back()
    {
        var (page, complaints) = await browser.Open();

        await Submit(page, "#content .card:has-text('product-lamp') footer button:has-text('Edit')", "Publish", ("name", "Dawn Lamp"));
        await Shown(page, "#charging .card h3:text-is('Dawn Lamp')");
        var flag = Shown(page, "#content .card:has-text('product-lamp') .badge.flag"); // for two seconds only: somebody must be looking
        await Submit(page, "#charging .card:has(h3:text-is('Dawn Lamp')) footer button:has-text('Edit')", "Save", ("name", "Noon Lamp"));
        await Shown(page, "#content .card:has-text('product-lamp') h3:text-is('Noon Lamp')");
        await flag;
        await Shown(page, "#timeline .line.hint");
        await Shown(page, "#timeline .line.plan");
        await Shown(page, "#timeline .line.write.stripe:has-text('Dawn Lamp')");
        await Shown(page, "#timeline .line.write.sanity:has-text('Noon Lamp')");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_draft_stays_on_the_left_until_it_is_published()
    {
        var (page, _) = await browser.Open();
        const string Card = "#content .card:has-text('product-notebook')";

        await Submit(page, $"{Card} footer button:has-text('Edit')", "Save draft", ("description", "For fields & <b>forests</b>."));
        await Shown(page, $"{Card} .pending ins:text-is('For fields & <b>forests</b>.')");
        Assert.Equal(0, await page.Locator("#charging :text('forests')").CountAsync());
        await page.ClickAsync($"{Card} .pending button:has-text('Publish')");

        await Shown(page, "#charging .card .text:text-is('For fields & <b>forests</b>.')");
        await Expect(page, $"{Card} .pending", 0);
    }

    [Fact]
    public async Task A_changed_amount_shows_the_old_price_archived_and_the_new_one_as_the_default()
    {
        var (page, _) = await browser.Open();

        await Submit(page, "#content .card:has-text('product-membership') .prices li:has-text('€19.00') button", "Publish", ("amount", "21.50"));

        await Shown(page, "#charging .card:has-text('Studio Membership') li.archived:has-text('€19.00')");
        await Shown(page, "#charging .card:has-text('Studio Membership') li:not(.archived):has-text('€21.50') .mark:text-is('default')");
    }

    [Fact]
    public async Task A_product_can_be_made_on_either_side()
    {
        var (page, _) = await browser.Open();

        await Submit(page, ".side.content .head button", "Publish", ("name", "Paper Kite"), ("amount", "18"));
        await Shown(page, "#charging .card:has(h3:text-is('Paper Kite')) :text-is('€18.00')");
        await Submit(page, ".side.charging .head button", "Create", ("name", "Tin Boat"), ("amount", "9.50"));
        await Shown(page, "#content .card:has(h3:text-is('Tin Boat')) :text-is('€9.50')");
    }

    [Fact]
    public async Task A_wrong_amount_is_explained_where_it_was_typed()
    {
        var (page, _) = await browser.Open();

        await page.ClickAsync(".side.content .head button");
        await page.FillAsync("dialog [name=name]", "Nothing");
        await page.FillAsync("dialog [name=amount]", "12.345");
        await page.ClickAsync("dialog button:text-is('Publish')");

        await Shown(page, "dialog .problem:has-text('2 decimals')");
    }

    [Fact]
    public async Task A_killed_service_catches_up_when_it_is_started_again()
    {
        var (page, _) = await browser.Open();
        await Submit(page, ".side.content .head button", "Publish", ("name", "Glass Top"), ("amount", "7"));
        await Shown(page, "#charging .card h3:text-is('Glass Top')");

        await page.ClickAsync("[data-act='/act/trouble/kill']");
        await Shown(page, ".service.killed");
        await Submit(page, "#content .card:has(h3:text-is('Glass Top')) footer button:has-text('Edit')", "Publish", ("name", "Glass Top, mended"));
        await Shown(page, "#timeline .line.trouble:has-text('could not be delivered')");
        await page.ClickAsync("[data-act='/act/trouble/start']");

        await Shown(page, ".service.running");
        await Shown(page, "#charging .card h3:text-is('Glass Top, mended')");
    }

    [Fact]
    public async Task A_conflict_is_told_with_the_value_that_lost()
    {
        var (page, _) = await browser.Open();

        await page.ClickAsync("[data-act='/act/trouble/conflict']");

        await Shown(page, "#timeline .line.conflict:has-text('finance’s')");
        await Shown(page, "#charging .card h3:has-text('editor’s')");
    }

    [Fact]
    public async Task A_lost_webhook_is_made_up_for_by_the_sweep()
    {
        var (page, _) = await browser.Open();
        await Submit(page, ".side.charging .head button", "Create", ("name", "Wool Hat"), ("amount", "30"));
        await Shown(page, "#content .card h3:text-is('Wool Hat')");

        await page.ClickAsync("[data-side=Stripe][data-kind=Drop]");
        await Submit(page, "#charging .card:has(h3:text-is('Wool Hat')) footer button:has-text('Edit')", "Save", ("name", "Felt Hat"));

        await Shown(page, "#content .card h3:text-is('Felt Hat')");
    }

    [Fact]
    public async Task On_a_phone_nothing_is_wider_than_the_screen()
    {
        var (page, complaints) = await browser.Open(width: 390);

        foreach (var pane in new[] { "content", "middle", "charging" })
        {
            await page.ClickAsync($".tabs [data-show={pane}]");
            await Shown(page, $"main > .{pane}");
            Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }

        await page.ClickAsync("#charging .card >> nth=0 >> button:has-text('Edit')");
        await Shown(page, "dialog[open]");
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Host", "evil.example")]
    public async Task Another_site_can_do_nothing(string header, string value)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(browser.Address, "/act/trouble/kill")) { Content = new FormUrlEncodedContent([]) };
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static async Task Submit(IPage page, string open, string button, params (string Field, string Value)[] fields)
    {
        await page.ClickAsync(open);
        foreach (var (field, value) in fields)
        {
            await page.FillAsync($"dialog [name={field}]", value);
        }

        await page.ClickAsync($"dialog button:text-is('{button}')");
        await page.WaitForSelectorAsync("dialog:not([open])", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
    }

    private static Task Shown(IPage page, string selector) =>
        page.Locator(selector).First.WaitForAsync(new LocatorWaitForOptions { Timeout = Patience });

    private static async Task Expect(IPage page, string selector, int count) =>
        await Assertions.Expect(page.Locator(selector)).ToHaveCountAsync(count, new LocatorAssertionsToHaveCountOptions { Timeout = Patience });
}
