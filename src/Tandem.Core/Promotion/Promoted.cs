using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>What is remembered of a product that was promoted from another connection: which document there is which one here, and what both showed then. The base of the next promotion.</summary>
public sealed record Promoted
{
    /// <summary>The product's document in the connection that it comes from.</summary>
    public required string Source { get; init; }

    /// <summary>Its document in the connection that it went to.</summary>
    public required string Target { get; init; }

    /// <summary>The fields that were equal after a promotion, as both documents showed them.</summary>
    public ImmutableSortedDictionary<string, PromotedValue> Fields { get; init; } = NoFields;

    /// <summary>Its prices, likewise.</summary>
    public ImmutableArray<PromotedPrice> Prices { get; init; } = [];

    /// <summary>Nothing was promoted.</summary>
    public static ImmutableSortedDictionary<string, PromotedValue> NoFields { get; } = ImmutableSortedDictionary.Create<string, PromotedValue>(StringComparer.Ordinal);

    /// <summary>Whether both remember the same.</summary>
    public bool IsSame(Promoted? other) => other is not null && (Source, Target) == (other.Source, other.Target) && Fields.SequenceEqual(other.Fields)
        && Prices.Length == other.Prices.Length && Prices.Zip(other.Prices).All(pair => pair.First.IsSame(pair.Second));
}

/// <summary>A price of a promoted product.</summary>
/// <param name="Source">Its document, or the slot of its entry, where it comes from.</param>
/// <param name="Target">The same where it went to.</param>
/// <param name="Fields">As in <see cref="Promoted.Fields"/>.</param>
public sealed record PromotedPrice(string Source, string Target, ImmutableSortedDictionary<string, PromotedValue> Fields)
{
    /// <summary>Whether both remember the same.</summary>
    public bool IsSame(PromotedPrice other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Source, Target) == (other.Source, other.Target) && Fields.SequenceEqual(other.Fields);
    }
}

/// <summary>What both documents showed of a field once it was promoted. They may differ: a picture has an address of its own in each dataset.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Target">Where it went to.</param>
public readonly record struct PromotedValue(FieldValue? Source, FieldValue? Target);
