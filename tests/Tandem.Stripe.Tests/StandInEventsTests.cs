using Tandem.Core;
using Tandem.Engine;
using Tandem.Sandbox;

namespace Tandem.Stripe.Tests;

/// <summary>Events, listing and identity against the whole stand-in.</summary>
public sealed class StandInEventsTests
{
    private static readonly Identity Test = new("acct_1SandboxTandem", "test");

    [Fact]
    public async Task The_feed_and_the_webhooks_tell_the_same()
    {
        using var shop = new Shop(options => options with { Expected = Test, PageLimit = 2 });
        shop.Dashboard.AddEndpoint(new Uri("http://127.0.0.1:1/hook"));
        var cursor = (await shop.Catalog.Feed(null, default)).Value!.Cursor;
        await shop.Done(new Change.Create
        {
            Side = Side.Stripe, Kind = Kind.Product, Reason = "test", Id = "tandem_1", Mirror = "doc-1", Fields = Fields.Of(("name", new FieldValue.Text("A"))),
        });
        shop.Dashboard.EditProduct("tandem_1", ("description", "d"), ("metadata[brand]", "B"));
        shop.Price("tandem_1", ("unit_amount", "100"));
        await shop.Done(Shop.Update(Kind.Product, "tandem_1", Shop.To("metadata.brand", (FieldValue?)null), Shop.To("name", "A2")));

        var fed = new List<Delivery>();
        FeedPage page;
        do
        {
            page = (await shop.Catalog.Feed(cursor, default)).Value!;
            fed.AddRange(page.Deliveries);
            cursor = page.Cursor;
        }
        while (page.HasMore);
        var hooked = shop.World.Outbox.Waiting
            .Select(waiting => StripeDelivery.Read("default", Test, waiting.Body, shop.Clock.GetUtcNow()).Value!)
            .ToDictionary(delivery => delivery.Id);

        Assert.Equal(["product.created", "product.updated", "price.created", "product.updated"], fed.Select(delivery => delivery.Type));
        Assert.Equal(4, hooked.Count);
        Assert.All(fed, delivery => Assert.Equal(Told(hooked[delivery.Id]), Told(delivery)));
        Assert.Equal(["token-1", null, null, "token-2"], fed.Select(delivery => delivery.Token));
        Assert.Equal("""metadata.brand="B", name="A" """.Trim(), Told(fed[3].Previous));
        Assert.Equal("description=unset, metadata.brand=unset", Told(fed[1].Previous));
        Assert.All(fed, delivery => Assert.Null(delivery.Foreign));
    }

    [Fact]
    public async Task Events_that_stripe_forgot_make_the_cursor_lost()
    {
        using var shop = new Shop();
        shop.Product();
        var cursor = (await shop.Catalog.Feed(null, default)).Value!.Cursor;
        shop.Clock.Advance(TimeSpan.FromDays(31));
        shop.Product();

        var lost = (await shop.Catalog.Feed(cursor, default)).Value!;
        var next = (await shop.Catalog.Feed(lost.Cursor, default)).Value!;

        Assert.True(lost.IsLost);
        Assert.False(next.IsLost);
        Assert.Empty(next.Deliveries);
    }

    [Fact]
    public async Task An_event_that_stripe_forgot_while_nothing_happened_loses_nothing()
    {
        using var shop = new Shop();
        shop.Product();
        var cursor = (await shop.Catalog.Feed(null, default)).Value!.Cursor;
        for (var day = 0; day < 40; day++)
        {
            shop.Clock.Advance(TimeSpan.FromDays(1));
            var quiet = (await shop.Catalog.Feed(cursor, default)).Value!;
            Assert.False(quiet.IsLost);
            Assert.Empty(quiet.Deliveries);
            cursor = quiet.Cursor;
        }

        var product = shop.Product();
        var page = (await shop.Catalog.Feed(cursor, default)).Value!;

        Assert.Equal(product, Assert.Single(page.Deliveries).Subject?.Id);
    }

    [Fact]
    public async Task The_first_event_of_an_empty_account_is_fed()
    {
        using var shop = new Shop();
        var cursor = (await shop.Catalog.Feed(null, default)).Value!.Cursor;
        var product = shop.Product();

        var page = (await shop.Catalog.Feed(cursor, default)).Value!;

        Assert.Equal(product, Assert.Single(page.Deliveries).Subject?.Id);
    }

