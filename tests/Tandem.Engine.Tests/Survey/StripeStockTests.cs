using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine.Tests;

/// <summary>Stripe's two lists become products with all their prices, in bounded memory.</summary>
public sealed class StripeStockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_product_comes_once_with_all_its_prices_whatever_shelf_they_are_on()
    {
        var lists = new Lists();
        var expected = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (var i = 0; i < 40; i++)
        {
            lists.Product($"prod_{i}", i, active: i % 3 != 0);
            lists.Price($"price_{i}a", $"prod_{i}", i, active: true);
            lists.Price($"price_{i}b", $"prod_{i}", i + (i % 5), active: i % 2 == 0);
            expected.Add($"prod_{i}", [$"price_{i}a", $"price_{i}b"]);
        }

        var found = await All(lists);

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found, product => Assert.Equal(expected[product.Key], product.Value.Shown.Prices.Select(price => price.Id).Order(StringComparer.Ordinal)));
        Assert.Equal(0, lists.Asked);
    }

    [Fact]
    public async Task Prices_that_wait_for_too_long_are_let_go_and_their_products_asked_for_one_by_one()
    {
        // All prices are younger than all products: the whole list of prices comes before the last product.
        var lists = new Lists();
        for (var i = 0; i < 40; i++)
        {
            lists.Product($"prod_{i}", i, active: true);
            lists.Price($"price_{i}", $"prod_{i}", 100 + i, active: true);
        }

        var found = await All(lists, limit: 10);

        Assert.Equal(40, found.Count);
        Assert.All(found, product => Assert.Equal(product.Key.Replace("prod", "price", StringComparison.Ordinal), Assert.Single(product.Value.Shown.Prices).Id));
        Assert.Equal(30, lists.Asked);
    }

    [Fact]
    public async Task A_price_that_changes_its_shelf_meanwhile_is_not_counted_twice()
    {
        var lists = new Lists();
        lists.Product("prod_1", 1, active: true);
        lists.Price("price_1", "prod_1", 1, active: true);
        lists.Price("price_1", "prod_1", 1, active: false, isTwin: true);

        var found = await All(lists);

        Assert.Single(found["prod_1"].Shown.Prices);
        Assert.Equal(1, lists.Asked);
    }

    private static async Task<Dictionary<string, Stocked>> All(Lists lists, int limit = 1_000)
    {
        var found = new Dictionary<string, Stocked>(StringComparer.Ordinal);
        await foreach (var product in new StripeStock(lists, new Patience(new EngineOptions(), TimeProvider.System, new Random(1)), limit).All(CancellationToken.None))
        {
            Assert.Null(product.Fault);
            found.Add(product.Value!.Product.Id, product.Value);
        }

        return found;
    }

    // Seven a page, newest first, like Stripe's.
    private sealed class Lists : ICatalog
    {
        private const int Page = 7;
        private readonly List<(ProductView View, bool IsActive)> _products = [];
        private readonly List<(PriceView View, bool IsActive, bool IsTwin)> _prices = [];

        public int Asked { get; private set; }

        public Side Side => Side.Stripe;

        public void Product(string id, int minute, bool active) => _products.Add((new ProductView { Id = id, Fields = Fields.None, CreatedAt = Start.AddMinutes(minute) }, active));

        public void Price(string id, string product, int minute, bool active, bool isTwin = false) =>
            _prices.Add((new PriceView { Id = id, ProductId = product, Fields = Fields.None, CreatedAt = Start.AddMinutes(minute) }, active, isTwin));

        public Task<Outcome<Observation>> Observe(Question question, CancellationToken cancellation)
        {
            Asked++;
            return Task.FromResult<Outcome<Observation>>(new Observation
            {
                Product = _products.Single(product => product.View.Id == question.ProductId).View,
                Prices = [.. _prices.Where(price => price.View.ProductId == question.ProductId && !price.IsTwin).Select(price => price.View)],
            });
        }

        public Task<Outcome<ViewPage>> Show(Kind kind, Shelf shelf, string? cursor, CancellationToken cancellation)
        {
            var active = shelf == Shelf.Sale;
            return Task.FromResult<Outcome<ViewPage>>(kind == Kind.Product
                ? Cut(_products.Where(product => product.IsActive == active).Select(product => product.View), product => product.CreatedAt, cursor, page => new ViewPage(page, [], null))
                : Cut(_prices.Where(price => price.IsActive == active).Select(price => price.View), price => price.CreatedAt, cursor, page => new ViewPage([], page, null)));
        }

        public Task<Outcome<Observations>> Observe(ImmutableArray<Question> questions, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome<Written>> Apply(Write write, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome<Belonging>> Locate(ObjectId subject, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome<FeedPage>> Feed(string? cursor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome<CatalogPage>> List(string? cursor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome<Identity>> Identify(CancellationToken cancellation) => throw new NotSupportedException();

        private static ViewPage Cut<T>(IEnumerable<T> all, Func<T, DateTimeOffset?> madeAt, string? cursor, Func<ImmutableArray<T>, ViewPage> page)
        {
            var sorted = all.OrderByDescending(madeAt).ToList();
            var start = cursor is null ? 0 : int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture);
            return page([.. sorted.Skip(start).Take(Page)]) with { Cursor = sorted.Count > start + Page ? $"{start + Page}" : null };
        }
    }
}
