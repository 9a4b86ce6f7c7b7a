using System.Text;
using System.Threading.Channels;
using Stripe;

namespace Tandem.Sandbox.Tests.Interop;

/// <summary>The official .NET client, unmodified, against the stand-in on a socket.</summary>
public sealed class StripeNetTests : IAsyncLifetime
{
    private readonly StripeWorld _world = new(new StripeOptions { TestRate = 0 }, TimeProvider.System);
    private SandboxHost _host = null!;
    private HttpClient _http = null!;
    private StripeClient _stripe = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await SandboxHost.Start(_world, new SandboxHostOptions());
        _http = new HttpClient();
        _stripe = new StripeClient(new StripeClientOptions
        {
            ApiKey = "sk_test_interop",
            ApiBase = _host.Address.AbsoluteUri.TrimEnd('/'),
            HttpClient = new SystemNetHttpClient(_http, maxNetworkRetries: 2, appInfo: null, enableTelemetry: false),
        });
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_product_and_its_price_are_created_updated_and_read_back()
    {
        var product = await _stripe.V1.Products.CreateAsync(new ProductCreateOptions
        {
            Name = "Größe",
            Images = ["https://example.test/1.png", "https://example.test/2.png"],
            MarketingFeatures = [new ProductMarketingFeatureOptions { Name = "fast" }],
            Metadata = new Dictionary<string, string> { ["sanity_id"] = "doc-1" },
            PackageDimensions = new ProductPackageDimensionsOptions { Height = 1, Length = 2.5m, Weight = 3, Width = 4 },
        });
        var price = await _stripe.V1.Prices.CreateAsync(new PriceCreateOptions
        {
            Product = product.Id,
            Currency = "usd",
            UnitAmountDecimal = 10.0000m,
            Recurring = new PriceRecurringOptions { Interval = "month" },
            CurrencyOptions = new Dictionary<string, PriceCurrencyOptionsOptions> { ["eur"] = new() { UnitAmount = 9 } },
            Expand = ["currency_options"],
        });
        await _stripe.V1.Products.UpdateAsync(product.Id, new ProductUpdateOptions { DefaultPrice = price.Id, Description = "d" });
        var read = await _stripe.V1.Products.GetAsync(product.Id, new ProductGetOptions { Expand = ["default_price"] });

        Assert.Equal(("Größe", "d", 2.5m, 10L), (read.Name, read.Description, read.PackageDimensions.Length, read.DefaultPrice.UnitAmount));
        Assert.Equal(9, price.CurrencyOptions["eur"].UnitAmount);
        Assert.Equal("2026-10-28.endive", read.StripeResponse.Headers.GetValues("Stripe-Version").Single());
        Assert.Equal(price.Id, (await _stripe.V1.Prices.GetAsync(price.Id)).Id);
    }

    [Fact]
    public async Task Tiers_survive_the_round_trip()
    {
        var product = await _stripe.V1.Products.CreateAsync(new ProductCreateOptions { Name = "x" });
        var price = await _stripe.V1.Prices.CreateAsync(new PriceCreateOptions
        {
            Product = product.Id,
            Currency = "usd",
            BillingScheme = "tiered",
            TiersMode = "graduated",
            Recurring = new PriceRecurringOptions { Interval = "year" },
            Tiers = [new PriceTierOptions { UpTo = 10, UnitAmountDecimal = 1.5m }, new PriceTierOptions { UpTo = PriceTierUpTo.Inf, FlatAmount = 3 }],
            Expand = ["tiers"],
        });

        Assert.Equal([(10L, 1.5m, null), (null, null, (long?)3)], price.Tiers.Select(tier => (tier.UpTo, tier.UnitAmountDecimal, tier.FlatAmount)));
    }

    [Fact]
    public async Task Assigned_nulls_clear_and_an_empty_list_clears()
    {
        var product = await _stripe.V1.Products.CreateAsync(new ProductCreateOptions { Name = "x", Description = "d", Images = ["https://a.test"], Url = "https://a.test" });
        var cleared = await _stripe.V1.Products.UpdateAsync(product.Id, new ProductUpdateOptions { Description = null, Images = [], Url = null });

        Assert.Null(cleared.Description);
        Assert.Empty(cleared.Images);
        Assert.Null(cleared.Url);
    }

