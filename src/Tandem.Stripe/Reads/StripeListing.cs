using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Stripe;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>Lists every product, first the active ones, then the archived ones.</summary>
/// <remarks>
/// A product that changes its state between the two halves can be missed or come twice: the listing is for comparing, never for proving an absence.
/// The cursor is <c>active:</c> or <c>archived:</c> and the last id that was seen.
/// </remarks>
/// <param name="connection">The tamed client.</param>
/// <param name="options">Page sizes.</param>
/// <param name="keys">The metadata keys of the connection.</param>
internal sealed class StripeListing(StripeConnection connection, StripeOptions options, StripeMetadata keys)
{
    private const string Active = "active:";
    private const string Archived = "archived:";

    /// <summary>One page.</summary>
    public async Task<Outcome<CatalogPage>> List(string? cursor, CancellationToken cancellation)
    {
        var at = cursor ?? Active;
        var isActive = at.StartsWith(Active, StringComparison.Ordinal);
        if (!isActive && !at.StartsWith(Archived, StringComparison.Ordinal))
        {
            return StripeFaults.Refused(null, "This cursor is not one of a listing of Stripe: start the listing anew.");
        }

        var half = isActive ? Active : Archived;
        var after = at[half.Length..];
        var parameters = new ProductListOptions { Active = isActive, Limit = options.PageLimit, StartingAfter = after.Length == 0 ? null : after };
        return await connection.Send(
            StripeCall.Read($"listing {(isActive ? "active" : "archived")} products"),
            async token => Page(await connection.Api.Products.ListAsync(parameters, requestOptions: null, token), half),
            cancellation);
    }

    private CatalogPage Page(StripeList<Product> list, string half)
    {
        var products = list.Data.Select(Listed).ToImmutableArray();
        if (list.HasMore)
        {
            return products.IsEmpty
                ? throw new JsonException("Stripe answered with an empty page and promised more.")
                : new CatalogPage(products, half + products[^1].Id);
        }

        return new CatalogPage(products, half == Active ? Archived : null);
    }

    private ListedProduct Listed(Product product)
    {
        var json = product.Shown();
        var view = StripeMapping.Product(json, keys);
        var updated = json.Number("updated")?.ToString(CultureInfo.InvariantCulture);
        return new ListedProduct(view.Id, updated, view.Mirror, view.CreatedAt);
    }
}
