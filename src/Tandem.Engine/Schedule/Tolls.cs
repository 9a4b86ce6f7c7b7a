using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What the calls of a catalog cost, by what the vendors count.</summary>
internal static class Tolls
{
    /// <summary>Sanity's transactions, those for the Studio included.</summary>
    public const string Transaction = "transaction";

    private const string Product = "read product";
    private const string Products = "list products";
    private const string Prices = "list prices";

    /// <summary>One call that is counted among all only.</summary>
    public static ImmutableArray<Toll> One { get; } = [new Toll(null, 1)];

    /// <summary>A look at products: a Stripe product takes three calls, itself, its active prices and its archived ones.</summary>
    public static ImmutableArray<Toll> Observe(Side side, ImmutableArray<Question> questions) => (side, questions) switch
    {
        (Side.Stripe, _) => [new Toll(Product, questions.Length), new Toll(Prices, 2 * questions.Length)],
        (_, [_]) => One,

        // A search, and a read of a hundred documents at a time: each product and price with its draft, some more for prices that only the documents name.
        _ => [new Toll(null, 2 + (questions.Sum(question => 2 * (question.PriceIds.Length + 4)) / 100))],
    };

    /// <summary>A page of a list.</summary>
    public static ImmutableArray<Toll> Page(Side side, Kind kind) => side == Side.Stripe ? [new Toll(kind == Kind.Product ? Products : Prices, 1)] : One;

    /// <summary>A write: what Stripe is to make or change, product or price; for Sanity a transaction.</summary>
    public static ImmutableArray<Toll> Write(Side side, ImmutableArray<Change> changes) =>
        [new Toll(side == Side.Sanity ? Transaction : $"{(changes[0] is Change.Create ? "make" : "change")} {changes[0].Kind}", 1)];
}