    [Fact]
    public async Task Lists_page_by_themselves_and_events_come_oldest_first_from_a_cursor()
    {
        for (var index = 0; index < 25; index++)
        {
            await _stripe.V1.Products.CreateAsync(new ProductCreateOptions { Name = $"p{index}", Id = $"p{index}" });
        }

        var names = await _stripe.V1.Products.ListAutoPagingAsync(new ProductListOptions { Limit = 10 }).Select(product => product.Name).ToListAsync();
        var first = _world.Dashboard.Events[^1];
        var events = await _stripe.V1.Events
            .ListAutoPagingAsync(new EventListOptions { EndingBefore = (string)first["id"]!, Limit = 10, Types = ["product.created"] })
            .Select(value => ((Product)value.Data.Object).Name)
            .ToListAsync();

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(index => $"p{index}"), names);
        Assert.Equal(Enumerable.Range(1, 24).Select(index => $"p{index}"), events);
        Assert.Equal(2, (await _stripe.V1.Products.ListAsync(new ProductListOptions { Ids = ["p1", "p2", "p99"] })).Data.Count);
    }

    [Fact]
    public async Task Errors_arrive_as_the_clients_own_exceptions()
    {
        var missing = await Assert.ThrowsAsync<StripeException>(() => _stripe.V1.Prices.GetAsync("price_nope"));
        Assert.Equal(("resource_missing", 404), (missing.StripeError.Code, (int)missing.HttpStatusCode));
        var product = await _stripe.V1.Products.CreateAsync(new ProductCreateOptions { Name = "x", DefaultPriceData = new() { Currency = "usd", UnitAmount = 5 } });
        var archive = await Assert.ThrowsAsync<StripeException>(() => _stripe.V1.Prices.UpdateAsync(product.DefaultPriceId, new PriceUpdateOptions { Active = false }));
        Assert.Equal("This price cannot be archived because it is the default price of its product.", archive.Message);
    }

    [Fact]
    public async Task A_lost_answer_is_retried_by_the_client_and_makes_no_twin()
    {
        _world.Faults.Add(new CallFault(CallFaultKind.CutAfterCommit) { Times = 1 });

        var product = await _stripe.V1.Products.CreateAsync(new ProductCreateOptions { Name = "x" });

        Assert.Equal(product.Id, (string?)Assert.Single(_world.Dashboard.Products)["id"]);
    }

    [Fact]
    public async Task A_deleted_product_says_so()
    {
        var product = await _stripe.V1.Products.CreateAsync(new ProductCreateOptions { Name = "x" });

        Assert.True((await _stripe.V1.Products.DeleteAsync(product.Id)).Deleted);
    }

    [Fact]
    public async Task The_account_and_a_webhook_endpoint_are_readable()
    {
        var endpoint = await _stripe.V1.WebhookEndpoints.CreateAsync(new WebhookEndpointCreateOptions { Url = "https://a.test/", EnabledEvents = ["price.updated"], ApiVersion = "2026-10-28.endive" });

        Assert.StartsWith("whsec_", endpoint.Secret, StringComparison.Ordinal);
        Assert.Equal(_world.Dashboard.Account, (await _stripe.V1.Accounts.GetSelfAsync()).Id);
    }

    [Fact]
    public async Task A_webhook_endpoint_is_listed_changed_and_deleted_and_shows_its_secret_only_once()
    {
        var made = await _stripe.V1.WebhookEndpoints.CreateAsync(new WebhookEndpointCreateOptions
        {
            Url = "https://a.test/",
            EnabledEvents = ["price.updated"],
            ApiVersion = StripeConfiguration.ApiVersion,
            Metadata = new Dictionary<string, string> { ["mine"] = "yes" },
        });
        var listed = Assert.Single((await _stripe.V1.WebhookEndpoints.ListAsync()).Data);
        Assert.Equal((made.Id, null, "enabled", StripeConfiguration.ApiVersion, "yes"), (listed.Id, listed.Secret, listed.Status, listed.ApiVersion, listed.Metadata["mine"]));

        var changed = await _stripe.V1.WebhookEndpoints.UpdateAsync(made.Id, new WebhookEndpointUpdateOptions { Url = "https://b.test/", Disabled = true, EnabledEvents = ["product.updated"], Metadata = new Dictionary<string, string> { ["ours"] = "too" } });
        Assert.Equal(("https://b.test/", "disabled", "product.updated", 2, null), (changed.Url, changed.Status, Assert.Single(changed.EnabledEvents), changed.Metadata.Count, changed.Secret));
        Assert.Equal("enabled", (await _stripe.V1.WebhookEndpoints.UpdateAsync(made.Id, new WebhookEndpointUpdateOptions { Disabled = false })).Status);

        Assert.True((await _stripe.V1.WebhookEndpoints.DeleteAsync(made.Id)).Deleted);
        Assert.Equal("resource_missing", (await Assert.ThrowsAsync<StripeException>(() => _stripe.V1.WebhookEndpoints.GetAsync(made.Id))).StripeError.Code);
    }

    [Fact]
    public async Task A_delivered_webhook_passes_the_clients_own_verification()
    {
        var receiver = new Receiver();
        var secret = (string)_world.Dashboard.AddEndpoint(new Uri("http://receiver.test/"))["secret"]!;
        using var http = new HttpMessageInvoker(receiver);
        await using var sender = new WebhookSender(_world.Outbox, http, TimeProvider.System);
        var product = _world.Dashboard.CreateProduct(("name", "Größe"));
        _world.Dashboard.EditProduct((string)product["id"]!, ("name", "Klein"));

        var created = await receiver.Next();
        var updated = await receiver.Next();

        var value = EventUtility.ConstructEvent(updated.Body, updated.Signature, secret);
        Assert.Equal("Klein", ((Product)value.Data.Object).Name);
        Assert.Equal("Größe", (string)value.Data.PreviousAttributes.name);
        Assert.Equal("product.created", EventUtility.ConstructEvent(created.Body, created.Signature, secret).Type);
        Assert.Throws<StripeException>(() => EventUtility.ConstructEvent(updated.Body + " ", updated.Signature, secret));
    }

    private sealed class Receiver : HttpMessageHandler
    {
        private readonly Channel<(string Body, string Signature)> _got = Channel.CreateUnbounded<(string, string)>();

        public ValueTask<(string Body, string Signature)> Next() => _got.Reader.ReadAsync();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = Encoding.UTF8.GetString(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            _got.Writer.TryWrite((body, request.Headers.GetValues("Stripe-Signature").Single()));
            return new HttpResponseMessage();
        }
    }
}
