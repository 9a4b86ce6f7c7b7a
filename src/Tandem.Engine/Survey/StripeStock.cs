using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Everything that Stripe has, product by product with its prices, from its lists alone: 1 call for 100 products and 1 for 100 prices.</summary>
/// <remarks>
/// Both lists are newest first, and no price is older than its product: once the prices have come down to a product's age, all of its own have come by.
/// Until then they wait in memory, up to a limit; a product whose prices had to be let go is asked for by itself.
/// </remarks>
/// <param name="stripe">The charging side, within its budget.</param>
/// <param name="patience">What waits for it.</param>
/// <param name="limit">How many prices may wait.</param>
internal sealed class StripeStock(ICatalog stripe, Patience patience, int limit = StripeStock.Limit)
{
    /// <summary>How many prices wait at most: some 20 MB.</summary>
    private const int Limit = 10_000;

    private readonly Dictionary<string, List<PriceView>> _waiting = new(StringComparer.Ordinal);
    private readonly Queue<string> _longest = [];
    private readonly HashSet<string> _partly = new(StringComparer.Ordinal);
    private int _held;

    /// <summary>All products, the newest first. A fault is the last that comes.</summary>
    public async IAsyncEnumerable<Outcome<Stocked>> All([EnumeratorCancellation] CancellationToken cancellation)
    {
        var products = Read(Kind.Product, page => page.Products, product => product.CreatedAt, cancellation);
        var prices = Read(Kind.Price, page => page.Prices, price => price.CreatedAt, cancellation);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (await products.Peek() is { } product)
        {
            await products.Take();
            if (!seen.Add(product.Id))
            {
                continue;
            }

            while (await prices.Peek() is { } price && !(price.CreatedAt < product.CreatedAt))
            {
                await prices.Take();
                Hold(price);
            }

            if (prices.Fault is { } broken)
            {
                yield return broken;
                yield break;
            }

            yield return await Whole(product, cancellation);
        }

        if (products.Fault is { } fault)
        {
            yield return fault;
        }
    }

    /// <summary>All products without their prices, for who only needs to know which there are.</summary>
    public IAsyncEnumerable<Outcome<ProductView>> Products(CancellationToken cancellation) =>
        Each(Read(Kind.Product, page => page.Products, product => product.CreatedAt, cancellation));

    /// <summary>All prices, whatever product they belong to.</summary>
    public IAsyncEnumerable<Outcome<PriceView>> Prices(CancellationToken cancellation) =>
        Each(Read(Kind.Price, page => page.Prices, price => price.CreatedAt, cancellation));

    private static async IAsyncEnumerable<Outcome<T>> Each<T>(Shelves<T> shelves)
        where T : class
    {
        while (await shelves.Peek() is { } item)
        {
            await shelves.Take();
            yield return item;
        }

        if (shelves.Fault is { } fault)
        {
            yield return fault;
        }
    }

    private Shelves<T> Read<T>(Kind kind, Func<ViewPage, ImmutableArray<T>> items, Func<T, DateTimeOffset?> madeAt, CancellationToken cancellation)
        where T : class =>
        new((shelf, cursor) => patience.Try(() => stripe.Show(kind, shelf, cursor, cancellation), cancellation), items, madeAt);

    private void Hold(PriceView price)
    {
        if (price.ProductId is not { } product || _partly.Contains(product))
        {
            return;
        }

        if (!_waiting.TryGetValue(product, out var prices))
        {
            _waiting.Add(product, prices = []);
            _longest.Enqueue(product);
        }

        // One that changed its shelf in between is shown twice, and which of both is newer cannot be told.
        if (prices.Exists(other => other.Id == price.Id))
        {
            LetGo(product);
            return;
        }

        prices.Add(price);
        for (_held++; _held > limit && _longest.TryDequeue(out var oldest);)
        {
            LetGo(oldest);
        }
    }

    private void LetGo(string product)
    {
        if (_waiting.Remove(product, out var prices))
        {
            _partly.Add(product);
            _held -= prices.Count;
        }
    }

    private async Task<Outcome<Stocked>> Whole(ProductView product, CancellationToken cancellation)
    {
        if (_partly.Remove(product.Id))
        {
            var asked = await patience.Try(() => stripe.Observe(new Question { ProductId = product.Id }, cancellation), cancellation);
            return asked.Fault is { } fault ? fault : new Stocked(product, asked.Value!);
        }

        if (!_waiting.Remove(product.Id, out var prices))
        {
            return new Stocked(product, new Observation { Product = product });
        }

        _held -= prices.Count;
        return new Stocked(product, new Observation { Product = product, Prices = [.. prices.OrderBy(price => price.CreatedAt).ThenBy(price => price.Id, StringComparer.Ordinal)] });
    }
}

/// <summary>A product of Stripe with all its prices.</summary>
/// <param name="Product">The product as it was listed.</param>
/// <param name="Shown">What observing it shows.</param>
internal sealed record Stocked(ProductView Product, Observation Shown);