    [Fact]
    public async Task A_transferred_lookup_key_is_told_of_by_the_old_holders_event()
    {
        using var shop = new Shop();
        var product = shop.Product();
        var holder = shop.Price(product, ("unit_amount", "100"), ("lookup_key", "k"));
        var cursor = (await shop.Catalog.Feed(null, default)).Value!.Cursor;
        var other = shop.Price(product, ("unit_amount", "200"));
        var change = Shop.Update(Kind.Price, other, Shop.To("lookup_key", "k"));

        var refused = await shop.Apply(change);
        await shop.Done(change with { TakesLookupKey = true });
        var fed = (await shop.Catalog.Feed(cursor, default)).Value!.Deliveries;

        Assert.Equal("lookup_key", Assert.IsType<CatalogFault.Refused>(refused.Fault).Field);
        var told = Assert.Single(fed, delivery => delivery.Subject?.Id == holder);
        Assert.Equal([new PreviousValue("lookup_key", new FieldValue.Text("k"))], told.Previous);
        Assert.Equal("token-2", told.Token);
    }

    [Fact]
    public async Task Every_product_is_listed_once_whatever_its_state()
    {
        using var shop = new Shop(options => options with { PageLimit = 2 });
        var ids = Enumerable.Range(1, 7).Select(number => shop.Product($"P{number}")).ToList();
        shop.Dashboard.ArchiveProduct(ids[1]);
        shop.Dashboard.ArchiveProduct(ids[4]);
        shop.Dashboard.ArchiveProduct(ids[5]);
        shop.Dashboard.EditProduct(ids[0], ("metadata[sanity_id]", "doc"));
        var listed = new List<ListedProduct>();
        string? cursor = null;
        do
        {
            var page = (await shop.Catalog.List(cursor, default)).Value!;
            listed.AddRange(page.Products);
            cursor = page.Cursor;
        }
        while (cursor is not null);

        Assert.Equal(ids.Order(StringComparer.Ordinal), listed.Select(product => product.Id).Order(StringComparer.Ordinal));
        Assert.Equal("doc", listed.Single(product => product.Id == ids[0]).Mirror);
        Assert.All(listed, product => Assert.NotNull(product.Revision));
    }

    [Fact]
    public async Task Keys_of_each_sort_tell_whose_data_they_open()
    {
        using var full = new Shop();
        using var live = new Shop(options => options with { SecretKey = new Secret("sk_live_x") });
        using var restricted = new Shop(options => options with { SecretKey = new Secret("rk_live_x") });
        restricted.World.Keys.Restrict("rk_live_x", "rak_product_write", "rak_plan_write", "rak_event_read");

        Assert.Equal(Test, (await full.Catalog.Identify(default)).Value);
        Assert.Equal(Test with { Realm = "live" }, (await live.Catalog.Identify(default)).Value);
        Assert.Equal(Test with { Realm = "live" }, (await restricted.Catalog.Identify(default)).Value);
    }

    [Fact]
    public async Task A_restricted_key_without_a_right_is_told_which_one_it_lacks()
    {
        using var shop = new Shop(options => options with { SecretKey = new Secret("rk_test_x") });
        shop.World.Keys.Restrict("rk_test_x", "rak_product_read", "rak_plan_read");
        var product = shop.Product();

        Assert.Null((await shop.Catalog.Observe(new Question { ProductId = product }, default)).Fault);
        var refused = await shop.Apply(Shop.Update(Kind.Product, product, Shop.To("name", "N")));
        Assert.Contains("rak_product_write", Assert.IsType<CatalogFault.Unauthorized>(refused.Fault).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_real_sockets_it_is_the_same()
    {
        using var shop = new Shop();
        await using var host = await SandboxHost.Start(shop.World, new SandboxHostOptions());
        var product = shop.Product();
        var price = shop.Price(product, ("unit_amount", "100"));
        using var catalog = StripeCatalog.Create(new StripeOptions { SecretKey = new Secret("sk_test_x"), ApiBase = host.Address }, TimeProvider.System);

        var seen = await catalog.Observe(new Question { ProductId = product, PriceIds = [price] }, default);
        var belonging = await catalog.Locate(new ObjectId(Side.Stripe, Kind.Price, price), default);
        await host.DisposeAsync();
        var dead = await catalog.Apply(new Write("t", [Shop.Update(Kind.Product, product, Shop.To("name", "N"))], []), default);

        Assert.Equal(price, Assert.Single(seen.Value!.Prices).Id);
        Assert.Equal(product, belonging.Value!.ProductId);
        Assert.True(dead.Fault is CatalogFault.Unavailable or CatalogFault.Unknown { WasAnswered: false });
    }

    private static string Told(Delivery delivery) =>
        $"{delivery.Type} {delivery.Subject} {string.Join(',', delivery.Related)} {delivery.Token} {Told(delivery.Previous)} {delivery.Foreign}";

    private static string Told(IEnumerable<PreviousValue> previous) =>
        string.Join(", ", previous.OrderBy(value => value.Field, StringComparer.Ordinal).Select(value => $"{value.Field}={value.Value?.ToString() ?? "unset"}"));
}
