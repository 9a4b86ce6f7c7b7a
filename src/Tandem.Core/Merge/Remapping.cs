using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>What a record is worth after the mapping has changed.</summary>
internal static class Remapping
{
    /// <summary>The record without what it remembers of fields that documents now hold elsewhere: those meet for the first time again.</summary>
    public static ProductRecord Of(Situation seen)
    {
        var (record, mapping) = (seen.Record, seen.Policy.Mapping);
        if (record.Mapping == mapping)
        {
            return record;
        }

        var moved = Lines(record.Mapping);
        moved.SymmetricExceptWith(Lines(mapping));
        var names = moved.Select(line => line.Split('=')[0]).ToHashSet(StringComparer.Ordinal);
        bool Stays(Kind kind, string field) => !names.Contains($"{kind}.{field}") && (FieldNames.KeyOf(field) is null || !names.Contains($"{kind}.{FieldNames.Metadata}"));
        var slots = names.Contains($"{Kind.Price}.{FieldNames.Currency}") ? Renamed(record, seen.Sanity) : record.Slots;
        return record with
        {
            Mapping = mapping,
            Agreed = Only(record.Agreed, field => Stays(Kind.Product, field)),
            Published = Only(record.Published, field => Stays(Kind.Product, field)),
            Overwritten = Only(record.Overwritten, field => Stays(Kind.Product, field)),
            Slots =
            [
                .. slots.Select(slot => slot with
                {
                    Agreed = Only(slot.Agreed, field => Stays(Kind.Price, field)),
                    Published = Only(slot.Published, field => Stays(Kind.Price, field)),
                    Overwritten = Only(slot.Overwritten, field => Stays(Kind.Price, field)),
                }),
            ],
        };
    }

    // Prices lie elsewhere now: one that names its Stripe price is the slot that has it, under another name. A pass that was cut off may have noted the new name.
    private static ImmutableArray<SlotRecord> Renamed(ProductRecord record, Observation sanity)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var slot in record.Slots.Where(slot => slot.PriceId is not null && sanity.Prices.All(price => price.Id != slot.Slot)))
        {
            var naming = sanity.Prices.Where(price => price.Mirror == slot.PriceId && price.ProductId == record.Key.DocumentId).ToImmutableArray();
            if (naming is [{ Id: var name }] && (record.Slot(name)?.PriceId ?? slot.PriceId) == slot.PriceId)
            {
                names[slot.Slot] = name;
            }
        }

        return [.. record.Slots.Where(slot => !names.ContainsValue(slot.Slot)).Select(slot => names.TryGetValue(slot.Slot, out var name) ? slot with { Slot = name } : slot)];
    }

    private static HashSet<string> Lines(string mapping) => [.. mapping.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static ImmutableSortedDictionary<string, T> Only<T>(ImmutableSortedDictionary<string, T> known, Func<string, bool> stays) =>
        known.RemoveRange(known.Keys.Where(field => !stays(field)));
}
