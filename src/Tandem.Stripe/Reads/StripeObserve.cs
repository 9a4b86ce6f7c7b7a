using System.Collections.Immutable;
using System.Text.Json;
using Stripe;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>Reads one product with all its prices: three calls at once, and one more for each expected price that no list showed.</summary>
/// <remarks>
/// Stripe lists active and inactive prices apart (https://docs.stripe.com/api/prices/list). A price that changes its state in between can be in both lists
/// or in none, so a list never proves anything: what is doubled or missing is asked for by its id.
/// </remarks>
/// <param name="connection">The tamed client.</param>
/// <param name="options">Page sizes and limits.</param>
/// <param name="keys">The metadata keys of the connection.</param>
internal sealed class StripeObserve(StripeConnection connection, StripeOptions options, StripeMetadata keys)
{
    /// <summary>What a list of prices must be asked to show: https://docs.stripe.com/api/expanding_objects.</summary>
    public static List<string> Expanded => ["data.tiers", "data.currency_options"];

    /// <summary>Answers a question.</summary>
    public async Task<Outcome<Observation>> Observe(Question question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (question.PriceIds.Append(question.ProductId).FirstOrDefault(id => !StripeIds.IsSafe(id)) is not null)
        {
            return StripeFaults.Refused("id", "An id of this product cannot be one of Stripe's: it holds spaces, slashes or the like. Mend the link.");
        }

        var productCall = Product(question.ProductId, cancellation);
        var activeCall = List(question.ProductId, active: true, cancellation);
        var inactiveCall = List(question.ProductId, active: false, cancellation);
        var product = await productCall;
        var active = await activeCall;
        var inactive = await inactiveCall;
        if (product.Fault is { } fault)
        {
            return fault is CatalogFault.Gone
                ? await Complete(new Observation { Gone = [question.ProductId] }, [], question.PriceIds, cancellation)
                : fault;
        }

        if ((active.Fault ?? inactive.Fault) is { } broken)
        {
            return broken is CatalogFault.Refused { Code: "resource_missing" } ? Moved(question.ProductId) : broken;
        }

        var seen = active.Value!.Concat(inactive.Value!).ToLookup(price => price.Id, StringComparer.Ordinal);
        var settled = seen.Where(views => views.Count() == 1).Select(views => views.First());
        var asked = question.PriceIds.Where(id => !seen.Contains(id)).Union(seen.Where(views => views.Count() > 1).Select(views => views.Key), StringComparer.Ordinal);
        return await Complete(new Observation { Product = product.Value }, [.. settled], [.. asked], cancellation);
    }

    private async Task<Outcome<Observation>> Complete(
        Observation observation, ImmutableArray<PriceView> prices, ImmutableArray<string> asked, CancellationToken cancellation)
    {
        var gone = observation.Gone;
        foreach (var id in asked.Distinct(StringComparer.Ordinal))
        {
            var price = await Price(id, cancellation);
            switch (price)
            {
                case { Value: { } view }:
                    prices = prices.Add(view);
                    break;
                case { Fault: CatalogFault.Gone }:
                    gone = gone.Add(id);
                    break;
                default:
                    return price.Fault!;
            }
        }

        return observation with
        {
            Gone = gone,
            Prices = [.. prices.OrderBy(price => price.CreatedAt).ThenBy(price => price.Id, StringComparer.Ordinal)],
        };
    }

    private Task<Outcome<ProductView>> Product(string id, CancellationToken cancellation) => Existing(
        StripeCall.Read($"reading product {id}"),
        async token => (await connection.Api.Products.GetAsync(id, options: null, requestOptions: null, token)).Shown(),
        shown => StripeMapping.Product(shown, keys),
        cancellation);

    private Task<Outcome<PriceView>> Price(string id, CancellationToken cancellation) => Existing(
        StripeCall.Read($"reading price {id}"),
        async token => await Whole((await connection.Api.Prices.GetAsync(id, new PriceGetOptions { Expand = StripeWrites.Expanded }, requestOptions: null, token)).Shown(), token),
        shown => StripeMapping.Price(shown, keys),
        cancellation);

    private async Task<Outcome<TView>> Existing<TView>(
        StripeCall call, Func<CancellationToken, Task<JsonElement>> read, Func<JsonElement, TView> map, CancellationToken cancellation)
        where TView : class
    {
        var answer = await connection.Send(
            call,
            async token => await read(token) is var shown && shown.IsDeleted() ? new Shown<TView>(null) : new Shown<TView>(map(shown)),
            cancellation);
        return answer switch
        {
            { Fault: { } fault } => fault,
            { Value.View: { } view } => view,
            _ => new CatalogFault.Gone { Side = Side.Stripe, Message = $"Stripe has no such object any more ({call.Doing})." },
        };
    }

    private async Task<Outcome<List<PriceView>>> List(string productId, bool active, CancellationToken cancellation)
    {
        var call = StripeCall.Read($"listing the {(active ? "active" : "archived")} prices of product {productId}");
        var prices = new List<PriceView>();
        string? after = null;
        for (var pages = 0; pages < options.MaxPages; pages++)
        {
            var parameters = new PriceListOptions
            {
                Product = productId,
                Active = active,
                Limit = options.PageLimit,
                StartingAfter = after,
                Expand = Expanded,
            };
            var answer = await connection.Send(call, async token => await Page(await connection.Api.Prices.ListAsync(parameters, requestOptions: null, token), token), cancellation);
            if (answer.Value is not { } page)
            {
                return answer.Fault!;
            }

            prices.AddRange(page.Prices);
            if (!page.HasMore)
            {
                return prices;
            }

            after = page.Prices[^1].Id;
        }

        return StripeFaults.Refused(null, $"Product {productId} has more than {options.MaxPages * options.PageLimit} prices of one kind: raise the limit of pages for this connection.");
    }

    private async Task<PricePage> Page(StripeList<Price> list, CancellationToken cancellation)
    {
        var prices = await Whole(list, cancellation);
        return list.HasMore && prices.IsEmpty
            ? throw new JsonException("Stripe answered with an empty page and promised more.")
            : new PricePage(prices, list.HasMore);
    }

    /// <summary>The prices of a list, each as it is.</summary>
    public async Task<ImmutableArray<PriceView>> Whole(StripeList<Price> list, CancellationToken cancellation)
    {
        var prices = ImmutableArray.CreateBuilder<PriceView>(list.Data.Count);
        foreach (var price in list.Data)
        {
            prices.Add(StripeMapping.Price(await Whole(price.Shown(), cancellation), keys));
        }

        return prices.DrainToImmutable();
    }

    // The price as it is, with its tiers in other currencies: one more call for the few prices that have some.
    private async Task<JsonElement> Whole(JsonElement price, CancellationToken cancellation)
    {
        if (PriceCurrencies.Hidden(price) is not { IsEmpty: false } hidden)
        {
            return price;
        }

        var everything = new PriceGetOptions { Expand = [.. StripeWrites.Expanded, .. PriceCurrencies.Expanded(hidden)] };
        return (await connection.Api.Prices.GetAsync(price.Text("id"), everything, requestOptions: null, cancellation)).Shown();
    }

    private static CatalogFault.Stale Moved(string productId) =>
        new() { Side = Side.Stripe, Message = $"Product {productId} disappeared while it was read. It is read again." };

    /// <summary>An object, or null for the stub of a deleted one.</summary>
    private sealed record Shown<TView>(TView? View)
        where TView : class;

    private sealed record PricePage(ImmutableArray<PriceView> Prices, bool HasMore);
}
