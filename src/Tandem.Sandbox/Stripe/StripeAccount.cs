using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>One mode of one account: everything that belongs to it. Test and live mode, and connected accounts, share nothing.</summary>
internal sealed class StripeAccount(string id, bool livemode, bool isConnected, StripeOptions options)
{
    private readonly Dictionary<StripeRoute, StripeRateLimit> _endpoints = new(ReferenceEqualityComparer.Instance);

    public string Id { get; } = id;

    public bool Livemode { get; } = livemode;

    /// <summary>Reached through <c>Stripe-Account</c>; its events name it.</summary>
    public bool IsConnected { get; } = isConnected;

    public StripeOptions Options { get; } = options;

    public StripeBooks Books { get; set; } = new();

    public StripeIdempotency Keys { get; } = new(options.KeyLife);

    public StripeRateLimit Rate { get; } = new(livemode ? options.LiveRate : options.TestRate);

    /// <summary>Counts a request to an endpoint; false when it is one too many there.</summary>
    public bool Allows(StripeRoute route, DateTimeOffset now)
    {
        if (!_endpoints.TryGetValue(route, out var limit))
        {
            _endpoints.Add(route, limit = new StripeRateLimit((Livemode ? Options.LiveRate : Options.TestRate) > 0 ? Options.EndpointRate : 0));
        }

        return limit.Allows(now);
    }

    public StripeSearchIndex SearchIndex { get; } = new(options.SearchLag);

    /// <summary>Signing secrets by endpoint id, newest first; one that is being rolled out carries the moment it ends.</summary>
    public Dictionary<string, List<StripeSecret>> Secrets { get; } = [];

    /// <summary>How the deliveries of an event stand, by event id.</summary>
    public Dictionary<string, StripeDeliveries> Deliveries { get; } = [];
}

/// <summary>The objects of an account at one moment: immutable, so that a refused request leaves no trace.</summary>
internal sealed record StripeBooks
{
    public StripeTable Products { get; init; } = new("product");

    public StripeTable Prices { get; init; } = new("price");

    public StripeTable Events { get; init; } = new("event");

    public StripeTable Endpoints { get; init; } = new("webhook_endpoint");

    private ImmutableDictionary<string, ImmutableList<string>> PricesByProduct { get; init; } = ImmutableDictionary<string, ImmutableList<string>>.Empty;

    private ImmutableDictionary<string, string> PriceByLookupKey { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The prices of a product, oldest first.</summary>
    public IEnumerable<JsonObject> PricesOf(string product) =>
        PricesByProduct.GetValueOrDefault(product, []).Select(id => Prices.Find(id)!);

    /// <summary>The price that holds a lookup key, active or not.</summary>
    public JsonObject? HolderOf(string lookupKey) =>
        PriceByLookupKey.TryGetValue(lookupKey, out var id) ? Prices.Find(id) : null;

    public StripeBooks WithPrice(JsonObject price)
    {
        var (id, product) = (price.Text("id"), price.Text("product"));
        var before = Prices.Find(id);
        var keys = before?.TextOrNull("lookup_key") is { } old ? PriceByLookupKey.Remove(old) : PriceByLookupKey;
        var siblings = PricesByProduct.GetValueOrDefault(product, []);
        return this with
        {
            Prices = Prices.With(price),
            PriceByLookupKey = price.TextOrNull("lookup_key") is { } key ? keys.SetItem(key, id) : keys,
            PricesByProduct = before is null ? PricesByProduct.SetItem(product, siblings.Add(id)) : PricesByProduct,
        };
    }

    public StripeBooks WithoutPrice(JsonObject price)
    {
        var (id, product) = (price.Text("id"), price.Text("product"));
        return this with
        {
            Prices = Prices.Without(id),
            PriceByLookupKey = price.TextOrNull("lookup_key") is { } key ? PriceByLookupKey.Remove(key) : PriceByLookupKey,
            PricesByProduct = PricesByProduct.SetItem(product, PricesByProduct[product].Remove(id)),
        };
    }
}
