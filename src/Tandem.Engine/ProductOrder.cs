using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What a person ordered for one product.</summary>
/// <param name="Key">The product.</param>
/// <param name="Order">What is to be done, and what it was planned on, if a person was shown it; null lets the pass do what is to be done when it looks.</param>
/// <param name="Mentions">Objects that the pass must look at, since no record knows them.</param>
public sealed record ProductOrder(ProductKey Key, Order? Order, ImmutableArray<ObjectId> Mentions);

/// <summary>What became of an order.</summary>
/// <param name="Ordered">The order.</param>
/// <param name="State">How it ended.</param>
/// <param name="Reason">Why, where there is something to say.</param>
public sealed record OrderResult(ProductOrder Ordered, OrderState State, string? Reason = null)
{
    /// <summary>What a vendor answered, where nothing of the kind can be done at the moment.</summary>
    public CatalogFault? Fault { get; init; }
}

/// <summary>How an order ended.</summary>
public enum OrderState
{
    /// <summary>Done as it was ordered.</summary>
    Done,

    /// <summary>Nothing was left to do.</summary>
    InStep,

    /// <summary>A side has moved since, or what is remembered: nothing was done.</summary>
    Moved,

    /// <summary>Archives are held for the word of a person; the rest was done.</summary>
    Held,

    /// <summary>Done, but for fields in conflict that a person decides.</summary>
    Asks,

    /// <summary>Something of it must be mended first; the rest was done.</summary>
    Parked,

    /// <summary>It could not be done, or not to its end, and is tried again: by the service, or with the next order.</summary>
    Later,
}
