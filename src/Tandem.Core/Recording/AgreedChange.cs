using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>A field on which both sides agreed before, and on which they agree anew: what was in step, and what is.</summary>
/// <param name="Kind">The sort of object.</param>
/// <param name="Object">The document id or slot.</param>
/// <param name="Field">The field's canonical name.</param>
/// <param name="From">What each side showed when they were in step before.</param>
/// <param name="To">What each side shows now.</param>
public sealed record AgreedChange(Kind Kind, string Object, string Field, AgreedValue From, AgreedValue To)
{
    /// <summary>What came to be agreed between two states of a product's record. What was never agreed before is no change: there is no earlier state of it.</summary>
    public static ImmutableArray<AgreedChange> Between(ProductRecord before, ProductRecord after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return
        [
            .. Between(Kind.Product, after.Key.DocumentId, before.Agreed, after.Agreed),
            .. after.Slots.SelectMany(slot => before.Slot(slot.Slot) is { } known ? Between(Kind.Price, slot.Slot, known.Agreed, slot.Agreed) : []),
        ];
    }

    private static IEnumerable<AgreedChange> Between(
        Kind kind, string name, ImmutableSortedDictionary<string, AgreedValue> before, ImmutableSortedDictionary<string, AgreedValue> after) =>
        from field in after
        where before.TryGetValue(field.Key, out var known) && known != field.Value
        select new AgreedChange(kind, name, field.Key, before[field.Key], field.Value);
}
