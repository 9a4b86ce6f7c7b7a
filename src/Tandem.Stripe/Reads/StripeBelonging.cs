using System.Text.Json;
using Stripe;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>Finds the product of a Stripe object that no record knows, in one call.</summary>
/// <param name="connection">The tamed client.</param>
/// <param name="keys">The metadata keys of the connection.</param>
internal sealed class StripeBelonging(StripeConnection connection, StripeMetadata keys)
{
    private static readonly Belonging Nowhere = new(ProductId: null, Mirror: null);

    /// <summary>Where an object belongs; nowhere when it is gone.</summary>
    public async Task<Outcome<Belonging>> Locate(ObjectId subject, CancellationToken cancellation)
    {
        if (subject.Side != Side.Stripe)
        {
            throw new ArgumentException($"{subject} is not an object of Stripe.", nameof(subject));
        }

        if (!StripeIds.IsSafe(subject.Id))
        {
            return Nowhere;
        }

        var answer = subject.Kind == Kind.Product
            ? await connection.Send(
                StripeCall.Read($"reading product {subject.Id}"),
                async token => OfProduct((await connection.Api.Products.GetAsync(subject.Id, options: null, requestOptions: null, token)).Shown()),
                cancellation)
            : await connection.Send(
                StripeCall.Read($"reading price {subject.Id} and its product"),
                async token => OfPrice((await connection.Api.Prices.GetAsync(subject.Id, new PriceGetOptions { Expand = ["product"] }, requestOptions: null, token)).Shown()),
                cancellation);
        return answer.Fault is CatalogFault.Gone ? Nowhere : answer;
    }

    private Belonging OfPrice(JsonElement price)
    {
        if (price.IsDeleted())
        {
            return Nowhere;
        }

        var mirror = price.Child("product") is { ValueKind: JsonValueKind.Object } product ? OfProduct(product).Mirror : null;
        return new Belonging(price.Reference("product"), mirror);
    }

    private Belonging OfProduct(JsonElement product)
    {
        if (product.IsDeleted())
        {
            return Nowhere;
        }

        var view = StripeMapping.Product(product, keys);
        return new Belonging(view.Id, view.Mirror);
    }
}
