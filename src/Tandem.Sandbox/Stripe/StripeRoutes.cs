using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>One endpoint of the API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path; <c>*</c> stands for an id.</param>
/// <param name="Permission">What a restricted key needs, without its <c>_read</c> or <c>_write</c>.</param>
/// <param name="Parameters">Its parameter table.</param>
/// <param name="Shape">What it answers with.</param>
/// <param name="Execute">What it does.</param>
internal sealed record StripeRoute(
    string Method,
    string Path,
    string Permission,
    StripeParameter[] Parameters,
    StripeShape Shape,
    Func<StripeCall, JsonNode> Execute)
{
    public bool IsWrite => Method is not "GET";

    /// <summary>The permission's full name. The prices row keeps the name of plans.</summary>
    public string FullPermission => Permission + (IsWrite ? "_write" : "_read");
}

/// <summary>The endpoints that the stand-in knows. There is no DELETE for a price.</summary>
internal static class StripeRoutes
{
    private static readonly StripeRoute[] All =
    [
        new("GET", "/v1/products", "rak_product", StripeParameters.ProductList, StripeShape.Product.Page, StripeProducts.List),
        new("POST", "/v1/products", "rak_product", StripeParameters.ProductCreate, StripeShape.Product, StripeProducts.Create),
        new("GET", "/v1/products/search", "rak_product", StripeParameters.Search, StripeShape.Product.Search, StripeSearch.Products),
        new("GET", "/v1/products/*", "rak_product", StripeParameters.Retrieve, StripeShape.Product, StripeProducts.Retrieve),
        new("POST", "/v1/products/*", "rak_product", StripeParameters.ProductUpdate, StripeShape.Product, StripeProducts.Update),
        new("DELETE", "/v1/products/*", "rak_product", [], StripeShape.Leaf, StripeProducts.Delete),
        new("GET", "/v1/prices", "rak_plan", StripeParameters.PriceList, StripeShape.Price.Page, StripePrices.List),
        new("POST", "/v1/prices", "rak_plan", StripeParameters.PriceCreate, StripeShape.Price, StripePrices.Create),
        new("GET", "/v1/prices/search", "rak_plan", StripeParameters.Search, StripeShape.Price.Search, StripeSearch.Prices),
        new("GET", "/v1/prices/*", "rak_plan", StripeParameters.Retrieve, StripeShape.Price, StripePrices.Retrieve),
        new("POST", "/v1/prices/*", "rak_plan", StripeParameters.PriceUpdate, StripeShape.Price, StripePrices.Update),
        new("GET", "/v1/events", "rak_event", StripeParameters.EventList, StripeShape.Event.Page, StripeEvents.List),
        new("GET", "/v1/events/*", "rak_event", StripeParameters.Retrieve, StripeShape.Event, StripeEvents.Retrieve),
        new("GET", "/v1/webhook_endpoints", "rak_webhook", StripeParameters.EndpointList, StripeShape.Endpoint.Page, StripeEndpoints.List),
        new("POST", "/v1/webhook_endpoints", "rak_webhook", StripeParameters.EndpointCreate, StripeShape.Endpoint, StripeEndpoints.Create),
        new("GET", "/v1/webhook_endpoints/*", "rak_webhook", StripeParameters.Retrieve, StripeShape.Endpoint, StripeEndpoints.Retrieve),
        new("POST", "/v1/webhook_endpoints/*", "rak_webhook", StripeParameters.EndpointUpdate, StripeShape.Endpoint, StripeEndpoints.Update),
        new("DELETE", "/v1/webhook_endpoints/*", "rak_webhook", [], StripeShape.Leaf, StripeEndpoints.Delete),
        new("GET", "/v1/account", "rak_accounts_kyc_basic", StripeParameters.Retrieve, StripeShape.Account, Account),
    ];

    public static (StripeRoute Route, string Target) Find(string method, string path)
    {
        foreach (var route in All.Where(route => route.Method == method))
        {
            if (route.Path == path)
            {
                return (route, "");
            }

            var stem = route.Path[..^1];
            if (route.Path.EndsWith('*') && path.Length > stem.Length && path.StartsWith(stem, StringComparison.Ordinal) && !path[stem.Length..].Contains('/', StringComparison.Ordinal))
            {
                return (route, path[stem.Length..]);
            }
        }

        throw StripeErrors.NoRoute(method, path);
    }

    private static JsonNode Account(StripeCall call) => new JsonObject
    {
        ["id"] = call.Account.Id,
        ["object"] = "account",
        ["business_profile"] = new JsonObject { ["name"] = "Sandbox stand-in" },
        ["charges_enabled"] = true,
        ["country"] = "US",
        ["default_currency"] = "usd",
        ["details_submitted"] = true,
        ["payouts_enabled"] = true,
        ["settings"] = new JsonObject { ["dashboard"] = new JsonObject { ["display_name"] = "Sandbox stand-in", ["timezone"] = "Etc/UTC" } },
        ["type"] = "standard",
    };
}
