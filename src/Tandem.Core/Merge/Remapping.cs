using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>What a record is worth after the mapping has changed.</summary>
internal static class Remapping
{
    /// <summary>The record without what it remembers of fields that documents now hold elsewhere: those meet for the first time again.</summary>
    public static ProductRecord Of(ProductRecord record, Policy policy)
    {
        var mapping = policy.Mapping;
        if (record.Mapping == mapping)
        {
            return record;
        }

        var moved = Lines(record.Mapping);
        moved.SymmetricExceptWith(Lines(mapping));
        var names = moved.Select(line => line.Split('=')[0]).ToHashSet(StringComparer.Ordinal);
        bool Stays(Kind kind, string field) => !names.Contains($"{kind}.{field}") && (FieldNames.KeyOf(field) is null || !names.Contains($"{kind}.{FieldNames.Metadata}"));
        return record with
        {
            Mapping = mapping,
            Agreed = Only(record.Agreed, field => Stays(Kind.Product, field)),
            Published = Only(record.Published, field => Stays(Kind.Product, field)),
            Overwritten = Only(record.Overwritten, field => Stays(Kind.Product, field)),
            Slots =
            [
                .. record.Slots.Select(slot => slot with
                {
                    Agreed = Only(slot.Agreed, field => Stays(Kind.Price, field)),
                    Published = Only(slot.Published, field => Stays(Kind.Price, field)),
                    Overwritten = Only(slot.Overwritten, field => Stays(Kind.Price, field)),
                }),
            ],
        };
    }

    private static HashSet<string> Lines(string mapping) => [.. mapping.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static ImmutableSortedDictionary<string, T> Only<T>(ImmutableSortedDictionary<string, T> known, Func<string, bool> stays) =>
        known.RemoveRange(known.Keys.Where(field => !stays(field)));
}
