using System.Collections.Immutable;
using System.Text.Json;
using Stripe;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>Shows all products, or all prices of all products, a hundred a call: what observing each would take hundreds of times as many calls for.</summary>
/// <remarks>
/// Lists are newest first (https://docs.stripe.com/api/pagination), active and archived objects apart. The cursor is the last id that was seen.
/// </remarks>
/// <param name="connection">The tamed client.</param>
/// <param name="options">Page sizes.</param>
/// <param name="keys">The metadata keys of the connection.</param>
/// <param name="observe">Reads prices whole.</param>
internal sealed class StripeShow(StripeConnection connection, StripeOptions options, StripeMetadata keys, StripeObserve observe)
{
    /// <summary>One page.</summary>
    public Task<Outcome<ViewPage>> Show(Kind kind, bool active, string? cursor, CancellationToken cancellation) => connection.Send(
        StripeCall.Read($"listing {(active ? "active" : "archived")} {(kind == Kind.Product ? "products" : "prices")}"),
        token => kind == Kind.Product ? Products(active, cursor, token) : Prices(active, cursor, token),
        cancellation);

    private async Task<ViewPage> Products(bool active, string? cursor, CancellationToken cancellation)
    {
        var list = await connection.Api.Products.ListAsync(new ProductListOptions { Active = active, Limit = options.PageLimit, StartingAfter = cursor }, requestOptions: null, cancellation);
        ImmutableArray<ProductView> products = [.. list.Data.Select(product => StripeMapping.Product(product.Shown(), keys))];
        return new ViewPage(products, [], Next(list, products.LastOrDefault()?.Id));
    }

    private async Task<ViewPage> Prices(bool active, string? cursor, CancellationToken cancellation)
    {
        var parameters = new PriceListOptions { Active = active, Limit = options.PageLimit, StartingAfter = cursor, Expand = StripeObserve.Expanded };
        var list = await connection.Api.Prices.ListAsync(parameters, requestOptions: null, cancellation);
        var prices = await observe.Whole(list, cancellation);
        return new ViewPage([], prices, Next(list, prices.LastOrDefault()?.Id));
    }

    private static string? Next<T>(StripeList<T> list, string? last) => (list.HasMore, last) switch
    {
        (false, _) => null,
        (true, null) => throw new JsonException("Stripe answered with an empty page and promised more."),
        _ => last,
    };
}
