using System.Text.Json;
using Stripe;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>Sends one change to Stripe under its idempotency key.</summary>
/// <param name="connection">The tamed client.</param>
/// <param name="keys">The metadata keys of the connection.</param>
internal sealed class StripeApply(StripeConnection connection, StripeMetadata keys)
{
    private const int MaxToken = 255;

    /// <summary>Applies a write of one change, or of a new product with the price that is to be its default.</summary>
    public Task<Outcome<Written>> Apply(Write write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (write.Changes.Any(change => change.Side != Side.Stripe) || write.Changes is not ([_] or [Change.Create { Kind: Kind.Product }, Change.Create { Kind: Kind.Price }, Change.Update { Kind: Kind.Product }]))
        {
            throw new ArgumentException("Stripe takes one change a write, and only its own; or a new product with its default price.", nameof(write));
        }

        if (write.Token.Length is 0 or > MaxToken || !write.Token.All(char.IsAscii) || write.Token.Any(char.IsControl))
        {
            throw new ArgumentException($"A token has 1 to {MaxToken} plain characters.", nameof(write));
        }

        var options = new StripeWrites(keys, write.PriceIds);
        var request = new RequestOptions { IdempotencyKey = write.Token };
        return write.Changes[0] switch
        {
            Change.Create { Kind: Kind.Product } create when write.Changes is [_, Change.Create price, _] => CreateProduct(options.CreateProduct(create, price), create, request, cancellation),
            Change.Create { Kind: Kind.Product } create => CreateProduct(options.CreateProduct(create), create, request, cancellation),
            Change.Create { Kind: Kind.Price, ProductId: not null } create => CreatePrice(options.CreatePrice(create), create, request, cancellation),
            Change.Update update when update.Fields.IsEmpty && update.Mirror is null =>
                throw new ArgumentException("The update names nothing to change.", nameof(write)),
            Change.Update update when !StripeIds.IsSafe(update.Id) =>
                Task.FromResult<Outcome<Written>>(StripeFaults.Refused("id", "The object's id cannot be put into an address: it is not one of Stripe's.")),
            Change.Update { Kind: Kind.Product } update => UpdateProduct(options.UpdateProduct(update), update, request, cancellation),
            Change.Update { Kind: Kind.Price } update => UpdatePrice(options.UpdatePrice(update), update, request, cancellation),
            var other => throw new ArgumentException($"Stripe knows no such change: {other.GetType().Name}.", nameof(write)),
        };
    }

    private Task<Outcome<Written>> CreateProduct(Outcome<ProductCreateOptions> options, Change.Create change, RequestOptions request, CancellationToken cancellation) =>
        Send(options, $"creating product {change.Id ?? "(new)"}", async (parameters, token) => OfProduct(await connection.Api.Products.CreateAsync(parameters, request, token)), cancellation);

    private Task<Outcome<Written>> UpdateProduct(Outcome<ProductUpdateOptions> options, Change.Update change, RequestOptions request, CancellationToken cancellation) =>
        Send(options, $"updating product {change.Id}", async (parameters, token) => OfProduct(await connection.Api.Products.UpdateAsync(change.Id, parameters, request, token)), cancellation);

    private Task<Outcome<Written>> CreatePrice(Outcome<PriceCreateOptions> options, Change.Create change, RequestOptions request, CancellationToken cancellation) =>
        Send(options, $"creating a price of product {change.ProductId}", async (parameters, token) => OfPrice(await connection.Api.Prices.CreateAsync(parameters, request, token)), cancellation);

    private Task<Outcome<Written>> UpdatePrice(Outcome<PriceUpdateOptions> options, Change.Update change, RequestOptions request, CancellationToken cancellation) =>
        Send(options, $"updating price {change.Id}", async (parameters, token) => OfPrice(await connection.Api.Prices.UpdateAsync(change.Id, parameters, request, token)), cancellation);

    private async Task<Outcome<Written>> Send<TOptions>(
        Outcome<TOptions> options, string doing, Func<TOptions, CancellationToken, Task<Written>> send, CancellationToken cancellation)
        where TOptions : class =>
        options.Value is { } parameters
            ? await connection.Send(StripeCall.Write(doing), token => send(parameters, token), cancellation)
            : options.Fault!;

    private Written OfProduct(Product product) => IsReplayed(product.StripeResponse)
        ? Repeated(product.StripeResponse)
        : new Written
        {
            RequestId = product.StripeResponse.RequestId,
            Products = [StripeMapping.Product(product.Shown(), keys)],
            Prices = product.Shown().Child(FieldNames.DefaultPrice) is { ValueKind: JsonValueKind.Object } price ? [StripeMapping.Price(price, keys)] : [],
        };

    // What the answer hides is observed: an update of something else does not know in which currencies the price has tiers.
    private Written OfPrice(Price price) => IsReplayed(price.StripeResponse) || !PriceCurrencies.Hidden(price.Shown()).IsEmpty
        ? Repeated(price.StripeResponse)
        : new Written { RequestId = price.StripeResponse.RequestId, Prices = [StripeMapping.Price(price.Shown(), keys)] };

    /// <summary>A replayed answer shows the object as it was when the write was done, which may be long ago: it is no view of the present.</summary>
    private static Written Repeated(StripeResponse response) => new() { RequestId = response.RequestId, WasRepeated = true };

    private static bool IsReplayed(StripeResponse response) =>
        response.Headers?.TryGetValues("Idempotent-Replayed", out var values) == true && values.Contains("true", StringComparer.OrdinalIgnoreCase);
}
