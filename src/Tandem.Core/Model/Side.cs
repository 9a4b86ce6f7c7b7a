namespace Tandem.Core;

/// <summary>One of the two systems that are kept equal.</summary>
public enum Side
{
    /// <summary>The content side: documents in a Sanity dataset.</summary>
    Sanity,

    /// <summary>The charging side: products and prices in a Stripe account.</summary>
    Stripe,
}

/// <summary>The two sorts of object that are kept equal.</summary>
public enum Kind
{
    /// <summary>A product.</summary>
    Product,

    /// <summary>A price of a product.</summary>
    Price,
}

/// <summary>Questions that one asks of a side.</summary>
public static class Sides
{
    /// <summary>The side across.</summary>
    public static Side Other(this Side side) => side == Side.Sanity ? Side.Stripe : Side.Sanity;
}
